"""The words that the editor completes: the keys that may stand somewhere, and the bank's own ids."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from question_bank.model import Kind
from question_bank.reading import read_bank_texts
from question_bank.writing.keys import FACT, QUESTION
from quiz.services.errors import NotFound
from quiz.services.workshop.grammar import grammar
from quiz.services.workshop.templates import TEMPLATES
from quiz.services.workshop.words import words_of_bank


def written(template: str) -> str:
    """Return a template as it stands once all its places hold what they propose."""
    return re.sub(r"\$\{\d+:([^}]*)\}", r"\1", template).replace("\\{", "{").replace("\\}", "}")


def listed(key: str, template: str, name: str) -> str:
    """Return a file whose only entry is a template's."""
    entry = written(TEMPLATES[template]).replace("\n", "\n  ").replace("a-name-for-ever", name)
    return f"{key}:\n  - {entry}\n"


def keys_of(record: str) -> dict[str, dict[str, Any]]:
    return {key["name"]: key for key in grammar()["records"][record]["keys"]}


def test_each_kind_has_its_keys_with_the_sentences_of_the_schema() -> None:
    for kind, record in QUESTION.cases:
        assert [key.name for key in record.keys] == list(keys_of(kind))
        assert all(keys_of(kind)[key.name]["says"] == key.description for key in record.keys)
    assert keys_of("single_choice")["distractors"]["required"]
    assert keys_of("single_choice")["kind"]["shape"]["says"]["cloze"] == "A text with gaps."


def test_what_is_chosen_from_the_bank_says_from_which_of_its_words() -> None:
    facts = keys_of("flashcard")["facts"]["shape"]["any"]

    assert [shape.get("of") or shape["list"]["of"] for shape in facts] == ["facts", "facts"]
    assert keys_of("passage")["source"]["shape"] == {"of": "sources"}
    assert keys_of("passage")["paragraph"]["shape"] == {"of": "paragraphs"}
    assert keys_of("facts_file")["facts"]["shape"] == {"list": {"record": FACT.name}, "open": True}
    assert json.loads(json.dumps(grammar())) == grammar()


@pytest.mark.parametrize("kind", Kind)
def test_a_new_question_from_its_template_reads_without_an_error(kind: Kind) -> None:
    reading = read_bank_texts(
        {
            "bank.yaml": f"bank: a\ntitle: A\n{listed('sources', 'source', 'survey')}".encode(),
            "facts.yaml": listed("facts", "fact", "fact").encode(),
            "questions/a.yaml": listed("questions", kind.value, "new").encode(),
        }
    )

    assert [str(problem) for problem in reading.problems] == []
    assert reading.bank is not None
    assert [each.kind for each in reading.bank.questions] == [kind]


def test_a_bank_gives_its_ids_its_tags_and_its_paragraphs(world: Any) -> None:
    (world.folder / "sources").mkdir()
    (world.folder / "sources" / "survey.txt").write_text("First.\n\nSecond one.\n", encoding="utf-8")

    words = words_of_bank(world.ctx, world.learner, "water")

    assert words.facts == {"evaporation": "Most water vapour in the air has evaporated from the oceans."}
    assert words.sources == {"survey": "A survey of water"}
    assert words.tags == ("places", "air", "water")
    assert words.paragraphs == {"survey": {1: "First.", 2: "Second one."}}


def test_the_version_changes_with_the_bank_and_with_its_texts(world: Any, pieces: dict[str, str]) -> None:
    def version() -> str:
        return words_of_bank(world.ctx, world.learner, "water").version

    first = version()
    assert version() == first

    world.sync(pieces["origin"])
    second = version()
    (world.folder / "sources").mkdir()
    (world.folder / "sources" / "survey.txt").write_text("First.\n", encoding="utf-8")

    assert len({first, second, version()}) == 3


def test_a_bank_that_nobody_could_load_yet_has_no_words_of_its_own(empty_world: Any) -> None:
    assert empty_world.learner == 1
    with pytest.raises(NotFound):
        words_of_bank(empty_world.ctx, empty_world.learner, "water")

    empty_world.sync("  - id: broken\n")

    words = words_of_bank(empty_world.ctx, empty_world.learner, "water")
    assert (words.facts, words.tags) == ({}, ())
