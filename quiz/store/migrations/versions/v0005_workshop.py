"""The teachers' workshop: who may teach, the texts of bank files, and their history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("learner", sa.Column("teacher", sa.Boolean(), server_default=sa.false(), nullable=False))
    _create_file_content()
    _create_bank_file()
    _create_bank_edit()
    _create_bank_edit_question()
    _create_draft_article()
    _create_draft_decision()


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: going back would drop what people wrote")


def _create_file_content() -> None:
    op.create_table(
        "file_content",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_file_content")),
        sqlite_with_rowid=False,
    )


def _create_bank_file() -> None:
    op.create_table(
        "bank_file",
        sa.Column("bank_id", ID, autoincrement=False, nullable=False),
        sa.Column("file", sa.String(length=512), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_bank_file_bank_id_bank")),
        sa.ForeignKeyConstraint(
            ["digest"], ["file_content.digest"], name=op.f("fk_bank_file_digest_file_content")
        ),
        sa.PrimaryKeyConstraint("bank_id", "file", name=op.f("pk_bank_file")),
        sqlite_with_rowid=False,
    )


def _create_bank_edit() -> None:
    op.create_table(
        "bank_edit",
        sa.Column("id", ID, nullable=False),
        sa.Column("bank_id", ID, nullable=False),
        sa.Column("editor_id", ID, nullable=True),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("file", sa.String(length=512), nullable=False),
        sa.Column("question", sa.String(length=128), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=True),
        sa.Column("after", sa.String(length=64), nullable=True),
        sa.Column("lock_before", sa.String(length=64), nullable=True),
        sa.Column("lock_after", sa.String(length=64), nullable=True),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("together", ID, nullable=True),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_bank_edit_bank_id_bank")),
        sa.ForeignKeyConstraint(
            ["editor_id"],
            ["learner.id"],
            name=op.f("fk_bank_edit_editor_id_learner"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["before"], ["file_content.digest"], name=op.f("fk_bank_edit_before_file_content")
        ),
        sa.ForeignKeyConstraint(
            ["after"], ["file_content.digest"], name=op.f("fk_bank_edit_after_file_content")
        ),
        sa.ForeignKeyConstraint(
            ["lock_after"], ["file_content.digest"], name=op.f("fk_bank_edit_lock_after_file_content")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_edit")),
    )
    op.create_index("ix_bank_edit_bank_id_file", "bank_edit", ["bank_id", "file"], unique=False)
    op.create_index("ix_bank_edit_bank_id_status", "bank_edit", ["bank_id", "status"], unique=False)
    op.create_index("ix_bank_edit_editor_id", "bank_edit", ["editor_id"], unique=False)


def _create_bank_edit_question() -> None:
    op.create_table(
        "bank_edit_question",
        sa.Column("bank_id", ID, autoincrement=False, nullable=False),
        sa.Column("question", sa.String(length=128), nullable=False),
        sa.Column("edit_id", ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["edit_id"], ["bank_edit.id"], name=op.f("fk_bank_edit_question_edit_id_bank_edit")
        ),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_bank_edit_question_bank_id_bank")),
        sa.PrimaryKeyConstraint("bank_id", "question", "edit_id", name=op.f("pk_bank_edit_question")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_bank_edit_question_edit_id", "bank_edit_question", ["edit_id"], unique=False)


def _create_draft_article() -> None:
    op.create_table(
        "draft_article",
        sa.Column("id", ID, nullable=False),
        sa.Column("bank_id", ID, nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_draft_article_bank_id_bank")),
        sa.ForeignKeyConstraint(
            ["digest"], ["file_content.digest"], name=op.f("fk_draft_article_digest_file_content")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_article")),
    )
    op.create_index("ix_draft_article_bank_id", "draft_article", ["bank_id"], unique=False)


def _create_draft_decision() -> None:
    op.create_table(
        "draft_decision",
        sa.Column("id", ID, nullable=False),
        sa.Column("bank_id", ID, nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.String(length=128), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("edit_id", ID, nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_draft_decision_bank_id_bank")),
        sa.ForeignKeyConstraint(
            ["edit_id"], ["bank_edit.id"], name=op.f("fk_draft_decision_edit_id_bank_edit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_decision")),
    )
    op.create_index("ix_draft_decision_bank_id", "draft_decision", ["bank_id"], unique=False)
