import io
import threading

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError

from quiz.store import migrate
from quiz.store.database import configure, db, reading, writing
from quiz.store.migrating import configuration

LINE = (
    "INSERT INTO review (learner_id, question_id, part, repetition, kind, revision_id, state_before, at_ms, "
    "day, offset_minutes, parameter_set_id, desired_retention, interval_days, seed) "
    "VALUES (1, 1, 0, :repetition, 'answer', 1, 0, 0, 0, 0, 1, 0.9, 0, '')"
)


@pytest.fixture
def logged(engine):
    """A database with one learner, one question and one line in the log."""
    rows = [
        "INSERT INTO bank VALUES (1, 'water', 'Water', 'en', '', '', '', '', '[]', 0)",
        "INSERT INTO question VALUES (1, 1, 'salt', 'salt', 0, 1, 1, 0, NULL)",
        "INSERT INTO revision VALUES (1, 1, 1, '', '', '{}', 0)",
        "INSERT INTO learner (id, name, local, time_zone, new_per_day, reviews_per_day, "
        "single_key_shortcuts, parameter_set_id, created_ms) VALUES (1, '', 1, 'UTC', 20, 200, 1, 1, 0)",
        "INSERT INTO parameter_set (learner_id, id, settings, created_ms) VALUES (1, 1, '{}', 0)",
    ]
    with writing(engine) as connection:
        for row in rows:
            connection.execute(text(row))
        connection.execute(text(LINE), {"repetition": 0})
    return engine


def test_the_migrations_make_exactly_the_tables_that_the_code_describes(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, db.metadata) == []


def test_migrating_again_changes_nothing(engine):
    with engine.connect() as connection:
        before = connection.execute(text("SELECT * FROM sqlite_master")).all()
    migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT * FROM sqlite_master")).all() == before


def test_two_processes_that_start_at_once_both_find_a_migrated_database(tmp_path):
    engines = [create_engine(f"sqlite:///{tmp_path / 'new.sqlite'}") for _ in range(3)]
    failures = []

    def begin(engine):
        try:
            configure(engine)
            migrate(engine)
        except OperationalError as error:
            failures.append(error)

    threads = [threading.Thread(target=begin, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tables = inspect(engines[0]).get_table_names()
    for engine in engines:
        engine.dispose()
    assert failures == []
    assert "review" in tables


def test_the_migrations_can_be_written_as_sql_for_postgresql():
    config, output = configuration(), io.StringIO()
    config.attributes |= {"dialect": "postgresql", "output": output}
    command.upgrade(config, "head", sql=True)
    written = output.getvalue()
    assert "CREATE TABLE review" in written
    assert "BEFORE UPDATE OR DELETE ON review" in written
    assert "WITHOUT ROWID" not in written


@pytest.mark.parametrize("table", [table for table in db.metadata.tables.values() if "learner_id" in table.c])
def test_a_learners_table_has_the_learner_first_and_leads_its_key_with_them(table):
    assert next(iter(table.c)).name == "learner_id"
    assert next(iter(table.primary_key.columns)).name == "learner_id"


def test_connections_keep_what_was_acknowledged_and_refuse_dangling_rows(engine):
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    with engine.connect() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in wanted}
        assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() >= 5000
    assert found == wanted
    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(text(LINE), {"repetition": 0})


def test_a_writing_transaction_holds_the_lock_from_its_first_statement(engine, tmp_path):
    other = create_engine(f"sqlite:///{tmp_path / 'factdeck.sqlite'}", connect_args={"timeout": 0})
    with writing(engine), other.connect() as connection, pytest.raises(OperationalError, match="locked"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    other.dispose()


def test_a_reading_transaction_sees_one_state_throughout(logged):
    with reading(logged) as connection:
        before = connection.execute(text("SELECT COUNT(*) FROM review")).scalar_one()
        with writing(logged) as writer:
            writer.execute(text(LINE), {"repetition": 1})
        assert connection.execute(text("SELECT COUNT(*) FROM review")).scalar_one() == before == 1


def test_a_failed_write_leaves_nothing_behind(logged):
    twice = [{"repetition": 1}, {"repetition": 0}]
    with pytest.raises(IntegrityError), writing(logged) as connection:
        connection.execute(text(LINE), twice)
    with reading(logged) as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM review")).scalar_one() == 1


def test_the_log_refuses_every_change_and_every_removal(logged):
    for statement in ("UPDATE review SET rating = 4", "DELETE FROM review", "UPDATE review SET day = 1"):
        with pytest.raises(IntegrityError, match="append-only"), writing(logged) as connection:
            connection.execute(text(statement))
    with pytest.raises(IntegrityError), writing(logged) as connection:
        connection.execute(text(LINE.replace("INSERT", "INSERT OR REPLACE")), {"repetition": 0})


def test_the_erasure_of_one_learner_frees_nobody_elses_lines(logged):
    with writing(logged) as connection:
        connection.execute(
            text(
                "INSERT INTO learner (id, name, local, time_zone, new_per_day, reviews_per_day, "
                "single_key_shortcuts, parameter_set_id, created_ms) "
                "VALUES (2, '', 0, 'UTC', 20, 200, 1, 1, 0)"
            )
        )
        connection.execute(text("INSERT INTO erasure VALUES (2, 0)"))
    with pytest.raises(IntegrityError, match="append-only"), writing(logged) as connection:
        connection.execute(text("DELETE FROM review WHERE learner_id = 1"))


def test_lines_leave_the_log_only_while_their_learner_is_being_erased(logged):
    with writing(logged) as connection:
        connection.execute(text("INSERT INTO erasure VALUES (1, 0)"))
        connection.execute(text("DELETE FROM review WHERE learner_id = 1"))
        connection.execute(text("DELETE FROM erasure"))
    with reading(logged) as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM review")).scalar_one() == 0
