"""What `explain` shows is true: the wrong example raises its code in a small bank, the right one nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from question_bank.codes import Entry, references, shape, yaml_traps

ENTRIES = (*yaml_traps.ENTRIES, *shape.ENTRIES, *references.ENTRIES)
RUNNABLE = [entry for entry in ENTRIES if entry.runnable]


@pytest.mark.parametrize("entry", RUNNABLE, ids=lambda entry: entry.code)
def test_a_wrong_example_raises_its_code(entry: Entry, read_with) -> None:
    found = read_with({entry.example.value: entry.wrong}).problems
    assert entry.code in {problem.code for problem in found}


@pytest.mark.parametrize("entry", RUNNABLE, ids=lambda entry: entry.code)
def test_a_right_example_raises_nothing(entry: Entry, read_with) -> None:
    assert read_with({entry.example.value: entry.right}).problems == ()


def test_every_code_that_the_reader_uses_is_explained_and_no_other(root: Path) -> None:
    sources = "".join(path.read_text("utf-8") for path in (root / "question_bank" / "reading").glob("*.py"))
    used = set(re.findall(r'"([EW][0-9]{3})"', sources))
    assert used == {entry.code for entry in ENTRIES}
