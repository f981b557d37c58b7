"""Packages that learners take to Anki, and what is remembered of them."""

import io
import json
import sqlite3
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest

from quiz.memory.leeches import LEECH_AFTER
from quiz.services import learners, my_data
from quiz.services.anki import exporting, recording
from quiz.services.anki.exporting import take_to_anki
from quiz.services.anki.forecasting import MOST_LISTED, Fate, Search, did_in_anki, taking_page
from quiz.services.anki.recording import Deed
from quiz.services.anki.wishes import LONGEST_PLACE, Standing, Wish, WishError, WishProblem
from quiz.services.errors import NoPackageError, NotFound
from tests.quiz.services.conftest import CAPITALS, ORIGIN, RIVER, SALT

EXPLAINED = RIVER.replace("facts:", "explanation: It flows west.\n    facts:")


def taken(world, **wish):
    """Take the bank to Anki and return the package's bytes."""
    package = take_to_anki(world.ctx, world.learner, "water", Wish(**wish))
    with package.file as file:
        content = file.read()
    assert len(content) == package.size
    return content


def page(world, **wish):
    return taking_page(world.ctx, world.learner, "water", Wish(**wish))


def groups(world, **wish):
    """Return the first ids in each group that has any."""
    told = page(world, **wish).told
    return {each.fate: {note.first_id for note in each.notes} for each in told.groups if each.count}


def rows(content, query, tmp_path):
    path = tmp_path / "collection.anki2"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        path.write_bytes(archive.read("collection.anki2"))
    connection = sqlite3.connect(path)
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def names(content, tmp_path):
    return {row[0].split("\x1f")[0] for row in rows(content, "SELECT flds FROM notes", tmp_path)}


def recorded(world):
    return world.rows("SELECT number, place, deed, options FROM anki_export ORDER BY number")


def later(world, *questions, **files):
    world.clock.forward(days=1)
    report = world.sync(*questions, **files)
    assert report.problems == ()


def test_the_same_bank_gives_the_same_bytes_days_later_and_once_the_file_is_broken(world, pieces):
    first = taken(world)
    world.clock.forward(days=9)
    assert taken(world) == first
    world.sync(pieces["origin"].replace("distractors:", "distracters:"))
    assert taken(world) == first


def test_progress_too_gives_the_same_bytes_as_long_as_nothing_happens(world, tmp_path):
    world.start().finish()
    first = taken(world, progress=True)
    assert taken(world, progress=True) == first
    reviewed = rows(first, "SELECT COUNT(*) FROM revlog", tmp_path)
    assert reviewed == [(len(world.log()),)]
    assert rows(taken(world, progress=False), "SELECT COUNT(*) FROM revlog", tmp_path) == [(0,)]


def test_nobody_takes_a_bank_that_is_not_there_or_not_theirs(world):
    with pytest.raises(NotFound):
        take_to_anki(world.ctx, world.learner, "fire", Wish())
    with world.ctx.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM enrolment")
    for ask in (take_to_anki, taking_page):
        with pytest.raises(NotFound):
            ask(world.ctx, world.learner, "water", Wish())


def test_tags_and_states_choose_questions_and_both_together_narrow(world, tmp_path):
    assert len(names(taken(world), tmp_path)) == 4
    assert names(taken(world, tags=("places",)), tmp_path) == {"water/capitals", "water/river"}
    world.start().answer()
    assert names(taken(world, standings=(Standing.LEARNING,)), tmp_path) == {"water/vapour-origin"}
    chosen = {"tags": ("water", "places"), "standings": (Standing.NEW,)}
    assert names(taken(world, **chosen), tmp_path) == {"water/capitals", "water/river"}


def test_each_state_is_counted_by_questions_and_suspended_ones_count_as_nothing_else(world):
    with world.ctx.engine.begin() as connection:
        today = (world.clock.now.date() - date(1970, 1, 1)).days
        for key, values in {
            "salt": f"state = 2, due_day = {today}, lapses = {LEECH_AFTER}",
            "river": f"state = 2, due_day = {today + 1}, lapses = {LEECH_AFTER - 1}",
            "capitals": "state = 3, due_ms = 1",
            "vapour-origin": f"state = 2, due_day = {today}, suspended = 1",
        }.items():
            connection.exec_driver_sql(
                f"UPDATE card SET {values} WHERE question_id = (SELECT id FROM question WHERE key = '{key}')"
            )
    assert dict(page(world).standings) == {
        Standing.REVIEW: 2,
        Standing.LEARNING: 1,
        Standing.DUE: 2,
        Standing.LEECH: 1,
        Standing.SUSPENDED: 1,
    }


def test_what_cannot_be_wished_is_told_and_nothing_is_remembered(world):
    for problem, wish in {
        WishProblem.UNKNOWN_TAG: {"tags": ("places", "fire")},
        WishProblem.NOTHING_CHOSEN: {"standings": (Standing.SUSPENDED,)},
        WishProblem.LONG_PLACE: {"place": "x" * (LONGEST_PLACE + 1)},
    }.items():
        with pytest.raises(WishError) as refused:
            taken(world, **wish)
        told = page(world, **wish)
        assert refused.value.problem is told.error.problem is problem
        assert told.told is None
    assert recorded(world) == []


def test_a_package_that_cannot_be_made_leaves_no_record_and_no_file(world, monkeypatch):
    opened = []
    really = exporting.SpooledTemporaryFile

    def spooled(size):
        opened.append(really(size))
        return opened[-1]

    monkeypatch.setattr(exporting, "SpooledTemporaryFile", spooled)

    def fails(*_given):
        raise exporting.PackageError("no")

    with monkeypatch.context() as patch:
        patch.setattr(exporting, "write_package", fails)
        with pytest.raises(NoPackageError):
            taken(world)
    with monkeypatch.context() as patch:
        patch.setattr(exporting, "record_export", lambda *given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            taken(world)
    assert len(opened) == 2
    assert all(file.closed for file in opened)
    assert recorded(world) == []


def test_before_the_first_package_all_is_new_and_progress_is_proposed_once_there_is_any(world):
    told = page(world)
    assert told.told.there == 0
    assert groups(world) == {Fate.NEW: {"vapour-origin", "capitals", "salt", "river"}}
    assert told.wish.progress is False
    world.start().answer()
    assert page(world).wish.progress is True
    taken(world)
    assert page(world).wish.progress is False, "Anki takes no progress for cards that it has"
    assert page(world, progress=True).wish.progress is True


def test_each_question_is_told_its_fate(world):
    taken(world)
    fresh = SALT.replace("id: salt", "id: dew").replace("the sea taste", "dew taste")
    kind = CAPITALS.replace("cloze", "flashcard").replace("text:", "answer: Seoul\n    prompt:")
    kind = kind.replace("{{c1::Seoul}}", "Which").replace("{{c2::Pyongyang}}", "which")
    moved = ORIGIN.replace("[water, air]", "[air, water]")
    later(world, moved, kind, EXPLAINED, fresh)
    told = groups(world, by_tag=True)
    assert told == {
        Fate.NEW: {"dew"},
        Fate.CHANGED: {"vapour-origin", "river"},
        Fate.KIND_CHANGED: {"capitals"},
        Fate.MOVED: {"vapour-origin", "capitals", "river"},
        Fate.GONE: {"salt"},
    }
    (lost,) = page(world).told.group(Fate.GONE).notes
    assert lost.question.prompt == "What does the sea taste of?"
    assert page(world).told.group(Fate.GONE).searches == (Search('"ID:water/salt"'),)
    assert page(world, by_tag=True).told.group(Fate.MOVED).searches == (
        Search('"ID:water/vapour-origin"', "Factdeck::Water::air"),
        Search('"ID:water/capitals" OR "ID:water/river"', "Factdeck::Water::places"),
    )
    assert page(world).told.groups[0].fate is Fate.CHANGED


def test_a_question_left_out_by_choice_is_not_called_gone_and_one_made_a_draft_is(world):
    taken(world)
    assert Fate.GONE not in groups(world, tags=("places",))
    later(world, ORIGIN, CAPITALS, SALT.replace("    facts:", "    draft: true\n    facts:"), RIVER)
    assert groups(world, tags=("places",))[Fate.GONE] == {"salt"}


def test_a_question_that_becomes_again_what_it_was_has_changed_once_more(world):
    taken(world)
    for form in (EXPLAINED, RIVER):
        later(world, ORIGIN, CAPITALS, SALT, form)
        assert groups(world)[Fate.CHANGED] == {"river"}
        taken(world)


def test_a_renamed_question_is_the_same_note(world):
    taken(world)
    later(world, ORIGIN, CAPITALS, SALT, RIVER.replace("id: river", "id: han\n    was: [river]"))
    told = groups(world)
    assert "river" in told.get(Fate.UNCHANGED, set()) | told.get(Fate.CHANGED, set())
    assert {Fate.GONE, Fate.NEW}.isdisjoint(told)


def test_parts_taken_one_after_another_are_in_anki_together(world):
    taken(world, tags=("water",))
    taken(world, tags=("places",))
    assert groups(world) == {
        Fate.UNCHANGED: {"vapour-origin", "capitals", "river"},
        Fate.NEW: {"salt"},
    }


def test_cards_stay_in_the_deck_of_their_first_import_until_they_are_said_to_be_moved(world):
    taken(world)
    moved = {"vapour-origin", "capitals", "river"}
    for _ in range(2):
        assert groups(world, by_tag=True)[Fate.MOVED] == moved
        taken(world, by_tag=True)
    assert did_in_anki(world.ctx, world.learner, "water", Wish(by_tag=True), Deed.MOVED) == 3
    assert Fate.MOVED not in groups(world, by_tag=True)
    assert groups(world)[Fate.MOVED] == moved


def test_what_is_gone_is_told_until_it_is_said_to_be_deleted(world):
    taken(world)
    later(world, ORIGIN, CAPITALS, RIVER)
    taken(world)
    assert groups(world)[Fate.GONE] == {"salt"}
    assert did_in_anki(world.ctx, world.learner, "water", Wish(), Deed.DELETED) == 1
    assert Fate.GONE not in groups(world)
    assert did_in_anki(world.ctx, world.learner, "water", Wish(), Deed.DELETED) == 0
    later(world, ORIGIN, CAPITALS, RIVER, SALT)
    assert groups(world)[Fate.NEW] == {"salt"}


def test_each_collection_has_a_comparison_of_its_own_and_the_last_one_is_proposed(world):
    taken(world, place="  my   phone ")
    assert page(world).wish.place == "my phone"
    assert Fate.NEW not in groups(world)
    assert Fate.UNCHANGED not in groups(world, place="the school's computer")
    taken(world, place="")
    assert page(world).places == ("", "my phone")
    assert page(world).wish.place == ""


def test_a_package_that_was_never_imported_can_be_forgotten(world):
    taken(world)
    later(world, ORIGIN, CAPITALS, SALT, EXPLAINED)
    taken(world)
    assert groups(world)[Fate.UNCHANGED] == {"vapour-origin", "capitals", "salt", "river"}
    latest, first = page(world).formers
    recording.forget(world.ctx, world.learner, "water", latest.number)
    assert groups(world)[Fate.CHANGED] == {"river"}
    recording.forget(world.ctx, world.learner, "water", first.number)
    assert page(world).told.there == 0
    with pytest.raises(NotFound):
        recording.forget(world.ctx, world.learner, "water", first.number)


def test_where_a_package_went_can_be_said_later(world):
    taken(world)
    (only,) = page(world).formers
    assert recording.rename(world.ctx, world.learner, "water", only.number, " my phone\0") == "my phone"
    assert page(world, place="").told.there == 0
    assert page(world, place="my phone").told.there == 4
    with pytest.raises(WishError):
        recording.rename(world.ctx, world.learner, "water", only.number, "x" * (LONGEST_PLACE + 1))


def test_nobody_touches_the_packages_of_others(world):
    taken(world)
    other = world.another_learner()
    assert taking_page(world.ctx, other, "water", Wish()).formers == ()
    for touch in (recording.forget, lambda *given: recording.rename(*given, "mine")):
        with pytest.raises(NotFound):
            touch(world.ctx, other, "water", 1)
    assert [row["place"] for row in recorded(world)] == [""]


def test_the_same_package_again_is_remembered_once_with_its_latest_time(world):
    taken(world)
    world.clock.forward(hours=1)
    taken(world)
    (only,) = page(world).formers
    assert only.made_at + timedelta(milliseconds=1) > world.clock.now
    taken(world, by_tag=True)
    assert len(page(world).formers) == 2


def test_many_packages_are_joined_and_come_to_the_same(world, monkeypatch):
    monkeypatch.setattr(recording, "MOST_KEPT", 3)
    wishes = [{"tags": ("water",)}, {"tags": ("places",)}, {"by_tag": True}, {}, {"tags": ("air",)}]
    for day, wish in enumerate(wishes):
        later(world, ORIGIN, CAPITALS, SALT, EXPLAINED.replace("west", f"west {day}"))
        taken(world, **wish)
    assert len(recorded(world)) == 3
    assert {row["deed"] for row in recorded(world)} == {"export"}
    told = page(world).told
    assert told.there == 4
    assert groups(world)[Fate.CHANGED] == {"river"}
    assert Fate.MOVED not in groups(world), "each went into the bank's deck first, and never left it"


def test_long_groups_are_counted_and_listed_in_part(world):
    many = [SALT.replace("id: salt", f"id: salt-{i}").replace("the sea", f"sea {i}") for i in range(60)]
    later(world, *many)
    group = page(world).told.group(Fate.NEW)
    assert (group.count, len(group.notes)) == (60, MOST_LISTED)


def test_the_learners_data_holds_the_packages_and_deleting_it_forgets_them(world):
    taken(world, tags=("places",), place="my phone")
    (kept,) = json.loads(my_data.as_json(world.ctx, world.learner))["tables"]["anki_export"]
    assert kept["place"] == "my phone"
    assert kept["options"]["tags"] == ["places"]
    assert [line[0] for line in kept["notes"]] == ["water/capitals", "water/river"]
    my_data.delete_everything(world.ctx, world.learner)
    assert recorded(world) == []
    assert taking_page(world.ctx, learners.local_learner(world.ctx), "water", Wish()).formers == ()


def test_after_an_import_a_collection_never_has_less_or_another_deck(world):
    taken(world)
    (row,) = exporting.desk_of(world.ctx, world.learner, "water", Wish()).rows
    with world.ctx.engine.connect() as connection:
        there = recording.in_collection(connection, world.learner, [row], "")
    elsewhere = [replace(note, deck="Another", changed_s=note.changed_s + 1) for note in there]
    known = {note.guid: note for note in there}
    arrived = recording.after(known, Deed.EXPORT, elsewhere[:1])
    assert {note.deck for note in arrived.values()} == {"Factdeck::Water"}
    assert arrived[elsewhere[0].guid].changed_s == elsewhere[0].changed_s
    older = [replace(note, content="other") for note in there]
    assert recording.after(known, Deed.EXPORT, older) == known
