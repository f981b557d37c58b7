"""Entries added to a list, replaced and taken out, and the mark of a draft: every other character stays."""

from __future__ import annotations

import pytest

from question_bank.writing import CannotRewriteError
from question_bank.writing.drafts import without_draft
from question_bank.writing.entries import append_entries, remove_entries, replace_entries

FACTS = """\
# what is known
facts:
  - id: salt   # odd   spacing
    says: The sea is salty.

  # between
  - {id: rain, says: "Rain falls."}
  - id: fog
    says: |
      Fog is a cloud.

      On the ground.
# the end
"""


def test_entries_are_put_at_the_end_of_their_list_in_order() -> None:
    made = append_entries(FACTS, "facts", ("- id: a\n  says: A.\n", "- id: b\n  says: B.\n"))
    added = "\n\n  - id: a\n    says: A.\n\n  - id: b\n    says: B.\n# the end\n"
    assert made.text == FACTS.removesuffix("\n# the end\n") + added
    assert made.text.split("\n")[made.line - 1] == "  - id: a"


@pytest.mark.parametrize("before", ["", "# nothing yet\n", "facts: []\n", "facts:\n"])
def test_a_file_without_entries_gets_its_first(before: str) -> None:
    text = append_entries(before, "facts", ("- id: a\n  says: A.\n",)).text
    assert text.endswith("facts:\n  - id: a\n    says: A.\n")
    assert text.startswith("#") == before.startswith("#")


def test_a_list_may_stand_before_other_keys() -> None:
    text = "sources: []\nbank: water\n"
    made = append_entries(text, "sources", ("- id: a\n  title: A\n",)).text
    assert made == "sources:\n  - id: a\n    title: A\nbank: water\n"


def test_replacing_entries_leaves_every_other_character() -> None:
    text = replace_entries(
        FACTS, "facts", {"rain": "- id: rain\n  says: It rains.\n", "salt": "- {id: salt}\n"}
    )
    expected = FACTS.replace('- {id: rain, says: "Rain falls."}', "- id: rain\n    says: It rains.")
    assert text == expected.replace(
        "- id: salt   # odd   spacing\n    says: The sea is salty.", "- {id: salt}"
    )


def test_removing_entries_leaves_the_comments_around_them() -> None:
    text = remove_entries(FACTS, "facts", ["salt", "fog"])
    assert text == '# what is known\nfacts:\n  # between\n  - {id: rain, says: "Rain falls."}\n# the end\n'


def test_a_list_that_loses_its_last_entry_is_empty_and_can_be_filled_again() -> None:
    text = remove_entries("facts:\n  - id: a\n    says: A.\n", "facts", ["a"])
    assert text == "facts: []\n"
    assert (
        append_entries(text, "facts", ("- id: a\n  says: A.\n",)).text == "facts:\n  - id: a\n    says: A.\n"
    )


def test_entries_in_brackets_and_unknown_ones_are_refused() -> None:
    with pytest.raises(CannotRewriteError):
        append_entries("facts: [{id: a}]\n", "facts", ("- id: b\n",))
    with pytest.raises(CannotRewriteError):
        remove_entries("facts: [{id: a}]\n", "facts", ["a"])
    with pytest.raises(KeyError):
        remove_entries(FACTS, "facts", ["snow"])
    with pytest.raises(CannotRewriteError):
        append_entries(FACTS, "facts", ("- id: a\n- id: b\n",))


@pytest.mark.parametrize(
    ("block", "accepted"),
    [
        ("- id: a\n  draft: true\n  prompt: P\n", "- id: a\n  prompt: P\n"),
        ("- id: a\n  prompt: P\n  draft: true  # not yet\n", "- id: a\n  prompt: P\n"),
        ("- draft: true\n  id: a # mine\n", "- id: a # mine\n"),
        ("- {id: a, draft: true, prompt: P}\n", "- {id: a, draft: false, prompt: P}\n"),
        ("- id: a\n  prompt: |\n    draft: true\n", "- id: a\n  prompt: |\n    draft: true\n"),
        ("- id: a\n\n  # why\n  draft: true\n\n  prompt: P\n", "- id: a\n\n  # why\n\n  prompt: P\n"),
    ],
)
def test_the_mark_of_a_draft_goes_and_nothing_else(block: str, accepted: str) -> None:
    assert without_draft(block) == accepted
