"""Banks as an Anki package, and what can be chosen about it on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from question_bank.anki import ExportOptions, ExportReport, PackageError, SubDecks, write_package
from question_bank.anki.passages import may_quote, quotable
from question_bank.commands.files import replacing
from question_bank.commands.loading import LoadedBank
from question_bank.commands.terminal import Terminal, WrongUseError, counted
from question_bank.evidence import check_evidence, find_sources
from question_bank.model import Bank, Question
from question_bank.reading.key_names import nearest
from question_bank.writing.lock import Lock

ANKI_ONLY = ("tag", "question", "sub_decks", "address", "sources")
SOURCES = "sources"
_MOST_NAMED = 12


def add_anki_arguments(parser: argparse.ArgumentParser) -> None:
    anki = parser.add_argument_group("only with --to anki")
    anki.add_argument(
        "--tag", action="append", metavar="T", help="only questions with this tag; again for another tag"
    )
    anki.add_argument(
        "--question", action="append", metavar="ID", help="only this question; again for another one"
    )
    anki.add_argument(
        "--sub-decks",
        metavar="HOW",
        help="none (a deck per bank, the default), or tag (a deck below it for each question's first tag)",
    )
    anki.add_argument(
        "--address",
        metavar="URL",
        help="where your Factdeck is on the web: the cards link to their questions",
    )
    anki.add_argument(
        "--sources",
        type=Path,
        metavar="DIR",
        help="the articles' texts, for sources with quote: true (default: each bank's own sources folder)",
    )


def refuse_anki_arguments(arguments: argparse.Namespace) -> None:
    """Raise WrongUseError if something was asked that only Anki knows."""
    for name in ANKI_ONLY:
        if getattr(arguments, name):
            option = f"--{name.replace('_', '-')}"
            raise WrongUseError(f"{option} needs --to anki; leave it out for --to {arguments.to}")


def anki_options(
    arguments: argparse.Namespace, banks: Sequence[LoadedBank], terminal: Terminal
) -> ExportOptions:
    """Return what was asked for; WrongUseError in a sentence for what cannot be."""
    known = ", ".join(SubDecks)
    if arguments.sub_decks not in (None, *SubDecks):
        raise WrongUseError(f"--sub-decks {arguments.sub_decks}: there are {known}")
    if arguments.sources and not arguments.sources.is_dir():
        raise WrongUseError(f"--sources {arguments.sources}: there is no such folder")
    try:
        return ExportOptions(
            chosen=_chosen(arguments, [each.reading.bank for each in banks if each.reading.bank]),
            sub_decks=SubDecks(arguments.sub_decks or SubDecks.NONE),
            address=arguments.address or "",
            passages=quotable(_texts(banks, arguments.sources, terminal)),
        )
    except ValueError as error:
        raise WrongUseError(f"--address: {error}") from error


def export_package(loaded: list[LoadedBank], options: ExportOptions, out: Path, terminal: Terminal) -> int:
    """Write the banks, which have no errors, as a package to `out`; return the exit code."""
    if _refuse_stale(loaded, terminal):
        return 1
    banks = [each.reading.bank for each in loaded if each.reading.bank]
    try:
        with replacing(out) as package:
            report = write_package(banks, _changed(loaded), _media(loaded), package, options)
    except PackageError as error:
        terminal.talk(f"nothing was exported: {error}")
        return 1
    _talk(report, out, terminal)
    return 0


def _talk(report: ExportReport, out: Path, terminal: Terminal) -> None:
    counts = (
        f"{counted(report.notes, 'note')}, {counted(report.cards, 'card')}, {counted(report.media, 'image')}"
    )
    terminal.talk(f"{out}: {counts}")
    if report.drafts:
        terminal.talk(f"{counted(report.drafts, 'draft')} left out")
    if out.suffix.lower() != ".apkg":
        terminal.talk(f"Anki opens files that end in .apkg; rename {out.name} before you open it")


def _chosen(arguments: argparse.Namespace, banks: Sequence[Bank]) -> frozenset[tuple[str, str]] | None:
    if not arguments.tag and not arguments.question:
        return None
    tags, ids = set(arguments.tag or ()), set(arguments.question or ())
    every = [(bank, question) for bank in banks for question in bank.questions]
    _refuse_missing("tag", tags, {tag for _, question in every for tag in question.tags})
    _refuse_missing("question", ids, {name for bank, one in every for name in _names(bank, one)})
    chosen = frozenset(
        (bank.id, question.first_id)
        for bank, question in every
        if not question.draft and (tags.intersection(question.tags) or ids & _names(bank, question))
    )
    if not chosen:
        raise WrongUseError("only drafts were chosen, and drafts are never exported; choose other questions")
    return chosen


def _names(bank: Bank, question: Question) -> set[str]:
    ids = {question.id, *question.was}
    return ids | {f"{bank.id}/{each}" for each in ids}


def _refuse_missing(what: str, asked: set[str], known: set[str]) -> None:
    for one in sorted(asked - known):
        near = nearest(one, tuple(sorted(known)))
        some = ", ".join(sorted(name for name in known if "/" not in name)[:_MOST_NAMED])
        hint = f"did you mean {near!r}?" if near else f"there are {some}" if some else "there are none"
        raise WrongUseError(
            f"--{what} {one}: no question has this {'id' if what == 'question' else what}; {hint}"
        )


def _texts(
    loaded: Iterable[LoadedBank], given: Path | None, terminal: Terminal
) -> dict[str, Mapping[tuple[str, int], str]]:
    """Return the passages that may be quoted, by bank id, and say of which sources there is no text."""
    texts: dict[str, Mapping[tuple[str, int], str]] = {}
    for each in loaded:
        bank, folder = each.reading.bank, given or each.folder / SOURCES
        if bank is None or not may_quote(bank):
            continue
        found = find_sources(bank, folder)
        for source in bank.sources:
            if source.quote and source.id not in found:
                named = (
                    f"no file {source.file!r} in {folder.as_posix()}" if source.file else "it names no file"
                )
                terminal.talk(
                    f"passages of {source.id} are not shown, since its text is not at hand: {named}"
                )
        report = check_evidence(replace(bank, questions=()), found)
        texts[bank.id] = {(one.fact, one.index): one.stretch.text for one in report.located}
    return texts


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

    def read(bank: Bank, file: str) -> bytes:
        path = folders[bank.id] / file
        try:
            return path.read_bytes()
        except OSError as error:
            raise PackageError(f"the image {path.as_posix()} cannot be read: {error.strerror}") from error

    return read
