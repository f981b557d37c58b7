"""`fmt`: the canonical form of a bank's files, and its lock."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from question_bank.commands.banks import bank_folders
from question_bank.commands.files import replace_file
from question_bank.commands.loading import LoadedBank, is_broken, load, with_excerpts
from question_bank.commands.terminal import Terminal, WrongUseError, counted
from question_bank.problems import Problem, Severity
from question_bank.reading import read_bank_texts
from question_bank.writing import CannotRewriteError, format_text
from question_bank.writing.lock import LOCK_FILE, Lock, check_lock, render_lock, updated_lock


@dataclass(frozen=True, slots=True)
class Change:
    """A file with the bytes it should have."""

    path: Path
    content: bytes


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A file that fmt does not touch, and why."""

    path: Path
    reason: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="banks or files in them")
    parser.add_argument("--check", action="store_true", help="change nothing, only say what would be changed")
    parser.add_argument(
        "--same-answer",
        action="append",
        default=[],
        metavar="ID",
        help="the answer of this question was only reworded: nobody has to learn it anew",
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    banks = [load(folder) for folder in bank_folders(arguments.paths)]
    _refuse_unknown_ids(arguments.same_answer, banks)
    changed = left = 0
    for loaded in banks:
        for outcome in (*_files(loaded, arguments.paths), *_lock(loaded, arguments.same_answer)):
            if isinstance(outcome, LeftAlone):
                left += 1
                terminal.talk(f"{outcome.path.as_posix()} was left alone: {outcome.reason}")
                continue
            changed += 1
            if not arguments.check:
                replace_file(outcome.path, outcome.content)
            terminal.result(f"{'would change' if arguments.check else 'changed'} {outcome.path.as_posix()}")
        left += _unresolved(loaded, arguments.same_answer, terminal)
    terminal.talk(f"{counted(changed, 'file')} {'to change' if arguments.check else 'changed'}")
    return 1 if left or (arguments.check and changed) else 0


def _refuse_unknown_ids(wanted: list[str], banks: list[LoadedBank]) -> None:
    known = {question.id for each in banks if each.reading.bank for question in each.reading.bank.questions}
    for name in wanted:
        if name not in known:
            raise WrongUseError(f"--same-answer {name}: there is no question with this id")


def _files(loaded: LoadedBank, paths: Iterable[Path]) -> Iterator[Change | LeftAlone]:
    """Yield what becomes of the bank's YAML files that the paths name."""
    broken = {problem.place.file for problem in loaded.reading.problems if problem.severity is Severity.ERROR}
    fresh: dict[str, bytes] = {}
    for name in loaded.reading.texts:
        path = loaded.folder / name
        if path.suffix not in {".yaml", ".yml"} or not _named(path, paths):
            continue
        if path.as_posix() in broken:
            yield LeftAlone(path, "it has errors; run `check` on it")
            continue
        old = path.read_bytes()
        try:
            new = format_text(old.decode("utf-8")).encode()
        except (CannotRewriteError, UnicodeDecodeError) as error:
            yield LeftAlone(path, str(error))
            continue
        if new != old:
            fresh[name] = new
    yield from _if_same(loaded, fresh)


def _if_same(loaded: LoadedBank, fresh: Mapping[str, bytes]) -> Iterator[Change | LeftAlone]:
    """Yield the new contents once the reader has said that the bank they make is the same bank."""
    if not fresh:
        return
    files = {name: (loaded.folder / name).read_bytes() for name in loaded.reading.texts}
    before, after = read_bank_texts(files), read_bank_texts({**files, **fresh})
    same = after.bank == before.bank and len(after.problems) == len(before.problems)
    for name, content in fresh.items():
        if same:
            yield Change(loaded.folder / name, content)
        else:
            yield LeftAlone(loaded.folder / name, "the canonical form would be read as something else")


def _named(path: Path, paths: Iterable[Path]) -> bool:
    resolved = path.resolve()
    return any(resolved.is_relative_to(each.resolve()) for each in paths)


def _lock(loaded: LoadedBank, same_answer: list[str]) -> Iterator[Change | LeftAlone]:
    """Yield the lock if it has to change; formatting changes no meaning, so it needs no second reading."""
    path = loaded.folder / LOCK_FILE
    bank = loaded.reading.bank
    if bank is None or is_broken(loaded):
        yield LeftAlone(path, "the bank has errors; run `check` on it")
        return
    fresh = updated_lock(bank, loaded.lock or Lock(), datetime.now(UTC), same_answer)
    content = render_lock(fresh).encode()
    if not path.is_file() or path.read_bytes().replace(b"\r\n", b"\n") != content:
        yield Change(path, content)


def _unresolved(loaded: LoadedBank, same_answer: list[str], terminal: Terminal) -> int:
    """Print what the lock still objects to, at its place after formatting; return how many findings."""
    if _objections(loaded, same_answer):
        loaded = load(loaded.folder)
    findings = _objections(loaded, same_answer)
    for problem in with_excerpts(findings, loaded):
        terminal.finding(problem)
    return len(findings)


def _objections(loaded: LoadedBank, same_answer: list[str]) -> list[Problem]:
    bank = loaded.reading.bank
    if bank is None or is_broken(loaded):
        return []
    lock = updated_lock(bank, loaded.lock or Lock(), datetime.now(UTC), same_answer)
    found = check_lock(bank, lock, loaded.lock_file)
    return [problem for problem in found if problem.severity is Severity.ERROR]
