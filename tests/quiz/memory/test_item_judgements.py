"""Why an item is poor: each reason is found where it is planted, and sound items are left in peace."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from quiz.memory.item_judgements import Reason, analyse, at_least, at_most, correlated_below, proven
from quiz.memory.item_values import FirstAttempt, Item, Recall, Recalls
from tests.quiz.memory.simulated_class import Made, simulated

RUNS = 12
PLANTED = 27  # sound items come before what is planted


def reasons(items, number):
    return [flaw.reason for flaw in analyse(items)[(number, 0)].flaws]


def sound(seed):
    draw = Random(seed)
    return [Made(draw.uniform(-1.1, 0.6), draw.uniform(0.8, 1.6)) for _ in range(PLANTED)]


@pytest.fixture(scope="module")
def judged():
    """What was found of each planted item, and of the sound ones, in classes of 40 and of 100."""
    planted = {
        "wrong key": Made(-0.3, keyed="one"),
        "no knowledge needed": Made(0.0, slope=0.0),
        "idle distractor": Made(0.0, pull={"one": 1, "two": 1, "three": 0}),
        "too hard": Made(3.5),
        "too easy": Made(-4.0),
    }
    found: Counter[tuple[int, str, str]] = Counter()
    for size in (40, 100):
        for seed in range(RUNS):
            results = analyse(simulated([*sound(seed), *planted.values()], size, seed))
            for number, name in enumerate([*["sound"] * PLANTED, *planted]):
                own = {flaw.reason for flaw in results[(number, 0)].flaws}
                found.update((size, name, reason) for reason in own)
                found[size, name, "any"] += bool(own)
    return found


def test_a_wrong_key_is_found_in_most_classes_of_forty_and_in_all_of_a_hundred(judged):
    assert judged[40, "wrong key", Reason.KEY] >= 0.6 * RUNS
    assert judged[40, "wrong key", "any"] >= 0.9 * RUNS
    assert judged[100, "wrong key", Reason.KEY] == RUNS


def test_sound_items_are_seldom_accused_and_never_of_a_wrong_key(judged):
    for size in (40, 100):
        assert judged[size, "sound", "any"] <= 0.04 * RUNS * PLANTED
        assert judged[size, "sound", Reason.KEY] + judged[size, "sound", Reason.NEGATIVE] == 0


@pytest.mark.parametrize(
    ("name", "reason", "share"),
    [
        ("no knowledge needed", Reason.LOW, 0.4),
        ("idle distractor", Reason.IDLE_DISTRACTOR, 0.9),
        ("too hard", Reason.HARD, 0.9),
        ("too easy", Reason.EASY, 0.8),
    ],
)
def test_other_faults_are_found_in_most_classes_of_a_hundred(judged, name, reason, share):
    assert judged[100, name, reason] >= share * RUNS


def test_a_distractor_that_strong_learners_take_is_named():
    draw = Random(5)
    items = simulated(sound(5), 100, 5)
    strong = {
        learner
        for learner in range(100)
        if sum(item.attempts[learner].fraction for item in items) > 0.55 * PLANTED
    }
    taken = (
        "two" if n in strong and draw.random() < 0.45 else draw.choice(("key", "one")) for n in range(100)
    )
    attempts = tuple(
        replace(each, chosen=(text,), fraction=float(text == "key"))
        for each, text in zip(items[0].attempts, taken, strict=True)
    )
    flaws = analyse([replace(items[0], attempts=attempts), *items[1:]])[(0, 0)].flaws
    assert [flaw.text for flaw in flaws if flaw.reason is Reason.STRONG_DISTRACTOR] == ["two"]


def reviews(learner, predicted, outcomes):
    return Recalls.of(learner, [Recall(predicted, right) for right in outcomes])


def with_recalls(items, number, known):
    """Let every item be recalled as predicted but this one, of which that share is known."""
    draw = Random(1)
    return [
        replace(
            item,
            recalls=tuple(
                reviews(
                    learner,
                    0.9,
                    [draw.random() < (known if item.key[0] == number else 0.9) for _ in range(3)],
                )
                for learner in range(60)
            ),
        )
        for item in items
    ]


def test_what_is_recalled_far_less_than_predicted_is_named_and_nothing_else_is():
    items = with_recalls(simulated(sound(1), 60, 1), 3, 0.6)
    found = analyse(items)
    accused = [
        number
        for number in range(PLANTED)
        if Reason.FORGOTTEN in {f.reason for f in found[(number, 0)].flaws}
    ]
    assert accused == [3]


def test_a_schedule_that_expects_too_much_of_everything_accuses_no_item():
    draw = Random(2)
    items = [
        replace(
            item, recalls=tuple(reviews(n, 0.95, [draw.random() < 0.7 for _ in range(3)]) for n in range(60))
        )
        for item in simulated(sound(2), 60, 2)
    ]
    assert not any(Reason.FORGOTTEN in {f.reason for f in each.flaws} for each in analyse(items).values())


def test_one_learner_who_forgets_everything_is_no_proof_against_an_item():
    items = simulated(sound(3), 60, 3)
    recalls = (*(reviews(n, 0.9, [True]) for n in range(40)), reviews(99, 0.9, [False] * 20))
    assert Reason.FORGOTTEN not in reasons([replace(items[0], recalls=recalls), *items[1:]], 0)


def test_what_takes_twice_the_usual_time_is_named():
    items = [
        replace(
            item,
            attempts=tuple(
                replace(each, response_ms=(30_000 if item.key[0] == 2 else 5_000) + 10 * each.learner)
                for each in item.attempts
            ),
        )
        for item in simulated(sound(4), 40, 4)
    ]
    flaws = {number: analyse(items)[(number, 0)].flaws for number in range(4)}
    (slow,) = (flaw for flaw in flaws[2] if flaw.reason is Reason.SLOW)
    assert (slow.value, slow.beside) == (30_195.0, 5_195.0)
    assert not any(flaw.reason is Reason.SLOW for number in (0, 1, 3) for flaw in flaws[number])


def test_a_leech_is_named_and_the_most_serious_reason_comes_first():
    items = simulated([*sound(6), Made(-0.3, keyed="one")], 100, 6)
    bad = replace(items[-1], leeches=3)
    found = reasons([*items[:-1], bad], PLANTED)
    assert found[0] is Reason.KEY
    assert found == sorted(found, key=list(Reason).index)
    assert Reason.LEECH in found


def test_below_thirty_first_attempts_only_the_counts_are_there():
    items = simulated([*sound(7), Made(keyed="one")], 29, 7)
    bad = replace(items[-1], leeches=9, recalls=tuple(reviews(n, 0.9, [False]) for n in range(90)))
    for each in analyse([*items[:-1], bad]).values():
        assert (each.attempts, each.answers) == (29, 29)
        assert (each.measures, each.flaws) == (None, ())


def test_a_typed_answer_that_the_better_half_gives_may_be_the_right_one():
    base = simulated(sound(8), 60, 8)
    strong = sorted(range(60), key=lambda n: -sum(item.attempts[n].fraction for item in base))[:30]
    attempts = tuple(
        FirstAttempt(n, 0.0, ("the hangang",)) if n in strong else FirstAttempt(n, n % 3 == 0, ("The Han",))
        for n in range(60)
    )
    typed = Item(key=(PLANTED, 0), kind="short_answer", keys=("The Han",), attempts=attempts, answers=60)
    flaw = analyse([*base, typed])[(PLANTED, 0)].flaws[0]
    assert (flaw.reason, flaw.text, flaw.beside) == (Reason.KEY, "the hangang", 0)


def test_a_bank_without_answers_has_nothing_to_say():
    empty = Item(key=(1, 0), kind="flashcard", keys=())
    assert analyse([]) == {}
    assert analyse([empty])[(1, 0)].measures is None


def test_a_bank_of_which_half_contradicts_the_other_is_judged_too():
    """The middle discrimination of all is then the lowest there can be."""
    right = [1.0] * 20 + [0.0] * 20
    attempts = tuple(FirstAttempt(n, value, ("a",)) for n, value in enumerate(right))
    turned = tuple(FirstAttempt(n, 1 - value, ("a",)) for n, value in enumerate(right))
    others = [
        Item(key=(n, 0), kind="k", keys=("a",), attempts=attempts, facts=frozenset("f")) for n in range(5)
    ]
    odd = Item(key=(9, 0), kind="k", keys=("a",), attempts=turned)
    found = analyse([odd, *others])
    assert found[(9, 0)].measures.discrimination.value == pytest.approx(-1)
    assert [flaw.reason for flaw in found[(9, 0)].flaws] == [Reason.NEGATIVE]


def test_chances_are_those_of_the_tables():
    assert at_most(0, 30, 0.1) == pytest.approx(0.9**30)
    assert at_least(2, 2, 0.5) == pytest.approx(0.25)
    assert at_least(8, 10, 0.5) == pytest.approx(56 / 1024)
    assert at_most(3, 10, 0.3) == pytest.approx(0.6496, abs=1e-4)
    assert (at_most(5, 5, 0.2), at_least(0, 5, 0.2), at_most(0, 0, 0.5)) == (1, 1, 1)
    assert at_most(2.5, 10, 0.3) == pytest.approx(at_most(3, 10, 0.3)), "parts count against the accusation"
    assert correlated_below(0.0, 103, 0.0) == 0.5
    assert correlated_below(-0.1955, 103, 0.0) == pytest.approx(0.0239, abs=1e-3)


def test_many_tests_need_better_proof_and_many_finds_less():
    assert proven([0.04]) == 0.04
    assert proven([0.04, 0.5, 0.9]) == -1
    assert proven([0.01, 0.5, 0.9]) == 0.01
    assert proven([0.01, 0.02, 0.03, 0.04, 0.05]) == 0.05
