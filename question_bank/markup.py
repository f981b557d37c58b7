"""Inline Markdown as safe HTML. Raw HTML stays visible text; images are only those a question declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

LONGEST_TEXT = 10_000  # characters; markdown-it-py needs seconds for 50 kB of "["

ImageUrl = Callable[[str], str]


def inline_html(text: str, image_url: ImageUrl | None = None, alts: Mapping[str, str] | None = None) -> str:
    """Return `text` as HTML without a surrounding paragraph.

    `image_url` turns a declared file's name into an address and `alts` holds the declared files with their
    alternative texts; an image that is not declared is shown as its alternative text alone.
    """
    return _render(text, "renderInline", image_url, alts)


def block_html(text: str) -> str:
    """Return a whole Markdown text (a briefing) as HTML: headings, paragraphs, lists, quotations."""
    return "".join(_parser().render(text)) if len(text) <= 100 * LONGEST_TEXT else f"<p>{escape(text)}</p>"


def plain_text(text: str, alts: Mapping[str, str] | None = None) -> str:
    """Return `text` as it reads without its Markdown.

    Images become their alternative texts: those of `alts`, by file, and else the written ones.
    """
    if len(text) > LONGEST_TEXT:
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
