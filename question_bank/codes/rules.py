"""Findings of the rules: what is bad about a bank that can be read."""

from __future__ import annotations

from question_bank.codes.entry import Entry, ExampleKind
from question_bank.codes.evidence import EXAMPLE_BANK

_FACT = """\
facts:
  - id: evaporation
    says: Most vapour has evaporated from the sea.
    evidence: [{source: survey, paragraph: 1, from: "By far", to: "from the sea"}]
"""

_ORIGIN = """\
  - id: vapour-origin
    kind: short_answer
    prompt: Where does most water vapour come from?
    answer: The sea
    facts: [evaporation]
"""

_REST = """\
  - id: rest
    kind: flashcard
    prompt: According to the survey's authors, what gives the rest of the vapour?
    answer: Rivers and lakes
    facts: [fresh-water]
"""

_CHOICE = """\
  - id: rest-choice
    kind: single_choice
    prompt: Which waters give the rest, according to the survey's authors?
    answer: Rivers
    distractors: [{wrong}]
    facts: [fresh-water]
"""


def _questions(*entries: str) -> str:
    return "questions:\n" + "".join(entries)


ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="W501",
        title="a fact without a question",
        why=(
            "A fact that nobody is asked about is not learnt. Write a question for it, or take the fact out."
        ),
        example=ExampleKind.FACTS,
        wrong=(
            _FACT
            + "  - id: survey-year\n    says: The survey is from 1998.\n"
            + '    evidence: [{source: survey, paragraph: 2, from: "In 1998", to: "a survey"}]\n'
        ),
        right=_FACT,
    ),
    Entry(
        code="E502",
        title="a question without a fact",
        why=(
            "Every question can show its source: through its facts. A question that has none yet, one "
            "that was imported for example, says so with `unsourced:` and the reason, and the work left "
            "is easy to find."
        ),
        wrong=_questions("  - {id: fog, kind: flashcard, prompt: What is fog made of?, answer: Droplets}\n"),
        right=_questions(
            "  - {id: fog, kind: flashcard, prompt: What is fog made of?, answer: Droplets,"
            " unsourced: from last year's sheet}\n"
        ),
    ),
    Entry(
        code="W503",
        title="a claim asked as if it were a truth",
        why=(
            "A fact with `by` is somebody's claim. A learner who meets it as a plain truth learns "
            "something that nobody has shown. So prompt, answer or explanation name the speaker: "
            "'According to ...'. A telling word of the name or office is enough."
        ),
        wrong=_questions(_REST.replace("According to the survey's authors, what", "What")),
        right=_questions(_REST),
    ),
    Entry(
        code="E504",
        title="too many derived questions",
        why=(
            "`derived:` excuses a question whose answer follows from a passage without being said there. "
            "One in ten may be so (and one in any bank); more, and the bank no longer proves itself."
        ),
        wrong=_questions(_ORIGIN, "    derived: worked out\n", _REST, "    derived: worked out\n"),
        right=_questions(_ORIGIN, "    derived: worked out\n", _REST),
    ),
    Entry(
        code="W505",
        title="a source without a fact",
        why=(
            "A source is listed because facts rest on it. One that supports nothing was forgotten or is "
            "not needed."
        ),
        example=ExampleKind.BANK,
        wrong=EXAMPLE_BANK + "  - {id: atlas, title: An atlas, file: atlas.txt}\n",
        right=EXAMPLE_BANK,
    ),
    Entry(
        code="W509",
        title="a fact in the article's words",
        why=(
            "A fact says it in our own words: a bank is no copy of the article, and who has reworded a "
            "sentence has understood it. A drafted fact begins with the article's words and carries the tag "
            "`own-words-missing` until somebody has said it otherwise and taken the tag away. On the page, "
            "mending the fact does both."
        ),
        example=ExampleKind.FACTS,
        wrong=_FACT + "    tags: [own-words-missing]\n",
        right=_FACT,
    ),
    Entry(
        code="E506",
        title="two options differ in spelling only",
        why=(
            "Options that are one word in two spellings test nothing but proof-reading, and one of them "
            "is called wrong although it means what the right one means."
        ),
        wrong=_questions(
            _CHOICE.replace("answer: Rivers", "answer: Grey rivers").format(wrong="Gray rivers")
        ),
        right=_questions(_CHOICE.format(wrong="Springs")),
        source="Haladyna, Downing and Rodriguez (2002): options must be independent of each other",
    ),
    Entry(
        code="E507",
        title="an answer both taken and rejected",
        why=(
            "`reject` names answers that are wrong however close they look; the key and `accept` name "
            "right ones."
        ),
        wrong=_questions(_ORIGIN).replace("answer: The sea", "answer: The sea\n    reject: [the Sea]"),
        right=_questions(_ORIGIN).replace("answer: The sea", "answer: The sea\n    reject: [Lakes]"),
    ),
    Entry(
        code="E508",
        title="wrong here, right in a question with the same prompt",
        why=(
            "Two questions with the same prompt have the same right answers. If one calls wrong what the "
            "other calls right, a learner is punished for knowing; the prompts must say what sets them "
            "apart."
        ),
        wrong=_questions(
            _CHOICE.format(wrong="Lakes")
            + _CHOICE.replace("rest-choice", "rest-again").replace("Rivers", "Lakes").format(wrong="Springs")
        ),
        right=_questions(
            _CHOICE.format(wrong="Springs")
            + _CHOICE.replace("rest-choice", "rest-again").replace("Rivers", "Lakes").format(wrong="Wells")
        ),
    ),
)
