"""Findings about YAML itself: what is no YAML, and what is YAML but not what was typed."""

from __future__ import annotations

from question_bank.codes.entry import Entry


def _card(*lines: str) -> str:
    """Return a file with one flashcard that has these lines."""
    head = ("questions:", "  - id: origin", "    kind: flashcard")
    return "\n".join((*head, *(f"    {line}" for line in lines))) + "\n"


def _line(code: str, title: str, why: str, wrong: str, right: str) -> Entry:
    """Return an entry whose examples are a flashcard's prompt line."""
    answer = "answer: The oceans"
    return Entry(code=code, title=title, why=why, wrong=_card(wrong, answer), right=_card(right, answer))


ENTRIES: tuple[Entry, ...] = (
    _line(
        "E100",
        "not valid YAML",
        "The file cannot be read from here on, and none of the usual slips explains it. The other entries "
        "of the file are checked all the same. Look at the line above too: a quote or bracket that is "
        "not closed is often noticed only later.",
        "{[}: Where from?",
        "prompt: Where from?",
    ),
    Entry(
        code="E101",
        title="not UTF-8",
        why=(
            "Files are read as UTF-8, which every editor can write. In any other encoding letters such as "
            "é or ß would come out as something else on some computers."
        ),
        wrong="prompt: a file saved as Windows-1252",
        right="prompt: the same file saved as UTF-8",
        runnable=False,
    ),
    _line(
        "E102",
        "invisible control character",
        "Such characters come along when text is pasted from elsewhere. Nobody sees them, but answers that "
        "hold one never match, and other programs stumble over them.",
        'prompt: "Where\\x07 from?"',
        'prompt: "Where from?"',
    ),
    _line(
        "E104",
        "the same key twice",
        "YAML would keep the last one and drop the first without a word.",
        "prompt: Where from?\n    prompt: Where does vapour come from?",
        "prompt: Where does vapour come from?",
    ),
    Entry(
        code="E105",
        title="anchor or alias",
        why=(
            "`&name` and `*name` repeat a value by reference. What a question says should stand in the "
            "question, and chains of references can blow a small file up to a huge one."
        ),
        wrong=_card("prompt: &text Where from?", "answer: *text"),
        right=_card("prompt: Where from?", "answer: Where from?"),
    ),
    _line(
        "E106",
        "YAML tag",
        "Everything is text until its field says otherwise, so types such as `!!str` are not needed; "
        "other tags can make a reader run code.",
        "prompt: !!str Where from?",
        "prompt: Where from?",
    ),
    Entry(
        code="E107",
        title="second document",
        why="A line `---` begins another document, of which readers may take one or all. Use two files.",
        wrong=_card("prompt: Where from?", "answer: The oceans") + "---\nquestions: []\n",
        right=_card("prompt: Where from?", "answer: The oceans"),
    ),
    _line(
        "E108",
        "nested too deep",
        "No honest bank nests more than a few levels. Thousands of brackets crash readers of YAML.",
        f"prompt: {'[' * 40}{']' * 40}",
        f'prompt: "{"[" * 40}{"]" * 40}"',
    ),
    Entry(
        code="E109",
        title="too large",
        why=(
            "One huge file is slow to check and hard to edit. Questions may be "
            "divided into any number of files."
        ),
        wrong="questions:  # and then 20,000,000 bytes",
        right="questions:  # and then a few hundred questions",
        runnable=False,
    ),
    _line(
        "E110",
        "a comment ate the rest",
        "A space and `#` begin a comment, and what follows is silently lost. Quote the text. A comment "
        "that is meant as one stands on its own line or two spaces behind the value.",
        "prompt: What is # 3?",
        'prompt: "What is # 3?"',
    ),
    Entry(
        code="E111",
        title="a comma divides a value",
        why=(
            "Inside `[...]` and `{...}` a comma ends the value, in the middle of a "
            "figure too. Quote the text."
        ),
        wrong=_card("prompt: How far?", "answer: x", "tags: [10,000 km]"),
        right=_card("prompt: How far?", "answer: x", 'tags: ["10,000 km"]'),
    ),
    _line(
        "E112",
        "value begins with *",
        "At the beginning of a value `*` makes YAML look for a value of that name elsewhere in the file. "
        "Quote text that begins with emphasis.",
        "prompt: *Where* does vapour come from?",
        'prompt: "*Where* does vapour come from?"',
    ),
    _line(
        "E113",
        "value begins with !",
        "At the beginning of a value `!` makes YAML take the word for a type and drop it.",
        "prompt: !Kung is spoken where?",
        'prompt: "!Kung is spoken where?"',
    ),
    _line(
        "E114",
        "value begins with a bracket",
        "At the beginning of a value `{` and `[` begin keys or a list. A cloze that begins with its gap is "
        "the usual case: quote it.",
        "prompt: {{c1::Oceans}} give off vapour.",
        'prompt: "{{c1::Oceans}} give off vapour."',
    ),
    _line(
        "E115",
        "text behind a closing quote",
        "A value that begins with a quote ends at the next one; more text cannot follow. Put the whole into "
        "quotes of the other kind.",
        'prompt: "Peace" was said by whom?',
        "prompt: '\"Peace\" was said by whom?'",
    ),
    _line(
        "E116",
        "value begins with a sign of YAML's",
        "A value cannot begin with @, a backtick, %, |, >, a comma, or with - or ? before a space, since "
        "YAML uses or reserves them. Quote the text.",
        "prompt: @home means where?",
        'prompt: "@home means where?"',
    ),
    _line(
        "E117",
        "value begins with &",
        "At the beginning of a value `&` names the value for use elsewhere, and the word is lost.",
        "prompt: &c is short for what?",
        'prompt: "&c is short for what?"',
    ),
    _line(
        "E118",
        "a colon makes a key",
        "A colon followed by a space turns what stands before it into a key. Quote the text. "
        "`12:30` and web addresses are safe, since no space follows.",
        "prompt: Who said: I agree?",
        'prompt: "Who said: I agree?"',
    ),
    _line(
        "E119",
        "tab in the indentation",
        "YAML takes spaces only, because a tab is as wide as each editor "
        "likes. Let the editor insert spaces.",
        "prompt: Where from?\n\ttags: [water]",
        "prompt: Where from?\n    tags: [water]",
    ),
    _line(
        "E121",
        "lost indent",
        "What belongs together begins in the same column. A key that stands further left or right belongs to "
        "something else, or to nothing.",
        "prompt: Where from?\n   tags: [water]",
        "prompt: Where from?\n    tags: [water]",
    ),
    _line(
        "E122",
        "a space is missing",
        "A key ends with a colon and a space, and a list's dash is followed by a space; otherwise the whole "
        "is one text.",
        "prompt:Where from?",
        "prompt: Where from?",
    ),
    _line(
        "E124",
        "quote never closed",
        "A value that begins with a quote goes on, over lines and entries, until the same quote closes it.",
        'prompt: "Where from?',
        'prompt: "Where from?"',
    ),
    _line(
        "E125",
        "bracket never closed",
        "A list in brackets goes on over lines until the bracket that closes it.",
        "prompt: Where from?\n    tags: [water, air",
        "prompt: Where from?\n    tags: [water, air]",
    ),
    _line(
        "E126",
        "backslash in double quotes",
        "In double quotes a backslash begins an escape such as \\n. Single quotes leave it alone.",
        'prompt: "What is \\(x\\)?"',
        "prompt: 'What is \\(x\\)?'",
    ),
    _line(
        "E127",
        "versions not merged",
        "Two people changed the same lines, and Git left both for a person to choose from.",
        "prompt: Where from?\n<<<<<<< HEAD\n    tags: [sea]\n=======\n    tags: [land]\n>>>>>>> other",
        "prompt: Where from?\n    tags: [sea]",
    ),
    Entry(
        code="W101",
        title="byte order mark",
        why="Some editors begin a file with an invisible mark. Harmless here, it disturbs other tools.",
        wrong="a file saved as 'UTF-8 with BOM'",
        right="the same file saved as 'UTF-8'",
        runnable=False,
    ),
)
