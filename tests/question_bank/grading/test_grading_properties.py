"""What must hold for every question and response."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.grading import Vocabulary, grade, guess_chance
from question_bank.grading.normal import is_blank
from question_bank.grading.typos import distance
from question_bank.model import (
    AskAgain,
    ChoiceResponse,
    Cloze,
    DateQuestion,
    Distractor,
    DontKnow,
    Flashcard,
    Grade,
    ListItem,
    ListQuestion,
    Matching,
    MatchResponse,
    MultipleChoice,
    NumberQuestion,
    Ordering,
    OrderingItem,
    OrderResponse,
    Pair,
    PartialDate,
    Question,
    Response,
    SelfRatedResponse,
    ShortAnswer,
    SingleChoice,
    TextResponse,
    TextsResponse,
    TrueFalse,
    TrueFalseResponse,
)

NOTHING = Vocabulary()
MONTHS = ["Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct.", "Nov", "December"]
texts = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="*_`[]<>\\&!#~"), max_size=40
)
keys = texts.filter(lambda text: not is_blank(text))
words = st.text("abcdefghijklmnop", min_size=1, max_size=12)
options = st.lists(words, min_size=3, max_size=7, unique=True)


def short(answer: str, **more: object) -> ShortAnswer:
    return ShortAnswer(id="q", prompt="?", answer=answer, **more)  # type: ignore[arg-type]  # one helper for all keys


def fraction(question: Question, response: Response, vocabulary: Vocabulary = NOTHING) -> float:
    outcome = grade(question, response, vocabulary)
    assert isinstance(outcome, Grade)
    return outcome.fraction


@given(keys, st.booleans())
def test_the_key_itself_is_always_right(key: str, strict: bool) -> None:
    outcome = grade(short(key, strict=strict, reject=("something else",)), TextResponse(key), NOTHING)
    assert outcome == Grade(1.0)


@given(keys, texts, st.sampled_from(["en", "de", "ru"]))
def test_any_typed_text_is_graded_right_or_wrong_or_asked_again(key: str, typed: str, language: str) -> None:
    outcome = grade(short(key), TextResponse(typed), NOTHING, language=language)
    assert isinstance(outcome, AskAgain) or outcome.fraction in {0.0, 1.0}


@given(st.lists(words, min_size=1, max_size=4), st.lists(words, min_size=1, max_size=4))
def test_spaces_and_case_change_nothing(key_words: list[str], typed_words: list[str]) -> None:
    question = short(" ".join(key_words))
    plain = grade(question, TextResponse(" ".join(typed_words)), NOTHING)
    spaced = grade(question, TextResponse("  " + " \t ".join(typed_words).upper() + "\u00a0"), NOTHING)
    assert spaced == plain


@pytest.mark.parametrize("typed", ["9" * 5000 + " million", "one" + " million" * 1000, "² thousand"])
def test_an_endless_number_is_a_wrong_answer_like_any_other(typed: str) -> None:
    assert fraction(short("a million"), TextResponse(typed)) == 0.0


@given(words, words)
def test_a_word_of_the_bank_is_never_taken_for_another(key: str, typed: str) -> None:
    outcome = grade(
        short(f"{key}x"), TextResponse(f"{typed}y"), Vocabulary(frozenset({f"{typed}y", f"{key}x"}))
    )
    assert isinstance(outcome, Grade)
    assert not outcome.right


@given(words, words, words)
def test_distance_is_symmetrical_and_zero_only_for_the_same_word(one: str, other: str, third: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other) <= max(len(one), len(other))
    assert distance(one + third, other + third) <= distance(one, other)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3))
def test_a_number_written_plainly_is_right_in_every_language(value: Decimal) -> None:
    question = NumberQuestion(id="q", prompt="?", answer=value, written=str(value))
    assert fraction(question, TextResponse(f"{value:f}")) == 1.0
    german = grade(question, TextResponse(f"{value:f}".replace(".", ",")), NOTHING, language="de")
    assert german == Grade(1.0)


@given(st.integers(-(10**15), 10**15), st.sampled_from([",", " ", "'", "\u202f", "\u00a0", "\u2009"]))
def test_thousands_may_be_set_off_by_any_mark_of_the_language(value: int, mark: str) -> None:
    question = NumberQuestion(id="q", prompt="?", answer=Decimal(value), written=str(value))
    assert fraction(question, TextResponse(f"{value:,}".replace(",", mark))) == 1.0


@given(texts)
def test_any_text_given_as_a_number_is_graded_or_asked_again(typed: str) -> None:
    outcome = grade(
        NumberQuestion(id="q", prompt="?", answer=Decimal(3), written="3"), TextResponse(typed), NOTHING
    )
    assert isinstance(outcome, (Grade, AskAgain))


@given(st.dates())
def test_a_date_is_right_in_every_usual_way_of_writing(day: date) -> None:
    key = PartialDate(day.year, day.month, day.day)
    question = DateQuestion(id="q", prompt="?", answer=key, precision=key.precision)
    year, month = f"{day.year:04d}", MONTHS[day.month - 1]
    for text in (
        str(key),
        f"{day.day}.{day.month}.{year}",
        f"{month} {day.day}, {year}",
        f"{day.day} {month} {year}",
    ):
        assert fraction(question, TextResponse(text)) == 1.0


@given(texts)
def test_any_text_given_as_a_date_is_graded_or_asked_again(typed: str) -> None:
    key = PartialDate(2011, 8, 24)
    question = DateQuestion(id="q", prompt="?", answer=key, precision=key.precision)
    assert isinstance(grade(question, TextResponse(typed), NOTHING), (Grade, AskAgain))


@given(options, st.data())
def test_the_order_of_ticks_changes_nothing(found: list[str], data: st.DataObject) -> None:
    split = data.draw(st.integers(1, len(found) - 1))
    question = MultipleChoice(
        id="q",
        prompt="?",
        answers=tuple(found[:split]),
        distractors=tuple(Distractor(text=one) for one in found[split:]),
    )
    ticked = data.draw(st.lists(st.sampled_from(found), min_size=1, unique=True))
    one = grade(question, ChoiceResponse(tuple(ticked)), NOTHING)
    other = grade(question, ChoiceResponse(tuple(reversed(ticked))), NOTHING)
    assert one == other
    assert 0.0 <= fraction(question, ChoiceResponse(tuple(ticked))) <= 1.0
    assert (fraction(question, ChoiceResponse(tuple(ticked))) == 1.0) == (set(ticked) == set(found[:split]))


@given(st.lists(words, min_size=2, max_size=7), st.data())
def test_only_the_right_order_and_its_ties_earn_the_full_mark(found: list[str], data: st.DataObject) -> None:
    question = Ordering(id="q", prompt="?", items=tuple(OrderingItem(text=text) for text in found))
    given_order = data.draw(st.permutations(found))
    earned = fraction(question, OrderResponse(tuple(given_order)))
    assert 0.0 <= earned <= 1.0
    assert (earned == 1.0) == (list(given_order) == found)
    assert fraction(question, OrderResponse(tuple(found))) == 1.0


@given(st.lists(words, min_size=1, max_size=6), st.data())
def test_each_right_partner_earns_an_equal_share(rights: list[str], data: st.DataObject) -> None:
    pairs = tuple(Pair(left=str(at), right=right) for at, right in enumerate(rights))
    question = Matching(id="q", prompt="?", pairs=pairs)
    chosen = data.draw(st.lists(st.sampled_from(rights), min_size=len(rights), max_size=len(rights)))
    right = sum(one == other for one, other in zip(chosen, rights, strict=True))
    assert fraction(question, MatchResponse(tuple(chosen))) == pytest.approx(right / len(rights))


@given(st.lists(words, min_size=1, max_size=6, unique=True), st.data())
def test_a_list_may_be_given_in_any_order(items: list[str], data: st.DataObject) -> None:
    question = ListQuestion(
        id="q", prompt="?", answers=tuple(ListItem(answer=item) for item in items), need=len(items)
    )
    lines = data.draw(st.permutations(items))
    vocabulary = Vocabulary(frozenset(items))
    assert fraction(question, TextsResponse(tuple(lines)), vocabulary) == 1.0


@given(st.lists(texts, max_size=6))
def test_no_list_earns_less_than_nothing_or_more_than_all(lines: list[str]) -> None:
    answers = tuple(ListItem(answer=item) for item in ("China", "Japan", "Russia"))
    outcome = grade(
        ListQuestion(id="q", prompt="?", answers=answers, need=2), TextsResponse(tuple(lines)), NOTHING
    )
    assert isinstance(outcome, AskAgain) or 0.0 <= outcome.fraction <= 1.0


QUESTIONS: tuple[Question, ...] = (
    Flashcard(id="q", prompt="?", answer="a"),
    TrueFalse(id="q", prompt="?", answer=True),
    SingleChoice(id="q", prompt="?", answer="a", distractors=(Distractor(text="b"), Distractor(text="c"))),
    MultipleChoice(id="q", prompt="?", answers=("a", "b"), distractors=(Distractor(text="c"),)),
    short("a"),
    ListQuestion(id="q", prompt="?", answers=(ListItem(answer="a"), ListItem(answer="b")), need=2),
    NumberQuestion(id="q", prompt="?", answer=Decimal(3), written="3"),
    DateQuestion(id="q", prompt="?", answer=PartialDate(2011), precision=PartialDate(2011).precision),
    Cloze(id="q", text="{{c1::a}}"),
    Ordering(id="q", prompt="?", items=tuple(OrderingItem(text=text) for text in "abc")),
    Matching(id="q", prompt="?", pairs=(Pair(left="1", right="a"), Pair(left="2", right="b"))),
)
TAKEN: dict[str, tuple[Response, ...]] = {
    "flashcard": (SelfRatedResponse(True),),
    "true_false": (TrueFalseResponse(True),),
    "single_choice": (ChoiceResponse(("a",)),),
    "multiple_choice": (ChoiceResponse(("a", "b")),),
    "short_answer": (TextResponse("a"),),
    "list": (TextsResponse(("a", "b")),),
    "number": (TextResponse("3"),),
    "date": (TextResponse("2011"),),
    "cloze": (TextsResponse(("a",)), SelfRatedResponse(True)),
    "ordering": (OrderResponse(("a", "b", "c")), SelfRatedResponse(True)),
    "matching": (MatchResponse(("a", "b")), SelfRatedResponse(True)),
}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.kind.value)
def test_every_kind_takes_its_own_responses_and_no_others(question: Question) -> None:
    every = {response for responses in TAKEN.values() for response in responses}
    for response in every:
        if type(response) in {type(taken) for taken in TAKEN[question.kind]}:
            continue
        with pytest.raises(TypeError):
            grade(question, response, NOTHING)
    for response in TAKEN[question.kind]:
        assert fraction(question, response) == 1.0


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.kind.value)
def test_asking_for_the_answer_earns_nothing(question: Question) -> None:
    assert grade(question, DontKnow(), NOTHING) == Grade(0.0)


@pytest.mark.parametrize(
    ("kind", "chance"),
    [
        ("flashcard", 0),
        ("true_false", 1 / 2),
        ("single_choice", 1 / 3),
        ("multiple_choice", 1 / 7),
        ("short_answer", 0),
        ("cloze", 0),
        ("ordering", 1 / 6),
        ("matching", 1 / 2),
    ],
)
def test_the_chance_of_a_lucky_guess_is_that_of_choosing_blindly(kind: str, chance: float) -> None:
    question = next(one for one in QUESTIONS if one.kind == kind)
    assert guess_chance(question) == pytest.approx(chance)


def test_ties_and_repeated_partners_make_guessing_easier_and_spare_ones_harder() -> None:
    items = tuple(
        OrderingItem(text=text, label=label) for text, label in (("a", "1"), ("b", "1"), ("c", "2"))
    )
    assert guess_chance(Ordering(id="q", prompt="?", items=items)) == pytest.approx(2 / 6)
    pairs = (Pair(left="1", right="a"), Pair(left="2", right="b"))
    assert guess_chance(Matching(id="q", prompt="?", pairs=pairs, spare=("c",))) == pytest.approx(1 / 6)
    repeated = (Pair(left="1", right="a"), Pair(left="2", right="a"))
    assert guess_chance(Matching(id="q", prompt="?", pairs=repeated, spare=("b",))) == pytest.approx(1 / 4)


def test_a_questions_own_language_goes_before_the_banks() -> None:
    question = NumberQuestion(id="q", prompt="?", answer=Decimal(1234), written="1234", lang="de")
    assert grade(question, TextResponse("1.234"), NOTHING, language="en") == Grade(1.0)
