"""Answers that leave the schedule alone: practice, and attempts of a test."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from quiz.store.database import db
from quiz.store.tables.columns import ID, learner_id, ms

# `repetition` counts how often the card was practised in this study session; `number` its answers.
practice_answer = Table(
    "practice_answer",
    db.metadata,
    learner_id(),
    Column("study_session_id", String(32), primary_key=True),
    Column("question_id", ID, ForeignKey("question.id"), primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("repetition", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("revision_id", ID, ForeignKey("revision.id"), nullable=False),
    Column("response", Text, nullable=False),
    Column("grade", Text, nullable=False),
    Column("fraction", Float(53), nullable=False),
    Column("seed", Text, nullable=False),
    Column("voided", Boolean, nullable=False),
    ms("at_ms"),
    Column("response_ms", Integer),
    ForeignKeyConstraint(
        ["learner_id", "study_session_id"], ["study_session.learner_id", "study_session.id"]
    ),
    Index(
        "uq_practice_answer_learner_id_study_session_id_number",
        "learner_id",
        "study_session_id",
        "number",
        unique=True,
    ),
    sqlite_with_rowid=False,
)

# `items` is a JSON list of revision ids in the paper's order.
test_attempt = Table(
    "test_attempt",
    db.metadata,
    learner_id(),
    Column("id", String(32), primary_key=True),
    Column("bank_id", ID, ForeignKey("bank.id"), nullable=False),
    Column("tags", Text, nullable=False),
    Column("seed", Text, nullable=False),
    Column("items", Text, nullable=False),
    Column("score", Float(53)),
    ms("started_ms"),
    ms("finished_ms", nullable=True),
    Index("ix_test_attempt_learner_id_started_ms", "learner_id", "started_ms"),
    sqlite_with_rowid=False,
)

# `grade` is empty until the attempt is finished.
test_answer = Table(
    "test_answer",
    db.metadata,
    learner_id(),
    Column("attempt_id", String(32), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("response", Text, nullable=False),
    Column("grade", Text),
    ms("at_ms"),
    ForeignKeyConstraint(["learner_id", "attempt_id"], ["test_attempt.learner_id", "test_attempt.id"]),
    sqlite_with_rowid=False,
)
