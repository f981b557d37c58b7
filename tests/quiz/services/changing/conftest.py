"""A bank that two learners have studied, and a desk to edit it at: its questions, files and rows."""

from __future__ import annotations

import shutil

import pytest

from question_bank.__main__ import main
from quiz.memory.card import State
from quiz.services import checking, replays

FRESH = """\
  - id: fresh
    kind: short_answer
    prompt: What do rivers carry to the sea?
    answer: Fresh water
    facts: [evaporation]
"""
TABLES = {
    "card": ("learner_id", "question_id", "part"),
    "review": ("learner_id", "question_id", "part", "repetition"),
    "enrolment": ("learner_id", "bank_id"),
    "revision": ("id",),
    "question": ("id",),
    "learner": ("id",),
    "parameter_set": ("learner_id", "id"),
    "study_session": ("learner_id", "id"),
}
ABOUT_LEARNERS = {"E301", "W303", "W304", "W601", "W602"}


class Desk:
    """`pieces` are the questions' YAML by name; a name that ends with @b puts it into a second file."""

    def __init__(self, world, pieces):
        self.world, self.pieces, self.folder = world, dict(pieces), world.folder

    def put(self, pieces=None):
        pieces = self.pieces if pieces is None else pieces
        for stem, second in (("all", False), ("b", True)):
            own = [text for name, text in pieces.items() if name.endswith("@b") is second]
            body = "questions:\n" + "\n".join(own) if own else "questions: []\n"
            (self.folder / "questions" / f"{stem}.yaml").write_text(body, encoding="utf-8")

    def say(self, name, old, new):
        """Replace a text in one question."""
        assert old in self.pieces[name]
        self.pieces[name] = self.pieces[name].replace(old, new)

    def add(self, name, line):
        self.pieces[name] += f"    {line}\n"

    def sync(self):
        """Load the questions as they are on the desk."""
        self.put()
        return self.world.sync()

    def fmt(self, *more):
        """Write the lock, and leave the files as they are on the desk."""
        code = main(["fmt", *more, str(self.folder)])
        self.put()
        return code

    def rows(self):
        """Every row that a learner may have something in, by table and key."""
        found = {}
        for table, key in TABLES.items():
            rows = self.world.rows(f"SELECT * FROM {table}")
            found[table] = {tuple(row[name] for name in key): row for row in rows}
            assert len(found[table]) == len(rows)
        return found

    def findings(self):
        """What the check says about learners, each with the words at its end."""
        self.put()
        problems = checking.check_banks(self.world.ctx).problems
        return sorted(
            (each.code, each.message.rpartition("; ")[2]) for each in problems if each.code in ABOUT_LEARNERS
        )

    def asked(self, learner=1):
        """The (question, part) that may be asked of the learner now or later."""
        rows = self.world.rows(
            "SELECT c.question_id, c.part FROM card c JOIN question_part p ON p.question_id = c.question_id "
            "AND p.part = c.part WHERE p.served AND c.learner_id = :learner",
            learner=learner,
        )
        return {(row["question_id"], row["part"]) for row in rows}

    def hold(self, before, relearnt=()):
        """Compare every card and line of the log with what it was; those `relearnt` began anew, once.

        Rows that were not there before must be new cards and the lines of those who begin anew.
        """
        after = self.rows()
        for table in ("enrolment", "learner", "parameter_set", "study_session"):
            assert after[table] == before[table]
        lines = {key: row for key, row in after["review"].items() if key in before["review"]}
        assert lines == before["review"]
        added = {key[:3]: row for key, row in after["review"].items() if key not in lines}
        begun = {key for key, card in before["card"].items() if card["state"] != State.NEW}
        assert set(added) == {key for key in begun if key[1] in relearnt}
        assert {line["kind"] for line in added.values()} <= {"edition"}
        for key, card in before["card"].items():
            _hold_card(card, after["card"][key], added.get(key), begun=key in begun)
        assert all(card["version"] == 0 for key, card in after["card"].items() if key not in before["card"])
        assert replays.replay_reviews(self.world.ctx).differences == ()
        return after


def _hold_card(card, now, line, *, begun):
    if line is not None:
        assert (now["state"], now["stability"], now["due_ms"], now["reviews"]) == (State.NEW, None, None, 0)
        assert now["version"] == card["version"] + 1 == line["repetition"] + 1
    elif begun:
        assert now == card
    else:  # what nobody has begun follows the order of the bank
        assert dict(now, position=0) == dict(card, position=0)


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    """Where the studied bank is kept once it was made: a folder, and the time it is there."""
    return {"folder": tmp_path_factory.mktemp("studied")}


@pytest.fixture
def desk(empty_world, pieces, kept):
    """A bank of five questions: learner 1 knows all but the last one well, learner 2 has begun with three."""
    world = empty_world
    names = ("origin", "capitals", "salt", "river")
    desk = Desk(world, {name: pieces[name] for name in names} | {"fresh": FRESH})
    world.write()
    if "now" in kept:
        world.ctx.engine.dispose()
        shutil.copyfile(kept["folder"] / "database", world.database)
        shutil.copyfile(kept["folder"] / "bank.lock", world.folder / "bank.lock")
        world.clock.now = kept["now"]
    else:
        _study(desk)
        world.ctx.engine.dispose()
        shutil.copyfile(world.database, kept["folder"] / "database")
        shutil.copyfile(world.folder / "bank.lock", kept["folder"] / "bank.lock")
        kept["now"] = world.clock.now
    assert not desk.sync().changed
    return desk


def _study(desk):
    world = desk.world
    assert world.learner == 1
    desk.put({name: text for name, text in desk.pieces.items() if name != "fresh"})
    assert world.sync().problems == ()
    assert world.another_learner() == 2
    for _ in range(3):
        world.start(learner=1).finish()
        world.clock.forward(days=3)
    sitting = world.start(learner=2)
    for right in (False, True, True):
        sitting.answer(right=right)
    assert desk.sync().added == 1
    assert desk.fmt() == 0
    world.write()
    desk.sync()
