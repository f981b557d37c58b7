"""Several processes at once, and processes that die: started from deck.py, judged by its `faults`."""

from __future__ import annotations

import importlib.util
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

DECK = Path(__file__).with_name("deck.py")
PROCESSES = 4


@pytest.fixture(scope="module")
def deck() -> ModuleType:
    specification = importlib.util.spec_from_file_location("factdeck_faults_deck", DECK)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def start(writer: str, database: Path, count: int, seed: int, out: Path, root: Path) -> subprocess.Popen:
    arguments = [sys.executable, str(DECK), writer, str(database), str(count), str(seed), str(out)]
    environment = os.environ | {"PYTHONPATH": str(root)}
    return subprocess.Popen(arguments, env=environment, stderr=subprocess.PIPE, text=True)


def crowd(writer: str, database: Path, answers: int, folder: Path, root: Path) -> list[Path]:
    """Let several processes give that many answers in all; return what each says was taken."""
    files = [folder / f"acknowledged-{number}" for number in range(PROCESSES)]
    running = [
        start(writer, database, answers // PROCESSES, number, file, root) for number, file in enumerate(files)
    ]
    for process in running:
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
    return files


def test_eight_hundred_answers_from_several_processes_are_each_in_the_log_once(deck, tmp_path, root):
    database = deck.make(tmp_path)
    files = crowd("carefully", database, 800, tmp_path, root)
    assert deck.faults(database, files) == []
    accepted = sum(len(file.read_text().splitlines()) for file in files)
    assert accepted == _lines(deck, database) > 200


def test_the_same_check_fails_for_reading_then_writing_in_default_transactions(deck, tmp_path, root):
    database = deck.make(tmp_path)
    files = crowd("naively", database, 800, tmp_path, root)
    assert any("serial replay" in fault for fault in deck.faults(database, files))


def test_a_killed_process_loses_no_acknowledged_answer_and_tears_no_pair(deck, tmp_path, root):
    database = deck.make(tmp_path)
    chance = random.Random(20110825)
    files = []
    for attempt in range(4):
        file = tmp_path / f"acknowledged-{attempt}"
        file.touch()
        files.append(file)
        process = start("carefully", database, 100_000, attempt, file, root)
        _wait_for_an_answer(file, process)
        time.sleep(chance.uniform(0, 0.4))
        process.kill()
        process.communicate()
        assert deck.faults(database, files) == []
    assert _lines(deck, database) >= sum(len(file.read_text().splitlines()) for file in files) >= 4


def _wait_for_an_answer(file: Path, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 60
    while not file.stat().st_size:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline, "no answer was acknowledged within a minute"
        time.sleep(0.01)


def _lines(deck: ModuleType, database: Path) -> int:
    ctx = deck.context(database)
    with ctx.engine.connect() as connection:
        return connection.execute(deck.text("SELECT COUNT(*) FROM review")).scalar_one()
