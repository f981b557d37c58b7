"""What every format gives: a text with what it could not carry, or questions with what did not come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from question_bank.model import Bank, Question
from question_bank.problems import Problem


@dataclass(frozen=True, slots=True)
class Exported:
    """`losses` are findings (W7..) about what has no equal in the format, with its place in the bank."""

    text: str
    losses: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """`losses` say what became something else or was left behind, `problems` which entries did not come in.

    `files` names the file of questions that a question belongs in, by its id and without an ending; `bank` is
    what the text says of its bank, without questions, None if nothing; `media` are pictures by their paths.
    """

    questions: tuple[Question, ...]
    losses: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    bank: Bank | None = None
    media: Mapping[str, bytes] = field(default_factory=dict)
