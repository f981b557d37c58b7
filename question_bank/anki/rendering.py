"""A question's cards as Anki shows them: its templates filled from its note's fields, without Anki.

This knows of Anki's template language what our templates use: fields, sections that stand only where a field
is filled or empty, clozes, and a field to type into. The tests hold it to what Anki shows of the same notes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from unicodedata import normalize

from question_bank.anki.fields import note_fields
from question_bank.anki.templates import card_template
from question_bank.anki.typed import compared
from question_bank.model import Bank, Question
from question_bank.model.texts import parts

# Anki's library leaves this where something is to be typed; its viewers put a field or a comparison there.
_TO_BE_TYPED = "[[type:{}]]"
_MARKED = re.compile(r"\[\[type:([^\]]+)\]\]")
_INPUT = '<input type="text" id="typeans">'

_TAG = re.compile(r"\{\{\s*(?P<sign>[#^/]?)\s*(?P<name>[^{}]*?)\s*\}\}")
# A section stands where its field has more than blanks, line breaks and empty boxes.
_EMPTY = re.compile(r"(?:[ \t\n\r\f\v]|<br\s*/?>|</?div>)*", re.IGNORECASE)
_CLOZE = re.compile(r"\{\{c(?P<number>[0-9]+)::(?P<answer>.*?)(?:::(?P<hint>.*?))?\}\}", re.DOTALL)
_ATTRIBUTE = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


class TemplateError(ValueError):
    """A template asks for what no note has; the message names it."""


@dataclass(frozen=True, slots=True)
class CardSides:
    """The two sides of one card, with a marker where something is to be typed.

    `number` is the cloze number, 0 for the other kinds; `expected` is the HTML of what is to be typed, "" if
    nothing is.
    """

    number: int
    front: str
    back: str
    expected: str

    def shown_front(self) -> str:
        return _MARKED.sub(_INPUT, self.front)

    def shown_back(self, typed: str = "") -> str:
        """Return the back after `typed` was typed on the front."""
        comparison = compared(self.expected, typed)
        return _MARKED.sub(lambda _: comparison, self.back)


def render_cards(
    bank: Bank, question: Question, image_name: Callable[[str], str], *, script: bool = True
) -> tuple[CardSides, ...]:
    """Return the cards of `question` in Anki, by cloze number; `image_name` gives an image's address.

    Without `script` the cards lack the script that makes them answer to a tap, for pages that bring it along.
    """
    fields = {name: _taken_in(html) for name, html in note_fields(bank, question, image_name).items()}
    template = card_template(question.kind, script=script)
    cards = []
    for number in parts(question):
        front = render(template.front, fields, number=number)
        back = render(template.back, {**fields, "FrontSide": front}, number=number, back=True)
        typed = _MARKED.search(back)
        cards.append(CardSides(number, front, back, expected=fields[typed[1]] if typed else ""))
    return tuple(cards)


def render(template: str, fields: Mapping[str, str], *, number: int = 0, back: bool = False) -> str:
    """Return one side: `template` with the fields put in, for the card of that cloze number."""
    open_sections: list[tuple[str, bool]] = []
    out: list[str] = []
    position = 0
    for tag in _TAG.finditer(template):
        shown = all(stands for _, stands in open_sections)
        if shown:
            out.append(template[position : tag.start()])
        position = tag.end()
        sign, name = tag["sign"], tag["name"]
        if sign == "/":
            if not open_sections or open_sections.pop()[0] != name:
                raise TemplateError(f"the section {name!r} ends where it was not begun")
        elif sign:
            filled = not _EMPTY.fullmatch(_field(fields, name))
            open_sections.append((name, filled if sign == "#" else not filled))
        elif shown:
            out.append(_filled(name, fields, number, back=back))
    if open_sections:
        raise TemplateError(f"the section {open_sections[-1][0]!r} has no end")
    return "".join(out) + template[position:]


def _filled(name: str, fields: Mapping[str, str], number: int, *, back: bool) -> str:
    kind, colon, field = name.partition(":")
    if not colon:
        return _field(fields, name)
    match kind:
        case "cloze":
            return _with_gaps(_field(fields, field), number, back=back)
        case "type":
            _field(fields, field)
            return _TO_BE_TYPED.format(field)
        case _:
            raise TemplateError(f"{kind!r} is nothing that our templates may do with a field")


def _field(fields: Mapping[str, str], name: str) -> str:
    if name not in fields:
        raise TemplateError(f"there is no field {name!r}")
    return fields[name]


def _with_gaps(text: str, number: int, *, back: bool) -> str:
    """Return `text` with the gaps of one card hidden, or on its back shown; the others' are plain words."""

    def gap(match: re.Match[str]) -> str:
        own, answer, hint = int(match["number"]), match["answer"], match["hint"]
        if own != number:
            return f'<span class="cloze-inactive" data-ordinal="{own}">{answer}</span>'
        if back:
            return f'<span class="cloze" data-ordinal="{own}">{answer}</span>'
        shown = "..." if hint is None else hint
        return f'<span class="cloze" data-cloze="{_attribute(answer)}" data-ordinal="{own}">[{shown}]</span>'

    return _CLOZE.sub(gap, text)


def _attribute(html: str) -> str:
    """Return `html` as the value of an attribute; Anki writes every sign below U+0100 as a reference."""
    return "".join(
        each
        if (each.isascii() and each.isalnum()) or ord(each) > 0xFF
        else _ATTRIBUTE.get(each, f"&#x{ord(each):02X};")
        for each in html
    )


def _taken_in(html: str) -> str:
    """Return a field as Anki keeps it: letters and their marks composed, no carriage return."""
    return normalize("NFC", html.replace("\r", ""))
