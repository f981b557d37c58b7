"""`check`: every finding about a bank, from the YAML to the evidence, sorted by place."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from question_bank.commands import formats
from question_bank.commands.banks import LoadedBank, bank_folders, default_banks, load, with_excerpts
from question_bank.commands.follow_ups import without_follow_ups
from question_bank.commands.terminal import Terminal, WrongUseError, counted
from question_bank.evidence import check_evidence, find_sources
from question_bank.problems import Problem, Severity
from question_bank.rules import check_rules
from question_bank.writing.lock import check_lock

HELP = "find what is wrong with banks"


@dataclass(frozen=True, slots=True)
class Findings:
    """One bank's Problems, and how many of its passages could be held against their source."""

    problems: tuple[Problem, ...]
    questions: int = 0
    facts: int = 0
    verified: int = 0
    unverified: int = 0
    missing: tuple[str, ...] = ()  # the texts of sources that were not found


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="banks or files in them (default: question_bank/banks)",
    )
    parser.add_argument(
        "--format",
        choices=tuple(formats.FORMATS),
        default="text",
        help="how findings are shown (default: text)",
    )
    parser.add_argument(
        "--sources", type=Path, metavar="DIR", help="the articles' texts, to prove every passage against"
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    sources: Path | None = arguments.sources
    if sources is not None and not sources.is_dir():
        raise WrongUseError(f"--sources {sources} is not a folder")
    folders = bank_folders(arguments.paths or [default_banks()])
    checked = [check(load(folder), sources) for folder in folders]
    found = sorted((one for each in checked for one in each.problems), key=lambda one: one.sort_key)
    formats.FORMATS[arguments.format](found, terminal)
    _talk(checked, found, sources, terminal)
    return 1 if any(one.severity is Severity.ERROR for one in found) else 0


def check(loaded: LoadedBank, sources: Path | None = None) -> Findings:
    """Return all findings about one bank; `sources` holds the articles' texts, else the bank's own do."""
    bank = loaded.reading.bank
    if bank is None:
        return Findings((*loaded.reading.problems, *loaded.lock_problems))
    texts = find_sources(bank, sources or loaded.folder / "sources")
    evidence = check_evidence(bank, texts)
    further = (*check_rules(bank), *evidence.problems, *check_lock(bank, loaded.lock, loaded.lock_file))
    problems = (
        *loaded.reading.problems,
        *loaded.lock_problems,
        *without_follow_ups(bank, loaded.reading.problems, further),
    )
    return Findings(
        tuple(with_excerpts(dict.fromkeys(problems), loaded)),
        len(bank.questions),
        len(bank.facts),
        evidence.verified,
        evidence.unverified,
        tuple(source.file for source in bank.sources if source.file and source.id not in texts),
    )


def _talk(checked: list[Findings], found: list[Problem], sources: Path | None, terminal: Terminal) -> None:
    errors = sum(one.severity is Severity.ERROR for one in found)
    scope = ", ".join(
        [
            counted(len(checked), "bank"),
            counted(sum(each.questions for each in checked), "question"),
            counted(sum(each.facts for each in checked), "fact"),
        ]
    )
    terminal.talk(f"{scope}: {counted(errors, 'error')}, {counted(len(found) - errors, 'warning')}")
    verified = sum(each.verified for each in checked)
    unverified = sum(each.unverified for each in checked)
    if verified:
        terminal.talk(f"{counted(verified, 'passage')} verified against the sources")
    if unverified:
        reason = "their texts are not here; give --sources DIR"
        if sources:
            missing = ", ".join(name for each in checked for name in each.missing[:5])
            reason = f"their texts are not in {sources}{f' ({missing})' if missing else ''}"
        terminal.talk(f"{counted(unverified, 'passage')} could not be verified: {reason}")
    if found:
        first = min(found, key=lambda one: one.severity is not Severity.ERROR)
        terminal.talk(f"`python -m question_bank explain {first.code}` says more")
