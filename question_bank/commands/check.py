"""`check`: every finding about a bank, from the YAML to the evidence, sorted by place."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from question_bank.commands import formats
from question_bank.commands.banks import bank_folders, default_banks
from question_bank.commands.findings import Findings
from question_bank.commands.remembered import Memory, cache_folder
from question_bank.commands.terminal import Terminal, WrongUseError, counted
from question_bank.folders import snapshot
from question_bank.problems import Problem, Severity


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
    parser.add_argument(
        "--no-cache", action="store_true", help="judge everything anew, and remember nothing of it"
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    sources: Path | None = arguments.sources
    if sources is not None and not sources.is_dir():
        raise WrongUseError(f"--sources {sources} is not a folder")
    folders = bank_folders(arguments.paths or [default_banks()])
    memory = Memory(None if arguments.no_cache else cache_folder(os.environ))
    checked = [check(folder, sources, memory) for folder in folders]
    found = sorted((one for each in checked for one in each.problems), key=lambda one: one.sort_key)
    formats.FORMATS[arguments.format](found, terminal)
    _talk(checked, found, sources, terminal)
    return 1 if any(one.severity is Severity.ERROR for one in found) else 0


def check(folder: Path, sources: Path | None, memory: Memory) -> Findings:
    """Return all findings about one bank; `sources` holds the articles' texts, else the bank's own do."""
    taken = snapshot(folder)
    texts = sources or folder / "sources"
    found = memory.recall(taken, texts)
    if found is None:
        # What reads and judges takes longer to load than an unchanged bank to recall.
        from question_bank.commands.checking import check_snapshot

        found = check_snapshot(taken, texts, memory)
        memory.keep(taken, texts, found)
    return found


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
