"""What `check` remembers: an unchanged bank is not judged again, and nothing is shown for other content."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from question_bank.commands import checking, remembered
from question_bank.commands.findings import Findings
from question_bank.commands.remembered import Memory, cache_folder
from question_bank.folders import Snapshot, snapshot
from question_bank.problems import Problem

PICTURE = "    media: [{file: images/a.png, alt: A cloud}]\n"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("FACTDECK_CACHE", str(folder))
    return folder


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[Snapshot]:
    """The snapshots that had to be judged, in order."""
    seen: list[Snapshot] = []
    real = checking.check_snapshot

    def watched(taken: Snapshot, sources: Path, memory: Memory):
        seen.append(taken)
        return real(taken, sources, memory)

    monkeypatch.setattr(checking, "check_snapshot", watched)
    return seen


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_a_second_check_says_the_same_without_judging(run, cache, judged, edit, form) -> None:
    edit("distractors:", "distracters:")
    first = run("check", "water", "--format", form)
    assert run("check", "water", "--format", form) == first
    assert len(judged) == 1


def test_what_is_remembered_serves_all_formats(run, cache, judged, edit) -> None:
    edit("distractors:", "distracters:")
    run("check", "water")
    assert "::error file=water/questions/basics.yaml" in run("check", "water", "--format", "github").out
    assert len(judged) == 1


def _touch_question(bank: Path) -> None:
    file = bank / "questions" / "basics.yaml"
    file.write_text(file.read_text("utf-8").replace("Rivers", "Brooks"), encoding="utf-8")


def _same_size_and_time(bank: Path) -> None:
    file = bank / "questions" / "basics.yaml"
    before = file.stat()
    file.write_text(file.read_text("utf-8").replace("Rivers", "Brooks"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def _rename(bank: Path) -> None:
    (bank / "questions" / "basics.yaml").rename(bank / "questions" / "other.yaml")


def _add_what_is_not_read(bank: Path) -> None:
    (bank / "questions.yml").write_text("", encoding="utf-8")


def _lock(bank: Path) -> None:
    (bank / "bank.lock").write_text("bank water\n", encoding="utf-8")


def _text_arrives(bank: Path) -> None:
    (bank / "sources").mkdir()
    (bank / "sources" / "survey.txt").write_text("nothing\n", encoding="utf-8")


def _picture_changes(bank: Path) -> None:
    (bank / "images" / "a.png").write_bytes(b"another")


@pytest.mark.parametrize(
    "change",
    [
        _touch_question,
        _same_size_and_time,
        _rename,
        _add_what_is_not_read,
        _lock,
        _text_arrives,
        _picture_changes,
    ],
)
def test_whatever_a_finding_may_depend_on_makes_the_bank_judged_anew(
    run, bank, cache, judged, change
) -> None:
    (bank / "images").mkdir()
    (bank / "images" / "a.png").write_bytes(b"one")
    with (bank / "questions" / "basics.yaml").open("a", encoding="utf-8") as file:
        file.write(PICTURE)
    run("check", "water")
    change(bank)
    fresh = run("check", "water")
    assert len(judged) == 2
    assert run("check", "water", "--no-cache") == fresh


def test_another_text_of_a_source_is_noticed(run, sources, cache, judged) -> None:
    good = run("check", "water", "--sources", sources)
    (sources / "survey.txt").write_text("One line.\nBy far nothing.\nMore.\n", encoding="utf-8")
    bad = run("check", "water", "--sources", sources)
    assert (good.code, bad.code) == (0, 1)
    assert len(judged) == 2


def test_the_folder_is_named_as_it_was_given(run, bank, cache) -> None:
    run("check", "water")
    assert run("check", bank).out.startswith(bank.as_posix())
    assert run("check", "water").out.startswith("water/")


def test_another_version_of_the_program_judges_anew(run, cache, judged, monkeypatch) -> None:
    run("check", "water")
    monkeypatch.setattr(remembered, "program_digest", lambda: "another")
    run("check", "water")
    assert len(judged) == 2


def test_a_program_whose_sources_are_not_at_hand_remembers_nothing(run, cache, judged, monkeypatch) -> None:
    monkeypatch.setattr(remembered, "program_digest", lambda: "")
    run("check", "water")
    run("check", "water")
    assert len(judged) == 2


def test_the_programs_digest_covers_every_module_and_the_libraries_it_reads_with(
    tmp_path, monkeypatch
) -> None:
    (tmp_path / "rules").mkdir()
    for number in range(9):
        (tmp_path / "rules" / f"{number}.py").write_text("pass\n", encoding="utf-8")
    monkeypatch.setattr(remembered, "_PACKAGE", tmp_path)
    digest = remembered.program_digest.__wrapped__
    first = digest()
    assert first
    (tmp_path / "rules" / "3.py").write_text("fail\n", encoding="utf-8")
    assert digest() not in ("", first)


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: whole[:-1],
        lambda whole: whole.replace(b"W301", b"W302"),
        lambda whole: b"factdeck-check-0" + whole[len(remembered.FORMAT) :],
        lambda whole: b"\x80\x04K\x01.",
    ],
)
def test_a_damaged_or_foreign_cache_is_passed_over_and_replaced(run, cache, judged, damage) -> None:
    first = run("check", "water")
    [kept] = cache.glob("*.findings")
    kept.write_bytes(damage(kept.read_bytes()))
    assert run("check", "water") == first
    assert run("check", "water") == first
    assert len(judged) == 2


@pytest.mark.parametrize("body", [b"[]", b'{"key": 1}', b"[" * 5000, b'{"findings": {"problems": 3}}'])
def test_a_cache_of_another_shape_is_passed_over(run, cache, judged, body) -> None:
    first = run("check", "water")
    [kept] = cache.glob("*.findings")
    kept.write_bytes(remembered._head(body) + b"\n" + body)
    assert run("check", "water") == first
    assert len(judged) == 2


def test_findings_that_do_not_fit_their_key_are_passed_over(run, cache, judged) -> None:
    first = run("check", "water")
    [kept] = cache.glob("*.findings")
    held = remembered.read_kept(kept)
    assert held is not None
    remembered.write_kept(kept, {**held, "findings": {"problems": [[1]]}})
    assert run("check", "water") == first
    assert len(judged) == 2


def test_no_cache_neither_recalls_nor_remembers(run, cache, judged) -> None:
    run("check", "water", "--no-cache")
    assert not cache.exists()
    run("check", "water")
    run("check", "water", "--no-cache")
    assert len(judged) == 3


def test_a_folder_that_cannot_be_written_is_no_reason_to_complain(run, tmp_path, monkeypatch, judged) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("FACTDECK_CACHE", str(tmp_path / "file" / "inside"))
    assert run("check", "water") == run("check", "water")
    assert len(judged) == 2


def test_nothing_is_ever_kept_inside_a_bank(run, bank, monkeypatch) -> None:
    before = sorted(bank.rglob("*"))
    monkeypatch.setenv("FACTDECK_CACHE", str(bank / "cache"))
    run("check", "water")
    assert sorted(bank.rglob("*")) == before


def test_a_bank_with_an_unreadable_file_is_not_remembered(bank, cache) -> None:
    taken = replace(snapshot(bank), trouble=(Problem("E208", "the file cannot be read: no permission"),))
    Memory(cache).keep(taken, bank, Findings(()))
    assert not cache.exists()
    Memory(cache).keep(snapshot(bank), bank, Findings(()))
    assert cache.exists()


def test_the_oldest_go_when_there_are_too_many(run, bank, cache, monkeypatch) -> None:
    monkeypatch.setattr(remembered, "MOST_FILES", 3)
    cache.mkdir()
    (cache / "somebody.elses").write_text("stays", encoding="utf-8")
    for age, name in enumerate(["old", "older", "oldest"]):
        (cache / f"{name}{remembered.SUFFIX}").write_text("", encoding="utf-8")
        os.utime(cache / f"{name}{remembered.SUFFIX}", (1000 - age, 1000 - age))
    run("check", "water")
    names = {each.name for each in cache.iterdir()}
    assert {"somebody.elses", f"old{remembered.SUFFIX}"} < names
    assert len(names) == 4


@pytest.mark.parametrize(
    ("environment", "platform", "ending"),
    [
        ({"FACTDECK_CACHE": "/here"}, "linux", "/here"),
        ({"XDG_CACHE_HOME": "/xdg"}, "linux", "/xdg/factdeck"),
        ({"XDG_CACHE_HOME": "relative"}, "linux", "/.cache/factdeck"),
        ({}, "linux", "/.cache/factdeck"),
        ({}, "darwin", "/Library/Caches/factdeck"),
        ({"LOCALAPPDATA": "/local"}, "win32", "/local/factdeck/cache"),
    ],
)
def test_the_cache_is_where_the_system_has_such_things(environment, platform, ending) -> None:
    found = cache_folder(environment, platform)
    assert found is not None
    assert found.as_posix().endswith(ending)


def test_an_unchanged_bank_is_answered_without_loading_what_reads_and_judges(bank, cache, root) -> None:
    script = (
        "import sys; from question_bank.__main__ import main; main(['check', 'water'])\n"
        "print(*(name for name in sys.modules if name.split('.')[0] in ('yaml', 'markdown_it')"
        " or name.startswith(('question_bank.reading', 'question_bank.rules'))))"
    )
    loaded = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=bank.parent,
            env={**os.environ, "PYTHONPATH": str(root)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout.splitlines()[-1]
        for _ in range(2)
    ]
    assert "question_bank.rules" in loaded[0]
    assert loaded[1] == ""
