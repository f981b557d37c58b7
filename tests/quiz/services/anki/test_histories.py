"""Reviews that were given in Anki, in the learner's log here."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from question_bank.anki.taking.knowing import key_of
from question_bank.model import ChoiceResponse
from quiz.memory.card import State
from quiz.memory.statistics import date_of
from quiz.services import learners, study
from quiz.services.anki import histories
from quiz.services.anki.histories import Apart, HistoryReport, Left
from quiz.services.errors import NotFound
from quiz.services.fitting import rescheduling
from quiz.services.fitting.training import stretches_of
from quiz.services.replays import replay_reviews
from quiz.store import cards, studying
from quiz.store import learners as stored_learners
from quiz.store import log as log_store
from quiz.store.database import reading

from .in_anki import (
    AGAIN,
    DAY_MS,
    EASY,
    FILTERED,
    FOREIGN_CLOZES,
    FOREIGN_TYPE,
    GOOD,
    HARD,
    RESCHEDULED,
    REVIEW,
    InAnki,
    due_set,
    learning,
    line,
    ms,
    reset,
)

FIRST = ms(datetime(2026, 2, 1, 12, tzinfo=UTC))  # a month before the tests' clock


def bring(world, anki, **how):
    package = anki.package
    foreseen = histories.preview(world.ctx, world.learner, package, **how)
    before = world.log(), world.cards()
    assert (world.log(), world.cards()) == before, "a preview changed something"
    done = histories.bring(world.ctx, world.learner, package, **how)
    assert done == foreseen
    assert replay_reviews(world.ctx).differences == ()
    return done


def bring_again(world, anki):
    before = world.log(), world.cards()
    report = bring(world, anki)
    assert (world.log(), world.cards()) == before
    assert not report.changes
    return report


def lines_counted(report: HistoryReport) -> int:
    taken = report.answers + report.resets + report.dues + report.known + report.dues_left
    return taken + sum(report.left.values()) + report.apart_lines + report.deleted_lines


def card(world, key):
    (row,) = world.rows(
        "SELECT c.* FROM card c JOIN question q ON q.id = c.question_id WHERE q.key = :key", key=key
    )
    return row


def log(world, key="salt"):
    return world.rows(
        "SELECT r.* FROM review r JOIN question q ON q.id = r.question_id WHERE q.key = :key "
        "ORDER BY r.part, r.repetition",
        key=key,
    )


def answer_here(world):
    """Answer the question on vapour here and return when."""
    world.start(tags=("water",)).answer()
    return log(world, "vapour-origin")[-1]["at_ms"]


def test_answers_from_anki_are_lines_that_name_where_they_come_from(world):
    report = bring(
        world,
        InAnki().add(
            "salt", learning(FIRST, GOOD, -600), learning(FIRST + 600_000, GOOD, 3), line(FIRST + 3 * DAY_MS)
        ),
    )
    assert (report.answers, report.cards, report.known) == (3, 1, 0)
    assert (report.first_on, report.last_on) == (date(2026, 2, 1), date(2026, 2, 4))
    rows = [row for row in log(world) if row["kind"] == "import"]
    assert [row["seed"] for row in rows] == [f"anki:{row['at_ms']}" for row in rows]
    assert [(row["rating"], row["interval_days"], row["state_before"]) for row in rows] == [
        (3, 0, State.NEW),
        (3, 3, State.LEARNING),
        (3, 3, State.REVIEW),
    ]
    assert {(row["guess_chance"], row["response"], row["response_ms"]) for row in rows} == {(0.0, None, 4000)}
    after = card(world, "salt")
    assert (after["state"], after["reviews"], after["due_day"]) == (State.REVIEW, 3, rows[-1]["day"] + 3)


def test_bringing_the_same_package_again_adds_nothing(world):
    anki = InAnki()
    anki.add(
        "salt", learning(FIRST), line(FIRST + DAY_MS, AGAIN, -600), line(FIRST + DAY_MS + 600_000, GOOD, 1, 2)
    )
    anki.add(
        "river",
        learning(FIRST),
        reset(FIRST + DAY_MS),
        learning(FIRST + 2 * DAY_MS),
        due_set(FIRST + 3 * DAY_MS),
        due=70,
    )
    anki.add("capitals", learning(FIRST + 1), place=1)
    first = bring(world, anki)
    assert (first.answers, first.resets, first.dues, first.known) == (6, 1, 1, 0)
    assert bring_again(world, anki).known == 8


def test_overlapping_packages_add_only_what_is_new_and_their_order_does_not_matter(world):
    days = [FIRST + day * DAY_MS for day in (0, 3, 9, 20)]
    lines = [learning(days[0]), *(line(at) for at in days[1:])]
    later = bring(world, InAnki().add("salt", *lines[2:]))
    whole = bring(world, InAnki().add("salt", *lines))
    assert (later.answers, whole.answers, whole.known) == (2, 2, 2)
    once = card(world, "salt")
    other = world.another_learner()
    histories.bring(world.ctx, other, InAnki().add("salt", *lines).package)
    (at_once,) = [each for each in world.cards() if each["learner_id"] == other and each["reviews"]]
    same = ("stability", "difficulty", "due_ms", "state", "reviews", "lapses", "last_review_ms")
    assert [once[name] for name in same] == [at_once[name] for name in same]


def test_an_answer_from_anki_that_is_older_than_one_here_counts_before_it(world):
    world.clock.now = datetime(2026, 2, 20, 10, tzinfo=UTC)
    at_ms = answer_here(world)
    due = card(world, "vapour-origin")["due_ms"]
    report = bring(world, InAnki().add("vapour-origin", learning(FIRST, EASY, 8)))
    assert report.answers == 1
    after = card(world, "vapour-origin")
    assert (after["reviews"], after["due_ms"], after["last_review_ms"]) == (2, due, at_ms)
    assert after["version"] == len(log(world, "vapour-origin"))


def test_own_answers_that_had_travelled_to_anki_are_known_by_card_and_time(world):
    world.clock.now = datetime(2026, 2, 20, 10, tzinfo=UTC)
    at_ms = answer_here(world)
    world.clock.forward(days=2)
    moved = at_ms + 2  # the number was another card's in Anki
    report = bring(world, InAnki().add("vapour-origin", learning(moved), line(moved + DAY_MS)))
    assert (report.known, report.answers) == (1, 1)
    assert [row["kind"] for row in log(world, "vapour-origin")][:2] == ["answer", "import"]


def test_a_reset_in_anki_starts_the_card_afresh_here_at_its_time(world):
    anki = InAnki().add(
        "salt", learning(FIRST), line(FIRST + DAY_MS), reset(FIRST + 2 * DAY_MS), type=0, queue=0
    )
    assert bring(world, anki).resets == 1
    assert card(world, "salt")["state"] == State.NEW
    anki.add("river", learning(FIRST), learning(FIRST + 9 * DAY_MS, AGAIN, -60))  # one run of learning
    anki.add("capitals", learning(FIRST), line(FIRST + 1), learning(FIRST + 9 * DAY_MS, AGAIN, -60))
    report = bring(world, anki)
    assert (report.resets, report.afresh, report.known) == (0, 1, 3)
    assert [row["kind"] for row in log(world, "capitals") if row["kind"] != "refit"] == [
        "import",
        "import",
        "reset",
        "import",
    ]
    assert card(world, "river")["reviews"] == 2
    bring_again(world, anki)


def test_a_reset_in_anki_leaves_alone_what_anki_never_knew(world):
    answer_here(world)
    before = card(world, "vapour-origin")
    world.clock.forward(days=1)
    report = bring(world, InAnki().add("vapour-origin", reset(ms(world.clock.now) - 1000), type=0, queue=0))
    assert (report.left, card(world, "vapour-origin")) == ({Left.NOTHING_TO_RESET: 1}, before)


def test_lines_that_are_no_answers_are_counted_by_reason(world):
    now_ms = ms(world.clock.now)
    report = bring(
        world,
        InAnki().add(
            "salt",
            line(FIRST - 5, GOOD, -600, 2),
            line(FIRST, GOOD, 5),
            line(FIRST + 1, GOOD, 5, FILTERED, 0),
            line(FIRST + 2, 0, 5),
            line(FIRST + 3, 0, 5, RESCHEDULED),
            due_set(FIRST + 4),
            line(FIRST + 5, GOOD, 5, FILTERED, 500),
            line(FIRST + 6, 7),
            line(-5),
            line(now_ms + DAY_MS),
        ),
    )
    assert (report.answers, report.left) == (
        2,
        {
            Left.NO_BEGINNING: 1,
            Left.CRAMMED: 1,
            Left.UNRATED: 1,
            Left.RESCHEDULED: 1,
            Left.BY_HAND: 1,
            Left.IMPOSSIBLE: 2,
            Left.FUTURE: 1,
        },
    )


def test_a_due_date_set_in_anki_is_taken_over_once_and_yields_to_what_comes_later(world):
    learnt = learning(ms(datetime(2026, 2, 20, 12, tzinfo=UTC)), EASY, 8)
    anki = InAnki().add("vapour-origin", learnt, due_set(learnt.id_ms + 60_000), due=80)  # 22 March
    report = bring(world, anki)
    assert (report.dues, report.dues_left) == (1, 0)
    assert datetime.fromtimestamp(card(world, "vapour-origin")["due_ms"] / 1000, UTC) == datetime(
        2026, 3, 22, 4, tzinfo=UTC
    )
    assert bring_again(world, anki).known == 2
    world.clock.forward(days=30)
    answer_here(world)
    due = card(world, "vapour-origin")["due_ms"]
    later = InAnki().add("vapour-origin", learnt, due_set(learnt.id_ms + 90_000), due=90)
    assert (bring(world, later).dues_left, card(world, "vapour-origin")["due_ms"]) == (1, due)


def test_a_due_date_of_a_card_in_a_filtered_deck_is_the_one_it_goes_back_to(world):
    learnt = learning(FIRST, EASY, 8)
    anki = InAnki().add(
        "salt", learnt, due_set(FIRST + 1, RESCHEDULED), due=-100_000, original_due=80, original_deck_id=1
    )
    report = bring(world, anki)
    assert (report.dues, report.filtered) == (1, 1)
    assert date_of(card(world, "salt")["due_day"]) == date(2026, 3, 22)


def test_a_due_date_without_any_answer_is_reported(world):
    report = bring(world, InAnki().add("salt", due_set(FIRST), due=80))
    assert (report.dues_left, report.dues, report.cards, card(world, "salt")["state"]) == (1, 0, 0, State.NEW)


def test_what_is_suspended_in_anki_is_suspended_here_if_wanted_and_never_the_other_way_round(world):
    anki = InAnki().add("salt", queue=-1).add("river", queue=-2).add("vapour-origin", queue=-3)
    with world.ctx.engine.begin() as connection:
        cards.save_suspended(
            connection, world.learner, card(world, "river")["question_id"], 0, suspended=True
        )
    left = bring(world, anki, suspend=False)
    assert (left.suspended, left.waking, left.buried, card(world, "salt")["suspended"]) == (0, 1, 2, False)
    assert bring(world, anki).suspended == 1
    assert card(world, "salt")["suspended"]
    assert card(world, "river")["suspended"]


def test_a_reset_just_after_a_fresh_start_that_was_put_there_is_another_one(world):
    lines = [learning(FIRST), line(FIRST + DAY_MS), learning(FIRST + 2 * DAY_MS)]
    assert bring(world, InAnki().add("salt", *lines)).afresh == 1
    later = bring(world, InAnki().add("salt", *lines, reset(FIRST + 2 * DAY_MS + 500)))
    assert (later.resets, later.afresh, later.known) == (1, 0, 3)
    assert card(world, "salt")["state"] == State.NEW


def test_cards_that_are_not_the_learners_are_counted_by_reason(world):
    anki = InAnki()
    anki.add("salt", learning(FIRST), type_id=FOREIGN_TYPE, guid="foreign")
    anki.add("sugar", learning(FIRST + 1))
    anki.add("salt", learning(FIRST + 2), guid="a copy with another guid")
    anki.add("salt", learning(FIRST + 3))
    anki.add("capitals", learning(FIRST + 4), place=6)
    anki.reviews.append(line(FIRST + 5))
    report = bring(world, anki)
    assert report.apart == {Apart.FOREIGN: 1, Apart.UNKNOWN: 1, Apart.TWIN: 1, Apart.NO_CARD: 1}
    assert [row["at_ms"] for row in log(world) if row["kind"] == "import"] == [FIRST + 3], "the copy's"
    assert (report.answers, report.apart_lines, report.deleted_lines) == (1, 4, 1)
    assert lines_counted(report) == len(anki.package.reviews)


def test_the_reviews_of_an_imported_deck_belong_to_the_questions_that_it_became(world, pieces):
    salt, capitals = key_of("foreign salt"), key_of("foreign capitals")
    imported = pieces["salt"].replace("id: salt", f"id: sodium\n    was: [salt-{salt}]")
    gaps = pieces["capitals"].replace("id: capitals", f"id: capitals-{capitals}")
    world.sync(pieces["origin"], gaps, imported, pieces["river"])
    anki = InAnki().add("salt", learning(FIRST), type_id=FOREIGN_TYPE, guid="foreign salt")
    anki.add("capitals", learning(FIRST + 1), type_id=FOREIGN_CLOZES, guid="foreign capitals", place=1)
    anki.add("salt", learning(FIRST + 2), type_id=FOREIGN_TYPE, guid="foreign salt", place=1)
    report = bring(world, anki)
    assert (report.answers, report.apart) == (2, {Apart.FOREIGN: 1})
    assert [row["part"] for row in log(world, f"capitals-{capitals}")] == [2]
    bring_again(world, anki)


def test_a_note_is_recognised_by_its_id_field_and_after_a_rename(world, pieces):
    renamed = pieces["salt"].replace("id: salt", "id: sea-salt\n    was: [salt]")
    world.sync(pieces["origin"], pieces["capitals"], renamed, pieces["river"])
    assert bring(world, InAnki().add("salt", learning(FIRST))).answers == 1
    report = bring(world, InAnki().add("river", learning(FIRST), guid="lost"))
    assert (report.answers, report.apart) == (1, {})
    assert bring(world, InAnki().add("sea-salt", line(FIRST + DAY_MS), guid="lost")).answers == 1


def test_who_does_not_learn_with_the_bank_gets_nothing(world):
    with world.ctx.engine.begin() as connection:
        stranger = stored_learners.add_learner(
            connection, "Lee", local=False, new_per_day=20, reviews_per_day=200, now_ms=0
        )
    report = histories.bring(world.ctx, stranger, InAnki().add("salt", learning(FIRST)).package)
    assert (report.apart, report.apart_lines, report.changes) == ({Apart.NOT_LEARNT: 1}, 1, False)
    with pytest.raises(NotFound):
        histories.preview(world.ctx, 999, InAnki().package)


def test_days_are_the_learners_and_the_report_says_where_anki_counts_otherwise(world):
    learners.update_settings(world.ctx, world.learner, time_zone="Asia/Seoul")
    late = ms(datetime(2026, 2, 1, 18, 59, tzinfo=UTC))  # 03:59 in Seoul, still the day before
    report = bring(
        world, InAnki(rollover_hour=0, minutes_west=300).add("salt", learning(late), line(late + 120_000))
    )
    assert [row["day"] for row in log(world) if row["kind"] == "import"] == [20_485, 20_486]
    assert {row["offset_minutes"] for row in log(world) if row["kind"] == "import"} == {540}
    assert (report.calendars.rollover_hour, report.calendars.anki_offset_minutes) == (0, -300)
    assert report.calendars.offset_minutes == 540
    assert bring(world, InAnki(minutes_west=-540).add("river", learning(late))).calendars is None


def test_numbers_beyond_all_bounds_break_nothing(world):
    huge = 2**62
    anki = InAnki(minutes_west=huge)
    anki.add(
        "salt",
        replace(learning(FIRST, GOOD, huge), taken_ms=huge),
        due_set(FIRST + 1),
        due=huge,
        data="[" * 9999,
    )
    anki.add(
        "river", line(FIRST, GOOD, -huge, REVIEW, huge), line(FIRST + 1, GOOD, 5, REVIEW, huge), line(huge)
    )
    anki.add("capitals", learning(FIRST, GOOD, -huge), data="[]")
    anki.created_s = huge
    report = bring(world, anki)
    assert lines_counted(report) == len(anki.package.reviews)
    bring_again(world, anki)


def test_an_answer_typed_while_reviews_were_brought_is_kept(world):
    session = world.start(tags=("water",))
    shown = session.card()
    bring(
        world, InAnki().add("vapour-origin", learning(FIRST), line(FIRST + DAY_MS), reset(FIRST + 2 * DAY_MS))
    )
    response = ChoiceResponse((shown.question.answer,))
    given, again = session.send(shown, response), session.send(shown, response)
    assert (given.duplicate, again.duplicate, given.number) == (False, True, again.number)
    assert log(world, "vapour-origin")[-1]["kind"] == "answer"
    assert replay_reviews(world.ctx).differences == ()


def test_a_card_that_is_answered_while_its_reviews_are_saved_is_merged_anew(world, monkeypatch):
    true_save, interrupted = cards.save_card, []

    def save(connection, before, after):
        if not interrupted:
            interrupted.append(True)
            return False
        return true_save(connection, before, after)

    monkeypatch.setattr(cards, "save_card", save)
    package = InAnki().add("salt", learning(FIRST)).add("river", learning(FIRST)).package
    assert histories.bring(world.ctx, world.learner, package).answers == 2
    assert len(world.log()) == 2
    assert replay_reviews(world.ctx).differences == ()


def test_reviews_of_today_count_towards_the_limits_of_today(world):
    learners.update_settings(world.ctx, world.learner, new_per_day=2)
    earlier = ms(world.clock.now) - 600_000
    bring(world, InAnki().add("salt", learning(earlier, EASY, 8)).add("river", learning(earlier, EASY, 8)))
    assert not isinstance(world.start().look(), study.CardShown)
    world.clock.forward(days=1)
    assert isinstance(world.start().look(), study.CardShown)


def test_taking_back_an_answer_after_an_import_gives_the_card_as_anki_left_it(world):
    bring(world, InAnki().add("vapour-origin", learning(FIRST, EASY, 8)))
    before = {name: value for name, value in card(world, "vapour-origin").items() if name != "version"}
    session = world.start(tags=("water",))
    session.answer()
    assert study.undo(world.ctx, world.learner, session.id)
    after = {name: value for name, value in card(world, "vapour-origin").items() if name != "version"}
    assert after == before


def test_after_a_crash_bringing_the_package_again_brings_the_rest(world, monkeypatch):
    package = InAnki().add("salt", learning(FIRST)).add("river", learning(FIRST)).package
    true_save = log_store.add_lines

    def crash(connection, rows):
        if world.log():
            raise SystemError("the power went")
        true_save(connection, rows)

    monkeypatch.setattr(histories, "_BATCH", 1)
    with monkeypatch.context() as broken:
        broken.setattr(log_store, "add_lines", crash)
        with pytest.raises(SystemError):
            histories.bring(world.ctx, world.learner, package)
    assert len(world.log()) == 1
    assert replay_reviews(world.ctx).differences == ()
    report = histories.bring(world.ctx, world.learner, package)
    assert (report.known, report.answers) == (1, 1)


def test_an_older_answer_from_anki_does_not_make_the_latest_one_another(world, pieces):
    answer_here(world)
    mended = pieces["origin"].replace("answer: The oceans", "answer: The seas")
    world.sync(mended, pieces["capitals"], pieces["salt"], pieces["river"])
    world.clock.forward(days=1)
    answer_here(world)
    bring(world, InAnki().add("vapour-origin", learning(FIRST)))
    with reading(world.ctx.engine) as connection:
        (now,) = world.rows(
            "SELECT r.question_id, r.key_hash FROM revision r JOIN question q ON q.revision_id = r.id "
            "WHERE q.key = 'vapour-origin'"
        )
        assert studying.learnt_otherwise(connection, now["question_id"], now["key_hash"]).learners == 0


def test_a_card_that_lost_its_beginning_teaches_nothing_about_the_learner(world):
    bring(world, InAnki().add("salt", line(FIRST), line(FIRST + 9 * DAY_MS)).add("river", learning(FIRST)))
    with reading(world.ctx.engine) as connection:
        sets = stored_learners.get_parameter_sets(connection, world.learner)
        rows = [
            [
                row
                for row in log_store.lines_of_learner(connection, world.learner)
                if row.question_id == number
            ]
            for number in (card(world, key)["question_id"] for key in ("salt", "river"))
        ]
    assert [stretch.answers for stretch in stretches_of(rows, sets)[0]] == [((3, 0),)]


def test_new_due_dates_follow_the_latest_answer_and_not_the_one_written_last(world):
    answer_here(world)
    world.clock.forward(minutes=11)
    answer_here(world)
    bring(world, InAnki().add("vapour-origin", learning(FIRST, EASY, 8)))
    with world.ctx.engine.begin() as connection:
        settings = stored_learners.get_parameter_sets(connection, world.learner)[1]
        stricter = replace(settings, desired_retention=0.97)
        stored_learners.add_parameter_set(connection, world.learner, 2, stricter, 0)
        stored_learners.save_learner(connection, world.learner, parameter_set_id=2, desired_retention=0.97)
    assert rescheduling.take(world.ctx, world.learner) == 1
    assert replay_reviews(world.ctx).differences == ()


def test_reviews_that_are_brought_while_the_learner_answers_all_arrive(world, monkeypatch):
    monkeypatch.setattr(histories, "_BATCH", 1)
    anki = InAnki()
    for number, name in enumerate(("salt", "river", "vapour-origin", "capitals")):
        anki.add(name, *(learning(FIRST + number + turn * 60_000, GOOD, -600) for turn in range(8)))
    with ThreadPoolExecutor() as pool:
        brought = [pool.submit(histories.bring, world.ctx, world.learner, anki.package) for _ in range(2)]
        answered = 0
        session = world.start()
        while answered < 10 and isinstance(session.look(), study.CardShown):
            session.answer()
            answered += 1
    assert sum(each.result().answers for each in brought) == 32
    assert answered >= 4
    assert len(world.rows("SELECT * FROM review WHERE kind = 'answer'")) == answered
    assert replay_reviews(world.ctx).differences == ()


@pytest.mark.parametrize(
    "data", ['{"s": 1%s, "d": 5}' % ("0" * 400), '{"s": NaN, "d": []}', "[" * 9_000, "7"]
)
def test_a_memory_of_anki_that_is_none_is_passed_over(world, data):
    days = (0, 3, 9, 20, 26)
    lines = [learning(FIRST), *(line(FIRST + day * DAY_MS, HARD, day) for day in days[1:])]
    honest = bring(world, InAnki().add("salt", *lines, data="{}"))
    other = world.another_learner()
    package = InAnki().add("salt", *lines, data=data).package
    assert histories.bring(world.ctx, other, package) == honest
