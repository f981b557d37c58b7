"""A bank's questions as a table, a row each: everything they say, but not their facts and pictures."""

from __future__ import annotations

from question_bank.formats.csv_table.cells import written
from question_bank.formats.csv_table.columns import COLUMN_OF, COLUMNS, LISTS
from question_bank.formats.csv_table.lists import ARROW, INNER, NONE, escaped, joined
from question_bank.formats.reports import Leaving, listed
from question_bank.formats.values import Exported
from question_bank.model import Bank, Question
from question_bank.problems import Problem
from question_bank.writing.layout import Fields, Items, Value
from question_bank.writing.questions import question_fields

NAME = "CSV"


def write_csv(bank: Bank) -> Exported:
    """Return the questions as comma-separated values; columns that no question uses are left out."""
    rows = [_row(question, bank) for question in bank.questions]
    always = ("id", "kind", "prompt", "answer", "distractors", "explanation", "tags")
    used = [name for name in COLUMNS if name in always or any(row.get(name) for row in rows)]
    table = [used, *([row.get(name, "") for name in used] for row in rows)]
    return Exported(written([list(row) for row in table]), (*_of_bank(bank), *_of_pictures(bank)))


def _of_bank(bank: Bank) -> list[Problem]:
    """Return what a table of questions has no row for."""
    names = ("language", "description", "sources", "facts", "briefing")
    missing = [name for name in names if getattr(bank, name) and (name, bank.language) != ("language", "en")]
    hint = "export to json for a file with everything, or import into a bank that has them"
    if not missing:
        return []
    message = f"{NAME} has no equal for {listed(missing)} of the bank {bank.id!r}"
    return [Problem("W711", message, bank.at.start, hint)]


def _of_pictures(bank: Bank) -> list[Problem]:
    found: list[Problem] = []
    for question in bank.questions:
        leaving = Leaving(NAME, question)
        for index, media in enumerate(question.media):
            hint = "copy the picture into the other bank's folder"
            leaving.lost(f"the file of the picture {media.file}", "media", index, hint=hint)
        found += leaving.found
    return found


def _row(question: Question, bank: Bank) -> dict[str, str]:
    row: dict[str, str] = {}
    for entry in question_fields(question, bank.language).entries:
        column = COLUMN_OF.get(entry.key, entry.key)
        if entry.key == "distractors" and isinstance(entry.value, Items):
            row |= _distractors(entry.value)
        elif entry.key == "unit":
            row |= _unit(entry.value)
        elif isinstance(entry.value, str):
            row[column] = escaped(entry.value) if column in LISTS else entry.value
        else:
            sign = ARROW if entry.key == "pairs" else INNER
            row[column] = joined([_inner(item.value, sign) for item in entry.value.entries])
    return row


def _inner(value: Value, sign: str) -> str:
    """Return one of a cell's values, of which some have parts themselves."""
    if isinstance(value, str):
        return escaped(value)
    parts = [_inner(each.value, sign) for each in value.entries]
    return joined(parts, sign) if parts else NONE


def _distractors(items: Items) -> dict[str, str]:
    texts, told = [], []
    for item in items.entries:
        parts = _parts(item.value)
        texts.append(escaped(parts["text"]))
        told.append(escaped(parts.get("feedback", "")))
    return {"distractors": joined(texts), "feedback": joined(told) if any(told) else ""}


def _parts(value: Value) -> dict[str, str]:
    if not isinstance(value, Fields):
        return {"text": value if isinstance(value, str) else ""}
    return {entry.key: entry.value for entry in value.entries if isinstance(entry.value, str)}


def _unit(value: Value) -> dict[str, str]:
    """Return the unit with its other names in one cell, and in another whether it must be typed."""
    if not isinstance(value, Fields):
        return {"unit": _inner(value, INNER)}
    names = [_inner(entry.value, INNER) for entry in value.entries if entry.key != "required"]
    required = any(entry.key == "required" for entry in value.entries)
    return {"unit": joined(names, INNER), "unit_required": "true" if required else ""}
