"""Drawing a paper: the same seed, bank, tags and count give the same one, on any computer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy import Connection

from question_bank.model import Flashcard, Question
from question_bank.model.texts import key_text
from quiz.memory.presenting import Presentation, present
from quiz.services.citations import citations_of
from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.services.exams.values import Paper, PaperItem
from quiz.store import banks
from quiz.store.banks import BankRow
from quiz.store.database import reading

WHOLE = 0  # a cloze is asked with all its gaps


def paper(ctx: Context, bank_key: str, tags: tuple[str, ...], count: int, seed: str) -> Paper:
    """Return the paper that `start` would give for these, for printing; raises NotFound."""
    with reading(ctx.engine) as connection:
        row = banks.find_bank(connection, bank_key)
        if row is None or not row.digest:
            raise NotFound(f"there is no bank {bank_key!r}")
        bank = ctx.library.bank(connection, row)
        questions = [
            ctx.library.question(connection, revision_id)
            for revision_id in draw(ctx, connection, row, tags, count, seed)
        ]
    items = tuple(
        PaperItem(
            position=position,
            question=question,
            presentation=presentation(question, seed),
            key=key_text(question, WHOLE),
            citations=citations_of(question, bank),
        )
        for position, question in enumerate(questions, start=1)
    )
    return Paper(
        bank_key=row.key, bank_title=row.title, language=row.language, seed=seed, tags=tags, items=items
    )


def draw(
    ctx: Context, connection: Connection, bank: BankRow, tags: Sequence[str], count: int, seed: str
) -> tuple[int, ...]:
    """Return the paper's revisions in order. A larger count begins with the smaller one's questions."""
    rows = banks.served_questions(connection, bank.id, tags)
    ctx.library.load(connection, bank)
    fitting = [row for row in rows if _fits(ctx.library.question(connection, row.revision_id))]
    drawn = sorted(fitting, key=lambda row: (_place(row.first_key, seed), row.first_key))
    return tuple(row.revision_id for row in drawn[: max(count, 0)])


def presentation(question: Question, seed: str) -> Presentation:
    """Return the order of the options: it depends on the question's permanent id, not on a database."""
    return present(question, WHOLE, f"{seed}:{question.first_id}")


def _fits(question: Question) -> bool:
    """Return whether a test may ask this: who rates themselves cannot be scored."""
    return not isinstance(question, Flashcard)


def _place(first_key: str, seed: str) -> bytes:
    return hashlib.sha256(f"{seed}\0{first_key}".encode()).digest()
