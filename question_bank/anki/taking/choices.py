"""Options to choose from, and which of them are right, in the many ways in which note types say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from question_bank.anki.taking.texts import Text
from question_bank.grading.normal import folded, key_normal
from question_bank.markup import plain_text

_BULLET = re.compile(r"\A\s*(?:[•·*–-]\s+|\(?(?:[0-9]{1,2}|[A-Ja-j])[.):]\s*)(?=\S)")
_BITS = re.compile(r"[01](?:[\s,;|]*[01])*")
_LETTERS = re.compile(r"[\s(]*[A-Ja-j][.)]?(?:(?:\s*(?:[,;|/&+]|and|und|et|y)\s*|\s*)[A-Ja-j][.)]?)*[\s)]*")
_NUMBERS = re.compile(r"[\s(]*[0-9]{1,2}[.)]?(?:\s*(?:[,;|/&+]|and|und|et|y|\s)\s*[0-9]{1,2}[.)]?)*[\s)]*")
_LETTERED = re.compile(r"\s*\(?([A-Ja-j])\s*[.):]\s+\S")
_YES = (
    "true yes right correct t wahr ja richtig vrai oui verdadero sí si vero waar 对 正确 верно да tak prawda"
)
_NO = "false no wrong incorrect f falsch nein faux non falso onwaar nee 错 错误 неверно нет nie fałsz"
_TRUE, _FALSE = frozenset(_YES.split()), frozenset(_NO.split())


def truth(text: str) -> bool | None:
    """Return what a word for true or false means, None for any other; HTML around it does not matter."""
    word = " ".join(re.sub(r"<[^<>]*>|&nbsp;", " ", text[:200]).split()).strip(".!*").lower()
    return True if word in _TRUE else False if word in _FALSE else None


def lines(text: Text) -> tuple[str, ...]:
    """Return the entries of a list, or of a text that has one a line, else divided by `|` or `;`."""
    entries = [line.strip() for line in text.markdown.split("\\\n") if line.strip()]
    if len(entries) == 1:
        for mark in ("|", ";"):
            if mark in entries[0] and "[" not in entries[0]:
                entries = [entry.strip() for entry in entries[0].split(mark) if entry.strip()]
                break
    bulleted = sum(_BULLET.match(entry) is not None for entry in entries)
    if len(entries) > 1 and bulleted == len(entries):
        entries = [_BULLET.sub("", entry) for entry in entries]
    return tuple(entry for entry in entries if entry)


def right_ones(correct: Text, options: Sequence[str], language: str) -> tuple[int, ...] | None:
    """Return the places of the right options, () if the text says that none is; None if it does not say."""
    said = correct.words
    if not said or not options:
        return None
    if (places := _by_words(correct, options, language)) is not None:
        return places
    bits = re.sub(r"[\s,;|]", "", said)
    if _BITS.fullmatch(said) and len(bits) >= max(len(options), 2):
        return tuple(place for place in range(len(options)) if bits[place] == "1")
    for places in (_by_letters(said), _by_numbers(said)):
        if places and all(0 <= place < len(options) for place in places):
            return places
    return None


def _by_words(correct: Text, options: Sequence[str], language: str) -> tuple[int, ...] | None:
    """Return the options that the text repeats, whole or one a line."""
    known: dict[str, int] = {}
    for place, option in enumerate(options):
        known.setdefault(normal(option, language), place)
    for said in ((correct.markdown,), lines(correct), tuple(re.split(r"\s*[,;|/]\s*", correct.markdown))):
        places = [known.get(normal(each, language)) for each in said]
        if places and None not in places:
            return tuple(dict.fromkeys(place for place in places if place is not None))
    return None


def _by_letters(said: str) -> tuple[int, ...]:
    if (found := _LETTERED.match(said)) is not None:
        return (ord(found[1].lower()) - ord("a"),)
    if not _LETTERS.fullmatch(said):
        return ()
    found_letters = re.findall(r"[A-Ja-j]", re.sub(r"\b(?:and|und|et|y)\b", " ", said))
    return tuple(dict.fromkeys(ord(letter.lower()) - ord("a") for letter in found_letters))


def _by_numbers(said: str) -> tuple[int, ...]:
    if not _NUMBERS.fullmatch(said):
        return ()
    return tuple(dict.fromkeys(int(number) - 1 for number in re.findall(r"[0-9]+", said)))


def normal(option: str, language: str) -> str:
    """Return an option in the form in which two of them are the same to a learner."""
    return folded(key_normal(option, language), language) or plain_text(option)
