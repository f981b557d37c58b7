"""The forms in which two texts are compared: as typed, and without accents, hyphens and spelling habits."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from question_bank.grading.number_words import CARDINALS, ORDINALS, SCALES, scale_factor
from question_bank.grading.rows import row
from question_bank.grading.spelling import american
from question_bank.markup import plain_text

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛ʼ′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
        "…": "...",
    }
)
_FINAL = " .,;:!?\"'"
_ABBREVIATED = re.compile(r"(?<=[^\W\d])\.(?=\s)|(?<=\b[^\W\d])\.(?=[^\W\d]\b|$)")
_INITIALS = re.compile(r"\b([^\W\d]) (?=[^\W\d]\b)")
_ENGLISH_ARTICLE = re.compile(r"(?:the|an?) (?=\S)")
_LETTER_HYPHEN = re.compile(r"(?<=\w)-(?=[^\W\d])|(?<=[^\W\d])-(?=\w)")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:([ ,.'])\d{3})(?:\1\d{3})*(?![\d]|[.,]\d)")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_WORD = re.compile(r"\w+(?:'\w+)*")
_COMMA_DECIMALS = row(
    "bg cs da de el es et fi fr hr hu id it lt lv nb nl nn no pl pt ro ru sk sl sr sv tr uk",
)
_LONGEST_REMEMBERED = 40  # letters; longer ones are nobody's words and would only fill memory
_LONGEST_REMEMBERED_TEXT = 100
_LONGEST_FIGURE = 15  # digits
_TENS = frozenset(str(tens) for tens in range(20, 100, 10))


def normal(text: str, language: str = "en") -> str:
    """Return the form in which an answer must agree with a key letter for letter.

    Case, kinds of spaces, quotes and dashes, dots after abbreviations, a final punctuation mark and, in
    English, a leading article make no difference. NFC keeps x² apart from x2, which NFKC would not.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_ALIKE).casefold())
    collapsed = " ".join(folded.split())
    trimmed = collapsed.rstrip(_FINAL).lstrip("\"' ") or collapsed
    trimmed = _ABBREVIATED.sub("", trimmed)
    if is_english(language) and (article := _ENGLISH_ARTICLE.match(trimmed)):
        trimmed = trimmed[article.end() :]
    return _INITIALS.sub(r"\1", trimmed)


@lru_cache(maxsize=20_000)
def key_normal(text: str, language: str = "en") -> str:
    """Return the normal form of a key, which may hold Markdown (slow to read, hence remembered)."""
    return normal(plain_text(text), language)


# Each line of a list is compared with every key.
typed_normal = lru_cache(maxsize=500)(normal)


def folded(normal_text: str, language: str = "en") -> str:
    """Return a normal form with accents, hyphens between letters and ways of spelling set aside."""
    return " ".join(folded_words(normal_text, language))


def without_hyphens(normal_text: str) -> str:
    """Return the text with hyphens taken out rather than opened: `co-operation` is `cooperation`."""
    return _LETTER_HYPHEN.sub("", normal_text)


def folded_words(normal_text: str, language: str = "en", *, habits: bool = True) -> tuple[str, ...]:
    """Return the folded form word by word; without `habits`, British words stay British, scales words."""
    fold = _remembered_words if len(normal_text) <= _LONGEST_REMEMBERED_TEXT else _remembered_long_words
    return fold(normal_text, language, habits)


def _words(normal_text: str, language: str, habits: bool) -> tuple[str, ...]:
    opened = _LETTER_HYPHEN.sub(" ", normal_text).replace("&", " and ")
    opened = _GROUPED.sub(lambda found: _ungrouped(found, language), opened)
    words: list[str] = []
    for word in (_folded_word(word, language, habits) for word in opened.split()):
        if words and words[-1] in _TENS and len(word) == 1 and word in "123456789":
            words[-1] = str(int(words[-1]) + int(word))  # `twenty-one`
        elif habits and words and word in SCALES and _is_figure(words[-1]):
            words[-1] = str(int(words[-1]) * (scale_factor(word, language) or 1))  # `ten thousand`
        else:
            words.append(word)
    return tuple(words)


def _is_figure(word: str) -> bool:
    """Say whether `word` is a whole number as people write one; Python refuses to read an endless one."""
    return word.isdecimal() and len(word) <= _LONGEST_FIGURE


_remembered_words = lru_cache(maxsize=20_000)(_words)
# A long text is compared with each key in turn and then never again, so only a few are remembered.
_remembered_long_words = lru_cache(maxsize=200)(_words)


def words_of(text: str, language: str = "en") -> frozenset[str]:
    """Return the folded words of any text, for looking up whether a word is in use."""
    text = unicodedata.normalize("NFC", text).translate(_ALIKE).casefold()
    found = (_folded_word(word, language, True) for word in _WORD.findall(_LETTER_HYPHEN.sub(" ", text)))
    return frozenset(found)


def is_blank(text: str) -> bool:
    """Say whether nothing was answered: no letter, digit or symbol among what was typed."""
    return not any(unicodedata.category(char)[0] in "LNS" for char in text)


def is_english(language: str) -> bool:
    return language.split("-")[0].casefold() == "en"


def decimal_mark(language: str) -> str:
    """Return the mark before decimals that a language writes: a comma or a point."""
    if language.casefold() in {"de-ch", "de-li", "it-ch", "es-mx"}:
        return "."
    return "," if language.split("-")[0].casefold() in _COMMA_DECIMALS else "."


def _ungrouped(found: re.Match[str], language: str) -> str:
    return found[0] if found[1] == decimal_mark(language) else found[0].replace(found[1], "")


def _folded_word(word: str, language: str, habits: bool) -> str:
    fold = _remembered_fold if len(word) <= _LONGEST_REMEMBERED else _fold
    return fold(word, language, habits)


def _fold(word: str, language: str, habits: bool) -> str:
    plain = without_accents(word.strip(".,;:!?\"'()[]") or word)
    if is_english(language) and plain.isascii():
        plain = plain.replace("'", "")
        plain = american(plain) if habits else plain
    if plain in CARDINALS:
        return str(CARDINALS[plain])
    if plain in ORDINALS:
        return f"{ORDINALS[plain]}th"
    if ordinal := _ORDINAL.fullmatch(plain):
        return f"{ordinal[1]}th"
    return plain


# The same words come back with every answer, and folding one costs more than looking it up.
_remembered_fold = lru_cache(maxsize=20_000)(_fold)


def without_accents(word: str) -> str:
    """Return `word` without its marks; letters that are not made of two (ø, ł) get their plain sister."""
    bare = "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare).translate(_SISTERS)


_SISTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})
