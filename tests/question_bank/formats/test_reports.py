"""How messages show a stranger's words."""

from __future__ import annotations

import pytest

from question_bank.formats.reports import quoted, quoted_apart


@pytest.mark.parametrize("turning", ["\u202a", "\u202e", "\u2066", "\u2069"])
def test_nothing_makes_the_rest_of_a_message_run_the_other_way(turning: str) -> None:
    assert quoted(f"{turning}gpj.exe") == '"\N{REPLACEMENT CHARACTER}gpj.exe"'


def test_languages_that_run_the_other_way_are_shown_as_they_are() -> None:
    assert quoted("\u05e9\u05dc\u05d5\u05dd \u200fx") == '"\u05e9\u05dc\u05d5\u05dd \u200fx"'


def test_long_texts_are_shown_in_one_line_and_not_whole() -> None:
    assert quoted("a\n b") == '"a b"'
    assert quoted("a" * 80) == f'"{"a" * 80}"'
    assert quoted("a" * 81) == f'"{"a" * 80}..."'


def test_two_long_texts_are_shown_from_where_they_part() -> None:
    alike = "Which countries had more influence on their neighbours than any other had, "
    assert quoted_apart(f"{alike}in 1911?", f"{alike}in 1912?") == (
        '"...any other had, in 1911?"',
        '"...any other had, in 1912?"',
    )
    assert quoted_apart(alike * 3, alike * 2)[0] == (
        '"...neighbours than any other had, Which countries had more influence on their neigh..."'
    )
    assert quoted_apart("a" * 100 + "b", "a" * 100) == (f'"...{"a" * 20}b"', f'"...{"a" * 20}"')


def test_two_texts_that_part_early_are_shown_from_their_beginning() -> None:
    assert quoted_apart("a" * 100, "b" * 5) == (quoted("a" * 100), '"bbbbb"')
    assert quoted_apart("a" * 79, "a" * 80) == (quoted("a" * 79), quoted("a" * 80))
