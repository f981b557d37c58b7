"""A text taken out of what a question accepts again: only that string goes, whatever came after it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.reading import read_bank_texts
from question_bank.writing import (
    Addition,
    CannotRewriteError,
    Into,
    block_with,
    block_without,
    with_additions,
    without_additions,
)

SHORT = "- id: river   # which one\n  kind: short_answer\n  prompt: 'Which?'\n  answer:   The Han  # known\n"
REJECTING = SHORT + "  reject: [Rhine, Han river]  # often\n"
CITIES = "- id: cities\n  kind: cloze\n  text: '{{c1::Seoul}} and {{c1::Busan}}'\n"
SEAS = "- id: seas\n  kind: list\n  prompt: Both?\n  answers:\n    # cold\n    - Baltic  # sea\n    - Black\n"
SPEED = "- id: speed\n  kind: number\n  prompt: How fast?\n  answer: 5\n  unit: km\n"


def add(into: Into, text: str, *, item: str = "", gap: int = 0) -> Addition:
    return Addition(into=into, text=text, item=item, gap=gap)


def read(block: str):
    files = {"bank.yaml": b"bank: b\ntitle: b\n", "questions/a.yaml": f"questions:\n{block}".encode()}
    (question,) = read_bank_texts(files).bank.questions
    return question


def without(block: str, addition: Addition, before: str) -> str:
    return block_without(block, [addition], read(before), "en", before)


EXACTLY_BACK = [
    (SHORT, add(Into.ACCEPT, "Hangang")),
    (SHORT, add(Into.REJECT, "Rhine")),
    (SHORT + "  accept:\n    - Han  # short\n", add(Into.ACCEPT, "no: it")),
    (CITIES, add(Into.GAP, "Soul", gap=1)),
    (CITIES + "  accept: [[Soul], []]\n", add(Into.GAP, "Pusan", gap=1)),
    (SEAS, add(Into.ANSWER, "Aral")),
    (SEAS + "  need: 1\n", add(Into.ANSWER, "Aral")),
    (SPEED + "  tolerance: 5%\n", add(Into.TOLERANCE, "0.5")),
    (SPEED, add(Into.TOLERANCE, "0.5")),
    (SEAS, add(Into.ITEM, "the Black Sea", item="Black")),
]


@pytest.mark.parametrize(("block", "addition"), EXACTLY_BACK)
def test_what_was_added_last_is_taken_out_and_every_byte_is_as_before(block, addition) -> None:
    assert without(block_with(block, [addition]), addition, block) == block


@pytest.mark.parametrize(
    ("block", "first", "second"),
    [
        (SHORT, add(Into.ACCEPT, "a"), add(Into.ACCEPT, "b")),
        (SHORT + "  accept: [Han]\n", add(Into.ACCEPT, "a"), add(Into.ACCEPT, "b")),
        (REJECTING, add(Into.ACCEPT, "han River"), add(Into.ACCEPT, "b")),
        (CITIES, add(Into.GAP, "Soul", gap=0), add(Into.GAP, "Pusan", gap=1)),
        (CITIES, add(Into.GAP, "Soul", gap=0), add(Into.GAP, "Sol", gap=0)),
        (SEAS, add(Into.ANSWER, "Aral"), add(Into.ANSWER, "Red")),
        (SEAS, add(Into.ITEM, "cold", item="Baltic"), add(Into.ITEM, "Ostsee", item="Baltic")),
        (SPEED, add(Into.UNIT, "kilometre"), add(Into.UNIT, "kms")),
        (SPEED, add(Into.UNIT, "kilometre"), add(Into.TOLERANCE, "1")),
    ],
)
def test_the_older_of_two_goes_and_the_newer_stays_where_it_is(block, first, second) -> None:
    both = block_with(block_with(block, [first]), [second])
    left = read(without(both, first, block))
    assert left == without_additions(read(both), [first], read(block))
    assert with_additions(left, [first]) != left
    assert with_additions(left, [second]) == left
    assert read(without(both, second, block)) == with_additions(read(block), [first])


def test_a_text_that_was_rejected_before_is_rejected_again() -> None:
    now = block_with(REJECTING, [add(Into.ACCEPT, "han River")])
    assert "reject: [Rhine]" in now
    left = without(now + "  tags: [a]\n", add(Into.ACCEPT, "han River"), REJECTING)
    assert left == SHORT + "  reject: [Rhine, Han river]  # often\n  tags: [a]\n"


def test_what_is_in_the_text_no_longer_is_no_obstacle_and_a_change_since_stays() -> None:
    assert without(SHORT, add(Into.ACCEPT, "a"), SHORT) == SHORT
    other = SPEED + "  tolerance: 2\n"
    assert without(other, add(Into.TOLERANCE, "0.5"), SPEED) == other


def test_an_answer_to_which_wordings_were_added_since_is_not_taken_out_with_them() -> None:
    more = block_with(SEAS, [add(Into.ANSWER, "Aral")])
    more = block_with(more, [add(Into.ITEM, "the lake", item="Aral")])
    with pytest.raises(CannotRewriteError, match="since"):
        without(more, add(Into.ANSWER, "Aral"), SEAS)


WORDS = st.text("abä: #,[]{}\"'%", min_size=1, max_size=6).map(str.strip).filter(bool)


@given(st.lists(WORDS, min_size=1, max_size=4, unique=True), st.data())
def test_any_of_several_texts_can_go_in_any_order(texts, data) -> None:
    block = SHORT
    for text in texts:
        block = block_with(block, [add(Into.ACCEPT, text)])
    left = list(read(block).accept)
    for text in data.draw(st.permutations(texts)):
        block = without(block, add(Into.ACCEPT, text), SHORT)
        left = [each for each in left if each != text]
        assert list(read(block).accept) == left
    assert block == SHORT
