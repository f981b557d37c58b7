"""However the reading process ends, the answer is a sentence, and nothing is left of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from question_bank.anki.packages import process
from question_bank.anki.packages.reader import read_package
from question_bank.anki.packages.values import LIMITS, BadPackageError, Limits, Reason
from tests.question_bank.anki.packages.conftest import Exported
from tests.question_bank.anki.packages.making import SMALL
from tests.question_bank.anki.packages.test_hostile_files import children

SHORT = replace(LIMITS, seconds=0.1)
HEAD = '["head",[["anki21",0,[4,0]]]]'


def _that(script: str) -> tuple[str, ...]:
    return (sys.executable, "-S", "-c", f"import os, sys, time\n{script}")


def _saying(*lines: object) -> tuple[str, ...]:
    said = "\n".join(str(line) for line in lines)
    return _that(f"print({said!r})")


ENDINGS = {
    "killed": (Reason.BROKE, "signal 9", _that("os.kill(os.getpid(), 9)"), LIMITS),
    "crashed": (Reason.BROKE, "signal 11", _that("os.kill(os.getpid(), 11)"), LIMITS),
    "gone at once": (Reason.BROKE, "exit code 3", _that("os._exit(3)"), LIMITS),
    "silent": (Reason.BROKE, "stopped in the middle", _that("pass"), LIMITS),
    "not there": (Reason.BROKE, "could not be started", ("/nowhere/python",), LIMITS),
    "hanging": (Reason.TOO_SLOW, "", _that("time.sleep(60)"), SHORT),
    "hanging with its output closed": (
        Reason.BROKE,
        "stopped in the middle",
        _that("os.close(1); time.sleep(60)"),
        LIMITS,
    ),
    "hanging without listening": (Reason.TOO_SLOW, "", _that("os.close(0); time.sleep(60)"), SHORT),
    "hanging in the middle": (
        Reason.TOO_SLOW,
        "",
        _that(f"print({HEAD!r}, flush=True); time.sleep(60)"),
        SHORT,
    ),
    "over its time by its own clock": (Reason.TOO_SLOW, "", _that("os._exit(75)"), LIMITS),
    "babbling without end": (
        Reason.TOO_SLOW,
        "",
        _that("import json\nwhile True: print(json.dumps(['deck', []]))"),
        SHORT,
    ),
    "shouting": (Reason.BROKE, "no sense", _that("print('x' * 2**20)"), LIMITS),
    "garbage": (Reason.BROKE, "no sense", _saying("PK\x03\x04"), LIMITS),
    "cut": (Reason.BROKE, "no sense", _that(f"sys.stdout.write({HEAD[:-3]!r})"), LIMITS),
    "a traceback": (Reason.BROKE, "exit code 1", _that("sys.stderr = open(os.devnull, 'w'); 1 / 0"), LIMITS),
    "no list": (Reason.BROKE, "no sense", _saying(17), LIMITS),
    "no message": (Reason.BROKE, "no sense", _saying('["head"]'), LIMITS),
    "an unknown part": (Reason.BROKE, "no sense", _saying(HEAD, '["pickle",[["x"]]]'), LIMITS),
    "an unknown reason": (Reason.BROKE, "no sense", _saying('["refused",[["mood",""]]]'), LIMITS),
    "no end": (Reason.BROKE, "stopped in the middle", _saying(HEAD), LIMITS),
    "no head": (Reason.BROKE, "no head", _saying('["end",[]]'), LIMITS),
    "two heads": (Reason.TOO_MANY, "head", _saying(HEAD, HEAD), LIMITS),
    "a word for an id": (Reason.BROKE, "no sense", _saying(HEAD, '["deck",[["1","A",false]]]'), LIMITS),
    "a number for a tag": (
        Reason.BROKE,
        "no sense",
        _saying(HEAD, '["note",[[1,"g",1,1,[7],[]]]]'),
        LIMITS,
    ),
    "a template of another shape": (
        Reason.BROKE,
        "no sense",
        _saying(HEAD, '["type",[[1,"T",false,["F"],[["a","b"]],""]]]'),
        LIMITS,
    ),
    "more decks than there may be": (
        Reason.TOO_MANY,
        "deck",
        _saying(HEAD, *('["deck",[[1,"A",false]]]',) * 3),
        replace(LIMITS, decks=2),
    ),
    "a file elsewhere": (
        Reason.BROKE,
        "cannot have made",
        _saying(HEAD, '["media",[["a.png","../../passwd",1]]]'),
        LIMITS,
    ),
    "a file that is not there": (
        Reason.BROKE,
        "did not make",
        _saying(HEAD, json.dumps(["media", [["a.png", "0" * 64 + ".png", 1]]])),
        LIMITS,
    ),
    "a link for a file": (
        Reason.BROKE,
        "did not make",
        _that(
            "import json; folder = json.load(sys.stdin)['folder'] + '/media'; os.mkdir(folder)\n"
            f"os.symlink('/etc/passwd', folder + '/' + '0' * 64 + '.png')\n"
            f"print({HEAD!r})\nprint(json.dumps(['media', [['a.png', '0' * 64 + '.png', 1]]]))"
        ),
        LIMITS,
    ),
}


@pytest.mark.parametrize("name", ENDINGS)
def test_however_the_process_ends_there_is_a_sentence_and_nothing_is_left(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "LONGEST_LINE", 2**16)
    reason, met, command, limits = ENDINGS[name]
    (tmp_path / "given.apkg").write_bytes(b"x")
    before, began = children(), time.monotonic()
    with pytest.raises(BadPackageError) as refused:
        read_package(tmp_path / "given.apkg", tmp_path / "work", limits, command)
    assert time.monotonic() - began < 8
    assert refused.value.reason is reason
    assert met in str(refused.value)
    assert [file.name for file in tmp_path.iterdir()] == ["given.apkg"]
    assert children() == before


@pytest.mark.parametrize(
    ("name", "reason"), [("gone.apkg", Reason.UNREADABLE), ("folder.apkg", Reason.UNREADABLE)]
)
def test_what_cannot_be_opened_is_said_so(name: str, reason: Reason, tmp_path: Path) -> None:
    (tmp_path / "folder.apkg").mkdir()
    with pytest.raises(BadPackageError) as refused:
        read_package(tmp_path / name, tmp_path / "work")
    assert refused.value.reason is reason


def test_where_nothing_can_be_unpacked_there_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "work").write_text("not a folder")
    with pytest.raises(BadPackageError) as refused:
        read_package(tmp_path / "given.apkg", tmp_path / "work")
    assert refused.value.reason is Reason.NO_ROOM


def _refused(exported: Exported, tmp_path: Path, limits: Limits) -> BadPackageError:
    (tmp_path / "given.apkg").write_bytes(exported.files["new.apkg"])
    with pytest.raises(BadPackageError) as refused:
        read_package(tmp_path / "given.apkg", tmp_path / "work", limits)
    assert not (tmp_path / "work").exists()
    return refused.value


def test_the_real_process_ends_itself_after_its_time(exported: Exported, tmp_path: Path) -> None:
    assert _refused(exported, tmp_path, replace(SMALL, seconds=0.0)).reason is Reason.TOO_SLOW


def test_the_real_process_gets_no_more_memory_than_it_may_have(exported: Exported, tmp_path: Path) -> None:
    refused = _refused(exported, tmp_path, replace(SMALL, memory_bytes=2**24))
    assert refused.reason is Reason.NO_MEMORY, str(refused)


def test_what_our_server_knows_is_not_told_to_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "swordfish")
    script = f"import os, pathlib; pathlib.Path({str(tmp_path / 'seen')!r}).write_text(' '.join(os.environ))"
    with pytest.raises(BadPackageError):
        read_package(tmp_path / "given.apkg", tmp_path / "work", LIMITS, (sys.executable, "-c", script))
    seen = (tmp_path / "seen").read_text()
    assert "PATH" in seen
    assert "SECRET_KEY" not in seen
    assert os.environ["SECRET_KEY"] == "swordfish"


def test_a_work_folder_that_was_there_keeps_what_it_has(exported: Exported, tmp_path: Path) -> None:
    (tmp_path / "given.apkg").write_bytes(exported.files["old.apkg"])
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "mine").write_text("mine")
    first = read_package(tmp_path / "given.apkg", tmp_path / "work", SMALL)
    second = read_package(tmp_path / "given.apkg", tmp_path / "work", SMALL)
    assert first == second
    files = {"mine", *(each.file.name for each in first.media)}
    assert {file.name for file in (tmp_path / "work").iterdir()} == files


def test_starting_the_process_needs_neither_genanki_nor_yaml_nor_the_model() -> None:
    """What it imports delays every import of a package, and is code that a stranger might reach."""
    script = "import question_bank.anki.packages.worker, sys; print(*sorted(sys.modules))"
    command = (sys.executable, "-c", script)
    loaded = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    assert "question_bank.anki.packages.contents" in loaded
    assert not {"genanki", "yaml", "flask", "sqlalchemy", "question_bank.model"} & set(loaded)
