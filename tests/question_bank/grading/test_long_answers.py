"""A long text is judged in passing, however many keys there are: whoever sends it stops nobody."""

from __future__ import annotations

import time

import pytest

from question_bank.grading import Vocabulary, grade
from question_bank.model import TextsResponse
from question_bank.reading import read_bank_texts

ANSWERS = ", ".join(f"answer{number} thing" for number in range(60))
BANK = b"bank: w\ntitle: W\nlanguage: en\nsources: []\n"
LIST = f"questions:\n  - id: a\n    kind: list\n    prompt: p\n    answers: [{ANSWERS}]\n    need: 50\n"


@pytest.mark.parametrize("piece", ["a", "1,", "the ", "e\u0301", "twenty-", "a-"])
def test_fifty_lines_of_two_thousand_letters_are_graded_at_once(piece: str) -> None:
    bank = read_bank_texts({"bank.yaml": BANK, "questions/a.yaml": LIST.encode()}).bank
    assert bank is not None
    typed = tuple((piece * 2000)[:1990] + str(line) for line in range(50))
    begun = time.process_time()
    grade(bank.questions[0], TextsResponse(typed), Vocabulary(frozenset()))
    assert time.process_time() - begun < 5  # it took 15 to 28 seconds when each key began anew
