"""A file with Git's marks of a conflict gives one finding a conflict, and the rest is checked."""

from __future__ import annotations

CONFLICT = """\
questions:
  - id: first
    kind: flashcard
    prompt: What falls?
<<<<<<< HEAD
    answer: Rain
=======
    answer: Snow
    tags: [winter]
>>>>>>> other
  - id: second
    kind: flashcard
    promt: misspelt
    prompt: Why?
    answer: Because
"""


def test_a_conflict_is_one_finding_and_what_follows_is_still_checked(read_questions) -> None:
    first, second = read_questions(CONFLICT).problems
    assert (first.code, first.place.line, first.excerpt) == ("E127", 5, "<<<<<<< HEAD")
    assert "down to line 10" in first.message
    assert (second.code, second.place.line) == ("E103", 13)


def test_the_first_side_of_a_conflict_is_read_on(read_questions) -> None:
    bank = read_questions(CONFLICT).bank
    assert [question.answer for question in bank.questions if question.id == "first"] == ["Rain"]


def test_a_conflict_shown_with_its_common_ancestor_is_one_finding_too(read_questions) -> None:
    text = CONFLICT.replace("=======", "||||||| base\n    answer: Hail\n=======")
    assert [problem.code for problem in read_questions(text).problems] == ["E127", "E103"]


def test_windows_line_endings_change_nothing_about_a_conflict(read_questions) -> None:
    problems = read_questions(CONFLICT.replace("\n", "\r\n")).problems
    assert [(problem.code, problem.place.line) for problem in problems] == [("E127", 5), ("E103", 13)]
