"""What each kind of question is in GIFT, and what the report says of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from question_bank.formats import write_gift
from question_bank.model import (
    Bank,
    Cloze,
    DateQuestion,
    Distractor,
    Flashcard,
    ListItem,
    ListQuestion,
    Matching,
    Media,
    MultipleChoice,
    NumberQuestion,
    Ordering,
    OrderingItem,
    Pair,
    PartialDate,
    Precision,
    Question,
    Scale,
    ShortAnswer,
    SingleChoice,
    Tolerance,
    TrueFalse,
    Unit,
)
from question_bank.problems import Place, Places


def written(question: Question) -> tuple[str, list[str]]:
    """The question's own lines, and what is said of it."""
    exported = write_gift(Bank(id="water", title="Water", questions=(question,)))
    block = exported.text.partition("\n\n")[2]
    return block.partition("\n")[2].rstrip("\n"), [loss.message for loss in exported.losses]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (TrueFalse(id="q", prompt="Wet?", answer=False), "::q::Wet? {FALSE}"),
        (
            SingleChoice(
                id="q",
                prompt="What: {a}?",
                answer="*b*",
                distractors=(Distractor(text="c", feedback="no #1"), Distractor(text="%5%")),
                explanation="x = 1",
            ),
            "::q::What\\: \\{a\\}? {\n\t=[html]<em>b</em>\n\t~c#no \\#1\n\t~[html]%5%\n\t####x \\= 1\n}",
        ),
        (
            MultipleChoice(
                id="q", prompt="Which?", answers=("a", "b", "c"), distractors=(Distractor(text="d"),)
            ),
            "::q::Which? {\n\t~%33.33333%a\n\t~%33.33333%b\n\t~%33.33333%c\n\t~%-33.33333%d\n}",
        ),
        (
            ShortAnswer(id="q", prompt="Who?", answer="a*", accept=("%b",), reject=("c",)),
            "::q::Who? {\n\t=a\\\\*\n\t=%100%[plain]%b\n\t=%0%c\n}",
        ),
        (
            NumberQuestion(
                id="q",
                prompt="How many?",
                answer=Decimal(9),
                written="9",
                tolerance=Tolerance(amount=Decimal("0.5")),
            ),
            "::q::How many? {#9:0.5}",
        ),
        (
            Matching(
                id="q",
                prompt="Pair",
                pairs=(Pair(left="a -> b", right="c"), Pair(left="d", right="e")),
                spare=("f",),
            ),
            "::q::Pair {\n\t=[html]a -&gt; b -> c\n\t=d -> e\n\t= -> f\n}",
        ),
        (
            Cloze(id="q", text="A {{c1::leaf}} is green.", accept=(("blade",),)),
            "::q::A {\n\t=leaf\n\t=blade\n} is green.",
        ),
        (
            Cloze(id="q", text="A **{{c1::leaf}}** is green."),
            "::q::[html]A <strong>{=leaf}</strong> is green.",
        ),
    ],
)
def test_a_kind_that_moodle_knows_goes_over_whole(question: Question, text: str) -> None:
    assert written(question) == (text, [])


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        (
            Flashcard(id="q", prompt="Why?", answer="So."),
            "::q::Why? {####So.}",
            "a flashcard became an essay",
        ),
        (
            ListQuestion(
                id="q",
                prompt="Two?",
                answers=(ListItem(answer="a", accept=("b",)), ListItem(answer="c")),
                need=1,
            ),
            "::q::Two? {####a / b; c}",
            "'need: 1'",
        ),
        (
            DateQuestion(id="q", prompt="When?", answer=PartialDate(2011, 8, 24), precision=Precision.MONTH),
            "::q::When? {\n\t=August 2011\n\t=2011-08\n}",
            "a date became a short answer",
        ),
        (
            Ordering(
                id="q",
                prompt="Order!",
                items=(
                    OrderingItem(text="a", label="1"),
                    OrderingItem(text="b", label="2"),
                    OrderingItem(text="c", label="2"),
                ),
            ),
            "::q::Order! {\n\t=a -> 1\n\t=b -> 2\n\t=c -> 2\n}",
            "an ordering became a matching",
        ),
        (
            Cloze(id="q", text="{{c1::a::letter}} and {{c2::b}}."),
            "::q-1::{=a} [letter] and b.\n\n// [id:q-2]\n::q-2::a and {=b}.",
            "its 2 gaps became 2 questions",
        ),
        (Cloze(id="q", text="Water is {{c1::wet}}"), "::q::Water is _____ {=wet}", "became a short answer"),
        (
            NumberQuestion(
                id="q",
                prompt="How much?",
                answer=Decimal(505),
                written="505",
                tolerance=Tolerance(amount=Decimal(2), percent=True),
                unit=Unit(name="km"),
                scale=Scale.THOUSAND,
            ),
            "::q::How much? (thousand km) {#505:10.1}",
            "the tolerance of 2% is written 10.1",
        ),
        (
            ShortAnswer(id="q", prompt="Who?", answer="**a** -> b", strict=True),
            "::q::Who? {=a → b}",
            "the formatting of the answer",
        ),
        (
            TrueFalse(
                id="q", prompt="![](a.png) Wet?", answer=True, media=(Media(file="a.png", alt="Rain"),)
            ),
            "::q::[html]Rain Wet? {TRUE}",
            "the picture a.png",
        ),
        (
            TrueFalse(id="q", prompt="Wet?", answer=True, facts=("f",), difficulty=2, edition=2),
            "::q::Wet? {TRUE}",
            "facts, difficulty and edition",
        ),
    ],
)
def test_what_moodle_does_not_know_is_written_as_the_nearest_and_listed(
    question: Question, text: str, said: str
) -> None:
    shown, messages = written(question)
    assert shown == text
    assert any(said in message for message in messages)


def test_drafts_stay_behind_and_are_listed() -> None:
    draft = TrueFalse(id="q", prompt="Wet?", answer=True, draft=True)
    exported = write_gift(Bank(id="water", title="Water", questions=(draft,)))
    assert exported.text == ""
    assert [loss.code for loss in exported.losses] == ["W711"]


def test_each_file_of_questions_is_a_category_and_a_loss_has_its_place() -> None:
    def question(name: str, file: str) -> TrueFalse:
        at = Places(Place(f"water/questions/{file}.yaml", 3, 5))
        return TrueFalse(id=name, prompt="Wet?", answer=True, facts=("f",), at=at)

    exported = write_gift(
        Bank(id="water", title="Sea / air", questions=(question("a", "one"), question("b", "two")))
    )
    assert "$CATEGORY: $course$/top/Sea // air/one\n" in exported.text
    assert "$CATEGORY: $course$/top/Sea // air/two\n" in exported.text
    assert [loss.place.file for loss in exported.losses] == [
        "water/questions/one.yaml",
        "water/questions/two.yaml",
    ]


def test_more_right_options_than_moodle_has_shares_for_get_the_nearest_share() -> None:
    answers = tuple(f"a{number}" for number in range(11))
    question = MultipleChoice(id="q", prompt="Which?", answers=answers, distractors=(Distractor(text="d"),))
    text, messages = written(question)
    assert text.count("~%10%") == 11
    assert messages == ["'q': each right option earns 10% in Moodle, not 9.09%"]
