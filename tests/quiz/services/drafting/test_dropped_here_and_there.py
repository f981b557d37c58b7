"""What was dropped on the page, the command line does not offer, and the other way round."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from question_bank.__main__ import main
from question_bank.drafting import Refusal
from quiz.services.drafting.articles import article_page, bring_article
from quiz.services.drafting.deciding import drop, take_back
from quiz.services.drafting.outcomes import Decided
from quiz.services.drafting.taking import take_drafts
from quiz.services.drafting.values import Taken
from quiz.services.editing import open_question

NAME = "article"
ARTICLE = """The town of Marrowby has measured the tide at its old stone pier since 3 May 1887. The painted \
board was replaced by a brass gauge in 1912.

The highest tide that the gauge has ever shown reached 6.4 metres on 31 January 1953.
"""


@pytest.fixture
def world(empty_world: Any) -> Any:
    empty_world.write()
    assert empty_world.sync().problems == ()
    return empty_world


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / f"{NAME}.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def drafts_of(folder: Path) -> list[str]:
    return [
        line.removeprefix("  - id: ")
        for line in (folder / "questions" / f"{NAME}.yaml").read_text(encoding="utf-8").splitlines()
        if line.startswith("  - id: ")
    ]


def on_the_command_line(world: Any, file: Path) -> int:
    return main(["draft", str(file), "--into", str(world.folder), "--left-out"])


def test_a_draft_dropped_on_the_page_is_not_offered_on_the_command_line(
    world: Any, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = bring_article(world.ctx, world.learner, "water", ARTICLE.encode())
    assert isinstance(take_drafts(world.ctx, world.learner, "water", article), Taken)
    first, second, *_ = drafts_of(world.folder)
    for name in (first, second):
        opened = open_question(world.ctx, world.learner, "water", name)
        assert isinstance(drop(world.ctx, world.learner, "water", name, opened.base), Decided)
    assert isinstance(take_back(world.ctx, world.learner, "water"), Decided)
    assert second in drafts_of(world.folder)
    assert on_the_command_line(world, file) == 1
    assert capsys.readouterr().err.count("refused (dropped before)") == 1
    assert first not in drafts_of(world.folder)


def test_a_draft_dropped_from_the_file_is_not_offered_on_the_page(world: Any, file: Path) -> None:
    assert on_the_command_line(world, file) == 0
    questions = world.folder / "questions" / f"{NAME}.yaml"
    head, dropped, *blocks = questions.read_text(encoding="utf-8").split("\n  - id: ")
    questions.write_text("\n  - id: ".join([head, *blocks]), encoding="utf-8")
    world.sync()
    article = bring_article(world.ctx, world.learner, "water", ARTICLE.encode())
    found = article_page(world.ctx, world.learner, "water", article).draft
    assert [each.why for each in found.refused].count(Refusal.DROPPED) == 1
    assert found.questions == ()
    assert dropped.splitlines()[0] not in drafts_of(world.folder)
