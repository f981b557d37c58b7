"""What a card template says around its fields: "The capital of {{Country}}?" asks more than the field.

Only the lines of the front that show a field of the prompt count: buttons, headings and scripts say
nothing of the note.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from question_bank.anki.packages.values import AnkiNoteType
from question_bank.anki.taking import marks
from question_bank.anki.taking.sanitising import shown_lines
from question_bank.anki.taking.texts import Text, joined, joined_markdown
from question_bank.anki.taking.values import CardMapping, Role
from question_bank.formats.hypertext import from_plain
from question_bank.model import Kind

_CONDITION = re.compile(r"\{\{[#^/!][^{}]{0,300}\}\}")
_REFERENCE = re.compile(r"\{\{([^{}]{1,300})\}\}")
_DEFAULT_NAME = re.compile(r"(?:\w+[ -]?)?[0-9]{1,3}|", re.UNICODE)
_LABEL = re.compile(r"\s*[\w ]{1,40}[:：]\s*")
_LONGEST_FRONT, _LONGEST_LINE, _LONGEST_NAME = 20_000, 500, 60
_KINDS = (Kind.FLASHCARD, Kind.SHORT_ANSWER, Kind.TRUE_FALSE)

_SPACES = re.compile(r"\s+")

Line = tuple[str, ...]  # in turn plain text and a field's name, beginning and ending with text


@dataclass(frozen=True, slots=True)
class Wording:
    """What a card says beside its fields; `name` tells it from others that would ask the same."""

    lines: tuple[Line, ...] = ()
    name: str = ""

    def around(self, prompts: Sequence[tuple[str, Text]]) -> Text:
        """Return the prompt: the fields' texts, by name, with the words around them."""
        by_name = dict(prompts)
        placed = {name for line in self.lines for name in line[1::2]}
        texts = [text for line in self.lines if (text := _filled(line, by_name))]
        texts += [text for name, text in prompts if name not in placed]
        whole = joined(texts)
        if not whole.markdown or not self.name:
            return whole
        return joined([whole, Text(f"({from_plain(self.name)})")])


def _filled(line: Line, by_name: Mapping[str, Text]) -> Text | None:
    """Return a line with its fields filled in, None if they are all empty."""
    fields = [by_name.get(name, Text()) for name in line[1::2]]
    if not any(text.markdown or text.sounds for text in fields):
        return None
    pieces = [_spaced(line[0])]
    for index, text in enumerate(fields):
        pieces += [text.markdown, _spaced(line[2 * index + 2])]
    whole = joined(fields)
    said = joined_markdown([piece for piece in pieces if piece]).strip() if whole.markdown else ""
    return replace(whole, markdown=said)


def _spaced(text: str) -> str:
    """Return plain text as Markdown, with a space where it begins or ends with one."""
    said = from_plain(text)
    if not said:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{said}{' ' if text[-1].isspace() else ''}"


def lines_of(note_type: AnkiNoteType, mapping: CardMapping) -> tuple[Line, ...]:
    """Return the lines of the front with text around fields of the prompt; () if the fields say it all."""
    if mapping.kind not in _KINDS or mapping.template >= len(note_type.templates):
        return ()
    prompts = {
        name for name, role in zip(note_type.fields, mapping.roles, strict=False) if role is Role.PROMPT
    }
    front = note_type.templates[mapping.template].front
    if len(front) > _LONGEST_FRONT:
        return ()
    lines = shown_lines(_CONDITION.sub("", marks.wanted(front)))
    found = [line for text in lines if (line := _line(text, prompts))]
    return tuple(found) if any(_says_something(line) for line in found) else ()


def _line(text: str, prompts: set[str]) -> Line:
    """Return one line cut at its fields of the prompt, () if it has none."""
    pieces = _REFERENCE.split(text)
    cut: list[str] = [""]
    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            cut[-1] += _SPACES.sub(" ", piece)
        elif (name := piece.rpartition(":")[2].strip()) in prompts:
            cut += [name, ""]
    return tuple(cut) if len(cut) > 1 and sum(map(len, cut[::2])) <= _LONGEST_LINE else ()


def _says_something(line: Line) -> bool:
    said = "".join(line[::2])
    if not any(char.isalpha() for char in said):
        return False
    # "Word: ..." names the field, as the page of a browser does, and asks nothing.
    return not (len(line) == 3 and _LABEL.fullmatch(line[0]) and not line[2].strip())


def wordings(note_type: AnkiNoteType, mappings: Sequence[CardMapping]) -> Mapping[int, Wording]:
    """Return what each card says around its fields, by its template's number."""
    names = _names_of_alike(note_type, mappings)
    return {
        mapping.template: Wording(lines_of(note_type, mapping), names.get(mapping.template, ""))
        for mapping in mappings
    }


def _names_of_alike(note_type: AnkiNoteType, mappings: Sequence[CardMapping]) -> Mapping[int, str]:
    """Return, by template, the names of cards that would ask the same with nothing to tell them apart."""
    shown: dict[object, list[CardMapping]] = {}
    for mapping in mappings:
        if mapping.kind in _KINDS:
            prompts = tuple(role is Role.PROMPT for role in mapping.roles)
            shown.setdefault((prompts, lines_of(note_type, mapping)), []).append(mapping)
    return {
        mapping.template: " ".join(marks.wanted(mapping.name).split())[:_LONGEST_NAME]
        for alike in shown.values()
        if len(alike) > 1
        for mapping in alike
        if not _DEFAULT_NAME.fullmatch(mapping.name.strip())
    }
