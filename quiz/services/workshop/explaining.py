"""Why a code exists, with a wrong and a right example: what `explain` prints, for a page."""

from __future__ import annotations

from dataclasses import dataclass

from question_bank.codes.registry import all_entries
from quiz.services.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """`file` is the name of the file that the examples are of; `source` names the literature, if any."""

    code: str
    title: str
    why: str
    wrong: str
    right: str
    file: str
    source: str


def explain(code: str) -> Explained:
    """Return the explanation of a code, in English; raises NotFound."""
    entry = all_entries().get(code)
    if entry is None:
        raise NotFound(f"there is no code {code!r}")
    return Explained(
        code=entry.code,
        title=entry.title,
        why=" ".join(entry.why.split()),
        wrong=entry.wrong.strip("\n"),
        right=entry.right.strip("\n"),
        file=entry.example.value,
        source=entry.source,
    )
