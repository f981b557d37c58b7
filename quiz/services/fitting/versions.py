"""The page about a learner's parameters, in values: what can be done, what was done, what ruled when."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from quiz.memory.scheduling import Settings
from quiz.services.context import Context
from quiz.services.fitting import optimiser
from quiz.services.fitting.jobs import find_fitting, report_of
from quiz.services.fitting.values import FEWEST_REVIEWS, LIKELIEST_GUESS, Origin, Parameters, Version
from quiz.services.learners import get_learner
from quiz.store import learners, refits
from quiz.store.database import reading
from quiz.store.refits import ParameterSetRow
from quiz.store.times import from_ms


def parameters(ctx: Context, learner_id: int) -> Parameters:
    """Return where the learner's parameters stand."""
    with reading(ctx.engine) as connection:
        learner = get_learner(connection, learner_id)
        sets = learners.get_parameter_sets(connection, learner_id)
        rows = refits.parameter_set_rows(connection, learner_id)
        ruling = [row for row in _with_new_weights(rows, sets) if row.id <= learner.parameter_set_id]
        return Parameters(
            installed=optimiser.is_installed(),
            reviews=refits.count_reviews(connection, learner_id, LIKELIEST_GUESS, FEWEST_REVIEWS),
            fitting=find_fitting(ctx, connection, learner_id),
            versions=tuple(_version(row, current=row is ruling[-1]) for row in reversed(ruling)),
        )


def _with_new_weights(
    rows: Sequence[ParameterSetRow], sets: Mapping[int, Settings]
) -> Sequence[ParameterSetRow]:
    """Leave out the versions that changed something else, such as whether guesses are corrected."""
    return [
        row
        for place, row in enumerate(rows)
        if place == 0 or sets[row.id].weights != sets[rows[place - 1].id].weights
    ]


def _version(row: ParameterSetRow, *, current: bool) -> Version:
    returned_to = json.loads(row.report or "{}").get("returned_to")
    return Version(
        number=row.id,
        origin=Origin(row.origin),
        made_at=from_ms(row.created_ms),
        current=current,
        report=report_of(row.report),
        returned_to=returned_to,
    )
