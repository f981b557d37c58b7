"""One typed text against the keys it may be: letter for letter, in another spelling, or with slips."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from question_bank.grading.normal import folded, folded_words, key_normal, typed_normal, without_hyphens
from question_bank.grading.typos import is_slip_of
from question_bank.grading.vocabulary import Vocabulary
from question_bank.markup import plain_text
from question_bank.model import Note, NoteKind

# Joined, a name like Jong-un would be long enough to be taken for Jong-in; `co-operation` is long by itself.
_LONG_HYPHENED = re.compile(r"[^\W\d]-[^\W\d]{8}|[^\W\d]{8}-[^\W\d]")


class Closeness(IntEnum):
    """How a text agrees with a key; the smaller, the closer."""

    EXACT = 0
    SPELLING = 1
    TYPO = 2


@dataclass(frozen=True, slots=True)
class TextMatch:
    """A typed text taken for the key `text`."""

    closeness: Closeness
    text: str

    @property
    def notes(self) -> tuple[Note, ...]:
        if self.closeness is Closeness.EXACT:
            return ()
        kind = NoteKind.SPELLING if self.closeness is Closeness.SPELLING else NoteKind.TYPO
        return (Note(kind, self.text),)


@dataclass(frozen=True, slots=True)
class Judge:
    """What decides on typed texts besides the key: the bank's words, its language, and strictness."""

    vocabulary: Vocabulary
    language: str = "en"
    strict: bool = False

    def match(self, typed: str, keys: Sequence[str], reject: Sequence[str] = ()) -> TextMatch | None:
        """Return the key that `typed` is taken for, the closest one, or None.

        A text that the teacher rejects is taken for a key only if it is one letter for letter.
        """
        given = typed_normal(typed, self.language)
        if exact := next((key for key in keys if key_normal(key, self.language) == given), None):
            return TextMatch(Closeness.EXACT, plain_text(exact))
        if self.strict or self.rejects(typed, reject):
            return None
        if alike := next((key for key in keys if self._spelled_alike(given, key)), None):
            return TextMatch(Closeness.SPELLING, plain_text(alike))
        if any(self._is_slip(given, text) or self._spelled_alike(given, text) for text in reject):
            return None
        slip = next((key for key in keys if self._is_slip(given, key)), None)
        return TextMatch(Closeness.TYPO, plain_text(slip)) if slip is not None else None

    def rejects(self, typed: str, reject: Sequence[str]) -> bool:
        """Say whether `typed` is, letter for letter, an answer that the teacher named as wrong."""
        given = typed_normal(typed, self.language)
        return any(key_normal(text, self.language) == given for text in reject)

    def _spelled_alike(self, given: str, key: str) -> bool:
        wanted = key_normal(key, self.language)
        if _far_longer(given, wanted):
            return False
        if folded(given, self.language) == folded(wanted, self.language):
            return True
        bare = without_hyphens(given), without_hyphens(wanted)
        if bare == (given, wanted):
            return False
        return folded(bare[0], self.language) == folded(bare[1], self.language)

    def _is_slip(self, given: str, key: str) -> bool:
        """A slip may sit in a word that has two spellings or a hyphen, so each way of writing it is tried."""
        wanted = key_normal(key, self.language)
        if _far_longer(given, wanted):
            return False
        ways = {(given, wanted)}
        if _LONG_HYPHENED.search(f"{given} {wanted}"):
            ways.add((without_hyphens(given), without_hyphens(wanted)))
        return any(
            is_slip_of(
                folded_words(typed, self.language, habits=habits),
                folded_words(meant, self.language, habits=habits),
                self.vocabulary,
            )
            for typed, meant in sorted(ways)
            for habits in (True, False)
        )


def _far_longer(given: str, wanted: str) -> bool:
    """Say whether no spelling and no slip can make the one of the other, so that comparing is wasted time.

    Words shrink most where they are numbers (`seventy-seven` is 77).
    """
    return len(given) > 8 * len(wanted) + 40
