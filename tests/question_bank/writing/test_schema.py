"""The JSON Schema for editors: valid itself, up to date, and strict where the reader is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from question_bank.model import Kind
from question_bank.writing import schema_text
from question_bank.writing.keys import FILES
from question_bank.writing.shapes import Cases, ListOf, Record

SCHEMA = json.loads(schema_text())
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it (1.2): only true and false are truths, dates stay text."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, found) for tag, found in resolvers if tag.endswith((":int", ":float", ":null"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def load(text: str) -> Any:
    return yaml.load(text, Loader=EditorLoader)


def question(text: str) -> Any:
    return load("questions:\n  - " + text)


def test_the_schema_is_itself_valid() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)


def test_the_committed_schema_is_the_generated_one(root: Path) -> None:
    committed = (root / "question_bank" / "bank.schema.json").read_text(encoding="utf-8")
    assert committed == schema_text(), "run `python -m question_bank schema > question_bank/bank.schema.json`"


def test_the_shipped_banks_fit_the_schema(root: Path) -> None:
    files = sorted((root / "question_bank" / "banks").glob("*/**/*.yaml"))
    if not files:
        pytest.skip("no bank is here yet")
    for file in files:
        errors = [
            f"{file.name}: {e.json_path}: {e.message}"
            for e in VALIDATOR.iter_errors(load(file.read_text("utf-8")))
        ]
        assert errors == []


def test_every_key_has_a_sentence_and_every_kind_its_own_record() -> None:
    kinds = set()

    def walk(shape: object) -> None:
        if isinstance(shape, Record):
            for key in shape.keys:
                assert key.description.endswith("."), key.name
                walk(key.shape)
        elif isinstance(shape, ListOf):
            walk(shape.item)
        elif isinstance(shape, Cases):
            kinds.update(word for word, _ in shape.cases)
            for _, record in shape.cases:
                walk(record)

    for file in FILES:
        walk(file)
    assert kinds == set(Kind)


@pytest.mark.parametrize(
    "text",
    [
        "{id: a, kind: flashcard, prompt: Ask, answer: 2011}",
        "{id: a, kind: true_false, prompt: P, answer: true}",
        "{id: a, kind: single_choice, prompt: Ask, answer: no, distractors: [x, {text: y, feedback: z}]}",
        "{id: a, kind: multiple_choice, prompt: Ask, answers: [x, 3], distractors: [y]}",
        "{id: a, kind: short_answer, prompt: Ask, answer: x, accept: [y], reject: z, strict: true, was: [b]}",
        "{id: a, kind: list, prompt: Ask, answers: [x, {answer: y, accept: [z]}], need: 1}",
        "{id: a, kind: number, prompt: Ask, answer: '10,000', tolerance: 5%, unit: {name: km}}",
        "{id: a, kind: number, prompt: Ask, answer: 5, tolerance: 1, unit: km, scale: million}",
        "{id: a, kind: date, prompt: Ask, answer: 2011-08, precision: year}",
        "{id: a, kind: cloze, text: 'x {{c1::y}}', accept: [[], [z], w]}",
        "{id: a, kind: ordering, prompt: Ask, items: [x, {text: y, label: 1999}]}",
        "{id: a, kind: matching, prompt: Ask, pairs: [{left: x, right: y}, {left: v, right: y}], spare: [z]}",
    ],
)
def test_every_kind_as_documented_is_valid(text: str) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(question(text))] == []


@pytest.mark.parametrize(
    "text",
    [
        "{id: a, kind: flashcard, prompt: Ask}",
        "{id: a, kind: flashcard, prompt: Ask, answer: x, distracters: [y]}",
        "{id: a, kind: flashcard, prompt: Ask, answer: x, distractors: [y]}",
        "{id: A b, kind: flashcard, prompt: Ask, answer: x}",
        "{id: a, kind: riddle, prompt: Ask, answer: x}",
        "{id: a, kind: true_false, prompt: Ask, answer: yes}",
        "{id: a, prompt: Ask, answer: x}",
        "{id: a, kind: flashcard, prompt: Ask, answer: x, edition: 0}",
        "{id: a, kind: flashcard, prompt: Ask, answer: x, draft: sometimes}",
    ],
)
def test_what_the_reader_refuses_the_editor_marks(text: str) -> None:
    assert not VALIDATOR.is_valid(question(text))
