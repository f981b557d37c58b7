"""Schema 18: note types, decks and settings have tables of their own, with messages in some columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from question_bank.anki.packages import wire
from question_bank.anki.packages.database import Database
from question_bank.anki.packages.layout import Layout, hour, minutes, name, no_more, parsed, stock, text
from question_bank.anki.packages.refusals import BadPackageError, Reason
from question_bank.anki.packages.tables import Row, Table, rows
from question_bank.anki.packages.values import AnkiDeck, AnkiNoteType, AnkiTemplate, Limits

VERSION = 18
_SETTINGS = 100_000
# Numbers of fields in Anki's messages.
_TYPE_KIND, _TYPE_STOCK = 1, 9
_TEMPLATE_FRONT, _TEMPLATE_BACK, _TEMPLATE_ID = 1, 2, 8
_DECK_FILTERED = 2
_CLOZE = 1
_DECK_SEPARATOR = "\x1f"

_CONFIG = Table("config", (), (), ("key",), ("val",))
_DECKS = Table("decks", ("id",), (), ("name",), ("kind",))
_TYPES = Table("notetypes", ("id",), (), ("name",), ("config",))
_FIELDS = Table("fields", ("ntid",), ("ord",), ("name",))
_TEMPLATES = Table("templates", ("ntid",), ("ord",), ("name",), ("config",))


def layout(database: Database, limits: Limits) -> Layout:
    """Return what the tables say that older schemas do not have."""
    settings: dict[str, bytes] = {row[0]: row[1] for row in rows(database, _CONFIG, _SETTINGS)}
    return Layout(
        rollover_hour=hour(_setting(settings, "rollover")),
        minutes_west=minutes(_setting(settings, "creationOffset")),
        note_types=_note_types(database, limits),
        decks=tuple(_deck(row, limits) for row in rows(database, _DECKS, limits.decks)),
    )


def _setting(settings: dict[str, bytes], key: str) -> object:
    return parsed(settings[key], f"config.{key}") if key in settings else None


def _note_types(database: Database, limits: Limits) -> tuple[AnkiNoteType, ...]:
    fields = _by_type(rows(database, _FIELDS, limits.note_types * limits.note_type_fields), limits)
    templates = _by_type(rows(database, _TEMPLATES, limits.note_types * limits.note_type_fields), limits)
    return tuple(
        _note_type(type_id, own, config, fields[type_id], templates[type_id], limits)
        for type_id, own, config in rows(database, _TYPES, limits.note_types)
    )


def _by_type(found: Iterator[Row], limits: Limits) -> dict[int, list[Row]]:
    """Return the rows after their first two columns, a note type's id and a position, by the first."""
    by_type: dict[int, list[Row]] = defaultdict(list)
    for row in found:
        by_type[row[0]].append(row)
    for own in by_type.values():
        no_more(len(own), limits.note_type_fields, "fields or templates in a note type")
        own.sort(key=lambda row: row[1])
    return defaultdict(list, {type_id: [row[2:] for row in own] for type_id, own in by_type.items()})


def _note_type(
    type_id: int, own: str, config: bytes, fields: list[Row], templates: list[Row], limits: Limits
) -> AnkiNoteType:
    with _understanding("notetypes.config"):
        return AnkiNoteType(
            id=type_id,
            name=name(own, "the name of a note type", limits),
            cloze=wire.number_of(config, _TYPE_KIND) == _CLOZE,
            fields=tuple(name(field, "the name of a field", limits) for (field,) in fields),
            templates=tuple(_template(template, limits) for template in templates),
            stock=stock(wire.number_of(config, _TYPE_STOCK)),
        )


def _template(row: Row, limits: Limits) -> AnkiTemplate:
    own, config = row
    with _understanding("templates.config"):
        template_id = wire.signed_of(config, _TEMPLATE_ID)
        return AnkiTemplate(
            name=name(own, "the name of a template", limits),
            front=text(wire.text_of(config, _TEMPLATE_FRONT), "a template", limits.template_characters),
            back=text(wire.text_of(config, _TEMPLATE_BACK), "a template", limits.template_characters),
            id=template_id or None,
        )


def _deck(row: Row, limits: Limits) -> AnkiDeck:
    deck_id, own, kind = row
    with _understanding("decks.kind"):
        path = name(own, "the name of a deck", limits).replace(_DECK_SEPARATOR, "::")
        filtered = any(field.number == _DECK_FILTERED for field in wire.fields(kind))
        return AnkiDeck(id=deck_id, name=path, filtered=filtered)


@contextmanager
def _understanding(column: str) -> Iterator[None]:
    """Refuse a message that is none."""
    try:
        yield
    except wire.MessageError as error:
        raise BadPackageError(Reason.WRONG_VALUE, f"{column}: {error}") from error
