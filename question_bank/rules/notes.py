"""What a rule over the whole bank notes of each question before it compares them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from question_bank.model import Bank, Question

# Lists, texts and numbers, and nothing but what one question and its language say: such a note can be kept as
# long as the question's file is the same.
Observe = Callable[[Question, str], Any]


class Note(Protocol):
    """Return what `observe` says of a question."""

    def __call__(self, observe: Observe, question: Question, bank: Bank, /) -> Any: ...


def at_once(observe: Observe, question: Question, bank: Bank) -> Any:
    """Note it now, whatever was noted before."""
    return observe(question, question.lang or bank.language)
