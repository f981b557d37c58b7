"""How likely a full mark is for a learner who knows nothing and chooses blindly."""

from __future__ import annotations

from collections import Counter
from math import factorial, perm, prod
from typing import assert_never

from question_bank.grading.sequences import tie_groups
from question_bank.model import (
    Cloze,
    DateQuestion,
    Flashcard,
    ListQuestion,
    Matching,
    MultipleChoice,
    NumberQuestion,
    Ordering,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from question_bank.model.texts import option_texts


def guess_chance(question: Question) -> float:
    """Return the chance, 0 to 1, of being fully right by a blind guess; 0 for typed and self-rated kinds.

    Several choices: any set of ticks but the empty one. Ordering: any order, ties counted. Matching: each
    right side once where none is used twice, otherwise freely.
    """
    match question:
        case TrueFalse():
            return 0.5
        case SingleChoice():
            return 1 / len(option_texts(question))
        case MultipleChoice():
            return 1 / ((1 << len(option_texts(question))) - 1)
        case Ordering():
            ties = Counter(tie_groups(question)).values()
            return prod(factorial(size) for size in ties) / factorial(len(question.items))
        case Matching():
            return _matching(question)
        case Flashcard() | ShortAnswer() | ListQuestion() | NumberQuestion() | DateQuestion() | Cloze():
            return 0.0
        case _:
            assert_never(question)


def _matching(question: Matching) -> float:
    rights = [pair.right for pair in question.pairs]
    options = {*rights, *question.spare}
    if len(set(rights)) == len(rights):
        return 1 / perm(len(options), len(rights))
    return 1 / prod(len(options) for _ in rights)
