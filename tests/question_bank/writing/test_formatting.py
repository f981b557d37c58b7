"""The canonical form: same meaning, every comment, and a second time changes nothing."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.writing import CannotRewriteError, format_text
from question_bank.writing.comments import comments
from question_bank.writing.outline import outline

TYPED = """\
# yaml-language-server: $schema=../../bank.schema.json

# all about water
questions:   # top
# the first
- kind: single_choice # of a kind
  id: vapour
  prompt: "Where does it come from?"
  # about the answer
  answer: 'The oceans' # right
  tags: [water,
    air, # why air
    sea]
  facts: [evaporation, "rain"] # two
  distractors:
  - Rivers # wrong
  - {text: "Glaciers", feedback: 'Ice gives little.'} # wrong too
  - text: Plants
    # not quite
    feedback: Less than one thinks
  # at the end of vapour


# section two

- id: fog
  explanation: |  # in full
    Fog is a cloud. # not a comment
    It lies on the ground.

  kind: true_false
  answer: true
  prompt: >-
     Fog is made of
     droplets.
# the end
"""
INSIDE_A_TEXT = re.compile("lies on the ground|Fog is|droplets|prompt: >-")  # a comment would change it
CANONICAL = """\
# yaml-language-server: $schema=../../bank.schema.json

# all about water
questions:  # top
  # the first
  - id: vapour
    kind: single_choice  # of a kind
    prompt: Where does it come from?
    # about the answer
    answer: The oceans  # right
    distractors:
      - Rivers  # wrong
      - {text: Glaciers, feedback: Ice gives little.}  # wrong too
      - text: Plants
        # not quite
        feedback: Less than one thinks
    facts: [evaporation, rain]  # two
    tags:
      - water
      - air  # why air
      - sea
    # at the end of vapour

  # section two

  - id: fog
    kind: true_false
    prompt: Fog is made of droplets.
    answer: true
    explanation: |  # in full
      Fog is a cloud. # not a comment
      It lies on the ground.
# the end
"""


def test_a_file_as_typed_becomes_canonical_with_every_comment_in_its_place() -> None:
    assert format_text(TYPED) == CANONICAL


def test_the_canonical_form_is_left_alone() -> None:
    assert format_text(CANONICAL) == CANONICAL


def test_windows_line_ends_stay() -> None:
    assert format_text(TYPED.replace("\n", "\r\n")) == CANONICAL.replace("\n", "\r\n")


def test_facts_and_bank_files_have_their_own_key_order() -> None:
    typed = "facts:\n- evidence:\n  - {to: z, from: a, paragraph: 1, source: s}\n  says: x\n  id: f\n"
    assert format_text(typed) == (
        "facts:\n  - id: f\n    says: x\n    evidence:\n      - {source: s, paragraph: 1, from: a, to: z}\n"
    )
    assert format_text("title: Water\n\nlanguage: en\nbank: w\n") == "bank: w\ntitle: Water\n\nlanguage: en\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("questions:\n  - id: [\n", "not valid YAML"),
        ("questions:\n  - {id: a, kind: flashcard, distracters: []}\n", "unknown key"),
        ("questions:\n  - {id: a, id: b, kind: flashcard}\n", "stands twice"),
        ("questions:\n  - {id: a, kind: riddle}\n", "no known kind"),
        ("questions:\n  - &x {id: a, kind: flashcard}\n", "more than plain values"),
        ("questions: []\n---\nquestions: []\n", "more than plain values"),
        ("- a\n", "does not begin with a key"),
        ("", "does not begin with a key"),
        ("answers: []\n", "neither a bank"),
        ("questions: []\rfacts: []\n", "unusual line breaks"),
        ("[" * 50_000, "not valid YAML|more than plain values"),
    ],
)
def test_what_cannot_be_formatted_safely_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(CannotRewriteError, match=reason):
        format_text(text)


@st.composite
def commented(draw: st.DrawFn) -> str:
    """The typed file with comments and blank lines put between and behind its lines at random."""
    above = st.lists(st.sampled_from(["", "#", "# c", "  # c", "    # c", "      # c"]), max_size=2)
    lines = []
    for number, line in enumerate(TYPED.split("\n")):
        if INSIDE_A_TEXT.search(line):
            lines.append(line)
            continue
        lines.extend(f"{extra}{number}" if extra else "" for extra in draw(above))
        tail = bool(line) and "#" not in line and draw(st.booleans())
        lines.append(f"{line} # tail{number}" if tail else line)
    return "\n".join(lines)


@given(commented())
@settings(max_examples=200, deadline=None)
def test_formatting_keeps_meaning_and_comments_and_twice_is_once(text: str) -> None:
    once = format_text(text)
    assert yaml.load(once, Loader=yaml.CBaseLoader) == yaml.load(text, Loader=yaml.CBaseLoader)
    assert sorted(c.text for c in comments(outline(once))) == sorted(c.text for c in comments(outline(text)))
    assert format_text(once) == once
