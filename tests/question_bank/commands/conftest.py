"""A small bank on the disk, its source's text, and the command line called as people call it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from question_bank.__main__ import main

BANK = """\
bank: water
title: Water
language: en
sources:
  - id: survey
    title: A survey of water
    file: survey.txt
    body: 2-3
"""
FACTS = """\
facts:
  - id: evaporation
    says: Most water vapour in the air has evaporated from the oceans.
    evidence:
      - {source: survey, paragraph: 1, from: By far, to: the oceans}

  - id: fog
    says: Fog is a cloud that touches the ground.
    by: the survey's authors
    evidence:
      - {source: survey, paragraph: 2, from: Fog is, to: the ground}
"""
QUESTIONS = """\
questions:
  - id: vapour-origin
    kind: single_choice
    prompt: Where does most water vapour come from?
    answer: The oceans
    distractors:
      - Rivers
      - {text: Glaciers, feedback: Ice gives off very little vapour.}
      - Lakes
    explanation: Evaporation from the sea exceeds all land sources together.
    facts: [evaporation]
    tags: [water]

  - id: fog-is
    kind: cloze
    text: According to the survey's authors, fog is a {{c1::cloud}} that touches the {{c2::ground}}.
    facts: [fog]
"""
SOURCE = """\
Subscribe now!
By far the most vapour rises from the oceans.
Fog is a cloud on the ground.
"""


@dataclass(frozen=True)
class Result:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A canonical bank without errors and without a lock; relative to the current folder it is `water`."""
    folder = tmp_path / "water"
    (folder / "questions").mkdir(parents=True)
    (folder / "bank.yaml").write_text(BANK, encoding="utf-8")
    (folder / "facts.yaml").write_text(FACTS, encoding="utf-8")
    (folder / "questions" / "basics.yaml").write_text(QUESTIONS, encoding="utf-8")
    return folder


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "survey.txt").write_text(SOURCE, encoding="utf-8")
    return folder


@pytest.fixture
def run(
    bank: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Result]:
    """Call the command line in the folder that holds `water`."""
    monkeypatch.chdir(bank.parent)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FACTDECK_DEBUG", raising=False)

    def call(*arguments: object) -> Result:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return call


@pytest.fixture
def edit(bank: Path) -> Callable[[str, str], None]:
    """Replace one piece of the questions' file, which must be there."""
    file = bank / "questions" / "basics.yaml"

    def replace(old: str, new: str) -> None:
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace
