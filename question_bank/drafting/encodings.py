"""A pasted file's bytes as text, or why nobody can be sure what they say.

UTF-8 and UTF-16 with a mark show by themselves that they are meant. Windows-1252 has a letter for nearly
every byte, so that any old encoding can be read as it, wrongly: it is believed only where what comes out
reads like a western language.
"""

from __future__ import annotations

import re

from question_bank.folders import Encoding, decoded

_SHOWN = 30
# In words of western languages small letters are not followed by capitals, three letters with accents do not
# stand in a row, and no sign but an apostrophe or a dash stands within a word.
_DOUBTFUL = (
    re.compile(r"[a-zß-ÿœšž][À-ÞŒŠŸŽ]"),
    re.compile(r"[À-ÖØ-öø-ÿŒœŠšŸŽžƒ]{3}"),
    re.compile(r"[^\W\d_][¡-¬®-¶¸¹»-¿×÷†‡ˆ‰‹›„˜¤¦¨¯][^\W\d_]"),
    re.compile(r"[\x80-\x9f]"),
)


class UnreadableError(Exception):
    """Nobody can tell which letters a file's bytes stand for; the text says where that shows."""


def readable(content: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 with its mark, or surely Windows-1252.

    Raises UnreadableError for any other.
    """
    text, encoding = decoded(content)
    if encoding is None:
        at = text.find("\ufffd")
        if at < 0:
            raise UnreadableError("its bytes are no UTF-16, although it begins with the mark of that")
        raise UnreadableError(f"{_place(text, at)}: a byte that is no letter in any of them")
    if "\0" in text:
        raise UnreadableError(
            f"{_place(text, text.find(chr(0)))}: it has bytes that are zero, as UTF-16 without its mark has"
        )
    if encoding is Encoding.WINDOWS:
        found = next((found for doubt in _DOUBTFUL if (found := doubt.search(text))), None)
        if found is not None:
            raise UnreadableError(_place(text, found.start()))
    return text


def _place(text: str, at: int) -> str:
    """Return the line and the words around a place, by which a teacher finds it."""
    line = text.count("\n", 0, at) + 1
    begin = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    around = text[max(begin, at - _SHOWN) : min(end if end >= 0 else len(text), at + _SHOWN)]
    return f"line {line}, at “{' '.join(around.split())}”"
