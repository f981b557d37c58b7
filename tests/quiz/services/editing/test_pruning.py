"""Texts that nothing needs any more go after a month, and nothing else does."""

from __future__ import annotations

from quiz.services.editing import Conflict, Saved
from quiz.services.editing.pruning import prune
from quiz.services.starting import prepare
from quiz.store.edits import digest_of


def kept(desk):
    return {row["digest"] for row in desk.world.rows("SELECT digest FROM file_content")}


def touch(desk, text):
    """Let the file be written outside, seen only by a page that is opened, and then again."""
    before = desk.path().read_bytes()
    desk.path().write_text(text, encoding="utf-8")
    opened = desk.open("salt")
    desk.path().write_bytes(before)
    return opened


def test_a_text_that_only_a_page_needed_goes_a_month_later_with_the_next_start(desk):
    before = kept(desk)
    opened = touch(desk, desk.text().replace("taste of", "smell of"))
    assert opened.base in kept(desk) - before
    desk.world.clock.forward(days=29)
    prepare(desk.ctx)
    assert opened.base in kept(desk)
    desk.world.clock.forward(days=2)
    prepare(desk.ctx)
    assert opened.base not in kept(desk)
    assert digest_of(desk.path().read_bytes()) in kept(desk)


def test_a_page_that_was_opened_again_is_told_apart_for_another_month(desk):
    text = desk.text().replace("taste of", "smell of")
    touch(desk, text)
    desk.world.clock.forward(days=20)
    opened = touch(desk, text)
    desk.world.clock.forward(days=20)
    assert prune(desk.ctx) == 0
    outcome = desk.save(desk.edit(opened, "smell of", "look like"))
    assert isinstance(outcome, Conflict)
    assert "smell of" in outcome.base_text


def test_what_the_history_shows_and_undoing_needs_stays_however_old(desk):
    first = desk.change("salt", "taste of", "smell of")
    desk.change("salt", "smell of", "look like")
    desk.world.clock.forward(days=400)
    before = kept(desk)
    assert prune(desk.ctx) == 0
    assert kept(desk) == before
    assert isinstance(desk.revert(first.edit_id), Saved | Conflict)


def test_texts_from_before_their_age_was_noted_get_a_month_from_now(desk):
    opened = touch(desk, desk.text().replace("taste of", "smell of"))
    with desk.ctx.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE file_content SET kept_ms = NULL")
    desk.world.clock.forward(days=400)
    assert prune(desk.ctx) == 0
    desk.world.clock.forward(days=31)
    assert prune(desk.ctx) >= 1
    assert opened.base not in kept(desk)
