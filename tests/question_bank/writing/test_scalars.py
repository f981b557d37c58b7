"""Texts as YAML scalars: they read back as they were, and quotes stand only where needed."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from question_bank.writing import layout, scalars
from question_bank.writing.layout import Entry, Fields, Items

NASTY = [
    'no', '1e3', '# x', 'a: b', 'a:', 'a #b', 'a#b', ':', '-', '- x', '-x', '--- x', '---', '...',
    '? x', '?', '!x', '*x', '&x', '@x', '%x', '`x', "'x", '"x', '"x" \'y\'', '|', '>', '>-', '{x',
    '{{c1::x}} y', '[x', 'x]', 'x, y', '~', 'null', 'true', '', ' ', ' x', 'x ', 'x\n', '\nx', 'x\n\n',
    'x\n\ny', 'x \ny', ' x\ny', '\tx', 'x\ty', 'x\r\ny', '\xa0x', 'x\u2028y', '\x85', '\ufeffx',
    '\u202ereversed', '\x00', '\x1b[0m', '\\n', '\\', '日本語: 語', '😀', '10,000', '12:30',
    'http://a.b/c?d#e', "x" * 300, "word " * 60 + "end", "word  " * 60 + "end", "# " * 80 + "x",
]  # fmt: skip
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(alphabet=st.sampled_from("ab1 :#-?,[]{}'\"\\\n\t&*!|>%@`~.="), max_size=20),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40),
    st.lists(st.sampled_from(["word", "a", "#", "-", "so:", "x:y", "{{c1::gap}}", ""]), max_size=60).map(
        " ".join
    ),
)


def read(text: str) -> object:
    """What YAML itself says a file holds, every scalar as text."""
    return yaml.load(text, Loader=yaml.CBaseLoader)


@given(texts)
@settings(max_examples=600, deadline=None)
def test_every_text_reads_back_as_a_value_of_a_block(text: str) -> None:
    written = layout.document(Fields((Entry(text, "key"), Entry("next", "after"))))
    assert read(written) == {"key": text, "after": "next"}


@given(st.lists(texts, min_size=1, max_size=4))
@settings(max_examples=600, deadline=None)
def test_every_text_reads_back_inside_lists_and_short_records(values: list[str]) -> None:
    short = Items(tuple(Entry(value) for value in values))
    record = Items((Entry(Fields(tuple(Entry(value, f"k{n}") for n, value in enumerate(values)))),))
    long = Items(short.entries, open=True)
    written = layout.document(Fields((Entry(short, "a"), Entry(record, "b"), Entry(long, "c"))))
    assert read(written) == {"a": values, "b": [{f"k{n}": v for n, v in enumerate(values)}], "c": values}


@given(texts)
@example("x" * 10 + " " * 3 + "y" * 200)
@settings(max_examples=300, deadline=None)
def test_no_line_of_words_is_longer_than_the_page_where_it_can_be_folded(text: str) -> None:
    words = text.split(" ")
    if any(len(word) > 60 for word in words) or "" in words or not text.isascii() or not text.isprintable():
        return
    written = layout.document(Fields((Entry(text, "key"),)))
    assert max(map(len, written.split("\n"))) <= scalars.WIDTH


@pytest.mark.parametrize(
    "plain", ["no", "1e3", "10,000", "12:30", "-5", "a#b", "it's", 'say "x"', "C:\\x", "ten % off", "été"]
)
def test_harmless_texts_are_not_quoted(plain: str) -> None:
    assert scalars.inline(plain) == plain


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a: b", '"a: b"'),
        ("# x", '"# x"'),
        ("{{c1::x}} y", '"{{c1::x}} y"'),
        ('"Root": x', "'\"Root\": x'"),
        ("~", '"~"'),
        ("", '""'),
        ("x\ty", '"x\\ty"'),
        ("\u202ex", '"\\u202ex"'),
    ],
)
def test_texts_that_yaml_would_misread_are_quoted(text: str, written: str) -> None:
    assert scalars.inline(text) == written


def test_a_text_of_several_lines_stands_line_by_line() -> None:
    assert scalars.lines("one\n\ntwo", 4, 10) == ("|-", ["    one", "", "    two"])
