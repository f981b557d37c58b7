"""Findings of exports and imports: what another program's file could not carry, or a bank not take."""

from __future__ import annotations

from question_bank.codes.entry import Entry, ExampleKind

_TYPED = """\
questions:
  - id: rain-feeder
    kind: short_answer
    prompt: What feeds nearly all rain?
    answer: The sea
"""

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="E701",
        title="a file that cannot be imported at all",
        why=(
            "It is no text (a workbook, a PDF), or far larger than any list of questions. Save it from its "
            "program as plain text in UTF-8, a table as CSV, and divide what is too large."
        ),
        wrong="quiz.xlsx, or a file of 20 million bytes",
        right="quiz.csv, saved as `CSV UTF-8`",
        example=ExampleKind.TABLE,
        runnable=False,
    ),
    Entry(
        code="E702",
        title="braces that do not fit together",
        why=(
            "In GIFT the answers stand between `{` and `}`, and an empty line ends a question, even between "
            "the braces. A brace that is text has a backslash before it. The question did not come in; all "
            "others did."
        ),
        wrong="What is rain? {\n\n=water\n}\n",
        right="What is rain? {\n=water\n}\n",
        example=ExampleKind.GIFT,
    ),
    Entry(
        code="E703",
        title="answers that make no question",
        why=(
            "None of the answers is right, there is nothing to choose from, a pair has no `->`, or a number "
            "is none. Moodle would refuse the question too. It did not come in; all others did."
        ),
        wrong="What is rain? {~water ~sand}\n",
        right="What is rain? {=water ~sand}\n",
        example=ExampleKind.GIFT,
    ),
    Entry(
        code="E704",
        title="a table that cannot be read",
        why=(
            "The first row names the columns, of which `prompt` is the one that no question can do without. "
            "A quotation mark at the beginning of a cell ends with the next one, so a forgotten mark would "
            "swallow all rows below it."
        ),
        wrong='What is rain?,water\n"What is fog?,droplets\n',
        right="prompt,answer\nWhat is rain?,water\n",
        example=ExampleKind.TABLE,
    ),
    Entry(
        code="E705",
        title="JSON that is no bank",
        why=(
            "A file of JSON is taken over if it is well formed and says which version of Factdeck's format "
            "it is in, so that a later version is never misread. Exporting a bank shows the whole format."
        ),
        wrong='{"questions": []}\n',
        right='{"factdeck": 1, "questions": []}\n',
        example=ExampleKind.JSON,
    ),
    Entry(
        code="W711",
        title="something that another program has no equal for",
        why=(
            "The exported file does not carry it, so it is listed here. Nothing is lost in the bank itself. "
            "An export to JSON carries everything."
        ),
        wrong=_TYPED + "    strict: true\n",
        right=_TYPED,
    ),
    Entry(
        code="W712",
        title="something written as what is nearest to it",
        why=(
            "The other program knows no such kind of question, or writes it differently. The file has what "
            "comes nearest, and it will not come back as it was."
        ),
        wrong=_TYPED.replace("short_answer", "flashcard"),
        right=_TYPED,
    ),
    Entry(
        code="W713",
        title="something in an imported file that a bank has no place for",
        why=(
            "The question came in without it. The finding quotes it and says where it stands, so that you "
            "can put into words what matters of it."
        ),
        wrong="What is rain? {=water =%50%droplets}\n",
        right="What is rain? {=water =droplets}\n",
        example=ExampleKind.GIFT,
    ),
    Entry(
        code="W714",
        title="something in an imported file that became something else",
        why=(
            "A bank says it in another way: an essay becomes a flashcard, the feedback to a right answer an "
            "explanation. Look at the question once before learners do."
        ),
        wrong="What is rain? {####Water that falls.}\n",
        right="What is rain? {=water that falls}\n",
        example=ExampleKind.GIFT,
    ),
    Entry(
        code="W715",
        title="something in an imported file that was set right",
        why=(
            "Spreadsheets turn dates round, and old programs save letters in other encodings. What could "
            "mean one thing only was read so; look whether it is what was meant."
        ),
        wrong="kind,prompt,answer\ndate,When was the summit?,24.08.2011\n",
        right="kind,prompt,answer\ndate,When was the summit?,2011-08-24\n",
        example=ExampleKind.TABLE,
    ),
    Entry(
        code="W716",
        title="an imported name that had to be another one",
        why=(
            "Ids are lowercase letters, digits and hyphens, and no two questions of a bank share one. The "
            "new id is for ever once learners study the question, so change it now if you wish."
        ),
        wrong="// [id:Question 1]\nWhat is rain? {=water}\n",
        right="// [id:what-is-rain]\nWhat is rain? {=water}\n",
        example=ExampleKind.GIFT,
    ),
    Entry(
        code="W717",
        title="a question that says otherwise in Anki",
        why=(
            "The note came from this bank, or was imported into it before, and its text is not the "
            "question's: somebody mended one of the two. Nothing was changed. Take over in the bank what is "
            "better; the next export brings it to Anki."
        ),
        wrong=_TYPED + "# Anki: What feeds nearly all the rain?\n",
        right=_TYPED.replace("nearly all rain", "nearly all the rain"),
        runnable=False,
    ),
)
