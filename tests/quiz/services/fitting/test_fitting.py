import sys

import pytest
from sqlalchemy import text

from question_bank.model import TextResponse
from quiz.memory.card import Rating
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS
from quiz.memory.replay import answers_that_count, memory_of
from quiz.services import fitting, overview, replays, study
from quiz.services import learners as learner_service
from quiz.services.errors import NotFound
from quiz.services.fitting import Origin, State, Why, jobs, optimiser, worker
from quiz.services.fitting.values import FEWEST_REVIEWS
from quiz.services.histories import Histories
from quiz.store import learners, log
from quiz.store.database import reading, writing

BREAKS = (sys.executable, "-c", "import os; os._exit(3)")
HANGS = (sys.executable, "-c", "import time; time.sleep(60)")
BABBLES = (sys.executable, "-c", "print('no outcome')")


def finished(world, **given):
    """Start a fitting, wait for it and return the page's values."""
    thread = fitting.start(world.ctx, 1, **given)
    assert thread is not None
    thread.join(60)
    assert not thread.is_alive()
    return fitting.parameters(world.ctx, 1)


@pytest.fixture
def at_hand(monkeypatch):
    """Count in this process: starting another takes a second."""
    monkeypatch.setattr(jobs, "ask", lambda task, beat, command: worker.outcome_of(task))


@pytest.fixture
def fitted(practised, at_hand):
    """A world whose learner's own parameters were found better and rule; with its cards from before."""
    pytest.importorskip("fsrs_rs_python", reason="the optional extra `fit` is not installed")
    world = practised()
    before = world.cards()
    page = finished(world)
    assert page.fitting.state is State.DONE, page.fitting
    return world, before, page


def test_parameters_that_foretell_better_are_adopted_with_their_report(fitted):
    world, _, page = fitted
    newest, first = page.versions
    assert (newest.number, newest.origin, newest.current) == (2, Origin.FITTED, True)
    assert (first.number, first.origin, first.current) == (1, Origin.DEFAULT, False)
    report = newest.report
    assert report == page.fitting.report
    assert report.loss_after < report.loss_before
    assert report.error_after < report.error_before
    assert report.fitted_to + report.held_out >= FEWEST_REVIEWS
    assert (report.compared_with, report.left_out) == (1, 0)
    (learner,) = world.rows("SELECT parameter_set_id FROM learner")
    assert learner["parameter_set_id"] == 2


def test_a_process_of_its_own_finds_what_this_one_would(practised):
    pytest.importorskip("fsrs_rs_python", reason="the optional extra `fit` is not installed")
    page = finished(practised())
    assert (page.fitting.state, page.versions[0].origin) == (State.DONE, Origin.FITTED)


def test_due_dates_stay_and_memory_is_counted_anew_over_the_whole_log(fitted):
    world, before, _ = fitted
    moved = {"version", "stability", "difficulty"}
    for old, new in zip(before, world.cards(), strict=True):
        assert {key: old[key] for key in old.keys() - moved} == {key: new[key] for key in new.keys() - moved}
    with reading(world.ctx.engine) as connection:
        sets = learners.get_parameter_sets(connection, 1)
        for card in world.cards():
            rows = log.lines_of_card(connection, 1, card["question_id"], card["part"])
            answers = answers_that_count(log.log_line(row, sets) for row in rows)
            memory = memory_of(answers, sets[2].weights).rounded()
            assert (card["stability"], card["difficulty"]) == (memory.stability, memory.difficulty)
            assert [row.kind for row in rows][-1] == "refit"
            assert card["version"] == len(rows)


def test_the_log_gives_every_card_again_after_a_fit(fitted):
    world, _, _ = fitted
    report = replays.replay_reviews(world.ctx)
    assert (report.differences, report.cards) == ((), 80)


def test_the_lines_of_a_fit_count_as_no_answers(fitted):
    world, _, _ = fitted
    assert overview.overview(world.ctx, 1).answered_today == 0
    assert "refit" in {line["kind"] for line in world.log()}
    with reading(world.ctx.engine) as connection:
        answers = world.ctx.histories.answers(connection, 1)
    assert len(answers) == sum(line["kind"] == "answer" for line in world.log())


def test_what_was_predicted_before_a_fit_stays_what_it_was(practised, at_hand):
    world = practised()
    with reading(world.ctx.engine) as connection:
        before = Histories().answers(connection, 1)
    assert finished(world).fitting.state is State.DONE
    with reading(world.ctx.engine) as connection:
        assert Histories().answers(connection, 1) == before


def test_versions_that_changed_something_else_are_not_listed(fitted):
    world, _, page = fitted
    newest, first = page.versions
    learner_service.update_settings(world.ctx, 1, guess_correction=False)
    assert world.rows("SELECT parameter_set_id FROM learner") == [{"parameter_set_id": 3}]
    assert fitting.parameters(world.ctx, 1).versions == (newest, first)
    later = finished(world, returns_to=1).versions
    assert [version.number for version in later] == [4, 2, 1]
    with reading(world.ctx.engine) as connection:
        assert not learners.get_parameter_sets(connection, 1)[4].guess_correction


def test_answers_after_a_fit_are_scheduled_by_it_and_taken_back(fitted):
    world, _, _ = fitted
    world.clock.forward(days=40)
    sitting = world.start()
    before = world.cards()
    sitting.answer()
    (line,) = world.rows("SELECT * FROM review WHERE kind = 'answer' AND study_session_id IS NOT NULL")
    assert line["parameter_set_id"] == 2
    assert study.undo(world.ctx, 1, sitting.id)
    restored = [{**card, "version": 0} for card in world.cards()]
    assert restored == [{**card, "version": 0} for card in before]
    assert replays.replay_reviews(world.ctx).differences == ()


def test_an_answer_from_before_a_fit_is_still_taken_back_and_rated_otherwise(practised, at_hand):
    world = practised()
    world.clock.forward(days=40)
    sitting = world.start()
    first, second = sitting.answer().number, sitting.answer().number
    assert finished(world).fitting.state is State.DONE
    assert study.rate(world.ctx, 1, sitting.id, first, Rating.HARD)
    assert study.feedback(world.ctx, 1, sitting.id, first).rating is Rating.HARD
    assert study.undo(world.ctx, 1, sitting.id)
    assert study.feedback(world.ctx, 1, sitting.id, second).voided
    assert replays.replay_reviews(world.ctx).differences == ()


def test_a_dispute_from_before_a_fit_and_new_due_dates_still_repairs_the_schedule(practised, at_hand):
    world = practised()
    world.clock.forward(days=40)
    sitting = world.start()
    number = sitting.send(sitting.card(), TextResponse("something else entirely")).number
    (question,) = world.rows("SELECT question_id FROM review WHERE study_session_id IS NOT NULL")
    assert finished(world).fitting.state is State.DONE
    fitting.take(world.ctx, 1)
    assert study.say_right(world.ctx, 1, sitting.id, number) is study.Repair.REPAIRED
    (card,) = world.rows("SELECT * FROM card WHERE question_id = :question_id", **question)
    assert (card["state"], card["interval_days"] > 0) == (2, True)
    assert replays.replay_reviews(world.ctx).differences == ()


def test_a_card_that_was_open_during_a_fit_can_be_answered(practised, at_hand):
    world = practised()
    world.clock.forward(days=40)
    sitting = world.start()
    shown = sitting.card()
    assert finished(world).fitting.state is State.DONE
    given = sitting.send(shown, TextResponse(shown.question.answer))
    assert not given.duplicate
    assert replays.replay_reviews(world.ctx).differences == ()


def test_an_earlier_version_is_taken_up_again_as_a_new_one(fitted):
    world, before, _ = fitted
    page = finished(world, returns_to=1)
    assert page.fitting.returning
    newest, second, first = page.versions
    assert (newest.number, newest.origin, newest.returned_to, newest.current) == (3, Origin.CHANGED, 1, True)
    assert (second.current, first.current) == (False, False)
    assert replays.replay_reviews(world.ctx).differences == ()
    for old, new in zip(before, world.cards(), strict=True):
        # Counted over the whole log at once; the first time every answer's memory was rounded.
        assert new["stability"] == pytest.approx(old["stability"], rel=1e-2)


def test_parameters_that_are_no_better_are_refused_and_nothing_changes(fitted):
    world, _, page = fitted
    cards, lines = world.cards(), world.log()
    again = finished(world)
    assert (again.fitting.state, again.fitting.why) == (State.REFUSED, Why.NO_BETTER)
    assert again.fitting.report.loss_after == again.fitting.report.loss_before
    assert again.versions == page.versions
    assert (world.cards(), world.log()) == (cards, lines)


def test_too_few_reviews_are_told_and_counted(world):
    page = fitting.parameters(world.ctx, 1)
    assert (page.reviews, page.missing, page.fitting) == (0, FEWEST_REVIEWS, None)


@pytest.mark.parametrize(
    ("command", "seconds", "why"),
    [
        (BREAKS, 60, Why.BROKE),
        (BABBLES, 60, Why.BROKE),
        (HANGS, 0.3, Why.SLOW),
        (("no-such-command",), 60, Why.BROKE),
    ],
)
def test_a_process_that_breaks_or_hangs_leaves_a_clear_state(practised, command, seconds, why):
    world = practised()
    lines = world.log()
    page = finished(world, command=command, seconds=seconds)
    assert (page.fitting.state, page.fitting.why) == (State.FAILED, why)
    assert (len(page.versions), world.log()) == (1, lines)
    (row,) = world.rows("SELECT finished_ms FROM fitting")
    assert row["finished_ms"] is not None


def test_a_fitting_that_a_stopped_server_left_is_told_and_does_not_stand_in_the_way(practised):
    world = practised()
    with writing(world.ctx.engine) as connection:
        connection.execute(
            text(
                "INSERT INTO fitting (learner_id, id, state, started_ms, seen_ms) "
                "VALUES (1, 1, 'running', :now, :now)"
            ),
            {"now": int(world.clock.now.timestamp() * 1000)},
        )
    assert fitting.parameters(world.ctx, 1).fitting.under_way
    assert fitting.start(world.ctx, 1) is None
    world.clock.forward(minutes=1)
    page = fitting.parameters(world.ctx, 1)
    assert (page.fitting.state, page.fitting.why) == (State.FAILED, Why.LEFT)
    assert finished(world, command=BREAKS).fitting.number == 2
    assert [row["state"] for row in world.rows("SELECT state FROM fitting ORDER BY id")] == [
        "failed",
        "failed",
    ]


def test_what_a_fitting_finds_after_it_was_given_up_changes_nothing(world, monkeypatch):
    def give_up_and_find(task, beat, command):
        with writing(world.ctx.engine) as connection:
            connection.execute(text("UPDATE fitting SET state = 'failed'"))
        return worker.outcome_of(task)

    monkeypatch.setattr(jobs, "ask", give_up_and_find)
    assert finished(world, returns_to=1).fitting.state is State.FAILED
    assert world.rows("SELECT id FROM parameter_set") == [{"id": 1}]


def test_what_is_answered_while_a_fitting_counts_is_in_the_memory_that_it_gives(
    empty_world, pieces, monkeypatch
):
    assert empty_world.learner == 1
    empty_world.sync(pieces["river"])
    sitting = empty_world.start()
    sitting.answer()

    def find_and_answer_meanwhile(task, beat, command):
        found = worker.outcome_of(task)
        empty_world.clock.forward(days=20)
        sitting.answer()
        return found

    monkeypatch.setattr(jobs, "ask", find_and_answer_meanwhile)
    assert finished(empty_world, returns_to=1).fitting.state is State.DONE
    assert [line["kind"] for line in empty_world.log()] == ["answer", "answer", "refit"]
    assert replays.replay_reviews(empty_world.ctx).differences == ()


def test_nothing_but_a_fit_needs_the_extra(practised):
    world = practised()
    hidden = "import sys, runpy; sys.modules['fsrs_rs_python'] = None; import app, quiz.factory; "
    command = (
        sys.executable,
        "-c",
        hidden + "runpy.run_module('quiz.services.fitting.worker', run_name='__main__')",
    )
    assert finished(world, returns_to=1, command=command).fitting.state is State.DONE
    assert finished(world, command=command).fitting.why is Why.BROKE


def test_a_version_that_is_not_there_cannot_be_taken_up(world):
    with pytest.raises(NotFound):
        fitting.start(world.ctx, 1, returns_to=7)
    with pytest.raises(NotFound):
        fitting.parameters(world.ctx, 99)


def test_without_the_extra_the_page_knows_and_an_earlier_version_can_still_be_taken_up(
    practised, at_hand, monkeypatch
):
    world = practised()
    monkeypatch.setattr(optimiser, "_PACKAGE", "no_such_package")
    assert not fitting.parameters(world.ctx, 1).installed
    page = finished(world, returns_to=1)
    assert page.fitting.state is State.DONE
    assert len(page.versions) == 1  # the same weights again are no other version
    assert replays.replay_reviews(world.ctx).differences == ()
    with reading(world.ctx.engine) as connection:
        assert learners.get_parameter_sets(connection, 1)[2].weights == DEFAULT_WEIGHTS
