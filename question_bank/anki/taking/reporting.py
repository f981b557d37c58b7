"""What an import leaves behind, counted over all notes: a finding for each thing, never one for each note."""

from __future__ import annotations

from collections.abc import Sequence
from html import unescape

from question_bank.anki.packages.values import AnkiNote, AnkiNoteType, AnkiPackage
from question_bank.anki.taking import marks
from question_bank.anki.taking.notes import Notice, without_tags
from question_bank.formats.reports import quoted
from question_bank.problems import Place, Problem

_LONGEST_NAME = 80
_EXAMPLES = 3
_NAMED_ONE_BY_ONE = 20  # media files named one by one


class Findings:
    """Gathers; `problems` says it. `file` is what the package is called."""

    def __init__(self, package: AnkiPackage, file: str) -> None:
        self._place = Place(file)
        self._types = {each.id: each for each in package.note_types}
        self._left = package.media_left
        self._files: list[Problem] = []
        self._counts: dict[tuple[str, str], list[AnkiNote]] = {}

    def note(self, notice: Notice, note: AnkiNote) -> None:
        """Add what one note that was taken left behind; several cards of it may have left the same."""
        kind = quoted(marks.wanted(self._types[note.type_id].name))
        unused = (f"the field {quoted(marks.wanted(name))} of note type {kind}" for name in notice.unused)
        for what in (*notice.lost, *unused):
            self._add("W713", what, note)
        for what in notice.changed:
            self._add("W714", what, note)

    def _add(self, code: str, what: str, note: AnkiNote) -> None:
        found = self._counts.setdefault((code, what), [])
        if not found or found[-1] is not note:
            found.append(note)

    def unused(self, names: Sequence[str]) -> None:
        """Add the media files that no question taken shows."""
        if names:
            shown = ", ".join(quoted(marks.wanted(name)) for name in names[:_EXAMPLES])
            files = "1 media file" if len(names) == 1 else f"{len(names):,} media files"
            message = f"left behind: {files} that no new question shows (such as {shown})"
            self._files.append(Problem("W713", message, self._place))

    def problems(self) -> tuple[Problem, ...]:
        """Return the findings, the most frequent first; media files after them."""
        ordered = sorted(self._counts.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1]))
        found = [self._problem(code, what, notes) for (code, what), notes in ordered]
        return (*found, *self._files, *self._media())

    def _problem(self, code: str, what: str, notes: Sequence[AnkiNote]) -> Problem:
        names = dict.fromkeys(
            quoted(note_name(note, self._types[note.type_id])) for note in notes[:_EXAMPLES]
        )
        count = "1 note" if len(notes) == 1 else f"{len(notes):,} notes"
        said = "left behind" if code == "W713" else "said in another way"
        return Problem(code, f"{said}: {what} ({count}, such as {', '.join(names)})", self._place)

    def _media(self) -> list[Problem]:
        found = [
            Problem("W713", f"the file {quoted(marks.wanted(name))} {reason}", self._place)
            for name, reason in self._left[:_NAMED_ONE_BY_ONE]
        ]
        if len(self._left) > _NAMED_ONE_BY_ONE:
            more = len(self._left) - _NAMED_ONE_BY_ONE
            found.append(Problem("W713", f"{more:,} more media files were left", self._place))
        return found


def note_name(note: AnkiNote, note_type: AnkiNoteType) -> str:
    """Return the beginning of what a note says, on one line, as plain text."""
    for name, html in zip(note_type.fields, note.fields, strict=False):
        if (name.lower().startswith("id") and len(note.fields) > 1) or "image-occlusion:" in html:
            continue
        said = " ".join(marks.wanted(unescape(without_tags(html[:2_000]))).split())
        if said:
            return said if len(said) <= _LONGEST_NAME else f"{said[: _LONGEST_NAME - 1]}…"
    return f"note {note.id}"
