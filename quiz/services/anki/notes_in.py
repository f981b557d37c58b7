"""The notes of a package into a bank: an account of every one first, then the questions by editing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from question_bank.anki.packages.values import AnkiPackage
from question_bank.anki.taking.landing import as_imported
from question_bank.anki.taking.taking import take
from question_bank.anki.taking.values import EditedInAnki, NoteOutcome, Outcome, Reason, Taking
from question_bank.formats import Imported
from question_bank.problems import Problem
from quiz.services.anki.holding import Held
from quiz.services.anki.known_banks import known_to
from quiz.services.anki.mapping import deck_tags, mappings_of
from quiz.services.bank_checks import Checked
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.exchange.adding import add_planned
from quiz.services.exchange.bringing import Choices, Planned, plan_arrival
from quiz.services.exchange.values import Added, Arrival, Preview
from quiz.store.banks import BankRow
from quiz.store.database import reading

__all__ = ["Choices", "Count", "Outcome", "Reason", "Report", "Stays", "add_notes", "report_on"]

_EXAMPLES = 5
_NOTHING = Taking(questions=(), files={}, media={}, losses=(), outcomes=(), differences=())


class Stays(StrEnum):
    """Why a note stays behind whose questions could be made."""

    FAULTY = "faulty"  # they would bring errors into the bank
    BY_CHOICE = "by choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many notes came to one outcome for one reason, and what the first few of them say."""

    outcome: Outcome
    reason: Reason | Stays
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What would come of a package's notes: `counts` has each of the `notes` once; nothing is written yet.

    `edited` are the texts of our own notes that say something else in Anki.
    """

    preview: Preview
    notes: int
    counts: tuple[Count, ...]
    edited: tuple[EditedInAnki, ...]

    def of(self, outcome: Outcome) -> int:
        return sum(each.count for each in self.counts if each.outcome is outcome)


def report_on(ctx: Context, learner_id: int, held: Held, package: AnkiPackage, choices: Choices) -> Report:
    """Say what would come of every note; nothing is written. Raises NotFound."""
    return _planned(ctx, learner_id, held, package, choices)[0]


def add_notes(
    ctx: Context, learner_id: int, held: Held, package: AnkiPackage, choices: Choices, *, why: str
) -> tuple[Report, Added]:
    """Add what comes in, and return the account of this moment. Raises NotFound."""
    report, planned, pictures = _planned(ctx, learner_id, held, package, choices)
    return report, add_planned(ctx, learner_id, planned, why=why, pictures=pictures)


def taking_of(ctx: Context, learner_id: int, held: Held, package: AnkiPackage, now: Checked) -> Taking | None:
    """Return what the notes come to beside the bank as it is now; None if its files cannot be read."""
    if now.bank is None:
        return None
    return take(
        package,
        mappings_of(held, package),
        language=now.bank.language,
        known=known_to(ctx, learner_id, now.bank, now.loaded.lock),
        file=held.name,
        deck_tags=deck_tags(held),
    )


def _planned(
    ctx: Context, learner_id: int, held: Held, package: AnkiPackage, choices: Choices
) -> tuple[Report, Planned, Mapping[str, Path]]:
    """Return the account, what it stands for, and where the pictures lie."""
    found: list[Taking] = []

    def read(_row: BankRow, now: Checked) -> tuple[Imported, tuple[Problem, ...]]:
        taking = taking_of(ctx, learner_id, held, package, now)
        if taking is None:
            return Imported(()), ()
        found.append(taking)
        # A picture is named by its content: one that is there is the same, and no other is read yet.
        fresh = dict.fromkeys((path for path in taking.media if path not in now.taken.present), b"")
        return replace(as_imported(replace(taking, media={})), media=fresh), ()

    with reading(ctx.engine) as connection:
        language = get_bank_of(connection, learner_id, held.bank_key).language
    arrival = Arrival(bank_key=held.bank_key, name=held.name, language=language)
    planned = _with_shown(plan_arrival(ctx, learner_id, arrival, choices, read))
    taking = found[0] if found else _NOTHING
    report = Report(
        preview=planned.preview,
        notes=len(package.notes),
        counts=tuple(_counted(taking.outcomes, planned.preview)),
        edited=taking.differences,
    )
    return report, planned, taking.media


def _with_shown(planned: Planned) -> Planned:
    """Return the plan without the pictures of questions that stay out."""
    preview = planned.preview
    shown = {media.file for each in preview.coming for media in each.question.media}
    pictures = tuple(file for file in preview.pictures if file in shown)
    return replace(planned, preview=replace(preview, pictures=pictures))


def _counted(outcomes: Sequence[NoteOutcome], preview: Preview) -> Iterator[Count]:
    """Yield the account, in the order of outcomes and reasons."""
    faulty = {each.question.id for each in preview.faulty}
    chosen = {each.id for each in preview.left_by_choice}
    known = {each.id for each in preview.known}
    names: dict[tuple[Outcome, Reason | Stays], list[str]] = {}
    for each in outcomes:
        outcome, reason = _settled(each, faulty, chosen, known)
        names.setdefault((outcome, reason), []).append(each.name)
    for outcome in Outcome:
        for reason in (*Reason, *Stays):
            if found := names.get((outcome, reason)):
                yield Count(
                    outcome=outcome, reason=reason, count=len(found), examples=tuple(found[:_EXAMPLES])
                )


def _settled(
    note: NoteOutcome, faulty: Collection[str], chosen: Collection[str], known: Collection[str]
) -> tuple[Outcome, Reason | Stays]:
    """Return what becomes of a note once the questions that stay out are known."""
    new = {card.question_id for card in note.cards if not card.bank_id}
    if not new or note.outcome not in (Outcome.TAKEN, Outcome.MERGED):
        return note.outcome, note.reason
    coming = new - {*faulty, *chosen, *known}
    if coming == new:
        return note.outcome, note.reason
    if coming:
        return note.outcome, Reason.IN_PART if note.outcome is Outcome.TAKEN else note.reason
    if new & {*known}:
        return Outcome.MERGED, Reason.SAME_IN_BANK
    return Outcome.LEFT, Stays.FAULTY if new & {*faulty} else Stays.BY_CHOICE
