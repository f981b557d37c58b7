"""Which lines of a log in Anki count. Each row was asked of Anki 26.9; `tests/conformance` asks it again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.anki_history import AnkiAnswer, AnkiKind, Left, read_history

NOW = 1_000_000


def line(at, letter, interval=5, factor=500, ease=3):
    """L learning, R review, E relearning, F filtered, C crammed, X reset, D due date set, S rescheduled."""
    kinds = {"L": 0, "R": 1, "E": 2, "F": 3, "C": 3, "X": 4, "D": 4, "S": 5}
    if letter in "XDS":
        ease, factor = 0, 0 if letter == "X" else 2500
    return AnkiAnswer(
        id_ms=at, ease=ease, interval=interval, factor=0 if letter == "C" else factor, kind=kinds[letter]
    )


def read(letters):
    """Read a log of one line for each letter, at 1, 2, 3 and so on; a small one was not rated."""
    lines = [
        line(at, letter.upper(), ease=3 if letter.isupper() else 0) for at, letter in enumerate(letters, 1)
    ]
    return read_history(lines, NOW)


@pytest.mark.parametrize(
    ("letters", "stretches"),
    [
        ("", []),
        ("LR", ["12"]),
        ("LRLR", ["12", "34"]),
        ("LLR", ["123"]),
        ("LCLR", ["134"]),
        ("LFLR", ["12", "34"]),
        ("LDLR", ["1", "34"]),
        ("LSLR", ["1", "34"]),
        ("LlLR", ["1", "34"]),
        ("LRDR", ["124"]),
        ("LRSR", ["124"]),
        ("LrR", ["13"]),
        ("RER", ["123"]),
        ("FL", ["1", "2"]),
        ("LRX", ["12", "x"]),
        ("LRXL", ["12", "x4"]),
        ("LRXR", ["12", "x4"]),
        ("LRXCR", ["12", "x5"]),
        ("LRXXL", ["12", "x5"]),
        ("LRXDR", ["12", "x5"]),
        ("XLR", ["23"]),
        ("LRXLRXL", ["12", "x45", "x7"]),
        ("lC", []),
    ],
)
def test_a_memory_begins_where_it_does_in_anki(letters, stretches):
    history = read(letters)
    shown = [
        ("x" if each.reset else "") + "".join(str(answer.id_ms) for answer in each.answers)
        for each in history.stretches
    ]
    assert shown == stretches


def test_a_log_that_begins_in_relearning_begins_with_the_first_answer_that_gave_days():
    lines = [line(1, "E", -600), line(2, "R", 0), line(3, "E", 1), line(4, "E", -600)]
    history = read_history(lines, NOW)
    assert [answer.id_ms for answer in history.stretches[0].answers] == [3, 4]
    assert history.left == {Left.NO_BEGINNING: 2}
    assert read_history(lines[:2], NOW).stretches == ()


@pytest.mark.parametrize(
    ("letters", "due_set"),
    [("LD", 2), ("LDS", 3), ("LDC", 2), ("LDR", None), ("LDX", None), ("D", 1), ("LX", None)],
)
def test_a_due_date_holds_until_the_next_answer_or_reset(letters, due_set):
    found = read(letters).due_set
    assert (found and found.id_ms) == due_set


LINES = st.lists(
    st.builds(
        AnkiAnswer,
        id_ms=st.integers(-2, NOW + 2),
        ease=st.integers(-1, 6),
        interval=st.integers(-9, 9),
        factor=st.sampled_from([0, 500, 2500]),
        kind=st.integers(0, 7),
    ).filter(lambda each: not (each.rated and each.kind == AnkiKind.MANUAL)),  # no button was pressed for it
    max_size=12,
    unique_by=lambda each: each.id_ms,
)


@given(LINES)
def test_every_line_is_counted_once(lines):
    history = read_history(lines, NOW)
    taken = sum(len(each.answers) + (each.reset is not None) for each in history.stretches)
    assert taken + (history.due_set is not None) + sum(history.left.values()) == len(lines)
    assert all(count > 0 for count in history.left.values())


@given(LINES, st.randoms())
def test_stretches_are_in_order_each_after_the_first_with_a_reason_to_begin(lines, chance):
    history = read_history(lines, NOW)
    chance.shuffle(lines)
    assert read_history(lines, NOW) == history
    numbers = [answer.id_ms for each in history.stretches for answer in each.answers]
    assert numbers == sorted(numbers)
    for number, each in enumerate(history.stretches):
        assert each.answers or each.reset
        assert number or each.reset is None
        begins_learning = bool(each.answers) and each.answers[0].kind == AnkiKind.LEARNING
        assert not number or each.reset or begins_learning
