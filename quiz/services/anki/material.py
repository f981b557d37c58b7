"""A bank as it is packed for Anki: its questions as they are served, when each changed, and its pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from question_bank.anki import ExportOptions, SubDecks
from question_bank.anki.identity import note_guid
from question_bank.anki.passages import may_quote, quotable
from question_bank.model import Bank, Question
from question_bank.writing.lock import LOCK_FILE, Lock, read_lock
from quiz.memory.days import Moment
from quiz.services.anki.wishes import Standing, Wish, WishError, WishProblem, refuse_unknown, standings_of
from quiz.services.context import Context
from quiz.services.errors import NoPackageError
from quiz.store import anki, banks
from quiz.store.banks import BankRow
from quiz.store.times import from_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that a package of the bank is made from, but the learner's progress.

    `standings` are first ids by how one of the learner's cards stands; `studied` counts the cards of which
    there is anything to take along. `changed` and `media` are what `write_package` asks for, and `address` is
    where cards may link to.
    """

    row: BankRow
    bank: Bank
    changed: Callable[[Bank, Question], datetime]
    media: Callable[[Bank, str], bytes]
    passages: Callable[[Bank, Question], tuple[str, ...]] | None
    standings: Mapping[Standing, frozenset[str]]
    studied: int
    address: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions that learners get."""
        return tuple(question for question in self.bank.questions if not question.draft)

    @property
    def guids(self) -> frozenset[str]:
        return frozenset(note_guid(self.bank.id, question.first_id) for question in self.questions)

    @property
    def tags(self) -> tuple[tuple[str, int], ...]:
        """Each tag with the number of its questions, by name."""
        counts: dict[str, int] = {}
        for question in self.questions:
            for tag in set(question.tags):
                counts[tag] = counts.get(tag, 0) + 1
        return tuple(sorted(counts.items()))

    def options(self, wish: Wish) -> ExportOptions:
        """Return what the wish comes to, without progress; raises WishError if that is no question."""
        if not self.questions:
            raise WishError(WishProblem.EMPTY_BANK)
        refuse_unknown(wish, dict(self.tags))
        chosen = self._wanted(wish)
        if not chosen:
            raise WishError(WishProblem.NOTHING_CHOSEN)
        narrowed = bool(wish.tags or wish.standings)
        return ExportOptions(
            chosen=frozenset((self.bank.id, each) for each in chosen) if narrowed else None,
            sub_decks=SubDecks.BY_TAG if wish.by_tag else SubDecks.NONE,
            passages=self.passages,
            address=self.address,
        )

    def _wanted(self, wish: Wish) -> list[str]:
        """Return the first ids of the questions that the wish is about."""
        stands = {first_id for each in wish.standings for first_id in self.standings.get(each, ())}
        return [
            question.first_id
            for question in self.questions
            if (not wish.tags or not set(wish.tags).isdisjoint(question.tags))
            and (not wish.standings or question.first_id in stands)
        ]


def material_of(ctx: Context, connection: Connection, learner_id: int, row: BankRow, now: Moment) -> Material:
    """Return what the learner's package of this bank is made from, which has a version that is served."""
    bank = ctx.library.whole_bank(connection, row)
    folder = Path(row.folder)
    standings: dict[Standing, set[str]] = {}
    cards = anki.standings_of(connection, learner_id, row.id)
    for card in cards:
        for standing in standings_of(card, now.at, now.day):
            standings.setdefault(standing, set()).add(card.first_key)
    return Material(
        row=row,
        bank=bank,
        changed=_changed(_lock(folder), _times(ctx, connection, row)),
        media=_media(folder),
        passages=quotable({bank.id: ctx.passages.of(row, bank).texts}) if may_quote(bank) else None,
        standings={standing: frozenset(found) for standing, found in standings.items()},
        studied=sum(card.version > 0 or card.suspended for card in cards),
        address=ctx.address,
    )


def _times(ctx: Context, connection: Connection, row: BankRow) -> dict[str, datetime]:
    """Return, by question id, when the revision that is served came to be."""
    revisions = banks.current_revisions(connection, row.id)
    created = banks.revision_times(connection, revisions)
    return {ctx.library.question(connection, each).id: from_ms(created[each]) for each in revisions}


def _lock(folder: Path) -> Lock:
    file = folder / LOCK_FILE
    # A lock that is no longer text names no question, as one that is missing.
    return read_lock(file.read_text(encoding="utf-8", errors="replace"))[0] if file.is_file() else Lock()


def _media(folder: Path) -> Callable[[Bank, str], bytes]:
    def read(bank: Bank, file: str) -> bytes:
        try:
            return (folder / file).read_bytes()
        except OSError as error:
            raise NoPackageError(f"{file} of bank {bank.id!r} cannot be read: {error.strerror}") from error

    return read


def _changed(lock: Lock, times: Mapping[str, datetime]) -> Callable[[Bank, Question], datetime]:
    """Tell when a question changed: by the lock, so that every installation says the same.

    What the lock does not know as it is now changed when this installation took it over.
    """

    def changed(bank: Bank, question: Question) -> datetime:
        return lock.changed(question, bank) or times[question.id]

    return changed
