"""What `explain` shows of exports and imports is true: a wrong example raises its code, a right one none."""

from __future__ import annotations

import pytest

from question_bank.codes import Entry, ExampleKind
from question_bank.codes.formats import ENTRIES
from question_bank.formats import read_csv, read_gift, read_json, write_gift
from question_bank.problems import Problem
from question_bank.reading import read_bank_texts

READERS = {ExampleKind.GIFT: read_gift, ExampleKind.TABLE: read_csv, ExampleKind.JSON: read_json}
RUNNABLE = [entry for entry in ENTRIES if entry.runnable]


def findings(kind: ExampleKind, text: str) -> tuple[Problem, ...]:
    if kind in READERS:
        imported = READERS[kind](text)
        return (*imported.problems, *imported.losses)
    files = {"bank.yaml": b"bank: water\ntitle: Water\n", kind.value: text.encode()}
    bank = read_bank_texts(files).bank
    assert bank is not None
    return write_gift(bank).losses


@pytest.mark.parametrize("entry", RUNNABLE, ids=lambda entry: entry.code)
def test_a_wrong_example_raises_its_code(entry: Entry) -> None:
    assert entry.code in {problem.code for problem in findings(entry.example, entry.wrong)}


@pytest.mark.parametrize("entry", RUNNABLE, ids=lambda entry: entry.code)
def test_a_right_example_raises_nothing(entry: Entry) -> None:
    assert findings(entry.example, entry.right) == ()
