"""A fitting from the wish to its end: one at a time for each learner, and never stuck without a word."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from threading import BoundedSemaphore, Thread

from sqlalchemy import Connection

from quiz.memory.fsrs6 import Weights
from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.services.fitting.adopting import adopt
from quiz.services.fitting.process import BEAT_SECONDS, LIMIT_SECONDS, WORKER, TookTooLongError, ask
from quiz.services.fitting.tasks import Outcome, Task
from quiz.services.fitting.values import Fitting, Origin, Report, State, Why
from quiz.services.learners import get_learner
from quiz.store import fittings, learners
from quiz.store.database import reading, writing
from quiz.store.fittings import FittingRow
from quiz.store.times import from_ms, to_ms

LEFT_AFTER_MS = 30_000  # several beats; whoever worked on it is gone
_ACTIVE = (State.QUEUED.value, State.RUNNING.value)
_TURN = BoundedSemaphore(1)  # two at once would take both processors from those who study
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Job:
    """A fitting that somebody works on."""

    ctx: Context
    learner_id: int
    number: int

    def note(self, state: State, report: Mapping[str, object] | None = None) -> None:
        with writing(self.ctx.engine) as connection:
            self.save(connection, state, report)

    def save(self, connection: Connection, state: State, report: Mapping[str, object] | None = None) -> bool:
        """Move the fitting on; False if it has ended already, since what the learner was told stays so."""
        now_ms = _now_ms(self.ctx)
        changes: dict[str, object] = {"state": state.value, "seen_ms": now_ms}
        if state.value not in _ACTIVE:
            changes |= {"finished_ms": now_ms, "report": json.dumps(report or {})}
        return fittings.save_fitting(connection, self.learner_id, self.number, _ACTIVE, **changes)


def start(
    ctx: Context,
    learner_id: int,
    *,
    returns_to: int | None = None,
    command: Sequence[str] = WORKER,
    seconds: float = LIMIT_SECONDS,
) -> Thread | None:
    """Have the learner's parameters fitted, or an earlier version taken up again, without waiting for it.

    Return the thread that sees to it; None while another fitting is under way. Raises NotFound for a version
    that is not there.
    """
    with writing(ctx.engine) as connection:
        get_learner(connection, learner_id)
        sets = learners.get_parameter_sets(connection, learner_id)
        if returns_to is not None and returns_to not in sets:
            raise NotFound(f"learner {learner_id} has no parameter set {returns_to}")
        latest = fittings.find_latest(connection, learner_id)
        if latest is not None and _as_seen(ctx, latest).under_way:
            return None
        if latest is not None and latest.state in _ACTIVE:
            _Job(ctx, learner_id, latest.id).save(connection, State.FAILED, {"why": Why.LEFT.value})
        number = fittings.add_fitting(connection, learner_id, State.QUEUED.value, _now_ms(ctx), returns_to)
    job = _Job(ctx, learner_id, number)
    wanted = None if returns_to is None else sets[returns_to].weights
    thread = Thread(target=_see_through, args=(job, returns_to, wanted, command, seconds), daemon=True)
    thread.start()
    return thread


def find_fitting(ctx: Context, connection: Connection, learner_id: int) -> Fitting | None:
    """Return the learner's latest fitting as it is now."""
    row = fittings.find_latest(connection, learner_id)
    return None if row is None else _as_seen(ctx, row)


def _see_through(
    job: _Job, returns_to: int | None, wanted: Weights | None, command: Sequence[str], seconds: float
) -> None:
    while not _TURN.acquire(timeout=BEAT_SECONDS):
        job.note(State.QUEUED)
    try:
        job.note(State.RUNNING)
        task = _task(job, wanted, seconds)
        _finish(job, returns_to, ask(task, lambda: job.note(State.RUNNING), command))
    except TookTooLongError as error:
        _give_up(job, Why.SLOW, error)
    except Exception as error:  # noqa: BLE001  whatever it is, the learner must not wait for ever
        _give_up(job, Why.BROKE, error)
    finally:
        _TURN.release()


def _give_up(job: _Job, why: Why, error: Exception) -> None:
    _logger.warning("fitting %s of learner %s: %s", job.number, job.learner_id, error)
    job.note(State.FAILED, {"why": why.value})


def _task(job: _Job, wanted: Weights | None, seconds: float) -> Task:
    with reading(job.ctx.engine) as connection:
        learner = get_learner(connection, job.learner_id)
        settings = learners.get_parameter_sets(connection, job.learner_id)[learner.parameter_set_id]
    return Task(
        database=job.ctx.engine.url.render_as_string(hide_password=False),
        learner_id=job.learner_id,
        current=settings.weights,
        wanted=wanted,
        relearning_steps=len(settings.relearning_steps),
        seconds=seconds,
    )


def _finish(job: _Job, returns_to: int | None, outcome: Outcome) -> None:
    """Adopt the weights, if there are any to adopt, and note how it ended; both or neither."""
    with writing(job.ctx.engine) as connection:
        learner = get_learner(connection, job.learner_id)
        found = _report(outcome, learner.parameter_set_id)
        if outcome.weights is None:
            why = Why.NO_BETTER if found else Why.TOO_FEW
            job.save(connection, State.REFUSED, found | {"why": why.value})
            return
        if not job.save(connection, State.DONE, found):
            return  # it was given up meanwhile, and the learner was told so
        adopt(
            job.ctx,
            connection,
            job.learner_id,
            outcome.weights,
            outcome.memories,
            origin=Origin.FITTED if returns_to is None else Origin.CHANGED,
            report=json.dumps(found if returns_to is None else {"returned_to": returns_to}),
        )


def _report(outcome: Outcome, compared_with: int) -> dict[str, object]:
    """Return what is kept of a fit; nothing where none was made."""
    if outcome.verdict is None:
        return {}
    report = Report(
        fitted_to=outcome.fitted_to,
        held_out=outcome.verdict.reviews,
        recalled=outcome.verdict.recalled,
        left_out=outcome.left_out,
        loss_before=outcome.verdict.loss_before,
        loss_after=outcome.verdict.loss_after,
        noise=outcome.verdict.noise,
        error_before=outcome.errors[0],
        error_after=outcome.errors[1],
        compared_with=compared_with,
    )
    return asdict(report)


def report_of(text: str | None) -> Report | None:
    """Return the report kept as JSON; None where no fit was made."""
    plain = json.loads(text or "{}")
    names = Report.__dataclass_fields__
    return Report(**{name: plain[name] for name in names}) if names.keys() <= plain.keys() else None


def _as_seen(ctx: Context, row: FittingRow) -> Fitting:
    """A fitting that nobody saw to for a while was left by a process that ended."""
    fitting = Fitting(
        number=row.id,
        state=State(row.state),
        returning=row.returns_to is not None,
        started_at=from_ms(row.started_ms),
        why=Why(found) if (found := json.loads(row.report or "{}").get("why")) else None,
        report=report_of(row.report),
    )
    if fitting.under_way and _now_ms(ctx) - row.seen_ms > LEFT_AFTER_MS:
        return replace(fitting, state=State.FAILED, why=Why.LEFT)
    return fitting


def _now_ms(ctx: Context) -> int:
    return to_ms(ctx.clock())
