"""What the documents show is true: their banks are read, their commands exist, their pictures are there."""

from __future__ import annotations

import re
import shlex
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from question_bank.__main__ import main
from question_bank.formats import Imported, read_csv, read_gift
from question_bank.model import Kind
from question_bank.reading import read_bank
from question_bank.reading.kinds import READERS
from question_bank.reading.questions import COMMON_KEYS

BLOCK = re.compile(r"^```\w+ file=(?P<file>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    *(f"docs/{name}.md" for name in ("learning", "teaching", "running", "anki")),
)


@pytest.fixture
def taught(root: Path, tmp_path: Path) -> Path:
    """The bank that docs/teaching.md builds, on disk, and the text of its source beside the bank."""
    folder = tmp_path / "banks" / "water"
    for block in BLOCK.finditer((root / "docs" / "teaching.md").read_text(encoding="utf-8")):
        path = (tmp_path / "texts" if block["file"].endswith(".txt") else folder) / block["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block["text"], encoding="utf-8")
    return folder


def test_the_bank_of_the_teachers_guide_reads_without_a_finding_and_shows_all_kinds(taught: Path) -> None:
    reading = read_bank(taught)
    assert reading.problems == ()
    assert reading.bank is not None
    assert {question.kind for question in reading.bank.questions} == set(Kind)


@pytest.mark.parametrize("command", ["check", "fmt", "dump"])
def test_the_commands_of_the_teachers_guide_work_on_its_bank(taught: Path, command: str) -> None:
    assert main([command, str(taught)]) == 0


def test_the_bank_of_the_teachers_guide_is_proved_by_its_source(
    taught: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["fmt", str(taught)])
    capsys.readouterr()
    assert main(["check", str(taught), "--sources", str(tmp_path / "texts")]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_line_a_document_shows_is_one_that_exists(root: Path, document: str) -> None:
    text = (root / document).read_text(encoding="utf-8")
    for line in re.findall(r"python -m question_bank ([a-z].*?)(?:`|$)", text, re.MULTILINE):
        assert main([shlex.split(line)[0], "--help"]) == 0, line


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_a_document_points_to_is_in_the_repository(root: Path, document: str) -> None:
    path = root / document
    targets = re.findall(r"(?<!`!\[)\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (path.parent / target).exists()]
    assert missing == []


def test_the_finding_that_the_teachers_guide_shows_is_what_check_prints(
    root: Path,
    taught: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["fmt", str(taught)])
    file = taught / "questions" / "basics.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("distractors", "distracters", 1), encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    capsys.readouterr()
    assert main(["check", "banks/water"]) == 1
    printed = capsys.readouterr().out.replace("banks/water", "question_bank/banks/water")
    assert textwrap.indent(printed, "    ") in (root / "docs" / "teaching.md").read_text(encoding="utf-8")


def test_the_image_that_the_teachers_guide_declares_is_accepted(root: Path, taught: Path) -> None:
    guide = (root / "docs" / "teaching.md").read_text(encoding="utf-8")
    (snippet,) = re.findall(r"^```yaml snippet\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    file = taught / "questions" / "basics.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "    tags: [vapour]\n", f"    tags: [vapour]\n{snippet}", 1
    )
    file.write_text(text, encoding="utf-8")
    (taught / "images").mkdir()
    (taught / "images" / "cycle.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    reading = read_bank(taught)
    assert reading.problems == ()
    assert reading.bank is not None
    assert [media.file for question in reading.bank.questions for media in question.media] == [
        "images/cycle.png"
    ]


@pytest.mark.parametrize(
    "key", sorted({*COMMON_KEYS, *(key for each in READERS.values() for key in each.keys)})
)
def test_the_teachers_guide_explains_every_key_of_a_question(root: Path, key: str) -> None:
    guide = (root / "docs" / "teaching.md").read_text(encoding="utf-8")
    assert re.search(rf"`(?:[^`\n]*\W)?{key}\b[^`\n]*`", guide)


@pytest.mark.parametrize(("name", "read", "count"), [("gift", read_gift, 2), ("csv", read_csv, 6)])
def test_the_files_for_other_programs_that_the_teachers_guide_shows_come_in_whole(
    root: Path, name: str, read: Callable[[str], Imported], count: int
) -> None:
    guide = (root / "docs" / "teaching.md").read_text(encoding="utf-8")
    (text,) = re.findall(rf"^```{name} example\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    imported = read(text)
    assert (imported.problems, imported.losses, len(imported.questions)) == ((), (), count)


@pytest.mark.parametrize("name", ["gift", "csv", "json"])
def test_the_bank_of_the_teachers_guide_goes_to_other_programs_and_back(
    taught: Path, tmp_path: Path, name: str
) -> None:
    file = tmp_path / f"water.{name}"
    assert main(["export", str(taught), "--to", name, "--out", str(file)]) == 0
    assert main(["import", str(file), "--into", str(tmp_path / "back")]) == 0


def test_the_article_of_the_teachers_guide_is_drafted_by_its_command_and_every_passage_is_found(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = root / "tests" / "browser" / "texts" / "bells.txt"
    bank = tmp_path / "bells"
    assert main(["draft", str(article), "--into", str(bank)]) == 0
    reading = read_bank(bank)
    assert reading.bank is not None
    assert len(reading.bank.questions) >= 15
    assert all(question.draft for question in reading.bank.questions)
    capsys.readouterr()
    main(["check", str(bank), "--sources", str(bank / "sources"), "--no-cache"])
    said = capsys.readouterr()
    passages = sum(len(fact.evidence.passages) for fact in reading.bank.facts)
    assert ": 0 errors" in said.err
    assert f"{passages} passages verified" in said.err
