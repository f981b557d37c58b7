"""Inline Markdown becomes safe HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.markup import LONGEST_TEXT, images, inline_html, plain_text


def test_raw_html_is_shown_as_text() -> None:
    assert inline_html("<script>alert(1)</script>") == "&lt;script&gt;alert(1)&lt;/script&gt;"


@given(st.text(max_size=200))
def test_no_text_can_open_a_tag_of_its_own(text: str) -> None:
    html = inline_html(f"{text}<script>")
    assert "<script" not in html
    assert "javascript:" not in "".join(part for part in html.split('href="')[1:])[:11]


def test_emphasis_and_code_are_rendered() -> None:
    assert inline_html("*a* **b** `c`") == "<em>a</em> <strong>b</strong> <code>c</code>"


def test_a_declared_image_gets_its_address_and_its_alternative_text() -> None:
    html = inline_html("![](map.png)", lambda file: f"/media/{file}", {"map.png": 'The "map"'})
    assert html == '<img src="/media/map.png" alt="The &quot;map&quot;" loading="lazy">'


@pytest.mark.parametrize("text", ["![A map](map.png)", "![A map](https://example.org/x.png)"])
def test_an_undeclared_image_is_its_alternative_text(text: str) -> None:
    assert inline_html(text, lambda file: file, {}) == "A map"


def test_script_addresses_are_no_links() -> None:
    assert "href" not in inline_html("[x](javascript:alert(1))")


def test_plain_text_drops_the_marks() -> None:
    assert plain_text("**Ulan**-*Ude* `x` [y](https://example.org)") == "Ulan-Ude x y"


def test_images_lists_the_files_a_text_places() -> None:
    assert images("a ![](x.png) b ![](y.jpg)") == ("x.png", "y.jpg")


def test_an_overlong_text_is_escaped_unparsed() -> None:
    assert inline_html("[" * (LONGEST_TEXT + 1)) == "[" * (LONGEST_TEXT + 1)


def test_an_image_reads_as_its_alternative_text_the_declared_one_first() -> None:
    alts = {"a.png": "A map"}
    assert plain_text("See ![](a.png) *now*", alts) == "See A map now"
    assert plain_text("See ![a lake](b.png)", alts) == plain_text("See ![a lake](b.png)") == "See a lake"
