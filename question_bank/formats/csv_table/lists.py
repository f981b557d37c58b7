"""Several values in one cell: `a | b | c`, and inside one of them `a ~ b` or `a -> b`."""

from __future__ import annotations

import re

LIST, INNER, ARROW = "|", "~", "->"
NONE = "[]"

_SIGNS = re.compile(r"\\|\||~|->")
_PIECE = re.compile(r"\\(?:->|.)|\\$|\||~|->|[^\\|~-]+|-", re.DOTALL)


def escaped(text: str) -> str:
    """Return a value so that none of it is a sign, and its outer spaces stay."""
    if text == NONE:
        return "\\[]"
    safe = _SIGNS.sub(lambda found: f"\\{found[0]}", text)
    if safe[:1].isspace():
        safe = f"\\{safe}"
    return f"{safe[:-1]}\\{safe[-1]}" if len(safe) > 1 and safe[-1].isspace() else safe


def joined(values: list[str], sign: str = LIST) -> str:
    """Return values that are already escaped as one cell."""
    return f" {sign} ".join(values)


def split(cell: str, sign: str = LIST) -> list[str]:
    """Return the values between signs, still escaped and without the spaces around them."""
    values: list[list[str]] = [[]]
    for found in _PIECE.finditer(cell):
        if found[0] == sign:
            values.append([])
        else:
            values[-1].append(found[0])
    return [_trimmed("".join(each)) for each in values]


def unescaped(value: str) -> str:
    """Return the text that `escaped` was given."""
    return re.sub(r"\\(->|.)", r"\1", value, flags=re.DOTALL)


def _trimmed(value: str) -> str:
    """Strip a value, but not a space that a backslash protects."""
    bare = value.lstrip()
    stripped = bare.rstrip()
    backslashes = len(stripped) - len(stripped.rstrip("\\"))
    return bare[: len(stripped) + 1] if backslashes % 2 and len(stripped) < len(bare) else stripped
