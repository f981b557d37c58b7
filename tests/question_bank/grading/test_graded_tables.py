"""Every rule of grading at work, as tables of answers and what must become of them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from question_bank.grading import Vocabulary, grade
from question_bank.grading.normal import words_of
from question_bank.model import (
    AskAgain,
    AskReason,
    ChoiceResponse,
    Cloze,
    DateQuestion,
    Distractor,
    Grade,
    ListItem,
    ListQuestion,
    Matching,
    MatchResponse,
    MultipleChoice,
    NoteKind,
    NumberQuestion,
    Ordering,
    OrderingItem,
    OrderResponse,
    Pair,
    PartialDate,
    Precision,
    Question,
    Response,
    Scale,
    ShortAnswer,
    SingleChoice,
    TextResponse,
    TextsResponse,
    Tolerance,
    Unit,
)

CASES = Path(__file__).parent / "cases"
NOTHING = Vocabulary()
ASKED = {
    "empty": AskReason.EMPTY,
    "not_a_number": AskReason.NOT_A_NUMBER,
    "not_a_date": AskReason.NOT_A_DATE,
    "incomplete": AskReason.INCOMPLETE,
    "ambiguous": None,
}
NOTED = {
    "right": (1.0, None),
    "spelling": (1.0, NoteKind.SPELLING),
    "typo": (1.0, NoteKind.TYPO),
    "wrong": (0.0, None),
    "rejected": (0.0, NoteKind.REJECTED),
    "wrong_unit": (0.0, NoteKind.WRONG_UNIT),
    "missing_unit": (0.0, NoteKind.MISSING_UNIT),
}


def table(name: str) -> Any:
    return yaml.load((CASES / name).read_text(encoding="utf-8"), yaml.BaseLoader)  # everything stays text


def typed_cases(name: str) -> list[Any]:
    return [
        pytest.param(entry, verdict, text, id=f"{entry['answer']}-{verdict}-{text}-{at}")
        for at, entry in enumerate(table(name))
        for verdict in (*NOTED, *ASKED)
        for text in entry.get(verdict, [])
    ]


def verdict_of(outcome: Grade | AskAgain) -> str:
    """Name what became of an answer as the tables do."""
    if isinstance(outcome, AskAgain):
        ambiguous = outcome.reason in {AskReason.AMBIGUOUS_NUMBER, AskReason.AMBIGUOUS_DATE}
        return "ambiguous" if ambiguous else outcome.reason.value
    noted = (outcome.fraction, outcome.notes[0].kind if outcome.notes else None)
    return next(verdict for verdict, expected in NOTED.items() if expected == noted)


def judged(entry: dict[str, Any], question: Question, response: Response) -> Grade | AskAgain:
    words = frozenset().union(*(words_of(text) for text in entry.get("bank", [])))
    return grade(question, response, Vocabulary(words), language=entry.get("language", "en"))


@pytest.mark.parametrize(("entry", "verdict", "text"), typed_cases("short_answer.yaml"))
def test_a_short_answer_is_graded_as_the_table_says(entry: dict[str, Any], verdict: str, text: str) -> None:
    question = ShortAnswer(
        id="q",
        prompt="?",
        answer=entry["answer"],
        accept=tuple(entry.get("accept", ())),
        reject=tuple(entry.get("reject", ())),
        strict=entry.get("strict") == "true",
    )
    assert verdict_of(judged(entry, question, TextResponse(text))) == verdict


@pytest.mark.parametrize(("entry", "verdict", "text"), typed_cases("number.yaml"))
def test_a_number_is_graded_as_the_table_says(entry: dict[str, Any], verdict: str, text: str) -> None:
    tolerance = entry.get("tolerance", "0")
    unit = None
    if "unit" in entry:
        unit = Unit(name=entry["unit"], accept=tuple(entry.get("units", ())), required="required" in entry)
    question = NumberQuestion(
        id="q",
        prompt=entry.get("prompt", "How much?"),
        answer=Decimal(entry["answer"]),
        written=entry["answer"],
        scale=Scale(entry.get("scale", "")),
        tolerance=Tolerance(amount=Decimal(tolerance.rstrip("%")), percent=tolerance.endswith("%")),
        unit=unit,
    )
    assert verdict_of(judged(entry, question, TextResponse(text))) == verdict


@pytest.mark.parametrize(("entry", "verdict", "text"), typed_cases("date.yaml"))
def test_a_date_is_graded_as_the_table_says(entry: dict[str, Any], verdict: str, text: str) -> None:
    answer = PartialDate(*(int(part) for part in entry["answer"].split("-")))
    precision = Precision(entry.get("precision", answer.precision))
    question = DateQuestion(id="q", prompt="When?", answer=answer, precision=precision)
    assert verdict_of(judged(entry, question, TextResponse(text))) == verdict


def given_cases(entries: list[dict[str, Any]], key: str) -> list[Any]:
    return [
        pytest.param(entry, given, id=f"{at}-{'-'.join(given[key])}")
        for at, entry in enumerate(entries)
        for given in entry["given"]
    ]


@pytest.mark.parametrize(("entry", "given"), given_cases(table("list.yaml"), "lines"))
def test_a_list_earns_the_share_that_the_table_says(entry: dict[str, Any], given: dict[str, Any]) -> None:
    items = tuple(ListItem(answer=item[0], accept=tuple(item[1:])) for item in entry["items"])
    question = ListQuestion(id="q", prompt="?", answers=items, need=int(entry["need"]))
    outcome = grade(question, TextsResponse(tuple(given["lines"])), NOTHING)
    assert isinstance(outcome, Grade)
    assert outcome.fraction == pytest.approx(float(Fraction(given["share"])))
    kinds = [note.kind for note in outcome.notes]
    assert kinds.count(NoteKind.DUPLICATE) == int(given.get("duplicates", 0))
    assert kinds.count(NoteKind.TYPO) == int(given.get("typos", 0))


@pytest.mark.parametrize(("entry", "given"), given_cases(table("cloze.yaml"), "gaps"))
def test_a_cloze_earns_the_share_of_its_gaps(entry: dict[str, Any], given: dict[str, Any]) -> None:
    accept = tuple(tuple(texts) for texts in entry.get("accept", ()))
    question = Cloze(id="q", text=entry["text"], accept=accept)
    outcome = grade(question, TextsResponse(tuple(given["gaps"])), NOTHING, part=int(given["part"]))
    assert isinstance(outcome, Grade)
    assert outcome.fraction == pytest.approx(float(Fraction(given["share"])))
    assert len(outcome.details) == int(given["share"].partition("/")[2])


def arranged(kind: str, case: dict[str, Any]) -> tuple[Question, Response]:
    if kind == "ordering":
        items = tuple(
            OrderingItem(text=text, label=label) for text, label in zip("ABCDE", case["labels"], strict=False)
        )
        return Ordering(id="q", prompt="?", items=items), OrderResponse(tuple(case["given"]))
    if kind == "matching":
        pairs = tuple(Pair(left=str(at), right=right) for at, right in enumerate(case["rights"]))
        return Matching(id="q", prompt="?", pairs=pairs, spare=("s",)), MatchResponse(tuple(case["given"]))
    wrong = tuple(Distractor(text=text) for text in case["wrong"])
    response = ChoiceResponse(tuple(case["given"]))
    if kind == "single_choice":
        return SingleChoice(id="q", prompt="?", answer=case["keys"], distractors=wrong), response
    return MultipleChoice(id="q", prompt="?", answers=tuple(case["keys"]), distractors=wrong), response


@pytest.mark.parametrize(
    ("kind", "case"),
    [
        pytest.param(kind, case, id=f"{kind}-{at}")
        for kind, cases in table("arrangements.yaml").items()
        for at, case in enumerate(cases)
    ],
)
def test_choices_and_arrangements_earn_the_share_that_the_table_says(kind: str, case: dict[str, Any]) -> None:
    outcome = grade(*arranged(kind, case), NOTHING)
    if isinstance(outcome, AskAgain):
        assert outcome.reason.value == case["share"]
    else:
        assert outcome.fraction == pytest.approx(float(Fraction(case["share"])))
