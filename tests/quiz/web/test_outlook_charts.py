from hypothesis import example, given
from hypothesis import strategies as st

from quiz.memory.workload import RETENTIONS, Workload
from quiz.web import charts, outlook_charts

amounts = st.floats(0, 2000)


def workload(retention, amount):
    return Workload(
        retention=retention, minutes=(amount,) * 90, reviews=(0.0,) * 90, known=amount, learnt=amount
    )


curves = st.lists(amounts, min_size=16, max_size=16).map(
    lambda found: [workload(*each) for each in zip(RETENTIONS, found, strict=True)]
)


@given(curves, st.sampled_from(RETENTIONS), st.sampled_from(RETENTIONS))
def test_dots_stay_inside_the_picture_in_the_order_of_retentions(curve, now, asked):
    drawn = outlook_charts.retention_curve(curve, lambda each: each.known, now, asked)
    assert [dot.x for dot in drawn.dots] == sorted(dot.x for dot in drawn.dots)
    assert all(0 <= dot.x <= charts.WIDTH and 0 <= dot.y <= charts.HEIGHT for dot in drawn.dots)
    assert [dot.name for dot in drawn.marked] == (["asked"] if now == asked else ["now", "asked"])


@example(now=5e-324, then=None)
@given(amounts, st.none() | amounts)
def test_days_stay_inside_the_picture(now, then):
    drawn = outlook_charts.minutes_by_day(workload(0.9, now), None if then is None else workload(0.95, then))
    assert len(drawn.now) == 90
    assert len(drawn.then) == (0 if then is None else 90)
    assert all(0 <= x <= charts.WIDTH and 0 <= y <= charts.HEIGHT for x, y in drawn.now + drawn.then)


def test_little_is_drawn_as_large_as_much():
    little = outlook_charts.retention_curve(
        [workload(each, 0.07) for each in RETENTIONS], lambda each: each.known, 0.9, None
    )
    assert little.dots[0].y < charts.HEIGHT / 2
