"""What is expected is held to the formulas it comes from, and to days lived through the schedule."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.memory.card import NEW_CARD, Card, Rating, State
from quiz.memory.days import Moment, day_start
from quiz.memory.desk import MOST_FOLLOWED, Desk, Held, Strand
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS, MemoryState, interval_for, next_state, recall_chance
from quiz.memory.fsrs6_plain import Plain
from quiz.memory.outcomes import Outcomes, Pace, spread
from quiz.memory.scheduling import DEFAULT_SETTINGS, Settings, retrievability, schedule
from quiz.memory.workload import RETENTIONS, Forecast, curve

TODAY = 20_514
MINUTE = timedelta(minutes=1)
PLAIN = Plain(DEFAULT_WEIGHTS)
stabilities = st.floats(0.01, 5000)
difficulties = st.floats(1, 10)
retentions = st.sampled_from(RETENTIONS)


def in_review(stability: float, difficulty: float, elapsed: int, waits: int) -> Card:
    return Card(
        state=State.REVIEW,
        stability=round(stability, 4),
        difficulty=round(difficulty, 3),
        last_review_at=day_start(TODAY - elapsed, 0),
        last_review_day=TODAY - elapsed,
        interval_days=max(elapsed + waits, 1),
        due_day=TODAY + waits,
        due_at=day_start(TODAY + waits, 0),
        reviews=3,
    )


def desk(cards, **given) -> Desk:
    named = {
        "today": TODAY,
        "strands": (Strand(),),
        "settings": DEFAULT_SETTINGS,
        "pace": Pace(),
        "new_per_day": 20,
        "reviews_per_day": 9999,
    } | given
    return Desk(cards=tuple(Held(0, card) for card in cards), **named)


def steady(count: int, seed: int = 1) -> list[Card]:
    """A deck as somebody has it who studies every day: each card due within its interval."""
    random = Random(seed)
    cards = []
    for _ in range(count):
        stability = min(max(random.lognormvariate(2.5, 1.1), 0.6), 700)
        interval = max(round(stability), 1)
        elapsed = random.randrange(interval)
        cards.append(in_review(stability, random.uniform(1, 10), elapsed, interval - elapsed))
    return cards


reviewed = st.builds(
    lambda stability, difficulty, elapsed, waits: in_review(stability, difficulty, elapsed, waits),
    st.floats(0.3, 400),
    difficulties,
    st.integers(1, 100),
    st.integers(-30, 80),
)
decks = st.lists(st.one_of(reviewed, st.just(NEW_CARD)), min_size=1, max_size=25)


@given(stabilities, difficulties, st.integers(1, 2000), st.sampled_from(list(Rating)))
def test_ordinary_floats_give_the_memory_that_the_schedule_gives(stability, difficulty, elapsed, rating):
    before = MemoryState(stability, difficulty)
    recall = PLAIN.recall(elapsed, stability)
    assert recall == pytest.approx(recall_chance(elapsed, stability, DEFAULT_WEIGHTS), abs=1e-4)
    for days, found in (
        (elapsed, PLAIN.forgotten((stability, difficulty), recall))
        if rating is Rating.AGAIN
        else (elapsed, PLAIN.passed((stability, difficulty), recall, rating)),
        (0, PLAIN.same_day((stability, difficulty), rating)),
    ):
        expected = next_state(before, rating, days, DEFAULT_WEIGHTS)
        assert found == pytest.approx((expected.stability, expected.difficulty), rel=1e-3)


@given(stabilities, retentions)
def test_a_card_waits_as_long_as_the_schedule_lets_it(stability, retention):
    exact = interval_for(stability, retention, DEFAULT_WEIGHTS)
    assert stability * PLAIN.growth(retention) == pytest.approx(exact, rel=1e-4)


@pytest.mark.parametrize("rating", list(Rating))
def test_first_answers_leave_what_the_schedule_gives(rating):
    expected = next_state(None, rating, 0, DEFAULT_WEIGHTS)
    assert PLAIN.first(rating) == pytest.approx((expected.stability, expected.difficulty), rel=1e-5)


@given(stabilities, difficulties)
def test_the_grid_keeps_the_mean(stability, difficulty):
    shares = spread((stability, difficulty))
    assert sum(share for _, share in shares) == pytest.approx(1)
    assert sum(near[0] * share for near, share in shares) == pytest.approx(stability, rel=0.01)
    assert sum(near[1] * share for near, share in shares) == pytest.approx(difficulty, abs=0.03)


@given(stabilities, difficulties, st.integers(0, 500), st.floats(0.3, 1))
def test_the_ways_of_a_review_are_all_there_are(stability, difficulty, elapsed, step_right):
    pace = Pace(passed=(0.2, 0.7, 0.1), step_right=step_right)
    recall, ways = Outcomes(PLAIN, pace, 2, 1).of_review((stability, difficulty), elapsed)
    assert sum(way.chance for way in ways) == pytest.approx(1)
    assert ways[-1].chance == pytest.approx(1 - recall)


def test_without_cards_nothing_is_to_be_done():
    for found in curve(desk([])):
        assert (found.minutes_a_day, sum(found.reviews), found.known, found.learnt) == (0, 0, 0, 0)


@settings(max_examples=12, deadline=None)
@given(decks, retentions)
def test_no_more_is_known_than_was_learnt_and_no_more_learnt_than_there_is(cards, retention):
    found = Forecast(desk(cards)).at(retention)
    assert len(found.minutes) == len(found.reviews) == 90
    assert min(found.minutes) >= 0
    assert 0 <= found.known <= found.learnt + 1e-9
    assert found.learnt == pytest.approx(len(cards))


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 1000))
def test_remembering_more_never_costs_fewer_reviews_in_the_long_run(seed):
    totals = [sum(found.reviews) for found in curve(desk(steady(40, seed)), (0.8, 0.85, 0.9, 0.95), 180)]
    for lower, higher in pairwise(totals):
        assert higher >= lower * 0.99


def test_remembering_more_means_knowing_more_in_the_end():
    known = [found.known for found in curve(desk(steady(300)), (0.8, 0.85, 0.9, 0.95))]
    assert known == sorted(known)


@settings(max_examples=12, deadline=None)
@given(decks, retentions, st.integers(0, 6), st.integers(0, 3))
def test_daily_limits_hold_on_every_day(cards, retention, reviews_per_day, new_per_day):
    limited = desk(
        cards, reviews_per_day=reviews_per_day, new_per_day=new_per_day, reviews_left=2, new_left=1
    )
    found = Forecast(limited).at(retention)
    assert found.reviews[0] <= 2 + 1e-9
    assert max(found.reviews[1:]) <= reviews_per_day + 1e-9
    new = sum(card is NEW_CARD for card in cards)
    assert found.learnt <= len(cards) - new + min(new, 1 + 89 * new_per_day) + 1e-9


def test_new_cards_come_by_the_days_limit_and_wait_while_more_is_due_than_a_day_may_bring():
    overdue = [in_review(50, 5, 60, -10) for _ in range(30)]
    new = [NEW_CARD] * 500
    assert Forecast(desk(new, new_per_day=3, new_left=1)).at(0.9).learnt == 1 + 89 * 3
    free = Forecast(desk(overdue + new, new_per_day=3), days=8).at(0.9)
    limited = Forecast(desk(overdue + new, new_per_day=3, reviews_per_day=5), days=8).at(0.9)
    assert free.learnt == 30 + 8 * 3
    assert limited.learnt == 30 + 2 * 3  # five a day: on the sixth day no more than five are left
    assert max(limited.reviews) == pytest.approx(5)


def test_cards_of_banks_that_are_not_asked_about_only_share_the_limits():
    cards = tuple(Held(number % 2, card) for number, card in enumerate(steady(100)))
    both = replace(desk([]), cards=cards, strands=(Strand(), Strand(retention=0.9)))
    apart = [
        Forecast(
            replace(both, strands=(Strand(counted=own == 0), Strand(retention=0.9, counted=own == 1)))
        ).at(0.9)
        for own in (0, 1)
    ]
    whole = Forecast(both).at(0.9)
    assert whole.minutes_a_day == pytest.approx(sum(part.minutes_a_day for part in apart))
    assert whole.known == pytest.approx(sum(part.known for part in apart))
    elsewhere = Forecast(replace(both, strands=(Strand(counted=False), Strand(retention=0.9)))).at(0.8)
    assert elsewhere.minutes == pytest.approx(apart[1].minutes)


def test_no_interval_passes_the_exam():
    cards = steady(60)
    examined = replace(desk(cards), strands=(Strand(exam_day=TODAY + 40),))
    assert sum(Forecast(examined).at(0.9).reviews) > sum(Forecast(desk(cards)).at(0.9).reviews)
    found = Forecast(examined, days=40).at(0.9)
    free = Forecast(desk(cards), days=40).at(0.9)
    assert found.known >= free.known - 1e-6


def test_what_waits_long_comes_on_the_day_before_the_exam():
    examined = replace(desk([in_review(100, 5, 100, 0)]), strands=(Strand(exam_day=TODAY + 10),))
    reviews = Forecast(examined, days=10).at(0.9).reviews
    assert (reviews[0], reviews[9]) == (1, pytest.approx(1))
    assert sum(reviews[1:9]) < 0.2  # forgotten, with the chance of that


def test_very_many_cards_are_told_from_an_even_choice():
    cards = steady(3 * MOST_FOLLOWED)
    every = Forecast(desk(cards)).at(0.9)
    thirds = [Forecast(desk(cards[part::3])).at(0.9) for part in range(3)]
    assert every.minutes_a_day == pytest.approx(sum(one.minutes_a_day for one in thirds), rel=0.02)
    assert every.known == pytest.approx(sum(one.known for one in thirds), rel=0.01)
    assert every.learnt == pytest.approx(len(cards))


def test_cards_in_their_steps_are_finished_today():
    learning = replace(
        NEW_CARD, state=State.LEARNING, step=1, stability=2.3, difficulty=4.0, last_review_day=TODAY
    )
    found = Forecast(desk([learning], pace=Pace(step_right=1.0))).at(0.9)
    assert found.minutes[0] == pytest.approx(8 / 60)
    assert found.learnt == 1


class Life:
    """Days lived one by one, each answer drawn from a seed and scheduled as the learner's are."""

    def __init__(self, given: Desk, retention: float, seed: int) -> None:
        self.desk, self.random = given, Random(seed)
        self.settings = replace(given.settings, desired_retention=retention)
        self.guess_chance = given.strands[0].guess_chance
        self.cards = [held.card for held in given.cards]
        self.ms = 0.0

    def live(self, days: int) -> None:
        for day in range(TODAY, TODAY + days):
            due = [
                number
                for number, card in enumerate(self.cards)
                if card.state is State.REVIEW and card.due_day <= day
            ]
            new = [number for number, card in enumerate(self.cards) if card.state is State.NEW]
            for number in due:
                self.study(number, day, retrievability(self.cards[number], self.moment(day)))
            for number in new[: self.desk.new_per_day]:
                self.study(number, day, 1 - self.desk.pace.first[0])

    def study(self, number: int, day: int, recall: float) -> None:
        pace, moment = self.desk.pace, self.moment(day)
        was_new = self.cards[number].state is State.NEW
        lucky = not was_new and self.random.random() < self.guess_chance
        right = self.random.random() < recall or lucky
        self.ms += pace.first_ms if was_new else pace.passed_ms if right else pace.lapse_ms
        self.answer(number, moment, right=right)
        while self.cards[number].state is not State.REVIEW:
            moment = replace(moment, at=moment.at + timedelta(minutes=11))
            self.ms += pace.step_ms
            self.answer(number, moment, right=self.random.random() < pace.step_right)

    def answer(self, number: int, moment: Moment, *, right: bool) -> None:
        card, rating = self.cards[number], Rating.GOOD if right else Rating.AGAIN
        seed = f"{number}:{card.reviews}"
        self.cards[number] = schedule(
            card, rating, moment, self.settings, seed, guess_chance=self.guess_chance
        )

    def moment(self, day: int) -> Moment:
        return Moment(day_start(day, 0) + timedelta(hours=5))

    def known(self, days: int) -> float:
        chances = (retrievability(card, self.moment(TODAY + days)) for card in self.cards)
        return sum(chance or 0.0 for chance in chances)


@pytest.mark.parametrize(
    ("retention", "guess_chance", "steps"), [(0.8, 0.0, 1), (0.95, 0.0, 1), (0.9, 0.5, 1), (0.85, 0.25, 3)]
)
def test_minutes_and_cards_known_are_those_of_days_lived_one_by_one(retention, guess_chance, steps):
    settings_ = Settings(learning_steps=(MINUTE,) * (steps + 1), relearning_steps=(MINUTE,) * steps)
    cards = steady(150) + [NEW_CARD] * 150
    strands = (Strand(guess_chance=guess_chance),)
    given = desk(cards, new_per_day=5, settings=settings_, strands=strands)
    expected = Forecast(given).at(retention)
    life = Life(given, retention, seed=1)
    life.live(90)
    assert expected.minutes_a_day == pytest.approx(life.ms / 60_000 / 90, rel=0.15)
    assert expected.known == pytest.approx(life.known(90), rel=0.05)


def test_correcting_for_lucky_guesses_costs_reviews():
    strands = (Strand(guess_chance=0.5),)
    free, corrected = (
        sum(Forecast(desk(steady(100), strands=strands, settings=given)).at(0.9).reviews)
        for given in (Settings(guess_correction=False), Settings(guess_correction=True))
    )
    assert corrected > 1.1 * free
