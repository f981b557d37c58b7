"""A paragraph cut into its sentences, each with its place in the paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from question_bank.grading.rows import row

_END = re.compile(
    r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[^\Wa-zß-ÿ_])"
    r"|[。！？]+[”’」』）]*|[؟।۔]+(?=\s)"
)
_LAST_WORD = re.compile(r"(?:^|[\s(\[“\"'‘])([^\s(\[“\"'‘]+)$")
_ABBREVIATIONS = row(
    "mr mrs ms dr prof st sen rep gov gen col lt sgt capt cmdr adm rev hon jr sr vs no nos vol"
    " pp fig figs eq",
    "approx ca c inc ltd co corp dept univ assn bros u.s u.k u.n e.g i.e etc. al a.m p.m mt ft"
    " nr str bzw z.b",
    "jan feb mar apr jun jul aug sep sept oct nov dec",
)
LONGEST_PARAGRAPH = 20_000  # characters; what is longer is no paragraph
LONGEST = 1_200  # characters of a sentence; nobody asks about more than that at once


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of paragraph number `paragraph`, from 1; `start` and `end` are its span there."""

    paragraph: int
    start: int
    end: int
    text: str


def sentences(number: int, paragraph: str) -> tuple[Sentence, ...]:
    """Return the sentences of a paragraph; none of a far too long one."""
    if len(paragraph) > LONGEST_PARAGRAPH:
        return ()
    cuts = [found.end() for found in _END.finditer(paragraph) if not _is_abbreviated(paragraph, found)]
    found = []
    start = 0
    for cut in [*cuts, len(paragraph)]:
        piece = paragraph[start:cut]
        text = piece.strip()
        begin = start + len(piece) - len(piece.lstrip())
        if text:
            found.append(Sentence(number, begin, begin + len(text), text))
        start = cut
    return tuple(found)


def _is_abbreviated(paragraph: str, mark: re.Match[str]) -> bool:
    """Say whether a full stop belongs to the word before it."""
    if not mark[0].startswith(".") or len(mark[0]) > 1:
        return False
    found = _LAST_WORD.search(paragraph, max(0, mark.start() - 40), mark.start())
    if found is None:
        return False
    word = found[1].casefold()
    return word in _ABBREVIATIONS or bool(re.fullmatch(r"[^\W\d](?:\.[^\W\d])*", word) and word != "i")
