import csv
import io
import json

import pytest

from quiz.services import learners, my_data, study
from quiz.services.errors import NotFound
from quiz.services.progress import progress
from quiz.services.study import Mode
from quiz.store.database import db

LEARNERS_TABLES = {table.name for table in db.metadata.sorted_tables if "learner_id" in table.c}


def lived_in(world):
    """Leave something of the learner in the log, in practice and in a study session."""
    sitting = world.start()
    for right in (True, False, True):
        sitting.answer(right=right)
    study.undo(world.ctx, world.learner, sitting.id)
    world.start(Mode.PRACTICE).answer()
    return world


def exported(world):
    return json.loads(my_data.as_json(world.ctx, world.learner))


def test_the_download_holds_every_row_of_every_table_of_the_learners(world):
    lived_in(world)
    tables = exported(world)["tables"]
    assert set(tables) == (LEARNERS_TABLES - {"erasure"}) | {"learner", "bank_edit"}
    for name in LEARNERS_TABLES - {"erasure"}:
        assert len(tables[name]) == world.rows(f"SELECT COUNT(*) AS n FROM {name}")[0]["n"], name
    assert len(tables["review"]) == 4
    assert len(tables["practice_answer"]) == 1


def test_instants_are_written_as_times_and_durations_stay_numbers(world):
    lived_in(world)
    line = exported(world)["tables"]["review"][0]
    assert line["at"].startswith("2026-03-01T10:00:")
    assert line["at"].endswith("Z")
    assert line["response_ms"] == 1500
    assert not [name for name in line if name.endswith("_ms") and name != "response_ms"]


def test_json_inside_the_tables_comes_out_as_values(world):
    lived_in(world)
    tables = exported(world)["tables"]
    assert isinstance(tables["review"][0]["response"], dict)
    assert tables["parameter_set"][0]["settings"]["desired_retention"] == 0.9
    assert tables["learner"][0]["single_key_shortcuts"] is True


def test_the_download_names_the_questions_behind_the_numbers(world):
    lived_in(world)
    document = exported(world)
    names = {row["id"]: row["question"] for row in document["questions"]}
    assert set(names.values()) == {"vapour-origin", "capitals", "salt", "river"}
    assert all(row["question_id"] in names for row in document["tables"]["review"])


def test_the_table_of_reviews_has_a_line_for_each_line_of_the_log_in_order_of_time(world):
    lived_in(world)
    lines = list(csv.DictReader(io.StringIO(my_data.reviews_as_csv(world.ctx, world.learner).decode())))
    assert len(lines) == len(world.log()) == 4
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)
    assert {line["bank"] for line in lines} == {"water"}
    assert [line["kind"] for line in lines].count("undo") == 1
    assert json.loads(next(line["grade"] for line in lines if line["kind"] == "answer"))


def test_after_deleting_nothing_of_the_learner_is_left(world):
    lived_in(world)
    my_data.delete_everything(world.ctx, world.learner)
    for name in (*LEARNERS_TABLES, "learner"):
        assert world.rows(f"SELECT * FROM {name}") == [], name


def test_what_was_deleted_is_not_in_the_files_of_the_database_any_more(world):
    sitting = lived_in(world).start()
    sitting.answer()
    files = [world.database, world.database.with_name(f"{world.database.name}-wal")]

    def found():
        return any(sitting.id.encode() in file.read_bytes() for file in files if file.exists())

    assert found()
    my_data.delete_everything(world.ctx, world.learner)
    assert not found()


def test_whoever_deleted_everything_begins_anew_with_every_bank(world):
    lived_in(world)
    learners.update_settings(world.ctx, world.learner, new_per_day=3)
    my_data.delete_everything(world.ctx, world.learner)
    anew = learners.learner(world.ctx, learners.local_learner(world.ctx))
    assert anew.new_per_day == learners.NEW_PER_DAY
    assert [card["state"] for card in world.cards()] == [0] * 5
    assert world.log() == []


def test_progress_remembers_no_answer_of_before_the_deletion(world):
    lived_in(world)
    assert progress(world.ctx, world.learner).answers == 2
    my_data.delete_everything(world.ctx, world.learner)
    assert progress(world.ctx, world.learner).answers == 0
    world.clock.forward(days=1)
    world.start().answer()
    assert progress(world.ctx, world.learner).answers == 1


def copy_learner(world, new_id):
    """Give the world a second learner who did the same, outside of study sessions."""
    with world.ctx.engine.begin() as connection:
        for table in ("learner", "parameter_set", "card", "review"):
            owner = "id" if table == "learner" else "learner_id"
            names = [column.name for column in db.metadata.tables[table].columns]
            others = {owner: str(new_id), "local": "0", "study_session_id": "NULL", "number": "NULL"}
            values = ", ".join(others.get(name, name) for name in names)
            connection.exec_driver_sql(
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} WHERE {owner} = 1"
            )


def test_deleting_one_learner_leaves_others_alone_and_the_log_protected(world):
    lived_in(world)
    copy_learner(world, 99)
    my_data.delete_everything(world.ctx, 1)
    assert [row["learner_id"] for row in world.log()] == [99] * 4
    with pytest.raises(Exception, match="append-only"), world.ctx.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM review")


def test_a_learner_who_is_not_there_has_no_data(world):
    for ask in (my_data.as_json, my_data.reviews_as_csv, my_data.kept, my_data.delete_everything):
        with pytest.raises(NotFound):
            ask(world.ctx, 12345)
