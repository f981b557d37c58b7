"""A bank whose every byte is odd, and a teacher who edits it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quiz.services import editing
from quiz.services.editing import Edit, Opened, Outcome, Target

HEAD = "# all of them\n\nquestions:   # in order\n"
SALT = """\
  - id: salt   # odd   spacing
    kind: flashcard
    prompt: 'What does the sea taste of?'
    answer:   Salt  # last
    facts: [evaporation]
"""
BETWEEN = "\n  # about the river\n\n"
RIVER = """\
  - {id: river, kind: short_answer, prompt: "Which river is Seoul on?", answer: The Han, facts: [evaporation]}
"""
AFTER = "\n"
RAIN = """\
  - id: rain
    kind: flashcard
    prompt: What falls from a cloud?
    answer: Rain
    facts: [evaporation]
    explanation: |
      Water,

      mostly.
"""
TAIL = "# the end"
FILE = HEAD + SALT + BETWEEN + RIVER + AFTER + RAIN + TAIL
ALL = "questions/all.yaml"


class Desk:
    """One teacher at one bank."""

    def __init__(self, world: Any) -> None:
        self.world, self.ctx, self.learner = world, world.ctx, world.learner

    def path(self, file: str = ALL) -> Path:
        return self.world.folder / file

    def text(self, file: str = ALL) -> str:
        return self.path(file).read_bytes().decode()

    def open(self, question: str = "", file: str = ALL) -> Opened:
        if question:
            return editing.open_question(self.ctx, self.learner, "water", question)
        return editing.open_file(self.ctx, self.learner, "water", file)

    def edit(self, opened: Opened, old: str, new: str) -> Edit:
        assert old in opened.text
        return Edit(target=opened.target, text=opened.text.replace(old, new), base=opened.base)

    def save(self, edit: Edit, **given: Any) -> Outcome:
        return editing.save(self.ctx, self.learner, edit, **given)

    def change(self, question: str, old: str, new: str, **given: Any) -> Outcome:
        """Open a question, change a word and save it."""
        return self.save(self.edit(self.open(question), old, new), **given)

    def add(self, block: str, file: str = ALL, **given: Any) -> Outcome:
        return editing.add_question(self.ctx, self.learner, "water", file, block, **given)

    def remove(self, question: str, **given: Any) -> Outcome:
        base = given.pop("base", None) or self.open(question).base
        return editing.remove_question(self.ctx, self.learner, "water", question, base=base, **given)

    def revert(self, edit_id: int, **given: Any) -> Outcome:
        return editing.revert(self.ctx, self.learner, "water", edit_id, **given)

    def history(self, **given: Any) -> editing.HistoryPage:
        return editing.history(self.ctx, self.learner, "water", **given)

    def target(self, question: str = "", file: str = ALL) -> Target:
        return Target(bank_key="water", file=file, question=question)

    def served(self, question: str) -> dict[str, Any] | None:
        """The revision of a question that learners get."""
        rows = self.world.rows(
            "SELECT r.body, q.edition FROM question q JOIN revision r ON r.id = q.revision_id "
            "WHERE q.key = :key AND q.archived_ms IS NULL",
            key=question,
        )
        return rows[0] if rows else None


@pytest.fixture
def desk(empty_world: Any) -> Desk:
    world = empty_world
    world.write()
    (world.folder / ALL).write_bytes(FILE.encode())
    desk = Desk(world)
    assert world.sync().problems == ()
    return desk


@pytest.fixture
def parts() -> dict[str, str]:
    """The stretches of the bank's file of questions, in order."""
    return {
        "head": HEAD,
        "salt": SALT,
        "between": BETWEEN,
        "river": RIVER,
        "after": AFTER,
        "rain": RAIN,
        "tail": TAIL,
    }
