"""A bank of small questions and one learner of it, answering as the pages let them."""

from __future__ import annotations

import io
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import create_engine

from question_bank.anki import write_package
from question_bank.anki.options import ExportOptions
from question_bank.model import DontKnow, SelfRatedResponse, TextsResponse
from question_bank.model.texts import gaps
from quiz.memory.card import Card
from quiz.memory.scheduling import Settings
from quiz.services import learners, study, sync
from quiz.services.anki.progress import progress_of
from quiz.services.context import Context
from quiz.services.study import CardShown, Mode
from quiz.store import anki_history, banks, cards
from quiz.store import learners as stored_learners
from quiz.store.database import configure, reading, writing

NO_LUCK = Settings(fuzz=False, guess_correction=False)
_BANK = """\
bank: small
title: Small
language: en
sources: [{id: survey, title: A survey, publisher: The Institute, published: 2011-08-25, file: survey.txt}]
"""
_FACTS = """\
facts:
  - id: known
    says: This is known.
    evidence: [{source: survey, paragraph: 1, from: "This is", to: "is known"}]
"""
_CARD = (
    "  - {{id: q{0}, kind: flashcard, prompt: 'Which is number {0}?', answer: 'Number {0}', "
    "facts: [known]{1}}}\n"
)
_CLOZE = (
    '  - {id: gaps, kind: cloze, text: "{{c1::Seoul}} lies south of {{c2::Pyongyang}}.", facts: [known]}\n'
)


class Here:
    """Everything of ours; `at` is the time that our clock shows."""

    def __init__(self, folder: Path, migrated: Path, questions: int, zone: str, at: datetime) -> None:
        self.at = at
        self.folder, self.questions = folder / "banks" / "small", questions
        self.database = folder / "factdeck.sqlite"
        shutil.copyfile(migrated, self.database)
        self._open(folder)
        self.write()
        self.learner = learners.local_learner(self.ctx)
        learners.update_settings(self.ctx, self.learner, time_zone=zone, new_per_day=9999)
        with writing(self.ctx.engine) as connection:
            stored_learners.add_parameter_set(connection, self.learner, 2, NO_LUCK, 0)
            stored_learners.save_learner(connection, self.learner, parameter_set_id=2)

    @staticmethod
    def offset_of(zone: str) -> int:
        """Return how many minutes east of UTC a zone without summer time lies."""
        offset = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)).utcoffset()
        return round(offset.total_seconds() / 60)

    def _open(self, folder: Path) -> None:
        engine = create_engine(f"sqlite:///{self.database}")
        configure(engine)
        self.ctx = Context(
            engine=engine, clock=lambda: self.at, banks=(folder / "banks",), instance=folder / "instance"
        )

    def copy(self, folder: Path) -> Here:
        """Return another of the same, which goes its own way from now on."""
        other = object.__new__(Here)
        other.__dict__ |= self.__dict__
        other.database = folder / "factdeck.sqlite"
        with (
            closing(sqlite3.connect(self.database)) as ours,
            closing(sqlite3.connect(other.database)) as copy,
        ):
            ours.backup(copy)
        other._open(folder)
        return other

    def write(self, **raised: int) -> None:
        """Write the bank with these editions, 1 for all others, and take it over."""
        (self.folder / "questions").mkdir(parents=True, exist_ok=True)
        more = {key: f", edition: {edition}" for key, edition in raised.items()}
        entries = [_CARD.format(number, more.get(f"q{number}", "")) for number in range(self.questions)]
        texts = {"bank": _BANK, "facts": _FACTS, "questions/all": f"questions:\n{_CLOZE}{''.join(entries)}"}
        for name, text in texts.items():
            (self.folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        assert sync.sync_bank(self.ctx, self.folder).problems == ()

    def session(self) -> str:
        return study.start(self.ctx, self.learner, (), Mode.SCHEDULED)

    def answer(self, session: str, *, right: bool) -> int | None:
        """Answer the card that comes next and return the number of the answer; None if no card comes."""
        shown = study.current(self.ctx, self.learner, session)
        if not isinstance(shown, CardShown):
            return None
        response = DontKnow()
        if right:
            by_gap = shown.question.kind == "cloze" and not shown.self_rated
            texts = tuple(gap.answer for gap in gaps(shown.question, shown.part)) if by_gap else ()
            response = TextsResponse(texts) if by_gap else SelfRatedResponse(knew=True)
        given = study.answer(
            self.ctx,
            self.learner,
            session,
            shown.card,
            shown.repetition,
            shown.revision_id,
            response,
            response_ms=2000,
        )
        self.at += timedelta(seconds=11)
        return given.number

    def cards(self) -> dict[tuple[str, int], Card]:
        """Return every card by the first id of its question and its part."""
        with reading(self.ctx.engine) as connection:
            names = {each.id: each.first_key for each in anki_history.named_questions(connection)}
            rows = cards.cards_of(connection, self.learner)
        return {(names[row.question_id], row.part): row.card for row in rows}

    def progress(self):
        return progress_of(self.ctx, self.learner)

    def package(self) -> bytes:
        """Return the bank as a package with all that the learner did."""
        with reading(self.ctx.engine) as connection:
            bank = self.ctx.library.whole_bank(connection, banks.find_bank(connection, "small"))
        out = io.BytesIO()
        changed = datetime(2020, 1, 1, tzinfo=self.at.tzinfo)
        write_package([bank], lambda *_: changed, None, out, ExportOptions(progress=self.progress()))
        return out.getvalue()
