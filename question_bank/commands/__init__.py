"""The command line, a module per command."""

from __future__ import annotations

import argparse
from typing import Protocol

from question_bank.commands.terminal import Terminal


class Command(Protocol):
    """What each command's module offers; `run` returns 0 if all is fine and 1 for findings."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser, /) -> None: ...

    def run(self, arguments: argparse.Namespace, terminal: Terminal, /) -> int: ...
