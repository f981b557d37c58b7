"""Every trap gets a sentence that says what and what next, in time, and leaves nothing behind."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from question_bank.anki.packages.reader import read_package
from question_bank.anki.packages.refusals import SENTENCES
from question_bank.anki.packages.values import BadPackageError
from tests.question_bank.anki.packages.making import Honest
from tests.question_bank.anki.packages.traps_in_zips import STREAMS, ZIPS

TRAPS = {**ZIPS, **STREAMS}
SECONDS = 10


def children() -> set[str]:
    """Return the processes that this one started and that are still there."""
    return {
        child
        for task in Path("/proc/self/task").iterdir()
        for child in (task / "children").read_text().split()
    }


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_refused_with_a_sentence_and_changes_nothing(
    name: str, honest: Honest, tmp_path: Path
) -> None:
    trap, package, work = TRAPS[name], tmp_path / "given.apkg", tmp_path / "work"
    package.write_bytes(trap.make(honest))
    work.mkdir()
    (work / "mine").write_text("mine")
    before, began = children(), time.monotonic()
    with pytest.raises(BadPackageError) as refused:
        read_package(package, work, trap.limits)
    assert time.monotonic() - began < SECONDS
    sentence = str(refused.value)
    what, next_step = SENTENCES[trap.reason]
    assert refused.value.reason is trap.reason, sentence
    assert sentence.startswith(what)
    assert trap.met in sentence
    assert sentence.endswith(f". {next_step}")
    assert str(tmp_path) not in sentence
    assert sentence.isprintable()
    assert [file.name for file in work.iterdir()] == ["mine"]
    assert children() == before
