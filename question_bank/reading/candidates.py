"""The mistakes that teachers make on a line of YAML, each with its repair, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from question_bank.reading.flow_parts import closers, flow_parts
from question_bank.reading.material import BANK_KEYS, FACT_KEYS, PASSAGE_KEYS, SOURCE_KEYS
from question_bank.reading.questions import QUESTION_KEYS
from question_bank.reading.quoting import LineParts, quoted, split_line
from question_bank.reading.source_text import SourceText

KNOWN_KEYS = frozenset(
    (*BANK_KEYS, *SOURCE_KEYS, *FACT_KEYS, *PASSAGE_KEYS, "any", "facts", "questions", *QUESTION_KEYS)
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Replace `start` to `end` by `better`; the caret shows `caret_start` to `caret_end`."""

    code: str
    message: str
    start: int
    end: int
    better: str
    caret_start: int
    caret_end: int
    hint: str = ""


_SIGNS = {
    "*": ("E112", "a value that begins with '*' must be quoted"),
    "!": ("E113", "a value that begins with '!' must be quoted"),
    "{": ("E114", "a value that begins with '{' must be quoted"),
    "[": ("E114", "a value that begins with '[' must be quoted"),
    '"': ("E115", "the text goes on after the closing quote"),
    "'": ("E115", "the text goes on after the closing quote"),
    "&": ("E117", "a value that begins with '&' must be quoted"),
    **{sign: ("E116", f"a value that begins with {sign!r} must be quoted") for sign in "@`%,]}|>?:-"},
}
_COLON = ("E118", "a colon followed by a space begins a value of its own")
_COMMENT = ("E110", "a comment ate the rest of this line")
_NO_DASH = "'- ' is missing: each entry begins with it"
_UNSPACED_KEY = re.compile(
    r"(?P<lead>[ ]*(?:-[ ]+)*\{?)(?P<key>[a-z_]+)(?P<colon>[ ]*:?)(?P<value>\S.*|[ ]\S.*)"
)
_TAB_LEAD = re.compile(r"^[ ]*\t[ \t]*", re.MULTILINE)
_APOSTROPHE = re.compile(r"'(?:t(?:is|was|il)|em|n|cause|[0-9]0s)\b", re.IGNORECASE)
_BULLET = re.compile(r"(?:[*+\u2022\u2013\u2014]|[0-9]{1,2}[.)])\s+(?=\S)")
_INNER_APOSTROPHES = re.compile(r"[^']*(?:(?<=\w)'(?=\w)[^']*)+")
_UNSPACED_DASH = re.compile(r"(?P<lead>[ ]*)-(?P<value>[^\s-].*)")
_DASHLESS_ID = re.compile(r"(?P<lead>[ ]*)[\"']?id[\"']?[ ]*:[ ]")


def slips(source: SourceText, line: int) -> Iterator[Candidate]:
    """Return the repairs that this line may need within itself."""
    text = source.line_text(line)
    if not text.strip() or text.lstrip().startswith("#"):
        return
    yield from _tabs(source, line, text)
    yield from _spaces(source, line, text)
    yield from _dashless(source, line, text)
    parts = split_line(text)
    if parts.value:
        yield from _values(source, line, parts)


def _values(source: SourceText, line: int, parts: LineParts) -> Iterator[Candidate]:
    start = source.starts[line] + parts.value_column
    end = start + len(parts.value)
    if parts.value[0] in "[{" and (missing := closers(parts.value)):
        message = f"the bracket {parts.value[0]!r} is never closed"
        better = parts.value.rstrip(",") + missing
        yield Candidate("E125", message, start, end, better, start, start + 1)
    if parts.value[0] in "[{" or parts.value[-1] in "]},":
        for offset, piece in flow_parts(parts.value):
            yield from _quoting(start + offset, start + offset + len(piece), piece)
    if parts.value[0] in "\"'" and (closed := _closed_quote(parts.value)):
        message = "the quote that begins here is never closed"
        closed = quoted(parts.value) if _APOSTROPHE.match(parts.value) else closed
        yield Candidate("E124", message, start, end, closed, start, end)
    if parts.value[0] == '"' == parts.value[-1] and "\\" in parts.value and "'" not in parts.value:
        found = re.search(r"\\[^0abtnvfre \"/\\N_LPxuU]|\\[xuU]", parts.value)
        caret = start + (found.start() if found else 0)
        message = "a backslash in double quotes begins an escape that YAML does not know"
        yield Candidate("E126", message, start, end, f"'{parts.value[1:-1]}'", caret, caret + 2)
    stop = _continued(source, line, parts, end)
    whole = source.text[start:stop]
    yield from _quoting(start, stop, whole)
    if stop != end:
        yield from _quoting(start, end, parts.value)


def _quoting(start: int, end: int, value: str) -> Iterator[Candidate]:
    """Return the repair by quotes of a value that needs them, and the reason why it does."""
    first_line = value.split("\n", 1)[0].rstrip()
    if len(value) > 2 and value[0] == "'" == value[-1] and _INNER_APOSTROPHES.fullmatch(value[1:-1]):
        message = "an apostrophe ends a text in single quotes"
        yield Candidate("E115", message, start, end, quoted(value[1:-1]), start, start + len(first_line))
        return
    if value[0] in _SIGNS and not _is_whole_quote(value):
        code, message = _SIGNS[value[0]]
    elif found := re.search(r":(?=\s|$)", first_line):
        code, message = _COLON
        caret = start + found.start()
        yield Candidate(code, message, start, end, quoted(value), caret, caret + 1)
        return
    elif found := re.search(r"\s#", first_line):
        code, message = _COMMENT
        caret = start + found.start() + 1
        yield Candidate(code, message, start, end, quoted(value), caret, start + len(first_line))
        return
    else:
        return
    yield Candidate(code, message, start, end, quoted(value), start, start + len(first_line))


def _is_whole_quote(value: str) -> bool:
    mark = value[0]
    inner = value[1:-1].replace("''", "") if mark == "'" else re.sub(r"\\.", "", value[1:-1])
    return mark in "\"'" and len(value) > 1 and value[-1] == mark and mark not in inner


def _closed_quote(value: str) -> str:
    """Return a value with the closing quote it lacks, or "" if it lacks none."""
    mark = value[0]
    inner = value[1:].replace("''", "") if mark == "'" else re.sub(r"\\.", "", value[1:])
    return "" if mark in inner else value + mark


def _continued(source: SourceText, line: int, parts: LineParts, end: int) -> int:
    """Return where a value ends that goes on over deeper lines without keys or dashes."""
    depth = len(parts.lead)
    for following in range(line + 1, len(source.starts)):
        text = source.line_text(following)
        inner = split_line(text)
        deeper = len(text) - len(text.lstrip()) > depth
        if not text.strip() or not deeper or "-" in inner.lead or inner.key in KNOWN_KEYS:
            break
        if text.rstrip().rstrip(":").lstrip() in KNOWN_KEYS or text.lstrip().startswith("#"):
            break
        end = source.starts[following] + len(text.rstrip())
    return end


def _tabs(source: SourceText, line: int, text: str) -> Iterator[Candidate]:
    """Return this line and the ones below it with spaces for the tabs of their indentation."""
    lead = text[: len(text) - len(text.lstrip())]
    start = source.starts[line]
    message = "a tab in the indentation; YAML takes spaces only"
    if odd := re.search(r"[^ \t]", lead):
        message = f"an unusual space (U+{ord(odd[0]):04X}) in the indentation; YAML takes ordinary ones only"
        better = " " * len(lead)
        yield Candidate(
            "E119", message, start, start + len(lead), better, start + odd.start(), start + len(lead)
        )
        return
    if "\t" not in lead:
        if dash := re.match(r"[ ]*-[ ]*\t\s*", text):
            better = re.sub(r"\s*\t\s*$", " ", dash[0])
            yield Candidate("E119", message, start, start + len(dash[0]), better, start, start + len(dash[0]))
        return
    rest = source.text[start:]
    depths = [" " * _indent(source, other) for other in (line - 1, line - 2) if other >= 0]
    for spaces in dict.fromkeys([*depths, *(lead.expandtabs(width) for width in (2, 4, 8))]):
        better = _untabbed(rest, lead, spaces)
        hint = f"begin the line with {len(spaces)} spaces: {spaces}{text.strip()}"
        yield Candidate("E119", message, start, len(source.text), better, start, start + len(lead), hint)


def _untabbed(rest: str, lead: str, spaces: str) -> str:
    """Return the lines with spaces for their tabs, deeper lines staying deeper."""
    tabs = lead.count("\t")
    return _TAB_LEAD.sub(lambda found: spaces + "  " * max(found[0].count("\t") - tabs, 0), rest)


def _indent(source: SourceText, line: int) -> int:
    """Return the column of a line's own key or text, behind its dashes."""
    return len(split_line(source.line_text(line)).lead.expandtabs(2))


def _spaces(source: SourceText, line: int, text: str) -> Iterator[Candidate]:
    start = source.starts[line]
    if (found := _UNSPACED_KEY.fullmatch(text)) and found["key"] in KNOWN_KEYS:
        colon = ":" in found["colon"]
        if not (colon and found["value"].startswith(" ")):
            message = "a space is missing after ':'" if colon else f"':' is missing after {found['key']!r}"
            better = f"{found['lead']}{found['key']}: {found['value'].lstrip()}"
            caret = start + found.start("colon")
            yield Candidate("E122", message, start, start + len(text), better, caret, caret + 1)
    if not split_line(text).key and (dashed := _dashed_below(source, line, text)):
        caret = start + len(dashed)
        message = "'- ' is missing, which the entries below have"
        yield Candidate(
            "E122",
            message,
            start,
            start + len(text),
            f"{dashed}- {_BULLET.sub('', text.strip())}",
            caret,
            caret + 1,
        )
    if found := _UNSPACED_DASH.fullmatch(text):
        better = f"{found['lead']}- {found['value']}"
        caret = start + len(found["lead"])
        message = "a space is missing after '-'"
        yield Candidate("E122", message, start, start + len(text), better, caret, caret + 1)


def _dashless(source: SourceText, line: int, text: str) -> Iterator[Candidate]:
    """Return an entry with the dash that its first line lacks, its keys standing below the first one."""
    found = _DASHLESS_ID.match(text)
    depth = len(found["lead"]) if found else 0
    below = _depth(source.line_text(line + 1))
    if found is None or below < depth:
        return
    rows, last, hint = [f"{found['lead']}- {text.lstrip()}"], line, ""
    if below == depth:
        hint = f"write: - {text.strip()}, and the keys of the entry right below its 'id'"
        while (
            (row := source.line_text(last + 1)) and _depth(row) >= depth and not row.lstrip().startswith("-")
        ):
            rows.append(f"  {row}")
            last += 1
    start = source.starts[line]
    end = source.starts[last] + len(source.line_text(last))
    yield Candidate("E104", _NO_DASH, start, end, "\n".join(rows), start + depth, start + len(text), hint)


def _dashed_below(source: SourceText, line: int, text: str) -> str:
    """Return a line's own indentation if the next line begins a list entry there and this one does not."""
    lead = text[: len(text) - len(text.lstrip())]
    below = source.line_text(line + 1)
    return lead if lead and below.startswith(f"{lead}- ") and not text.lstrip().startswith("-") else ""


def moves(source: SourceText, line: int) -> Iterator[Candidate]:
    """Return the line, and the lines below that share its depth, moved to the depth of their neighbours."""
    text = source.line_text(line)
    if not text.strip() or text.lstrip().startswith("#"):
        return
    depth = len(text) - len(text.lstrip())
    keyed = split_line(text).key in KNOWN_KEYS or text.strip().rstrip(":") in KNOWN_KEYS
    depths: dict[int, None] = {}
    for other in range(line - 1, max(line - 12, -1), -1):
        if source.line_text(other).strip():
            near = _indent(source, other)
            depths.update(
                dict.fromkeys(
                    (near, near + 2) if not keyed or ":" in source.line_text(other)[-2:] else (near,)
                )
            )
    run = line
    while run + 1 < len(source.starts) and _depth(source.line_text(run + 1)) == depth:
        run += 1
    message = "the indentation does not fit the lines around it"
    start = source.starts[line]
    for wanted in depths:
        if wanted == depth:
            continue
        for last in dict.fromkeys((line, run)):
            rows = [" " * wanted + source.line_text(each).lstrip() for each in range(line, last + 1)]
            end = source.starts[last] + len(source.line_text(last))
            hint = f"begin the line with {wanted} spaces: {' ' * wanted}{text.strip()}"
            caret = start + depth
            yield Candidate(
                "E121", message, start, end, "\n".join(rows), caret, start + len(text.rstrip()), hint
            )


def _depth(text: str) -> int:
    return len(text) - len(text.lstrip()) if text.strip() else -1
