"""Anki both ways: what went there, and what it knew of a card whose log has no beginning."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("review", sa.Column("factor", sa.Integer(), nullable=True))
    op.add_column("file_content", sa.Column("kept_ms", sa.BigInteger(), nullable=True))
    op.create_table(
        "anki_export",
        sa.Column("learner_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bank_id", ID, nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("deed", sa.String(length=16), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("notes", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_anki_export_learner_id_learner")
        ),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_anki_export_bank_id_bank")),
        sa.PrimaryKeyConstraint("learner_id", "number", name=op.f("pk_anki_export")),
    )
    op.create_index(
        "ix_anki_export_learner_id_bank_id", "anki_export", ["learner_id", "bank_id"], unique=False
    )
    op.create_table(
        "anki_link",
        sa.Column("learner_id", ID, autoincrement=False, nullable=False),
        sa.Column("bank_id", ID, autoincrement=False, nullable=False),
        sa.Column("profile", sa.String(length=100), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("used_ms", sa.BigInteger(), nullable=False),
        sa.Column("latest_ms", sa.BigInteger(), nullable=True),
        sa.Column("log_lines", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_anki_link_learner_id_learner")),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_anki_link_bank_id_bank")),
        sa.PrimaryKeyConstraint("learner_id", "bank_id", "profile", name=op.f("pk_anki_link")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: going back would drop what was brought from Anki")
