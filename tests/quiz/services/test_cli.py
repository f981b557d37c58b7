import pytest
from flask import Flask

from quiz import cli, store
from quiz.services.context import current_context, install


@pytest.fixture
def runner(world):
    """The `flask` commands over the world's database and banks."""
    app = Flask("quiz")
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
