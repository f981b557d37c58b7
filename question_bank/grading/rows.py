"""Word tables written as rows of words."""

from __future__ import annotations


def row(*lines: str) -> frozenset[str]:
    """Return the words of the lines."""
    return frozenset(word for line in lines for word in line.split())
