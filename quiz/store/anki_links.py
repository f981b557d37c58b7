"""What passed between a learner's bank and a running Anki, for each of Anki's profiles."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from quiz.store import tables

_TABLE = tables.anki_link


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """`report` is JSON; `latest_ms` is None while nothing was brought back from there."""

    profile: str
    place: str
    used_ms: int
    latest_ms: int | None
    log_lines: int
    report: str


_COLUMNS = [_TABLE.c[name] for name in LinkRow.__dataclass_fields__]


def links_of(connection: Connection, learner_id: int, bank_id: int) -> list[LinkRow]:
    """Return the learner's links of the bank, the one used last first."""
    query = select(*_COLUMNS).where(_TABLE.c.learner_id == learner_id, _TABLE.c.bank_id == bank_id)
    rows = connection.execute(query.order_by(_TABLE.c.used_ms.desc(), _TABLE.c.profile))
    return [LinkRow(**row._mapping) for row in rows]


def save_link(connection: Connection, learner_id: int, bank_id: int, row: LinkRow) -> None:
    """Save the link in place of the one with that profile."""
    values = {name: getattr(row, name) for name in LinkRow.__dataclass_fields__}
    chosen = (
        _TABLE.c.learner_id == learner_id,
        _TABLE.c.bank_id == bank_id,
        _TABLE.c.profile == row.profile,
    )
    if not connection.execute(update(_TABLE).where(*chosen).values(values)).rowcount:
        connection.execute(insert(_TABLE).values(learner_id=learner_id, bank_id=bank_id, **values))
