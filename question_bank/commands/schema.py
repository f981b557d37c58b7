"""`schema`: the JSON Schema that editors use for completion and hints."""

from __future__ import annotations

import argparse

from question_bank.commands.terminal import Terminal
from question_bank.writing import schema_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command takes none."""


def run(_: argparse.Namespace, terminal: Terminal) -> int:
    terminal.raw(schema_text())
    return 0
