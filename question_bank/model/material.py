"""What a bank is made from: sources, passages in them, and facts that rest on passages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from question_bank.problems import Places


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An article that is cited. `body` is the first and last line of its file that are material, from 1.

    `quote` says that its passages may be given away with the questions, as on the cards of an Anki package.
    """

    id: str
    title: str
    publisher: str = ""
    author: str = ""
    published: date | None = None
    url: str = ""
    file: str = ""
    body: tuple[int, int] | None = None
    quote: bool = False
    at: Places = field(default=Places(), compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of a source: the body paragraph's number, from 1, and the words at its two ends."""

    source: str
    paragraph: int
    begins: str
    ends: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Passages that support a fact: all of them together, or (`alternatives`) any one by itself."""

    passages: tuple[Passage, ...]
    alternatives: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One claim in our own words. `by` names whose claim it is; `via` the agencies that passed it on."""

    id: str
    says: str
    evidence: Evidence
    by: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    at: Places = field(default=Places(), compare=False, repr=False)
