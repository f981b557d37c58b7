"""Articles that are being made into drafts, and what teachers decided of each draft question."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from quiz.store.database import db
from quiz.store.tables.columns import ID, ms

# An article before it is written into the bank: `digest` names its text in `file_content`, `said` is JSON of
# what it says about itself as the teacher corrected it, `chosen` of the lines that were put back or removed.
draft_article = Table(
    "draft_article",
    db.metadata,
    Column("id", ID, primary_key=True),
    Column("bank_id", ID, ForeignKey("bank.id"), nullable=False),
    ms("made_ms"),
    Column("name", String(128), nullable=False),
    Column("digest", String(64), ForeignKey("file_content.digest"), nullable=False),
    Column("said", Text, nullable=False),
    Column("chosen", Text, nullable=False),
    Index("ix_draft_article_bank_id", "bank_id"),
)

# What became of a draft question, in the order in which it was decided; who did it is in the edit. `facts`
# are the ids of its facts, parted by spaces. So many drafts were `waiting` afterwards: after the last one a
# new count begins.
draft_decision = Table(
    "draft_decision",
    db.metadata,
    Column("id", ID, primary_key=True),
    Column("bank_id", ID, ForeignKey("bank.id"), nullable=False),
    ms("made_ms"),
    Column("question", String(128), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("facts", Text, nullable=False),
    Column("edit_id", ID, ForeignKey("bank_edit.id"), nullable=False),
    Column("waiting", Integer, nullable=False),
    Index("ix_draft_decision_bank_id", "bank_id"),
)
