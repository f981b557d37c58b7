"""The words and figures that a text is made of, in a form in which spellings of the same thing are alike."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from question_bank.grading.number_words import cardinal_or_ordinal
from question_bank.grading.rows import row

_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+(?:'[^\W\d_]+)*")
_ORDINAL_ENDING = re.compile(r"(?<=[0-9])(?:st|nd|rd|th)\b", re.IGNORECASE)
_STATES = re.compile(r"\bU\.S\.(?:A\.)?|\bUSA?\b")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})


_STOP_WORDS = {
    "en": row(
        """a about after again against all also although am among an and another any are as at be because
        been before being between both but by can could did do does doing during each either for from further
        had has have having he her here hers him himself his how i if in into is it its itself just may me
        might more most mr mrs ms must my of off on once only onto or other our out over own per same she
        should since so some such than that the their them then there these they this those through to too
        under until up upon us very via was we were what when where whether which while who whom whose why
        will with within would yet you your"""
    ),
    "de": row(
        """aber als am an auch auf aus bei bin bis da damit dann das dass dem den der des die dies diese
        dieser dieses doch durch ein eine einem einen einer eines er es für hat hatte haben ich ihm ihn ihr
        ihre im in ist ja man mehr mit nach noch nur ob oder sein seine sich sie sind so über um und uns unter
        vom von vor war waren was wenn wer wie wir wird zu zum zur"""
    ),
}
_SHORT_WORD = 3  # letters; without a list of stop words, words up to this length count as such


def tokens(text: str) -> tuple[str, ...]:
    """Return the words and figures of `text` in order, each in its comparable form.

    Case, accents, hyphens, plural and verb endings, British and American spelling make no difference, and a
    number written as a word is its figure: `Jong-Il's third trips` -> `jong il 3 trip`.
    """
    text = unicodedata.normalize("NFC", text).translate(_APOSTROPHES)
    text = _STATES.sub("United States", _ORDINAL_ENDING.sub("", text))
    return tuple(_joined([_comparable(word) for word in _TOKEN.findall(text)]))


def figures(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for word in words if word[0].isdigit())


def content_words(text: str, language: str = "en") -> dict[str, str]:
    """Return the words of `text` that carry its meaning, neither figures nor stop words.

    Keys are their comparable forms in order of appearance, values how they are written.
    """
    listed = _STOP_WORDS.get(language.split("-")[0].casefold())
    plain = unicodedata.normalize("NFC", text).translate(_APOSTROPHES)
    kept: dict[str, str] = {}
    for word in _TOKEN.findall(_STATES.sub("United States", plain)):
        folded = word.casefold()
        if folded in listed if listed is not None else len(folded) <= _SHORT_WORD:
            continue
        comparable = _comparable(word)
        if not comparable[0].isdigit():
            kept.setdefault(comparable, word)
    return kept


def _joined(words: list[str]) -> list[str]:
    """Join what was written as `twenty` `1` into 21."""
    joined: list[str] = []
    for word in words:
        tens = joined and joined[-1] in {"20", "30", "40", "50", "60", "70", "80", "90"}
        if tens and len(word) == 1 and word in "123456789":
            joined.append(str(int(joined[-1]) + int(word)))
        else:
            joined.append(word)
    return joined


@lru_cache(maxsize=20_000)  # a bank's texts are made of the same words again and again
def _comparable(word: str) -> str:
    if word[0].isdigit():
        return figure(word)
    folded = _without_accents(word.casefold())
    value = cardinal_or_ordinal(word.casefold())
    return str(value) if value is not None else stem(folded)


def figure(written: str) -> str:
    """Return digits in one form: `10,000` -> `10000`, `08` -> `8`, `1.50` -> `1.5`."""
    if re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", written):
        written = written.replace(",", "")
    elif re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}", written):
        written = written.replace(".", "")
    whole, mark, rest = written.replace(",", ".").partition(".")
    rest = rest.rstrip("0") if "." not in rest else rest
    return (whole.lstrip("0") or "0") + (mark + rest if rest else "")


def stem(word: str) -> str:
    """Take off what changes in use but not in meaning; crude, and the same on both sides."""
    word = word.removesuffix("'s").replace("'", "")
    if len(word) >= 5:
        word = word.replace("our", "or").replace("isation", "ization")
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: len(word) - len(ending)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeious":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("ians", "ia"),
    ("eans", "ea"),
    ("ian", "ia"),
    ("ean", "ea"),
    ("mmes", "m"),
    ("mme", "m"),
    ("tres", "ter"),
    ("tre", "ter"),
    ("ising", "iz"),
    ("ised", "iz"),
    ("ises", "iz"),
    ("ise", "iz"),
    ("ings", ""),
    ("ing", ""),
    ("sses", "ss"),
    ("xes", "x"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("ed", ""),
    ("ss", "ss"),
    ("us", "us"),
    ("is", "is"),
    ("s", ""),
    ("ly", ""),
)


def _without_accents(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
