"""Every rule of grading at work, as tables of answers and what must become of them."""

from __future__ import annotations

from collections.abc import Iterator
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
    SelfRatedResponse,
    ShortAnswer,
    SingleChoice,
    TextResponse,
    TextsResponse,
    Tolerance,
    TrueFalse,
    TrueFalseResponse,
    Unit,
)

CASES = Path(__file__).parent / "cases"
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # to both, everything is text
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
    return yaml.load((CASES / name).read_text(encoding="utf-8"), LOADER)


def verdicts_in(entry: dict[str, Any]) -> dict[str, str]:
    """Return what must become of each answer that is typed at one question."""
    return {text: verdict for verdict in (*NOTED, *ASKED) for text in entry.get(verdict, [])}


def typed_cases(name: str) -> list[Any]:
    """Return a case for each question: one for each answer would take far longer than grading it."""
    return [pytest.param(entry, id=f"{entry['answer']}-{at}") for at, entry in enumerate(table(name))]


def shares_in(entry: dict[str, Any]) -> dict[str, str]:
    """Return what each choice or arrangement at one question earns."""
    return {given: share for share, responses in entry["shares"].items() for given in responses}


def verdict_of(outcome: Grade | AskAgain) -> str:
    """Name what became of an answer as the tables do."""
    if isinstance(outcome, AskAgain):
        ambiguous = outcome.reason in {AskReason.AMBIGUOUS_NUMBER, AskReason.AMBIGUOUS_DATE}
        return "ambiguous" if ambiguous else outcome.reason.value
    noted = (outcome.fraction, outcome.notes[0].kind if outcome.notes else None)
    return next(verdict for verdict, expected in NOTED.items() if expected == noted)


def verdicts(entry: dict[str, Any], question: Question) -> dict[str, str]:
    """Grade each answer that the table types at the question, and name what becomes of it."""
    words = Vocabulary(frozenset().union(*(words_of(text) for text in entry.get("bank", []))))
    language = entry.get("language", "en")
    return {
        text: verdict_of(grade(question, TextResponse(text), words, language=language))
        for text in verdicts_in(entry)
    }


@pytest.mark.parametrize("entry", typed_cases("short_answer.yaml"))
def test_a_short_answer_is_graded_as_the_table_says(entry: dict[str, Any]) -> None:
    question = ShortAnswer(
        id="q",
        prompt="?",
        answer=entry["answer"],
        accept=tuple(entry.get("accept", ())),
        reject=tuple(entry.get("reject", ())),
        strict=entry.get("strict") == "true",
    )
    assert verdicts(entry, question) == verdicts_in(entry)


@pytest.mark.parametrize("entry", typed_cases("number.yaml"))
def test_a_number_is_graded_as_the_table_says(entry: dict[str, Any]) -> None:
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
    assert verdicts(entry, question) == verdicts_in(entry)


@pytest.mark.parametrize("entry", typed_cases("date.yaml"))
def test_a_date_is_graded_as_the_table_says(entry: dict[str, Any]) -> None:
    answer = PartialDate(*(int(part) for part in entry["answer"].split("-")))
    precision = Precision(entry.get("precision", answer.precision))
    question = DateQuestion(id="q", prompt="When?", answer=answer, precision=precision)
    assert verdicts(entry, question) == verdicts_in(entry)


def given_in(entry: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
    """Return the cases written out, then those gathered by share (of a cloze by part, then share)."""
    yield from entry.get("given", [])
    by_part = entry.get("shares", {}) if key == "gaps" else {"": entry.get("shares", {})}
    for part, shares in by_part.items():
        for share, responses in shares.items():
            yield from ({key: texts, "share": share, "part": part, "noted": "no"} for texts in responses)


def given_cases(entries: list[dict[str, Any]], key: str) -> list[Any]:
    return [
        pytest.param(entry, given, id=f"{at}-{given.get('part', '')}-{'-'.join(given[key])}-{number}")
        for at, entry in enumerate(entries)
        for number, given in enumerate(given_in(entry, key))
    ]


@pytest.mark.parametrize(("entry", "given"), given_cases(table("list.yaml"), "lines"))
def test_a_list_earns_the_share_that_the_table_says(entry: dict[str, Any], given: dict[str, Any]) -> None:
    items = tuple(ListItem(answer=item[0], accept=tuple(item[1:])) for item in entry["items"])
    question = ListQuestion(id="q", prompt="?", answers=items, need=int(entry["need"]))
    outcome = grade(question, TextsResponse(tuple(given["lines"])), NOTHING)
    assert isinstance(outcome, Grade)
    assert outcome.fraction == pytest.approx(float(Fraction(given["share"])))
    if "noted" in given:
        return
    kinds = [note.kind for note in outcome.notes]
    assert kinds.count(NoteKind.DUPLICATE) == int(given.get("duplicates", 0))
    assert kinds.count(NoteKind.TYPO) == int(given.get("typos", 0))


@pytest.mark.parametrize(("entry", "given"), given_cases(table("cloze.yaml"), "gaps"))
def test_a_cloze_earns_the_share_of_its_gaps(entry: dict[str, Any], given: dict[str, Any]) -> None:
    accept = tuple(tuple(texts) for texts in entry.get("accept", ()))
    question = Cloze(id="q", text=entry["text"], accept=accept)
    response = TextsResponse(tuple(given["gaps"]))
    outcome = grade(
        question, response, NOTHING, language=entry.get("language", "en"), part=int(given["part"])
    )
    assert isinstance(outcome, Grade)
    assert outcome.fraction == pytest.approx(float(Fraction(given["share"])))
    assert len(outcome.details) == int(given["share"].partition("/")[2])


@pytest.mark.parametrize(
    ("entry", "part", "said", "share"),
    [
        pytest.param(entry, part, said, share, id=f"{at}-{part}-{said}")
        for at, entry in enumerate(table("cloze.yaml"))
        for part, shares in entry.get("looked", {}).items()
        for said, share in shares.items()
    ],
)
def test_a_cloze_that_was_looked_at_is_as_right_as_the_learner_says(
    entry: dict[str, Any], part: str, said: str, share: str
) -> None:
    question = Cloze(id="q", text=entry["text"])
    outcome = grade(question, SelfRatedResponse(knew=said == "yes"), NOTHING, part=int(part))
    assert outcome == Grade(float(Fraction(share)))


def arranged(kind: str, entry: dict[str, Any], given: str) -> tuple[Question, Response]:
    match kind:
        case "ordering":
            texts = entry.get("items", "ABCDE"[: len(entry["labels"])])
            items = tuple(
                OrderingItem(text=text, label=label)
                for text, label in zip(texts, entry["labels"], strict=True)
            )
            return Ordering(id="q", prompt="?", items=items), OrderResponse(tuple(given))
        case "matching":
            pairs = tuple(Pair(left=str(at), right=right) for at, right in enumerate(entry["rights"]))
            chosen = tuple("" if right == "-" else right for right in given)
            return Matching(id="q", prompt="?", pairs=pairs, spare=("s",)), MatchResponse(chosen)
        case "true_false":
            answer = entry["keys"] == "true"
            return TrueFalse(id="q", prompt="?", answer=answer), TrueFalseResponse(given == "true")
    wrong = tuple(Distractor(text=text) for text in entry["wrong"])
    ticked = ChoiceResponse(tuple(given))
    if kind == "single_choice":
        return SingleChoice(id="q", prompt="?", answer=entry["keys"], distractors=wrong), ticked
    return MultipleChoice(id="q", prompt="?", answers=tuple(entry["keys"]), distractors=wrong), ticked


def earned(outcome: Grade | AskAgain) -> object:
    return outcome.reason.value if isinstance(outcome, AskAgain) else pytest.approx(outcome.fraction)


@pytest.mark.parametrize(
    ("kind", "entry"),
    [
        pytest.param(kind, entry, id=f"{kind}-{at}")
        for kind, entries in table("arrangements.yaml").items()
        for at, entry in enumerate(entries)
    ],
)
def test_choices_and_arrangements_earn_the_share_that_the_table_says(
    kind: str, entry: dict[str, Any]
) -> None:
    expected = {
        given: share if share in ASKED else float(Fraction(share))
        for given, share in shares_in(entry).items()
    }
    assert {given: earned(grade(*arranged(kind, entry, given), NOTHING)) for given in expected} == expected


def typed_at(name: str) -> list[str]:
    return [text for entry in table(name) for text in verdicts_in(entry)]


FAMILIES = {
    "typed texts": typed_at("short_answer.yaml"),
    "numbers": typed_at("number.yaml"),
    "dates": typed_at("date.yaml"),
    "lists and gaps": [*given_cases(table("list.yaml"), "lines"), *given_cases(table("cloze.yaml"), "gaps")],
    "choices and arrangements": [
        given
        for entries in table("arrangements.yaml").values()
        for entry in entries
        for given in shares_in(entry)
    ],
}


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_of_rules_has_at_least_three_hundred_cases(family: str) -> None:
    assert len(FAMILIES[family]) >= 300


@pytest.mark.parametrize("name", ["short_answer.yaml", "number.yaml", "date.yaml"])
def test_no_typed_answer_stands_twice_at_one_question(name: str) -> None:
    for entry in table(name):
        given = [text for verdict in (*NOTED, *ASKED) for text in entry.get(verdict, [])]
        assert len(given) == len(set(given)), entry["answer"]
