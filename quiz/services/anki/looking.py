"""Notes of a package to look at: their fields as in Anki, made harmless, and what they would become."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from urllib.parse import unquote

from question_bank.anki.packages.values import AnkiMedia, AnkiNote, AnkiPackage
from question_bank.anki.taking.knowing import Known
from question_bank.anki.taking.notes import without_tags
from question_bank.anki.taking.reporting import note_name
from question_bank.anki.taking.sanitising import TooLongError, simplified
from question_bank.anki.taking.taking import take
from question_bank.anki.taking.values import CardMapping, Reason, Role
from question_bank.model import Question
from question_bank.reading.media import SHOWN_TYPES
from quiz.services.anki.holding import Held
from quiz.services.anki.mapping import shown

AT_ONCE = 3
_MOST_QUESTIONS = 4  # of one note: a text may have a gap with a number of its own on every line
_LONGEST_FIELD = 3_000
_PICTURE = re.compile(r"images/anki-([0-9a-f]{24})\.([a-z]+)")
_EMPTY_EDGES = re.compile(r"\A(?:\s|<br>)+|(?:\s|<br>)+\Z")  # lists begin and end with a line break

Address = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShown:
    """A field with its content as harmless HTML; `cut` if it is longer than is shown."""

    name: str
    role: Role
    html: str
    cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteShown:
    """A note beside the questions that it becomes; `more` are not shown. `reason` says why there are none."""

    number: int
    name: str
    fields: tuple[FieldShown, ...]
    questions: tuple[Question, ...]
    more: int
    reason: Reason


def notes_shown(
    package: AnkiPackage,
    mapping: CardMapping,
    first: int,
    *,
    language: str,
    deck_tags: bool,
    address: Address,
) -> tuple[NoteShown, ...]:
    """Return some notes of the mapping's type from the `first` one on, counted from 1.

    `address` tells where a picture is served, by its path in the bank. What the bank has
    already is shown too.
    """
    own = [note for note in package.notes if note.type_id == mapping.type_id]
    some = own[first - 1 : first - 1 + AT_ONCE]
    pictures = {_folded(each.name): each for each in package.media}
    return tuple(
        _shown(package, note, mapping, first + place, pictures, language, address, deck_tags=deck_tags)
        for place, note in enumerate(some)
    )


def picture_in(held: Held, path: str) -> Path | None:
    """Return a picture of the package by its path in the bank; None if there is none."""
    found = _PICTURE.fullmatch(path)
    if found is None or found[2] not in SHOWN_TYPES:
        return None
    return next(held.work.glob(f"{found[1]}*.{found[2]}"), None)


def _shown(
    package: AnkiPackage,
    note: AnkiNote,
    mapping: CardMapping,
    number: int,
    pictures: dict[str, AnkiMedia],
    language: str,
    address: Address,
    *,
    deck_tags: bool,
) -> NoteShown:
    note_type = next(each for each in package.note_types if each.id == note.type_id)
    alone = replace(
        package,
        notes=(note,),
        cards=tuple(card for card in package.cards if card.note_id == note.id),
        reviews=(),
    )
    # Of its own, as if nothing were known yet: what is merged with what is another page's business.
    taking = take(alone, [mapping], language=language, known=Known(), deck_tags=deck_tags)
    return NoteShown(
        number=number,
        name=note_name(note, note_type),
        fields=tuple(
            _field(name, role, html, pictures, address)
            for name, role, html in zip(note_type.fields, mapping.roles, note.fields, strict=False)
        ),
        questions=taking.questions[:_MOST_QUESTIONS],
        more=max(len(taking.questions) - _MOST_QUESTIONS, 0),
        reason=taking.outcomes[0].reason,
    )


def _field(name: str, role: Role, html: str, pictures: dict[str, AnkiMedia], address: Address) -> FieldShown:
    def picture(source: str, words: str) -> str:
        found = pictures.get(_folded(source)) or pictures.get(_folded(unquote(source)))
        kind = found.file.suffix.lower().lstrip(".") if found else ""
        if found is None or kind not in SHOWN_TYPES:
            return f"<code>{escape(source)}</code>"
        path = f"images/anki-{found.file.stem[:24]}.{kind}"
        return f'<img src="{escape(address(path))}" alt="{escape(words or found.name)}">'

    cut = len(html) > _LONGEST_FIELD
    if not cut:
        try:
            safe = _EMPTY_EDGES.sub("", simplified(html, picture).html)
            return FieldShown(name=shown(name), role=role, html=safe, cut=False)
        except TooLongError:
            cut = True
    plain = " ".join(without_tags(html[: 4 * _LONGEST_FIELD]).split())[:_LONGEST_FIELD]
    return FieldShown(name=shown(name), role=role, html=escape(plain), cut=cut)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip())
