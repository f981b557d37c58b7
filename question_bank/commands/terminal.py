"""Where a command's results and talk go: results to stdout, talk to stderr, colour on terminals only."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from typing import TextIO

from question_bank.problems import Problem, Severity, render

_RED, _YELLOW, _GREEN, _BOLD, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[32m", "\x1b[1m", "\x1b[0m"


class WrongUseError(Exception):
    """The command line asks for something that cannot be done; the text says what to type instead."""


class Terminal:
    """Prints; `colour` is decided once, from the stream and the environment."""

    def __init__(self, out: TextIO, err: TextIO, environment: Mapping[str, str]) -> None:
        self.out = out
        self.err = err
        self.colour = _wants_colour(out, environment)
        self.debug = environment.get("FACTDECK_DEBUG", "") not in ("", "0")

    def result(self, line: str) -> None:
        self.out.write(f"{line}\n")

    def raw(self, text: str) -> None:
        self.out.write(text)

    def talk(self, line: str) -> None:
        self.err.write(f"{line}\n")

    def finding(self, problem: Problem) -> None:
        self.result(self.painted(problem) if self.colour else render(problem))

    def painted(self, problem: Problem) -> str:
        """Return the finding with its place bold, its code red or yellow, and its caret green."""
        head, *rest = render(problem).split("\n")
        place, code, message = head.partition(f" {problem.code} ")
        shade = _RED if problem.severity is Severity.ERROR else _YELLOW
        lines = [f"{_BOLD}{place}{_PLAIN}{shade}{code}{_PLAIN}{message}", *rest]
        if len(rest) == 2:
            lines[-1] = f"{_GREEN}{rest[-1]}{_PLAIN}"
        return "\n".join(lines)

    def heading(self, text: str) -> str:
        return f"{_BOLD}{text}{_PLAIN}" if self.colour else text

    def flush(self) -> None:
        self.out.flush()
        self.err.flush()


def standard() -> Terminal:
    """Return the process's own terminal, speaking UTF-8 on every platform."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return Terminal(sys.stdout, sys.stderr, os.environ)


def silence() -> None:
    """Let nothing more be written: whoever read our output has gone, and that is no reason to complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(nowhere, stream.fileno())
        except (OSError, ValueError):  # a stream without a file, as in tests
            continue


def counted(number: int, one: str, many: str = "") -> str:
    """Return e.g. `1 error`, `2 errors`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _wants_colour(out: TextIO, environment: Mapping[str, str]) -> bool:
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    return out.isatty()
