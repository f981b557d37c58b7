"""What may stand in a bank's files, as plain data for the editor's script; the JSON Schema says the same."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, assert_never

from question_bank.writing.keys import FILES, QUESTION
from question_bank.writing.shapes import AnyOf, Cases, Key, ListOf, OneOf, Record, Shape, Text, Truth, Whole
from quiz.services.workshop.templates import TEMPLATES

Plain = dict[str, Any]

# Keys whose texts are chosen from what the bank has; the `facts:` of facts.yaml holds records and no texts.
_CHOSEN = {"facts": "facts", "source": "sources", "paragraph": "paragraphs", "tags": "tags"}
_FILE_NAMES = {"bank_file": "bank.yaml", "facts_file": "facts.yaml", "questions_file": "questions"}


@cache
def grammar() -> Plain:
    """Return every record with its keys, the record of each file, and what a new entry looks like.

    A shape is `{list}`, `{record}`, `{cases}`, `{any}`, `{words}` or else `{text}`; `of` names the
    bank's own words that it is chosen from.
    """
    records = {record.name: record for file in FILES for record in _records(file)}
    return {
        "files": {_FILE_NAMES[file.name]: file.name for file in FILES},
        "question": _shape(QUESTION),
        "records": {name: _record(record) for name, record in records.items()},
        "templates": dict(TEMPLATES),
    }


def _records(shape: Shape) -> Iterator[Record]:
    match shape:
        case Record():
            yield shape
            for key in shape.keys:
                yield from _records(key.shape)
        case Cases():
            for _, record in shape.cases:
                yield from _records(record)
        case ListOf():
            yield from _records(shape.item)
        case AnyOf():
            for each in shape.shapes:
                yield from _records(each)
        case Text() | Whole() | Truth() | OneOf():
            return
        case _:
            assert_never(shape)


def _record(record: Record) -> Plain:
    return {"says": record.description, "keys": [_key(key) for key in record.keys]}


def _key(key: Key) -> Plain:
    shape = (
        _kinds() if key.name == QUESTION.key and key.shared else _shape(key.shape, _CHOSEN.get(key.name, ""))
    )
    chosen = _is_chosen(key.shape) or key.name in _CHOSEN
    return {
        "name": key.name,
        "says": key.description,
        "required": key.required,
        "shape": shape,
        "chosen": chosen,
    }


def _kinds() -> Plain:
    """Return the words for kinds, each with what it is."""
    return {
        "words": [word for word, _ in QUESTION.cases],
        "says": {w: r.description for w, r in QUESTION.cases},
    }


def _is_chosen(shape: Shape) -> bool:
    return isinstance(shape, (OneOf, Truth))


def _shape(shape: Shape, chosen: str = "") -> Plain:
    match shape:
        case Text() | Whole():
            return {"of": chosen} if chosen else {"text": True}
        case Truth():
            return {"words": ["true", "false"]}
        case OneOf():
            return {"words": [str(word) for word in shape.words]}
        case ListOf():
            return {"list": _shape(shape.item, chosen), "open": shape.open}
        case Record():
            return {"record": shape.name}
        case Cases():
            return {
                "cases": {"key": shape.key, "records": {word: record.name for word, record in shape.cases}}
            }
        case AnyOf():
            return {"any": [_shape(each, chosen) for each in shape.shapes]}
        case _:
            assert_never(shape)
