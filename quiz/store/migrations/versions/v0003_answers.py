"""Answers beside the schedule: practice, and attempts of a test."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create_test_attempt()
    _create_test_answer()
    _create_practice_answer()


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: going back would drop what learners did")


def _create_test_attempt() -> None:
    op.create_table(
        "test_attempt",
        sa.Column("learner_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("bank_id", ID, nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(precision=53), nullable=True),
        sa.Column("started_ms", sa.BigInteger(), nullable=False),
        sa.Column("finished_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_test_attempt_bank_id_bank")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_test_attempt_learner_id_learner")
        ),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_test_attempt")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_test_attempt_learner_id_started_ms", "test_attempt", ["learner_id", "started_ms"], unique=False
    )


def _create_test_answer() -> None:
    op.create_table(
        "test_answer",
        sa.Column("learner_id", ID, autoincrement=False, nullable=False),
        sa.Column("attempt_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id", "attempt_id"],
            ["test_attempt.learner_id", "test_attempt.id"],
            name=op.f("fk_test_answer_learner_id_attempt_id_test_attempt"),
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_test_answer_learner_id_learner")
        ),
        sa.PrimaryKeyConstraint("learner_id", "attempt_id", "position", name=op.f("pk_test_answer")),
        sqlite_with_rowid=False,
    )


def _create_practice_answer() -> None:
    op.create_table(
        "practice_answer",
        sa.Column("learner_id", ID, autoincrement=False, nullable=False),
        sa.Column("study_session_id", sa.String(length=32), nullable=False),
        sa.Column("question_id", ID, autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("repetition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision_id", ID, nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("fraction", sa.Float(precision=53), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("response_ms", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id", "study_session_id"],
            ["study_session.learner_id", "study_session.id"],
            name=op.f("fk_practice_answer_learner_id_study_session_id_study_session"),
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_practice_answer_learner_id_learner")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_practice_answer_question_id_question")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_practice_answer_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint(
            "learner_id",
            "study_session_id",
            "question_id",
            "part",
            "repetition",
            name=op.f("pk_practice_answer"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "uq_practice_answer_learner_id_study_session_id_number",
        "practice_answer",
        ["learner_id", "study_session_id", "number"],
        unique=True,
    )
