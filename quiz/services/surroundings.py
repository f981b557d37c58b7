"""What stands around a text that is edited: its bank, and the questions before and after."""

from __future__ import annotations

from dataclasses import dataclass, replace

from question_bank.model import Kind
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.store.database import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """`before` and `after` are the ids of the neighbours in the bank's order, "" where there is none.

    `kind` is that of the version that is served, None if the question is not in it.
    """

    bank_key: str
    bank_title: str
    language: str
    before: str = ""
    after: str = ""
    kind: Kind | None = None


def surroundings(ctx: Context, learner_id: int, key: str, question: str = "") -> Surroundings:
    """Return the bank, and what is next to one of its questions; raises NotFound for an unknown bank."""
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
        known = ctx.library.whole_bank(connection, row).questions if question and row.digest else ()
    around = Surroundings(bank_key=row.key, bank_title=row.title, language=row.language)
    ids = [each.id for each in known]
    if question not in ids:
        return around
    at = ids.index(question)
    return replace(
        around,
        before=ids[at - 1] if at else "",
        after=ids[at + 1] if at + 1 < len(ids) else "",
        kind=known[at].kind,
    )
