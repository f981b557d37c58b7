"""Does a fact still say it in the article's own words?"""

from __future__ import annotations

from question_bank.grading.words import content_words, tokens

_BORROWED_SHARE = 0.85  # of the words that say something
_RUN = 6  # words in a row that are the article's own


def leans_on(says: str, stretch: str) -> bool:
    """Say whether a fact repeats its passage in the article's words or nearly so."""
    words = content_words(says)
    if len(words.keys() & content_words(stretch).keys()) >= _BORROWED_SHARE * len(words):
        return True
    said, held = " ".join(tokens(says)).split(), " ".join(tokens(stretch))
    runs = (" ".join(said[at : at + _RUN]) for at in range(max(1, len(said) - _RUN + 1)))
    return any(f" {run} " in f" {held} " for run in runs)
