"""A bank as a file for another program, with everything that the file leaves behind said first."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

from question_bank.commands.exporting import TEXTS, WITHOUT_DRAFTS, as_bytes, comments_lost
from question_bank.folders import snapshot
from question_bank.formats import Exported, what_is_lost
from question_bank.model import Bank
from question_bank.problems import Problem, Severity
from quiz.services.bank_checks import Checked
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.editing.judging import check_files
from quiz.services.errors import NotFound
from quiz.services.exchange.values import Format, Loss, LossesOf, Takeaway
from quiz.services.workshop.placing import Places
from quiz.store.banks import BankRow
from quiz.store.database import reading

_QUOTED = re.compile('"[^"]*"')
_FIELDS = re.compile("[a-z]+(?:, [a-z]+)* and [a-z]+")


def takeaway(ctx: Context, learner_id: int, key: str, to: Format) -> Takeaway:
    """Return what a download of bank `key`, as its files are now, will hold and lack. Raises NotFound."""
    row, checked = _as_on_disk(ctx, learner_id, key)
    bank = checked.bank
    broken = _errors(checked)
    title, language = (bank.title, bank.language) if bank else (row.title, row.language)
    if bank is None or broken:
        return Takeaway(bank_key=key, bank_title=title, language=language, format=to, broken=broken)
    exported = _exported(checked, bank, to)
    drafts = sum(question.draft for question in bank.questions) if to.value in WITHOUT_DRAFTS else 0
    losses = _by_question(checked, bank, exported, to)
    return Takeaway(
        bank_key=key,
        bank_title=title,
        language=language,
        format=to,
        questions=len(bank.questions) - drafts,
        drafts_left=drafts,
        losses=losses,
        summed=_summed(losses),
    )


def download(ctx: Context, learner_id: int, key: str, to: Format) -> bytes:
    """Return the file itself, the same bytes for the same bank. Raises NotFound, also for a broken bank."""
    _row, checked = _as_on_disk(ctx, learner_id, key)
    if checked.bank is None or _errors(checked):
        raise NotFound(f"the files of bank {key!r} have errors")
    return as_bytes(to.value, _exported(checked, checked.bank, to))


def _as_on_disk(ctx: Context, learner_id: int, key: str) -> tuple[BankRow, Checked]:
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
    return row, check_files(ctx, row, snapshot(Path(row.folder)))


def _errors(checked: Checked) -> tuple[Problem, ...]:
    problems = checked.loaded.reading.problems
    return checked.inside([each for each in problems if each.severity is Severity.ERROR])


def _exported(checked: Checked, bank: Bank, to: Format) -> Exported:
    folder = checked.taken.folder.resolve()

    def picture(file: str) -> bytes | None:
        path = (folder / file).resolve()
        try:
            return path.read_bytes() if path.is_relative_to(folder) else None
        except OSError:
            return None

    return TEXTS[to.value](bank, picture)


def _by_question(checked: Checked, bank: Bank, exported: Exported, to: Format) -> tuple[LossesOf, ...]:
    """Return the losses in the order of the bank, those of the bank as a whole first."""
    places = Places(checked)
    found: dict[str, list[Loss]] = {}
    comments = comments_lost(to.value, checked.taken)
    for problem in checked.inside([*comments, *exported.losses]):
        key = places.question_at(problem.place)
        loss = Loss(what=what_is_lost(problem, key), changed=problem.code == "W712", problem=problem)
        found.setdefault(key, []).append(loss)
    rest = (LossesOf(question=None, losses=tuple(found[""])),) if "" in found else ()
    return rest + tuple(
        LossesOf(question=question, losses=tuple(found[question.id]))
        for question in bank.questions
        if question.id in found
    )


def _summed(losses: tuple[LossesOf, ...]) -> tuple[tuple[Loss, int], ...]:
    """Return each loss once with the number of its questions, the most frequent first.

    Those that differ in what they quote alone are one; several fields that are left out count each.
    """
    texts: dict[tuple[bool, str], dict[str, Loss]] = {}
    counted: Counter[tuple[bool, str]] = Counter()
    for loss in (loss for each in losses for loss in each.losses):
        for what in _fields_of(loss):
            name = loss.changed, _QUOTED.sub('"…"', what)
            texts.setdefault(name, {}).setdefault(what, replace(loss, what=what))
            counted[name] += 1
    return tuple((_one_of(name[1], texts[name]), count) for name, count in counted.most_common())


def _fields_of(loss: Loss) -> list[str]:
    """Return `facts`, `tags` and `edition` for `facts, tags and edition`, and everything else as it is."""
    fields = not loss.changed and _FIELDS.fullmatch(loss.what)
    return re.split(", | and ", loss.what) if fields else [loss.what]


def _one_of(name: str, found: dict[str, Loss]) -> Loss:
    """Return the loss in its own words if all of them say the same, else with what they quote left out."""
    first = next(iter(found.values()))
    return first if len(found) == 1 else replace(first, what=name)
