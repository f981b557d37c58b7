from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.statistics import Answer, DayTotal, Known, calibrate, date_of, retention
from quiz.web import charts

TODAY = 20_514  # a Monday in March 2026
counts = st.dictionaries(st.integers(TODAY - 400, TODAY), st.integers(1, 300).map(lambda n: DayTotal(n, n)))
reviews = st.lists(
    st.builds(
        Answer,
        day=st.integers(TODAY - 400, TODAY),
        recalled=st.booleans(),
        predicted=st.floats(0.05, 1),
        target=st.sampled_from([0.8, 0.9, 0.95]),
        response_ms=st.none(),
        guess_chance=st.sampled_from([0.0, 0.25, 0.5]),
    ),
    min_size=30,
    max_size=90,
)


@given(counts, st.integers(0, 6))
def test_the_year_has_every_day_once_up_to_today(days, later):
    today = TODAY + later
    cells = [cell for strip in charts.heat_strips(days, today) for cell in strip.cells]
    assert [cell.day for cell in cells] == [date_of(day) for day in range(today - len(cells) + 1, today + 1)]
    assert len(cells) >= 365
    for strip in charts.heat_strips(days, today):
        assert len({(cell.x, cell.y) for cell in strip.cells}) == len(strip.cells)


@given(counts)
def test_the_table_of_the_year_says_what_the_picture_shows(days):
    drawn = sum(strip.answers for strip in charts.heat_strips(days, TODAY))
    assert sum(week.answers for week in charts.heat_weeks(days, TODAY)) == drawn


@given(counts)
def test_a_day_with_answers_never_looks_like_one_without(days):
    for strip in charts.heat_strips(days, TODAY):
        assert all((cell.level > 0) is (cell.answers > 0) and cell.level <= 4 for cell in strip.cells)


@given(st.lists(st.floats(0, 100_000), min_size=1, max_size=30))
def test_bars_stand_on_the_baseline_and_stay_inside_the_picture(values):
    drawn = charts.bars(values)
    for bar in drawn.bars:
        assert abs(bar.y + bar.height - drawn.baseline) < 0.02
        assert bar.y >= 0
        assert 0 <= bar.x <= charts.WIDTH - bar.width


@given(reviews)
def test_points_stay_inside_the_picture(answers):
    for plot in (
        charts.calibration_plot(calibrate(answers)),
        charts.retention_plot(retention(answers, TODAY)),
    ):
        for point in plot.points:
            assert 0 <= point.x <= charts.WIDTH
            assert 0 <= point.high <= point.y <= point.low <= charts.HEIGHT


def test_the_parts_of_a_bar_fill_it():
    parts = charts.shares(Known(new=1, learning=2, review=4, recall=0.9))
    assert [part.name for part in parts] == ["review", "learning", "new"]
    assert abs(sum(part.width for part in parts) - 100) < 0.01
    assert all(abs(a.x + a.width - b.x) < 0.01 for a, b in pairwise(parts))


def test_without_cards_a_bar_is_empty():
    assert sum(part.width for part in charts.shares(Known(0, 0, 0, None))) == 0
