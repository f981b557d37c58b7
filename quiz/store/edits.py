"""The texts that bank files had, and the edits between them."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, text, update

from quiz.store import tables
from quiz.store.database import insert_one

_EDIT, _CONTENT, _FILE = tables.bank_edit, tables.file_content, tables.bank_file
_TOUCHED = tables.bank_edit_question
_LONGEST_ID = 128  # a broken file may have longer ones, and PostgreSQL takes no more
_AT_ONCE = 500  # rows looked for in one statement
# Another process may keep the same content at the same moment.
_KEEP = text(
    "INSERT INTO file_content (digest, body, kept_ms) VALUES (:digest, :body, :now_ms) ON CONFLICT DO NOTHING"
)
_DAY_MS = 86_400_000
# `lock_before` names a content without holding on to it, and undoing an edit needs it.
_NEEDED = " UNION ALL ".join(
    f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608  names
    for table, column in (
        ("bank_file", "digest"),
        ("bank_edit", "before"),
        ("bank_edit", "after"),
        ("bank_edit", "lock_before"),
        ("bank_edit", "lock_after"),
        ("draft_article", "digest"),
    )
)
_PRUNE = text(f"DELETE FROM file_content WHERE kept_ms < :before_ms AND digest NOT IN ({_NEEDED})")  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRow:
    """An edit; `before` and `after` are digests, None where there is no file; nobody edits on the disk.

    `together` is the id of the first of several edits that are made all or not at all, None for one alone.
    """

    id: int
    bank_id: int
    editor_id: int | None
    made_ms: int
    file: str
    question: str
    why: str
    origin: str
    status: str
    before: str | None
    after: str | None
    lock_before: str | None
    lock_after: str | None
    added: int
    removed: int
    together: int | None


_COLUMNS = [_EDIT.c[name] for name in EditRow.__dataclass_fields__]


def digest_of(content: bytes) -> str:
    """Return the name under which a content is kept."""
    return hashlib.sha256(content).hexdigest()


def keep_contents(connection: Connection, contents: Iterable[bytes], now_ms: int) -> None:
    """Keep these bytes, from now on if they are kept already."""
    named = {digest_of(content): content for content in contents}
    known = _known(connection, list(named))
    rows = [
        {"digest": digest, "body": zlib.compress(content), "now_ms": now_ms}
        for digest, content in named.items()
        if digest not in known
    ]
    if rows:
        connection.execute(_KEEP, rows)
    for names in _portions(sorted(known)):
        again = update(_CONTENT).where(_CONTENT.c.digest.in_(names)).values(kept_ms=now_ms)
        connection.execute(again)


def is_kept(connection: Connection, digest: str, now_ms: int) -> bool:
    """Say whether the bytes of this name are kept, and were asked for within a day."""
    kept_ms = connection.scalar(select(_CONTENT.c.kept_ms).where(_CONTENT.c.digest == digest))
    return kept_ms is not None and now_ms - _DAY_MS < kept_ms


def prune_contents(connection: Connection, before_ms: int, now_ms: int) -> int:
    """Remove what nothing refers to and nobody asked for since then; return how many contents that were.

    Of what is older than this account of it the time begins now.
    """
    connection.execute(update(_CONTENT).where(_CONTENT.c.kept_ms.is_(None)).values(kept_ms=now_ms))
    return connection.execute(_PRUNE, {"before_ms": before_ms}).rowcount


def find_content(connection: Connection, digest: str | None) -> bytes | None:
    """Return the bytes kept under this name, None if there are none."""
    if not digest:
        return None
    body = connection.scalar(select(_CONTENT.c.body).where(_CONTENT.c.digest == digest))
    return None if body is None else zlib.decompress(body)


def add_edit(connection: Connection, touched: Collection[str], **values: object) -> int:
    """Record an edit and which questions it changed; return its id."""
    edit_id = insert_one(connection, _EDIT, {**values, "question": str(values["question"])[:_LONGEST_ID]})
    rows = [
        {"bank_id": values["bank_id"], "question": question, "edit_id": edit_id}
        for question in dict.fromkeys(name[:_LONGEST_ID] for name in touched)
    ]
    if rows:
        connection.execute(insert(_TOUCHED), rows)
    return edit_id


def set_status(connection: Connection, edit_id: int, status: str) -> None:
    connection.execute(update(_EDIT).where(_EDIT.c.id == edit_id).values(status=status))


def tie(connection: Connection, edit_ids: Sequence[int]) -> None:
    """Let edits be made all or not at all."""
    named = _EDIT.c.id.in_(list(edit_ids))
    connection.execute(update(_EDIT).where(named).values(together=min(edit_ids)))


def tied_with(connection: Connection, edit: EditRow) -> list[EditRow]:
    """Return the edits that were made with this one, itself among them, the oldest first."""
    if edit.together is None:
        return [edit]
    query = select(*_COLUMNS).where(_EDIT.c.bank_id == edit.bank_id, _EDIT.c.together == edit.together)
    query = query.where(_EDIT.c.id >= edit.together)
    return [EditRow(**row._mapping) for row in connection.execute(query.order_by(_EDIT.c.id))]


def forget(connection: Connection, edit_id: int) -> None:
    """Remove an edit that never came to anything."""
    connection.execute(delete(_TOUCHED).where(_TOUCHED.c.edit_id == edit_id))
    connection.execute(delete(_EDIT).where(_EDIT.c.id == edit_id))


def find_edit(connection: Connection, bank_id: int, edit_id: int) -> EditRow | None:
    query = select(*_COLUMNS).where(_EDIT.c.bank_id == bank_id, _EDIT.c.id == edit_id)
    row = connection.execute(query).first()
    return EditRow(**row._mapping) if row else None


def edits_with_status(connection: Connection, status: str, bank_id: int | None = None) -> list[EditRow]:
    """Return the edits of one bank or of all that have this status, the oldest first."""
    query = select(*_COLUMNS).where(_EDIT.c.status == status).order_by(_EDIT.c.id)
    if bank_id is not None:
        query = query.where(_EDIT.c.bank_id == bank_id)
    return [EditRow(**row._mapping) for row in connection.execute(query)]


def count_edits(connection: Connection, bank_id: int, file: str, questions: Sequence[str]) -> int:
    """Count the edits of a bank, or only those of a file, or only those that changed any of the questions."""
    query = select(func.count()).select_from(_EDIT).where(*_wanted(bank_id, file, questions))
    count: int = connection.execute(query).scalar_one()
    return count


def list_edits(
    connection: Connection, bank_id: int, file: str, questions: Sequence[str], *, skip: int, most: int
) -> list[EditRow]:
    """Return those that `count_edits` counts, the newest first."""
    query = select(*_COLUMNS).where(*_wanted(bank_id, file, questions))
    rows = connection.execute(query.order_by(_EDIT.c.id.desc()).offset(skip).limit(most))
    return [EditRow(**row._mapping) for row in rows]


def editor_names(connection: Connection, ids: Collection[int]) -> dict[int, str]:
    learner = tables.learner
    query = select(learner.c.id, learner.c.name).where(learner.c.id.in_(list(ids)))
    return {row.id: row.name for row in connection.execute(query)}


def files_seen(connection: Connection, bank_id: int) -> dict[str, str]:
    """Return the digests with which a bank's files were seen last, by their names."""
    query = select(_FILE.c.file, _FILE.c.digest).where(_FILE.c.bank_id == bank_id)
    return {row.file: row.digest for row in connection.execute(query)}


def has_files_seen(connection: Connection, bank_id: int) -> bool:
    return (
        connection.execute(select(_FILE.c.file).where(_FILE.c.bank_id == bank_id).limit(1)).first()
        is not None
    )


def save_files_seen(connection: Connection, bank_id: int, changed: Mapping[str, str | None]) -> None:
    """Take over the digests of the files that changed, None for those that are gone."""
    own = _FILE.c.bank_id == bank_id
    for names in _portions(list(changed)):
        connection.execute(delete(_FILE).where(own, _FILE.c.file.in_(names)))
    rows = [
        {"bank_id": bank_id, "file": file, "digest": digest} for file, digest in changed.items() if digest
    ]
    if rows:
        connection.execute(insert(_FILE), rows)


def _wanted(bank_id: int, file: str, questions: Sequence[str]) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [_EDIT.c.bank_id == bank_id]
    if file:
        wanted.append(_EDIT.c.file == file)
    if questions:
        touching = select(_TOUCHED.c.edit_id).where(
            _TOUCHED.c.bank_id == bank_id, _TOUCHED.c.question.in_(list(questions))
        )
        wanted.append(_EDIT.c.id.in_(touching))
    return wanted


def _known(connection: Connection, digests: Sequence[str]) -> set[str]:
    return {
        digest
        for names in _portions(digests)
        for digest in connection.scalars(select(_CONTENT.c.digest).where(_CONTENT.c.digest.in_(names)))
    }


def _portions(names: Sequence[str]) -> Iterable[Sequence[str]]:
    return (names[start : start + _AT_ONCE] for start in range(0, len(names), _AT_ONCE))
