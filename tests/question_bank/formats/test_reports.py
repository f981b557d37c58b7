"""How messages show a stranger's words."""

from __future__ import annotations

import pytest

from question_bank.formats.reports import quoted


@pytest.mark.parametrize("turning", ["\u202a", "\u202e", "\u2066", "\u2069"])
def test_nothing_makes_the_rest_of_a_message_run_the_other_way(turning: str) -> None:
    assert quoted(f"{turning}gpj.exe") == '"\N{REPLACEMENT CHARACTER}gpj.exe"'


def test_languages_that_run_the_other_way_are_shown_as_they_are() -> None:
    assert quoted("\u05e9\u05dc\u05d5\u05dd \u200fx") == '"\u05e9\u05dc\u05d5\u05dd \u200fx"'


def test_long_texts_are_shown_in_one_line_and_not_whole() -> None:
    assert quoted("a\n b") == '"a b"'
    assert quoted("a" * 80) == f'"{"a" * 80}"'
    assert quoted("a" * 81) == f'"{"a" * 80}..."'
