"""The texts of articles, in whatever encoding they were saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.folders import Encoding, decoded, source_text

ARTICLE = "„Übrigens“ – the café’s price: 5 €\r\nSecond line\n"


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", Encoding.UTF_8),
        ("utf-8-sig", Encoding.UTF_8),
        ("utf-16", Encoding.UTF_16),
        ("cp1252", Encoding.WINDOWS),
    ],
)
def test_an_article_reads_the_same_however_it_was_saved(codec: str, encoding: Encoding) -> None:
    assert decoded(ARTICLE.encode(codec)) == (ARTICLE, encoding)


def test_the_larger_end_may_come_first() -> None:
    assert decoded(b"\xfe\xff" + ARTICLE.encode("utf-16-be")) == (ARTICLE, Encoding.UTF_16)


def test_bytes_in_no_known_encoding_are_said_to_be_so_and_still_read() -> None:
    assert decoded(b"Caf\x81 is open") == ("Caf\ufffd is open", None)
    assert decoded(b"\xff\xfea")[1] is None


@given(st.binary())
def test_reading_never_fails(content: bytes) -> None:
    text, _encoding = decoded(content)
    assert isinstance(text, str)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\ufeff")))
def test_utf_8_is_never_taken_for_anything_else(text: str) -> None:
    assert decoded(text.encode()) == (text, Encoding.UTF_8)


def test_an_article_of_a_bank_is_read_in_its_own_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(ARTICLE.encode("cp1252"))
    assert source_text(tmp_path / "a.txt") == ARTICLE
    assert source_text(tmp_path / "b.txt") is None
