"""What other programs do to the bank files is noticed while Factdeck serves."""

from __future__ import annotations

import logging
import os
import shutil
from threading import Event, Thread

import pytest
from sqlalchemy import text as sql

from quiz.services import noticing, overview
from quiz.services.editing import Edit, Saved, Target, history, open_question, save
from quiz.services.editing.bench import held

FILE = "questions/all.yaml"


def look(world, times=2, **given):
    """Look as often as it takes; return what the last look brought."""
    brought = ()
    for _ in range(times):
        brought = noticing.look(world.ctx, **given)
    return brought


def summary(world):
    (found,) = overview.overview(world.ctx, world.learner).banks
    return found


@pytest.fixture
def watched(world):
    """A world whose folder was looked at after the start."""
    assert look(world) == ()
    return world


def change(world, old, new, file=FILE):
    path = world.folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_changed_file_is_taken_over_by_the_second_look_that_finds_it_the_same(watched):
    change(watched, "taste of", "taste like")
    assert look(watched, 1) == ()
    (report,) = look(watched, 1)
    assert (report.changed, report.revised) == (True, 1)
    assert look(watched) == ()


def test_a_file_that_is_still_being_written_is_waited_for(watched):
    change(watched, "taste of", "taste")
    assert look(watched, 1) == ()
    change(watched, "the sea taste", "the salty sea taste")
    assert look(watched, 1) == ()
    (report,) = look(watched, 1)
    assert report.revised == 1


def test_a_page_that_is_opened_has_it_at_once_when_the_files_rest(watched):
    change(watched, "taste of", "taste like")
    waited = []

    def writing_goes_on(seconds):
        waited.append(seconds)
        if len(waited) == 1:
            change(watched, "taste like", "taste most of")

    (report,) = look(watched, 1, at_once=True, wait=writing_goes_on)
    assert waited
    assert report.revised == 1
    assert look(watched, 1, at_once=True, wait=waited.append) == ()
    assert "taste most of" in watched.rows("SELECT body FROM revision ORDER BY id DESC LIMIT 1")[0]["body"]


def test_a_broken_file_leaves_the_last_good_version_and_says_where_it_breaks(watched):
    change(watched, "prompt: What does", "prompt: [What does")
    look(watched)
    found = summary(watched)
    assert (found.questions, found.servable) == (4, True)
    assert found.problems[0].place.file.endswith(FILE)
    assert found.problems[0].place.line > 1
    change(watched, "prompt: [What does", "prompt: What does")
    look(watched)
    assert summary(watched).problems == ()


def test_what_was_changed_on_the_disk_is_in_the_history_as_nobodys(watched):
    change(watched, "taste of", "taste like")
    look(watched)
    (entry,) = history(watched.ctx, watched.learner, "water").entries
    assert (entry.origin.value, entry.learner_id, entry.target.file) == ("disk", None, FILE)


def test_what_the_editor_saved_is_read_once_and_recorded_once(watched, monkeypatch):
    opened = open_question(watched.ctx, watched.learner, "water", "salt")
    text = opened.text.replace("taste of", "taste like")
    target = Target(bank_key="water", file=FILE, question="salt")
    saved = save(watched.ctx, watched.learner, Edit(target=target, text=text, base=opened.base))
    assert isinstance(saved, Saved)
    monkeypatch.setattr(noticing, "read_snapshot", lambda taken: pytest.fail("the files were parsed again"))
    assert look(watched) == ()
    assert len(history(watched.ctx, watched.learner, "water").entries) == 1


def test_a_start_reads_nothing_again(world, monkeypatch):
    monkeypatch.setattr(noticing, "read_snapshot", lambda taken: pytest.fail("the files were parsed again"))
    assert look(world) == ()


def test_a_bank_that_is_being_saved_is_left_for_the_next_look(watched):
    change(watched, "taste of", "taste like")
    with held(watched.ctx, str(watched.folder.resolve())):
        assert look(watched) == ()
    assert len(look(watched, 1)) == 1


def test_a_database_that_is_busy_only_puts_it_off(watched):
    change(watched, "taste of", "taste like")
    with watched.ctx.engine.connect() as other:
        other.exec_driver_sql("PRAGMA busy_timeout = 10")
        other.rollback()
        others = other.execution_options(factdeck_writes=True)
        with others.begin():
            others.execute(sql("UPDATE bank SET title = title"))
            with watched.ctx.engine.connect() as own:
                own.exec_driver_sql("PRAGMA busy_timeout = 10")
            assert look(watched) == ()
    assert len(look(watched, 1)) == 1


def test_a_new_folder_is_served_and_a_removed_one_is_said_to_be_gone(watched, pieces):
    second = watched.folder.with_name("air")
    shutil.copytree(watched.folder, second)
    (second / "bank.yaml").write_text(pieces["bank"].replace("bank: water", "bank: air"), encoding="utf-8")
    (report,) = look(watched)
    assert (report.bank_key, report.added) == ("air", 4)
    shutil.rmtree(second)
    look(watched)
    gone = {bank.key: bank for bank in overview.overview(watched.ctx, watched.learner).banks}["air"]
    assert gone.questions == 4
    assert [problem.code for problem in gone.problems] == ["E208"]
    assert look(watched) == ()


def test_a_folder_under_another_name_is_the_same_bank(watched):
    watched.start().finish()
    before = watched.cards()
    watched.folder.rename(watched.folder.with_name("moved"))
    look(watched)
    assert watched.cards() == before
    assert summary(watched).problems == ()
    assert [row["key"] for row in watched.rows("SELECT key FROM bank")] == ["water"]


def test_a_copy_with_the_same_id_is_refused_and_served_once_the_first_is_gone(watched):
    copy = watched.folder.with_name("copy")
    shutil.copytree(watched.folder, copy)
    (report,) = look(watched)
    assert [problem.code for problem in report.problems] == ["E201"]
    assert list(noticing.refused_folders(watched.ctx)) == [copy]
    assert summary(watched).problems == ()
    shutil.rmtree(watched.folder)
    look(watched)
    os.utime(copy / "bank.yaml", ns=(1, 1))
    look(watched)
    assert noticing.refused_folders(watched.ctx) == {}
    assert summary(watched).problems == ()


def test_a_picture_that_changed_is_noticed_too(watched):
    (watched.folder / "map.png").write_bytes(b"one")
    change(
        watched, "    answer: Salt\n", "    answer: Salt\n    media:\n      - {file: map.png, alt: A map}\n"
    )
    look(watched)
    (watched.folder / "map.png").write_bytes(b"another")
    (report,) = look(watched)
    assert report.changed


def test_a_file_that_was_only_touched_changes_nothing(watched):
    os.utime(watched.folder / FILE, ns=(1, 1))
    assert look(watched) == ()


def test_the_watch_goes_on_after_whatever_went_wrong_and_ends_when_told(watched, monkeypatch, caplog):
    stop, looked = Event(), []

    def broken(ctx):
        looked.append(ctx)
        if len(looked) == 3:
            stop.set()
        raise RuntimeError("unheard of")

    monkeypatch.setattr(noticing, "look", broken)
    with caplog.at_level(logging.ERROR):
        thread = Thread(target=noticing.watch, args=(watched.ctx, stop, 0.01))
        thread.start()
        thread.join(20)
    assert not thread.is_alive()
    assert len(looked) == 3
    assert "unheard of" in caplog.text
