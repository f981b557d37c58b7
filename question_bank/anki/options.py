"""What can be chosen about a package: which questions, which decks, and what the cards bring along."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from question_bank.anki.schedule import Progress
from question_bank.model import Bank, Question


class PackageError(ValueError):
    """The banks cannot be one package; the message says what is in the way."""


class SubDecks(StrEnum):
    """Where a bank's cards go: all into its deck, or each into one below it for the question's first tag."""

    NONE = "none"
    BY_TAG = "tag"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """What a package holds and shows. The defaults: every question, a deck per bank, no learner.

    `chosen` are pairs of bank id and first id, None for all. `address` is where Factdeck can be reached from
    the learner's Anki, "" if nowhere, else like `https://example.org/quiz`: the cards then link to their
    questions' pages there. `passages` returns the texts of a question's passages that may be shown on cards,
    in the order of its facts; None shows none. Raises ValueError for an address that is none.
    """

    chosen: frozenset[tuple[str, str]] | None = None
    sub_decks: SubDecks = SubDecks.NONE
    address: str = ""
    passages: Callable[[Bank, Question], tuple[str, ...]] | None = None
    progress: Progress | None = None

    def __post_init__(self) -> None:
        if self.address and not _ADDRESS.fullmatch(self.address):
            raise ValueError(
                f"{self.address!r} is no address that a card can link to; write one like https://example.org"
            )

    def takes(self, bank: Bank, question: Question) -> bool:
        """Say whether the question goes into the package."""
        return not question.draft and (self.chosen is None or (bank.id, question.first_id) in self.chosen)


# Without a query or a fragment, since the page's path comes behind it.
_ADDRESS = re.compile(r"https?://[^\s/?#\"'<>\\@]+(/[^\s?#\"'<>\\]*)?", re.IGNORECASE)

EVERYTHING = ExportOptions()
