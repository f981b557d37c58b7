"""`export`: banks as a file for another program."""

from __future__ import annotations

import argparse
from pathlib import Path

from question_bank.commands.banks import bank_folders
from question_bank.commands.exporting import TEXTS, export_text
from question_bank.commands.exporting_anki import (
    add_anki_arguments,
    anki_options,
    export_package,
    refuse_anki_arguments,
)
from question_bank.commands.loading import LoadedBank, is_broken, load
from question_bank.commands.terminal import Terminal, WrongUseError
from question_bank.problems import Severity

_KNOWN = ("anki", *TEXTS)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="PATH", help="a bank, or (anki only) a folder of banks")
    parser.add_argument("--to", required=True, metavar="FORMAT", help=" or ".join(_KNOWN))
    parser.add_argument(
        "--out", required=True, type=Path, metavar="FILE", help="the file to write, e.g. bank.apkg"
    )
    add_anki_arguments(parser)
    parser.epilog = "What the other program has no equal for is listed; explain W711 says more."


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    _refuse_unknown(arguments.to)
    if arguments.to != "anki":
        refuse_anki_arguments(arguments)
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
    return export_package(loaded, anki_options(arguments, loaded, terminal), out, terminal)


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
