from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.card import Rating, State
from quiz.memory.outcomes import Pace
from quiz.memory.paces import FEWEST_TIMED, USUAL, Tally, pace_from

tallies = st.lists(
    st.builds(
        Tally,
        state=st.sampled_from(State),
        rating=st.sampled_from(Rating),
        answers=st.integers(1, 300),
        timed=st.integers(0, 300),
        ms=st.integers(0, 60_000 * 300),
    ).map(lambda one: Tally(one.state, one.rating, max(one.answers, one.timed), one.timed, one.ms)),
    max_size=16,
    unique_by=lambda one: (one.state, one.rating),
)


def test_without_answers_the_usual_pace_is_taken():
    assert pace_from([]) == USUAL == Pace()


def test_below_fifty_timed_answers_times_are_the_usual_ones():
    slow = [Tally(State.REVIEW, Rating.GOOD, 500, FEWEST_TIMED - 1, 49 * 60_000)]
    assert pace_from(slow).passed_ms == USUAL.passed_ms


def test_from_fifty_timed_answers_on_times_are_the_learners_own():
    own = pace_from([Tally(State.REVIEW, Rating.GOOD, 50, 50, 50 * 5_000)])
    assert own.passed_ms == 5_000


def test_a_rare_kind_of_answer_takes_the_usual_time_at_the_learners_own_speed():
    own = pace_from([Tally(State.REVIEW, Rating.GOOD, 50, 50, 50 * 5_000)])
    assert own.lapse_ms == USUAL.lapse_ms * 5_000 / USUAL.passed_ms


def test_ratings_next_to_never_given_are_left_out():
    own = pace_from(
        [
            Tally(State.REVIEW, Rating.GOOD, 80, 0, 0),
            Tally(State.REVIEW, Rating.HARD, 20, 0, 0),
            Tally(State.REVIEW, Rating.EASY, 1, 0, 0),
        ]
    )
    assert own.passed == (0.2, 0.8, 0)


def test_first_answers_have_shares_of_their_own():
    found = [Tally(State.NEW, Rating.AGAIN, 30, 0, 0), Tally(State.NEW, Rating.GOOD, 10, 0, 0)]
    assert pace_from(found).first == (0.75, 0, 0.25, 0)
    assert pace_from([Tally(State.NEW, Rating.AGAIN, 3, 0, 0)]).first == USUAL.first


@given(tallies)
def test_whatever_the_log_counts_a_pace_has_shares_that_sum_to_one(found):
    pace = pace_from(found)
    assert abs(sum(pace.first) - 1) < 1e-9
    assert abs(sum(pace.passed) - 1) < 1e-9
    assert 0.5 <= pace.step_right <= 1
    assert min(pace.first_ms, pace.step_ms, pace.passed_ms, pace.lapse_ms) >= 0
