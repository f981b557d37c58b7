"""A bank's texts as GIFT has them: plain where that says all, HTML where it does not."""

from __future__ import annotations

import re

from question_bank.formats.gift.escaping import escaped
from question_bank.formats.hypertext import shown, to_plain
from question_bank.formats.reports import Leaving, quoted
from question_bank.markup import inline_html

_BLANK_CODE = re.compile(r"<code>\s*</code>")
# A text with any of these would be read as HTML, as a format or a weight, or would lose spaces.
_UNSAFE = re.compile(r"[<>&\n\t\xa0]|  |^[\[%]|->")


class Texts:
    """Writes the texts of one question."""

    def __init__(self, leaving: Leaving) -> None:
        self.leaving = leaving
        self.alts = {media.file: media.alt for media in leaving.question.media}

    def rich(self, text: str) -> str:
        """Return Markdown for a place where Moodle takes formatted text."""
        return escaped(text.strip()) if is_safe(text) else f"[html]{escaped(self.html(text))}"

    def html(self, text: str) -> str:
        made = inline_html(text.strip(), None, self.alts).replace("<br />\n", "<br>").replace("\n", " ")
        if _BLANK_CODE.search(made):
            self.leaving.lost("spaces shown as code")
        return made

    def plain(self, text: str, what: str, *path: str | int) -> str:
        """Return Markdown for a place where Moodle takes letters only."""
        found = to_plain(text)
        if found.lost:
            self.leaving.lost(f"the formatting of {what} {quoted(found.text)}", *path)
        return " ".join(found.text.split())

    def typed(self, text: str, what: str, *path: str | int) -> str:
        """Return an answer that is typed: a star would stand for any letters, an arrow for a pair."""
        plain = self.plain(text, what, *path)
        if "->" in plain:
            self.leaving.changed(f"'->' in {what} {quoted(plain)} became '→'", *path)
        found = escaped(plain.replace("->", "→").replace("*", "\\*"))
        # What begins like a share of the mark or like a format is none after one.
        return f"%100%[plain]{found}" if found[:1] in ("%", "[") else found


def is_safe(text: str) -> bool:
    """Say whether a text shows the same in each of Moodle's formats."""
    plain = text.strip()
    return _UNSAFE.search(plain) is None and inline_html(plain) == shown(plain)
