"""What we foretell of an import is what the real Anki then does, and its searches find what we mean."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from anki.collection import Collection

from question_bank import model as m
from question_bank.anki import ExportOptions, NoteRecord, SubDecks, forecast, ids
from question_bank.anki.forecast import searches
from tests.question_bank.anki.bringing import DAY, Learner, assert_foretold, exported, names


@pytest.fixture
def learner(water: m.Bank, collection: Collection, tmp_path: Path) -> Learner:
    """A collection with the first export in it."""
    package, records = exported(water)
    learner = Learner(collection, tmp_path, records)
    learner.bring(package)
    return learner


@pytest.mark.parametrize("seed", range(8))
def test_the_forecast_is_what_anki_does_whatever_changed(water: m.Bank, learner: Learner, seed: int) -> None:
    chance = random.Random(seed)
    questions: list[m.Question] = []
    later: dict[str, timedelta] = {}
    for question in water.questions:
        fate = chance.choice(["same", "newer", "older", "other", "gone", "kind"])
        later[question.first_id] = chance.choice([timedelta(), DAY, -DAY])
        if fate == "kind" and not isinstance(question, m.Flashcard):
            question = m.Flashcard(id=question.id, was=question.was, prompt="Another kind?", answer="Yes")
        if fate != "gone":
            explained = {"explanation": "Otherwise."} if fate == "other" else {}
            questions.append(replace(question, **explained))
    questions += [m.Flashcard(id="fresh", prompt="New?", answer="Yes", tags=("new",))]
    chance.shuffle(questions)
    options = ExportOptions(sub_decks=chance.choice(list(SubDecks)))
    package, now = exported(replace(water, questions=tuple(questions)), later, options)
    told = forecast(learner.previous, now)
    decks = dict(learner.collection.db.all("select n.flds, c.did from cards c join notes n on n.id = c.nid"))
    assert_foretold(told, learner.bring(package))
    assert learner.found(told.search_gone) == names(told.gone)
    assert learner.found(told.search_moved) == names(told.moved)
    after = dict(learner.collection.db.all("select n.flds, c.did from cards c join notes n on n.id = c.nid"))
    assert {fields: after[fields] for fields in decks if fields in after} == {
        fields: deck for fields, deck in decks.items() if fields in after
    }


def test_another_address_alone_says_nothing_of_a_note_and_another_passage_does(water: m.Bank) -> None:
    _, before = exported(water)
    _, linked = exported(water, options=ExportOptions(address="https://example.org"))
    told = forecast(before, linked)
    assert len(told.unchanged) == len(before)
    _, quoted = exported(water, options=ExportOptions(passages=lambda bank, question: ("Rain falls.",)))
    assert len(forecast(before, quoted).held_back) == len(before)


def records_named(*found: str) -> list[NoteRecord]:
    return [NoteRecord(guid=name, name=name, changed_s=0, deck="", note_type=0, content="") for name in found]


def test_the_search_takes_every_sign_in_an_id_for_itself(water: m.Bank, learner: Learner) -> None:
    ids_there = [
        "a-b",
        "a_b",
        "axb",
        "a*b",
        "azzb",
        "a:b",
        "(a)",
        "a b",
        "a or b",
        "re:a",
        "-a",
        "a-b-c",
        "A",
    ]
    for one in ids_there:
        note = learner.collection.new_note(learner.collection.models.get(ids.NOTE_TYPE_IDS[m.Kind.FLASHCARD]))
        note["ID"], note["Prompt"] = f"water/{one}", one
        learner.collection.add_note(note, 1)
    for one in ids_there:
        assert learner.found(searches(records_named(f"water/{one}"))) == {f"water/{one}"}
    some = [f"water/{one}" for one in ids_there[:4]]
    assert learner.found(searches(records_named(*some))) == set(some)


def test_thousands_of_notes_take_several_searches_that_anki_can_all_read(learner: Learner) -> None:
    many = [f"water/{number}" for number in range(2500)]
    found = searches(records_named(*many, "water/cycle"))
    assert len(found) < 20
    assert learner.found(found) == {"water/cycle"}
