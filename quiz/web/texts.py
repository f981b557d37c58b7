"""A question's texts as HTML: inline Markdown, the images its bank declares, and gaps in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass

from flask import Flask, g, url_for
from markupsafe import Markup

from question_bank.markup import images, inline_html, plain_text
from question_bank.model import Cloze, Media, Question
from question_bank.model.cloze import Deletion, pieces

# Two private-use characters enclose a gap's number while Markdown is made into HTML.
_GAP = re.compile("\ue000([0-9]+)\ue001")
_NOT_SHOWN = frozenset({"id", "was", "facts", "tags", "media", "derived", "unsourced", "lang", "at"})


def init_texts(app: Flask) -> None:
    """Make the filters `rich` and `plain` and the functions `loose_media` and `image_address` known."""
    app.jinja_env.filters["rich"] = rich
    app.jinja_env.filters["plain"] = in_words
    app.jinja_env.globals["loose_media"] = loose_media
    app.jinja_env.globals["image_address"] = image_address


def rich(text: str, bank_key: str, question: Question | None = None) -> Markup:
    """Return inline Markdown as HTML; images are those the question declares, served from its bank."""
    alts = {media.file: media.alt for media in question.media} if question else {}
    # question_bank.markup escapes everything that is not its own Markdown.
    return Markup(inline_html(text, lambda file: image_address(bank_key, file), alts))  # noqa: S704


def image_address(bank_key: str, file: str) -> str:
    """Return where an image of the bank is served; to previews also one that no question declares yet."""
    if "picture_address" in g:  # of questions that are in no bank yet
        address: str = g.picture_address(file)
        return address
    endpoint = "workshop.picture" if g.get("previewing") else "banks.media"
    return url_for(endpoint, key=bank_key, file=file)


def in_words(text: str, question: Question) -> str:
    """Return inline Markdown in one plain line; an image of the question is named by its alternative text."""
    return plain_text(text, {media.file: media.alt for media in question.media})


def cloze_html(question: Cloze, part: int, bank_key: str, fills: Sequence[Markup]) -> Markup:
    """Return the sentence with `fills` in the gaps of cloze number `part`; other gaps show their words."""
    marked, asked = [], 0
    for piece in pieces(question.text):
        if isinstance(piece, str):
            marked.append(piece.replace("\ue000", "").replace("\ue001", ""))
        elif is_asked(piece, part):
            marked.append(f"\ue000{asked}\ue001")
            asked += 1
        else:
            marked.append(piece.answer)
    html = rich("".join(marked), bank_key, question)
    placed = {int(number) for number in _GAP.findall(html)}
    filled = _GAP.sub(lambda match: str(fills[int(match[1])]), html)
    # A gap inside a link's address is no place for a field; it follows the sentence instead.
    lost = [fill for number, fill in enumerate(fills) if number not in placed]
    return Markup(" ").join([Markup(filled), *lost])  # noqa: S704 - both halves are HTML already


def is_asked(gap: Deletion, part: int) -> bool:
    return part in (0, gap.number)


def loose_media(question: Question) -> tuple[Media, ...]:
    """Return the images that no text of the question places; they are shown under the prompt."""
    if not question.media:
        return ()
    placed = {file for text in _texts(question) for file in images(text)}
    return tuple(media for media in question.media if media.file not in placed)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for entry in fields(value):
            if entry.name not in _NOT_SHOWN:
                yield from _texts(getattr(value, entry.name))
