"""A repair that is cut short is carried on, and learners who answer meanwhile lose nothing."""

from __future__ import annotations

from typing import Any

import pytest

from question_bank.model import TextResponse
from quiz.services import editing, repairing, starting, study
from quiz.services.context import Context
from quiz.services.editing import steps as editing_steps
from quiz.services.repairing import Status
from quiz.services.repairing import steps as repairing_steps
from quiz.services.study import Mode, answering

HANGANG = TextResponse("Hangang")
STEPS = [*editing_steps.Step, *repairing_steps.Step]
NEVER_WRITTEN = (
    repairing_steps.Step.RECORDED,
    editing_steps.Step.RECORDED,
    editing_steps.Step.OPENED,
    editing_steps.Step.WRITTEN,
)


class Killed(BaseException):
    """The process ended here; whatever was not committed is gone."""


@pytest.fixture
def crowd(new_bench: Any) -> Any:
    bench = new_bench()
    for learner in (1, 2, 3):
        bench.give(learner, HANGANG)
        bench.test(learner, {"river": HANGANG})
    bench.give(1, HANGANG, session=bench.session(1, Mode.PRACTICE))
    study.say_right(bench.ctx, 2, *bench.give(2, HANGANG))
    return bench


def start_anew(bench: Any) -> None:
    """Start as a new process would, with nothing remembered."""
    before = bench.ctx
    bench.ctx = bench.world.ctx = Context(
        engine=before.engine, clock=before.clock, banks=before.banks, instance=before.instance
    )
    starting.prepare(bench.ctx)


def kept(bench: Any) -> tuple[Any, ...]:
    """All that a repair may change, but for the moments at which it did."""
    lines = [(line["learner_id"], line["kind"], line["amends"], line["rating"]) for line in bench.world.log()]
    cards = bench.world.cards()
    changes = bench.world.rows(
        "SELECT learner_id, number, place, owner, position FROM repair_change WHERE place != 'test'"
    )
    disputes = bench.world.rows("SELECT learner_id, status, outcome FROM dispute")
    practised = bench.world.rows("SELECT fraction FROM practice_answer")
    scores = [row["score"] for row in bench.world.rows("SELECT score FROM test_attempt ORDER BY learner_id")]
    return lines, cards, sorted(map(str, changes)), disputes, practised, scores


def test_a_repair_that_is_cut_short_anywhere_is_carried_on_at_the_next_start(crowd, monkeypatch) -> None:
    """One bank is enough: what is done again after each stop finds less and less to do."""
    for step in STEPS:
        with monkeypatch.context() as patch:

            def stop(here: object, wanted: object = step) -> None:
                if here is wanted:
                    raise Killed

            patch.setattr(editing_steps, "reached", stop)
            patch.setattr(repairing_steps, "reached", stop)
            with pytest.raises(Killed):
                crowd.apply(crowd.propose())
        start_anew(crowd)
        (latest, *_) = [
            row["status"] for row in crowd.world.rows("SELECT status FROM repair ORDER BY id DESC")
        ]
        written = step not in NEVER_WRITTEN
        assert latest == (Status.DONE if written else Status.DROPPED), step
        assert ("accept: [Hangang]" in crowd.text()) == written, step
        assert crowd.dry_run(crowd.propose()).learners == (0 if written else 3)
        assert crowd.differences() == ()
        done = kept(crowd)
        start_anew(crowd)
        assert kept(crowd) == done
        if written:
            for each in repairing.repairs_of(crowd.ctx, 1, "water"):
                if each.status is Status.DONE:
                    repairing.undo(crowd.ctx, 1, "water", each.id)
            assert "Hangang" not in crowd.text()
            assert crowd.dry_run(crowd.propose()).learners == 3
    assert editing.heal(crowd.ctx) == ()


def test_an_answer_that_was_graded_before_and_saved_after_counts(bench, monkeypatch) -> None:
    save, repaired = answering._save, []

    def late(*given: Any) -> bool:
        if not repaired:
            repaired.append(bench.apply(bench.propose()))
        return save(*given)

    monkeypatch.setattr(answering, "_save", late)
    given = bench.give(1, HANGANG)
    assert study.feedback(bench.ctx, 1, *given).grade.right
    assert bench.differences() == ()


def test_learners_who_answer_at_every_step_lose_nothing(crowd, monkeypatch) -> None:
    old, given = {learner: crowd.shown(learner) for learner in (1, 2, 3)}, []

    def answer(_step: object) -> None:
        learner = 1 + len(given) % 3
        shown = crowd.shown(learner)._replace(revision_id=old[learner].revision_id)
        given.append((learner, crowd.give(learner, HANGANG, shown=shown)))

    monkeypatch.setattr(repairing_steps, "reached", answer)
    crowd.apply(crowd.propose())
    assert len(given) >= len(repairing_steps.Step)
    for learner, where in given:
        seen = study.feedback(crowd.ctx, learner, *where)
        assert seen.grade.right or seen.accepted
    assert crowd.dry_run(crowd.propose()).learners == 0
    assert crowd.differences() == ()
