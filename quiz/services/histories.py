"""Every learner's answers as statistics need them, replayed once and kept: a log only grows."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from sqlalchemy import Connection

from quiz.memory.statistics import Answer, answers_of_card
from quiz.store import learners, statistics
from quiz.store.statistics import CardKey

_LEARNERS_KEPT = 32
_Version = tuple[int, int | None]


# One learner's answers by card, each with the version of the card that they were read at.
_History = dict[CardKey, tuple[_Version, tuple[Answer, ...]]]


class Histories:
    """What was replayed from one database, for the learners who asked last."""

    def __init__(self) -> None:
        self._histories: OrderedDict[int, _History] = OrderedDict()
        self._lock = Lock()

    def answers(self, connection: Connection, learner_id: int) -> tuple[Answer, ...]:
        """Return the learner's answers that count; only cards whose log changed are read and replayed."""
        versions = statistics.card_versions(connection, learner_id)
        known = self._recent(learner_id)
        changed = [key for key, version in versions.items() if key not in known or known[key][0] != version]
        current = {key: known[key] for key in versions if key in known}
        if changed:
            parameter_sets = learners.get_parameter_sets(connection, learner_id)
            found = statistics.timed_lines(connection, learner_id, changed, parameter_sets)
            for key, own in found.items():
                current[key] = (versions[key], answers_of_card(own.lines, own.response_ms))
        self._keep(learner_id, current)
        return tuple(answer for _, answers in current.values() for answer in answers)

    def forget(self, learner_id: int) -> None:
        """Keep nothing of a learner who deleted their data."""
        with self._lock:
            self._histories.pop(learner_id, None)

    def _recent(self, learner_id: int) -> _History:
        with self._lock:
            return self._histories.get(learner_id, {})

    def _keep(self, learner_id: int, history: _History) -> None:
        with self._lock:
            self._histories[learner_id] = history
            self._histories.move_to_end(learner_id)
            if len(self._histories) > _LEARNERS_KEPT:
                self._histories.popitem(last=False)
