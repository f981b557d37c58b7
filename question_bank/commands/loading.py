"""Reading banks and their locks, for all commands alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from question_bank.commands.banks import bank_folders
from question_bank.commands.terminal import WrongUseError
from question_bank.folders import LOCK_FILE, Snapshot, snapshot
from question_bank.model import Bank
from question_bank.problems import Problem, has_errors
from question_bank.reading import KnownParts, Reading, read_snapshot
from question_bank.writing.lock import Lock, read_lock


@dataclass(frozen=True, slots=True)
class LoadedBank:
    """A bank's folder with what was read in it; `lock` is None where there is none."""

    folder: Path
    reading: Reading
    lock: Lock | None
    lock_problems: tuple[Problem, ...]

    @property
    def lock_file(self) -> str:
        """The lock's name as findings show it."""
        return (self.folder / LOCK_FILE).as_posix()


def load(folder: Path) -> LoadedBank:
    """Read a bank and its lock; trouble in either becomes Problems."""
    return load_snapshot(snapshot(folder))


def load_snapshot(taken: Snapshot, known: KnownParts | None = None) -> LoadedBank:
    """Read a bank and its lock as they were when the snapshot was taken; `known` files are not parsed."""
    reading = read_snapshot(taken, known)
    if taken.lock is None:
        return LoadedBank(taken.folder, reading, None, ())
    lock, problems = _lock(taken.lock, (taken.folder / LOCK_FILE).as_posix())
    return LoadedBank(taken.folder, reading, lock, problems)


@lru_cache(maxsize=4)
def _lock(content: bytes, file: str) -> tuple[Lock, tuple[Problem, ...]]:
    """Whoever judges every edit of a large bank reads the same lock again and again."""
    return read_lock(content.decode("utf-8", errors="replace"), file)


def readable_bank(path: Path) -> tuple[LoadedBank, Bank]:
    """Return the one bank at `path`; WrongUseError if there are several or its bank.yaml is unusable."""
    folders = bank_folders([path])
    if len(folders) > 1:
        shown = ", ".join(folder.as_posix() for folder in folders)
        raise WrongUseError(f"{path} holds {len(folders)} banks ({shown}); name one of them")
    loaded = load(folders[0])
    if loaded.reading.bank is None:
        raise WrongUseError(f"{loaded.folder.as_posix()} cannot be read; run `check` on it first")
    return loaded, loaded.reading.bank


def is_broken(loaded: LoadedBank) -> bool:
    return loaded.reading.bank is None or has_errors(loaded.reading.problems)


def with_excerpts(problems: Iterable[Problem], loaded: LoadedBank) -> list[Problem]:
    """Give each Problem that has none the line it is about."""
    lines: dict[str, list[str]] = {}
    prefix = f"{loaded.folder.as_posix()}/"
    return [_with_excerpt(problem, prefix, loaded.reading.texts, lines) for problem in problems]


def _with_excerpt(
    problem: Problem, prefix: str, texts: Mapping[str, str], lines: dict[str, list[str]]
) -> Problem:
    name = problem.place.file.removeprefix(prefix)
    if problem.excerpt or name not in texts:
        return problem
    if name not in lines:
        lines[name] = texts[name].split("\n")
    number = problem.place.line - 1
    return (
        replace(problem, excerpt=lines[name][number].rstrip("\r")) if number < len(lines[name]) else problem
    )
