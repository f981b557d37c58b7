"""Findings about one entry by itself: its keys, and whether each value is what its key asks for."""

from __future__ import annotations

from question_bank.codes.entry import Entry, ExampleKind


def _question(kind: str, *lines: str) -> str:
    """Return a file with one question of a kind."""
    head = ("questions:", "  - id: origin", f"    kind: {kind}")
    return "\n".join((*head, *(f"    {line}" for line in lines))) + "\n"


def _card(line: str) -> str:
    return _question("flashcard", "prompt: Where from?", "answer: The oceans", line)


def _number(*lines: str) -> str:
    return _question("number", "prompt: How many?", *lines)


def _source(line: str) -> str:
    return f"bank: water\ntitle: Water\nsources:\n  - id: survey\n    title: A survey\n    {line}\n"


ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="E103",
        title="unknown key",
        why=(
            "A misspelt key would silently be ignored, and with it what the teacher wrote there. Each kind "
            "of question has its own keys."
        ),
        wrong=_card("explanaton: Most vapour comes from the sea."),
        right=_card("explanation: Most vapour comes from the sea."),
    ),
    Entry(
        code="E130",
        title="missing key",
        why="Without this key the entry cannot be used: a question needs a prompt, an answer, an id.",
        wrong=_question("flashcard", "prompt: Where from?"),
        right=_question("flashcard", "prompt: Where from?", "answer: The oceans"),
    ),
    Entry(
        code="E131",
        title="wrong type of value",
        why="Where one text is expected a list cannot stand, and the other way round.",
        wrong=_question("single_choice", "prompt: Where from?", "answer: Oceans", "distractors: Rivers"),
        right=_question("single_choice", "prompt: Where from?", "answer: Oceans", "distractors: [Rivers]"),
    ),
    Entry(
        code="E132",
        title="empty value",
        why="A key without a value says nothing. Write the value, or delete the key.",
        wrong=_question("flashcard", "prompt: Where from?", "answer:"),
        right=_question("flashcard", "prompt: Where from?", "answer: The oceans"),
    ),
    Entry(
        code="E133",
        title="bad id",
        why=(
            "Ids stand in addresses, file names and Anki notes, for ever. Lowercase letters, digits and "
            "hyphens, beginning with a letter, are safe everywhere; 64 characters at most."
        ),
        wrong="questions:\n  - {id: Vapour Origin, kind: flashcard, prompt: Where from?, answer: Oceans}\n",
        right="questions:\n  - {id: vapour-origin, kind: flashcard, prompt: Where from?, answer: Oceans}\n",
    ),
    Entry(
        code="E134",
        title="unknown kind",
        why="The kind decides which keys a question has and how it is asked and graded.",
        wrong=_question("flash-card", "prompt: Where from?", "answer: The oceans"),
        right=_question("flashcard", "prompt: Where from?", "answer: The oceans"),
    ),
    Entry(
        code="E135",
        title="not one of the words that can stand here",
        why=(
            "This key takes one of a few words and nothing else, since each of "
            "them means something to grading."
        ),
        wrong=_number("answer: 11", "scale: billions"),
        right=_number("answer: 11", "scale: billion"),
    ),
    Entry(
        code="E136",
        title="not a whole number in range",
        why=(
            "Paragraphs, editions and the number of answers needed count from 1; difficulty goes from 1 to 5."
        ),
        wrong=_card("difficulty: 7"),
        right=_card("difficulty: 5"),
    ),
    Entry(
        code="E137",
        title="not a number",
        why=(
            "The answer of a number question is the figure alone. Its unit and its scale word have keys of "
            "their own, so that learners may type them or not."
        ),
        wrong=_number("answer: 10,000 km"),
        right=_number("answer: 10,000", "unit: km"),
    ),
    Entry(
        code="E138",
        title="ambiguous number",
        why=(
            "A comma marks thousands in English and decimals in German. Where a figure does not fit the "
            "bank's language it could be either, and guessing would grade every learner wrong."
        ),
        wrong=_number("answer: 1,23"),
        right=_number("answer: 1.23"),
    ),
    Entry(
        code="E139",
        title="not a date",
        why=(
            "Dates are written year first, as 2011, 2011-08 or 2011-08-24, since 8/7/2011 means two days. "
            "The day has to exist."
        ),
        wrong=_question("date", "prompt: When?", "answer: 2011-02-30"),
        right=_question("date", "prompt: When?", "answer: 2011-02-28"),
    ),
    Entry(
        code="E140",
        title="unreadable tolerance",
        why="A tolerance is an amount in the answer's own unit and scale, or percent of the answer.",
        wrong=_number("answer: 90", "tolerance: about 5"),
        right=_number("answer: 90", "tolerance: 5%"),
    ),
    Entry(
        code="E141",
        title="text too long",
        why=(
            "More than 10,000 characters is an article, not a question; rendering "
            "such Markdown can take seconds."
        ),
        wrong=_card(f"explanation: {'vapour ' * 1500}"),
        right=_card("explanation: Most vapour comes from the sea."),
    ),
    Entry(
        code="E142",
        title="cloze without a gap",
        why="A cloze asks for what its gaps hide; without one there is nothing to ask.",
        wrong=_question("cloze", "text: Vapour comes from the {c1:oceans}."),
        right=_question("cloze", "text: Vapour comes from the {{c1::oceans}}."),
    ),
    Entry(
        code="E143",
        title="malformed gap",
        why="A gap inside another, one without an end, without an answer or with number 0 cannot be asked.",
        wrong=_question("cloze", "text: Vapour comes {{c1::from the {{c2::oceans}}}}."),
        right=_question("cloze", "text: Vapour comes {{c1::from}} the {{c2::oceans}}."),
    ),
    Entry(
        code="E144",
        title="accept does not match the gaps",
        why=(
            "`accept` lists other right answers gap by gap in order of appearance, "
            "`[]` for a gap without any."
        ),
        wrong=_question("cloze", "text: The {{c1::sea}} gives {{c2::vapour}}.", "accept: [[ocean]]"),
        right=_question("cloze", "text: The {{c1::sea}} gives {{c2::vapour}}.", "accept: [[ocean], []]"),
    ),
    Entry(
        code="E145",
        title="more needed than there are",
        why=(
            "A list question cannot ask for more answers than it knows, or nobody "
            "would ever get the full mark."
        ),
        wrong=_question("list", "prompt: Name three sources.", "answers: [sea, soil]", "need: 3"),
        right=_question("list", "prompt: Name two sources.", "answers: [sea, soil]", "need: 2"),
    ),
    Entry(
        code="E146",
        title="too few entries",
        why="A choice needs something to choose from, an order and a match at least two things.",
        wrong=_question("ordering", "prompt: Put in order.", "items: [rain]"),
        right=_question("ordering", "prompt: Put in order.", "items: [vapour, rain]"),
    ),
    Entry(
        code="E147",
        title="precision finer than the answer",
        why="Learners cannot be asked for a day that the answer itself does not name.",
        wrong=_question("date", "prompt: When?", "answer: 2011-08", "precision: day"),
        right=_question("date", "prompt: When?", "answer: 2011-08", "precision: month"),
    ),
    Entry(
        code="E148",
        title="neither true nor false",
        why="Readers of YAML disagree about yes, no, on and off, so only true and false are taken.",
        wrong=_question("true_false", "prompt: The sea gives off vapour.", "answer: yes"),
        right=_question("true_false", "prompt: The sea gives off vapour.", "answer: true"),
    ),
    Entry(
        code="E150",
        title="unreadable lines",
        why="`body` names the first and the last line of the source's file that are material.",
        wrong=_source("body: 51-11"),
        right=_source("body: 11-51"),
        example=ExampleKind.BANK,
    ),
    Entry(
        code="E151",
        title="bad language tag",
        why="The language decides how numbers are read and how browsers speak the text.",
        wrong=_card("lang: British English"),
        right=_card("lang: en-GB"),
    ),
    Entry(
        code="E152",
        title="bad web address",
        why="The address becomes a link beside every answer, so only http and https can stand here.",
        wrong=_source("url: javascript:alert(1)"),
        right=_source("url: https://example.org/survey"),
        example=ExampleKind.BANK,
    ),
)
