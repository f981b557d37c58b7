r"""A field's HTML as Markdown, with the pictures it shows and a word on everything that it cannot keep.

Anki reads `[sound:...]`, `[latex]`, `\(...\)` and its cloze notation in the raw HTML, so they are found
there first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape

from question_bank.anki.taking import formulas, marks, sanitising
from question_bank.formats.hypertext import from_html, from_plain
from question_bank.markup import images, inline_html, plain_text
from question_bank.model import Media

_SOUND = re.compile(r"\[sound:([^\[\]<>]{1,300})\]")
_SPEECH = re.compile(r"\[anki:tts[^\[\]]{0,300}\]|\[/anki:tts\]")
_MATH_TAG = re.compile(r"<(/?)anki-mathjax[^<>]{0,100}>", re.IGNORECASE)
_DELIMITERS = (
    *(("\\(", "\\)"), ("\\[", "\\]"), ("[latex]", "[/latex]")),
    *(("[$]", "[/$]"), ("[$$]", "[/$$]"), ("<anki-mathjax>", "</anki-mathjax>")),
)
_DOLLARS = re.compile(
    r"^\s*\\begin\{(?:math|displaymath|equation\*?)\}|\\end\{(?:math|displaymath|equation\*?)\}\s*$|^\s*\$+|\$+\s*$"
)
_TAGS = re.compile(r"<[^<>]*>")
# Most fields are such texts, and there are hundreds of thousands of them.
_MERE_WORDS = re.compile(r"(?:[^\W_]|[ ,.;:?'\"()/%$€+=-])*")
_SPECIAL = re.compile(r"[\\`*_\[\]<>&!]")
_EMPHASIS = "emphasis inside words"
_WEB = re.compile(r"https?:[^\s<>()\\]+", re.IGNORECASE)

Find = Callable[[str, str], Media | None]


@dataclass(frozen=True, slots=True)
class Text:
    """`lost` is named where it is gone, `changed` where it is said in another way."""

    markdown: str = ""
    media: tuple[Media, ...] = ()
    sounds: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    letters: str = ""  # what the HTML showed, without any form

    @property
    def words(self) -> str:
        """What the text says on one line, without its formatting; its pictures as their words."""
        alts = {each.file: each.alt for each in self.media}
        return " ".join(plain_text(self.markdown, alts).split())


def joined(texts: list[Text], between: str = "\\\n") -> Text:
    """Return several texts as one, those that say nothing left out."""
    return Text(
        joined_markdown([text.markdown for text in texts if text.markdown], between),
        tuple(dict.fromkeys(each for text in texts for each in text.media)),
        tuple(dict.fromkeys(each for text in texts for each in text.sounds)),
        tuple(dict.fromkeys(each for text in texts for each in text.lost)),
        tuple(dict.fromkeys(each for text in texts for each in text.changed)),
    )


def joined_markdown(pieces: Sequence[str], between: str = "") -> str:
    """Return several Markdown texts as one that shows their letters, their emphasis too if it can be kept.

    A lone mark that is a letter in one text may find its other half in the next.
    """
    whole = between.join(pieces)
    if _SPECIAL.search(whole) is None or len(pieces) < 2:
        return whole
    if shown_letters(whole) == "".join(map(shown_letters, pieces)):
        return whole
    return between.join(map(_escaped, pieces))


def _escaped(markdown: str) -> str:
    """Return a text without emphasis in which every mark is a letter; pictures follow it."""
    shown = images(markdown)
    words = _SPECIAL.sub(r"\\\g<0>", plain_text(markdown, dict.fromkeys(shown, "")))
    return words + "".join(f"![]({file})" for file in shown)


def read_text(html: str, find: Find) -> Text:
    """Return what a field says.

    Raises:
        TooLongError: no text for a card is so long.
    """
    if _MERE_WORDS.fullmatch(html):
        words = " ".join(html.split())
        return Text(words, letters=letters(words))
    return _Field(marks.wanted(html), find).read(keep_marks=True)


def read_marked(html: str, find: Find, *, keep_marks: bool) -> Text:
    """Return a text in which the marks of gaps stand; without any form if that is not to be kept.

    Raises:
        TooLongError: no text for a card is so long.
    """
    return _Field(html, find).read(keep_marks=keep_marks)


class _Field:
    """One field on its way. Emphasis is kept where Markdown shows every letter with it."""

    def __init__(self, html: str, find: Find) -> None:
        self.find = find
        self.media: list[Media] = []
        self.lost: dict[str, None] = {}
        self.changed: dict[str, None] = {}
        self.simple = ""
        self.is_certain = False
        self.sounds = tuple(_SOUND.findall(html))
        without = marks.without_references(_SPEECH.sub("", _SOUND.sub(" ", html)))
        read = "".join(self._formulas(_MATH_TAG.sub(r"<\1anki-mathjax>", without)))
        # Once more, for what stood apart may have met.
        self.html = marks.without_references(read)

    def read(self, *, keep_marks: bool) -> Text:
        markdown = self._markdown(keep_marks=keep_marks)
        if keep_marks and not self._shows_all(markdown):
            self.media.clear()
            markdown = self._markdown(keep_marks=False)
            self.lost[_EMPHASIS] = None
        if not self._shows_all(markdown):
            markdown = self._plainly(markdown)
        if self.sounds:
            self.lost["sounds"] = None
        placed = marks.PLACED.sub(lambda found: f"![]({self.media[int(found[1])].file})", markdown)
        return Text(
            placed,
            tuple(dict.fromkeys(self.media)),
            self.sounds,
            tuple(self.lost),
            tuple(self.changed),
            self._said(),
        )

    def _markdown(self, *, keep_marks: bool) -> str:
        simple = sanitising.simplified(self.html, self._picture, keep_marks=keep_marks)
        self.lost |= dict.fromkeys(simple.lost)
        self.changed |= dict.fromkeys(simple.changed)
        self.simple = simple.html
        if (plain := _without_marks(simple.html)) is not None:
            self.is_certain = marks.PLACED.search(plain) is None
            return from_plain(plain)
        marked = from_html(simple.html)
        # It has looked itself whether every letter shows, but knows nothing of pictures.
        self.is_certain = marks.PLACED.search(marked.text) is None and not marked.lost
        if "emphasis inside a word" in marked.lost:
            self.lost[_EMPHASIS] = None
        return marked.text

    def _plainly(self, markdown: str) -> str:
        """Return the words alone: every letter counts more than its form."""
        del markdown
        self.is_certain = True
        return from_plain(_lines(_TAGS.sub("", self.simple.replace("<br>", "\n"))))

    def _shows_all(self, markdown: str) -> bool:
        """Say whether the Markdown, pictures in place, shows the letters of the HTML and no other."""
        if self.is_certain and "![" not in markdown:
            return True
        alts = {media.file: "x" for media in self.media}
        placed = marks.PLACED.sub(lambda found: f"![]({self.media[int(found[1])].file})", markdown)
        html = inline_html(placed, str, alts)
        if "![" in markdown:  # in code, where it could not be told from a picture
            return False
        places = len(marks.PLACED.findall(markdown))
        return letters(unescape(_TAGS.sub("", html))) == self._said() and html.count("<img ") >= places

    def _said(self) -> str:
        return letters(marks.PLACED.sub("", unescape(_TAGS.sub("", self.simple))))

    def _picture(self, address: str, words: str) -> str:
        found = self.find(address, marks.wanted(words))
        if found is not None:
            self.media.append(found)
            return marks.picture(len(self.media) - 1)
        if _WEB.fullmatch(address):
            self.changed["pictures on the web (as links)"] = None
            return f'<a href="{escape(address)}">{escape(" ".join(words.split())) or "picture"}</a>'
        self.lost["pictures that cannot be shown or are not in the package"] = None
        return escape(words)

    def _formulas(self, html: str) -> Iterator[str]:
        """Yield the HTML with each formula as text, or as code where only TeX can say it."""
        position, gone = 0, set[str]()
        while True:
            found = [
                (start, opening, closing)
                for opening, closing in _DELIMITERS
                if opening not in gone and (start := html.find(opening, position)) >= 0
            ]
            if not found:
                yield html[position:]
                return
            start, opening, closing = min(found)
            end = html.find(closing, start + len(opening))
            if end < 0:
                gone.add(opening)  # neither here nor further on
                continue
            yield html[position:start]
            yield self._formula(html[start + len(opening) : end])
            position = end + len(closing)

    def _formula(self, html: str) -> str:
        tex = unescape(_TAGS.sub(" ", html))
        tex = " ".join(_DOLLARS.sub("", tex).split())
        pieces = marks.ANY_GAP.split(tex)
        said = [formulas.as_text(piece) for piece in pieces]
        if None in said:
            self.changed["formulas (as TeX)"] = None
        tag = "code" if len(pieces) == 1 else "span"
        html_pieces = [
            escape(text) if text is not None else f"<{tag}>{escape(piece)}</{tag}>"
            for text, piece in zip(said, pieces, strict=True)
        ]
        found = [*marks.ANY_GAP.findall(tex), ""]
        return "".join(piece + mark for piece, mark in zip(html_pieces, found, strict=True))


def _without_marks(simple: str) -> str | None:
    """Return the text of HTML that has no element but line breaks; None for any other."""
    text = simple.replace("<br>", "\n")
    return None if "<" in text else _lines(text)


def _lines(text: str) -> str:
    """Return the lines that say anything, references resolved, with single spaces."""
    lines = (" ".join(unescape(line).split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def shown_letters(markdown: str) -> str:
    """Return the letters that a Markdown text shows, without pictures and their words."""
    if _SPECIAL.search(markdown) is None:
        return letters(markdown)
    pictures = dict.fromkeys(images(markdown), "")
    return letters(unescape(_TAGS.sub("", inline_html(markdown, str, pictures))))


def letters(text: str) -> str:
    """Return the letters alone, in the form in which two of them can be compared."""
    # Raised and lowered figures have become letters of that height.
    return "".join(unicodedata.normalize("NFKC", text).split())
