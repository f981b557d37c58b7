from dataclasses import replace

import pytest

from quiz.memory.exam_forecast import ExamDesk, forecast
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS
from quiz.memory.fsrs6_plain import Plain
from quiz.memory.learnt import Learnt
from quiz.memory.outcomes import Pace
from quiz.memory.scheduling import DEFAULT_SETTINGS

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
