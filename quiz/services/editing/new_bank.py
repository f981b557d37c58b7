"""A new bank: a folder with the files to begin with, served as soon as it is there."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from pathlib import Path

from question_bank.model import Bank
from question_bank.problems import Problem, has_errors
from question_bank.reading import read_bank_texts
from question_bank.writing import bank_to_files
from quiz.services.context import Context
from quiz.services.editing.bench import StoppedError, held
from quiz.services.editing.disk import ChangedUnderneathError, read_file, reason_for, replace_file, sweep
from quiz.services.editing.values import Reason
from quiz.services.sync import sync_bank
from quiz.store import banks
from quiz.store.database import reading, writing
from quiz.store.times import to_ms

_BANK_FILE = "bank.yaml"
_BEGUN = frozenset({"facts.yaml", "questions"})


class WhyNot(StrEnum):
    """Why there is no new bank."""

    NO_ROOM = "no room"  # Factdeck was given single banks, or folders that cannot be written
    TAKEN = "taken"  # another bank has that id, or its folder that name
    FINDINGS = "findings"
    NOT_WRITTEN = "not written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The bank is there and served."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotMade:
    """Nothing is served that was not before; `reason` says what the disk had against it."""

    why: WhyNot
    problems: tuple[Problem, ...] = ()
    reason: Reason | None = None


def room_for_banks(ctx: Context) -> Path | None:
    """Return the first folder of banks that can be written, None if there is none."""
    for folder in ctx.banks:
        usable = folder.is_dir() and not (folder / _BANK_FILE).exists()
        if usable and os.access(folder, os.W_OK | os.X_OK):
            return folder
    return None


def make_bank(ctx: Context, learner_id: int, bank: Bank) -> Made | NotMade:
    """Write a bank without questions and serve it to whoever made it."""
    text = bank_to_files(bank)[_BANK_FILE]
    found = read_bank_texts({_BANK_FILE: text.encode()})
    if has_errors(found.problems) or found.bank != bank:
        return NotMade(why=WhyNot.FINDINGS, problems=found.problems)
    room = room_for_banks(ctx)
    if room is None:
        return NotMade(why=WhyNot.NO_ROOM)
    folder = room / bank.id
    try:
        with held(ctx, str(folder.resolve())):
            if _is_taken(ctx, bank.id, folder):
                return NotMade(why=WhyNot.TAKEN)
            _write(folder, text)
    except StoppedError as error:
        return NotMade(why=WhyNot.NOT_WRITTEN, reason=error.reason)
    except ChangedUnderneathError:
        return NotMade(why=WhyNot.TAKEN)
    except OSError as error:
        return NotMade(why=WhyNot.NOT_WRITTEN, reason=reason_for(error))
    _serve(ctx, learner_id, folder, bank.id)
    return Made(key=bank.id)


def _is_taken(ctx: Context, key: str, folder: Path) -> bool:
    """Say whether the id or the folder is somebody's; what an interrupted attempt left is nobody's."""
    with reading(ctx.engine) as connection:
        if banks.find_bank(connection, key) is not None:
            return True
    if not folder.exists():
        return False
    sweep(folder)
    inside = {path.name for path in folder.iterdir()} if folder.is_dir() else {_BANK_FILE}
    return not inside <= _BEGUN or any((folder / "questions").glob("*"))


def _write(folder: Path, text: str) -> None:
    """Write bank.yaml last: until it is there, the folder is no bank."""
    (folder / "questions").mkdir(parents=True, exist_ok=True)
    facts = folder / "facts.yaml"
    replace_file(facts, b"facts: []\n", read_file(facts))
    replace_file(folder / _BANK_FILE, text.encode(), None)


def _serve(ctx: Context, learner_id: int, folder: Path, key: str) -> None:
    sync_bank(ctx, folder)
    with writing(ctx.engine) as connection:
        row = banks.find_bank(connection, key)
        if row is not None:  # a database that gave up meanwhile takes the bank over at the next look
            banks.enrol(connection, learner_id, row.id, to_ms(ctx.clock().astimezone(UTC)))
