"""What the real Anki does with a second export, row by row as docs/anki.md tells it, and what we foretell.

A learner's collection holds the first export, with one card answered and two notes edited. Each test brings
a second export that differs in one thing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from anki.collection import Collection
from anki.import_export_pb2 import ImportAnkiPackageUpdateCondition as Update

from question_bank import model as m
from question_bank.anki import ExportOptions, SubDecks, fields, forecast, ids, note_types, records
from tests.question_bank.anki.bringing import (
    BEFORE,
    DAY,
    HOUR,
    Learner,
    altered,
    assert_foretold,
    exported,
    names,
)

GOLDEN = Path(__file__).with_name("golden") / "first-export.zip"
DECK = "Factdeck::Where water goes"


@pytest.fixture
def learner(water: m.Bank, collection: Collection, tmp_path: Path) -> Learner:
    package, records = exported(water)
    learner = Learner(collection, tmp_path, records)
    learner.bring(package)
    (card_id,) = collection.find_cards("ID:water/cycle")
    card = collection.get_card(card_id)
    collection.decks.select(card.did)
    card.start_timer()
    collection.sched.answerCard(card, 4)
    for name in ("cycle", "states"):
        note = learner.note(name)
        note["Explanation"] = "my own words"
        collection.update_note(note)
        edited_at = int((BEFORE + HOUR).timestamp())
        collection.db.execute("update notes set mod = ? where id = ?", edited_at, note.id)
    return learner


def test_nothing_changed_all_are_duplicates(water: m.Bank, learner: Learner) -> None:
    package, now = exported(water)
    told = forecast(learner.previous, now)
    log = learner.bring(package)
    assert_foretold(told, log)
    assert log["duplicate"] == names(told.unchanged) == {record.name for record in now}
    assert not told.search_gone
    assert not told.search_moved


def test_a_newer_text_arrives_in_place_with_schedule_and_log_kept_and_replaces_what_was_edited(
    water: m.Bank, learner: Learner
) -> None:
    schedule = "select id, type, due, ivl, reps from cards where reps > 0"
    before = learner.collection.db.all(schedule)
    package, now = exported(altered(water, "cycle", prompt="What drives it?"), {"cycle": DAY})
    told = forecast(learner.previous, now)
    assert_foretold(told, learner.bring(package))
    assert names(told.changed) == {"water/cycle"}
    assert learner.note("cycle")["Prompt"] == "What drives it?"
    assert "gravity" in learner.note("cycle")["Explanation"], "the edit is replaced: hence the forecast"
    assert learner.note("states")["Explanation"] == "my own words", "an unchanged one keeps its edit"
    assert learner.collection.db.all(schedule) == before
    assert learner.collection.db.scalar("select count() from revlog") == 1


def test_an_edit_in_anki_that_is_later_than_the_questions_change_is_kept(
    water: m.Bank, learner: Learner
) -> None:
    package, _ = exported(altered(water, "cycle", prompt="What drives it?"), {"cycle": HOUR / 2})
    assert "water/cycle" in learner.bring(package)["duplicate"]
    assert learner.note("cycle")["Explanation"] == "my own words"


@pytest.mark.parametrize(
    ("later", "always"),
    [(timedelta(), False), (timedelta(), True), (-DAY, False)],
    ids=["the same time", "the same time, and always", "an older time"],
)
def test_another_text_that_is_not_newer_is_ignored_even_when_always_is_ticked(
    water: m.Bank, learner: Learner, later: timedelta, always: bool
) -> None:
    package, now = exported(altered(water, "lakes", prompt="Lakes hold more."), {"lakes": later})
    told = forecast(learner.previous, now)
    condition = Update.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_ALWAYS
    log = learner.bring(package, **({"update_notes": condition} if always else {}))
    assert names(told.held_back) == {"water/lakes"}
    assert "than glaciers" in learner.note("lakes")["Prompt"]
    # That tick undoes what was edited in Anki, and nothing else.
    assert log["updated"] == ({"water/cycle", "water/states"} if always else set())


def test_an_added_field_would_freeze_the_old_notes_so_we_never_add_one(
    water: m.Bank, learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_names = fields.field_names
    added = lambda kind: (*old_names(kind), "Mnemonic")  # noqa: E731  as short as what it stands for
    for module in (fields, note_types, records):
        monkeypatch.setattr(module, "field_names", added)
    monkeypatch.setattr(note_types, "FIELD_IDS", {**ids.FIELD_IDS, "Mnemonic": 123456789})
    monkeypatch.setattr(note_types, "NOTE_TYPES_CHANGED", ids.NOTE_TYPES_CHANGED + DAY)
    log = learner.bring(exported(water, {"cycle": DAY})[0])
    assert "water/cycle" in log["conflicting"]
    assert "Mnemonic" not in learner.note("cycle").keys()  # noqa: SIM118  an Anki note is no mapping


def test_the_first_release_takes_in_what_became_of_its_spare_fields(
    water: m.Bank, collection: Collection, tmp_path: Path
) -> None:
    learner = Learner(collection, tmp_path, [])
    old = learner.bring(GOLDEN.read_bytes())
    assert "Spare 1" in collection.db.list("select name from fields")
    options = ExportOptions(
        address="https://example.org", passages=lambda bank, question: ("Rain <b>falls</b>.",)
    )
    later = {question.first_id: DAY for question in water.questions if question.first_id != "lakes"}
    package, _ = exported(water, later, options)
    log = learner.bring(package)
    assert not log["new"]
    assert not log["conflicting"]
    assert log["updated"] == old["new"] - {"water/lakes"}
    assert len([one for one in collection.models.all() if "Factdeck" in one["name"]]) == len(m.Kind)
    note = learner.note("cycle")
    assert note["Passage"] == "<blockquote>Rain &lt;b&gt;falls&lt;/b&gt;.</blockquote>"
    assert note["Link"] == "https://example.org/banks/water/questions/cycle"
    assert note.cards()[0].answer().count('href="https://example.org/banks/water/questions/cycle"') == 1
    assert learner.note("lakes")["Passage"] == ""
    assert "Open in Factdeck" not in learner.note("lakes").cards()[0].answer()
    assert collection.fix_integrity() == ("Database rebuilt and optimized.", True)


def test_styles_and_templates_arrive(
    water: m.Bank, learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(note_types, "stylesheet", lambda: ".card { color: teal }")
    monkeypatch.setattr(note_types, "NOTE_TYPES_CHANGED", ids.NOTE_TYPES_CHANGED + DAY)
    log = learner.bring(exported(water)[0])
    assert not log["updated"]
    assert "teal" in learner.note("flood").cards()[0].question()


def test_a_removed_question_stays_in_anki_and_the_search_finds_it(water: m.Bank, learner: Learner) -> None:
    left = replace(water, questions=tuple(one for one in water.questions if one.first_id != "flood"))
    package, now = exported(left)
    told = forecast(learner.previous, now)
    assert_foretold(told, learner.bring(package))
    assert learner.note("flood")
    assert names(told.gone) == learner.found(told.search_gone) == {"water/flood"}
    spared = forecast(learner.previous, now, still_there=[told.gone[0].guid])
    assert not spared.gone


@pytest.mark.parametrize("way", ["another title", "decks by tag"])
def test_cards_never_move_to_another_deck_and_an_empty_one_appears(
    water: m.Bank, learner: Learner, way: str
) -> None:
    there = set(learner.collection.db.list("select distinct did from cards"))
    if way == "another title":
        package, now = exported(replace(water, title="Where rain goes"))
        moved = {record.name for record in now}
        empty = "Factdeck::Where rain goes"
    else:
        package, now = exported(water, options=ExportOptions(sub_decks=SubDecks.BY_TAG))
        moved = {"water/cycle", "water/vapor-origin"}
        empty = f"{DECK}::water"
    told = forecast(learner.previous, now)
    assert_foretold(told, learner.bring(package))
    assert set(learner.collection.db.list("select distinct did from cards")) == there
    deck = learner.collection.decks.id_for_name(empty)
    assert deck is not None
    assert learner.collection.decks.cids(deck) == []
    assert names(told.moved) == learner.found(told.search_moved) == moved


def test_a_question_of_another_kind_is_refused_and_no_note_type_ever_turns_into_cloze(
    water: m.Bank, learner: Learner
) -> None:
    turned = m.Cloze(id="cycle", text="The {{c1::sun}} drives the water cycle.")
    questions = tuple(turned if one.first_id == "cycle" else one for one in water.questions)
    package, now = exported(replace(water, questions=questions), {"cycle": DAY})
    told = forecast(learner.previous, now)
    assert_foretold(told, learner.bring(package))
    assert names(told.kind_changed) == {"water/cycle"}
    assert "heat" in learner.note("cycle")["Answer"]
    kinds = {number: kind for kind, number in ids.NOTE_TYPE_IDS.items()}
    for note_type in learner.collection.models.all():
        if note_type["id"] in kinds:
            assert note_type["type"] == (kinds[note_type["id"]] is m.Kind.CLOZE)
    assert learner.collection.fix_integrity()[1]
