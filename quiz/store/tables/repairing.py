"""Repairs: what was added to a question's key after a dispute, and every grade that it changed."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table, Text

from quiz.store.database import db
from quiz.store.tables.columns import ID, learner_id, ms

# `additions` and `response` are JSON. `edition` and `key_hash` are those of the question before the repair:
# answers to any other edition or key are no business of it. `edit_id` is NULL until the file was saved.
repair = Table(
    "repair",
    db.metadata,
    Column("id", ID, primary_key=True),
    Column("bank_id", ID, ForeignKey("bank.id"), nullable=False),
    Column("question_id", ID, ForeignKey("question.id"), nullable=False),
    Column("part", Integer, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("key_hash", String(64), nullable=False),
    Column("additions", Text, nullable=False),
    Column("response", Text, nullable=False),
    Column("editor_id", ID, ForeignKey("learner.id", ondelete="SET NULL")),
    Column("edit_id", ID, ForeignKey("bank_edit.id")),
    Column("status", String(16), nullable=False),
    ms("made_ms"),
    Index("ix_repair_bank_id_status", "bank_id", "status"),
    Index("ix_repair_question_id_status", "question_id", "status"),
    Index("ix_repair_editor_id", "editor_id"),
)

# `place` is `review`, `practice` or `test`; `owner` the study session or attempt, `position` the line of the
# log, the number of the answer or the place on the paper. `line` is the line that was added to the log.
# Grades are JSON; scores are the attempt's, in the order in which its changes were made.
repair_change = Table(
    "repair_change",
    db.metadata,
    learner_id(),
    Column("repair_id", ID, ForeignKey("repair.id"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("place", String(16), nullable=False),
    Column("part", Integer, nullable=False),
    Column("owner", String(32), nullable=False),
    Column("position", Integer, nullable=False),
    Column("line", Integer),
    Column("response", Text, nullable=False),
    Column("grade_before", Text, nullable=False),
    Column("grade_after", Text, nullable=False),
    Column("score_before", Float(53)),
    Column("score_after", Float(53)),
    ms("made_ms"),
    ms("seen_ms", nullable=True),
    ms("undone_ms", nullable=True),
    Index("ix_repair_change_repair_id", "repair_id"),
    sqlite_with_rowid=False,
)
