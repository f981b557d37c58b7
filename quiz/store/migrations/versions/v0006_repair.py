"""Disputes that mend questions: what was accepted, whose grades it changed, and what learners are told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "dispute", sa.Column("outcome", sa.String(length=16), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("dispute", sa.Column("reply", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("dispute", sa.Column("closed_ms", sa.BigInteger(), nullable=True))
    op.add_column("dispute", sa.Column("seen_ms", sa.BigInteger(), nullable=True))
    _create_repair()
    _create_repair_change()


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: going back would drop what learners were granted")


def _create_repair() -> None:
    op.create_table(
        "repair",
        sa.Column("id", ID, nullable=False),
        sa.Column("bank_id", ID, nullable=False),
        sa.Column("question_id", ID, nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("additions", sa.Text(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("editor_id", ID, nullable=True),
        sa.Column("edit_id", ID, nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_repair_bank_id_bank")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_repair_question_id_question")
        ),
        sa.ForeignKeyConstraint(
            ["editor_id"], ["learner.id"], name=op.f("fk_repair_editor_id_learner"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["edit_id"], ["bank_edit.id"], name=op.f("fk_repair_edit_id_bank_edit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair")),
    )
    op.create_index("ix_repair_bank_id_status", "repair", ["bank_id", "status"], unique=False)
    op.create_index("ix_repair_question_id_status", "repair", ["question_id", "status"], unique=False)
    op.create_index("ix_repair_editor_id", "repair", ["editor_id"], unique=False)


def _create_repair_change() -> None:
    op.create_table(
        "repair_change",
        sa.Column("learner_id", ID, autoincrement=False, nullable=False),
        sa.Column("repair_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.String(length=16), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("grade_before", sa.Text(), nullable=False),
        sa.Column("grade_after", sa.Text(), nullable=False),
        sa.Column("score_before", sa.Float(precision=53), nullable=True),
        sa.Column("score_after", sa.Float(precision=53), nullable=True),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=True),
        sa.Column("undone_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_repair_change_learner_id_learner")
        ),
        sa.ForeignKeyConstraint(["repair_id"], ["repair.id"], name=op.f("fk_repair_change_repair_id_repair")),
        sa.PrimaryKeyConstraint("learner_id", "repair_id", "number", name=op.f("pk_repair_change")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_repair_change_repair_id", "repair_change", ["repair_id"], unique=False)
