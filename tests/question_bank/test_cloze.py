"""Cloze notation taken apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from question_bank.model import Cloze
from question_bank.model.cloze import Deletion, blanked, deletions, numbers, pieces, revealed
from question_bank.model.texts import answer_texts, gaps, key_text, parts, prompt_text

TEXT = "{{c2::Medvedev}} met {{c1::Kim::the guest}} and {{c2::Putin}}."


def test_deletions_come_in_order_of_appearance_with_number_answer_and_hint() -> None:
    assert [(gap.number, gap.answer, gap.hint) for gap in deletions(TEXT)] == [
        (2, "Medvedev", ""),
        (1, "Kim", "the guest"),
        (2, "Putin", ""),
    ]


def test_each_cloze_number_is_one_card() -> None:
    assert numbers(TEXT) == (1, 2)
    assert parts(Cloze(id="x", text=TEXT)) == (1, 2)


def test_a_blanked_text_shows_hints_and_no_answers() -> None:
    assert blanked(TEXT) == "[...] met [the guest] and [...]."
    assert prompt_text(Cloze(id="x", text=TEXT)) == blanked(TEXT)


def test_the_key_of_one_card_is_its_own_gaps() -> None:
    question = Cloze(id="x", text=TEXT, accept=((), ("Kim Jong-il",), ()))
    assert key_text(question, 2) == "Medvedev; Putin"
    assert [gap.answer for gap in gaps(question)] == ["Medvedev", "Kim", "Putin"]
    assert answer_texts(question) == ("Medvedev", "Kim", "Kim Jong-il", "Putin")


@given(st.text(alphabet="{}c1:ab \n", max_size=60))
def test_the_pieces_of_any_text_make_the_whole_again(text: str) -> None:
    whole = "".join(
        text[piece.start : piece.end] if isinstance(piece, Deletion) else piece for piece in pieces(text)
    )
    assert whole == text
    assert revealed(text).count("{{c1::") <= text.count("{{c1::")
