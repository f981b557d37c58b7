"""`import`: questions from another program's file, as new YAML files for review."""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from question_bank.commands import importing_anki
from question_bank.commands.importing_anki import Target, import_anki
from question_bank.commands.loading import LoadedBank, load_snapshot, with_excerpts
from question_bank.commands.reporting import report
from question_bank.commands.terminal import Terminal, WrongUseError, counted
from question_bank.folders import FILE_BYTES, Snapshot, snapshot
from question_bank.formats import Imported, Landing, land, open_text, read_csv, read_gift, read_json
from question_bank.model import Bank
from question_bank.problems import Problem, Severity, has_errors
from question_bank.reading import read_bank_texts, read_snapshot
from question_bank.reading.questions import LANGUAGE
from question_bank.rules.check import check_rules

READERS: dict[str, Callable[..., Imported]] = {"gift": read_gift, "csv": read_csv, "json": read_json}
ANKI = "anki"
ENDINGS = {
    ".gift": "gift",
    ".txt": "gift",
    ".csv": "csv",
    ".tsv": "csv",
    ".json": "json",
    ".apkg": ANKI,
    ".colpkg": ANKI,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="a .gift, .txt (GIFT), .csv, .tsv or .json file, or Anki's .apkg or .colpkg",
    )
    parser.add_argument(
        "--into",
        required=True,
        type=Path,
        metavar="DIR",
        help="a bank's folder, or a new one; nothing is overwritten",
    )
    parser.add_argument(
        "--from", dest="format", choices=(*READERS, ANKI), help="the format, whatever the ending"
    )
    parser.add_argument(
        "--language", default="en", metavar="TAG", help="the language of a new bank (default: en)"
    )
    importing_anki.add_arguments(parser)


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    file, folder = arguments.file, arguments.into
    name = arguments.format or _format_of(file)
    if not LANGUAGE.fullmatch(arguments.language):
        raise WrongUseError(f"--language {arguments.language}: write a tag such as en, de or pt-BR")
    taken, bank = _bank_in(folder)
    language = bank.language if bank else arguments.language
    if name == ANKI:
        target = Target(folder, bank, load_snapshot(taken).lock if bank else None, language)
        imported, said = import_anki(file, target, arguments, terminal)
    else:
        imported, said = _import_text(file, READERS[name], language)
    if imported is None:
        report(said, terminal)
        return 1
    present = _present(taken, imported)
    landing = land(imported, present, bank, file.name, language)
    left = land(imported, {}, None, file.name, language) if bank is None and present else None
    if left is not None and _begun(left, present):
        terminal.talk(f"an import of {file.name} into {folder.as_posix()} was interrupted; it goes on now")
        missing = {name: content for name, content in left.files.items() if name not in present}
        landing = replace(left, files=missing)
    report([*said, *imported.problems, *imported.losses, *landing.losses], terminal)
    errors = _errors_in(landing, taken) if landing.questions else []
    for problem in errors:
        terminal.finding(problem)
    if landing.questions:
        _write(folder, landing)
    _talk(folder, imported, landing, errors, terminal)
    return 1 if errors or has_errors(imported.problems) else 0


def _import_text(
    file: Path, read: Callable[..., Imported], language: str
) -> tuple[Imported | None, tuple[Problem, ...]]:
    """Return what a file of text brings, None if it is none, and the findings about the file itself."""
    with file.open("rb") as opened:
        # One byte more than allowed is enough to say that there are too many.
        text = open_text(file.as_posix(), opened.read(FILE_BYTES + 1))
    if text.text is None:
        return None, tuple(text.problems)
    return read(text.text, file.as_posix(), language), tuple(text.repairs)


def _format_of(file: Path) -> str:
    if not file.is_file():
        raise WrongUseError(f"there is no file {file}")
    if file.suffix.lower() not in ENDINGS:
        known = ", ".join(ENDINGS)
        raise WrongUseError(
            f"{file} ends in none of {known}; give --from gift, csv, json or anki to say what it is"
        )
    return ENDINGS[file.suffix.lower()]


def _bank_in(folder: Path) -> tuple[Snapshot, Bank | None]:
    """Return what is in a folder that may be a bank, may be none, and may not be there yet."""
    if folder.exists() and not folder.is_dir():
        raise WrongUseError(f"--into {folder} is not a folder")
    taken = snapshot(folder)
    bank = read_snapshot(taken).bank
    if bank is None and "bank.yaml" in taken.present:
        raise WrongUseError(f"{folder.as_posix()} cannot be read; run `check` on it first")
    return taken, bank


def _present(taken: Snapshot, imported: Imported) -> Mapping[str, bytes]:
    """Return the files that are there; of pictures only those that the import brings too are read."""
    found = {name: taken.files.get(name, b"") for name in taken.present}
    for name in imported.media:
        if name in found:
            found[name] = (taken.folder / name).read_bytes()
    return found


def _errors_in(landing: Landing, taken: Snapshot) -> list[Problem]:
    """Return what a teacher must mend in the new files before the bank can be served."""
    whole = {**dict.fromkeys(taken.present, b""), **taken.files, **landing.files}
    reading = read_bank_texts(whole, taken.prefix)
    rules = check_rules(reading.bank) if reading.bank else ()
    fresh = {taken.prefix + name for name in landing.files}
    errors = [
        problem
        for problem in sorted((*reading.problems, *rules), key=lambda each: each.sort_key)
        if problem.severity is Severity.ERROR and problem.place.file in fresh
    ]
    return with_excerpts(errors, LoadedBank(taken.folder, reading, None, ()))


def _write(folder: Path, landing: Landing) -> None:
    """Write the new files, each whole and only where none is: even one that came a moment ago stays.

    A new folder is there with all of them at once. In one that is there already bank.yaml comes last, so that
    what an interrupted import leaves is no bank yet, and importing again goes on with it.
    """
    if folder.exists():
        for name in sorted(landing.files, key=lambda name: name == "bank.yaml"):
            _put(folder / name, landing.files[name])
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = folder.parent / f".{folder.name}.{secrets.token_hex(6)}"
    try:
        for name, content in landing.files.items():
            _put(aside / name, content)
        aside.rename(folder)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def _put(path: Path, content: bytes) -> None:
    """Make a file of which nobody ever sees half. Raises FileExistsError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        with aside.open("xb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            raise
        except OSError:  # the disk knows no links
            with path.open("xb") as opened:
                opened.write(content)
    finally:
        aside.unlink(missing_ok=True)


def _begun(landing: Landing, present: Mapping[str, bytes]) -> bool:
    """Say whether what is there of a bank is what an interrupted import of the same file left."""
    there = [name for name in landing.files if name in present]
    own = {name for name in present if name.startswith("questions/")}
    return (
        bool(there)
        and own <= set(landing.files)
        and all(present[name] == landing.files[name] for name in there)
    )


def _talk(
    folder: Path, imported: Imported, landing: Landing, errors: list[Problem], terminal: Terminal
) -> None:
    if landing.known:
        terminal.talk(f"{counted(landing.known, 'question')} left out: the bank has the same already")
    if not landing.questions:
        terminal.talk("nothing was imported")
        return
    for name in landing.files:
        terminal.result(f"made {(folder / name).as_posix()}")
    refused = (
        f", {counted(len(imported.problems), 'finding')} on what did not come in" if imported.problems else ""
    )
    mend = f", {counted(len(errors), 'error')} to mend" if errors else ""
    done = f"{counted(landing.questions, 'question')} imported{refused}{mend}"
    terminal.talk(f"{done}; review the files, then run `check {folder.as_posix()}`")
