"""YAML that is valid and yet not what was typed: traps that show in the nodes, with the mended line."""

from __future__ import annotations

import re

from question_bank.problems import Problem
from question_bank.reading.quoting import quoted, shown
from question_bank.reading.source_text import SourceText
from question_bank.reading.tree import Mapping, Node, Scalar, Sequence

_DIGITS_LAST = re.compile(r"[0-9]$")
_REST_OF_FIGURE = re.compile(r"[0-9]{3}(?![0-9])|[0-9]+ ?[^\W\d]")


def is_cut_by_comment(text: str, end: int) -> bool:
    """Say whether a plain text that ends at `end` was ended by a comment one space away.

    Two spaces before `#` are how YAML's style guides set a comment off, so that is taken for one.
    """
    return text.startswith(" #", end)


def eaten_by_comment(source: SourceText, node: Scalar) -> Problem:
    """Return the finding for a text that YAML ends at ` #`."""
    line = source.line_of(node.end)
    end = source.starts[line] + len(source.line_text(line).rstrip())
    lost = source.text[node.end + 1 : end]
    begin = node.start if source.line_of(node.start) == line else source.starts[line]
    message = f"a comment ate the rest: {lost!r} is not part of the value"
    hint = _mended(source, begin, end, quoted(source.text[begin:end].strip()))
    return source.problem("E110", message, node.end + 1, end, f"{hint} (or two spaces before a comment)")


def report_empty(source: SourceText, node: Scalar, name: str, problems: list[Problem]) -> None:
    """Report a text that is not there; `answer: #3` has one that only looks so."""
    line = source.line_of(node.end)
    end = source.starts[line] + len(source.line_text(line).rstrip())
    rest = source.text[node.end : end]
    begin = node.end + len(rest) - len(rest.lstrip())
    if node.style == "" and re.match(r"[ \t]*#\S", rest):
        message = f"{name!r} is empty, since '#' begins a comment"
        hint = _mended(source, begin, end, quoted(source.text[begin:end]))
        problems.append(source.problem("E110", message, begin, end, hint))
        return
    hint = f"write a text after '{name}:', or delete the key"
    if node.start == node.end and node.style == "":  # the caret belongs under the key, not behind it
        begin = source.starts[line] + len(source.line_text(line)) - len(source.line_text(line).lstrip())
        stop = max(begin + 1, min(node.end, end))
        problems.append(source.problem("E132", f"{name!r} is empty", begin, stop, hint))
    else:
        problems.append(source.problem("E132", f"{name!r} is empty", node.start, node.end, hint))


def report_not_text(source: SourceText, node: Node, name: str, problems: list[Problem]) -> None:
    """Report a list or mapping where a text belongs."""
    here = source.text[node.start : node.start + 2]
    if type(node) is Sequence:
        if report_split_numbers(source, node, problems):
            return
        hint = "write one text"
        single = node.items[0] if len(node.items) == 1 else None
        if (
            type(single) is Scalar
            and single.value
            and "\n" not in (inner := source.text[single.start : single.end])
        ):
            hint = f"write: {name}: {inner}"
        elif node.flow:
            hint = f"if the brackets belong to the text, {_mended(source, node.start, node.end, None)}"
        problems.append(source.problem("E131", f"{name!r} is a list, not a text", node.start, node.end, hint))
    elif type(node) is not Mapping:
        return
    elif node.flow and here.startswith("{"):
        message = "a value that begins with '{' must be quoted"
        end = _line_end(source, node.start)
        hint = _mended(source, node.start, end if here == "{{" else node.end, None)
        problems.append(source.problem("E114", message, node.start, node.end, hint))
    elif _is_colon_trap(source, node):
        end = node.end if _within_flow(source, node) else _line_end(source, node.start)
        hint = _mended(source, node.start, end, None)
        message = "a colon followed by a space makes this a key with a value"
        problems.append(source.problem("E118", message, node.start, end, hint))
    else:
        message = f"{name!r} holds keys and values, not a text"
        problems.append(source.problem("E131", message, node.start, node.end, "write one text"))


def report_not_list(source: SourceText, node: Node, name: str, problems: list[Problem]) -> None:
    """Report a text or mapping where a list belongs."""
    if type(node) is Scalar and not node.value.strip():
        report_empty(source, node, name, problems)
        return
    if report_unspaced_dashes(source, node, problems):
        return
    hint = "begin each entry with '- ' on a line of its own"
    if type(node) is Scalar and "\n" not in node.value:
        value = node.value if "," not in node.value and node.style == "" else quoted(node.value)
        value = f"{{file: {value}, alt: what it shows}}" if name == "media" else value
        hint = f"write: {name}: [{value}]"
        if value != node.value and name != "media" and node.style == "" and _is_row(node.value):
            hint = f"write: {name}: [{node.value}], or [{value}] if it is one"
    elif type(node) is Mapping and not node.flow:
        hint = (
            f"begin each entry with '- ', here: - {source.text[node.start : _line_end(source, node.start)]}"
        )
    what = "a text" if type(node) is Scalar else "keys and values"
    problems.append(source.problem("E131", f"{name!r} is {what}, not a list", node.start, node.end, hint))


def _is_row(value: str) -> bool:
    """Say whether a text reads like several, one comma apart, that brackets would keep as they are."""
    return "," in value and re.search(r"[0-9],[0-9]|[\[\]{}\"#:]", value) is None


def report_unspaced_dashes(source: SourceText, node: Node, problems: list[Problem]) -> bool:
    """Report `-Rivers` on a line of its own, which is a text that begins with a dash."""
    if type(node) is not Scalar or node.style or not re.match(r"-[^\s-]", node.value):
        return False
    rows = source.text[node.start : node.end].split("\n")
    own_line = not source.line_text(source.line_of(node.start))[: _column(source, node.start)].strip()
    if not own_line or not all(row.lstrip().startswith("-") for row in rows):
        return False
    hint = f"write: - {rows[0][1:].strip()}"
    problems.append(source.problem("E122", "a space is missing after '-'", node.start, node.start + 1, hint))
    return True


def _column(source: SourceText, index: int) -> int:
    return index - source.starts[source.line_of(index)]


def report_not_mapping(
    source: SourceText, node: Node, what: str, known: tuple[str, ...], problems: list[Problem]
) -> None:
    """Report a text or list where keys with values belong."""
    if type(node) is Scalar and (found := re.match(r"([A-Za-z_]+):(\S)", node.value)) and found[1] in known:
        hint = f"write: {found[1]}: {found[2]}..."
        problems.append(source.problem("E122", "a space is missing after ':'", node.start, node.end, hint))
        return
    kind = "a list" if type(node) is Sequence else "a text" if node.start != node.end else "empty"
    message = f"{what} is {kind}, not keys with values"
    hint = (
        f"write '{known[0]}: ...' and below it '{known[1]}: ...'"
        if len(known) > 1
        else f"write '{known[0]}:' on a line of its own above it"
    )
    problems.append(source.problem("E131", message, node.start, max(node.end, node.start + 1), hint))


def report_odd_key(source: SourceText, mapping: Mapping, key: Node, problems: list[Problem]) -> None:
    """Report a key that is a list or a mapping: braces or brackets that belonged to a text."""
    begin = mapping.start if mapping.flow else key.start
    end = _line_end(source, begin)
    hint = _mended(source, begin, end, None)
    message = f"a value that begins with {source.text[begin]!r} must be quoted"
    problems.append(source.problem("E114", message, begin, end, hint))


def report_split_numbers(source: SourceText, node: Sequence, problems: list[Problem]) -> bool:
    """Report a figure such as 10,000 that a list in brackets takes for two items."""
    if not node.flow:
        return False
    found = False
    for left, right in zip(node.items, node.items[1:], strict=False):
        if _splits_figure(source, left, right):
            whole = source.text[left.start : right.end]
            hint = _mended(source, left.start, right.end, quoted(whole))
            message = f"the comma makes two items of {whole!r}"
            problems.append(source.problem("E111", message, left.start, right.end, hint))
            found = True
    return found


def report_split_mapping(
    source: SourceText, mapping: Mapping, key: Scalar, value: Node, problems: list[Problem]
) -> bool:
    """Report a comma that cuts a text inside braces; the second half then stands there like a key."""
    if (
        not mapping.flow
        or type(value) is not Scalar
        or value.value
        or source.text[key.end : key.end + 1] == ":"
    ):
        return False
    before = [pair for pair in mapping.pairs if pair[0].start < key.start]
    if not before or type(before[-1][1]) is not Scalar:
        return False
    left = before[-1][1]
    whole = source.text[left.start : key.end]
    hint = _mended(source, left.start, key.end, quoted(whole))
    message = f"the comma ends the value: {key.value!r} is not part of it"
    problems.append(source.problem("E111", message, left.start, key.end, hint))
    return True


def _splits_figure(source: SourceText, left: Node, right: Node) -> bool:
    return (
        type(left) is Scalar
        and type(right) is Scalar
        and left.style == right.style == ""
        and source.text[left.end : right.start] == ","
        and _DIGITS_LAST.search(left.value) is not None
        and _REST_OF_FIGURE.match(right.value) is not None
    )


def _is_colon_trap(source: SourceText, node: Mapping) -> bool:
    first = node.pairs[0] if node.pairs else None
    return (
        first is not None
        and len(node.pairs) == 1
        and type(first[0]) is Scalar
        and type(first[1]) is Scalar
        and first[0].style == ""
        and source.line_of(first[0].start) == source.line_of(first[1].start)
    )


def _within_flow(source: SourceText, node: Mapping) -> bool:
    """Say whether a mapping without braces stands in brackets: then a comma or bracket ends it."""
    return node.flow or source.text[node.end : node.end + 1] in (",", "]", "}")


def _line_end(source: SourceText, index: int) -> int:
    line = source.line_of(index)
    return source.starts[line] + len(source.line_text(line).rstrip())


def _mended(source: SourceText, start: int, end: int, better: str | None) -> str:
    """Return the suggestion that shows the line with its stretch `start` to `end` quoted."""
    line = source.line_of(start)
    begin, stop = source.starts[line], _line_end(source, start)
    cut = min(end, stop)
    middle = better if better is not None and "\n" not in better else quoted(source.text[start:cut])
    return f"write: {shown(source.text[begin:start] + middle + source.text[cut:stop])}"
