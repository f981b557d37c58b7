"""A passage is the one stretch between its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.evidence import locate as locating
from question_bank.evidence.locate import Miss, Stretch, locate

PARAGRAPH = "“It’s the sea,” she said — the sea   and nothing but the sea … in 2011."


@pytest.mark.parametrize(
    ("begins", "ends", "found"),
    [
        ("\"It's the", 'sea," she', "“It’s the sea,” she"),
        ("‘It's the", "she said", Miss.BEGIN_ABSENT),
        ("she said - the", "nothing", "she said — the sea   and nothing"),
        ("nothing but", "in 2011", "nothing but the sea … in 2011"),
        ("sea ... in", "2011.", "sea … in 2011."),
        ("nothing", "nothing", "nothing"),
        ("nothing but", "but the sea", "nothing but the sea"),
        ("the sea", "nothing", Miss.SEVERAL),
        ("nothing", "she said", Miss.END_BEFORE_BEGIN),
        ("but the", "nothing but the", Miss.END_BEFORE_BEGIN),
        ("nothing but the", "but", Miss.END_BEFORE_BEGIN),
        ("It's", "the sea", Miss.SEVERAL),
        ("it's", "nothing", Miss.BEGIN_ABSENT),
        ("nothing", "the ocean", Miss.END_ABSENT),
        ("noth", "2011", Miss.BEGIN_ABSENT),
        ("nothing", "201", Miss.END_ABSENT),
        ("", "2011", Miss.BEGIN_ABSENT),
    ],
)
def test_ends_enclose_exactly_one_stretch_or_say_why_not(begins: str, ends: str, found: str | Miss) -> None:
    located = locate(PARAGRAPH, begins, ends)
    assert (located.text if isinstance(located, Stretch) else located) == found


def test_words_that_overlap_themselves_stand_there_more_than_once() -> None:
    assert locate("They go and go and go home.", "go and go", "home") is Miss.SEVERAL
    assert locate("They go and go home.", "go and go", "home") == Stretch(5, 19, "go and go home")


def test_accents_are_alike_however_they_are_composed() -> None:
    located = locate("Un re\u0301sume\u0301 bref.", "r\u00e9sum\u00e9", "bref")
    assert isinstance(located, Stretch)
    assert located.text == "re\u0301sume\u0301 bref"


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=6), min_size=3, max_size=12, unique=True), st.data())
def test_words_that_occur_once_always_find_their_stretch(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    paragraph = "  ".join(words)
    located = locate(paragraph, words[first], words[last])
    assert isinstance(located, Stretch)
    assert located.text.split() == words[first : last + 1]
    assert paragraph[located.start : located.end] == located.text


@given(st.text(max_size=60), st.text(max_size=10), st.text(max_size=10))
def test_whatever_is_located_lies_inside_the_paragraph(paragraph: str, begins: str, ends: str) -> None:
    located = locate(paragraph, begins, ends)
    assert isinstance(located, Miss) or paragraph[located.start : located.end] == located.text


@given(st.text(st.sampled_from("ab  \t\n\u00a0\u1680…“'–é\u0301ﬁ\x1c")))
def test_a_text_taken_letter_for_letter_is_what_rewriting_makes_of_it(text: str) -> None:
    quick = locating._letter_for_letter(text)
    if quick is not None:
        slow = locating._rewritten(text)
        assert (quick.text, tuple(quick.origin)) == (slow.text, slow.origin)


def test_an_ordinary_text_is_taken_letter_for_letter() -> None:
    assert locating._letter_for_letter("“Fog is a cloud”, the survey’s authors say – often.") is not None
