"""Words that a slip must not turn into each other, since a letter or two turns their meaning round."""

from __future__ import annotations

from question_bank.grading.number_words import CARDINALS, ORDINALS, SCALES
from question_bank.grading.rows import row
from question_bank.grading.units import is_unit

_NEGATIONS = row(
    "not no never none nothing nobody nowhere neither nor without cannot nicht kein keine keinen keiner",
    "keines nie niemals nichts ohne weder isnt arent wasnt werent dont doesnt didnt wont wouldnt cant",
    "couldnt",
)
_DIRECTIONS = frozenset(
    side + half + ending
    for side in ("north", "south")
    for half in ("", "east", "west")
    for ending in ("", "ern", "erly")
) | frozenset(half + ending for half in ("east", "west") for ending in ("", "ern", "erly"))

_BEGINNINGS = row(
    "un in im il ir non dis de anti contra counter mis mono uni bi di tri quadri tetra penta hexa multi",
    "poly semi demi pre pro post ante re sub super sur under over hyper hypo inter intra intro extra",
    "extro endo exo ecto ex em macro micro homo hetero max min milli kilo centi mega giga nano iso auto",
    "co allo",
)
_ONLY_AGAINST_ANOTHER = row(
    "a e ab ad ac con com per en",
)
_ENDINGS = (
    frozenset({"ate", "ite", "ide"}),
    frozenset({"ates", "ites", "ides"}),
    frozenset({"ane", "ene", "yne"}),
    frozenset({"er", "ee", "or"}),
    frozenset({"ers", "ees", "ors"}),
    frozenset({"ful", "less"}),
    frozenset({"ology", "onomy"}),
)


def is_negation(word: str) -> bool:
    return word in _NEGATIONS


def is_fixed(word: str) -> bool:
    """Say whether a folded word is never a slip: figures, scales, units, negations, directions."""
    return (
        any(char.isnumeric() for char in word)
        or word in CARDINALS
        or word in ORDINALS
        or word in SCALES
        or word in _NEGATIONS
        or word in _DIRECTIONS
        or is_unit(word)
    )


def confusable(typed: str, key: str) -> bool:
    """Say whether they differ in a beginning or ending that carries the meaning (bi-/tri-, -ate/-ite)."""
    return _beginnings_differ(typed, key) or _endings_differ(typed, key)


def _beginnings_differ(typed: str, key: str) -> bool:
    for ending in _common_endings(typed, key):
        one, other = typed[: len(typed) - ending], key[: len(key) - ending]
        marks = {one, other}
        if len(marks) == 2 and marks <= {"", *_BEGINNINGS}:
            return True
        if len(marks) == 2 and "" not in marks and marks <= {*_BEGINNINGS, *_ONLY_AGAINST_ANOTHER}:
            return True
    return False


def _common_endings(typed: str, key: str) -> range:
    """Return the lengths of common endings, longest first, that leave a stem worth comparing."""
    shared = 0
    while shared < min(len(typed), len(key)) and typed[-1 - shared] == key[-1 - shared]:
        shared += 1
    return range(shared, 3, -1)


def _endings_differ(typed: str, key: str) -> bool:
    return any(
        typed.endswith(one) and key.endswith(other) and typed[: -len(one)] == key[: -len(other)]
        for group in _ENDINGS
        for one in group
        for other in group
        if one != other and {one, other} not in ({"er", "or"}, {"ers", "ors"})  # advisor, adviser
    )
