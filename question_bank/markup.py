"""Inline Markdown as safe HTML. Raw HTML stays visible text; images are only those a question declares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from question_bank.model.briefing import MARK, named

LONGEST_TEXT = 10_000  # characters; markdown-it-py needs seconds for 50 kB of "["

ImageUrl = Callable[[str], str]
# No character that means anything to Markdown or HTML; brackets make a link only before a parenthesis.
# Most texts are such, and thousands of them are read at a time.
_LITERAL = re.compile(r"[^\x00-\x1f\\`*_<>&\x7f\ud800-\udfff]*")
# Two private-use characters enclose a mark's number while Markdown is parsed.
_PLACE = re.compile("\ue000([0-9]+)\ue001")
_MARK = re.compile(rf"\s*(?:{MARK.pattern})", MARK.flags)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a paragraph as HTML, and the facts that it rests on, none for the text between."""

    html: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """What a briefing consists of: `html` as it is, or else a paragraph's `stretches`."""

    html: str = ""
    stretches: tuple[Stretch, ...] = ()


def inline_html(text: str, image_url: ImageUrl | None = None, alts: Mapping[str, str] | None = None) -> str:
    """Return `text` as HTML without a surrounding paragraph.

    `image_url` turns a declared file's name into an address and `alts` holds the declared files with their
    alternative texts; an image that is not declared is shown as its alternative text alone.
    """
    if _is_literal(text):
        return text.replace('"', "&quot;")
    return _render(text, "renderInline", image_url, alts)


def marked_blocks(text: str) -> tuple[Block, ...]:
    """Return a whole Markdown text (a briefing) as safe HTML, its paragraphs cut where marks name facts.

    Marks in a heading or in code, where no paragraph is, name nothing.
    """
    if len(text) > 100 * LONGEST_TEXT:
        return (Block(html=f"<p>{escape(text)}</p>"),)
    marks: list[tuple[str, ...]] = []

    def keep(found: re.Match[str]) -> str:
        marks.append(named(found["ids"]) if found["end"] else ())
        return f"\ue000{len(marks) - 1}\ue001"

    kept = _MARK.sub(keep, text.replace("\ue000", "").replace("\ue001", ""))
    return tuple(_blocks(_parser().parse(kept), marks))


def _blocks(tokens: Sequence[Token], marks: Sequence[tuple[str, ...]]) -> Iterator[Block]:
    between: list[Token] = []
    for index, token in enumerate(tokens):
        if token.type == "inline" and tokens[index - 1].type == "paragraph_open":
            yield from _html_block(between)
            between = []
            yield Block(stretches=tuple(_stretches(_cut(token.children or [], marks))))
        # A paragraph's own tags are the page's business, which puts more than text into it.
        elif token.type not in {"paragraph_open", "paragraph_close"}:
            between.append(token)
    yield from _html_block(between)


def _html_block(tokens: Sequence[Token]) -> Iterator[Block]:
    if tokens:
        yield Block(html=_PLACE.sub("", _parser().renderer.render(tokens, _parser().options, {})))


def _cut(
    children: Sequence[Token], marks: Sequence[tuple[str, ...]]
) -> Iterator[tuple[Token | None, tuple[str, ...]]]:
    """Return a paragraph's tokens, and in between, without a token, the facts of each mark."""
    for child in children:
        if child.type != "text":
            yield child, ()
            continue
        for place, piece in enumerate(_PLACE.split(child.content)):
            if place % 2:
                yield None, marks[int(piece)]
            elif piece:
                yield Token("text", "", 0, content=piece), ()


def _stretches(pieces: Iterator[tuple[Token | None, tuple[str, ...]]]) -> Iterator[Stretch]:
    """End a stretch after each mark, or where the emphasis or link around the mark ends."""
    tokens: list[Token] = []
    facts: tuple[str, ...] = ()
    depth, marked = 0, False
    for token, names in pieces:
        if token is None:
            facts, marked = tuple(dict.fromkeys((*facts, *names))), True
            continue
        if marked and not depth:
            yield from _stretch(tokens, facts)
            tokens, facts, marked = [], (), False
        depth += token.nesting
        tokens.append(token)
    yield from _stretch(tokens, facts)


def _stretch(tokens: Sequence[Token], facts: tuple[str, ...]) -> Iterator[Stretch]:
    line = Token("inline", "", 0, children=list(tokens))
    html = _PLACE.sub("", _parser().renderer.render([line], _parser().options, {}))
    text = html.strip()
    if facts and text:
        # The space before it belongs to neither stretch.
        yield from (Stretch(html[: html.index(text)]),) if html[0].isspace() else ()
        yield Stretch(text, facts)
    elif html:
        yield Stretch(html)


def plain_text(text: str, alts: Mapping[str, str] | None = None) -> str:
    """Return `text` as it reads without its Markdown.

    Images become their alternative texts: those of `alts`, by file, and else the written ones.
    """
    if len(text) > LONGEST_TEXT or _is_literal(text):
        return text
    return "".join(_plain(token.children or [], alts or {}) for token in _parser().parseInline(text))


def images(text: str) -> tuple[str, ...]:
    """Return the files that `text` places with `![](file)`, in order."""
    if "![" not in text or len(text) > LONGEST_TEXT:
        return ()
    return tuple(
        str(child.attrs["src"])
        for token in _parser().parseInline(text)
        for child in token.children or []
        if child.type == "image"
    )


def _render(text: str, method: str, image_url: ImageUrl | None, alts: Mapping[str, str] | None) -> str:
    if len(text) > LONGEST_TEXT:
        return escape(text)
    html: str = getattr(_parser(), method)(text, {"image_url": image_url, "alts": alts or {}})
    return html


def _is_literal(text: str) -> bool:
    return "](" not in text and _LITERAL.fullmatch(text) is not None


def _plain(tokens: Sequence[Token], alts: Mapping[str, str]) -> str:
    words = []
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            words.append(" ")
        elif token.type == "image":
            words.append(alts.get(str(token.attrs["src"]), token.content))
        elif token.type in {"text", "code_inline", "text_special"}:
            words.append(token.content)
    return "".join(words)


def _image(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType
) -> str:
    file = str(tokens[index].attrs["src"])
    url: Any = env.get("image_url")
    alts: Any = env.get("alts") or {}
    if url is None or file not in alts:
        return escape(alts.get(file, tokens[index].content))
    return f'<img src="{escape(url(file))}" alt="{escape(alts[file])}" loading="lazy">'


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False})
    parser.add_render_rule("image", _image)
    return parser
