"""Two texts made from one: no line that anybody typed is in none of the result and the conflict."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.services.editing.merging import is_settled, merged, three_way, two_way
from quiz.services.editing.planning import merged_text
from quiz.services.editing.texts import rewritten, typed
from quiz.services.editing.values import Choice, PieceKind
from quiz.services.lines import changed_lines, common_lines

LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n", "d\n", "e\n"]), max_size=12)
TEXTS = LINES.map("".join)


def versions(base: str) -> st.SearchStrategy[str]:
    """Texts that are mostly like `base`."""
    lines = base.splitlines(keepends=True)
    kept = st.lists(
        st.sampled_from(["keep", "keep", "keep", "drop", "add"]), min_size=len(lines), max_size=len(lines)
    )

    def changed(what: list[str]) -> str:
        found = []
        for line, action in zip(lines, what, strict=True):
            found += {"keep": [line], "drop": [], "add": [line, f"new {line}"]}[action]
        return "".join(found)

    return kept.map(changed)


TRIPLES = st.tuples(TEXTS, TEXTS, TEXTS) | TEXTS.flatmap(
    lambda base: st.tuples(st.just(base), versions(base), versions(base))
)


def joined(pieces, side: str) -> str:
    return "".join(line for piece in pieces for line in getattr(piece, side))


@given(TRIPLES)
def test_the_pieces_give_back_each_of_the_three_texts(texts):
    base, mine, theirs = texts
    pieces = three_way(base, mine, theirs)
    assert (joined(pieces, "base"), joined(pieces, "mine"), joined(pieces, "theirs")) == (base, mine, theirs)


@given(TEXTS, TEXTS)
def test_if_only_one_side_changed_anything_its_text_is_the_result(base, changed):
    assert merged(three_way(base, changed, base), ()) == changed
    assert merged(three_way(base, base, changed), ()) == changed
    assert merged(three_way(base, changed, changed), ()) == changed


@given(TRIPLES)
def test_no_line_that_anybody_wrote_is_lost(texts):
    base, mine, theirs = texts
    pieces = three_way(base, mine, theirs)
    asked = [piece for piece in pieces if piece.kind is PieceKind.BOTH]
    shown = Counter(merged(pieces, [Choice.BOTH] * len(asked)).splitlines())
    for text, other in ((mine, theirs), (theirs, mine)):
        typed_by_one = Counter(text.splitlines()) - Counter(base.splitlines())
        assert all(shown[line] for line in typed_by_one), (text, other)


@given(TRIPLES)
def test_choosing_one_side_everywhere_keeps_what_only_the_other_changed(texts):
    pieces = three_way(*texts)
    asked = sum(piece.kind is PieceKind.BOTH for piece in pieces)
    for choice, side in ((Choice.MINE, "mine"), (Choice.THEIRS, "theirs"), (Choice.BASE, "base")):
        wanted = "".join(
            line
            for piece in pieces
            for line in (
                getattr(piece, side)
                if piece.kind is PieceKind.BOTH
                else piece.theirs
                if piece.kind is PieceKind.THEIRS
                else piece.mine
            )
        )
        assert merged(pieces, [choice] * asked) == wanted


@given(TEXTS, TEXTS)
def test_without_an_origin_every_difference_is_asked_about(mine, theirs):
    pieces = two_way(mine, theirs)
    assert (joined(pieces, "mine"), joined(pieces, "theirs")) == (mine, theirs)
    assert is_settled(pieces) == (mine == theirs)


def test_changes_far_apart_go_together_and_on_one_line_they_are_asked_about():
    base = "a\nb\nc\nd\ne\n"
    assert merged_text(base, "A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n") == "A\nb\nc\nd\nE\n"
    assert merged_text(base, base.replace("c", "mine"), base.replace("c", "theirs")) is None


def test_a_last_line_without_its_end_is_never_joined_to_another():
    pieces = three_way("a\nb", "a\nmine", "a\ntheirs")
    assert merged(pieces, [Choice.BOTH]) == "a\nmine\ntheirs\n"


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "result"),
    [
        ("a\nb\nc\nd", "A\nb\nc\nd", "a\nb\nc\nD", "A\nb\nc\nD"),
        ("a\nb\nc\nd\n", "A\nb\nc\nd", "a\nb\nc\nd\n", "A\nb\nc\nd"),
        ("a\nb\nc\nd", "A\nb\nc\nd", "a\nb\nc\nd\n", "A\nb\nc\nd\n"),
    ],
)
def test_whether_the_last_line_ends_is_merged_too(base, mine, theirs, result):
    assert merged_text(base, mine, theirs) == result


def test_each_piece_that_both_changed_needs_a_choice():
    with pytest.raises(ValueError, match="1 pieces are to be chosen from, and there are 0 choices"):
        merged(three_way("a\n", "b\n", "c\n"), ())


@given(LINES, LINES)
def test_common_lines_are_equal_and_in_order(old, new):
    pairs = common_lines(old, new)
    assert all(old[i] == new[j] for i, j in pairs)
    assert pairs == sorted(pairs)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    added, removed = changed_lines("".join(old), "".join(new))
    assert (len(new) - added, len(old) - removed) == (len(pairs), len(pairs))


def test_a_long_text_is_compared_in_no_time():
    old = [f"- id: {number}\n" if number % 5 == 0 else "  kind: flashcard\n" for number in range(40_000)]
    new = [*old[:100], "new\n", *old[20_000:], *old[100:19_000]]  # a half of it went to the end
    assert len(common_lines(old, new)) == 20_100


ENDS = st.sampled_from(["\n", "\r\n", "\r"])
FILES = st.tuples(
    st.sampled_from(["", "\ufeff"]),
    st.lists(st.tuples(st.sampled_from(["a", "b", "c: 1", "", "  x"]), ENDS), max_size=10),
    st.sampled_from(["", "end"]),
).map(lambda parts: parts[0] + "".join(line + end for line, end in parts[1]) + parts[2])


@given(FILES)
def test_a_text_that_comes_back_from_a_browser_unchanged_is_the_same_file_to_the_byte(file):
    assert rewritten(file, typed(file).replace("\n", "\r\n")) == file


@given(FILES, TEXTS)
def test_an_edited_text_reads_back_as_it_was_typed(file, text):
    assert typed(rewritten(file, text)) == text
    assert rewritten(file, text).startswith("\ufeff") == file.startswith("\ufeff") or not file


def test_lines_that_stay_keep_their_line_ends_and_new_ones_end_like_most():
    file = "\ufeffa\r\nb\nc\r\nd\r\ne"
    assert rewritten(file, "a\nb\nnew\nd\ne") == "\ufeffa\r\nb\nnew\r\nd\r\ne"
    assert rewritten(file, "a\nb\nc\nd\ne\n") == "\ufeffa\r\nb\nc\r\nd\r\ne\r\n"


def test_what_both_wrote_alike_is_not_asked_about():
    pieces = three_way("a\nz\n", "a\nsame\nmine\nend\nz\n", "a\nsame\ntheirs\nend\nz\n")
    assert [(each.kind, each.mine) for each in pieces] == [
        (PieceKind.SAME, ("a\n", "same\n")),
        (PieceKind.BOTH, ("mine\n",)),
        (PieceKind.SAME, ("end\n", "z\n")),
    ]


def test_an_empty_line_after_a_lone_carriage_return_stays_a_line():
    assert rewritten("a\rb\n", "a\n\nb\n") == "a\r\rb\n"


def test_of_two_stretches_only_what_one_has_more_is_asked_about():
    for mine, theirs in (("s\n", "s\nt\n"), ("t\n", "s\nt\n")):
        pieces = three_way("a\nz\n", f"a\n{mine}z\n", f"a\n{theirs}z\n")
        asked = [each for each in pieces if each.kind is PieceKind.BOTH]
        assert [len(each.mine) for each in asked] == [0]
        assert [len(each.theirs) for each in asked] == [1]
