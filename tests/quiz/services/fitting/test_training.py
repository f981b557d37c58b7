from collections import Counter
from dataclasses import replace

import pytest

from quiz.memory.fsrs6 import DEFAULT_WEIGHTS
from quiz.memory.held_out import loss
from quiz.services import fitting
from quiz.services.fitting import training
from quiz.services.fitting.values import FEWEST_REVIEWS, LIKELIEST_GUESS
from quiz.store import learners, log, refits
from quiz.store.database import reading

FSRS = pytest.importorskip("fsrs_rs_python", reason="the optional extra `fit` is not installed").FSRS


def test_who_remembers_by_other_weights_gets_better_ones(studied, quick_to_forget):
    found = training.find(studied(quick_to_forget, 80, 150), DEFAULT_WEIGHTS, 1)
    assert found.verdict.better
    assert found.verdict.loss_after < found.verdict.loss_before


def test_who_remembers_by_the_default_weights_mostly_keeps_them(studied):
    verdicts = [
        training.find(studied(DEFAULT_WEIGHTS, 80, 120, seed), DEFAULT_WEIGHTS, 1).verdict
        for seed in range(10)
    ]
    assert all(verdict is not None for verdict in verdicts)
    assert sum(verdict.better for verdict in verdicts) <= 1


def test_weights_once_fitted_are_not_found_better_than_themselves(studied, quick_to_forget):
    stretches = studied(quick_to_forget, 80, 150)
    weights = training.find(stretches, DEFAULT_WEIGHTS, 1).weights
    again = training.find(stretches, weights, 1)
    assert (again.weights, again.verdict.gain, again.verdict.better) == (weights, 0, False)


def test_the_latest_fifth_is_held_out_and_nothing_later_is_fitted_to(studied, quick_to_forget, monkeypatch):
    stretches = studied(quick_to_forget, 80, 150)
    fitted_to = []

    def fit(items, steps):
        fitted_to.extend(items)
        return DEFAULT_WEIGHTS

    monkeypatch.setattr(training.optimiser, "fit", fit)
    found = training.find(stretches, DEFAULT_WEIGHTS, 1)
    reviews = sorted(
        at
        for stretch in stretches
        for at, (_, days) in zip(stretch.at_ms, stretch.answers, strict=True)
        if days
    )
    assert found.fitted_to == len(fitted_to)
    assert found.fitted_to + found.verdict.reviews == len(reviews)
    assert found.verdict.reviews == pytest.approx(len(reviews) / 5, abs=1)
    earlier = (
        stretch.answers[: place + 1]
        for stretch in stretches
        for place, at in enumerate(stretch.at_ms)
        if stretch.answers[place][1] and at < reviews[found.fitted_to]
    )
    assert Counter(fitted_to) == Counter(earlier)


def test_with_too_few_reviews_nothing_is_fitted(studied):
    found = training.find(studied(DEFAULT_WEIGHTS, 10, 100), DEFAULT_WEIGHTS, 1)
    assert (found.weights, found.verdict, found.fitted_to) == (None, None, 0)


def test_the_losses_are_those_that_the_optimiser_itself_reports(studied, quick_to_forget):
    stretches = studied(quick_to_forget, 40, 100)
    reviews = sorted(training._reviews(stretches))
    trials = training._trials(stretches, reviews, DEFAULT_WEIGHTS, quick_to_forget)
    for each, trial in list(zip(reviews, trials, strict=True))[::7]:
        item = training.optimiser._item(stretches[each.stretch].answers[: each.place + 1])
        for weights, chance in ((DEFAULT_WEIGHTS, trial.before), (quick_to_forget, trial.after)):
            theirs = FSRS(weights).evaluate([item]).log_loss
            assert loss(chance, recalled=trial.recalled) == pytest.approx(theirs, rel=1e-4, abs=1e-6)


def test_answers_that_may_be_guesses_are_left_out(practised):
    world = practised()
    cards, sets = _log(world)
    everything, none = training.stretches_of(cards, sets)
    guessed = [[replace(row, guess_chance=0.25) for row in rows] for rows in cards[:10]]
    stretches, left_out = training.stretches_of([*guessed, *cards[10:]], sets)
    assert (none, left_out) == (0, sum(len(rows) for rows in cards[:10]))
    assert stretches == everything[10:]


def test_what_was_undone_is_not_learnt_from_and_a_changed_rating_is(practised):
    world = practised()
    cards, sets = _log(world)
    rows = next(rows for rows in cards if len(rows) > 3)
    undo = replace(rows[-1], repetition=len(rows), kind="undo", amends=len(rows) - 1, rating=None)
    (without,), _ = training.stretches_of([[*rows, undo]], sets)
    (all_of_it,), _ = training.stretches_of([rows], sets)
    assert without.answers == all_of_it.answers[:-1]
    rerate = replace(rows[-1], repetition=len(rows), kind="rerate", amends=len(rows) - 1, rating=2)
    (changed,), _ = training.stretches_of([[*rows, rerate]], sets)
    assert changed.answers == (*all_of_it.answers[:-1], (2, all_of_it.answers[-1][1]))


@pytest.mark.parametrize("kind", ["reset", "edition"])
def test_a_fresh_start_begins_another_stretch(practised, kind):
    world = practised()
    cards, sets = _log(world)
    rows = next(rows for rows in cards if len(rows) > 3)
    fresh = replace(rows[1], repetition=1, kind=kind, rating=None)
    later = [replace(row, repetition=row.repetition + 1) for row in rows[1:]]
    (first, second), _ = training.stretches_of([[rows[0], fresh, *later]], sets)
    assert (len(first.answers), len(second.answers)) == (1, len(rows) - 1)
    assert second.answers[0][1] == 0


def test_what_the_page_counts_suffices_for_the_fit(practised):
    world = practised()
    cards, sets = _log(world)
    stretches, _ = training.stretches_of(cards, sets)
    with reading(world.ctx.engine) as connection:
        counted = refits.count_reviews(connection, 1, LIKELIEST_GUESS, 10**6)
    assert FEWEST_REVIEWS < counted <= len(list(training._reviews(stretches)))
    assert fitting.parameters(world.ctx, 1).reviews == FEWEST_REVIEWS


def _log(world):
    with reading(world.ctx.engine) as connection:
        sets = learners.get_parameter_sets(connection, 1)
        by_card = {}
        for row in log.lines_of_learner(connection, 1):
            by_card.setdefault(row.question_id, []).append(row)
    return list(by_card.values()), sets
