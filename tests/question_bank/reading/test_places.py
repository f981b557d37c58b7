"""The text at a value's place is the value, for every scalar of a bank of all kinds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from question_bank.model import Bank, Kind
from question_bank.problems import Place
from question_bank.reading import read_bank_texts
from question_bank.reading.source_text import SourceText
from question_bank.reading.tree import Mapping, Node, Scalar, Sequence, parse

BLOCK = re.compile(r"^```yaml file=(?P<file>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def taught(root: Path) -> dict[str, str]:
    """The bank of the teachers' guide, which has all kinds."""
    guide = (root / "docs" / "teaching.md").read_text(encoding="utf-8")
    return {block["file"]: block["text"] for block in BLOCK.finditer(guide)}


@pytest.fixture(scope="module")
def bank(taught: dict[str, str]) -> Bank:
    reading = read_bank_texts({name: text.encode() for name, text in taught.items()})
    assert reading.problems == ()
    assert reading.bank is not None
    return reading.bank


def _scalars(node: Node) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    inside = node.items if isinstance(node, Sequence) else [each for pair in node.pairs for each in pair]
    return [scalar for each in inside for scalar in _scalars(each)]


def _written(texts: dict[str, str], place: Place) -> str:
    line = texts[place.file].split("\n")[place.line - 1]
    return line[place.column - 1 : place.column - 1 + place.width]


def test_every_scalar_stands_where_its_offsets_say(taught: dict[str, str]) -> None:
    for file, text in taught.items():
        source = SourceText(file, text)
        root = parse(source).root
        assert isinstance(root, Mapping)
        for scalar in _scalars(root):
            assert text[scalar.start : scalar.end].strip("\"'") == scalar.value
            assert _written(taught, source.place(scalar.start, scalar.end)).strip("\"'") == scalar.value


def test_every_value_of_a_question_is_found_by_its_path(bank: Bank, taught: dict[str, str]) -> None:
    assert {question.kind for question in bank.questions} == set(Kind)
    looked_up = 0
    for question in bank.questions:
        for path, place in question.at.by_path.items():
            assert question.at.of(*path) == place
            if path == ("id",):
                assert _written(taught, place) == question.id
            if path == ("prompt",):
                assert _written(taught, place) == question.prompt
            looked_up += 1
        assert len(question.at.by_path) == sum(1 for _ in question.at.by_path)
    assert looked_up > 100


def test_a_path_without_a_value_gives_the_nearest_place_around_it(bank: Bank, taught: dict[str, str]) -> None:
    question = bank.questions[0]
    assert _written(taught, question.at.of("distractors", 0, "text")) == "Rivers"
    assert _written(taught, question.at.of("distractors", 1, "text")) == "Glaciers"
    assert question.at.of("edition") == question.at.start
    assert question.at.start.line == question.at.of("id").line


def test_a_place_ends_with_its_line_and_wide_letters_count_one() -> None:
    source = SourceText("x", "a: 朝鲜 \U0001f30d b\nc: |\n  d\n  e\n")
    root = parse(source).root
    assert isinstance(root, Mapping)
    (_, first), (_, second) = root.pairs
    assert source.place(first.start, first.end) == Place("x", 1, 4, 6)
    assert source.place(second.start, second.end) == Place("x", 2, 4, 1)
