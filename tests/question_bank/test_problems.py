"""A finding reads the same everywhere."""

from __future__ import annotations

from question_bank.problems import Place, Places, Problem, Severity, has_errors, render


def test_a_finding_shows_place_message_line_caret_and_suggestion() -> None:
    problem = Problem(
        "E103",
        "unknown key 'distracters'",
        Place("banks/water/questions/basics.yaml", 7, 5, 11),
        "did you mean 'distractors'?",
        "    distracters: [Rivers, Glaciers]\n",
    )
    assert render(problem) == (
        "banks/water/questions/basics.yaml:7:5: E103 unknown key 'distracters'\n"
        "    distracters: [Rivers, Glaciers]\n"
        "    ^^^^^^^^^^^ did you mean 'distractors'?"
    )


def test_the_caret_stands_under_a_value_further_right() -> None:
    lines = render(Problem("E100", "x", Place("a", 1, 9, 3), "", "  key:  abc")).splitlines()
    assert lines[1].index("abc") == lines[2].index("^^^")


def test_wide_letters_move_the_caret_by_two_cells() -> None:
    lines = render(Problem("E100", "x", Place("a", 1, 3, 1), "", "漢字x")).splitlines()
    assert lines[2] == "    " + "    ^"


def test_a_very_long_line_is_cut_around_the_caret() -> None:
    lines = render(
        Problem("E100", "x", Place("a", 1, 5001, 3), "", "a" * 5000 + "bcd" + "e" * 5000)
    ).splitlines()
    assert len(lines[1]) < 120
    begin = lines[2].index("^")
    assert lines[1][begin : begin + 3] == "bcd"


def test_a_caret_beyond_the_line_still_points_somewhere() -> None:
    assert "^" in render(Problem("E100", "x", Place("a", 1, 99, 9), "", "short"))


def test_the_first_letter_of_the_code_is_the_severity() -> None:
    assert Problem("W500", "x").severity is Severity.WARNING
    assert has_errors([Problem("W500", "x"), Problem("E100", "x")])
    assert not has_errors([Problem("W500", "x")])


def test_a_place_that_is_unknown_falls_back_to_the_nearest_enclosing_one() -> None:
    places = Places(
        Place("a", 1, 1), {("distractors",): Place("a", 4, 3), ("distractors", 0): Place("a", 5, 7)}
    )
    assert places.of("distractors", 0, "text") == Place("a", 5, 7)
    assert places.of("distractors", 9) == Place("a", 4, 3)
    assert places.of("prompt") == Place("a", 1, 1)
