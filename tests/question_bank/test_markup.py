"""Inline Markdown becomes safe HTML."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from question_bank.markup import LONGEST_TEXT, images, inline_html, marked_blocks, plain_text


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


def stretches(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.html, one.facts) for block in marked_blocks(text) for one in block.stretches]


def test_a_mark_names_the_facts_of_what_stands_before_it_back_to_the_mark_before() -> None:
    assert stretches("One. [facts: a]\nTwo, three.\n[facts: b, c] Four.") == [
        ("One.", ("a",)),
        ("\n", ()),
        ("Two, three.", ("b", "c")),
        (" Four.", ()),
    ]


def test_an_empty_mark_ends_a_stretch_without_facts_and_marks_in_a_row_are_one() -> None:
    assert stretches("One. [facts:] Two. [facts: a] [fact: a, b]") == [
        ("One.", ()),
        (" ", ()),
        ("Two.", ("a", "b")),
    ]


def test_a_mark_inside_emphasis_takes_effect_where_the_emphasis_ends() -> None:
    assert stretches("A *b [facts: x] c* d") == [("A <em>b c</em>", ("x",)), (" d", ())]


def test_lists_and_quotations_keep_their_tags_around_the_stretches() -> None:
    blocks = marked_blocks("# Title [facts: no]\n\n- one [facts: a]\n\n> two\n")
    assert "".join(block.html or "".join(one.html for one in block.stretches) for block in blocks) == (
        "<h1>Title</h1>\n<ul>\n<li>\none</li>\n</ul>\n<blockquote>\ntwo</blockquote>\n"
    )
    assert [one.facts for block in blocks for one in block.stretches] == [("a",), ()]


@given(st.text("ab*_`[]()<>!#-\n \ue000\ue0010:,", max_size=60), st.text("ab*`[] \n", max_size=20))
def test_marked_text_opens_no_tag_of_its_own_and_loses_no_words(before: str, after: str) -> None:
    blocks = marked_blocks(f"{before}<script> wording [facts: a] {after}")
    html = "".join(block.html + "".join(one.html for one in block.stretches) for block in blocks)
    assert "<script" not in html
    assert "wording" in html
    assert not {"\ue000", "\ue001"} & set(html)


@given(st.text(st.sampled_from("aZ9éß水 ,.;:?'()/%$€-"), max_size=12))
def test_a_text_without_markup_is_what_the_parser_makes_of_it(text: str) -> None:
    parsed = MarkdownIt("commonmark").parseInline(text)
    assert plain_text(text) == "".join(child.content for token in parsed for child in token.children or [])


# Signs that mean something to Markdown or HTML, and some that only seem to.
_SIGNS = st.sampled_from(" [](!!\"#$%+-./:;=?@^{|}~'&*_`<>\\\nw1\xa0")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]) | _SIGNS))
def test_text_that_needs_no_parsing_comes_out_as_parsing_would_have_it(text: str) -> None:
    parser = MarkdownIt("commonmark", {"html": False})
    assume("![" not in text)
    assert inline_html(text) == parser.renderInline(text)
    assert plain_text(text) == "".join(
        " " if child.type in {"softbreak", "hardbreak"} else child.content
        for token in parser.parseInline(text)
        for child in token.children or []
    )
