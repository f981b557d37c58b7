"""One learner's card by the repairs that stand: the lines that its log gets so that it is graded by them.

Only an answer that becomes wholly right changes a card, and it becomes Good: that is what a right answer is
rated unless its learner says otherwise, and of a wrong one they could not. What a learner said for themselves
stands: an answer they took back, or counted as right before, is left alone, and no rating but Again is
replaced. An answer that was right only because of what was taken back since becomes Again.

The log is thought of without any line that a repair brought, and each standing repair is made anew in its
turn. So the card is what it had been had no other ever been made. Each line takes the answer's own moment,
parameters and desired retention. The intervals of answers stay what they were, since they were promised, and
so does that of a line that is there already and says the same of the same card.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from question_bank.model import Grade
from quiz.memory.balancing import HORIZON_DAYS, Loads
from quiz.memory.card import Card, Rating
from quiz.memory.lines import LineKind, LogLine
from quiz.memory.replay import card_before, replay
from quiz.services.aims import amending
from quiz.services.repairing.changes import as_json, card_name, change_of
from quiz.services.repairing.gathering import Given
from quiz.services.repairing.lines_of_repairs import gives, is_same, without_lines
from quiz.services.repairing.regrading import Answer, Regrader, Verdict, grade_from_json
from quiz.services.study.amending import History, amendment, line_by
from quiz.store import log
from quiz.store.cards import CardRow
from quiz.store.loads import loads_between
from quiz.store.log import ReviewRow
from quiz.store.repairs import REVIEW, ChangeRow

_NEVER_BALANCED_DAYS = 1  # no fuzz range has so short an interval in it: there is nothing to read
_DOWN = 0  # the turn of what was taken back: before every repair


@dataclass(frozen=True, slots=True, kw_only=True)
class Regraded:
    """An answer of the log that counts as right by now, and the rating that it had."""

    answered: ReviewRow
    before: Grade
    after: Grade
    rating: Rating


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPlan:
    """A card as it is and as it will be, the lines that make it so, and which answers become right by them.

    `ended` changes count no longer, `begun` ones do from now on or, with `undone_ms`, are only kept in mind.
    """

    row: CardRow
    after: Card
    lines: tuple[ReviewRow, ...]
    raised: tuple[Regraded, ...]
    ended: tuple[ChangeRow, ...]
    begun: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """The line that an answer shall have from a repair: in its `turn`, with a rating."""

    turn: int
    rating: Rating
    grade: Grade


def plan_card(
    connection: Connection, regrader: Regrader, given: Given, card: CardRow
) -> tuple[CardPlan | None, int]:
    """Return what changes on a card, None if nothing does, and how many answers count as right already."""
    work = _Work(connection=connection, regrader=regrader, given=given, card=card)
    return work.plan(), work.counted


class _Work:
    """The planning of one card."""

    def __init__(self, *, connection: Connection, regrader: Regrader, given: Given, card: CardRow) -> None:
        self.connection, self.regrader, self.given, self.card = connection, regrader, given, card
        self.rows = tuple(given.lines.get(card.part, ()))
        self.now = self._history(self.rows)
        self.owner = card_name(card.question_id, card.part)
        self.made = {
            change.line for row in self.rows for change in self._changes(row) if change.line is not None
        }
        self.plain = self._history(without_lines(self.rows, self.made))
        self.counted = 0

    def plan(self) -> CardPlan | None:
        verdicts = {row.repetition: found for row in self.rows if (found := self._verdict(row)) is not None}
        if not verdicts:
            return None
        wanted = {
            row.repetition: line
            for row in self.rows
            if row.kind == LineKind.ANSWER
            and (line := self._wanted(row, verdicts.get(row.repetition))) is not None
        }
        lines = self._lines(wanted)
        return self._planned(verdicts, wanted, lines)

    def _verdict(self, row: ReviewRow) -> Verdict | None:
        """Return what an answer is worth now, if the repair makes a difference to it."""
        if row.kind != LineKind.ANSWER or row.response is None:
            return None
        own = any(each.repair_id == self.regrader.repair.id for each in self._live(row))
        answer = Answer(
            revision_id=row.revision_id,
            part=row.part,
            response=row.response,
            at_ms=row.at_ms,
            grade=grade_from_json(row.grade),
            changed=own,
        )
        verdict = self.regrader.verdict(self.connection, answer)
        if verdict is not None and verdict.right_by() is not None and self._said_otherwise(row):
            self.counted += 1
        return verdict

    def _wanted(self, row: ReviewRow, verdict: Verdict | None) -> _Wanted | None:
        """Return the line that an answer shall have, None if it counts as its learner left it."""
        standing = self.plain.standing(row.repetition)
        if standing is None or standing.rating is None or self._said_otherwise(row):
            return None
        if verdict is None:
            return self._as_it_is(row)
        turn = verdict.right_by()
        if turn is not None and standing.rating is Rating.AGAIN:
            return _Wanted(turn=turn, rating=Rating.GOOD, grade=verdict.grade)
        was_right = grade_from_json(row.grade).right
        if was_right and not verdict.grade.right and standing.rating is not Rating.AGAIN:
            return _Wanted(turn=_DOWN, rating=Rating.AGAIN, grade=verdict.grade)
        return None

    def _as_it_is(self, row: ReviewRow) -> _Wanted | None:
        line = self._line_now(row)
        if line is None or line.rating is None:
            return None
        live = self._live(row)
        if line.rating is Rating.AGAIN or not live:
            return _Wanted(turn=_DOWN, rating=line.rating, grade=Grade(0.0))
        return _Wanted(
            turn=live[-1].repair_id, rating=line.rating, grade=grade_from_json(live[-1].grade_after)
        )

    def _said_otherwise(self, row: ReviewRow) -> bool:
        """Say whether the learner counted the answer as right themselves."""
        return self.plain.regrade(row.repetition) is not None

    def _line_now(self, row: ReviewRow) -> LogLine | None:
        """Return the line that a repair gave the answer, if it counts now."""
        line = self.now.regrade(row.repetition)
        return line if line is not None and line.repetition in self.made else None

    def _lines(self, wanted: Mapping[int, _Wanted]) -> dict[int, ReviewRow]:
        """Return the line of each answer that shall have one, by making one repair after the other."""
        found: dict[int, ReviewRow] = {}
        history = self.plain
        order = {repair_id: turn for turn, repair_id in enumerate(self.regrader.standing, start=1)}
        in_turn = sorted(
            (row for row in self.rows if row.repetition in wanted),
            key=lambda row: (order.get(wanted[row.repetition].turn, 0), row.repetition),
        )
        for row in in_turn:
            line = self._line(row, history, wanted[row.repetition])
            found[row.repetition] = line
            # It stands behind all others, whatever number it will get.
            behind = max(each.repetition for each in (*self.rows, *history.rows)) + 1
            history = self._history((*history.rows, replace(line, repetition=behind)))
        return found

    def _line(self, row: ReviewRow, history: History, wanted: _Wanted) -> ReviewRow:
        known = self._line_now(row)
        if known is not None and known.rating is wanted.rating:
            before = card_before(history.lines, row.repetition)
            earlier = _DOWN < wanted.turn < self.regrader.repair.id
            if earlier or before == card_before(self.now.lines, row.repetition):
                return next(each for each in self.rows if each.repetition == known.repetition)
        bank_id = self.regrader.repair.bank_id
        settings = amending(row, self.given.sets[row.parameter_set_id], self.given.author.aims, bank_id)
        about = (self.given.author, self.card, row, history, LineKind.REGRADE, wanted.rating, settings)
        line = line_by(*about)
        if settings.fuzz and line.interval_days > _NEVER_BALANCED_DAYS:
            line = line_by(*about, loads=self._loads(row))
        return line if wanted.turn != _DOWN else replace(line, grade=as_json(wanted.grade))

    def _loads(self, row: ReviewRow) -> Loads:
        """Return what an answer's interval is balanced against, as it would have been then."""
        key, days = (self.card.question_id, self.card.part), (row.day + 1, row.day + HORIZON_DAYS)
        return loads_between(self.connection, self.card.learner_id, key, days, row.at_ms - 1)

    def _planned(
        self,
        verdicts: Mapping[int, Verdict],
        wanted: Mapping[int, _Wanted],
        lines: Mapping[int, ReviewRow],
    ) -> CardPlan | None:
        written: list[ReviewRow] = []
        raised: list[Regraded] = []
        ended: list[ChangeRow] = []
        begun: list[ChangeRow] = []
        for row in (each for each in self.rows if each.kind == LineKind.ANSWER):
            line = self._written(row, lines.get(row.repetition), written)
            if line is None and row.repetition not in verdicts:
                continue
            live, counts = self._live(row), wanted.get(row.repetition)
            change = self._change(row, counts, line)
            if change is not None and is_same(live, change):
                continue
            ended += live
            begun += [change] if change is not None else []
            if line is not None and counts is not None and counts.rating is not Rating.AGAIN and not live:
                raised.append(self._raised(row, counts))
        return self._as_plan(written, raised, ended, begun)

    def _as_plan(
        self,
        written: Sequence[ReviewRow],
        raised: Sequence[Regraded],
        ended: Sequence[ChangeRow],
        begun: Sequence[ChangeRow],
    ) -> CardPlan | None:
        if not (written or ended or begun):
            return None
        after = replay((*self.now.lines, *(log.log_line(each, self.given.sets) for each in written)))
        return CardPlan(
            row=self.card,
            after=after,
            lines=tuple(written),
            raised=tuple(raised),
            ended=tuple(ended),
            begun=tuple(begun),
        )

    def _written(self, row: ReviewRow, line: ReviewRow | None, written: list[ReviewRow]) -> ReviewRow | None:
        """Add to `written` what gives an answer that line and no other; return the line if it is new."""
        now = self._line_now(row)
        if (now is None and line is None) or (
            now is not None
            and line is not None
            and gives(now) == (line.rating, line.interval_days, line.due_ms)
        ):
            return None
        if now is not None:
            gone = amendment(self.given.author, self.card, row, LineKind.UNDO)
            written.append(self._next(replace(gone, amends=now.repetition), written))
        if line is None:
            return None
        written.append(self._next(line, written))
        return written[-1]

    def _next(self, line: ReviewRow, written: Sequence[ReviewRow]) -> ReviewRow:
        return replace(line, repetition=self.card.version + len(written))

    def _change(self, row: ReviewRow, wanted: _Wanted | None, line: ReviewRow | None) -> ChangeRow | None:
        """Return what is kept of an answer that a repair changed, with its line, new or not."""
        down = wanted is not None and wanted.turn == _DOWN
        if wanted is None or (down and line is None):
            return None
        kept = line or self._line_now(row)
        seen = [each.seen_ms for each in self._live(row) if each.seen_ms is not None]
        change = change_of(
            self.card.learner_id, row.response or "null", grade_from_json(row.grade), wanted.grade
        )
        return replace(
            change,
            repair_id=self.regrader.repair.id if down else wanted.turn,
            place=REVIEW,
            part=self.card.part,
            owner=self.owner,
            position=row.repetition,
            line=kept.repetition if kept is not None else None,
            seen_ms=max(seen, default=None),
            undone_ms=row.at_ms if down else None,
        )

    def _raised(self, row: ReviewRow, wanted: _Wanted) -> Regraded:
        standing = self.now.standing(row.repetition)
        rating = Rating.AGAIN if standing is None or standing.rating is None else standing.rating
        return Regraded(answered=row, before=grade_from_json(row.grade), after=wanted.grade, rating=rating)

    def _changes(self, row: ReviewRow) -> Sequence[ChangeRow]:
        return self.given.changes_of(REVIEW, self.owner, row.repetition)

    def _live(self, row: ReviewRow) -> list[ChangeRow]:
        return [each for each in self._changes(row) if each.undone_ms is None]

    def _history(self, rows: Iterable[ReviewRow]) -> History:
        kept = tuple(rows)
        return History(rows=kept, lines=tuple(log.log_line(row, self.given.sets) for row in kept))
