"""No file hangs or breaks an import: work grows with the length of the text, whatever it repeats."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.formats import land, read_csv, read_gift, read_json
from question_bank.reading import read_bank_texts

# Long enough that quadratic work would take minutes, and linear work takes a moment.
N = 10_000
REPEATED = {
    "braces": "{" * N,
    "closed braces": "{}" * N,
    "nested braces": "q" + "{=" * N + "}" * N,
    "colons": "::" * N,
    "options": "q {=" + "~a" * (N // 5) + "}",
    "pairs": "q {" + "=a->b" * (N // 5) + "}",
    "stars": "q {=" + "*" * N + "}",
    "backslashes": "\\" * N,
    "tags": "// " + "[tag:" * N + "\nq {=a}",
    "open tags": "[html]" + "<a " * N + "{=x}",
    "nested tags": "[html]" + "<b>" * N + "x {=a}",
    "crossed tags": "[html]" + "<b>x</i>" * N + "{=a}",
    "open comments": "[html]" + "<!--" * N + "{=x}",
    "emphasis": "[markdown]" + "*a" * N + "{=x}",
    "empty lines": "\n \n" * N,
    "spaces": " " * N * 4 + "x",
    "unclosed": "a {\n\n" * (N // 5),
    "quotation marks": "prompt,answer\n" + '"' * (N + 1),
    "cells": "prompt" + "," * N + "\na" + "," * N,
    "values": "prompt,answer,wrong\nq,a," + "|" * N + "\n",
    "inner values": "kind,prompt,answer\nlist,q," + "~" * N + "\n",
    "brackets": "[" * N,
    "objects": '{"a":' * N,
    "entries": '{"factdeck":1,"questions":[' + "{}," * (N // 10) + "{}]}",
}


@pytest.mark.parametrize("name", REPEATED)
def test_what_is_repeated_without_end_is_read_in_a_moment(name: str) -> None:
    for read in (read_gift, read_csv, read_json):
        imported = read(REPEATED[name])
        assert imported.problems or imported.questions or imported.losses


SIGNS = (
    *"{}~=#:%|,;\"\\\n\t<>&[]'-*_`! a1.日",
    *(
        "->",
        "::",
        "####",
        "%50%",
        "//",
        "\n\n",
        "\r\n",
        "..",
        "[html]",
        "[markdown]",
        "{T}",
        "{=a}",
        "{=a ~b}",
    ),
    *("{#1:2}", "$CATEGORY: ", "[id:a]", "<b>", "</b>", "&amp;", "{{c1::", "{c1:", "}}", "![](a.png)"),
    *("prompt,answer\n", "kind,prompt,answer,wrong\n", '{"factdeck":1,', '"questions":[', "null"),
    '{"id":"a","kind":"cloze","text":"',
)
pieces = st.sampled_from(SIGNS)


@given(st.lists(pieces, max_size=30).map("".join))
@settings(max_examples=100)
def test_whatever_is_read_lands_as_files_that_can_be_read(text: str) -> None:
    for read in (read_gift, read_csv, read_json):
        imported = read(text, "quiz.x")
        ids = [question.id for question in imported.questions]
        assert len(set(ids)) == len(ids)
        landing = land(imported, {}, None, "quiz.x")
        reading = read_bank_texts(landing.files)
        # What can be amiss in a file that was written here is what the table or the JSON itself said.
        assert read is not read_gift or reading.problems == ()
        assert {problem.code for problem in reading.problems} <= {"E143", "E204"}
        assert all(problem.place.line >= 1 for problem in (*imported.problems, *imported.losses))
