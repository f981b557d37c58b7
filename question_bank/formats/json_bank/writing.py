"""A bank as one JSON object: the keys of its YAML files, with everything in it, its pictures included."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

from question_bank.formats.reports import Leaving
from question_bank.formats.values import Exported
from question_bank.model import Bank, Question
from question_bank.problems import Problem
from question_bank.writing.banks import bank_fields, fact_fields
from question_bank.writing.layout import Fields, Value
from question_bank.writing.questions import question_fields

VERSION = 1

# In YAML everything is text; in JSON these are what they are.
_FIGURES = frozenset({"difficulty", "edition", "need", "paragraph"})
_TRUTHS = frozenset({"draft", "strict", "required"})


def write_json(bank: Bank, picture: Callable[[str], bytes | None] | None = None) -> Exported:
    """Return the bank as JSON; `picture` reads a file of the bank's folder, None where it is not there."""
    plain: dict[str, Any] = {"factdeck": VERSION, **_fields(bank_fields(bank))}
    if bank.facts:
        plain["facts"] = [_fields(fact_fields(fact)) for fact in bank.facts]
    plain["questions"] = [_question(question, bank) for question in bank.questions]
    if bank.briefing:
        plain["briefing"] = bank.briefing
    pictures, losses = _pictures(bank, picture)
    if pictures:
        plain["pictures"] = pictures
    return Exported(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", losses)


def _question(question: Question, bank: Bank) -> dict[str, Any]:
    plain = _fields(question_fields(question, bank.language))
    if plain["kind"] == "true_false":
        plain["answer"] = plain["answer"] == "true"
    file = question.at.start.file.rpartition("/")[2].removesuffix(".yaml")
    return {**plain, "file": file} if file else plain


def _fields(fields: Fields) -> dict[str, Any]:
    return {entry.key: _value(entry.key, entry.value) for entry in fields.entries}


def _value(key: str, value: Value) -> Any:
    if isinstance(value, Fields):
        return _fields(value)
    if not isinstance(value, str):
        return [_value("", entry.value) for entry in value.entries]
    if key in _FIGURES:
        return int(value)
    return value == "true" if key in _TRUTHS else value


def _pictures(
    bank: Bank, picture: Callable[[str], bytes | None] | None
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    found: dict[str, str] = {}
    losses: list[Problem] = []
    for question in bank.questions:
        leaving = Leaving("JSON", question)
        for index, media in enumerate(question.media):
            content = picture(media.file) if picture and media.file not in found else None
            if content is not None:
                found[media.file] = base64.b64encode(content).decode("ascii")
            elif media.file not in found:
                leaving.lost(f"a picture that is not at hand, {media.file},", "media", index)
        losses += leaving.found
    return found, tuple(losses)
