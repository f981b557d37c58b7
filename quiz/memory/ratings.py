"""From a grade to a rating: correctness decides it, time never does, and the learner may refine it."""

from __future__ import annotations

from question_bank.model import Grade, Kind
from quiz.memory.card import Rating

GUESSABLE = frozenset(
    {Kind.TRUE_FALSE, Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE, Kind.ORDERING, Kind.MATCHING}
)


def rating_for(grade: Grade, pass_at: float = 1.0) -> Rating:
    """Return Good for a grade of at least `pass_at`, Again for anything less."""
    return Rating.GOOD if grade.fraction >= pass_at else Rating.AGAIN


def allowed(
    kind: Kind, grade: Grade, pass_at: float = 1.0, *, self_rated: bool = False
) -> tuple[Rating, ...]:
    """Return the ratings the learner may say, the lowest first.

    Whoever looked at the answer rates it alone (`self_rated`, and every flashcard): all four. A wrong answer
    is Again and nothing else. A right one is Hard, Good or Easy, without Easy where a guess could have been
    lucky.
    """
    if self_rated or kind is Kind.FLASHCARD:
        return tuple(Rating)
    if rating_for(grade, pass_at) is Rating.AGAIN:
        return (Rating.AGAIN,)
    if kind in GUESSABLE:
        return (Rating.HARD, Rating.GOOD)
    return (Rating.HARD, Rating.GOOD, Rating.EASY)


def can_say_guessed(kind: Kind, grade: Grade, pass_at: float = 1.0, *, self_rated: bool = False) -> bool:
    """Return whether "I guessed" makes sense: after a right answer that was not self-rated."""
    return not self_rated and kind is not Kind.FLASHCARD and rating_for(grade, pass_at) is not Rating.AGAIN
