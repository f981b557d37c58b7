"""What an edit changes of a bank's questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from question_bank.model import Question
from quiz.services.bank_checks import Checked


@dataclass(frozen=True, eq=False)
class Change:
    """A bank as its files are `now`, and as they would be `then`."""

    now: Checked
    then: Checked

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions of then that are new or say something else now."""
        return tuple(each for each in _questions(self.then) if self._before.get(each.id) != each)

    @cached_property
    def removed(self) -> tuple[str, ...]:
        """The ids of now that are no question's then, neither as its id nor as an earlier one."""
        names = {name for each in _questions(self.then) for name in (each.id, *each.was)}
        return tuple(key for key in self._before if key not in names)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The ids of all that changes."""
        return frozenset((*(each.id for each in self.questions), *self.removed))

    @cached_property
    def answered_otherwise(self) -> frozenset[str]:
        """The ids of the questions whose answer is another then, or was not known."""
        return frozenset(each.id for each in self.questions if self._has_another_answer(each))

    def _has_another_answer(self, question: Question) -> bool:
        names = (question.id, *reversed(question.was))
        before = next((self._before[name] for name in names if name in self._before), None)
        return before is None or self.now.answers[before.id] != self.then.answers[question.id]

    @cached_property
    def _before(self) -> Mapping[str, Question]:
        return {each.id: each for each in _questions(self.now)}


def _questions(checked: Checked) -> tuple[Question, ...]:
    return checked.bank.questions if checked.bank else ()
