"""A study session belongs to one learner, and of two that move it at once only one does."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from quiz.store import sessions
from quiz.store.database import reading, writing
from quiz.store.sessions import SessionRow

ROW = SessionRow(learner_id=1, id="one", mode="scheduled", started_ms=0, moved_ms=0)


@pytest.fixture
def kept(engine):
    """A database with two learners, the first in a study session."""
    with writing(engine) as connection:
        for learner in (1, 2):
            connection.execute(
                text(
                    "INSERT INTO learner (id, name, local, time_zone, new_per_day, reviews_per_day, "
                    "single_key_shortcuts, parameter_set_id, created_ms) "
                    "VALUES (:id, '', 0, 'UTC', 20, 200, 1, 1, 0)"
                ),
                {"id": learner},
            )
        sessions.add_session(connection, ROW)
    return engine


def test_a_study_session_is_read_as_it_was_saved(kept):
    moved = replace(ROW, answered=2, skipped=((7, 0),), pinned=((8, 1), (9, 0)), moved_ms=5)
    with writing(kept) as connection:
        assert sessions.save_move(connection, moved)
    with reading(kept) as connection:
        assert sessions.find_session(connection, 1, "one") == replace(moved, version=1)


def test_a_study_session_that_moved_on_is_not_overwritten(kept):
    with writing(kept) as connection:
        assert sessions.save_move(connection, replace(ROW, skipped=((7, 0),)))
        assert not sessions.save_move(connection, replace(ROW, answered=1))
        found = sessions.find_session(connection, 1, "one")
    assert (found.skipped, found.answered) == (((7, 0),), 0)


def test_nobody_finds_or_moves_the_study_session_of_another_learner(kept):
    with writing(kept) as connection:
        assert sessions.find_session(connection, 2, "one") is None
        assert not sessions.save_move(connection, replace(ROW, learner_id=2, answered=1))
        assert sessions.find_session(connection, 1, "one") == ROW
