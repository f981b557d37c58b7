"""What was edited in the bank files: every text that a file had, and who made which change."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from quiz.store.database import db
from quiz.store.tables.columns import ID, ms

# The bytes of a file, compressed by zlib, by the SHA-256 of what they were. `kept_ms` is when they were last
# asked to be kept, to within a day; NULL where that was not noted yet.
file_content = Table(
    "file_content",
    db.metadata,
    Column("digest", String(64), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    ms("kept_ms", nullable=True),
    sqlite_with_rowid=False,
)

# The content with which a bank's file was seen last: what it is compared with to notice changes on the disk.
bank_file = Table(
    "bank_file",
    db.metadata,
    Column("bank_id", ID, ForeignKey("bank.id"), primary_key=True, autoincrement=False),
    Column("file", String(512), primary_key=True),
    Column("digest", String(64), ForeignKey("file_content.digest"), nullable=False),
    sqlite_with_rowid=False,
)

# `editor_id` is NULL for changes noticed on the disk and for people who are gone: the bank's history is not
# theirs to take along. A digest is NULL where there is no file; `question` is "" for an edit of a whole file.
# `lock_after` is what bank.lock becomes with the edit, NULL if it stays; `lock_before` is what it was then.
# `added` and `removed` count lines. Edits that reach their files all or not at all have the id of the first
# of them in `together`, which is NULL for one by itself.
bank_edit = Table(
    "bank_edit",
    db.metadata,
    Column("id", ID, primary_key=True),
    Column("bank_id", ID, ForeignKey("bank.id"), nullable=False),
    Column("editor_id", ID, ForeignKey("learner.id", ondelete="SET NULL")),
    ms("made_ms"),
    Column("file", String(512), nullable=False),
    Column("question", String(128), nullable=False),
    Column("why", Text, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("before", String(64), ForeignKey("file_content.digest")),
    Column("after", String(64), ForeignKey("file_content.digest")),
    Column("lock_before", String(64)),
    Column("lock_after", String(64), ForeignKey("file_content.digest")),
    Column("added", Integer, nullable=False),
    Column("removed", Integer, nullable=False),
    Column("together", ID),
    Index("ix_bank_edit_bank_id_file", "bank_id", "file"),
    Index("ix_bank_edit_bank_id_status", "bank_id", "status"),
    Index("ix_bank_edit_editor_id", "editor_id"),
)

# Which questions an edit changed, so that a question's history is found also in edits of whole files.
bank_edit_question = Table(
    "bank_edit_question",
    db.metadata,
    Column("bank_id", ID, ForeignKey("bank.id"), primary_key=True, autoincrement=False),
    Column("question", String(128), primary_key=True),
    Column("edit_id", ID, ForeignKey("bank_edit.id"), primary_key=True, autoincrement=False),
    Index("ix_bank_edit_question_edit_id", "edit_id"),
    sqlite_with_rowid=False,
)
