import json
import shutil
from dataclasses import replace

import pytest
from flask import Flask

from quiz import cli, store
from quiz.config import from_environment
from quiz.services import checking, starting
from quiz.services.context import current_context, install
from quiz.services.reporting import Reason, Report, report_answer


@pytest.fixture
def runner(world, tmp_path):
    """The `flask` commands over the world's database and banks."""
    app = Flask("quiz")
    app.config.from_mapping(replace(from_environment({}), instance=tmp_path / "instance").for_flask())
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{world.database}"
    app.config["FACTDECK_BANKS"] = world.ctx.banks
    store.init_app(app)
    install(app, world.clock)
    cli.init_app(app)
    yield app.test_cli_runner()
    with app.app_context():
        current_context().engine.dispose()


def test_sync_says_what_it_did_and_exits_with_1_for_errors(world, runner, pieces):
    unchanged = runner.invoke(args=["sync"])
    assert (unchanged.exit_code, unchanged.stdout) == (0, "")
    assert "water: unchanged" in unchanged.stderr
    world.write(pieces["origin"])
    assert "3 archived" in runner.invoke(args=["sync"]).stderr
    world.write(pieces["origin"].replace("distractors:", "distracters:"))
    broken = runner.invoke(args=["sync"])
    assert broken.exit_code == 1
    assert "all.yaml:6:5: E103 unknown key 'distracters'" in broken.stdout
    assert "last good version" in broken.stderr


def test_replay_reports_no_difference_after_studying(world, runner):
    world.start().finish()
    result = runner.invoke(args=["reviews", "replay"])
    assert (result.exit_code, result.stdout) == (0, "no difference\n")
    assert "8 lines, 5 cards, 1 learners" in result.stderr


def test_replay_reports_differences_with_1_and_mends_them_on_request(world, runner):
    world.start().finish()
    with world.ctx.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE card SET lapses = 5 WHERE question_id = 1")
    found = runner.invoke(args=["reviews", "replay"])
    assert found.exit_code == 1
    assert "learner 1, card 1.0" in found.stdout
    mended = runner.invoke(args=["reviews", "replay", "--write"])
    assert mended.exit_code == 0
    assert "1 of 5 cards were mended" in mended.stderr
    assert runner.invoke(args=["reviews", "replay"]).stdout == "no difference\n"


def test_check_names_learners_changes_nothing_and_exits_with_1_for_errors(world, runner, pieces):
    clean = runner.invoke(args=["check"])
    assert (clean.exit_code, "banks: 1, loaded before: 1; 0 errors" in clean.stderr) == (0, True)
    world.start().finish()
    world.write(pieces["origin"].replace("answer: The oceans", "answer: The seas"), pieces["salt"])
    before = world.rows("SELECT * FROM question"), world.cards(), world.log()
    found = runner.invoke(args=["check", str(world.folder / "questions" / "all.yaml")])
    assert found.exit_code == 1
    told = "the answer of 'vapour-origin' changed but its edition did not; 1 learner knows the old one, well"
    assert f"all.yaml:5:13: E301 {told}\n    answer: The seas\n" in found.stdout
    assert "W303 'river' is no longer in the bank; 1 learner studies it, well" in found.stdout
    assert "2 of them" not in found.stdout
    assert (world.rows("SELECT * FROM question"), world.cards(), world.log()) == before


def test_check_gives_the_same_findings_to_programs_and_to_github(world, runner, pieces):
    world.start().finish()
    world.write(pieces["origin"].replace("answer: The oceans", "answer: The seas"))
    rows = json.loads(runner.invoke(args=["check", "--format", "json"]).stdout)
    lines = runner.invoke(args=["check", "--format", "github"]).stdout.splitlines()
    assert len(rows) == len(lines)
    [changed] = [row for row in rows if row["code"] == "E301"]
    assert (changed["severity"], changed["line"], changed["message"][-4:]) == ("error", 5, "well")
    assert any(line.startswith("::error file=") and line.count("1 learner knows") for line in lines)


def test_check_tells_what_learners_forget_and_object_to(world, runner):
    sitting = world.start()
    given = sitting.answer(right=False)
    report_answer(world.ctx, 1, sitting.id, given.number, Report(Reason.TYPO))
    with world.ctx.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE card SET lapses = 9 WHERE question_id = 3")
    told = runner.invoke(args=["check"])
    assert told.exit_code == 0
    assert "W604 'vapour-origin': 1 dispute or report is open, by 1 learner" in told.stdout
    assert "W603 'salt' was forgotten again and again: by 1 learner, 9 times together" in told.stdout


def test_check_of_a_bank_that_was_never_loaded_or_is_broken_says_what_can_be_said(world, runner, pieces):
    wine = world.folder.with_name("wine")
    shutil.copytree(world.folder, wine)
    text = pieces["bank"].replace("bank: water", "bank: wine")
    (wine / "bank.yaml").write_text(text, encoding="utf-8")
    fresh = runner.invoke(args=["check"])
    assert (fresh.exit_code, "banks: 2, loaded before: 1;" in fresh.stderr) == (0, True)
    world.write(pieces["salt"].replace("prompt:", "promt:"))
    broken = runner.invoke(args=["check"])
    assert broken.exit_code == 1
    assert "E103 unknown key 'promt'" in broken.stdout
    assert "no longer in the bank" not in broken.stdout


def test_check_names_a_copy_of_a_bank_under_the_same_id(world, runner):
    shutil.copytree(world.folder, world.folder.with_name("water-copy"))
    told = runner.invoke(args=["check"])
    assert told.exit_code == 1
    assert "E201 the bank's id 'water' is taken by" in told.stdout


def test_wrong_use_and_an_unusable_database_end_with_2(world, runner, tmp_path):
    assert runner.invoke(args=["check", "--format", "xml"]).exit_code == 2
    nowhere = runner.invoke(args=["check", str(tmp_path / "none")])
    assert (nowhere.exit_code, "there is no" in nowhere.stderr) == (2, True)
    world.ctx.engine.dispose()
    world.database.write_bytes(b"no database" * 1000)
    for command in ("check", "sync"):
        ruined = runner.invoke(args=[command])
        assert (ruined.exit_code, "The database cannot be used" in ruined.stderr) == (2, True)


@pytest.mark.parametrize("command", [["check"], ["sync"], ["reviews", "replay"]], ids=" ".join)
def test_a_crash_ends_with_2_and_says_where(monkeypatch, runner, command):
    def crash(*given, **more):
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(checking, "check_banks", crash)
    monkeypatch.setattr(starting, "prepare", crash)
    crashed = runner.invoke(args=command)
    assert (crashed.exit_code, "RuntimeError: a mistake of ours" in crashed.stderr) == (2, True)
