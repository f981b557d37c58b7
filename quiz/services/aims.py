"""What a learner aims at: how much to remember, bank by bank, and for which day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from quiz.memory.scheduling import Settings
from quiz.store import learners
from quiz.store.learners import BankAim, LearnerRow
from quiz.store.log import ReviewRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Aims:
    """`parameters` are the learner's newest; `desired_retention` is their own, for banks without one."""

    parameters: Settings
    desired_retention: float
    banks: Mapping[int, BankAim]

    def retention(self, bank_id: int) -> float:
        """Return the desired retention in that bank."""
        aim = self.banks.get(bank_id)
        return (
            self.desired_retention if aim is None or aim.desired_retention is None else aim.desired_retention
        )

    def exam_day(self, bank_id: int) -> int | None:
        aim = self.banks.get(bank_id)
        return None if aim is None else aim.exam_day

    def settings(self, bank_id: int, day: int) -> Settings:
        """Return what schedules a card of that bank on the learner's `day`: no interval passes the exam."""
        exam = self.exam_day(bank_id)
        longest = self.parameters.maximum_interval_days
        if exam is not None and exam > day:
            # The day before it is the last on which a review is of use, if there is one left.
            longest = min(longest, max(exam - day - 1, 1))
        return replace(
            self.parameters,
            desired_retention=self.retention(bank_id),
            maximum_interval_days=longest,
        )


def amending(answered: ReviewRow, parameters: Settings, aims: Aims, bank_id: int) -> Settings:
    """Return what schedules an answer anew: its own parameters and retention, on its own day."""
    return replace(
        parameters,
        desired_retention=answered.desired_retention,
        maximum_interval_days=min(
            parameters.maximum_interval_days, aims.settings(bank_id, answered.day).maximum_interval_days
        ),
    )


def aims_of(connection: Connection, learner: LearnerRow) -> Aims:
    """Return what the learner aims at now."""
    return Aims(
        parameters=learners.get_parameter_sets(connection, learner.id)[learner.parameter_set_id],
        desired_retention=learner.desired_retention,
        banks=learners.bank_aims(connection, learner.id),
    )
