"""The few words at both ends of a sentence that lead to it, and to nothing else, in its paragraph."""

from __future__ import annotations

from question_bank.drafting.sentences import Sentence
from question_bank.evidence.locate import LONGEST_END, Miss, locate
from question_bank.model import Passage

_FEWEST = 3


def passage_of(source: str, paragraph: str, sentence: Sentence) -> tuple[Passage, str] | None:
    """Return a passage that evidence finds, and the words it encloses; None if six words are too few."""
    words = paragraph[sentence.start : sentence.end].strip().split()
    for count in range(_FEWEST, LONGEST_END + 1):
        begins, ends = _bare(words[:count]), _bare(words[-count:])
        if not begins or not ends:
            continue
        found = locate(paragraph, begins, ends)
        if not isinstance(found, Miss) and _within(found.start, found.end, sentence):
            return Passage(source=source, paragraph=sentence.paragraph, begins=begins, ends=ends), found.text
    return None


def _bare(words: list[str]) -> str:
    """Return the words without the marks around them, which nobody quotes."""
    return " ".join(words).strip(" \"'“”‘’«»()[].,;:!?…-–—")


def _within(start: int, end: int, sentence: Sentence) -> bool:
    return sentence.start <= start and end <= sentence.end
