"""A note's fields read once, by role, and what of them a bank has no place for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from question_bank.anki.packages.values import AnkiNote, AnkiNoteType
from question_bank.anki.taking import marks
from question_bank.anki.taking.clozes import filled
from question_bank.anki.taking.sanitising import TooLongError
from question_bank.anki.taking.texts import Find, Text, joined, read_text
from question_bank.anki.taking.values import Role
from question_bank.formats.hypertext import from_plain
from question_bank.model import Media
from question_bank.reading.limits import TEXT_CHARACTERS

_LONGEST_NAME = 60
_LONGEST_TAG = 200


@dataclass(slots=True)
class Notice:
    """What is to be reported of one note: what is gone, what is said in another way, and unused fields."""

    lost: dict[str, None] = field(default_factory=dict)
    changed: dict[str, None] = field(default_factory=dict)
    unused: dict[str, None] = field(default_factory=dict)  # fields

    def add(self, text: Text) -> None:
        self.lost |= dict.fromkeys(text.lost)
        self.changed |= dict.fromkeys(text.changed)


class ReadNote:
    """A note whose fields are asked for by role. `notice` gathers what its texts could not keep."""

    def __init__(self, note: AnkiNote, note_type: AnkiNoteType, roles: tuple[Role, ...], find: Find) -> None:
        self.note = note
        self.find = find
        self.notice = Notice()
        self.placed: set[str] = set()  # fields that stand elsewhere than in the explanation
        self._has_gaps = note_type.cloze
        self._names = note_type.fields
        self._roles = roles

    def raw(self, *roles: Role) -> Iterator[tuple[str, str]]:
        """Yield the names and the HTML of the fields of these roles that hold anything."""
        for name, role, html in zip(self._names, self._roles, self.note.fields, strict=False):
            if role in roles and html.strip():
                yield name, html

    def texts(self, *roles: Role) -> list[tuple[str, Text]]:
        """Return names and texts.

        Raises:
            TooLongError: no text for a card is so long.
        """
        found = []
        for name, html in self.raw(*roles):
            # Gaps are gaps in the text only; elsewhere the note type's cards show them filled in, or nothing.
            text = read_text(filled(html) if self._has_gaps and "{{c" in html else html, self.find)
            if len(text.markdown) > TEXT_CHARACTERS:
                raise TooLongError
            self.notice.add(text)
            found.append((name, text))
        return found

    def text(self, *roles: Role) -> Text:
        """Return the fields of these roles as one text, a line each.

        Raises:
            TooLongError: no text for a card is so long.
        """
        whole = joined([text for _, text in self.texts(*roles)])
        if len(whole.markdown) > TEXT_CHARACTERS:
            raise TooLongError
        return whole

    def explanation(self) -> Text:
        """Return what explains the answer; fields of other names are introduced by them."""
        pieces = []
        for role in (Role.EXPLANATION, Role.HINT, Role.EXTRA):
            try:
                found = self.texts(role)
            except TooLongError:
                self.notice.lost["explanations too long for a card"] = None
                continue
            if role is Role.HINT and found:
                self.notice.changed["hints (in the explanation)"] = None
            for name, text in found:
                if name in self.placed:
                    continue
                if role is Role.EXPLANATION or not text.markdown:
                    pieces.append(text)
                else:
                    named = Text(f"{_heading(name)}: {text.markdown}", text.media)
                    pieces.append(named)
        whole = joined(pieces)
        if len(whole.markdown) > TEXT_CHARACTERS:
            self.notice.lost["explanations too long for a card"] = None
            return Text()
        return whole

    def ignored(self) -> Iterator[str]:
        """Yield the fields that hold something and are for nothing."""
        for name, _ in self.raw(Role.IGNORED):
            yield name

    def has(self, *roles: Role) -> bool:
        return any(is_filled(html) for _, html in self.raw(*roles))

    def has_role(self, role: Role) -> bool:
        return role in self._roles

    def tags(self) -> tuple[str, ...]:
        """Return the note's tags, those of a field for tags among them."""
        own = [tag for _, html in self.raw(Role.TAGS) for tag in without_tags(html).replace(",", " ").split()]
        return tuple(dict.fromkeys(tag for tag in map(clean_tag, (*self.note.tags, *own)) if tag))


def is_filled(html: str) -> bool:
    """Say whether Anki takes a field for filled: tags and spaces are nothing, pictures are something."""
    lowered = html.lower()
    if "<img" in lowered or "[sound:" in lowered:
        return True
    return bool(marks.wanted(without_tags(html)).replace("&nbsp;", " ").strip())


def without_tags(html: str) -> str:
    kept, position = [], 0
    while (start := html.find("<", position)) >= 0:
        end = html.find(">", start)
        if end < 0:
            break
        kept.append(html[position:start])
        position = end + 1
    return "".join((*kept, html[position:]))


def clean_tag(tag: str) -> str:
    return " ".join(marks.wanted(tag).split())[:_LONGEST_TAG]


def _heading(name: str) -> str:
    """Return a field's name as a text in which Markdown finds nothing."""
    return from_plain(" ".join(marks.wanted(name).split())[:_LONGEST_NAME]) or "Extra"


def media_of(*texts: Text) -> tuple[Media, ...]:
    """Return the pictures of several texts, each file once."""
    by_file: dict[str, Media] = {}
    for text in texts:
        for each in text.media:
            by_file.setdefault(each.file, each)
    return tuple(by_file.values())
