"""Findings about passages and answers. Their examples are about one small source, EXAMPLE_SOURCE."""

from __future__ import annotations

from question_bank.codes.entry import Entry, ExampleKind

EXAMPLE_SOURCE = """\
The water in the air

By far the largest part of the water vapour in the air comes from the sea.

In 1998 a survey counted 250 million measurements, and the sea was named in nine of ten.

Rivers and lakes give the rest.
"""

EXAMPLE_BANK = """\
bank: water
title: Water
language: en
sources:
  - id: survey
    title: The water in the air
    file: survey.txt
    body: 3-7
"""

_ONE_FACT = """\
facts:
  - id: evaporation
    says: Most vapour has evaporated from the sea.
    evidence:
      - {source: survey, paragraph: 1, from: "By far", to: "from the sea"}
"""

_SECOND_FACT = """\
  - id: survey-size
    says: A survey in 1998 rested on 250 million measurements.
    evidence:
      - {source: survey, paragraph: 2, from: "In 1998", to: "nine of ten"}
"""

_THIRD_FACT = """\
  - id: fresh-water
    says: Rivers and lakes add the remainder.
    by: the survey's authors
    evidence:
      - {source: survey, paragraph: 3, from: "Rivers and lakes", to: "the rest"}
"""

EXAMPLE_FACTS = _ONE_FACT + _SECOND_FACT + _THIRD_FACT

_ORIGIN = """\
  - id: vapour-origin
    kind: short_answer
    prompt: Where does most water vapour come from?
    answer: The sea
    facts: [evaporation]
"""

_COUNT = """\
  - id: survey-count
    kind: number
    prompt: How many million measurements did the survey count?
    answer: 250
    scale: million
    facts: [survey-size]
"""

_REST = """\
  - id: rest
    kind: flashcard
    prompt: According to the survey's authors, what gives the rest of the vapour?
    answer: Rivers and lakes
    facts: [fresh-water]
"""

EXAMPLE_QUESTIONS = "questions:\n" + _ORIGIN + _COUNT + _REST


def _fact(line: str) -> str:
    """Return the first fact with its passage replaced."""
    return _ONE_FACT.replace('{source: survey, paragraph: 1, from: "By far", to: "from the sea"}', line)


ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="E400",
        title="body goes beyond the file",
        why=(
            "`body: 11-51` says which lines of the source's file are material; paragraphs are counted "
            "inside. If the file has fewer lines, the numbers were taken from another version of the "
            "text, and every paragraph number is in doubt."
        ),
        example=ExampleKind.BANK,
        wrong=EXAMPLE_BANK.replace("3-7", "3-70"),
        right=EXAMPLE_BANK,
    ),
    Entry(
        code="E401",
        title="no such paragraph",
        why=(
            "Paragraphs are the non-empty lines of the source's body, counted from 1: neither the lines "
            "of the file nor the headings above the body. The finding says how many there are."
        ),
        example=ExampleKind.FACTS,
        wrong=_fact('{source: survey, paragraph: 30, from: "By far", to: "from the sea"}'),
        right=_ONE_FACT,
    ),
    Entry(
        code="E402",
        title="too many words quoted",
        why=(
            "The articles are other people's text. Six words at each end are enough to find a passage in "
            "them, and few enough to stay a citation."
        ),
        example=ExampleKind.FACTS,
        wrong=_fact(
            '{source: survey, paragraph: 1, from: "By far the largest part of the water", to: "from the sea"}'
        ),
        right=_fact('{source: survey, paragraph: 1, from: "By far the largest part of", to: "from the sea"}'),
    ),
    Entry(
        code="E403",
        title="the passage's first words are not in the paragraph",
        why=(
            "A passage is named by the words at its two ends, as the source writes them: letters and case "
            "count, kinds of quotes, dashes and spaces do not. If they stand in another paragraph, the "
            "finding names it."
        ),
        example=ExampleKind.FACTS,
        wrong=_fact('{source: survey, paragraph: 1, from: "by far", to: "from the sea"}'),
        right=_ONE_FACT,
    ),
    Entry(
        code="E404",
        title="the passage's last words are not in the paragraph",
        why=(
            "As with the first words (E403): letters and case count, kinds of quotes, dashes and spaces "
            "do not."
        ),
        example=ExampleKind.FACTS,
        wrong=_fact('{source: survey, paragraph: 1, from: "By far", to: "from the oceans"}'),
        right=_ONE_FACT,
    ),
    Entry(
        code="E405",
        title="a passage ends before it begins",
        why=(
            "The words after `to` must stand behind the words after `from`; otherwise nothing lies "
            "between them."
        ),
        example=ExampleKind.FACTS,
        wrong=_fact('{source: survey, paragraph: 1, from: "from the sea", to: "By far"}'),
        right=_ONE_FACT,
    ),
    Entry(
        code="E406",
        title="more than one stretch fits",
        why=(
            "Both ends together must enclose exactly one stretch of the paragraph, so that a reader is "
            "led to one place. If words occur twice, one word more tells them apart."
        ),
        example=ExampleKind.FACTS,
        wrong=_fact('{source: survey, paragraph: 1, from: "the", to: "the sea"}'),
        right=_fact('{source: survey, paragraph: 1, from: "the largest", to: "the sea"}'),
    ),
    Entry(
        code="E407",
        title="the answer's words are not in the passages",
        why=(
            "A learner who looks up the source must find the answer there. Of an answer of up to three "
            "words that carry meaning all must occur in the passages of the question's facts, of a longer "
            "one three fifths (half in a flashcard or an ordering, which retell more freely). Endings, "
            "accents, hyphens and British or American spelling make no difference, and one accepted "
            "answer is enough. If the answer follows without being said, `derived:` holds the reason."
        ),
        wrong="questions:\n" + _ORIGIN.replace("The sea", "The oceans"),
        right="questions:\n" + _ORIGIN.replace("The sea", "The oceans\n    accept: [The sea]"),
    ),
    Entry(
        code="E408",
        title="the answer's figures are not in the passages",
        why=(
            "Every figure of an answer must stand in the passages of the question's facts, in digits or "
            "in words (`third`, `twenty-one`), a number with its scale word; of a date the year, month "
            "and day as far as they are asked for. A weekday or 'a decade ago' is no figure: where the "
            "answer was worked out, `derived:` says how."
        ),
        wrong="questions:\n" + _COUNT.replace("250", "260"),
        right="questions:\n" + _COUNT,
    ),
    Entry(
        code="W409",
        title="no fact rests on a paragraph",
        why=(
            "What no fact rests on is never asked. Every paragraph of a source's body is covered, or "
            "`body` is narrowed to what is material. `coverage` shows the whole table."
        ),
        example=ExampleKind.FACTS,
        wrong=_ONE_FACT + _SECOND_FACT,
        right=EXAMPLE_FACTS,
    ),
)
