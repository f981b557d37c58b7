"""Whatever a file holds: rewriting either keeps everything or refuses with a reason."""

from __future__ import annotations

import contextlib

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.writing import CannotRewriteError, block_of, format_text, splice
from question_bank.writing.comments import comments
from question_bank.writing.lock import read_lock
from question_bank.writing.outline import outline, unix_text

BASE = """\
# head
questions:
  # above
  - id: a
    kind: single_choice  # kind
    prompt: >-
      Where does it
      come from?
    answer: 'The: oceans'
    distractors:
      - Rivers
      - {text: "Gla,ciers", feedback: little}  # ice
    explanation: |
      one # not a comment

        two
    tags: [water, "#air"]

  - id: b
    kind: true_false
    prompt: Fog
    answer: true
# end
"""
LINES = BASE.split("\n")
ODD = [
    "#",
    "# x",
    ":",
    "-",
    "- ",
    "  ",
    "\t",
    "'",
    '"',
    "{",
    "}",
    "[",
    "]",
    "|",
    ">",
    "&a",
    "*a",
    "!x",
    "? ",
    "---",
]
ODD += ["...", "\n", "\r", "\x00", "\u2028", "é", "{{c1::x}}", "<<: *a", "%YAML 1.1", ",", " #", "|+", ">2"]


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """The file above with a few lines lost, doubled, swapped, indented or spiced with YAML's own marks."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        what = draw(st.sampled_from(["lose", "double", "swap", "in", "out", "spice", "comment"]))
        if what == "lose":
            lines[at] = ""
        elif what == "double":
            lines.insert(at, lines[at])
        elif what == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        elif what == "in":
            lines[at] = " " * draw(st.integers(1, 4)) + lines[at]
        elif what == "out":
            lines[at] = lines[at][draw(st.integers(1, 4)) :]
        elif what == "comment":
            lines.insert(at, " " * draw(st.integers(0, 8)) + "# new")
        else:
            place = draw(st.integers(0, len(lines[at])))
            lines[at] = lines[at][:place] + draw(st.sampled_from(ODD)) + lines[at][place:]
    return "\n".join(lines)


@given(damaged())
@settings(max_examples=500, deadline=None)
def test_a_damaged_file_is_formatted_without_loss_or_refused(text: str) -> None:
    try:
        once = format_text(text)
    except CannotRewriteError:
        return
    assert yaml.load(once, Loader=yaml.CBaseLoader) == yaml.load(text, Loader=yaml.CBaseLoader)
    assert sorted(c.text for c in comments(outline(unix_text(once)))) == sorted(
        c.text for c in comments(outline(unix_text(text)))
    )
    assert format_text(once) == once


@given(damaged(), damaged())
@settings(max_examples=300, deadline=None)
def test_splicing_into_a_damaged_file_touches_one_question_or_nothing(text: str, new: str) -> None:
    with contextlib.suppress(CannotRewriteError, KeyError):
        result = splice(text, "b", "- id: new\n  kind: flashcard\n")
        before = yaml.load(text, Loader=yaml.CBaseLoader)["questions"]
        after = yaml.load(result, Loader=yaml.CBaseLoader)["questions"]
        changed = [old for old, fresh in zip(before, after, strict=True) if old != fresh]
        assert [item["id"] for item in changed] == ["b"]
    with contextlib.suppress(CannotRewriteError, KeyError):
        splice(text, "a", new)
    with contextlib.suppress(CannotRewriteError, KeyError):
        again = splice(text, "a", block_of(text, "a"))
        assert again.split() == text.split()  # inside the block spaces may move
        assert yaml.load(again, Loader=yaml.CBaseLoader) == yaml.load(text, Loader=yaml.CBaseLoader)


@given(st.text(max_size=200) | damaged())
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_read_as_a_lock(text: str) -> None:
    lock, problems = read_lock(text)
    assert all(problem.code == "E302" for problem in problems)
    assert not lock.entries


def test_the_undamaged_file_is_canonical_but_for_its_quotes() -> None:
    assert format_text(BASE) == BASE.replace("'The: oceans'", '"The: oceans"').replace(
        ">-\n      Where does it\n      come from?", "Where does it come from?"
    )


def test_the_shipped_banks_can_be_formatted(root) -> None:
    files = sorted((root / "question_bank" / "banks").glob("*/**/*.yaml"))
    if not files:
        pytest.skip("no bank is here yet")
    for file in files:
        text = file.read_text("utf-8")
        once = format_text(text)
        assert yaml.load(once, Loader=yaml.CBaseLoader) == yaml.load(text, Loader=yaml.CBaseLoader)
