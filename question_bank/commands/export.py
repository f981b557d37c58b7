"""`export`: banks as a file for another program."""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from question_bank.anki import PackageError, write_package
from question_bank.commands.banks import bank_folders
from question_bank.commands.exporting import TEXTS, export_text
from question_bank.commands.files import replace_file
from question_bank.commands.loading import LoadedBank, is_broken, load
from question_bank.commands.terminal import Terminal, WrongUseError, counted
from question_bank.model import Bank, Question
from question_bank.problems import Severity
from question_bank.writing.lock import Lock

_KNOWN = ("anki", *TEXTS)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="PATH", help="a bank, or (anki only) a folder of banks")
    parser.add_argument("--to", required=True, metavar="FORMAT", help=" or ".join(_KNOWN))
    parser.add_argument(
        "--out", required=True, type=Path, metavar="FILE", help="the file to write, e.g. bank.apkg"
    )
    parser.epilog = "What the other program has no equal for is listed; explain W711 says more."


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    _refuse_unknown(arguments.to)
    out: Path = arguments.out
    if out.is_dir() or not out.parent.is_dir():
        raise WrongUseError(f"--out {out} must be a file in a folder that exists")
    folders = bank_folders([arguments.path])
    if arguments.to != "anki" and len(folders) > 1:
        shown = ", ".join(folder.as_posix() for folder in folders)
        raise WrongUseError(f"{arguments.path} holds {len(folders)} banks ({shown}); name one of them")
    loaded = [load(folder) for folder in folders]
    if _refuse_broken(loaded, terminal):
        return 1
    if arguments.to != "anki":
        return export_text(loaded[0], arguments.to, out, terminal)
    return 1 if _refuse_stale(loaded, terminal) else _export_package(loaded, out, terminal)


def _export_package(loaded: list[LoadedBank], out: Path, terminal: Terminal) -> int:
    package = io.BytesIO()
    try:
        report = write_package(_banks(loaded), _changed(loaded), _media(loaded), package)
    except PackageError as error:
        terminal.talk(f"nothing was exported: {error}")
        return 1
    replace_file(out, package.getvalue())
    notes = (
        f"{counted(report.notes, 'note')}, {counted(report.cards, 'card')}, {counted(report.media, 'image')}"
    )
    terminal.talk(f"{out}: {notes}")
    if report.drafts:
        terminal.talk(f"{counted(report.drafts, 'draft')} left out")
    return 0


def _refuse_unknown(wanted: str) -> None:
    known = ", ".join(_KNOWN)
    if wanted not in _KNOWN:
        raise WrongUseError(f"'{wanted}' is not a format to export to; there are {known}")


def _refuse_broken(loaded: list[LoadedBank], terminal: Terminal) -> bool:
    """Print the errors that keep a bank from being exported; say whether there are any."""
    broken = [each for each in loaded if is_broken(each)]
    for each in broken:
        for problem in each.reading.problems:
            if problem.severity is Severity.ERROR:
                terminal.finding(problem)
        terminal.talk(f"{each.folder.as_posix()} has errors; nothing was exported")
    return bool(broken)


def _refuse_stale(loaded: list[LoadedBank], terminal: Terminal) -> bool:
    """Say which locks are older than their questions: Anki would ignore the new texts under the old times."""
    stale = False
    for each in loaded:
        unknown = _unlocked(each.reading.bank, each.lock) if each.reading.bank else 0
        if unknown:
            folder = each.folder.as_posix()
            talk = f"{counted(unknown, 'question')} of {folder} not in its bank.lock as now written"
            terminal.talk(f"{talk}; run `python -m question_bank fmt {folder}` first. Nothing was exported")
            stale = True
    return stale


def _unlocked(bank: Bank, lock: Lock | None) -> int:
    """Return how many published questions the lock does not know as they now are."""
    questions = [question for question in bank.questions if not question.draft]
    return sum(lock is None or lock.changed(question, bank) is None for question in questions)


def _banks(loaded: list[LoadedBank]) -> list[Bank]:
    return [each.reading.bank for each in loaded if each.reading.bank]


def _changed(loaded: list[LoadedBank]) -> Callable[[Bank, Question], datetime]:
    locks = {each.reading.bank.id: each.lock for each in loaded if each.reading.bank and each.lock}

    def changed(bank: Bank, question: Question) -> datetime:
        when = locks[bank.id].changed(question, bank)
        if when is None:  # _refuse_stale has looked at every question that is not a draft
            raise LookupError(f"{question.id} is not in the lock")
        return when

    return changed


def _media(loaded: list[LoadedBank]) -> Callable[[Bank, str], bytes]:
    folders = {each.reading.bank.id: each.folder for each in loaded if each.reading.bank}
    return lambda bank, file: (folders[bank.id] / file).read_bytes()
