"""What learners have to say about questions: notes of their own, disputes and reports."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, text

from quiz.store.database import db
from quiz.store.tables.columns import ID, learner_id, ms

learner_note = Table(
    "learner_note",
    db.metadata,
    learner_id(),
    Column("question_id", ID, ForeignKey("question.id"), primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    ms("changed_ms"),
    sqlite_with_rowid=False,
)

# `kind` is `right` ("I was right") or `report`. A dispute names the answer it is about; a report may have
# been made before there was one. `outcome` is `accepted` or `declined` once a teacher decided, with a reply.
dispute = Table(
    "dispute",
    db.metadata,
    learner_id(),
    Column("id", String(32), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("question_id", ID, ForeignKey("question.id"), nullable=False),
    Column("part", Integer, nullable=False),
    Column("repetition", Integer),
    Column("revision_id", ID, ForeignKey("revision.id"), nullable=False),
    Column("study_session_id", String(32)),
    Column("number", Integer),
    Column("response", Text),
    Column("reason", String(32), nullable=False),
    Column("message", Text, nullable=False),
    Column("status", String(16), nullable=False),
    ms("created_ms"),
    Column("outcome", String(16), nullable=False, server_default=text("''")),
    Column("reply", Text, nullable=False, server_default=text("''")),
    ms("closed_ms", nullable=True),
    ms("seen_ms", nullable=True),
    Index("ix_dispute_question_id_status", "question_id", "status"),
    sqlite_with_rowid=False,
)
