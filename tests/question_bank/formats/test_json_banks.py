"""A bank as JSON: what is no bank is refused with its place, and the rest still comes in."""

from __future__ import annotations

import json

import pytest

from question_bank.formats import read_json, write_json
from question_bank.model import Bank, Flashcard, Media

CARD = '{"id": "q", "kind": "flashcard", "prompt": "a", "answer": "b"}'


def whole(questions: str, more: str = "") -> str:
    return f'{{"factdeck": 1, {more}"questions": [{questions}]}}'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "here a value is missing"),
        ("{", "here a name in quotation marks is missing"),
        ('{"factdeck": 1,}', "here a name in quotation marks is missing"),
        ('{"factdeck" 1}', "':' is missing"),
        ('{"factdeck": 1 "x": 2}', "',' or '}' is missing"),
        ('{"factdeck": 1} x', "something follows"),
        ('{"factdeck": "1', "never closed"),
        ('{"factdeck": "\\q"}', "backslash"),
        ("[" * 100_000, "nested more than"),
        ("null", "nothing but null"),
        ("[]", "no object"),
        ('{"questions": []}', "no 'factdeck'"),
        ('{"factdeck": 2, "questions": []}', "version 2"),
        (whole("", '"sources": {}, "bank": "b", "title": "t", '), "'sources' is no list"),
        (whole(CARD, '"pictures": {"../a.png": ""}, '), "no place for a picture"),
        (whole(CARD, '"pictures": {"a.png": "?"}, '), "cannot be read"),
    ],
)
def test_what_is_no_bank_in_json_is_refused(text: str, said: str) -> None:
    (problem,) = read_json(text).problems
    assert problem.code == "E705"
    assert said in problem.message


def test_a_bad_question_is_named_with_its_place_and_the_others_come_in() -> None:
    bad = '{"id": "r", "kind": "flashcard", "promt": "a", "answer": null}'
    imported = read_json(whole(f"{CARD},\n{bad},\n{CARD},\n7"), "bank.json")
    assert [question.id for question in imported.questions] == ["q"]
    assert [(each.code, each.place.line) for each in imported.problems] == [
        ("E103", 2),
        ("E130", 2),
        ("E201", 3),
        ("E131", 4),
    ]


def test_half_a_letter_and_hidden_characters_harm_nothing() -> None:
    imported = read_json(whole('{"id": "q", "kind": "flashcard", "prompt": "\\ud83d", "answer": "\\u0000"}'))
    assert [problem.code for problem in imported.problems] == ["E102"]


def test_a_picture_that_is_not_at_hand_and_one_that_nobody_shows_are_listed() -> None:
    question = Flashcard(id="q", prompt="a", answer="b", media=(Media(file="a.png", alt="A"),))
    exported = write_json(Bank(id="water", title="Water", questions=(question,)), lambda _: None)
    assert [loss.code for loss in exported.losses] == ["W711"]
    imported = read_json(whole(CARD, '"pictures": {"b.png": "aaaa"}, '))
    assert (imported.media, [loss.code for loss in imported.losses]) == ({}, ["W713"])


def test_the_format_names_its_version_and_has_figures_and_truths_as_such() -> None:
    question = Flashcard(id="q", prompt="a", answer="b", difficulty=3, edition=2, draft=True)
    plain = json.loads(write_json(Bank(id="water", title="Water", questions=(question,))).text)
    assert plain["factdeck"] == 1
    assert plain["questions"] == [
        {
            "id": "q",
            "kind": "flashcard",
            "prompt": "a",
            "answer": "b",
            "difficulty": 3,
            "edition": 2,
            "draft": True,
        }
    ]
