"""After a syntax error: the text cut into its entries, so that the others are still checked."""

from __future__ import annotations

from question_bank.problems import Place, Problem
from question_bank.reading.source_text import SourceText
from question_bank.reading.tree import Node


def read_broken(
    source: SourceText, key: str, problems: list[Problem], ids: dict[str, Place]
) -> list[tuple[SourceText, Node | None]]:
    """Return the roots of the text's parts that can be read; findings and ids of the others are added."""
    problems.append(source.problem("E100", "not valid YAML", 0, 1))
    return []
