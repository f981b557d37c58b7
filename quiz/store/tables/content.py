"""What the bank files became: banks, questions, their parts and every revision ever served."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from quiz.store.database import db
from quiz.store.tables.columns import ID, ms

# `document` is the bank without its questions as JSON (sources, facts, briefing), "" while no version of
# it was good. `digest` is that of the files served; `problems` are those of `problems_digest`, a newer
# version that was not taken over, or what is undecided about the one served.
bank = Table(
    "bank",
    db.metadata,
    Column("id", ID, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("language", String(64), nullable=False),
    Column("folder", Text, nullable=False),
    Column("digest", String(80), nullable=False),
    Column("document", Text, nullable=False),
    Column("problems_digest", String(80), nullable=False),
    Column("problems", Text, nullable=False),
    ms("synced_ms"),
)

# `key` is the id in the bank file and may be renamed through `was`; `first_key` never changes.
question = Table(
    "question",
    db.metadata,
    Column("id", ID, primary_key=True),
    Column("bank_id", ID, ForeignKey("bank.id"), nullable=False),
    Column("key", String(128), nullable=False),
    Column("first_key", String(128), nullable=False),
    Column("position", Integer, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("revision_id", ID, nullable=False),
    Column("draft", Boolean, nullable=False),
    ms("archived_ms", nullable=True),
    Index("uq_question_bank_id_key", "bank_id", "key", unique=True),
)

# One row per card a learner may have of the question. `served` is False for drafts, archived questions
# and cloze numbers that are gone, so that picking a card needs this table alone.
question_part = Table(
    "question_part",
    db.metadata,
    Column("question_id", ID, ForeignKey("question.id"), primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("bank_id", ID, ForeignKey("bank.id"), nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("served", Boolean, nullable=False),
    Index("ix_question_part_bank_id_served", "bank_id", "served"),
    sqlite_with_rowid=False,
)

question_tag = Table(
    "question_tag",
    db.metadata,
    Column("question_id", ID, ForeignKey("question.id"), primary_key=True, autoincrement=False),
    Column("tag", Text, primary_key=True),
    Index("ix_question_tag_tag", "tag"),
    sqlite_with_rowid=False,
)

# Which facts a question asks about: questions on the same fact are kept apart, and a text opens them.
question_fact = Table(
    "question_fact",
    db.metadata,
    Column("bank_id", ID, ForeignKey("bank.id"), primary_key=True, autoincrement=False),
    Column("fact", String(128), primary_key=True),
    Column("question_id", ID, ForeignKey("question.id"), primary_key=True, autoincrement=False),
    Index("ix_question_fact_question_id", "question_id"),
    sqlite_with_rowid=False,
)

revision = Table(
    "revision",
    db.metadata,
    Column("id", ID, primary_key=True),
    Column("question_id", ID, ForeignKey("question.id"), nullable=False),
    Column("edition", Integer, nullable=False),
    Column("key_hash", String(64), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("body", Text, nullable=False),
    ms("created_ms"),
    Index("ix_revision_question_id", "question_id"),
)
