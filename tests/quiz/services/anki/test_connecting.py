"""A bank goes into a running Anki and its reviews come back; Anki is the real one behind a stand-in."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from anki.collection import Collection

from quiz.services import my_data
from quiz.services.anki import histories
from quiz.services.anki.connecting import fetching, links, sending
from quiz.services.anki.connecting.client import ConnectError, Trouble
from quiz.services.anki.wishes import Wish, WishError
from quiz.services.errors import NotFound
from quiz.services.replays import replay_reviews
from tests.quiz.services.conftest import BANK, CAPITALS, ORIGIN, RIVER, SALT

from .anki_connect_standin import StandIn, serving

DECK = "Factdeck::Water"
BY_TAG = Wish(by_tag=True)
ALL = Wish()


@pytest.fixture(scope="module")
def empty_collection(tmp_path_factory):
    """A collection just made: copying it is quicker than making one for each test."""
    path = tmp_path_factory.mktemp("anki") / "collection.anki2"
    made = Collection(str(path))
    made.close()
    return path


@pytest.fixture
def collection(empty_collection, tmp_path):
    path = tmp_path / "anki" / "collection.anki2"
    path.parent.mkdir()
    path.write_bytes(empty_collection.read_bytes())
    opened = Collection(str(path))
    yield opened
    opened.close()


@pytest.fixture
def anki(collection, world, tmp_path, monkeypatch):
    """A running Anki that the world may speak with. Both live now, since Anki has no other clock."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    world.clock.now = datetime.now(UTC)
    with serving(StandIn(collection)) as standin:
        world.ctx = replace(world.ctx, anki=standin.setting)
        yield standin
    assert list((tmp_path / "temporary").iterdir()) == [], "a package stayed behind"


def send(world, wish=ALL, profile=None):
    world.clock.now = datetime.now(UTC) + timedelta(seconds=1)
    return sending.send(world.ctx, world.learner, "water", wish, profile)


def fetch(world, profile=None, **how):
    world.clock.now = datetime.now(UTC) + timedelta(seconds=1)
    report = fetching.fetch(world.ctx, world.learner, "water", profile, **how)
    assert replay_reviews(world.ctx).differences == ()
    return report


def nothing_new(world):
    before = world.log(), world.cards()
    report = fetch(world)
    assert (world.log(), world.cards()) == before
    assert not report.changes
    return report


def decks(collection):
    """Return the decks in which each question's cards are."""
    found = {}
    for card_id in collection.find_cards("ID:water/*"):
        card = collection.get_card(card_id)
        name = card.note()["ID"].removeprefix("water/")
        found.setdefault(name, set()).add(collection.decks.name(card.did).removeprefix(DECK))
    return {name: found[name].pop() for name in found if len(found[name]) == 1}


def answer(collection, query, rating=3):
    (card_id,) = collection.find_cards(query)
    time.sleep(0.002)  # lines of the log are told apart by their millisecond
    card = collection.get_card(card_id)
    card.start_timer()
    collection.sched.answerCard(card, rating)


def moved_questions(world, old, new):
    """Let every question with the first tag have the other one."""
    report = world.sync(
        *(piece.replace(f"tags: [{old}]", f"tags: [{new}]") for piece in (ORIGIN, CAPITALS, SALT, RIVER))
    )
    assert report.problems == ()


def test_what_is_sent_is_in_anki_and_the_same_once_more_changes_nothing(world, anki, collection):
    first = send(world)
    assert (first.notes, first.new, first.updated, first.same) == (4, 4, 0, 0)
    assert set(decks(collection).values()) == {""}
    assert collection.card_count() == 5
    again = send(world)
    assert (again.new, again.updated, again.same, again.moved) == (0, 0, 4, 0)
    assert world.rows("SELECT COUNT(*) AS n FROM anki_export") == [{"n": 1}]


def test_the_file_is_private_while_anki_reads_it_and_gone_afterwards(world, anki, monkeypatch):
    seen = []
    imported = anki._importPackage

    def look(path):
        seen.append((Path(path).is_absolute(), Path(path).parent.stat().st_mode & 0o077))
        return imported(path)

    monkeypatch.setattr(anki, "_importPackage", look)
    send(world)
    assert seen == [(True, 0)]
    anki.failing["importPackage"] = "no such file"
    with pytest.raises(ConnectError) as caught:
        send(world)
    assert (caught.value.trouble, caught.value.detail) == (Trouble.NO_IMPORT, "no such file")


def test_what_did_not_arrive_is_not_remembered(world, anki):
    anki.failing["importPackage"] = "disk full"
    with pytest.raises(ConnectError):
        send(world)
    assert world.rows("SELECT * FROM anki_export") == []
    assert world.rows("SELECT * FROM anki_link") == []


def test_a_changed_question_is_updated_and_an_edit_made_in_anki_stays(world, anki, collection):
    send(world)
    (salt,) = collection.find_notes("ID:water/salt")
    note = collection.get_note(salt)
    note["Explanation"] = "my own words"
    collection.update_note(note)
    world.sync(ORIGIN, CAPITALS, SALT, RIVER.replace("The Han", "The Han river"))
    sent = send(world)
    assert (sent.new, sent.updated, sent.same) == (0, 1, 3)
    assert collection.get_note(salt)["Explanation"] == "my own words"


def test_cards_follow_their_question_to_another_deck(world, anki, collection):
    send(world, BY_TAG)
    assert decks(collection)["river"] == decks(collection)["capitals"] == "::places"
    moved_questions(world, "places", "cities")
    sent = send(world, BY_TAG)
    assert (sent.moved, sent.elsewhere, sent.waiting) == (3, 0, 0)  # two gaps and a question
    assert decks(collection)["river"] == decks(collection)["capitals"] == "::cities"
    assert send(world, BY_TAG).moved == 0
    assert send(world, ALL).moved == 4
    assert set(decks(collection).values()) == {""}


def test_a_card_that_the_learner_put_elsewhere_stays_there_for_ever(world, anki, collection):
    send(world, BY_TAG)
    collection.set_deck(collection.find_cards("ID:water/river"), collection.decks.id("Mine::rivers"))
    moved_questions(world, "places", "cities")
    for _ in range(2):
        sent = send(world, BY_TAG)
        assert sent.elsewhere == 1
        (river,) = collection.find_cards("ID:water/river")
        assert collection.decks.name(collection.get_card(river).did) == "Mine::rivers"
    assert decks(collection)["capitals"] == "::cities"


def test_a_card_below_the_deck_of_the_last_time_is_elsewhere(world, anki, collection):
    send(world)
    below = collection.decks.id(f"{DECK}::hard ones")
    collection.set_deck(collection.find_cards("ID:water/river"), below)
    sent = send(world, BY_TAG)
    assert (sent.moved, sent.elsewhere) == (3, 1)
    assert decks(collection)["river"] == "::hard ones"


def test_a_card_in_a_filtered_deck_waits_until_it_is_back(world, anki, collection):
    send(world, BY_TAG)
    cram(collection, "ID:water/river")
    moved_questions(world, "places", "cities")
    sent = send(world, BY_TAG)
    assert (sent.moved, sent.elsewhere, sent.waiting) == (2, 0, 1)
    assert decks(collection)["river"] == "cram"
    collection.sched.empty_filtered_deck(collection.decks.id_for_name("cram"))
    sent = send(world, BY_TAG)
    assert (sent.moved, sent.waiting) == (1, 0)
    assert decks(collection)["river"] == "::cities"


def cram(collection, query):
    deck = collection.decks.get(collection.decks.new_filtered("cram"))
    deck["terms"] = [[query, 100, 0]]
    collection.decks.save(deck)
    collection.sched.rebuild_filtered_deck(deck["id"])


def test_names_full_of_signs_of_the_search_find_their_own_decks_only(world, anki, collection):
    bank = BANK.replace("title: Water", "title: 'W_t*r \\ \"all\" -x'")
    world.sync(ORIGIN, CAPITALS, SALT, RIVER, bank=bank)
    send(world)
    other = collection.decks.id("Factdeck::Wetter \\ ”all” -x")
    collection.set_deck(collection.find_cards("ID:water/salt"), other)
    sent = send(world, BY_TAG)
    assert (sent.moved, sent.elsewhere) == (4, 0)  # the salt has no tag, and so no other deck
    (salt,) = collection.find_cards("ID:water/salt")
    assert collection.get_card(salt).did == other


def test_questions_that_are_gone_are_counted_as_long_as_anki_has_them(world, anki, collection):
    send(world)
    world.sync(ORIGIN, CAPITALS, SALT, RIVER.replace("id: river", "id: river-two"))
    sent = send(world)
    assert (sent.new, sent.gone) == (1, 1)
    (found,) = collection.find_notes(sent.searches[0])
    collection.remove_notes([found])
    sent = send(world)
    assert (sent.gone, sent.searches) == (0, ())


def test_trouble_after_the_import_is_told_and_the_package_counts_as_sent(world, anki, collection):
    send(world, BY_TAG)
    moved_questions(world, "places", "cities")
    anki.failing["changeDeck"] = "deck is locked"
    sent = send(world, BY_TAG)
    assert (sent.stopped, sent.detail) == (Trouble.REFUSED, "deck is locked")
    anki.failing.clear()
    assert send(world, BY_TAG).moved == 3


def test_progress_goes_along_the_first_time(world, anki, collection):
    world.clock.forward(hours=-1)
    count = world.start().finish()
    send(world)
    assert collection.db.scalar("select count(*) from revlog") == count
    assert nothing_new(world).known == count


def test_answers_given_in_anki_are_in_the_log_here_once(world, anki, collection):
    send(world)
    answer(collection, "ID:water/salt")
    answer(collection, "ID:water/capitals card:2", 4)
    report = fetch(world)
    assert (report.answers, report.cards, report.apart) == (2, 2, {})
    assert {row["part"] for row in world.log()} == {0, 2}
    assert nothing_new(world).known == 0  # nothing was even looked at
    answer(collection, "ID:water/salt", 1)
    assert fetch(world).answers == 1
    assert len(world.log()) == 3


def test_what_comes_back_is_what_an_import_of_the_same_log_would_bring(world, anki, collection, tmp_path):
    from anki.collection import ExportAnkiPackageOptions

    from question_bank.anki.packages.reader import read_package

    send(world)
    for rating in (3, 3, 1, 4):
        answer(collection, "ID:water/salt", rating)
    answer(collection, "ID:water/capitals card:1")
    collection.sched.schedule_cards_as_new(collection.find_cards("ID:water/river"))
    collection.sched.set_due_date(collection.find_cards("ID:water/salt"), "9")
    collection.sched.suspend_cards(collection.find_cards("ID:water/capitals card:1"))
    options = ExportAnkiPackageOptions(with_scheduling=True, legacy=True)
    collection.export_anki_package(out_path=str(tmp_path / "x.apkg"), options=options, limit=None)
    world.clock.now = datetime.now(UTC) + timedelta(seconds=1)
    work = tmp_path / "work"
    work.mkdir()
    package = read_package(tmp_path / "x.apkg", work)
    foreseen = histories.preview(world.ctx, world.learner, package)
    report = fetch(world)
    assert report.answers == 5
    assert report.dues == report.suspended == 1
    for name in ("answers", "resets", "dues", "dues_left", "known", "cards", "suspended", "left"):
        assert getattr(report, name) == getattr(foreseen, name), name
    again = histories.preview(world.ctx, world.learner, package)
    assert not again.changes
    (due,) = world.rows(
        "SELECT c.due_day FROM card c JOIN question q ON q.id = c.question_id WHERE q.key = 'salt'"
    )
    today = datetime.now(UTC).date()
    assert 8 <= (due["due_day"] - (today - datetime(1970, 1, 1, tzinfo=UTC).date()).days) <= 10


def test_suspended_cards_are_suspended_here_only_if_that_is_wanted(world, anki, collection):
    send(world)
    collection.sched.suspend_cards(collection.find_cards("ID:water/salt"))
    assert fetch(world, suspend=False).suspended == 0
    assert fetch(world).suspended == 1
    assert sum(card["suspended"] for card in world.cards()) == 1
    nothing_new(world)


def test_reviews_of_another_device_that_synced_late_are_not_lost(world, anki, collection):
    send(world)
    answer(collection, "ID:water/salt")
    fetch(world)
    (river,) = collection.find_cards("ID:water/river")
    earlier = int((time.time() - 86_400) * 1000)
    collection.db.execute("insert into revlog values (?, ?, -1, 3, 4, 0, 0, 5000, 0)", earlier, river)
    assert fetch(world).answers == 1
    nothing_new(world)


def test_reviews_that_could_not_be_taken_come_once_their_question_is_here(world, anki, collection):
    send(world)
    answer(collection, "ID:water/salt")
    (river,) = collection.find_notes("ID:water/river")
    note = collection.get_note(river)
    note["ID"] = "water/brook"
    collection.update_note(note)
    answer(collection, "ID:water/brook")
    assert sum(fetch(world).apart.values()) == 1
    note["ID"] = "water/river"
    collection.update_note(note)
    assert fetch(world).answers == 1


def test_lines_and_due_days_beyond_all_measure_change_nothing_they_should_not(world, anki, collection):
    send(world)
    (river,) = collection.find_cards("ID:water/river")
    now_ms = int(time.time() * 1000)
    add = "insert into revlog values (?, ?, -1, ?, ?, 0, ?, ?, ?)"
    for numbers in (
        (1, river, 3, 2**31 - 1, 2**31 - 1, 2**31 - 1, 0),
        (now_ms - 9000, river, 3, -(2**31), -(2**31), -1, 99),
        (now_ms - 8000, river, 9, 4, 0, 0, 1),
        (2**62, river, 3, 4, 0, 0, 1),
        (now_ms - 1000, river, 0, 4, 2500, 0, 4),
    ):
        collection.db.execute(add, *numbers)
    collection.db.execute("update cards set type = 2, queue = 2, due = ? where id = ?", 2**31 - 1, river)
    report = fetch(world)
    assert report.answers == 2
    assert sum(report.left.values()) + report.dues_left == 3
    nothing_new(world)


def test_another_profile_than_was_agreed_is_left_alone(world, anki, collection):
    with pytest.raises(ConnectError) as caught:
        send(world, profile="Lee")
    assert (caught.value.trouble, caught.value.detail) == (Trouble.OTHER_PROFILE, "Kim")
    with pytest.raises(ConnectError):
        fetch(world, profile="Lee")
    assert collection.card_count() == 0
    assert send(world, profile="Kim").new == 4


def test_each_profile_is_compared_on_its_own(world, anki, collection):
    send(world)
    anki.profile = "Lee"
    page = links.link_page(world.ctx, world.learner, "water")
    assert (page.other_profile, page.place) == ("Kim", "Lee")
    send(world)
    assert [row["place"] for row in world.rows("SELECT place FROM anki_export ORDER BY number")] == [
        "",
        "Lee",
    ]
    page = links.link_page(world.ctx, world.learner, "water")
    assert [report.profile for report in page.reports] == ["Lee", "Kim"]
    assert page.other_profile == ""


def test_an_add_on_that_tells_no_profile_does_as_well(world, anki):
    anki.lacking = {"getActiveProfile"}
    assert send(world, profile="").new == 4
    answer(anki.collection, "ID:water/salt")
    assert fetch(world, profile="").answers == 1


def test_two_transfers_at_a_time_are_one(world, anki, monkeypatch):
    caught = []
    imported = anki._importPackage

    def meanwhile(path):
        for way in (send, fetch):
            with pytest.raises(ConnectError) as error:
                way(world)
            caught.append(error.value.trouble)
        return imported(path)

    monkeypatch.setattr(anki, "_importPackage", meanwhile)
    assert send(world).new == 4
    assert caught == [Trouble.BUSY, Trouble.BUSY]


def test_the_page_says_how_anki_stands_and_what_was_done(world, anki, collection):
    send(world)
    answer(collection, "ID:water/salt")
    fetch(world)
    page = links.link_page(world.ctx, world.learner, "water")
    assert (page.reached.trouble, page.reached.profile, page.reached.notes) == (None, "Kim", 4)
    (report,) = page.reports
    assert (report.sent["new"], report.brought["answers"]) == (4, 1)
    anki.failing["findNotes"] = "collection is not available"
    assert links.link_page(world.ctx, world.learner, "water").reached.trouble is Trouble.NO_PROFILE


def test_where_it_is_not_allowed_nothing_is_spoken(world, anki):
    world.ctx = replace(world.ctx, anki=None)
    for way in (send, fetch, lambda w: links.link_page(w.ctx, w.learner, "water")):
        with pytest.raises(NotFound):
            way(world)
    assert anki.asked == []


def test_a_wish_that_comes_to_nothing_sends_nothing(world, anki):
    with pytest.raises(WishError):
        send(world, Wish(tags=("unheard-of",)))
    assert anki.times_asked("importPackage") == 0


def test_what_passed_is_the_learners_own_to_take_away_and_to_delete(world, anki):
    send(world)
    (kept,) = json.loads(my_data.as_json(world.ctx, world.learner))["tables"]["anki_link"]
    assert kept["profile"] == "Kim"
    assert kept["report"]["sent"]["new"] == 4
    my_data.delete_everything(world.ctx, world.learner)
    assert world.rows("SELECT * FROM anki_link") == []
