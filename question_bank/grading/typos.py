"""Whether a typed text is a key with slips of the finger in it: judged word by word, and only where safe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from question_bank.grading.confusable import confusable, is_fixed, is_negation
from question_bank.grading.spelling import american
from question_bank.grading.units import is_unit, same_unit
from question_bank.grading.vocabulary import Vocabulary

ONE_SLIP_FROM = 5  # letters of the key's word
TWO_SLIPS_FROM = 9
_LATIN = "abcdefghijklmnopqrstuvwxyz"


def distance(typed: str, key: str) -> int:
    """Return the optimal string alignment distance: edits of one letter and swaps of two neighbours."""
    before: list[int] = []
    row = list(range(len(key) + 1))
    for i, letter in enumerate(typed, 1):
        two_back, before, row = before, row, [i, *[0] * len(key)]
        for j, wanted in enumerate(key, 1):
            cost = letter != wanted
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + cost)
            if i > 1 and j > 1 and letter == key[j - 2] and typed[i - 2] == wanted:
                row[j] = min(row[j], two_back[j - 2] + 1)
    return row[-1]


def allowed_slips(typed: str, key: str) -> int:
    """Return how many slips are forgiven: one if the key has 5 letters, two if both words have 9."""
    return (len(key) >= ONE_SLIP_FROM) + (min(len(key), len(typed)) >= TWO_SLIPS_FROM)


def is_slip_of(typed: Sequence[str], key: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Say whether the folded words `typed` are the folded words `key` with slips that change no meaning.

    Also where a space was forgotten or slipped in (`pipe line`), if no word of it means something else.
    """
    if len(typed) == len(key):
        return all(a == b or _word_is_slip(a, b, vocabulary) for a, b in zip(typed, key, strict=True))
    if [word for word in typed if is_negation(word)] != [word for word in key if is_negation(word)]:
        return False
    return (
        "".join(typed) == "".join(key)
        and len("".join(key)) >= ONE_SLIP_FROM
        and abs(len(typed) - len(key)) == 1
    )


def _word_is_slip(typed: str, key: str, vocabulary: Vocabulary) -> bool:
    if is_unit(typed) and same_unit(typed, key):
        return True
    allowed = allowed_slips(typed, key)
    if not allowed or abs(len(typed) - len(key)) > allowed or is_fixed(typed) or is_negation(key):
        return False
    if any(char.isnumeric() for char in typed + key):
        return False
    if _number_differs(typed, key):
        return True
    if typed in vocabulary or confusable(typed, key):
        return False
    slips = distance(typed, key)
    return slips <= allowed and not _closer_word(typed, key, vocabulary)


def _number_differs(typed: str, key: str) -> bool:
    """Say whether only singular and plural differ: the same word, even where both stand in the bank."""
    longer, shorter = (typed, key) if len(typed) > len(key) else (key, typed)
    if len(shorter) < ONE_SLIP_FROM:
        return False
    return longer in {shorter + "s", shorter + "es"} or (
        shorter.endswith("y") and longer == shorter[:-1] + "ies"
    )


def _same_word(word: str, key: str) -> bool:
    """Say whether `word` is the key's word in another number or spelling, so that it is no rival of it."""
    return _number_differs(word, key) or american(word) == american(key) or same_unit(word, key)


def _closer_word(typed: str, key: str, vocabulary: Vocabulary) -> bool:
    """Say whether another word of the bank, or a fixed one, is one slip away and may be meant instead."""
    letters = _LATIN if key.isascii() else "".join(sorted(set(key) | set(_LATIN)))
    return any(
        (word in vocabulary or is_fixed(word)) and word != key and not _same_word(word, key)
        for word in _one_slip_away(typed, letters)
    )


def _one_slip_away(word: str, letters: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in letters:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
