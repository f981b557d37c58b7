"""Learners: their cards, their study sessions, and the log that only grows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create_learner()
    _create_enrolment()
    _create_erasure()
    _create_parameter_set()
    _create_study_session()
    _create_card()
    _create_review()
    _protect_the_log()


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: going back would drop what learners did")


def _create_learner() -> None:
    op.create_table(
        "learner",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("local", sa.Boolean(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("new_per_day", sa.Integer(), nullable=False),
        sa.Column("reviews_per_day", sa.Integer(), nullable=False),
        sa.Column("single_key_shortcuts", sa.Boolean(), nullable=False),
        sa.Column("parameter_set_id", sa.Integer(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learner")),
    )
    op.create_index(
        "uq_learner_local",
        "learner",
        ["local"],
        unique=True,
        sqlite_where=sa.text("local"),
        postgresql_where=sa.text("local"),
    )


def _create_enrolment() -> None:
    op.create_table(
        "enrolment",
        sa.Column("learner_id", ID, autoincrement=False, nullable=False),
        sa.Column("bank_id", ID, autoincrement=False, nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_enrolment_bank_id_bank")),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_enrolment_learner_id_learner")),
        sa.PrimaryKeyConstraint("learner_id", "bank_id", name=op.f("pk_enrolment")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_enrolment_bank_id", "enrolment", ["bank_id"], unique=False)


def _create_erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("learner_id", ID, autoincrement=False, nullable=False),
        sa.Column("started_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_erasure_learner_id_learner")),
        sa.PrimaryKeyConstraint("learner_id", name=op.f("pk_erasure")),
        sqlite_with_rowid=False,
    )


def _create_parameter_set() -> None:
    op.create_table(
        "parameter_set",
        sa.Column("learner_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_parameter_set_learner_id_learner")
        ),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_parameter_set")),
        sqlite_with_rowid=False,
    )


def _create_study_session() -> None:
    op.create_table(
        "study_session",
        sa.Column("learner_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("bank_ids", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Text(), nullable=False),
        sa.Column("pinned", sa.Text(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("started_ms", sa.BigInteger(), nullable=False),
        sa.Column("moved_ms", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_study_session_learner_id_learner")
        ),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_study_session")),
        sqlite_with_rowid=False,
    )


def _create_card() -> None:
    op.create_table(
        "card",
        sa.Column("learner_id", ID, autoincrement=False, nullable=False),
        sa.Column("question_id", ID, autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("stability", sa.Float(precision=53), nullable=True),
        sa.Column("difficulty", sa.Float(precision=53), nullable=True),
        sa.Column("due_ms", sa.BigInteger(), nullable=True),
        sa.Column("due_day", sa.Integer(), nullable=True),
        sa.Column("interval_days", sa.Integer(), nullable=False),
        sa.Column("last_review_ms", sa.BigInteger(), nullable=True),
        sa.Column("last_review_day", sa.Integer(), nullable=True),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_card_learner_id_learner")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_card_question_id_question")),
        sa.PrimaryKeyConstraint("learner_id", "question_id", "part", name=op.f("pk_card")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_card_in_steps",
        "card",
        ["learner_id", "due_ms"],
        unique=False,
        sqlite_where=sa.text("state IN (1, 3)"),
        postgresql_where=sa.text("state IN (1, 3)"),
    )
    op.create_index(
        "ix_card_new",
        "card",
        ["learner_id", "position"],
        unique=False,
        sqlite_where=sa.text("state = 0"),
        postgresql_where=sa.text("state = 0"),
    )
    op.create_index(
        "ix_card_review",
        "card",
        ["learner_id", "due_day", "last_review_ms", "stability"],
        unique=False,
        sqlite_where=sa.text("state = 2"),
        postgresql_where=sa.text("state = 2"),
    )


def _create_review() -> None:
    op.create_table(
        "review",
        sa.Column("learner_id", ID, autoincrement=False, nullable=False),
        sa.Column("question_id", ID, autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("repetition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("amends", sa.Integer(), nullable=True),
        sa.Column("revision_id", ID, nullable=False),
        sa.Column("response", sa.Text(), nullable=True),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("guess_chance", sa.Float(precision=53), nullable=True),
        sa.Column("state_before", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("offset_minutes", sa.Integer(), nullable=False),
        sa.Column("parameter_set_id", sa.Integer(), nullable=False),
        sa.Column("desired_retention", sa.Float(precision=53), nullable=False),
        sa.Column("interval_days", sa.Integer(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=True),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("study_session_id", sa.String(length=32), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("response_ms", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id", "parameter_set_id"],
            ["parameter_set.learner_id", "parameter_set.id"],
            name=op.f("fk_review_learner_id_parameter_set_id_parameter_set"),
        ),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_review_learner_id_learner")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_review_question_id_question")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_review_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("learner_id", "question_id", "part", "repetition", name=op.f("pk_review")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_review_learner_id_day", "review", ["learner_id", "day"], unique=False)
    op.create_index(
        "uq_review_learner_id_study_session_id_number",
        "review",
        ["learner_id", "study_session_id", "number"],
        unique=True,
    )


_ERASED = "SELECT 1 FROM erasure WHERE erasure.learner_id = OLD.learner_id"


def _protect_the_log() -> None:
    """Refuse changes to the log in the database itself, so that no later mistake can rewrite it."""
    if op.get_context().dialect.name == "postgresql":
        _protect_on_postgresql()
        return
    op.execute(
        "CREATE TRIGGER review_keeps_its_lines BEFORE UPDATE ON review "
        "BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END"
    )
    op.execute(
        f"CREATE TRIGGER review_loses_no_line BEFORE DELETE ON review WHEN NOT EXISTS ({_ERASED}) "
        "BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END"
    )


def _protect_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change_of_log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' AND EXISTS ({_ERASED}) THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION 'the review log is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER review_is_append_only BEFORE UPDATE OR DELETE ON review "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_log()"
    )
