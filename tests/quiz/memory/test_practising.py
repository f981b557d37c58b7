from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.memory.apart import cannot_be_parted
from quiz.memory.card import NEW_CARD
from quiz.memory.practising import marks_apart, next_practised, practice_order
from quiz.memory.queue import Candidate

FACTS = ["sea", "air", "ice", "fog"]
POOLS = st.dictionaries(
    st.tuples(st.integers(1, 8), st.integers(0, 3)),
    st.tuples(st.booleans(), st.frozensets(st.sampled_from(FACTS), max_size=2)),
    max_size=14,
).map(
    lambda pool: [
        Candidate(question_id=question_id, part=part, card=NEW_CARD, suspended=suspended, facts=facts)
        for (question_id, part), (suspended, facts) in pool.items()
    ]
)
SEEDS = st.text(max_size=6)


def candidate(question_id, *facts, part=0):
    return Candidate(question_id=question_id, part=part, card=NEW_CARD, facts=frozenset(facts))


@given(POOLS, SEEDS)
def test_named_cards_are_all_practised_once_but_the_suspended(pool, seed):
    order = practice_order(pool, seed)
    assert sorted(order) == sorted(one.key for one in pool if not one.suspended)
    assert order == practice_order(list(reversed(pool)), seed)


@given(POOLS, SEEDS, st.integers(1, 16))
def test_a_draw_keeps_its_limit_and_cards_apart(pool, seed, most):
    order = practice_order(pool, seed, most)
    assert len(set(order)) == len(order) <= most
    marks = marks_apart({one.key: one.marks for one in pool if not one.suspended})
    assert all(marks[before].isdisjoint(marks[after]) for before, after in pairwise(order))


@given(POOLS, SEEDS)
def test_siblings_meet_in_practice_only_if_they_outnumber_the_rest(pool, seed):
    """Without facts: the parts of named questions."""
    order = practice_order([replace(one, facts=frozenset()) for one in pool], seed)
    questions = [question_id for question_id, _ in order]
    met = any(before == after for before, after in pairwise(questions))
    crowd = max((questions.count(one) for one in questions), default=0)
    assert not met or cannot_be_parted(crowd, len(questions))


def test_another_seed_practises_in_another_order():
    pool = [candidate(number) for number in range(12)]
    assert practice_order(pool, "one") != practice_order(pool, "two")


def test_a_draw_takes_different_facts_first():
    pool = [candidate(number, FACTS[number % 4]) for number in range(40)]
    facts = {one.key: one.facts for one in pool}
    drawn = practice_order(pool, "seed", 4)
    assert len(frozenset().union(*(facts[key] for key in drawn))) == 4


def test_a_bank_on_one_fact_is_practised_as_it_comes():
    pool = [candidate(number, "sea") for number in range(6)]
    assert len(practice_order(pool, "seed", 20)) == 6


def practise(pool, seed, wrong, most=20, **given):
    """Practise until all is right or nothing may come; the first answers are wrong as `wrong` says."""
    tries = dict.fromkeys(practice_order(pool, seed, most), 0)
    marks = marks_apart({one.key: one.marks for one in pool if one.key in tries})
    known, last, shown = [], None, []
    while True:
        waiting = sorted((key for key in tries if key not in known), key=lambda key: tries[key])
        key = next_practised(waiting, known, last, marks, **given)
        if key is None:
            return shown, waiting, marks
        shown.append(key)
        assert len(shown) < 300, "practice never ends"
        tries[key] += 1
        failed = len(shown) <= len(wrong) and wrong[len(shown) - 1]
        known = [one for one in known if one != key] if failed else [*known, *({key} - {*known})]
        last = key


@given(POOLS, SEEDS, st.lists(st.booleans(), max_size=20))
@settings(deadline=None)
def test_practice_ends_and_never_shows_a_card_after_an_akin_one(pool, seed, wrong):
    shown, waiting, marks = practise(pool, seed, wrong)
    for before, after in pairwise(shown):
        assert before == after or marks[before].isdisjoint(marks[after])
    if not any(wrong):
        assert waiting == []


def test_a_card_that_was_right_comes_between_two_on_one_fact():
    marks = {(1, 0): frozenset({"sea"}), (2, 0): frozenset({"sea"}), (3, 0): frozenset({"air"})}
    assert next_practised([(1, 0)], [(2, 0), (3, 0)], (2, 0), marks) == (3, 0)
    assert next_practised([(1, 0)], [(2, 0)], (2, 0), marks) is None
    assert next_practised([(1, 0)], [(2, 0)], (2, 0), marks, regardless=True) == (1, 0)


def test_two_on_one_fact_are_not_left_for_the_end():
    marks = {(1, 0): frozenset({"sea"}), (2, 0): frozenset({"sea"}), (3, 0): frozenset({"air"})}
    assert next_practised([(3, 0), (1, 0), (2, 0)], [], None, marks) == (1, 0)


def test_a_card_that_went_wrong_comes_again_at_once_only_if_nothing_else_may():
    marks = {(number, 0): frozenset({number}) for number in (1, 2)}
    assert next_practised([(1, 0), (2, 0)], [], (1, 0), marks) == (2, 0)
    assert next_practised([(1, 0)], [(2, 0)], (1, 0), marks) == (1, 0)
