from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from question_bank.model import (
    Distractor,
    Flashcard,
    Matching,
    MultipleChoice,
    Ordering,
    OrderingItem,
    Pair,
    SingleChoice,
    TrueFalse,
)
from quiz.memory.presenting import Presentation, present

SEEDS = st.text(max_size=12)
TEXTS = st.lists(st.text(min_size=1, max_size=8), min_size=3, max_size=6, unique=True)


def single_choice(key: str, others: list[str]) -> SingleChoice:
    distractors = tuple(Distractor(text=text) for text in others)
    return SingleChoice(id="q", prompt="Which?", answer=key, distractors=distractors)


@given(TEXTS, SEEDS)
def test_the_key_cannot_be_told_from_the_order_of_choices(texts, seed):
    shown = [present(single_choice(key, [t for t in texts if t != key]), 0, seed) for key in texts]
    assert len(set(shown)) == 1
    assert sorted(shown[0].options) == sorted(texts)


@given(TEXTS, SEEDS, st.integers(1, 2))
def test_the_keys_cannot_be_told_from_the_order_of_several_choices(texts, seed, keys):
    def question(answers, wrong):
        distractors = tuple(Distractor(text=text) for text in wrong)
        return MultipleChoice(id="q", prompt="Which?", answers=tuple(answers), distractors=distractors)

    one, other = question(texts[:keys], texts[keys:]), question(texts[-keys:], texts[:-keys])
    assert present(one, 0, seed) == present(other, 0, seed)


@given(TEXTS, SEEDS, st.randoms())
def test_an_ordering_is_shown_alike_whatever_its_right_order(texts, seed, chance):
    other = list(texts)
    chance.shuffle(other)

    def question(order):
        items = tuple(OrderingItem(text=text, label=str(place)) for place, text in enumerate(order))
        return Ordering(id="q", prompt="In which order?", items=items)

    assert present(question(texts), 0, seed) == present(question(other), 0, seed)


@given(TEXTS, SEEDS, st.randoms())
def test_a_matching_shows_each_right_once_whichever_left_it_belongs_to(rights, seed, chance):
    def question():
        given = [*rights[1:], chance.choice(rights[1:])]
        chance.shuffle(given)
        pairs = tuple(Pair(left=str(place), right=right) for place, right in enumerate(given))
        return Matching(id="q", prompt="Match.", pairs=pairs, spare=(rights[0],))

    shown = present(question(), 0, seed)
    assert shown.lefts == tuple(str(place) for place in range(len(rights)))
    assert sorted(shown.options) == sorted(rights)
    assert present(question(), 0, seed) == shown


def test_kinds_without_options_have_nothing_to_present():
    assert present(Flashcard(id="q", prompt="Who?", answer="She"), 0, "seed") == Presentation()
    assert present(TrueFalse(id="q", prompt="So?", answer=True), 0, "seed") == Presentation()


def test_over_many_seeds_the_key_stands_in_every_place_equally_often():
    question = single_choice("Key", ["Alpha", "Beta", "Gamma"])
    places = Counter(present(question, 0, f"1:{number}").options.index("Key") for number in range(4000))
    assert all(880 < places[place] < 1120 for place in range(4))


def test_each_part_of_a_question_has_an_order_of_its_own():
    first = present(single_choice("b", ["bb", "c"]), 0, "a")
    assert {present(single_choice("b", ["bb", "c"]), part, "a") for part in range(40)} - {first}
