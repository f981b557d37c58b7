"""The notes of a package, one after the other: each question with all that Anki will hold of it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote

from question_bank.anki.citations import Citations
from question_bank.anki.decks import Deck, Decks
from question_bank.anki.escaping import clean
from question_bank.anki.fields import note_fields
from question_bank.anki.identity import note_guid, note_name
from question_bank.anki.ids import NOTE_TYPE_IDS, NOTE_TYPES_CHANGED
from question_bank.anki.media import MediaFiles
from question_bank.anki.options import ExportOptions, PackageError
from question_bank.markup import plain_text
from question_bank.model import Bank, Kind, Question
from question_bank.model.texts import parts, prompt_text

Changed = Callable[[Bank, Question], datetime]


class Note(NamedTuple):
    """One note. `position` is its place in study order, from 1; `parts` are the cloze numbers, or 0 alone."""

    bank_id: str
    first_id: str
    kind: Kind
    changed_s: int
    position: int
    deck: Deck
    fields: tuple[str, ...]
    sort_text: str
    tags: str
    parts: tuple[int, ...]

    @property
    def guid(self) -> str:
        return note_guid(self.bank_id, self.first_id)

    @property
    def name(self) -> str:
        return note_name(self.bank_id, self.first_id)

    @property
    def type_id(self) -> int:
        return NOTE_TYPE_IDS[self.kind]


class Notes:
    """Makes the notes that the options choose, each when it is asked for, so that few are there at a time.

    `seen` is shown each note as it is made. Raises PackageError for two questions that Anki could not tell
    apart, and for a time without a zone.
    """

    def __init__(
        self,
        banks: Sequence[Bank],
        changed: Changed,
        images: MediaFiles,
        options: ExportOptions,
        seen: Callable[[Note], None] | None = None,
    ) -> None:
        self._banks = banks
        self._images = images
        self._options = options
        self._seen = seen
        self._citations = {bank.id: Citations(bank) for bank in banks}
        self.decks = Decks(banks, options.sub_decks)
        self._changed_s = array("q", self._times(changed))

    @property
    def newest_s(self) -> int:
        """When the newest change was, in seconds since 1970."""
        return max(self._changed_s, default=int(NOTE_TYPES_CHANGED.timestamp()))

    def __iter__(self) -> Iterator[Note]:
        for (bank, question, position), changed_s in zip(self._chosen(), self._changed_s, strict=True):
            note = self._note(bank, question, position, changed_s)
            if self._seen:
                self._seen(note)
            yield note

    def _chosen(self) -> Iterator[tuple[Bank, Question, int]]:
        # What is left out keeps its place, so that packages of several parts do not mix their orders.
        position = 0
        for bank in self._banks:
            for question in bank.questions:
                position += not question.draft
                if self._options.takes(bank, question):
                    yield bank, question, position

    def _times(self, changed: Changed) -> Iterator[int]:
        """Return each chosen question's time of change, in seconds since 1970."""
        seen: dict[tuple[str, str], str] = {}
        for bank, question, _ in self._chosen():
            key = bank.id, question.first_id
            if key in seen:
                raise PackageError(
                    f"questions {seen[key]!r} and {question.id!r} of bank {bank.id!r} both began as "
                    f"{question.first_id!r}, so Anki would take them for one note; change one's `was`"
                )
            seen[key] = question.id
            yield _seconds(changed(bank, question), question)

    def _note(self, bank: Bank, question: Question, position: int, changed_s: int) -> Note:
        fields = note_fields(
            bank,
            question,
            lambda file: self._images.name(bank, file),
            passages=self._options.passages(bank, question) if self._options.passages else (),
            link=question_address(self._options.address, bank, question),
            citations=self._citations[bank.id],
        )
        return Note(
            bank_id=bank.id,
            first_id=question.first_id,
            kind=question.kind,
            changed_s=changed_s,
            position=position,
            deck=self.decks.of(bank, question),
            fields=tuple(fields.values()),
            sort_text=clean(plain_text(prompt_text(question))),
            tags=_tags(question),
            parts=parts(question),
        )


def question_address(address: str, bank: Bank, question: Question) -> str:
    """Return where the question's page is in a Factdeck that can be reached there, "" if none can."""
    if not address:
        return ""
    key, first_id = quote(bank.id, safe=""), quote(question.first_id, safe="")
    return f"{address.rstrip('/')}/banks/{key}/questions/{first_id}"


def _tags(question: Question) -> str:
    """Return the tags as Anki keeps them: separated by spaces, so without any inside, and one at each end."""
    tags = {"_".join(clean(tag).split()) for tag in question.tags}
    return f" {' '.join(sorted(tags - {''}))} "


def _seconds(changed: datetime, question: Question) -> int:
    if changed.tzinfo is None:
        raise PackageError(f"the change of question {question.id!r} has no time zone; give an aware datetime")
    return int(changed.timestamp())
