"""The examples that `explain` prints for evidence and rules do what they say."""

from __future__ import annotations

import pytest

from question_bank.codes import Entry, ExampleKind
from question_bank.codes.evidence import ENTRIES as EVIDENCE
from question_bank.codes.evidence import EXAMPLE_BANK, EXAMPLE_FACTS, EXAMPLE_QUESTIONS, EXAMPLE_SOURCE
from question_bank.codes.item_writing import ENTRIES as ITEM_WRITING
from question_bank.codes.rules import ENTRIES as RULES
from question_bank.evidence import check_evidence
from question_bank.reading import read_bank_texts
from question_bank.rules import check_rules

FILES = {
    ExampleKind.BANK: EXAMPLE_BANK,
    ExampleKind.FACTS: EXAMPLE_FACTS,
    ExampleKind.QUESTIONS: EXAMPLE_QUESTIONS,
}
ENTRIES = (*EVIDENCE, *RULES, *ITEM_WRITING)


def codes(changed: dict[ExampleKind, str]) -> set[str]:
    """Return the codes that the small bank raises with some of its files changed."""
    files = {kind.value: text.encode() for kind, text in (FILES | changed).items()}
    reading = read_bank_texts(files)
    assert reading.bank is not None
    evidence = check_evidence(reading.bank, {"survey": EXAMPLE_SOURCE})
    return {problem.code for problem in (*reading.problems, *evidence.problems, *check_rules(reading.bank))}


def test_the_small_bank_by_itself_has_no_findings() -> None:
    assert codes({}) == set()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_the_wrong_example_raises_its_code(entry: Entry) -> None:
    assert entry.code in codes({entry.example: entry.wrong})


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_the_right_example_does_not_raise_its_code(entry: Entry) -> None:
    assert entry.code not in codes({entry.example: entry.right})
