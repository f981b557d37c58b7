"""A GIFT file cut at its blank lines: comments, categories, titles, and where the answers stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from question_bank.formats.gift.escaping import masked, unescaped
from question_bank.formats.reports import Arriving, quoted

MOST_QUESTIONS = 20_000

_LINE = re.compile(r"[^\r\n]+")
_BREAK = re.compile(r"\r\n|\r|\n")
_CATEGORY = re.compile(r"\$CATEGORY:[ \t]*(?P<path>[^\r\n]*)")
_TOKEN = re.compile(r"\[(?P<name>id|tags?|bank|language|file):(?P<text>(?:\\\]|[^\]\x00-\x1f]){1,255})\]")

_WORD = re.compile(r"\w")
# What Moodle itself writes above each question that it exports.
_QUESTION_ID = re.compile(r"//\s*question:\s*\d+\s*name:.*")
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Comments:
    """What the comment lines of a block tell: an id, tags, and Factdeck's own marks by their names.

    `words` are the lines that say anything else, with where each stands in the block.
    """

    id: str = ""
    tags: tuple[str, ...] = ()
    own: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One question's text. `raw` is the file's text with its comments made blank; it begins at `start`.

    Offsets are in `raw`: `begin` and `end` enclose what follows the title, `opening` and `closing` are the
    braces around the answers, both -1 for a description. `title` is "" where there is none.
    """

    start: int
    raw: str
    signs: str
    title: str
    begin: int
    end: int
    opening: int
    closing: int
    comments: Comments
    category: str

    def at(self, offset: int) -> int:
        """Return where an offset of the block stands in the file."""
        return self.start + offset


def blocks(text: str, arriving: Arriving) -> Iterator[Block]:
    """Yield the questions of a file; what cannot be one is reported."""
    category, unclosed, own = "", False, Comments()
    said: list[tuple[int, str]] = []
    for count, (start, raw) in enumerate(_stretches(text)):
        if count >= MOST_QUESTIONS:
            message = f"the file has more than {MOST_QUESTIONS:,} questions; the others did not come in"
            arriving.refused("E701", message, start, start + 1, "divide it into several files")
            return
        blank, comments = _without_comments(raw)
        said += [(start + at, words) for at, words in comments.words]
        own = Comments(own=comments.own) if comments.own else own
        while found := _CATEGORY.match(blank, _first(blank)):
            category = found["path"].strip()
            blank = " " * found.end() + blank[found.end() :]
        if not blank.strip():
            continue
        signs = masked(blank)
        if unclosed and "}" in signs and "{" not in signs.partition("}")[0]:
            unclosed = False  # the rest of a question that a blank line cut in two
            continue
        block = _block(start, blank, signs, Comments(comments.id, comments.tags, own.own), category)
        unclosed = _is_unclosed(block, arriving)
        if block.opening == block.closing or 0 <= block.opening < block.closing:
            yield block
    _report_comments(said, arriving)


def _report_comments(said: Sequence[tuple[int, str]], arriving: Arriving) -> None:
    """Say how many comment lines stay behind, and show the first of them."""
    if not said:
        return
    first = ", ".join(quoted(words) for _, words in said[:_SHOWN])
    count = f"{len(said):,} comment lines stay" if len(said) > 1 else "1 comment line stays"
    more = ", ..." if len(said) > _SHOWN else ""
    hint = "what of it is still of use can be written into the new files by hand, behind a #"
    at, words = said[0]
    arriving.lost(f"{count} behind: {first}{more}", at, at + len(words), hint)


def _stretches(text: str) -> Iterator[tuple[int, str]]:
    """Yield what stands between blank lines, with its offset."""
    begin, end = -1, 0
    for line in _LINE.finditer(text):
        # Between two lines that say something stands one break, or else an empty line.
        if line[0].isspace():
            continue
        if begin >= 0 and _BREAK.sub("", text[end : line.start()], count=1):
            yield begin, text[begin:end]
            begin = -1
        begin = line.start() if begin < 0 else begin
        end = line.end()
    if begin >= 0:
        yield begin, text[begin:end]


def _without_comments(raw: str) -> tuple[str, Comments]:
    """Return the text with spaces for its comment lines, and what these tell."""
    if "//" not in raw:
        return raw, Comments()
    said: list[tuple[int, str]] = []

    def blank(found: re.Match[str]) -> str:
        if not found[0].lstrip().startswith("//"):
            return found[0]
        said.append((found.start(), found[0]))
        return " " * len(found[0])

    return _LINE.sub(blank, raw), _told(said)


def _told(said: Sequence[tuple[int, str]]) -> Comments:
    comment = "\n".join(line for _, line in said)
    tokens = [
        (found["name"], found["text"].replace("\\]", "]").strip()) for found in _TOKEN.finditer(comment)
    ]
    return Comments(
        next((text for name, text in tokens if name == "id"), ""),
        tuple(tag for name, text in tokens for tag in _tags(name, text)),
        tuple((name, text) for name, text in tokens if name in ("bank", "language", "file")),
        tuple((at, line) for at, line in said if _WORD.search(_QUESTION_ID.sub("", _TOKEN.sub("", line)))),
    )


def _tags(name: str, text: str) -> list[str]:
    if name == "tags":
        return [tag.strip() for tag in text.split(",") if tag.strip()]
    return [text] if name == "tag" and text else []


def _first(text: str) -> int:
    return len(text) - len(text.lstrip())


def _block(start: int, raw: str, signs: str, comments: Comments, category: str) -> Block:
    begin, end, title = _first(raw), len(raw.rstrip()), ""
    if signs.startswith("::", begin) and (closing := signs.find("::", begin + 2)) >= 0:
        title = " ".join(unescaped(raw[begin + 2 : closing]).split())
        begin = closing + 2
    opening, closing = signs.find("{", begin), signs.find("}", begin)
    return Block(start, raw, signs, title, begin, end, opening, closing, comments, category)


def _is_unclosed(block: Block, arriving: Arriving) -> bool:
    """Report braces that do not fit; say whether one is open where the block ends."""
    opening, closing = block.opening, block.closing
    if opening >= 0 and closing < 0:
        hint = "close it with '}', and take out blank lines between the braces"
        message = "the answers' '{' is not closed before the blank line"
        arriving.refused("E702", message, block.at(opening), block.at(opening) + 1, hint)
        return True
    if closing >= 0 and (opening < 0 or closing < opening):
        hint = "begin the answers with '{', or write '\\}' for a brace that is text"
        message = "'}' ends answers that nothing begins"
        arriving.refused("E702", message, block.at(closing), block.at(closing) + 1, hint)
    return False
