"""A database of the version before, with a bank and learners in it, becomes one of this version."""

import json
from dataclasses import replace

import pytest
from alembic import command
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from quiz.memory.scheduling import DEFAULT_SETTINGS
from quiz.store import learners, log, migrate
from quiz.store.database import configure, reading, writing
from quiz.store.facts import facts_of
from quiz.store.migrating import configuration
from quiz.store.sessions import find_session

WEIGHTS = (0.3, *DEFAULT_SETTINGS.weights[1:])
OLD_SETTINGS = json.dumps(
    {
        "weights": WEIGHTS,
        "desired_retention": 0.9,
        "learning_steps": [60.0, 600.0],
        "relearning_steps": [600.0],
        "maximum_interval_days": 36500,
        "fuzz": True,
    }
)
BANK = [
    "INSERT INTO bank VALUES (1, 'water', 'Water', 'en', '', '', '', '', '[]', 0)",
    "INSERT INTO question VALUES (1, 1, 'salt', 'salt', 0, 1, 1, 0, NULL)",
    "INSERT INTO question VALUES (2, 1, 'ice', 'ice', 1, 1, 2, 0, NULL)",
    """INSERT INTO revision VALUES (1, 1, 1, '', '', '{"facts": ["sea", "taste", "sea"]}', 0)""",
    "INSERT INTO revision VALUES (2, 2, 1, '', '', '{}', 0)",
]
LEARNER = (
    "INSERT INTO learner (id, name, local, time_zone, new_per_day, reviews_per_day, single_key_shortcuts, "
    "parameter_set_id, created_ms) VALUES (:id, '', 0, 'UTC', 20, 200, 1, :set, 0)"
)
SESSION = (
    "INSERT INTO study_session (learner_id, id, mode, bank_ids, tags, answered, skipped, pinned, queue, "
    "started_ms, moved_ms, version) VALUES (1, 'old', 'scheduled', '[1]', '[]', 0, '[]', '[]', '[]', 0, 0, 1)"
)
ANSWER = (
    "INSERT INTO review (learner_id, question_id, part, repetition, kind, revision_id, rating, state_before, "
    "at_ms, day, offset_minutes, parameter_set_id, desired_retention, interval_days, seed) "
    "VALUES (1, 1, 0, 0, 'answer', 1, 3, 0, 1000, 0, 0, 1, 0.9, 3, 'kept')"
)


@pytest.fixture
def migrated(tmp_path):
    """Learner 1 had two versions of the parameters, learner 2 one, and both a bank."""
    engine = create_engine(f"sqlite:///{tmp_path / 'factdeck.sqlite'}")
    configure(engine)
    with writing(engine) as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
    with writing(engine) as connection:
        for row in BANK:
            connection.exec_driver_sql(row)
        for learner, sets in ((1, (1, 2)), (2, (1,))):
            connection.execute(text(LEARNER), {"id": learner, "set": sets[-1]})
            connection.execute(text("INSERT INTO enrolment VALUES (:id, 1, 0)"), {"id": learner})
            for number in sets:
                connection.execute(
                    text("INSERT INTO parameter_set VALUES (:learner, :number, :settings, 0)"),
                    {"learner": learner, "number": number, "settings": OLD_SETTINGS},
                )
        connection.exec_driver_sql(SESSION)
        connection.exec_driver_sql(ANSWER)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.mark.parametrize(("learner", "before"), [(1, {1, 2}), (2, {1})])
def test_guesses_are_corrected_from_now_on_and_earlier_answers_keep_their_parameters(
    migrated, learner, before
):
    with reading(migrated) as connection:
        sets = learners.get_parameter_sets(connection, learner)
        row = learners.find_learner(connection, learner)
    uncorrected = replace(DEFAULT_SETTINGS, weights=WEIGHTS, guess_correction=False)
    assert row.parameter_set_id == max(before) + 1
    assert sets == dict.fromkeys(before, uncorrected) | {
        row.parameter_set_id: replace(uncorrected, guess_correction=True)
    }


def test_questions_are_known_to_be_on_their_facts_before_the_bank_is_read_again(migrated):
    with reading(migrated) as connection:
        assert facts_of(connection, [1, 2]) == {1: frozenset({(1, "sea"), (1, "taste")})}


def test_learners_aim_at_what_they_aimed_at_and_their_study_sessions_go_on(migrated):
    with reading(migrated) as connection:
        row = learners.find_learner(connection, 1)
        (aim,) = learners.bank_aims(connection, 1).values()
        session = find_session(connection, 1, "old")
    assert (row.desired_retention, row.type_clozes) == (0.9, True)
    assert (aim.desired_retention, aim.exam_day) == (None, None)
    assert (session.question_ids, session.skipped_after) == ((), ())


def test_the_log_is_as_it_was_and_still_refuses_changes(migrated):
    with reading(migrated) as connection:
        (line,) = log.lines_of_card(connection, 1, 1, 0)
    assert (line.kind, line.rating, line.interval_days, line.seed, line.factor) == (
        "answer",
        3,
        3,
        "kept",
        None,
    )
    with pytest.raises(IntegrityError), writing(migrated) as connection:
        connection.exec_driver_sql("UPDATE review SET factor = 1")
