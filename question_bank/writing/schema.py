"""The description of a bank's files as a JSON Schema, which editors turn into completion and hints."""

from __future__ import annotations

import json
from typing import Any, assert_never

from question_bank.writing.keys import FILES
from question_bank.writing.shapes import AnyOf, Cases, Key, ListOf, OneOf, Record, Shape, Text, Truth, Whole

Schema = dict[str, Any]


def schema_text() -> str:
    """Return the schema, draft 7, as JSON text that is the same for the same description."""
    definitions: dict[str, Schema] = {}
    whole: Schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A Factdeck bank: bank.yaml, facts.yaml or a file of questions",
        "type": "object",
        "anyOf": [_schema(file, definitions) for file in FILES],
        "definitions": definitions,
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _schema(shape: Shape, definitions: dict[str, Schema]) -> Schema:
    match shape:
        case Text():
            return _text(shape)
        case Whole():
            return {"type": "integer", "minimum": shape.least} | (
                {"maximum": shape.most} if shape.most else {}
            )
        case Truth():
            return {"type": "boolean"}
        case OneOf():
            return {"enum": [str(word) for word in shape.words]}
        case ListOf():
            items = _schema(shape.item, definitions)
            return {"type": "array", "items": items} | ({"minItems": shape.least} if shape.least else {})
        case Record():
            return _defined(shape.name, definitions, _record(shape, definitions))
        case Cases():
            return _defined("question", definitions, _cases(shape, definitions))
        case AnyOf():
            return {"anyOf": [_schema(each, definitions) for each in shape.shapes]}
        case _:
            assert_never(shape)


def _defined(name: str, definitions: dict[str, Schema], schema: Schema) -> Schema:
    definitions[name] = schema
    return {"$ref": f"#/definitions/{name}"}


def _text(shape: Text) -> Schema:
    # Everything is text to Factdeck, but an editor reads `2011` as a number and `true` as a truth.
    schema: Schema = {"type": ["string", "number", "boolean"], "minLength": 1}
    return schema | ({"pattern": shape.pattern} if shape.pattern else {})


def _record(record: Record, definitions: dict[str, Schema]) -> Schema:
    return {
        "description": record.description,
        "type": "object",
        "additionalProperties": False,
        "required": [key.name for key in record.keys if key.required],
        "properties": {key.name: _key(key, definitions) for key in record.keys},
    }


def _key(key: Key, definitions: dict[str, Schema]) -> Schema:
    schema = {"description": key.description} | _referred(_schema(key.shape, definitions))
    return _defined(f"question_{key.name}", definitions, schema) if key.shared else schema


def _referred(schema: Schema) -> Schema:
    """Return a schema that may stand beside a description: draft 7 ignores all that stands beside `$ref`."""
    return {"allOf": [schema]} if "$ref" in schema else schema


def _cases(cases: Cases, definitions: dict[str, Schema]) -> Schema:
    """Return a schema that asks for the word under `cases.key` first and then for what that word needs."""
    chooser: Schema = {
        "description": "What kind of entry this is; its other keys depend on it.",
        "enum": [word for word, _ in cases.cases],
        "enumDescriptions": [record.description for _, record in cases.cases],
    }
    return {
        "type": "object",
        "required": ["id", cases.key],
        "properties": {cases.key: chooser},
        "allOf": [
            {
                "if": {"properties": {cases.key: {"const": word}}, "required": [cases.key]},
                "then": _schema(record, definitions),
            }
            for word, record in cases.cases
        ],
    }
