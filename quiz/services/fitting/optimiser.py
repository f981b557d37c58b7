"""The optional package that fits weights, and nothing else of it anywhere.

It is imported in the worker's process only: while it counts, it holds the interpreter's lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from quiz.memory.fsrs6 import DEFAULT_WEIGHTS, Weights

if TYPE_CHECKING:
    from fsrs_rs_python import FSRSItem

_PACKAGE = "fsrs_rs_python"
_DECIMALS = 4  # the package counts in 32 bits, whose 0.8 would lie above the highest weight allowed

# One card's answers from its first on: the rating and the days since the answer before.
Answers = Sequence[tuple[int, int]]


def is_installed() -> bool:
    return find_spec(_PACKAGE) is not None


def fit(items: Sequence[Answers], relearning_steps: int) -> Weights:
    """Return the weights that foretell the last answer of every item best; items come in order of time."""
    from fsrs_rs_python import FSRS

    found = FSRS(DEFAULT_WEIGHTS).compute_parameters(
        [_item(item) for item in items], num_relearning_steps=relearning_steps
    )
    return tuple(round(float(weight), _DECIMALS) for weight in found)


def stabilities(cards: Sequence[Answers], weights: Weights) -> list[list[float]]:
    """Return each card's stability after each of its answers."""
    from fsrs_rs_python import FSRS

    states = FSRS(weights).historical_memory_state_batch([_item(card) for card in cards])
    return [[float(state.stability) for state in own] for own in states]


def error(items: Sequence[Answers], weights: Weights) -> float:
    """Return RMSE (bins): how far off the predictions are in groups of alike reviews, as shares of 1."""
    from fsrs_rs_python import FSRS

    return float(FSRS(weights).evaluate([_item(item) for item in items]).rmse_bins)


def _item(answers: Answers) -> FSRSItem:
    from fsrs_rs_python import FSRSItem, FSRSReview

    return FSRSItem([FSRSReview(rating, days) for rating, days in answers])
