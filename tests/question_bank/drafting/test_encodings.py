"""Articles in old encodings: read where that is certain, and else refused with the place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.drafting.encodings import UnreadableError, readable

WESTERN = (
    "„Übrigens“ – the café’s price: 5 €. Zoë’s naïve señor in Århus ate crème brûlée · 20 °C, ½ cup, §3.",
    "L’élève a créé l’œuvre. Où? À Évian, déjà préférée. ÉTÉ À LA PLAGE: «Noël».",
    "Größe, Straße, MÜLLER, Æsir, smørrebrød, São João, coração, ação, ñandú, ¿qué? ¡No!",
)


@pytest.mark.parametrize("text", WESTERN)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_what_is_certain_is_read(text: str, codec: str) -> None:
    assert readable(text.encode(codec)) == text


@pytest.mark.parametrize(
    ("text", "codec", "line"),
    [
        ("The river\nПривет, Москва", "cp1251", "line 2"),
        ("Zażółć gęślą jaźń", "cp1250", "line 1"),
        ("First.\nSecond.\nThe café and the naïve élève", "mac-roman", "line 3"),
        ("日本の首都は東京です。", "shift-jis", "line 1"),
        ("Η Αθήνα είναι πόλη.", "cp1253", "line 1"),
    ],
)
def test_what_only_looks_like_western_letters_is_refused_with_its_place(text, codec, line) -> None:
    with pytest.raises(UnreadableError, match=line):
        readable(text.encode(codec))


@pytest.mark.parametrize("content", [b"Caf\x81 is open", b"\xff\xfea", "The river".encode("utf-16-le")])
def test_what_is_in_no_encoding_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        readable(content)


@given(st.binary())
def test_no_letter_is_lost_in_silence(content: bytes) -> None:
    try:
        text = readable(content)
    except UnreadableError:
        return
    assert (
        "\ufffd" not in text
        or "\ufffd".encode() in content
        or "\ufffd".encode("utf-16-le") in content
        or ("\ufffd".encode("utf-16-be") in content)
    )
