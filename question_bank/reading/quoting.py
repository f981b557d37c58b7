"""A line of YAML taken apart, and the same line with its value in quotes: what suggestions show."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(
    r"""(?P<lead>[ \t]*(?:-[ \t]+)*)
        (?:(?P<key>[A-Za-z_][\w-]*|"[^"]*"|'[^']*')(?P<colon>[ \t]*:[ \t]+))?
        (?P<value>.*)$""",
    re.VERBOSE,
)
_FLOW_ITEM = re.compile(r"[^,\]}]*")
_LONGEST_HINT = 160


@dataclass(frozen=True, slots=True)
class LineParts:
    """`lead` is indentation and dashes; `key` is "" where the line has none; joined they are the line."""

    lead: str
    key: str
    colon: str
    value: str
    trail: str

    @property
    def value_column(self) -> int:
        """The value's offset in the line."""
        return len(self.lead) + len(self.key) + len(self.colon)

    def with_value(self, value: str) -> str:
        return f"{self.lead}{self.key}{self.colon}{value}{self.trail}"


def split_line(line: str) -> LineParts:
    """Return a line's parts; the value goes on to the end of the line, comments included."""
    found = _LINE.match(line)
    if found is None:
        return LineParts("", "", "", line, "")
    value = found["value"].rstrip(" \t")
    trail = found["value"][len(value) :]
    return LineParts(found["lead"], found["key"] or "", found["colon"] or "", value, trail)


def quoted(value: str) -> str:
    """Return a text as a YAML scalar in quotes."""
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def shown(line: str) -> str:
    """Return a mended line as a suggestion shows it."""
    text = line.strip()
    return text if len(text) <= _LONGEST_HINT else f"{text[:_LONGEST_HINT]} ..."


def mended_hint(line: str, column: int) -> str:
    """Return the suggestion to write a line with the value at `column` (from 0) quoted."""
    parts = split_line(line)
    if column == parts.value_column:
        return f"write: {shown(parts.with_value(quoted(parts.value)))}"
    end = column + len(_FLOW_ITEM.match(line[column:])[0].rstrip())  # type: ignore[index]  # matches always
    return f"write: {shown(line[:column] + quoted(line[column:end]) + line[end:])}"
