"""The rule of each kind for finding its answer in the passages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from question_bank.evidence.answers import missing_parts
from question_bank.model import (
    Cloze,
    DateQuestion,
    Distractor,
    Flashcard,
    ListItem,
    ListQuestion,
    Matching,
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
    TrueFalse,
)

PASSAGES = (
    "In 1998 the U.S. surveyors’ third armoured ship measured 10,000-km of coasts; "
    "rivers gave 2.5 million tests.",
    "Kim Jong-Il met two officials near Ulan-Ude on Aug. 24, abandoning his programme of enrichment.",
)
WRONG = (Distractor(text="x"), Distractor(text="y"))
DAY = PartialDate(1998, 8, 24)


def number(written: str, scale: Scale = Scale.NONE) -> NumberQuestion:
    value = Decimal(written.replace(",", ""))
    return NumberQuestion(id="q", prompt="?", answer=value, written=written, scale=scale)


FOUND: tuple[Question, ...] = (
    ShortAnswer(id="q", prompt="?", answer="Ulan Ude"),
    ShortAnswer(id="q", prompt="?", answer="Kim Jong-il"),
    ShortAnswer(id="q", prompt="?", answer="the oceans", accept=("the coast",)),
    ShortAnswer(id="q", prompt="?", answer="an armored ship"),
    ShortAnswer(id="q", prompt="?", answer="The United States"),
    ShortAnswer(id="q", prompt="?", answer="the one surveyor"),
    SingleChoice(id="q", prompt="?", answer="**Rivers** and a test", distractors=WRONG),
    MultipleChoice(id="q", prompt="?", answers=("rivers", "coasts"), distractors=WRONG),
    ListQuestion(id="q", prompt="?", answers=(ListItem(answer="stream", accept=("river",)),), need=1),
    number("10,000"),
    number("3"),
    number("2"),
    number("2.5", Scale.MILLION),
    DateQuestion(id="q", prompt="?", answer=PartialDate(1998), precision=Precision.YEAR),
    DateQuestion(id="q", prompt="?", answer=DAY, precision=Precision.DAY),
    Cloze(id="q", text="They met near {{c1::Ulan-Ude::town}} in {{c2::1998}}."),
    Cloze(id="q", text="{{c1::Washington}}'s people", accept=(("U.S.",),)),
    Ordering(
        id="q",
        prompt="?",
        items=(OrderingItem(text="Kim and officials meet near Ulan-Ude and sail happily"),),
    ),
    Matching(id="q", prompt="?", pairs=(Pair(left="Kim Jong-Il", right="enrichment"),), spare=("whales",)),
    Flashcard(id="q", prompt="?", answer="He abandoned enrichment and his programme, to everyone's surprise"),
    TrueFalse(id="q", prompt="Whales met in 1066.", answer=False),
)
MISSED: tuple[tuple[Question, tuple[str, ...], tuple[str, ...]], ...] = (
    (ShortAnswer(id="q", prompt="?", answer="the oceans"), ("oceans",), ()),
    (ShortAnswer(id="q", prompt="?", answer="Kim Jong-un"), ("un",), ()),
    (ShortAnswer(id="q", prompt="?", answer="four ships"), (), ("4",)),
    (
        SingleChoice(id="q", prompt="?", answer="Old whales sing of rivers", distractors=WRONG),
        ("Old", "whales", "sing"),
        (),
    ),
    (MultipleChoice(id="q", prompt="?", answers=("rivers", "lakes"), distractors=WRONG), ("lakes",), ()),
    (ListQuestion(id="q", prompt="?", answers=(ListItem(answer="brook"),), need=1), ("brook",), ()),
    (number("10,001"), (), ("10001",)),
    (number("2.5", Scale.BILLION), ("billion",), ()),
    (DateQuestion(id="q", prompt="?", answer=PartialDate(2011), precision=Precision.YEAR), (), ("2011",)),
    (
        DateQuestion(id="q", prompt="?", answer=PartialDate(1998, 7, 24), precision=Precision.DAY),
        ("july",),
        (),
    ),
    (DateQuestion(id="q", prompt="?", answer=PartialDate(1998, 8, 25), precision=Precision.DAY), (), ("25",)),
    (Cloze(id="q", text="They met near {{c1::Irkutsk}} in {{c2::1998}}."), ("Irkutsk",), ()),
    (Ordering(id="q", prompt="?", items=(OrderingItem(text="Whales sing"),)), ("Whales", "sing"), ()),
    (Matching(id="q", prompt="?", pairs=(Pair(left="Kim", right="whales"),)), ("whales",), ()),
    (Flashcard(id="q", prompt="?", answer="Whales and dolphins"), ("Whales", "dolphins"), ()),
)


@pytest.mark.parametrize("question", FOUND, ids=lambda question: question.kind.value)
def test_an_answer_that_occurs_is_found(question: Question) -> None:
    assert missing_parts(question, PASSAGES, "en") == ()


@pytest.mark.parametrize(("question", "words", "figures"), MISSED)
def test_what_does_not_occur_is_named(
    question: Question, words: tuple[str, ...], figures: tuple[str, ...]
) -> None:
    (missing,) = missing_parts(question, PASSAGES, "en")
    assert (missing.words, missing.figures) == (words, figures)


def test_a_date_is_needed_only_as_far_as_it_is_asked_for() -> None:
    asked_for_month = DateQuestion(
        id="q", prompt="?", answer=PartialDate(1998, 8, 1), precision=Precision.MONTH
    )
    assert missing_parts(asked_for_month, PASSAGES, "en") == ()


def test_a_language_without_stop_words_passes_over_short_ones() -> None:
    question = ShortAnswer(id="q", prompt="?", answer="la rivers de les coasts")
    assert missing_parts(question, PASSAGES, "fr") == ()
