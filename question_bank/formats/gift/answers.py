"""What stands between a question's braces: its kind by Moodle's own rules, and its options piece by piece."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from question_bank.formats.gift.blocks import Block

_WEIGHT = re.compile(r"%(?P<sign>-?)(?P<figure>[0-9]{1,9}(?:\.[0-9]{0,30})?)%")
# What somebody most likely meant as a share of the mark.
_ALMOST_WEIGHT = re.compile(r"%[^%\r\n]{0,20}%")
_WHOLE = Decimal(100)
_SIGN = re.compile(r"[=~]")
_TRUTH = re.compile(r"(?:T|F|(?i:TRUE|FALSE))")


class Form(Enum):
    """Moodle's kinds of question, as far as GIFT has them."""

    DESCRIPTION = auto()
    ESSAY = auto()
    NUMERICAL = auto()
    CHOICE = auto()
    MATCHING = auto()
    TRUTH = auto()
    SHORT = auto()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a block without the spaces around it."""

    start: int
    end: int

    def __bool__(self) -> bool:
        return self.start < self.end


NOTHING = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Option:
    """An answer: its sign, its weight in percent (None: not written), its text and its feedback.

    `weight` is never more than all; `too_much` is what was written if it is. `odd` is what looks like a
    weight and is none, which then stays in the text.
    """

    sign: str
    weight: Decimal | None
    text: Span
    feedback: Span
    whole: Span
    too_much: Span = NOTHING
    odd: Span = NOTHING


@dataclass(frozen=True, slots=True)
class Answers:
    """`inside` is all between the braces but the general `feedback`."""

    form: Form
    inside: Span
    feedback: Span = NOTHING


def answers_of(block: Block) -> Answers:
    """Return what kind of answers a block has, and where they stand."""
    if block.opening < 0:
        return Answers(Form.DESCRIPTION, NOTHING)
    start, end = block.opening + 1, block.closing
    general = block.signs.rfind("####", start, end)
    feedback = span(block, general + 4, end) if general >= 0 else NOTHING
    inside = span(block, start, general if general >= 0 else end)
    return Answers(_form(block.signs[inside.start : inside.end]), inside, feedback)


def _form(signs: str) -> Form:
    if not signs:
        return Form.ESSAY
    if signs.startswith("#"):
        return Form.NUMERICAL
    if "~" in signs:
        return Form.CHOICE
    if "=" in signs and "->" in signs:
        return Form.MATCHING
    if _TRUTH.fullmatch(signs.partition("#")[0].strip()):
        return Form.TRUTH
    return Form.SHORT


def span(block: Block, start: int, end: int) -> Span:
    """Return a stretch of the block, stripped."""
    text = block.raw[start:end]
    bare = text.strip()
    if not bare:
        return Span(start, start)
    first = start + len(text) - len(text.lstrip())
    return Span(first, first + len(bare))


def options(block: Block, inside: Span, signs: str = "=~") -> Iterator[Option]:
    """Yield the options, each begun by one of `signs`; the first may go without."""
    begins = [
        found.start() for found in _SIGN.finditer(block.signs, inside.start, inside.end) if found[0] in signs
    ]
    if not begins or span(block, inside.start, begins[0]):
        begins.insert(0, inside.start)
    position = 0
    while position < len(begins):
        start = begins[position]
        end = begins[position + 1] if position + 1 < len(begins) else inside.end
        sign = block.signs[start] if block.signs[start] in signs else ""
        # `~=` is one sign in two letters: an option, and a right one.
        if sign == "~" and block.signs[end : end + 1] == "=" and not span(block, start + 1, end):
            position += 1
            continue
        position += 1
        yield _option(block, sign, start, end)


def _option(block: Block, sign: str, start: int, end: int) -> Option:
    whole = span(block, start, end)
    begin = span(block, start + len(sign), end).start
    found = _WEIGHT.match(block.signs, begin, end)
    written = Decimal(f"{found['sign']}{found['figure']}") if found else None
    weight = None if written is None else max(min(written, _WHOLE), -_WHOLE)
    almost = None if found else _ALMOST_WEIGHT.match(block.signs, begin, end)
    begin = found.end() if found else begin
    mark = block.signs.find("#", begin, end)
    text = span(block, begin, end if mark < 0 else mark)
    return Option(
        sign=sign,
        weight=weight,
        text=text,
        feedback=NOTHING if mark < 0 else span(block, mark + 1, end),
        whole=whole,
        too_much=Span(*found.span()) if found and written != weight else NOTHING,
        odd=Span(*almost.span()) if almost else NOTHING,
    )
