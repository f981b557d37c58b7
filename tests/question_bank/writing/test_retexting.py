"""One text of a question said otherwise: it reads back, and every other byte is its author's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.reading import read_bank_texts
from question_bank.writing import CannotRewriteError, block_with_text

BLOCK = """\
- id: origin  # the first one
  kind: single_choice
  prompt: Where does vapour come from?   # asked often
  answer: "The sea"
  distractors: [Rivers, {text: Glaciers, feedback: 'No, ice.'}]
  # why it is so
  explanation: The sea is large.
"""


def read(block: str):
    files = {"bank.yaml": b"bank: b\ntitle: b\nlanguage: en\n"}
    found = read_bank_texts({**files, "questions/q.yaml": f"questions:\n{block}".encode()})
    assert found.bank is not None
    (question,) = found.bank.questions
    return question


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (("prompt",), "prompt: Where does vapour come from?   #", "prompt: Whence?   #"),
        (("answer",), '"The sea"', "Whence?"),
        (("distractors", 0, "text"), "[Rivers,", '["Whence?",'),
        (("distractors", 1, "text"), "text: Glaciers", 'text: "Whence?"'),
        (("distractors", 1, "feedback"), "feedback: 'No, ice.'", 'feedback: "Whence?"'),
    ],
)
def test_only_the_text_that_is_meant_gives_way(path: tuple[str | int, ...], before: str, after: str) -> None:
    assert block_with_text(BLOCK, path, "Whence?") == BLOCK.replace(before, after)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_whatever_is_said_reads_back_the_same(text: str) -> None:
    said = text.strip() or "x"
    for path, found in ((("prompt",), "prompt"), (("explanation",), "explanation")):
        assert getattr(read(block_with_text(BLOCK, path, said)), found) == said
    assert read(block_with_text(BLOCK, ("distractors", 0, "text"), said)).distractors[0].text == said


@pytest.mark.parametrize(
    "path", [("hint",), ("distractors", 5, "text"), ("distractors",), ("distractors", 1), ("answers", 0)]
)
def test_where_no_single_text_stands_nothing_is_written(path: tuple[str | int, ...]) -> None:
    with pytest.raises(CannotRewriteError):
        block_with_text(BLOCK, path, "x")


def test_a_text_over_several_lines_is_left_to_who_writes_all_anew() -> None:
    with pytest.raises(CannotRewriteError):
        block_with_text(BLOCK.replace("The sea is large.", "|\n    Large.\n    Very."), ("explanation",), "x")
