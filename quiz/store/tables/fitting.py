"""Fittings of a learner's parameters: what was asked for, how far it is, how it ended."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

from quiz.store.database import db
from quiz.store.tables.columns import learner_id, ms

# `returns_to` is the parameter set whose weights are wanted again, NULL where they are fitted anew. Whoever
# works on a fitting moves `seen_ms` on: one that was not seen for a while was left by a process that ended.
fitting = Table(
    "fitting",
    db.metadata,
    learner_id(),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("returns_to", Integer),
    Column("state", String(16), nullable=False),
    ms("started_ms"),
    ms("seen_ms"),
    ms("finished_ms", nullable=True),
    Column("report", Text),
    sqlite_with_rowid=False,
)
