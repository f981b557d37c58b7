"""A GIFT text, in whichever of Moodle's four formats, as inline Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from question_bank.formats.gift.answers import Span
from question_bank.formats.gift.blocks import Block
from question_bank.formats.gift.escaping import unescaped
from question_bank.formats.hypertext import Marked, from_html, from_plain, looks_like_html

_PREFIX = re.compile(r"\[(html|markdown|plain|moodle)\]")
_WRAPPED = re.compile(r"\s*[\r\n]\s*")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_IMAGE = re.compile(r"!\[(?P<words>[^\[\]]*)\]\([^()]*\)")
_BLOCKS = re.compile(r"^(?: {0,3}(?:#{1,6} |[-*+] |[0-9]{1,9}[.)] |> |```|~~~)|    \S)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Text:
    """`style` is Moodle's word for the format; `lost` says in words what of the formatting is gone."""

    text: str
    style: str
    lost: tuple[str, ...] = ()


def markdown_of(raw: str, style: str = "moodle") -> Text:
    """Return a piece of the file as Markdown; without a format of its own it is in that of the question."""
    raw = _WRAPPED.sub(" ", raw.strip())
    prefix = _PREFIX.match(raw)
    if prefix:
        style, raw = prefix[1], raw[prefix.end() :]
    marked = _marked(unescaped(raw).strip(), style)
    return Text(marked.text, style, marked.lost)


def style_of(raw: str) -> str:
    """Return the format in which a question, and what does not say otherwise in it, is written."""
    prefix = _PREFIX.match(raw.lstrip())
    return prefix[1] if prefix else "moodle"


def plain_of(block: Block, where: Span) -> str:
    """Return what the learner types: plain text whatever the question's format."""
    raw = block.raw[where.start : where.end]
    prefix = _PREFIX.match(raw)
    return letters_of(raw[prefix.end() :] if prefix else raw)


def letters_of(raw: str) -> str:
    """Return a place that knows no formats, such as the right side of a pair."""
    return " ".join(unescaped(_WRAPPED.sub(" ", raw)).split())


def _marked(text: str, style: str) -> Marked:
    if style == "plain" or (style == "moodle" and not looks_like_html(text)):
        return Marked(from_plain(text))
    if style == "markdown":
        return _markdown(text)
    return from_html(text.replace("\n", "<br>") if style == "moodle" else text)


def _markdown(text: str) -> Marked:
    lost = ("headings and lists",) if _BLOCKS.search(text) else ()
    if re.search(r"</?[a-zA-Z][^<>]*>", text) and not re.search(r"<(?:https?|mailto):", text):
        lost = (*lost, "HTML inside Markdown")
    if _IMAGE.search(text):
        text, lost = _IMAGE.sub(r"\g<words>", text), (*lost, "pictures")
    text = text.replace("![", "!\\[")
    return Marked(_PARAGRAPH.sub("\\\\\n", text), lost)
