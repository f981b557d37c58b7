"""With the articles at hand: every passage holds, every paragraph is covered, no sentence was copied."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from question_bank.evidence import EvidenceReport, check_evidence, coverage, find_sources
from question_bank.model import Bank

RUN = 8  # words in a row that nobody writes by chance
NOT_OURS = {"__pycache__", "node_modules", "instance", "build", "dist"}
WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)*")
GAP = re.compile(r"\{\{c\d+::(.*?)(?:::.*?)?\}\}")


@pytest.fixture(scope="module")
def texts(bank: Bank, articles: Path) -> dict[str, str]:
    found = find_sources(bank, articles)
    assert set(found) == {source.id for source in bank.sources}
    return found


@pytest.fixture(scope="module")
def report(bank: Bank, texts: dict[str, str]) -> EvidenceReport:
    return check_evidence(bank, texts)


def test_every_passage_encloses_one_stretch_and_holds_the_answers(report: EvidenceReport) -> None:
    assert report.problems == ()
    assert report.unverified == 0


def test_every_paragraph_of_both_articles_has_a_fact_and_a_question(
    bank: Bank, texts: dict[str, str]
) -> None:
    covered = coverage(bank, texts)
    assert [len(source.paragraphs) for source in covered] == [21, 16]
    bare = [
        (source.source.id, one.paragraph.number)
        for source in covered
        for one in source.paragraphs
        if not (one.facts and one.questions)
    ]
    assert bare == []


def test_no_passage_is_longer_in_the_repository_than_the_words_at_its_ends(bank: Bank) -> None:
    ends = [
        words
        for fact in bank.facts
        for one in fact.evidence.passages
        for words in (one.begins, one.ends)
        if len(words.split()) > 6
    ]
    assert ends == []


def test_no_file_of_the_repository_has_eight_words_in_a_row_from_an_article(
    root: Path, texts: dict[str, str]
) -> None:
    taken = {run for text in texts.values() for run in _runs(text)}
    copied = {
        (str(path.relative_to(root)), " ".join(run))
        for path in _files(root)
        for run in _runs_of_file(path)
        if run in taken
    }
    assert copied == set()


def test_a_copied_sentence_would_be_found_behind_gaps_and_line_breaks(texts: dict[str, str]) -> None:
    taken = {run for text in texts.values() for run in _runs(text)}
    words = max(texts["afp"].split("\n"), key=len).split()
    hidden = [*words[:3], "{{c1::" + words[3] + "::hint}}", *words[4:7], "\n     ", *words[7:10]]
    assert any(run in taken for run in _runs(GAP.sub(r"\1", " ".join(hidden))))


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold().replace("’", "'").replace("‘", "'"))


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _words(text)
    return zip(*(words[start:] for start in range(RUN)), strict=False)


def _runs_of_file(path: Path) -> Iterator[tuple[str, ...]]:
    text = path.read_bytes().decode("utf-8", errors="ignore")
    yield from _runs(text)
    if "{{c" in text:
        yield from _runs(GAP.sub(r"\1", text))


def _files(root: Path) -> Iterator[Path]:
    """Walk the repository's own files: no hidden folders, no environments, no texts kept beside a bank."""
    for folder, below, names in os.walk(root):
        here = Path(folder)
        below[:] = [
            name
            for name in below
            if not name.startswith(".")
            and name not in NOT_OURS
            and not (here / name / "pyvenv.cfg").exists()
            and not (name == "sources" and here.parent.name == "banks")
        ]
        yield from (here / name for name in names if not name.endswith((".pyc", ".png", ".apkg")))
