"""What learners took along to Anki, and what they told us of it since."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from quiz.store.database import db
from quiz.store.tables.columns import ID, learner_id, ms

# `place` is the learner's name for the collection in Anki that it was for, "" while they need none. `deed` is
# `export`, or `moved` or `deleted` for what they did in Anki with the cards that an export cannot change.
# `options` is JSON of what was chosen, `notes` packed JSON: a line for each note, as it left or is there now.
anki_export = Table(
    "anki_export",
    db.metadata,
    learner_id(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("bank_id", ID, ForeignKey("bank.id"), nullable=False),
    Column("place", String(64), nullable=False),
    Column("deed", String(16), nullable=False),
    ms("made_ms"),
    Column("options", Text, nullable=False),
    Column("notes", LargeBinary, nullable=False),
    Index("ix_anki_export_learner_id_bank_id", "learner_id", "bank_id"),
)

# What passed between a bank and a running Anki, for each of Anki's profiles ("" where it does not tell).
# `place` is under which name `anki_export` has that collection. `log_lines` counts the lines of the log there
# that are known here, of which `latest_ms` is the latest. `report` is JSON of what was done last.
anki_link = Table(
    "anki_link",
    db.metadata,
    learner_id(),
    Column("bank_id", ID, ForeignKey("bank.id"), primary_key=True, autoincrement=False),
    Column("profile", String(100), primary_key=True),
    Column("place", String(64), nullable=False),
    ms("used_ms"),
    ms("latest_ms", nullable=True),
    Column("log_lines", Integer, nullable=False),
    Column("report", Text, nullable=False),
)
