"""What learners aim at and what they say: retention, exams, notes, disputes; which facts a question asks."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import context, op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _extend_learner()
    _extend_enrolment()
    _extend_parameter_set()
    _correct_guesses_from_now_on()
    op.add_column("study_session", sa.Column("question_ids", sa.Text(), server_default="[]", nullable=False))
    op.add_column("study_session", sa.Column("skipped_after", sa.Text(), server_default="[]", nullable=False))
    _create_question_fact()
    if not context.is_offline_mode():  # a script is for a database that is still empty
        _fill_question_fact()
    _create_learner_note()
    _create_dispute()
    _create_fitting()
    _index_leeches()
    _cover_loads()


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: going back would drop what learners did")


def _extend_learner() -> None:
    op.add_column(
        "learner",
        sa.Column("desired_retention", sa.Float(precision=53), server_default="0.9", nullable=False),
    )
    op.add_column("learner", sa.Column("type_clozes", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("learner", sa.Column("calendar_digest", sa.String(length=64), nullable=True))
    op.create_index("uq_learner_calendar_digest", "learner", ["calendar_digest"], unique=True)


def _extend_enrolment() -> None:
    op.add_column("enrolment", sa.Column("desired_retention", sa.Float(precision=53), nullable=True))
    op.add_column("enrolment", sa.Column("exam_day", sa.Integer(), nullable=True))


def _extend_parameter_set() -> None:
    op.add_column(
        "parameter_set",
        sa.Column("origin", sa.String(length=16), server_default="default", nullable=False),
    )
    op.add_column("parameter_set", sa.Column("report", sa.Text(), nullable=True))


def _correct_guesses_from_now_on() -> None:
    """Give every learner a new parameter set; answers given before were scheduled without, and stay so."""
    # The settings are a flat JSON object, so that its only closing brace is its end.
    op.execute(
        "INSERT INTO parameter_set (learner_id, id, settings, created_ms, origin) "
        "SELECT p.learner_id, (SELECT MAX(o.id) + 1 FROM parameter_set o WHERE o.learner_id = p.learner_id), "
        "replace(p.settings, '}', ', \"guess_correction\": true}'), p.created_ms, 'changed' "
        "FROM parameter_set p JOIN learner l ON l.id = p.learner_id AND l.parameter_set_id = p.id"
    )
    op.execute(
        "UPDATE learner SET parameter_set_id = "
        "(SELECT MAX(o.id) FROM parameter_set o WHERE o.learner_id = learner.id)"
    )


def _create_question_fact() -> None:
    op.create_table(
        "question_fact",
        sa.Column("bank_id", ID, autoincrement=False, nullable=False),
        sa.Column("fact", sa.String(length=128), nullable=False),
        sa.Column("question_id", ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_question_fact_bank_id_bank")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_fact_question_id_question")
        ),
        sa.PrimaryKeyConstraint("bank_id", "fact", "question_id", name=op.f("pk_question_fact")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_question_fact_question_id", "question_fact", ["question_id"], unique=False)


def _fill_question_fact() -> None:
    connection = op.get_bind()
    rows = connection.execute(
        sa.text("SELECT q.bank_id, q.id, r.body FROM question q JOIN revision r ON r.id = q.revision_id")
    ).all()
    links = [
        {"bank_id": bank_id, "fact": fact, "question_id": question_id}
        for bank_id, question_id, body in rows
        for fact in dict.fromkeys(json.loads(body).get("facts", ()))
    ]
    if links:
        table = sa.table("question_fact", sa.column("bank_id"), sa.column("fact"), sa.column("question_id"))
        connection.execute(sa.insert(table), links)


def _create_learner_note() -> None:
    op.create_table(
        "learner_note",
        sa.Column("learner_id", ID, autoincrement=False, nullable=False),
        sa.Column("question_id", ID, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_learner_note_learner_id_learner")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_learner_note_question_id_question")
        ),
        sa.PrimaryKeyConstraint("learner_id", "question_id", name=op.f("pk_learner_note")),
        sqlite_with_rowid=False,
    )


def _create_dispute() -> None:
    op.create_table(
        "dispute",
        sa.Column("learner_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("question_id", ID, nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("repetition", sa.Integer(), nullable=True),
        sa.Column("revision_id", ID, nullable=False),
        sa.Column("study_session_id", sa.String(length=32), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("response", sa.Text(), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_dispute_learner_id_learner")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_dispute_question_id_question")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_dispute_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_dispute")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_dispute_question_id_status", "dispute", ["question_id", "status"], unique=False)


def _index_leeches() -> None:
    op.create_index(
        "ix_card_leech",
        "card",
        ["question_id", "lapses"],
        unique=False,
        sqlite_where=sa.text("lapses >= 8"),
        postgresql_where=sa.text("lapses >= 8"),
    )


def _create_fitting() -> None:
    op.create_table(
        "fitting",
        sa.Column("learner_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("returns_to", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("started_ms", sa.BigInteger(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.Column("finished_ms", sa.BigInteger(), nullable=True),
        sa.Column("report", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_fitting_learner_id_learner")),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_fitting")),
        sqlite_with_rowid=False,
    )


def _cover_loads() -> None:
    """Let what is due on a day be counted from the index alone: SQLite needs `state` in it for that."""
    op.drop_index("ix_card_review", "card")
    op.create_index(
        "ix_card_review",
        "card",
        ["learner_id", "due_day", "last_review_ms", "stability", "state"],
        unique=False,
        sqlite_where=sa.text("state = 2"),
        postgresql_where=sa.text("state = 2"),
    )
