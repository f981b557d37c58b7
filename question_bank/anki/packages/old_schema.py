"""Schema 11: note types, decks and settings are JSON in the one row of `col`."""

from __future__ import annotations

from typing import Any

from question_bank.anki.packages.layout import Layout, hour, minutes, name, no_more, parsed, stock, text
from question_bank.anki.packages.refusals import BadPackageError, Reason
from question_bank.anki.packages.values import AnkiDeck, AnkiNoteType, AnkiTemplate, Limits

VERSION = 11
_CLOZE = 1
_LARGEST_ID = 2**63 - 1
_DIGITS = len(str(_LARGEST_ID))


def layout(conf: str, models: str, decks: str, limits: Limits) -> Layout:
    """Return what the columns of those names say."""
    settings = _mapping(parsed(conf, "col.conf"), "col.conf")
    types = _mapping(parsed(models, "col.models"), "col.models")
    folders = _mapping(parsed(decks, "col.decks"), "col.decks")
    no_more(len(types), limits.note_types, "note types")
    no_more(len(folders), limits.decks, "decks")
    return Layout(
        rollover_hour=hour(settings.get("rollover")),
        minutes_west=minutes(settings.get("creationOffset")),
        note_types=tuple(_note_type(key, value, limits) for key, value in types.items()),
        decks=tuple(_deck(key, value, limits) for key, value in folders.items()),
    )


def _note_type(key: str, value: object, limits: Limits) -> AnkiNoteType:
    model = _mapping(value, "a note type")
    fields = _list(model.get("flds"), "the fields of a note type")
    templates = _list(model.get("tmpls"), "the templates of a note type")
    no_more(len(fields), limits.note_type_fields, "fields in a note type")
    no_more(len(templates), limits.note_type_fields, "templates in a note type")
    return AnkiNoteType(
        id=_id(key, "a note type"),
        name=name(model.get("name"), "the name of a note type", limits),
        cloze=model.get("type") == _CLOZE,
        fields=tuple(
            name(_mapping(field, "a field").get("name"), "the name of a field", limits) for field in fields
        ),
        templates=tuple(_template(_mapping(template, "a template"), limits) for template in templates),
        stock=stock(model.get("originalStockKind")),
    )


def _template(template: dict[str, Any], limits: Limits) -> AnkiTemplate:
    own = template.get("id")
    return AnkiTemplate(
        name=name(template.get("name"), "the name of a template", limits),
        front=text(template.get("qfmt"), "a template", limits.template_characters),
        back=text(template.get("afmt"), "a template", limits.template_characters),
        id=own if type(own) is int and abs(own) <= _LARGEST_ID else None,
    )


def _deck(key: str, value: object, limits: Limits) -> AnkiDeck:
    deck = _mapping(value, "a deck")
    own = name(deck.get("name"), "the name of a deck", limits)
    return AnkiDeck(id=_id(key, "a deck"), name=own, filtered=bool(deck.get("dyn")))


def _id(key: str, what: str) -> int:
    """Return the id that JSON, whose keys are texts, has as a key."""
    number = int(key) if key.isascii() and key.isdecimal() and len(key) <= _DIGITS else _LARGEST_ID + 1
    if number > _LARGEST_ID:
        raise BadPackageError(Reason.WRONG_VALUE, f"the id of {what} is no number that can be one")
    return number


def _mapping(value: object, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadPackageError(Reason.WRONG_VALUE, f"{what} is no object")
    return value


def _list(value: object, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadPackageError(Reason.WRONG_VALUE, f"{what} are no list")
    return value
