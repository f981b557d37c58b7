"""Who changed what in a bank's files, when and why."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection

from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.editing.comparing import rows_between
from quiz.services.editing.history_values import EditDetail, HistoryEntry, HistoryPage
from quiz.services.editing.reverting import get_edit, takes_up
from quiz.services.editing.texts import typed
from quiz.services.editing.values import Origin, Status, Target
from quiz.store import edits, publishing
from quiz.store.database import reading
from quiz.store.edits import EditRow
from quiz.store.times import from_ms

PAGE = 30


def history(
    ctx: Context, learner_id: int, key: str, *, file: str = "", question: str = "", page: int = 1
) -> HistoryPage:
    """Return a page of the edits of a bank, of one of its files or of one question. Raises NotFound."""
    with reading(ctx.engine) as connection:
        bank = get_bank_of(connection, learner_id, key)
        names = _names(connection, bank.id, question) if question else ()
        total = edits.count_edits(connection, bank.id, file, names)
        pages = max(1, -(-total // PAGE))
        shown = min(max(page, 1), pages)
        rows = edits.list_edits(connection, bank.id, file, names, skip=(shown - 1) * PAGE, most=PAGE)
        who = _who(connection, rows)
        entries = tuple(_entry(key, row, who) for row in rows)
    return HistoryPage(
        bank_key=key,
        bank_title=bank.title,
        file=file,
        question=question,
        entries=entries,
        page=shown,
        pages=pages,
        total=total,
    )


def edit_detail(ctx: Context, learner_id: int, key: str, edit_id: int) -> EditDetail:
    """Return one edit with its difference. Raises NotFound."""
    with reading(ctx.engine) as connection:
        bank = get_bank_of(connection, learner_id, key)
        row = get_edit(ctx, key, edit_id)
        entry = _entry(key, row, _who(connection, [row]))
        before, after = _text(connection, row.before), _text(connection, row.after)
    return EditDetail(
        bank_title=bank.title,
        entry=entry,
        before=before,
        after=after,
        rows=rows_between(before, after),
        revertible=row.status != Status.PENDING,
        takes_up=takes_up(row),
    )


def _names(connection: Connection, bank_id: int, question: str) -> tuple[str, ...]:
    """Return the ids that a question has and had, for its history under each of them."""
    for row in publishing.stored_questions(connection, bank_id):
        was = json.loads(row.body).get("was", [])
        if question in (row.key, row.first_key, *was):
            return tuple(dict.fromkeys((question, row.key, row.first_key, *was)))
    return (question,)


def _who(connection: Connection, rows: Sequence[EditRow]) -> dict[int, str]:
    return edits.editor_names(connection, {row.editor_id for row in rows if row.editor_id is not None})


def _entry(key: str, row: EditRow, who: dict[int, str]) -> HistoryEntry:
    return HistoryEntry(
        id=row.id,
        target=Target(bank_key=key, file=row.file, question=row.question),
        made_at=from_ms(row.made_ms),
        learner_id=row.editor_id,
        who=who.get(row.editor_id or 0, ""),
        why=row.why,
        origin=Origin(row.origin),
        status=Status(row.status),
        added=row.added,
        removed=row.removed,
    )


def _text(connection: Connection, digest: str | None) -> str:
    content = edits.find_content(connection, digest) or b""
    return typed(content.decode("utf-8", errors="replace"))
