from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.memory.card import NEW_CARD, Card, Rating, State
from quiz.memory.days import Moment, day_start, next_rollover
from quiz.memory.queue import Candidate, Counts, Today, count, count_ahead, pick, pick_ahead
from quiz.memory.scheduling import DEFAULT_SETTINGS, retrievability, schedule

NOW = Moment(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


def review(last=10, stability=10.0, due=0) -> Card:
    """A review card last seen so many days ago and due in so many."""
    return Card(
        state=State.REVIEW,
        stability=stability,
        difficulty=5.0,
        due_at=day_start(NOW.day + due, 0),
        due_day=NOW.day + due,
        interval_days=last + due,
        last_review_at=NOW.at - timedelta(days=last),
        last_review_day=NOW.day - last,
        reviews=3,
    )


def learning(minutes=0.0, state=State.LEARNING) -> Card:
    """A card whose step ends in so many minutes."""
    return Card(
        state=state,
        stability=1.0,
        difficulty=5.0,
        due_at=NOW.at + timedelta(minutes=minutes),
        last_review_at=NOW.at - timedelta(minutes=10),
        last_review_day=NOW.day,
        reviews=1,
    )


def candidate(question_id, card=NEW_CARD, part=0, **more) -> Candidate:
    return Candidate(question_id=question_id, part=part, card=card, position=question_id, **more)


def today(**more) -> Today:
    return Today(**{"now": NOW, "new_left": 20, "reviews_left": 200, **more})


def picked(*candidates, **more):
    chosen = pick(candidates, today(**more))
    return chosen and chosen.key


def test_steps_that_are_over_come_first_then_reviews_then_new_cards_then_steps_about_to_end():
    cards = [candidate(4, learning(15)), candidate(3), candidate(2, review()), candidate(1, learning(-5))]
    order = []
    while cards:
        order.append(picked(*cards)[0])
        cards = [one for one in cards if one.question_id not in order]
    assert order == [1, 2, 3, 4]


def test_of_two_steps_the_one_that_ended_earlier_comes_first():
    assert picked(candidate(1, learning(-1)), candidate(2, learning(-9))) == (2, 0)


def test_the_most_forgotten_review_comes_first():
    long_known = candidate(1, review(last=100, stability=200.0))
    fresh = candidate(2, review(last=3, stability=1.0))
    assert retrievability(fresh.card, NOW) < retrievability(long_known.card, NOW)
    assert picked(long_known, fresh) == (2, 0)


def test_a_step_that_ends_in_more_than_twenty_minutes_is_waited_for():
    assert picked(candidate(1, learning(20))) == (1, 0)
    assert picked(candidate(1, learning(21))) is None


def test_a_review_is_not_due_before_its_day():
    assert picked(candidate(1, review(due=1))) is None
    assert picked(candidate(1, review(due=0))) == (1, 0)
    assert picked(candidate(1, review(due=-3))) == (1, 0)


def test_new_cards_come_by_position_and_then_by_part():
    first = Candidate(question_id=9, part=2, card=NEW_CARD, position=1)
    assert picked(candidate(5), first, replace(first, part=1)) == (9, 1)


def test_limits_hold_back_reviews_and_new_cards_but_never_steps():
    cards = [candidate(1), candidate(2, review()), candidate(3, learning(10))]
    assert picked(*cards, reviews_left=0) == (1, 0)
    assert picked(*cards, reviews_left=0, new_left=0) == (3, 0)


def test_a_limit_that_was_lowered_below_what_was_done_counts_as_reached():
    assert picked(candidate(1), candidate(2, review()), new_left=-3, reviews_left=-1) is None
    assert count([candidate(1), candidate(2, review())], today(new_left=-3, reviews_left=-1)).due == 0


def test_siblings_never_follow_each_other_even_if_nothing_else_is_left():
    sibling, other = candidate(1, learning(-9), part=2), candidate(2, learning(10))
    assert picked(sibling, other, previous=(1, 1)) == (2, 0)
    assert picked(sibling, previous=(1, 1)) is None
    assert picked(sibling) == (1, 2)  # the next study session begins with it


def test_the_same_card_may_come_again_at_once_when_nothing_else_is_left():
    assert picked(candidate(1, learning(1)), previous=(1, 0)) == (1, 0)


def test_a_new_card_or_review_waits_for_another_day_once_its_sibling_was_answered():
    siblings = [candidate(1, part=2), candidate(1, review(), part=3)]
    assert picked(*siblings, answered=frozenset({(1, 1)})) is None
    assert picked(*siblings, answered=frozenset({(2, 1)})) == (1, 3)


def test_a_card_answered_today_that_is_due_again_is_no_sibling_of_itself():
    assert picked(candidate(1, review(), part=1), answered=frozenset({(1, 1)})) == (1, 1)


def test_a_sibling_waits_while_the_other_is_in_its_steps():
    assert picked(candidate(1, learning(30), part=1), candidate(1, part=2)) is None


def test_a_step_that_ends_on_another_day_holds_no_sibling_back():
    tomorrow = learning(24 * 60)
    assert picked(candidate(1, tomorrow, part=1), candidate(1, part=2)) == (1, 2)
    assert count([candidate(1, tomorrow)], today()).learning == 0


def test_learning_ahead_takes_the_most_forgotten_card_that_was_not_answered_today():
    cards = [
        candidate(1, review(last=1, stability=20.0, due=19)),
        candidate(2, review(last=5, stability=20.0, due=15)),
        candidate(3, review(last=9, stability=20.0, due=11)),
        candidate(4),
    ]
    assert pick_ahead(cards, today(reviews_left=0)).key == (3, 0)
    assert pick_ahead(cards, today(answered=frozenset({(3, 0)}))).key == (2, 0)
    assert pick_ahead(cards[3:], today()) is None


def test_a_card_that_slipped_while_learning_ahead_comes_back_in_its_steps():
    slipped = candidate(1, learning(5, State.RELEARNING))
    assert pick_ahead([slipped], today(answered=frozenset({(1, 0)}))).key == (1, 0)


def test_an_empty_day_counts_nothing():
    assert count([], today()).due == count([], today()).new == 0


SEA, AIR, ICE = "sea", "air", "ice"


def on(facts, *more, **others) -> Candidate:
    """A card on these facts."""
    return candidate(*more, facts=frozenset(facts), **others)


def test_a_card_never_comes_right_after_another_on_the_same_fact():
    review_of_sea, step_of_sea = on([SEA], 2, review(last=90)), on([SEA, ICE], 3, learning(-5))
    known = {1: frozenset({SEA, AIR})}
    for akin in (review_of_sea, step_of_sea):
        assert picked(akin, on([ICE], 4), previous=(1, 0), facts=known) == (4, 0)
        assert picked(akin, previous=(1, 0), facts=known) is None
        assert picked(akin, facts=known) == akin.key


def test_of_two_reviews_on_a_fact_the_less_forgotten_one_waits_for_another_day():
    more, less = on([SEA], 1, review(last=10, stability=5.0)), on([SEA], 2, review(last=10, stability=9.0))
    assert picked(less, more) == (1, 0)
    assert count([less, more], today()) == Counts(learning=0, reviews=1, new=0)
    answered = {"answered": frozenset({(1, 0)}), "facts": {1: frozenset({SEA})}}
    assert picked(less, **answered) is None


def test_a_review_waits_for_its_fact_as_long_as_fuzz_could_have_made_it_wait():
    """30 days may become 33 by fuzz: so it comes on the third day after it was due, whatever else does."""
    answered = {"answered": frozenset({(1, 0)}), "facts": {1: frozenset({SEA})}}

    def comes(days_late, interval=30):
        late = review(last=interval + days_late, due=-days_late)
        return picked(on([SEA], 2, replace(late, interval_days=interval)), **answered) is not None

    assert [comes(days) for days in range(5)] == [False, False, False, True, True]
    assert [comes(days, interval=1) for days in range(3)] == [False, True, True]


def test_a_review_that_cannot_wait_is_waited_for_by_a_more_forgotten_one_that_can():
    overdue = on([SEA], 1, replace(review(last=40, stability=90.0, due=-9), interval_days=31))
    fresher = on([SEA], 2, review(last=10, stability=2.0))
    assert picked(overdue, fresher) == (1, 0)
    assert count([overdue, fresher], today()).reviews == 1


def test_what_a_plan_has_ordered_or_called_waits_for_no_fact():
    answered = {"answered": frozenset({(1, 0)}), "facts": {1: frozenset({SEA})}}
    assert picked(on([SEA], 2, review(), place=0), **answered) == (2, 0)
    assert picked(on([SEA], 2, review(due=4), called=True), **answered) == (2, 0)


def test_new_cards_on_facts_not_yet_asked_today_come_first():
    cards = [on([SEA], 1), on([SEA], 2), on([AIR], 3), on([ICE], 4, review())]
    assert count(cards, today(new_left=2)) == Counts(learning=0, reviews=1, new=2)
    seen, _, _ = study(cards, today(new_left=2), [Rating.EASY] * 9)
    assert [one.question_id for one, _, _ in seen] == [4, 1, 3]


def test_more_new_cards_on_a_fact_come_the_same_day_only_to_fill_the_limit_and_apart():
    cards = [on([SEA], 1), on([SEA], 2), on([AIR], 3), on([AIR], 4)]
    seen, _, _ = study(cards, today(), [Rating.EASY] * 9)
    assert [one.question_id for one, _, _ in seen] == [1, 3, 2, 4]


def test_a_fact_with_most_of_the_cards_begins_so_that_others_can_come_between():
    old = replace(review(last=90, due=-60), interval_days=30)
    cards = [
        *(on([SEA], number, replace(old, stability=500.0)) for number in (1, 2, 3)),
        *(on([number], number, replace(old, stability=5.0)) for number in (4, 5)),
    ]
    assert count(cards, today()).reviews == 5
    assert picked(*cards) == (1, 0)


def test_learning_ahead_brings_each_fact_once_a_day():
    ahead = [on([SEA], 1, review(due=3)), on([SEA], 2, review(last=5, due=3)), on([AIR], 3, review(due=3))]
    assert count_ahead(ahead, today()) == 2
    answered = {"answered": frozenset({(1, 0)}), "facts": {1: frozenset({SEA})}}
    assert pick_ahead(ahead, today(**answered)).key == (3, 0)
    assert count_ahead(ahead[1:2], today(**answered)) == 0


def test_steps_wait_for_no_day_but_never_follow_their_fact():
    answered = {"answered": frozenset({(1, 0)}), "facts": {1: frozenset({SEA})}}
    assert picked(on([SEA], 2, learning(-1)), **answered) == (2, 0)
    assert picked(on([SEA], 2, learning(-1)), previous=(1, 0), **answered) is None


def test_a_new_card_waits_for_another_day_where_its_sibling_is_due():
    cards = [candidate(1, review()), candidate(1, part=1), candidate(2)]
    assert count(cards, today()) == Counts(learning=0, reviews=1, new=1)


def test_a_step_that_ends_when_the_next_day_begins_is_not_for_today():
    left = (next_rollover(NOW) - NOW.at) / timedelta(minutes=1)
    cards = [candidate(1, learning(left)), candidate(2, learning(left - 1))]
    assert count(cards, today()) == Counts(learning=1, reviews=0, new=0)


def test_a_day_that_brought_more_than_its_limit_brings_nothing_more():
    cards = [candidate(number, review()) for number in (1, 2, 3)] + [candidate(4), candidate(5), candidate(6)]
    assert count(cards, today(reviews_left=-1, new_left=-1)) == Counts(learning=0, reviews=0, new=0)


def test_named_questions_all_come_and_apart_as_far_as_that_goes():
    cards = [on([SEA], 1, review()), on([SEA], 2, review()), on([AIR], 3)]
    seen, _, _ = study(cards, today(named=True), [Rating.EASY] * 9)
    assert [one.question_id for one, _, _ in seen] == [1, 3, 2]
    seen, _, _ = study(cards[:2], today(named=True), [Rating.EASY] * 9)
    assert [one.question_id for one, _, _ in seen] == [1, 2]


def test_new_questions_that_were_named_come_in_their_order_whatever_facts_they_share():
    cards = [on([AIR, SEA], 1), on([SEA], 2), on([ICE], 3)]
    after_air = {"previous": (9, 0), "answered": {(9, 0)}, "facts": {9: frozenset([AIR])}}
    assert picked(*cards, named=True, **after_air) == (2, 0)


CARDS = st.one_of(
    st.just(NEW_CARD),
    st.builds(review, last=st.integers(1, 60), stability=st.floats(0.1, 500), due=st.integers(-9, 3)),
    st.builds(learning, st.integers(-60, 0), st.sampled_from([State.LEARNING, State.RELEARNING])),
)
FACTS = st.lists(st.frozensets(st.sampled_from([SEA, AIR, ICE, "fog"]), max_size=2), min_size=9, max_size=9)
POOLS = st.tuples(
    st.dictionaries(
        st.tuples(st.integers(1, 8), st.integers(0, 3)), st.tuples(CARDS, st.booleans()), max_size=14
    ),
    FACTS,
).map(
    lambda drawn: [
        candidate(question_id, card, part, suspended=suspended, facts=drawn[1][question_id])
        for (question_id, part), (card, suspended) in drawn[0].items()
    ]
)
SKIPPED = st.frozensets(st.tuples(st.integers(1, 8), st.integers(0, 3)), max_size=4)
LIMITS = {"new_left": st.integers(-1, 5), "reviews_left": st.integers(-1, 5)}


def study(pool, start, ratings, seconds=0):
    """Study until the queue is empty or no rating is left; return what was picked and what remains."""
    cards = {one.key: one for one in pool}
    facts = {one.question_id: one.facts for one in pool}
    seen = []
    for rating in ratings:
        chosen = pick(cards.values(), start)
        if chosen is None:
            break
        seen.append((chosen, start, list(cards.values())))
        after = schedule(chosen.card, rating, start.now, DEFAULT_SETTINGS, "seed")
        cards[chosen.key] = replace(chosen, card=after)
        start = replace(
            start,
            now=Moment(start.now.at + timedelta(seconds=seconds)),
            facts=facts,
            answered=start.answered | {chosen.key},
            previous=chosen.key,
            new_left=start.new_left - (chosen.card.state is State.NEW),
            reviews_left=start.reviews_left - (chosen.card.state is State.REVIEW),
        )
    return seen, list(cards.values()), start


@given(POOLS, SKIPPED, st.lists(st.sampled_from(Rating), max_size=40), st.builds(today, **LIMITS))
@settings(deadline=None)
def test_a_day_of_study_keeps_its_limits_and_shows_nothing_it_must_not(pool, skipped, ratings, start):
    start = replace(start, skipped=skipped)
    seen, _, _ = study(pool, start, ratings, seconds=20)
    assert all(one.key not in skipped and not one.suspended for one, _, _ in seen)
    kinds = [one.card.state for one, _, _ in seen]
    assert kinds.count(State.NEW) <= max(start.new_left, 0)
    assert kinds.count(State.REVIEW) <= max(start.reviews_left, 0)


@given(POOLS, st.builds(today, **LIMITS))
@settings(deadline=None)
def test_the_count_is_what_a_day_without_slips_takes(pool, start):
    counts = count(pool, start)
    seen, rest, end = study(pool, start, [Rating.EASY] * 40)
    kinds = [one.card.state for one, _, _ in seen]
    assert kinds.count(State.NEW) == counts.new
    assert kinds.count(State.REVIEW) == counts.reviews
    assert len(seen) == counts.new + counts.due
    assert (count(rest, end).due, count(rest, end).new) == (0, 0)


@given(POOLS, st.lists(st.sampled_from(Rating), max_size=40), st.builds(today, **LIMITS), st.integers(0, 700))
@settings(deadline=None)
def test_no_card_ever_follows_another_of_its_question_or_on_its_fact(pool, ratings, start, seconds):
    seen, _, _ = study(pool, start, ratings, seconds)
    shown = [one for one, _, _ in seen]
    for before, after in pairwise(shown):
        assert before.key == after.key or before.marks.isdisjoint(after.marks)


@given(POOLS, st.builds(today, **LIMITS))
@settings(deadline=None)
def test_every_study_session_begins_with_a_card_while_the_day_holds_one(pool, start):
    """Nothing waits for the next study session in vain, whatever was shown last in this one."""
    _, rest, end = study(pool, start, [Rating.EASY] * 40)
    begun = replace(end, previous=None)
    left = count(rest, begun)
    assert (pick(rest, begun) is None) == (left.due + left.new == 0)
    steps = [one for one in rest if one.card.state in (State.LEARNING, State.RELEARNING)]
    assert not [one for one in steps if not one.suspended] or left.learning


@given(POOLS, st.builds(today, **LIMITS))
@settings(deadline=None)
def test_what_a_day_asks_twice_about_a_fact_could_not_wait(pool, start):
    seen, _, _ = study(pool, start, [Rating.EASY] * 40)
    asked = Counter()
    for one, _, _ in seen:
        late = one.card.due_day is not None and NOW.day - one.card.due_day >= 1
        again = any(asked[fact] for fact in one.facts)
        assert not again or one.card.state is not State.REVIEW or late
        asked.update(one.facts)


def year_on_one_fact(questions, days):
    """Study once a day, all right; return on which day each was first asked, and how late reviews were."""
    cards = {one.key: one for one in (on([SEA], number) for number in range(questions))}
    first, late = {}, []
    for passed in range(days):
        now = Moment(NOW.at + timedelta(days=passed))
        seen, rest, _ = study(cards.values(), replace(today(), now=now), [Rating.GOOD] * 9, seconds=60)
        cards = {one.key: one for one in rest}
        for one, _, _ in seen:
            first.setdefault(one.key, passed)
            late += [now.day - one.card.due_day] if one.card.state is State.REVIEW else []
    return first, late


def test_twenty_questions_on_one_fact_are_all_learnt_and_their_reviews_come():
    first, late = year_on_one_fact(questions=20, days=150)
    assert len(first) == 20
    assert max(first.values()) <= 100
    assert len(late) >= 60
    assert max(late) <= 10
