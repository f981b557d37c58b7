"""Every trap gets a sentence that says what and what next, in time, and leaves nothing behind."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from question_bank.anki.packages.reader import read_package
from question_bank.anki.packages.refusals import SENTENCES
from question_bank.anki.packages.values import BadPackageError, Reason
from tests.question_bank.anki.packages import traps_in_databases as databases
from tests.question_bank.anki.packages.making import Honest, Trap
from tests.question_bank.anki.packages.traps_in_media import MEDIA
from tests.question_bank.anki.packages.traps_in_zips import STREAMS, ZIPS

# What might hurt whoever opens it is opened as users' files are; a process for each costs time.
IN_A_PROCESS = {**ZIPS, **STREAMS, **databases.NO_TABLES, **databases.PAGES}
# What is only wrong is read here, by the same code; some of it, of every sort, in a process as well.
HERE = {**MEDIA, **databases.SCHEMAS, **databases.COUNTS, **databases.VALUES, **databases.REFERENCES}
BOTH = (
    "a path upwards in the list",
    "two files of one name",
    "a list without end",
    "no table of notes",
    "notes without end",
    "text that is not UTF-8",
    "cards without a note",
)
IN_A_PROCESS |= {name: HERE[name] for name in BOTH}
SECONDS = 10


def children() -> set[str]:
    """Return the processes that this one started and that are still there."""
    lists = Path("/proc/self/task").glob("*/children")
    return {child for listed in lists for child in listed.read_text().split()}


def check_sentence(error: BadPackageError, trap: Trap) -> None:
    sentence = str(error)
    what, next_step = SENTENCES[trap.reason]
    assert error.reason is trap.reason, sentence
    assert sentence.startswith(what)
    assert trap.met in sentence
    assert sentence.endswith(f". {next_step}")
    assert sentence.isprintable()


@pytest.mark.parametrize("name", IN_A_PROCESS)
def test_a_trap_is_refused_with_a_sentence_and_changes_nothing(
    name: str, honest: Honest, tmp_path: Path
) -> None:
    trap, package, work = IN_A_PROCESS[name], tmp_path / "given.apkg", tmp_path / "work"
    package.write_bytes(trap.make(honest))
    work.mkdir()
    (work / "mine").write_text("mine")
    before, began = children(), time.monotonic()
    with pytest.raises(BadPackageError) as refused:
        read_package(package, work, trap.limits)
    assert time.monotonic() - began < SECONDS
    check_sentence(refused.value, trap)
    assert str(tmp_path) not in str(refused.value)
    assert [file.name for file in work.iterdir()] == ["mine"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["given.apkg", "work"]
    assert children() == before


@pytest.mark.parametrize("name", HERE)
def test_what_cannot_be_is_refused_with_a_sentence(
    name: str, honest: Honest, read_here: Callable[..., object]
) -> None:
    trap = HERE[name]
    with pytest.raises(BadPackageError) as refused:
        read_here(trap.make(honest), trap.limits)
    check_sentence(refused.value, trap)


def test_every_reason_has_a_sentence_and_a_next_step() -> None:
    assert set(SENTENCES) == set(Reason)
    assert all(next_step.endswith(".") for _, next_step in SENTENCES.values())
    met = {trap.reason for trap in (*IN_A_PROCESS.values(), *HERE.values())}
    # Those left over are what becomes of a process, not of a file.
    assert set(Reason) - met == {
        Reason.UNREADABLE,
        Reason.TOO_SLOW,
        Reason.NO_MEMORY,
        Reason.NO_ROOM,
        Reason.BROKE,
    }
