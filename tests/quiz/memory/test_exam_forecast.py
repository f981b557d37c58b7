from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from quiz.memory.card import Card, Rating, State
from quiz.memory.days import Moment, day_start
from quiz.memory.exam_forecast import ExamDesk, forecast
from quiz.memory.exam_plan import last_days, reviews_on
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS
from quiz.memory.fsrs6_plain import Plain
from quiz.memory.learnt import Learnt
from quiz.memory.outcomes import Pace
from quiz.memory.scheduling import DEFAULT_SETTINGS, retrievability, schedule

TODAY = 20_000


def desk(cards=60, new=30, days=30, **more) -> ExamDesk:
    """Cards of all kinds of stability, an exam in so many days."""
    learnt = tuple(
        Learnt((number, 0), 2.0 + number, 3 + number % 6, TODAY - 1 - number % 20, TODAY + number % 60)
        for number in range(cards)
    )
    given = {
        "today": TODAY,
        "exam_day": TODAY + days,
        "learnt": learnt,
        "new": new,
        "new_per_day": 5,
        "reviews_per_day": 50,
        "new_left": 5,
        "reviews_left": 50,
        "settings": DEFAULT_SETTINGS,
        "pace": Pace(),
        **more,
    }
    return ExamDesk(**given)


def test_a_day_each_from_today_to_the_day_before_the_exam():
    found = forecast(desk())
    assert [one.day for one in found.days] == list(range(TODAY, TODAY + 30))
    assert found.last_days_begin == TODAY + 23


def test_studying_is_expected_to_bring_more_than_not_studying():
    found = forecast(desk(new=0))
    assert 0.9 < found.recall < 1
    assert found.unstudied < found.recall - 0.1
    plain = Plain(DEFAULT_WEIGHTS)
    chances = [plain.recall(TODAY + 30 - one.last_review_day, one.stability) for one in desk().learnt]
    assert found.unstudied == pytest.approx(sum(chances) / len(chances))


def test_cards_that_will_never_have_been_seen_count_as_unknown():
    some = forecast(desk(cards=0, new=40, new_per_day=1, new_left=1, days=20))
    assert some.seen == 20
    assert 0.35 < some.recall < 0.5
    assert some.unstudied == 0


def test_as_many_new_cards_a_day_as_are_said_to_be_needed_are_enough_and_one_fewer_is_not():
    begins = desk(cards=0, new=61, days=12)
    needed = begins.new_needed
    enough = forecast(replace(begins, new_per_day=needed, new_left=needed))
    assert enough.seen == 61
    assert forecast(replace(begins, new_per_day=needed - 1, new_left=needed - 1)).seen < 61


def test_daily_limits_hold_and_today_has_what_is_left_of_them():
    found = forecast(desk(cards=400, days=10, reviews_left=3, new_left=1))
    assert found.days[0].reviews == 3
    assert found.days[0].new <= 1
    assert all(one.reviews <= 50 for one in found.days)


def test_in_the_last_days_every_card_comes_so_that_they_are_busier_than_the_days_before():
    easy = tuple(Learnt((number, 0), 300.0, 3.0, TODAY - 9, TODAY + 250) for number in range(70))
    found = forecast(desk(cards=0, new=0, learnt=easy, days=20))
    assert [one.reviews for one in found.days[:13]] == [0] * 13
    assert [round(one.reviews) for one in found.days[13:]] == [10] * 7


def test_new_cards_pause_in_the_forecast_while_there_is_a_backlog():
    late = tuple(Learnt((number, 0), 20.0, 5.0, TODAY - 40, TODAY - 20) for number in range(120))
    found = forecast(desk(cards=0, new=20, learnt=late))
    assert found.days[0].new == found.days[1].new == 0
    assert found.seen == 140


def test_minutes_follow_the_learners_own_pace():
    slow = replace(Pace(), first_ms=30_000, step_ms=16_000, passed_ms=20_000, lapse_ms=30_000)
    assert forecast(desk(pace=slow)).ms_a_day == pytest.approx(2 * forecast(desk()).ms_a_day)


def test_the_forecast_is_the_same_each_time_and_an_empty_bank_has_one_too():
    assert forecast(desk()) == forecast(desk())
    nothing = forecast(desk(cards=0, new=0))
    assert (nothing.recall, nothing.seen, nothing.ms_a_day) == (0, 0, 0)


def card_of(one: Learnt) -> Card:
    return Card(
        state=State.REVIEW,
        stability=one.stability,
        difficulty=float(one.difficulty),
        due_at=day_start(one.due_day, 0),
        due_day=one.due_day,
        interval_days=max(one.due_day - one.last_review_day, 1),
        last_review_at=noon(one.last_review_day).at,
        last_review_day=one.last_review_day,
        reviews=3,
    )


def noon(day: int) -> Moment:
    return Moment(datetime(1970, 1, 1, 12, tzinfo=UTC) + timedelta(days=day))


def lived(begins: ExamDesk, seed: int) -> tuple[float, int]:
    """Live every day through the schedule itself; return recall on the day and the reviews that took."""
    draw, reviews = Random(seed), 0
    cards = {one.key: card_of(one) for one in begins.learnt}
    plan = last_days(begins.exam_day, len(cards), begins.reviews_per_day, 1.0)
    for day in range(begins.today, begins.exam_day):
        settings = replace(DEFAULT_SETTINGS, maximum_interval_days=max(begins.exam_day - day - 1, 1))
        known = [
            Learnt(key, card.stability, card.difficulty, card.last_review_day, card.due_day)
            for key, card in cards.items()
        ]
        due = [one.key for one in known if one.due_day <= day]
        for key in reviews_on(known, day, plan).order if plan.hold(day) else due:
            card, moment = cards[key], noon(day)
            knew = draw.random() < (retrievability(card, moment) or 0)
            card = schedule(
                card, Rating.GOOD if knew else Rating.AGAIN, moment, settings, f"{seed}:{key}:{day}"
            )
            while card.state is not State.REVIEW:
                card = schedule(card, Rating.GOOD, moment, settings, "steps")
            cards[key] = card
            reviews += 1
    chances = [retrievability(card, noon(begins.exam_day)) or 0 for card in cards.values()]
    return sum(chances) / len(chances), reviews


def test_the_forecast_comes_true_for_days_lived_one_by_one_through_the_schedule():
    begins = desk(cards=60, new=0, days=25, reviews_per_day=500, reviews_left=500)
    lives = [lived(begins, seed) for seed in range(4)]
    found = forecast(begins)
    assert found.recall == pytest.approx(sum(recall for recall, _ in lives) / 4, abs=0.01)
    expected = sum(one.reviews for one in found.days)
    assert expected == pytest.approx(sum(reviews for _, reviews in lives) / 4, rel=0.1)
