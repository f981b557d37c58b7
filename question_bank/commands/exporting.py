"""A bank as a text for another program, and the report of what it could not carry."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from question_bank.commands.files import replace_file
from question_bank.commands.loading import LoadedBank, with_excerpts
from question_bank.commands.reporting import report
from question_bank.commands.terminal import Terminal, counted
from question_bank.folders import Snapshot, snapshot
from question_bank.formats import Exported, comments_left, write_csv, write_gift, write_json, write_paper
from question_bank.model import Bank
from question_bank.problems import Problem

Picture = Callable[[str], bytes | None]

# Spreadsheets take a table for UTF-8 only if it says so by the mark.
_ENCODINGS = {"csv": "utf-8-sig"}
_NAMES = {"gift": "GIFT", "csv": "CSV", "json": "JSON"}
WITHOUT_DRAFTS = frozenset({"gift", "print"})
TEXTS: dict[str, Callable[[Bank, Picture], Exported]] = {
    "gift": lambda bank, _: write_gift(bank),
    "csv": lambda bank, _: write_csv(bank),
    "json": write_json,
    "print": write_paper,
}


def as_bytes(name: str, exported: Exported) -> bytes:
    """Return an export as the bytes of its file."""
    return exported.text.encode(_ENCODINGS.get(name, "utf-8"))


def comments_lost(name: str, taken: Snapshot) -> tuple[Problem, ...]:
    """Return a finding on the comments of a bank's files; nobody expects them on a printed sheet."""
    return () if name == "print" else comments_left(taken.files, _NAMES[name], taken.prefix)


def export_text(loaded: LoadedBank, name: str, out: Path, terminal: Terminal) -> int:
    """Write one bank without errors to `out` in the format called `name`; return the exit code."""
    bank = loaded.reading.bank
    if bank is None:
        raise LookupError(f"{loaded.folder} was to be refused")

    def picture(file: str) -> bytes | None:
        try:
            return (loaded.folder / file).read_bytes()
        except OSError:
            return None

    exported = TEXTS[name](bank, picture)
    replace_file(out, as_bytes(name, exported))
    taken = snapshot(loaded.folder)
    losses = (*comments_lost(name, taken), *exported.losses)
    report(with_excerpts(losses, loaded), terminal)
    left = sum(question.draft for question in bank.questions) if name in WITHOUT_DRAFTS else 0
    talk = f"{out}: {counted(len(bank.questions) - left, 'question')}"
    drafts = f", {counted(left, 'draft')} left out" if left else ""
    lost = f"; {counted(len(losses), 'finding')} above on what could not be carried over" if losses else ""
    terminal.talk(f"{talk}{drafts}{lost}")
    return 0
