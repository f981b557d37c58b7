"""Each of YAML's traps is named, at its place, with the mended line; and the rest of the file is checked."""

from __future__ import annotations

import pytest
import yaml

from question_bank.problems import Problem
from question_bank.reading import tree

SECOND = "\n  - id: second\n    kind: flashcard\n    promt: misspelt\n    prompt: Why?\n    answer: Because\n"


def _file(lines: str) -> str:
    return f"questions:\n  - id: first\n    kind: flashcard\n{lines}\n    explanation: So it is.\n{SECOND}"


# The lines (from line 4 of the file on), the code, its line and column, and a piece of the suggestion.
TRAPS = [
    ("    prompt: x\n    answer: y\n    tags:\n      * a\n      - b", "E122", 7, 7, "write: - a"),
    ("    prompt: 'What's the sea?'\n    answer: x", "E115", 4, 13, 'prompt: "What\'s the sea?"'),
    ("    prompt: x\n\u00a0\u00a0\u00a0\u00a0answer: y", "E119", 5, 1, "write: answer: y"),
    ("    prompt: What is # 3?\n    answer: x", "E110", 4, 21, 'prompt: "What is # 3?"'),
    ("    prompt: What is # 3?\n      Say it.\n    answer: x", "E110", 4, 21, '"What is # 3? Say it."'),
    ("    prompt: What?\n    answer: #3", "E110", 5, 13, 'answer: "#3"'),
    ("    prompt: x\n    answer: y\n    tags: [10,000 km]", "E111", 6, 12, 'tags: ["10,000 km"]'),
    (
        "    prompt: x\n    answer: y\n    media: [{file: images/map.png, alt: Yes, it is}]",
        "E111",
        6,
        41,
        '"Yes, it is"',
    ),
    ("    prompt: *Where* is it?\n    answer: x", "E112", 4, 13, 'prompt: "*Where* is it?"'),
    ("    prompt: *Where\n    answer: x", "E112", 4, 13, 'prompt: "*Where"'),
    ("    prompt: *Where is it\n    answer: x", "E112", 4, 13, 'prompt: "*Where is it"'),
    ("    prompt: !important note\n    answer: x", "E113", 4, 13, 'prompt: "!important note"'),
    ("    prompt: !a!b note\n    answer: x", "E113", 4, 13, 'prompt: "!a!b note"'),
    ("    prompt: {{c1::x}} is it\n    answer: x", "E114", 4, 13, 'prompt: "{{c1::x}} is it"'),
    ("    prompt: {{c1::x}}\n    answer: x", "E114", 4, 13, 'prompt: "{{c1::x}}"'),
    ("    prompt: {x}\n    answer: x", "E114", 4, 13, 'prompt: "{x}"'),
    ("    prompt: [sic] is it\n    answer: x", "E114", 4, 13, 'prompt: "[sic] is it"'),
    ('    prompt: "Peace" was said\n    answer: x', "E115", 4, 13, "prompt: '\"Peace\" was said'"),
    ('    prompt: "Peace" was\n      said\n    answer: x', "E115", 4, 13, "'\"Peace\" was said'"),
    ("    prompt: 'Tis the season\n    answer: x", "E124", 4, 13, 'prompt: "\'Tis the season"'),
    ('    prompt: "Peace was said\n    answer: x', "E124", 4, 13, 'prompt: "Peace was said"'),
    ("    prompt: @home is where?\n    answer: x", "E116", 4, 13, 'prompt: "@home is where?"'),
    ("    prompt: `x` is what?\n    answer: x", "E116", 4, 13, 'prompt: "`x` is what?"'),
    ("    prompt: %5\n    answer: x", "E116", 4, 13, 'prompt: "%5"'),
    ("    prompt: > 5\n    answer: x", "E116", 4, 13, 'prompt: "> 5"'),
    ("    prompt: x\n    answer: | y", "E116", 5, 13, 'answer: "| y"'),
    ("    prompt: x\n    answer: - 5", "E116", 5, 13, 'answer: "- 5"'),
    ("    prompt: x\n    answer: , 5", "E116", 5, 13, 'answer: ", 5"'),
    ("    prompt: &c stands for what?\n    answer: x", "E117", 4, 13, 'prompt: "&c stands for what?"'),
    ("    prompt: & is what?\n    answer: x", "E117", 4, 13, 'prompt: "& is what?"'),
    ("    prompt: Who said: I agree?\n    answer: x", "E118", 4, 21, 'prompt: "Who said: I agree?"'),
    ("    prompt: x\n    answer: y\n    tags:\n      - Note: a", "E118", 7, 9, '- "Note: a"'),
    ("    prompt: x\n    answer: y\n    tags: [Who: a]", "E118", 6, 12, 'tags: ["Who: a"]'),
    ("    prompt: x\n\tanswer: y", "E119", 5, 1, "4 spaces"),
    ("\tprompt: x\n\tanswer: y", "E119", 4, 1, "4 spaces"),
    ("    prompt: x\n   answer: y", "E121", 5, 4, "4 spaces"),
    ("    prompt: x\n  answer: y", "E121", 5, 3, "4 spaces"),
    ("    prompt: x\nanswer: y", "E121", 5, 1, "4 spaces"),
    ("    prompt: x\n      answer: y", "E121", 5, 7, "4 spaces"),
    ("    prompt: What is\n  the thing?\n    answer: y", "E121", 5, 3, "6 spaces"),
    ("    prompt:What?\n    answer: x", "E122", 4, 11, "prompt: What?"),
    ("    prompt What?\n    answer: x", "E122", 4, 11, "prompt: What?"),
    ("    prompt: x\n    answer: y\n    tags:\n      -a\n      -b", "E122", 7, 7, "- a"),
    ("    prompt: x\n    answer: y\n    tags: [a, b", "E125", 6, 11, "tags: [a, b]"),
    ("    prompt: x\n    answer: y\n    tags: [a, *b, c]", "E112", 6, 15, 'tags: [a, "*b", c]'),
    (
        "    prompt: x\n    answer: y\n  -id: b\n    kind: flashcard\n    prompt: x\n    answer: y",
        "E122",
        6,
        3,
        "- id: b",
    ),
    ("    prompt: x\n    answer: y\n    tags: [a, @b]", "E116", 6, 15, 'tags: [a, "@b"]'),
    ('    prompt: "What is \\(x\\)?"\n    answer: y', "E126", 4, 22, "prompt: 'What is \\(x\\)?'"),
    ("    prompt: !!str x\n    answer: y", "E106", 4, 13, "delete"),
    ("    prompt: &a x\n    answer: *a", "E105", 5, 13, "write the text out"),
    ("    prompt: x\n    prompt: z\n    answer: y", "E104", 5, 5, "keep one"),
    (f"    prompt: {'[' * 50_000}\n    answer: y", "E108", 4, None, "quote"),
    (
        "    prompt: x\n    answer: y\n    tags:\n" + "".join(" " * (6 + n) + "-\n" for n in range(60)),
        "E108",
        None,
        None,
        "",
    ),
]


@pytest.mark.parametrize(("lines", "code", "line", "column", "hint"), TRAPS)
def test_a_trap_is_named_at_its_place_with_the_mended_line(
    lines: str, code: str, line: int | None, column: int | None, hint: str, read_questions
) -> None:
    problems = [one for one in read_questions(_file(lines)).problems if "promt" not in one.message]
    assert {one.code for one in problems} == {code}
    found = next(one for one in problems if one.code == code and line in (None, one.place.line))
    assert column in (None, found.place.column)
    assert hint in found.suggestion
    assert found.excerpt.strip()


@pytest.mark.parametrize("lines", [lines for lines, *_ in TRAPS])
def test_after_a_trap_the_other_questions_are_still_checked(lines: str, read_questions) -> None:
    reading = read_questions(_file(lines))
    [misspelt] = [problem for problem in reading.problems if "promt" in problem.message]
    assert misspelt.excerpt == "    promt: misspelt"
    assert "second" in [question.id for question in reading.bank.questions]


@pytest.mark.parametrize(("lines", "code"), [(lines, code) for lines, code, *_ in TRAPS])
def test_without_libyaml_the_same_traps_are_found(
    lines: str, code: str, read_questions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "_LOADER", yaml.Loader)
    assert code in _codes(read_questions(_file(lines)).problems)


def test_several_slips_of_one_question_are_all_reported(read_questions) -> None:
    lines = '    prompt: *a*\n    answer: "y" b\n    tags: [@x]\n    derived: Who: me'
    assert _codes(read_questions(_file(lines)).problems) == ["E112", "E115", "E116", "E118", "E103"]


def test_a_comment_two_spaces_behind_a_value_is_a_comment(read_questions) -> None:
    reading = read_questions("questions:\n  - {id: a, kind: flashcard, prompt: b, answer: c}  # fine\n")
    assert reading.problems == ()
    reading = read_questions(
        "questions:\n  - id: a # fine\n    kind: flashcard # fine\n    prompt: b  # fine\n    answer: c\n"
    )
    assert reading.problems == ()


@pytest.mark.parametrize(
    "written", ["no", "12:30", "10,000", "1e3", "0x1F", "~", "null", "2011-08-24", "-5", "1_000"]
)
def test_everything_is_text_as_typed(written: str, read_questions) -> None:
    reading = read_questions(
        f"questions:\n  - id: a\n    kind: flashcard\n    prompt: b\n    answer: {written}\n"
    )
    assert reading.problems == ()
    assert next(one for one in reading.bank.questions if one.id == "a").answer == written


def test_quoted_keys_and_literal_blocks_are_fine(read_questions) -> None:
    text = (
        'questions:\n  - "id": a\n    "kind": flashcard\n    prompt: |\n      One: *two*\n'
        "      # three\n    'answer': >-\n      four\n      five\n"
    )
    reading = read_questions(text)
    assert reading.problems == ()
    [question] = [one for one in reading.bank.questions if one.id == "a"]
    assert (question.prompt, question.answer) == ("One: *two*\n# three\n", "four five")


@pytest.mark.parametrize(
    "broken", ["facts: [", "facts:\n  - id: evaporation\n    says: *x\n   evidence: y\n"]
)
def test_facts_in_a_broken_file_are_not_called_unknown(broken: str, read_with) -> None:
    assert "E202" not in _codes(read_with({"facts.yaml": broken}).problems)


def test_an_entry_indented_unlike_the_others_is_read_and_reported(read_questions) -> None:
    text = (
        "questions:\n  - {id: a, kind: flashcard, prompt: b, answer: c}\n"
        "- {id: d, kind: flashcard, prompt: e, answer: f}\n"
    )
    reading = read_questions(text)
    assert _codes(reading.problems) == ["E121"]
    assert {"a", "d"} <= {question.id for question in reading.bank.questions}


def _codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]
