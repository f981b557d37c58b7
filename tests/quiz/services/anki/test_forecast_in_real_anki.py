"""What the page foretells of an import is what the real Anki then does, export after export."""

import random

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from quiz.services.anki.exporting import desk_of, take_to_anki
from quiz.services.anki.forecasting import Fate, did_in_anki, taking_page
from quiz.services.anki.recording import Deed
from quiz.services.anki.wishes import Wish
from tests.quiz.services.conftest import CAPITALS, ORIGIN, RIVER, SALT

RENAMED = RIVER.replace("id: river", "id: han-river\n    was: [river]")
RETAGGED = ORIGIN.replace("[water, air]", "[air, water]")
EXPLAINED = CAPITALS.replace("facts:", "explanation: Both lie on rivers.\n    facts:")
OTHER_KIND = SALT.replace("flashcard", "short_answer")
FRESH = SALT.replace("id: salt", "id: dew").replace("the sea", "dew")


class Anki:
    """A learner's collection, told of by names as our pages tell of it."""

    def __init__(self, folder):
        self.folder = folder
        self.collection = Collection(str(folder / "learner.anki2"))

    def bring(self, package):
        path = self.folder / "deck.apkg"
        with package.file as file:
            path.write_bytes(file.read())
        request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
        log = self.collection.import_anki_package(request).log
        kinds = ("new", "updated", "duplicate", "conflicting")
        return {kind: {note.fields[0] for note in getattr(log, kind)} for kind in kinds}

    def find(self, search):
        return {self.collection.get_note(note)["ID"] for note in self.collection.find_notes(search)}

    def notes(self):
        """Return the time of change, note type and deck of each note."""
        query = (
            "SELECT n.id, n.mod, n.mid, MIN(c.did) FROM notes n JOIN cards c ON c.nid = n.id GROUP BY n.id"
        )
        return {
            self.collection.get_note(note)["ID"]: (mod, kind, self.collection.decks.name(deck))
            for note, mod, kind, deck in self.collection.db.execute(query)
        }


@pytest.fixture
def anki(tmp_path):
    made = Anki(tmp_path)
    yield made
    made.collection.close()


def foretold(world, wish):
    """Return the names of all notes by what the page says of them, and its searches."""
    told = taking_page(world.ctx, world.learner, "water", wish).told
    names = {each.fate: {f"water/{note.first_id}" for note in each.notes} for each in told.groups}
    assert all(len(names[each.fate]) == each.count for each in told.groups)
    return names, {each.fate: each.searches for each in told.groups}


def bring_and_compare(world, anki, wish):
    """Take the bank to Anki, and see that all comes as the page said before."""
    names, searches = foretold(world, wish)
    before = anki.notes()
    log = anki.bring(take_to_anki(world.ctx, world.learner, "water", wish))
    assert log == {
        "new": names[Fate.NEW],
        "updated": names[Fate.CHANGED],
        "duplicate": names[Fate.UNCHANGED] | names[Fate.HELD_BACK],
        "conflicting": names[Fate.KIND_CHANGED],
    }
    after = anki.notes()
    assert {name: after[name][2] for name in before} == {name: before[name][2] for name in before}
    for fate in (Fate.CHANGED, Fate.KIND_CHANGED, Fate.MOVED, Fate.GONE, Fate.HELD_BACK):
        assert set().union(*(anki.find(each.text) for each in searches[fate])) == names[fate]
    there = desk_of(world.ctx, world.learner, "water", wish).there
    assert {note.name: (note.changed_s, note.note_type, note.deck) for note in there} == after
    return names, searches


def test_a_second_export_does_what_the_page_said(world, anki):
    wish = Wish(by_tag=True)
    first, _ = bring_and_compare(world, anki, wish)
    assert len(first[Fate.NEW]) == 4
    world.clock.forward(days=1)
    assert world.sync(RETAGGED, EXPLAINED, RENAMED, FRESH).problems == ()
    second, searches = bring_and_compare(world, anki, wish)
    assert second[Fate.NEW] == {"water/dew"}
    assert {"water/vapour-origin", "water/capitals"} <= second[Fate.CHANGED]
    assert "water/river" in second[Fate.UNCHANGED] | second[Fate.CHANGED]
    assert second[Fate.MOVED] == {"water/vapour-origin"}
    assert second[Fate.GONE] == {"water/salt"}

    (moved,), (gone,) = searches[Fate.MOVED], searches[Fate.GONE]
    collection = anki.collection
    collection.set_deck(collection.find_cards(moved.text), collection.decks.id(moved.deck))
    collection.remove_notes(collection.find_notes(gone.text))
    for deed in (Deed.MOVED, Deed.DELETED):
        assert did_in_anki(world.ctx, world.learner, "water", wish, deed) == 1
    third, _ = bring_and_compare(world, anki, wish)
    assert third[Fate.UNCHANGED] == set(anki.notes())
    assert not third[Fate.MOVED] | third[Fate.GONE]


@pytest.mark.parametrize("seed", range(2))
def test_export_after_export_the_record_is_the_collection(world, anki, seed):
    chance = random.Random(seed)
    for day in range(6):
        questions = [
            chance.choice([ORIGIN, RETAGGED, ORIGIN.replace("Lakes", f"Lakes {day}")]),
            chance.choice([CAPITALS, EXPLAINED]),
            chance.choice([SALT, OTHER_KIND, ""]),
            chance.choice([RIVER, RENAMED]),
            chance.choice(["", FRESH]),
        ]
        world.clock.forward(days=1)
        assert world.sync(*filter(None, questions)).problems == ()
        tags = chance.choice([(), (), ("places",), ("water", "places")])
        bring_and_compare(world, anki, Wish(tags=tags, by_tag=chance.random() < 0.5))
    assert anki.collection.fix_integrity()[1]
