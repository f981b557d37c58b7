"""`explain CODE`: why a rule exists, with a wrong and a right example."""

from __future__ import annotations

import argparse
import difflib
import textwrap

from question_bank.codes.entry import Entry
from question_bank.codes.registry import all_entries
from question_bank.commands.terminal import Terminal, WrongUseError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", nargs="?", metavar="CODE", help="e.g. E103; without it all codes are listed")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    entries = all_entries()
    if arguments.code is None:
        for entry in entries.values():
            terminal.result(f"{entry.code}  {entry.title}")
        return 0
    wanted = arguments.code.upper()
    if wanted not in entries:
        near = difflib.get_close_matches(wanted, entries, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "`explain` alone lists all codes"
        raise WrongUseError(f"there is no code {arguments.code}; {hint}")
    terminal.raw(_page(entries[wanted], terminal))
    return 0


def _page(entry: Entry, terminal: Terminal) -> str:
    parts = [
        terminal.heading(f"{entry.code} {entry.title}"),
        textwrap.fill(" ".join(entry.why.split()), 90, break_on_hyphens=False),
    ]
    for label, example in (("Wrong", entry.wrong), ("Right", entry.right)):
        if example.strip():
            shown = textwrap.indent(example.strip("\n"), "    ")
            parts.append(f"{terminal.heading(f'{label}, in {entry.example.value}:')}\n\n{shown}")
    if entry.source:
        parts.append(f"{terminal.heading('Rests on:')} {entry.source}")
    return "\n\n".join(parts) + "\n"
