"""The shipped bank, read once, and its text as learners and teachers have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from question_bank.model import Bank, Question
from question_bank.reading import Reading, read_bank


@pytest.fixture(scope="session")
def folder(root: Path) -> Path:
    return root / "question_bank" / "banks" / "russia-korea-2011"


@pytest.fixture(scope="session")
def reading(folder: Path) -> Reading:
    return read_bank(folder)


@pytest.fixture(scope="session")
def bank(reading: Reading) -> Bank:
    assert reading.bank is not None, reading.problems
    return reading.bank


@pytest.fixture(scope="session")
def questions(bank: Bank) -> dict[str, Question]:
    return {question.id: question for question in bank.questions}
