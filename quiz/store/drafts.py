"""Articles that are being made into drafts, and what was decided of draft questions."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from quiz.store import tables
from quiz.store.database import insert_one

_ARTICLE, _DECISION, _EDIT = tables.draft_article, tables.draft_decision, tables.bank_edit


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """An article that is not in its bank yet; `digest` names its text, `said` and `chosen` are JSON."""

    id: int
    bank_id: int
    made_ms: int
    name: str
    digest: str
    said: str
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """What became of a draft question; `editor_id` is whose edit did it."""

    id: int
    made_ms: int
    question: str
    outcome: str
    facts: str
    edit_id: int
    waiting: int
    editor_id: int | None


_ARTICLE_COLUMNS = [_ARTICLE.c[name] for name in ArticleRow.__dataclass_fields__]
_DECISION_COLUMNS = [
    *(_DECISION.c[name] for name in DecisionRow.__dataclass_fields__ if name != "editor_id"),
    _EDIT.c.editor_id,
]


def add_article(connection: Connection, **values: object) -> int:
    return insert_one(connection, _ARTICLE, values)


def change_article(connection: Connection, article_id: int, *, said: str, chosen: str) -> None:
    named = _ARTICLE.c.id == article_id
    connection.execute(update(_ARTICLE).where(named).values(said=said, chosen=chosen))


def forget_article(connection: Connection, article_id: int) -> None:
    connection.execute(delete(_ARTICLE).where(_ARTICLE.c.id == article_id))


def find_article(connection: Connection, bank_id: int, article_id: int) -> ArticleRow | None:
    query = select(*_ARTICLE_COLUMNS).where(_ARTICLE.c.bank_id == bank_id, _ARTICLE.c.id == article_id)
    row = connection.execute(query).first()
    return ArticleRow(**row._mapping) if row else None


def articles_of(connection: Connection, bank_id: int) -> list[ArticleRow]:
    """Return a bank's articles, the newest first."""
    query = select(*_ARTICLE_COLUMNS).where(_ARTICLE.c.bank_id == bank_id).order_by(_ARTICLE.c.id.desc())
    return [ArticleRow(**row._mapping) for row in connection.execute(query)]


def add_decision(connection: Connection, **values: object) -> int:
    return insert_one(connection, _DECISION, values)


def forget_decision(connection: Connection, decision_id: int) -> None:
    connection.execute(delete(_DECISION).where(_DECISION.c.id == decision_id))


def decisions_of(connection: Connection, bank_id: int) -> list[DecisionRow]:
    """Return what was decided in a bank, the oldest first."""
    query = select(*_DECISION_COLUMNS).join(_EDIT, _EDIT.c.id == _DECISION.c.edit_id)
    query = query.where(_DECISION.c.bank_id == bank_id).order_by(_DECISION.c.id)
    return [DecisionRow(**row._mapping) for row in connection.execute(query)]
