"""Several files written in one go: all of them, or none, whatever interrupts it."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest

from quiz.services.drafting.articles import bring_article
from quiz.services.drafting.deciding import accept, take_back
from quiz.services.drafting.outcomes import Decided
from quiz.services.drafting.taking import take_drafts
from quiz.services.drafting.values import NotTaken, Taken, WhyNot
from quiz.services.editing import heal, history, open_question, steps
from quiz.services.editing import together as writing_together
from quiz.services.editing.steps import Step
from quiz.services.editing.values import Status

ARTICLE = b"""A town and its tides

The town of Marrowby has measured the tide at its old stone pier since 3 May 1887. The painted board was \
replaced by a brass gauge in 1912.

The highest tide that the gauge has ever shown reached 6.4 metres on 31 January 1953.
"""
FILES = ("bank.yaml", "facts.yaml", "questions/a-town-and-its-tides.yaml")


class Killed(BaseException):
    """The process is gone: nothing in it can answer to that."""


@pytest.fixture
def world(empty_world: Any) -> Any:
    empty_world.write()
    assert empty_world.sync().problems == ()
    return empty_world


@pytest.fixture
def article(world: Any) -> int:
    return bring_article(world.ctx, world.learner, "water", ARTICLE)


def contents(folder: Path) -> dict[str, str | None]:
    return {
        name: (folder / name).read_text(encoding="utf-8") if (folder / name).exists() else None
        for name in FILES
    }


def take(world: Any, article: int) -> Taken | NotTaken:
    return take_drafts(world.ctx, world.learner, "water", article, why="from an article")


@pytest.mark.parametrize("writes", [0, 1, 2, 3])
def test_a_process_killed_between_the_files_leaves_all_of_a_draft_or_nothing(
    world: Any, article: int, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    before, seen = contents(world.folder), [0]

    def reached(step: Step) -> None:
        seen[0] += step is Step.REPLACED
        if (writes == 0 and step is Step.RECORDED) or (step is Step.REPLACED and seen[0] == writes):
            raise Killed

    monkeypatch.setattr(steps, "reached", reached)
    with pytest.raises(Killed):
        take(world, article)
    monkeypatch.undo()
    healed = heal(world.ctx)
    after = contents(world.folder)
    assert {each.status for each in healed} == {Status.DONE if writes else Status.DROPPED}
    if writes == 0:
        assert after == before
    else:
        assert all(after[name] != before[name] for name in FILES)
        assert world.sync().problems == ()
    assert not list(world.folder.rglob(".factdeck-*"))


def test_a_disk_that_fills_up_midway_leaves_every_file_as_it_was(
    world: Any, article: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = contents(world.folder), writing_together.replace_file

    def full(path: Path, content: bytes | None, expected: bytes | None) -> None:
        if path.parent.name == "questions":
            raise OSError(errno.ENOSPC, "No space left on device")
        real(path, content, expected)

    monkeypatch.setattr(writing_together, "replace_file", full)
    outcome = take(world, article)
    assert isinstance(outcome, NotTaken)
    assert (outcome.why, outcome.reason) == (WhyNot.UNSAVED, "disk full")
    assert contents(world.folder) == before
    assert not list((world.folder / "sources").glob("*.txt"))
    assert {each.status for each in history(world.ctx, world.learner, "water").entries} == {Status.DROPPED}


def test_a_file_that_others_changed_between_is_written_with_their_change_in_it(
    world: Any, article: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = world.folder / "facts.yaml"
    mine = ["# mine\n"]

    def meddle(step: Step) -> None:
        if step is Step.RECORDED and mine:
            facts.write_text(mine.pop() + facts.read_text(encoding="utf-8"), encoding="utf-8")

    monkeypatch.setattr(steps, "reached", meddle)
    assert isinstance(take(world, article), Taken)
    assert facts.read_text(encoding="utf-8").startswith("# mine\n")
    assert "a-town-and-its-tides" in facts.read_text(encoding="utf-8")
    assert {each.status for each in history(world.ctx, world.learner, "water").entries} >= {Status.DONE}


def test_taking_the_same_text_twice_makes_two_sources_that_both_prove_themselves(world: Any) -> None:
    for _ in range(2):
        article = bring_article(world.ctx, world.learner, "water", ARTICLE)
        outcome = take(world, article)
        if isinstance(outcome, NotTaken):
            assert outcome.why is WhyNot.NOTHING  # all of it is asked already
    assert world.sync().problems == ()


def test_accepting_and_taking_back_leaves_the_files_as_they_were(world: Any, article: int) -> None:
    outcome = take(world, article)
    assert isinstance(outcome, Taken)
    assert outcome.questions > 1
    before = contents(world.folder)
    (file,) = (world.folder / "questions").glob("a-town*.yaml")
    key = file.read_text(encoding="utf-8").partition("- id: ")[2].split("\n")[0]
    base = open_question(world.ctx, world.learner, "water", key).base
    came = accept(world.ctx, world.learner, "water", key, base)
    assert isinstance(came, Decided)
    assert came.following not in ("", key)
    assert contents(world.folder) != before
    back = take_back(world.ctx, world.learner, "water")
    assert isinstance(back, Decided)
    assert back.following == key
    assert contents(world.folder) == before
