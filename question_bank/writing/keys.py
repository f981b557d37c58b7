"""The one description of what may stand in a bank's files: keys in canonical order, each with its sentence.

The JSON Schema for editors and the key order of `fmt` both come from this table.
"""

from __future__ import annotations

from question_bank.model import Kind, Precision, Scale
from question_bank.writing.shapes import AnyOf, Cases, Key, ListOf, OneOf, Record, Shape, Text, Truth, Whole

ID = Text(pattern=r"^[a-z][a-z0-9-]{0,63}$")
TEXTS = AnyOf((Text(), ListOf(Text())))
IDS = AnyOf((ID, ListOf(ID)))

PASSAGE = Record(
    "passage",
    "A stretch of a source, named by the words at its two ends.",
    (
        Key("source", ID, "The id of the source in bank.yaml.", required=True),
        Key("paragraph", Whole(), "The number of the body paragraph, counted from 1.", required=True),
        Key("from", Text(), "The first words of the passage, six at most.", required=True),
        Key("to", Text(), "The last words of the passage, six at most.", required=True),
    ),
)
PASSAGES = ListOf(PASSAGE, open=True)
ALTERNATIVES = Record(
    "alternatives",
    "Passages of which any one supports the fact by itself.",
    (Key("any", PASSAGES, "Passages of which any one is enough.", required=True),),
)
FACT = Record(
    "fact",
    "One claim in our own words, with at least one passage that supports it.",
    (
        Key("id", ID, "The fact's id: lowercase letters, digits and hyphens.", required=True),
        Key("says", Text(), "The claim, in our own words.", required=True),
        Key("by", TEXTS, "Whose claim it is, if it is not the reporter's own statement."),
        Key("via", TEXTS, "The agency that passed the claim on."),
        Key(
            "evidence",
            AnyOf((PASSAGES, ALTERNATIVES)),
            "The passages that support the fact: all of them together, or under `any:` alternatives.",
            required=True,
        ),
        Key("tags", TEXTS, "Words to find the fact by."),
    ),
)
SOURCE = Record(
    "source",
    "An article that is cited.",
    (
        Key("id", ID, "The source's id: lowercase letters, digits and hyphens.", required=True),
        Key("title", Text(), "The title as published.", required=True),
        Key("publisher", Text(), "Who published it."),
        Key("author", Text(), "Who wrote it."),
        Key("published", Text(pattern=r"^\d{4}-\d{2}-\d{2}$"), "The day it was published, e.g. 2011-08-25."),
        Key("url", Text(), "Where it can be read."),
        Key("file", Text(), "The name of its text in the folder of sources."),
        Key(
            "body",
            Text(pattern=r"^\d+\s*[-–]\s*\d+$"),
            "The first and last line of the file that are material, e.g. 11-51.",
        ),
        Key("quote", Truth(), "true: its passages may be given away, as on cards for Anki."),
    ),
)
MEDIA = Record(
    "media",
    "An image in the bank's folder.",
    (
        Key("file", Text(), "The image's path inside the bank's folder.", required=True),
        Key("alt", Text(), "What the image shows, for those who cannot see it.", required=True),
    ),
)
DISTRACTOR = Record(
    "distractor",
    "A wrong option with something to say to a learner who chose it.",
    (
        Key("text", Text(), "The wrong option.", required=True),
        Key("feedback", Text(), "What to tell a learner who chose it."),
    ),
)
LIST_ITEM = Record(
    "list_item",
    "One of the answers to a list question.",
    (
        Key("answer", Text(), "The answer.", required=True),
        Key("accept", TEXTS, "Other answers that are as right."),
    ),
)
UNIT = Record(
    "unit",
    "What the number counts.",
    (
        Key("name", Text(), "The unit as it is shown, e.g. km.", required=True),
        Key("accept", TEXTS, "Other ways to write the unit."),
        Key("required", Truth(), "Whether the learner must type the unit."),
    ),
)
ORDERING_ITEM = Record(
    "ordering_item",
    "One of the things to put in order.",
    (
        Key("text", Text(), "What the learner orders.", required=True),
        Key("label", Text(), "A date or rank shown afterwards; equal labels tie."),
    ),
)
PAIR = Record(
    "pair",
    "A left side and the right side that belongs to it.",
    (
        Key("left", Text(), "The left side.", required=True),
        Key("right", Text(), "What belongs to it; several lefts may share one.", required=True),
    ),
)

_PROMPT = Key("prompt", Text(), "What the learner is asked.", required=True)
_DISTRACTORS = Key(
    "distractors",
    ListOf(AnyOf((Text(), DISTRACTOR)), open=True),
    "Wrong options: plausible, of the same kind as the answer.",
    required=True,
)
_DATE = Text(pattern=r"^\d{1,4}(-\d{2}(-\d{2})?)?$")


def _answer(shape: Shape, description: str) -> Key:
    return Key("answer", shape, description, required=True)


_OWN: dict[Kind, tuple[str, tuple[Key, ...]]] = {
    Kind.FLASHCARD: (
        "The learner looks at the answer and says how well they knew it.",
        (_PROMPT, _answer(Text(), "What is on the back.")),
    ),
    Kind.TRUE_FALSE: (
        "A statement that is true or false.",
        (_PROMPT, _answer(Truth(), "Whether the statement is true.")),
    ),
    Kind.SINGLE_CHOICE: (
        "One right option among several.",
        (_PROMPT, _answer(Text(), "The right option."), _DISTRACTORS),
    ),
    Kind.MULTIPLE_CHOICE: (
        "Several right options among others.",
        (
            _PROMPT,
            Key("answers", ListOf(Text(), open=True), "The right options.", required=True),
            _DISTRACTORS,
        ),
    ),
    Kind.SHORT_ANSWER: (
        "A typed answer of a few words.",
        (
            _PROMPT,
            _answer(Text(), "The answer."),
            Key("accept", TEXTS, "Other answers that are as right."),
            Key("reject", TEXTS, "Answers that look close and are wrong."),
            Key("strict", Truth(), "true: typos, accents and hyphens count."),
        ),
    ),
    Kind.LIST: (
        "Several typed answers in any order.",
        (
            _PROMPT,
            Key("answers", ListOf(AnyOf((Text(), LIST_ITEM)), open=True), "The answers.", required=True),
            Key("need", Whole(), "How many of them make the full mark; all of them if not given."),
        ),
    ),
    Kind.NUMBER: (
        "A typed number.",
        (
            _PROMPT,
            _answer(Text(), "The number as people write it, e.g. 10,000."),
            Key("tolerance", Text(), "How far off still counts as right: an amount, or percent as in 5%."),
            Key("unit", AnyOf((Text(), UNIT)), "What the number counts."),
            Key("scale", OneOf(tuple(s.value for s in Scale if s.value)), "A scale word after the number."),
        ),
    ),
    Kind.DATE: (
        "A typed date.",
        (
            _PROMPT,
            _answer(_DATE, "The date: 2011, 2011-08 or 2011-08-24."),
            Key("precision", OneOf(tuple(Precision)), "How exactly the learner must know it."),
        ),
    ),
    Kind.CLOZE: (
        "A text with gaps.",
        (
            Key("text", Text(), "The text, each gap written {{c1::answer::hint}}.", required=True),
            Key(
                "accept",
                ListOf(AnyOf((Text(), ListOf(Text(), least=0)))),
                "Per gap in order of appearance, other answers that are as right.",
            ),
        ),
    ),
    Kind.ORDERING: (
        "Things to put in order.",
        (
            _PROMPT,
            Key(
                "items",
                ListOf(AnyOf((Text(), ORDERING_ITEM)), least=2, open=True),
                "The things, in the right order.",
                required=True,
            ),
        ),
    ),
    Kind.MATCHING: (
        "Left sides to match with right sides.",
        (
            _PROMPT,
            Key("pairs", ListOf(PAIR, least=2, open=True), "What belongs together.", required=True),
            Key("spare", TEXTS, "Right sides that belong to none."),
        ),
    ),
}
_BEFORE = (
    Key("id", ID, "The question's permanent id; keep it for ever.", required=True, shared=True),
    Key("was", IDS, "The ids it had before, the oldest first.", shared=True),
    Key("kind", OneOf(tuple(Kind)), "The kind of question.", required=True, shared=True),
    Key("lang", Text(), "The language of this question, if it is not the bank's, e.g. de.", shared=True),
)
_AFTER = (
    Key("explanation", Text(), "Why the answer is right; shown after answering.", shared=True),
    Key("media", ListOf(MEDIA, open=True), "Images in the bank's folder.", shared=True),
    Key("facts", IDS, "The facts the question rests on.", shared=True),
    Key("derived", Text(), "The reason why the answer's words are not in the passage.", shared=True),
    Key("unsourced", Text(), "The reason why there is no fact yet.", shared=True),
    Key("tags", TEXTS, "Words to choose questions by.", shared=True),
    Key("difficulty", Whole(1, 5), "The author's guess, from 1 (easy) to 5 (hard).", shared=True),
    Key("edition", Whole(), "Raise it when learners must learn the answer anew.", shared=True),
    Key("draft", Truth(), "true: never shown to learners.", shared=True),
)


def _question(kind: Kind) -> Record:
    description, own = _OWN[kind]
    return Record(kind.value, description, (*_BEFORE, *own, *_AFTER))


QUESTION = Cases("kind", tuple((kind.value, _question(kind)) for kind in Kind))
BANK_FILE = Record(
    "bank_file",
    "bank.yaml: what the bank is called and which sources it rests on.",
    (
        Key("bank", ID, "The bank's permanent id; keep it for ever.", required=True),
        Key("title", Text(), "The title learners see.", required=True),
        Key("language", Text(), "The language of the bank, e.g. en."),
        Key("description", Text(), "One or two sentences about the bank."),
        Key("sources", ListOf(SOURCE, least=0, open=True, spaced=True), "The articles cited."),
    ),
)
FACTS_FILE = Record(
    "facts_file",
    "facts.yaml: the facts, each with the passages that support it.",
    (Key("facts", ListOf(FACT, least=0, open=True, spaced=True), "The facts.", required=True),),
)
QUESTIONS_FILE = Record(
    "questions_file",
    "A file of questions.",
    (Key("questions", ListOf(QUESTION, least=0, open=True, spaced=True), "The questions.", required=True),),
)
FILES = (BANK_FILE, FACTS_FILE, QUESTIONS_FILE)
