"""Two learners of one bank: whatever one of them does, the other has and sees what was theirs."""

from __future__ import annotations

from hashlib import sha256

import pytest

from question_bank.model import TextResponse
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS
from quiz.memory.statistics import date_of
from quiz.memory.workload import RETENTIONS, curve
from quiz.services import (
    briefings,
    calendars,
    disputes,
    fitting,
    learners,
    notes,
    plans,
    progress,
    replays,
    reporting,
    study,
    workload,
)
from quiz.services.errors import NotFound
from quiz.services.fitting.adopting import adopt
from quiz.services.fitting.values import Origin, State
from quiz.services.reporting import Reason, Report
from quiz.services.study import CardShown
from quiz.store import fittings, my_data
from quiz.store.database import reading, writing

SOONER = tuple(weight / 3 for weight in DEFAULT_WEIGHTS[:4]) + DEFAULT_WEIGHTS[4:]
LATER = tuple(weight * 3 for weight in DEFAULT_WEIGHTS[:4]) + DEFAULT_WEIGHTS[4:]


@pytest.fixture(autouse=True)
def few_days(monkeypatch):
    """Five days of workload say as much here as ninety."""
    monkeypatch.setattr(workload, "curve", lambda desk, retentions=RETENTIONS: curve(desk, retentions, 5))


def study_days(world, learner, *days, wrong=0):
    """Study as that learner, then let so many days pass, again and again; return the last study session."""
    for pause in days:
        sitting = world.start(learner=learner)
        count = 0
        while isinstance(sitting.look(), CardShown):
            sitting.answer(right=count >= wrong)
            count += 1
        world.clock.forward(days=pause)
    return sitting


def adopt_weights(world, learner, weights):
    with writing(world.ctx.engine) as connection:
        adopt(world.ctx, connection, learner, weights, (), origin=Origin.FITTED, report="{}")


def rows_of(world, learner):
    with reading(world.ctx.engine) as connection:
        return my_data.records_of(connection, learner)


def pages_of(world, learner, sitting):
    """Return all that the pages tell this learner about themselves."""
    ctx = world.ctx
    return {
        "summary": study.summary(ctx, learner, sitting.id),
        "answers": [study.feedback(ctx, learner, sitting.id, number) for number in range(1, 4)],
        "plans": plans.plans_now(ctx, learner),
        "backlog": plans.backlog_page(ctx, learner),
        "exam": plans.exam_page(ctx, learner, "water", date_of(today(world) + 9)),
        "workload": workload.outlook(ctx, learner),
        "calendar": calendars.has_address(ctx, learner),
        "parameters": fitting.parameters(ctx, learner),
        "due dates": fitting.preview(ctx, learner),
        "text": briefings.read(ctx, learner, "water").facts,
        "progress": progress.progress(ctx, learner),
    }


def today(world):
    return world.clock.now.date().toordinal() - date_of(0).toordinal()


def do_everything(world, learner):
    """Study and say all there is to say, as that learner."""
    ctx = world.ctx
    sitting = study_days(world, learner, 2, 30, 1, wrong=3)
    for number in (1, 2):
        notes.save_note(ctx, learner, sitting.id, number, "of mine")
        reporting.report_answer(ctx, learner, sitting.id, number, Report(Reason.TYPO))
    notes.save_note(ctx, learner, sitting.id, 2, "")
    learners.update_settings(ctx, learner, new_per_day=3, reviews_per_day=2)
    workload.choose(ctx, learner, 0.84)
    workload.choose(ctx, learner, 0.95, "water")
    plans.save_exam(ctx, learner, "water", date_of(today(world) + 5))
    calendars.make_address(ctx, learner)
    adopt_weights(world, learner, SOONER)
    with writing(ctx.engine) as connection:
        number = fittings.add_fitting(connection, learner, State.QUEUED.value, 0, None)
        fittings.save_fitting(connection, learner, number, (State.QUEUED.value,), state=State.FAILED.value)
    assert fitting.take(ctx, learner) > 0
    say_right(world, learner)


def say_right(world, learner):
    """Answer the river wrongly, hold that it was right, and take that back."""
    sitting = world.start(study.Mode.PRACTICE, learner=learner)
    while (shown := sitting.card()).question.id != "river":
        sitting.answer()
    number = sitting.send(shown, TextResponse("The Rhine")).number
    study.say_right(world.ctx, learner, sitting.id, number)
    study.take_back_right(world.ctx, learner, sitting.id, number)


def test_nothing_that_another_learner_does_changes_what_is_ones_own(world):
    sitting = study_days(world, 1, 3, 30, 200, wrong=2)
    for number in (1, 2, 3):
        notes.save_note(world.ctx, 1, sitting.id, number, f"note {number}")
    with writing(world.ctx.engine) as connection:
        fittings.add_fitting(connection, 1, State.QUEUED.value, 0, None)
    world.clock.forward(days=150)
    then, other = world.clock.now, world.another_learner()
    rows, pages = rows_of(world, 1), pages_of(world, 1, sitting)
    do_everything(world, other)
    world.clock.now = then
    assert rows_of(world, 1) == rows
    now = pages_of(world, 1, sitting)
    assert {name: now[name] for name in pages if now[name] != pages[name]} == {}


def test_both_can_take_new_due_dates_and_each_log_makes_its_own_cards(world):
    other = world.another_learner()
    for learner, pauses in ((other, (3, 30, 200, 1)), (1, (3, 30, 1))):
        study_days(world, learner, *pauses, wrong=1)
        adopt_weights(world, learner, LATER)
        assert fitting.take(world.ctx, learner) > 0
    assert replays.replay_reviews(world.ctx).differences == ()


def test_what_another_learner_noted_is_shown_to_nobody_else(world):
    other = world.another_learner()
    sitting, theirs = study_days(world, 1, 1), study_days(world, other, 1)
    notes.save_note(world.ctx, other, theirs.id, 1, "theirs")
    asked = study.feedback(world.ctx, other, theirs.id, 1).question
    answers = [study.feedback(world.ctx, 1, sitting.id, number) for number in range(1, 6)]
    assert asked in [answer.question for answer in answers]
    assert {answer.note for answer in answers} == {""}


def test_a_calendars_address_opens_the_calendar_of_whoever_made_it(world):
    other = world.another_learner()
    study_days(world, other, 3, 1)
    mine, theirs = (calendars.make_address(world.ctx, learner) for learner in (1, other))
    assert [calendars.calendar(world.ctx, each).name for each in (mine, theirs)] == ["1", str(other)]
    calendars.revoke_address(world.ctx, other)
    assert [calendars.has_address(world.ctx, learner) for learner in (1, other)] == [True, False]


def test_what_opens_a_calendar_is_not_in_the_database(world):
    secret = calendars.make_address(world.ctx, 1)
    (row,) = world.rows("SELECT calendar_digest FROM learner")
    assert row["calendar_digest"] == sha256(secret.encode()).hexdigest()
    with pytest.raises(NotFound):
        calendars.calendar(world.ctx, row["calendar_digest"])


@pytest.mark.parametrize(
    "ask",
    [
        lambda ctx, learner: study.start(ctx, learner, ("water",), study.Mode.SCHEDULED),
        lambda ctx, learner: study.start_on_facts(ctx, learner, "water", ("evaporation",)),
        lambda ctx, learner: briefings.read(ctx, learner, "water"),
        lambda ctx, learner: briefings.material(ctx, learner, "water"),
        lambda ctx, learner: plans.exam_page(ctx, learner, "water"),
        lambda ctx, learner: plans.save_exam(ctx, learner, "water", None),
        lambda ctx, learner: workload.outlook(ctx, learner, "water"),
        lambda ctx, learner: workload.choose(ctx, learner, 0.9, "water"),
        lambda ctx, learner: disputes.reports(ctx, learner, "water"),
        lambda ctx, learner: disputes.close(ctx, learner, "water", []),
    ],
)
def test_a_bank_is_there_for_those_alone_who_learn_it(world, ask):
    stranger = world.another_learner()
    ask(world.ctx, 1)
    with writing(world.ctx.engine) as connection:
        connection.exec_driver_sql("DELETE FROM enrolment WHERE learner_id = ?", (stranger,))
    with pytest.raises(NotFound):
        ask(world.ctx, stranger)
