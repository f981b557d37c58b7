"""Learners' own notes: at most one per learner and question."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from quiz.store import tables

_TABLE = tables.learner_note


def find_note(connection: Connection, learner_id: int, question_id: int) -> str:
    """Return the learner's note on the question, "" if there is none."""
    query = select(_TABLE.c.text).where(
        _TABLE.c.learner_id == learner_id, _TABLE.c.question_id == question_id
    )
    found: str | None = connection.scalar(query)
    return found or ""


def save_note(connection: Connection, learner_id: int, question_id: int, text: str, now_ms: int) -> None:
    mine = (_TABLE.c.learner_id == learner_id, _TABLE.c.question_id == question_id)
    values = {"text": text, "changed_ms": now_ms}
    if connection.execute(update(_TABLE).where(*mine).values(values)).rowcount == 0:
        connection.execute(insert(_TABLE).values(learner_id=learner_id, question_id=question_id, **values))


def delete_note(connection: Connection, learner_id: int, question_id: int) -> None:
    connection.execute(
        delete(_TABLE).where(_TABLE.c.learner_id == learner_id, _TABLE.c.question_id == question_id)
    )
