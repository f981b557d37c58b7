"""The command line, a module per command; none is loaded before it is asked for."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import Protocol, cast

from question_bank.commands.terminal import Terminal

# Each name is a module's, and the sentence what `--help` says of it.
COMMANDS = {
    "check": "find what is wrong with banks",
    "explain": "why a rule exists, with a wrong and a right example",
    "fmt": "bring files into the canonical form and write bank.lock",
    "schema": "print the JSON Schema for editors",
    "dump": "print every question as one JSON object a line",
    "export": "write banks as an Anki package, for Moodle (gift), as a table (csv) or as json",
    "import": "take over questions from another program's file as YAML for review",
    "draft": "make draft facts and questions of an article, each with its passage",
    "coverage": "show which paragraphs of the sources have facts and questions",
}

_MODULES = {"import": "importing"}  # Python keeps the word itself for its own use


class Command(Protocol):
    """What each command's module offers; `run` returns 0 if all is fine and 1 for findings."""

    def add_arguments(self, parser: argparse.ArgumentParser, /) -> None: ...

    def run(self, arguments: argparse.Namespace, terminal: Terminal, /) -> int: ...


def command(name: str) -> Command:
    """Return the module of one of the COMMANDS."""
    module = _MODULES.get(name, name)
    return cast("Command", import_module(f"question_bank.commands.{module}"))
