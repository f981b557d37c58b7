"""Learners, their cards, and the log that the cards can be made from again."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
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
    false,
    text,
    true,
)

from quiz.store.database import db
from quiz.store.tables.columns import ID, learner_id, ms

# `local` is the one learner who needs no account; every bank is theirs at once, and theirs to change, which
# `teacher` allows to others. `calendar_digest` is the SHA-256 of the secret in their calendar's address, NULL
# while they have none.
learner = Table(
    "learner",
    db.metadata,
    Column("id", ID, primary_key=True),
    Column("name", Text, nullable=False),
    Column("local", Boolean, nullable=False),
    Column("time_zone", String(64), nullable=False),
    Column("new_per_day", Integer, nullable=False),
    Column("reviews_per_day", Integer, nullable=False),
    Column("single_key_shortcuts", Boolean, nullable=False),
    Column("parameter_set_id", Integer, nullable=False),
    ms("created_ms"),
    Column("desired_retention", Float(53), nullable=False, server_default="0.9"),
    Column("type_clozes", Boolean, nullable=False, server_default=true()),
    Column("calendar_digest", String(64)),
    Column("teacher", Boolean, nullable=False, server_default=false()),
    Index(
        "uq_learner_local",
        "local",
        unique=True,
        sqlite_where=text("local"),
        postgresql_where=text("local"),
    ),
    Index("uq_learner_calendar_digest", "calendar_digest", unique=True),
)

# `desired_retention` is NULL where the learner's own holds; `exam_day` is a learner's day, NULL without exam.
enrolment = Table(
    "enrolment",
    db.metadata,
    learner_id(),
    Column("bank_id", ID, ForeignKey("bank.id"), primary_key=True, autoincrement=False),
    ms("created_ms"),
    Column("desired_retention", Float(53)),
    Column("exam_day", Integer),
    Index("ix_enrolment_bank_id", "bank_id"),
    sqlite_with_rowid=False,
)

# Every version of a learner's scheduling parameters is kept, since the log names the one it used. `report`
# is JSON: how a fitted one was found.
parameter_set = Table(
    "parameter_set",
    db.metadata,
    learner_id(),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("settings", Text, nullable=False),
    ms("created_ms"),
    Column("origin", String(16), nullable=False, server_default="default"),
    Column("report", Text),
    sqlite_with_rowid=False,
)


def _only(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


# A cache of the log. `version` is the number of the card's lines there and the repetition of the next one.
# The partial indexes hold what picking the next card reads, and no more: an index over all states misleads
# SQLite's planner. `ix_card_leech` is for the teacher: what is forgotten again and again.
card = Table(
    "card",
    db.metadata,
    learner_id(),
    Column("question_id", ID, ForeignKey("question.id"), primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("suspended", Boolean, nullable=False),
    Column("state", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("stability", Float(53)),
    Column("difficulty", Float(53)),
    ms("due_ms", nullable=True),
    Column("due_day", Integer),
    Column("interval_days", Integer, nullable=False),
    ms("last_review_ms", nullable=True),
    Column("last_review_day", Integer),
    Column("reviews", Integer, nullable=False),
    Column("lapses", Integer, nullable=False),
    _only("ix_card_new", "learner_id", "position", where="state = 0"),
    _only("ix_card_in_steps", "learner_id", "due_ms", where="state IN (1, 3)"),
    _only(
        "ix_card_review", "learner_id", "due_day", "last_review_ms", "stability", "state", where="state = 2"
    ),
    _only("ix_card_leech", "question_id", "lapses", where="lapses >= 8"),
    sqlite_with_rowid=False,
)

# `moved_ms` is when the learner last did something here: the next card is picked as of then, so that
# reloading shows the same one. `skipped`, `pinned` and `queue` are JSON lists of [question_id, part]: set
# aside, taken back (the last one first), and what a practice session goes through; `question_ids` is a JSON
# list of the questions it keeps to, empty for all; `skipped_after` says of each card skipped how many answers
# had been given.
study_session = Table(
    "study_session",
    db.metadata,
    learner_id(),
    Column("id", String(32), primary_key=True),
    Column("mode", String(16), nullable=False),
    Column("bank_ids", Text, nullable=False),
    Column("tags", Text, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("skipped", Text, nullable=False),
    Column("pinned", Text, nullable=False),
    Column("queue", Text, nullable=False),
    ms("started_ms"),
    ms("moved_ms"),
    Column("version", Integer, nullable=False),
    Column("question_ids", Text, nullable=False, server_default="[]"),
    Column("skipped_after", Text, nullable=False, server_default="[]"),
    sqlite_with_rowid=False,
)

# The log. Triggers refuse every UPDATE, and every DELETE but that of a learner who is in `erasure`.
# `number` counts the answers of a study session; lines that are no answers have none. `state_before` is
# the card's state as the answer found it: New lines and Review lines are what daily limits count. `factor` is
# Anki's of what happened there: of an answer to a card no longer new, or 0 of a reset.
review = Table(
    "review",
    db.metadata,
    learner_id(),
    Column("question_id", ID, ForeignKey("question.id"), primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("repetition", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("amends", Integer),
    Column("revision_id", ID, ForeignKey("revision.id"), nullable=False),
    Column("response", Text),
    Column("grade", Text),
    Column("rating", Integer),
    Column("guess_chance", Float(53)),
    Column("state_before", Integer, nullable=False),
    ms("at_ms"),
    Column("day", Integer, nullable=False),
    Column("offset_minutes", Integer, nullable=False),
    Column("parameter_set_id", Integer, nullable=False),
    Column("desired_retention", Float(53), nullable=False),
    Column("interval_days", Integer, nullable=False),
    ms("due_ms", nullable=True),
    Column("seed", Text, nullable=False),
    Column("study_session_id", String(32)),
    Column("number", Integer),
    Column("response_ms", Integer),
    Column("factor", Integer),
    ForeignKeyConstraint(
        ["learner_id", "parameter_set_id"], ["parameter_set.learner_id", "parameter_set.id"]
    ),
    Index("ix_review_learner_id_day", "learner_id", "day"),
    Index(
        "uq_review_learner_id_study_session_id_number",
        "learner_id",
        "study_session_id",
        "number",
        unique=True,
    ),
    sqlite_with_rowid=False,
)

# A learner whose data is being erased: only then do lines leave the log.
erasure = Table(
    "erasure",
    db.metadata,
    learner_id(),
    ms("started_ms"),
    sqlite_with_rowid=False,
)
