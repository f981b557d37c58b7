"""Which notes are known: those that Factdeck sent out, and those that were imported before."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from question_bank.anki.identity import note_guid, note_name
from question_bank.anki.media import MediaFiles
from question_bank.model import Bank, Cloze, Question
from question_bank.model.texts import parts

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_KEY_LENGTH = 9
# Numbers of questions that are no template's: the one of a covered picture, and one for each cloze number.
PICTURE, CLOZES = 99_999, 100_000
_KEY = re.compile(rf"[a-z][0-9a-z]{{{_KEY_LENGTH - 1}}}")


def key_of(guid: str, number: int = 0) -> str:
    """Return the end of the id of the question that a card of a foreign note becomes, for ever.

    It is made of the note's GUID alone, so that an import recognises it whatever the texts say by then.
    `number` is the card template's (0 for a cloze), `PICTURE`, or `CLOZES` and a cloze number where a text
    became a question for each.
    """
    value = int.from_bytes(
        hashlib.sha256(f"anki note\x1f{guid}\x1f{number}".encode("utf-8", "surrogatepass")).digest()[:16],
        "big",
    )
    value, first = divmod(value, 26)
    letters = [chr(ord("a") + first)]
    for _ in range(_KEY_LENGTH - 1):
        value, digit = divmod(value, len(_DIGITS))
        letters.append(_DIGITS[digit])
    return "".join(letters)


def end_of(question_id: str) -> str:
    """Return the end of an id that may be a key, "" if it cannot be one."""
    key = question_id.rpartition("-")[2]
    return key if _KEY.fullmatch(key) else ""


def places_of(guid: str, ord_: int, *, cloze: bool) -> tuple[tuple[str, int], ...]:
    """Return where the reviews of a foreign note's card may belong, by what an earlier import made of it.

    Each is the end of a question's id and the part (cloze number, else 0), the likeliest first.
    """
    if not cloze:
        return ((key_of(guid, ord_), 0),)
    own = key_of(guid, CLOZES + ord_ + 1)
    return ((key_of(guid), ord_ + 1), (own, ord_ + 1), (own, 0))


class Known:
    """The banks that are here. `media` reads a bank's picture, as for an export; `changed` as there.

    `target` is the bank that notes are imported into, None if it is new: only its questions count as imported
    before.
    """

    def __init__(
        self,
        banks: Sequence[Bank] = (),
        target: Bank | None = None,
        media: Callable[[Bank, str], bytes] | None = None,
        changed: Callable[[Bank, Question], datetime] | None = None,
    ) -> None:
        self.target = target
        self.changed = changed
        whole = [target, *(bank for bank in banks if bank.id != target.id)] if target else list(banks)
        self._banks = {bank.id: bank for bank in whole}
        self._files = MediaFiles(media) if media else None
        self._by_guid = {
            note_guid(bank.id, question.first_id): (bank, question) for bank, question in _all(whole)
        }
        self._by_name = {
            note_name(bank.id, question.first_id): (bank, question) for bank, question in _all(whole)
        }
        self._by_key: dict[str, tuple[Bank, Question]] = {}
        for bank, question in _all(whole):
            for name in (question.id, *question.was):
                if key := end_of(name):
                    self._by_key.setdefault(key, (bank, question))

    def ours(self, guid: str, name: str) -> tuple[Bank, Question] | None:
        """Return the question that a note was exported from, by its GUID or what its `ID` field says."""
        return self._by_guid.get(guid) or self._by_name.get(name)

    def bank_of(self, name: str) -> Bank | None:
        """Return the bank that an `ID` field names, if it is here."""
        return self._banks.get(name.partition("/")[0])

    def imported(self, guid: str, number: int = 0) -> Question | None:
        """Return the target's question that a card of this note became at an earlier import."""
        found = self._by_key.get(key_of(guid, number))
        return found[1] if found and self.target and found[0].id == self.target.id else None

    def card(self, guid: str, name: str, ord_: int) -> tuple[str, str, int] | None:
        """Return whose a card's reviews are: bank id, question id and part; None if the card is unknown.

        `name` is what the note's `ID` field says, "" if it has none.
        """
        if (own := self.ours(guid, name)) is not None:
            return _part(*own, ord_) if ord_ == 0 or isinstance(own[1], Cloze) else None
        for number in (ord_, CLOZES + ord_ + 1, 0):
            found = self._by_key.get(key_of(guid, number))
            if (
                found
                and (number or not ord_ or isinstance(found[1], Cloze))
                and (card := _part(*found, ord_))
            ):
                return card
        return None

    def image_name(self, bank: Bank, file: str) -> str:
        """Return what a picture is called in Anki; its own name where it cannot be read."""
        if self._files is None:
            return file
        try:
            return self._files.name(bank, file)
        except (OSError, LookupError, ValueError):
            return file


def _all(banks: Iterable[Bank]) -> list[tuple[Bank, Question]]:
    return [(bank, question) for bank in banks for question in bank.questions]


def _part(bank: Bank, question: Question, ord_: int) -> tuple[str, str, int] | None:
    """Return the question's part that Anki's card `ord_` asks for."""
    if isinstance(question, Cloze):
        return (bank.id, question.id, ord_ + 1) if ord_ + 1 in parts(question) else None
    return bank.id, question.id, 0
