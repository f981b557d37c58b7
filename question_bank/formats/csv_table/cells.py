"""A table's text cut into cells, each with its place; and what a spreadsheet would take for a formula."""

from __future__ import annotations

import re
from dataclasses import dataclass

from question_bank.formats.reports import Arriving

MOST_ROWS = 20_000
SEPARATORS = ",;\t|"

_QUOTED = re.compile(r'"(?P<text>[^"]*(?:""[^"]*)*)"')
_BREAK = re.compile(r"\r\n|\r|\n")
_DECLARED = re.compile(r"sep=(?P<mark>[,;\t|])(?:\r\n|\r|\n)", re.IGNORECASE)
# A cell that begins so is worked out by spreadsheets; an apostrophe before it keeps it a text.
_FORMULA = re.compile("'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_FIGURE = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)*%?")


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` is what the cell says; `start` and `end` enclose it in the file, quotation marks included."""

    text: str
    start: int
    end: int


def guarded(text: str) -> str:
    """Return the text for a cell in which no spreadsheet finds a formula."""
    return f"'{text}" if _FORMULA.match(text) and not _FIGURE.fullmatch(text) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text


def written(rows: list[list[str]]) -> str:
    """Return the table, comma-separated, with a line break that every spreadsheet knows."""
    return "".join(",".join(map(_in_marks, map(guarded, row))) + "\r\n" for row in rows)


def _in_marks(text: str) -> str:
    if re.search('[",;\t\r\n]|^ | $', text):
        return '"' + text.replace('"', '""') + '"'
    return text


def rows_of(text: str, arriving: Arriving) -> list[list[Cell]]:
    """Return the rows that are not empty. A cell that is never closed ends the table, and is reported."""
    declared = _DECLARED.match(text)
    index = declared.end() if declared else 0
    mark = declared["mark"] if declared else separator(text)
    plain = re.compile(f"[^{re.escape(mark)}\r\n]*")
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    while index <= len(text):
        cell = _cell(text, index, plain)
        if cell is None:
            _report_unclosed(arriving, index)
            break
        row.append(cell)
        index = cell.end
        if text.startswith(mark, index):
            index += 1
            continue
        if any(each.text.strip() for each in row):
            rows.append(row)
        row = []
        if len(rows) > MOST_ROWS:
            message = f"the table has more than {MOST_ROWS:,} rows; the others did not come in"
            arriving.refused("E701", message, index, index + 1, "divide it into several files")
            break
        found = _BREAK.match(text, index)
        if found is None:
            break
        index = found.end()
    return rows


def _report_unclosed(arriving: Arriving, index: int) -> None:
    hint = "close it with a second one, and write one inside a cell twice"
    message = "the quotation mark that begins this cell is never closed; the rows from here on are lost"
    arriving.refused("E704", message, index, index + 1, hint)


def _cell(text: str, index: int, plain: re.Pattern[str]) -> Cell | None:
    """Return the cell that begins at `index`; None if its quotation mark is never closed."""
    quoted = _QUOTED.match(text, index) if text.startswith('"', index) else None
    if quoted is None:
        if text.startswith('"', index):
            return None
        bare = plain.match(text, index)
        end = bare.end() if bare else index
        return Cell(unguarded(text[index:end]), index, end)
    rest = plain.match(text, quoted.end())  # what a careless program put behind the mark
    end = rest.end() if rest else quoted.end()
    whole = quoted["text"].replace('""', '"') + text[quoted.end() : end].rstrip()
    return Cell(unguarded(_BREAK.sub("\n", whole)), index, end)


def separator(text: str) -> str:
    """Return the mark that divides the first line that says something; a comma where none does."""
    lines = _BREAK.split(_QUOTED.sub("", text[:10_000].lstrip()), maxsplit=1)
    counts = {mark: lines[0].count(mark) for mark in SEPARATORS}
    return max(counts, key=lambda mark: counts[mark])
