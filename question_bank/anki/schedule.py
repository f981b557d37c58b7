"""A learner's progress as it travels to Anki: plain values that say what Anki's tables will hold.

Whoever knows the learner fills these; `progress_rows.py` writes them. Numbers are Anki's own where they have
a column there: a state is Anki's card type, a kind its type of review.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

DAY_ZERO_HOUR = 4  # Anki's day begins at 04:00 local time, and so does ours


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOut:
    """One line of a card's log.

    `at_ms` is the moment in milliseconds since 1970. `rating` is 1 (Again) to 4 (Easy), 0 for what was no
    answer. `interval` and `last_interval` are what the answer gave and what was before: days above zero,
    seconds below. `taken_ms` is how long the answer took. `kind` is 0 learning, 1 review, 2 relearning, 3 in
    a filtered deck, 4 by hand. `difficulty` is FSRS's after the answer, 1 to 10, 0 where it has none.
    """

    at_ms: int
    rating: int
    interval: int
    last_interval: int = 0
    taken_ms: int = 0
    kind: int = 1
    difficulty: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOut:
    """One card that is no longer new, or is suspended.

    `part` is the cloze number, 0 for the other kinds. `state` is 0 new, 1 learning, 2 review, 3 relearning;
    `step` the index into the steps of states 1 and 3. A card in steps has `due_at_s`, seconds since 1970; a
    card in review `due_day`, days since 1970. `interval_days` of a card in relearning is the interval that
    follows its steps, 1 or more. `stability` (days) and `difficulty` (1 to 10) are None for a card without a
    memory.
    `last_review_s` is the last answer that counted, in seconds since 1970.
    """

    part: int
    state: int
    step: int = 0
    stability: float | None = None
    difficulty: float | None = None
    due_at_s: int | None = None
    due_day: int | None = None
    interval_days: int = 0
    last_review_s: int | None = None
    reps: int = 0
    lapses: int = 0
    suspended: bool = False
    reviews: tuple[ReviewOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetOut:
    """The options of the decks in Anki. `weights` are the 21 parameters of FSRS-6; steps are in seconds."""

    name: str
    weights: tuple[float, ...]
    desired_retention: float
    learning_steps_s: tuple[int, ...] = (60, 600)
    relearning_steps_s: tuple[int, ...] = (600,)
    maximum_interval_days: int = 36500
    new_per_day: int = 20
    reviews_per_day: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What one learner knows, by bank id and first id of the question.

    Questions that are not in `cards`, and cloze numbers that a question's cards do not name, are new.
    `offset_minutes` is where the learner is, in minutes east of UTC, and `today` the learner's day there, in
    days since 1970, each beginning at 04:00.
    """

    preset: PresetOut
    today: int
    offset_minutes: int = 0
    cards: Mapping[tuple[str, str], tuple[CardOut, ...]] = field(default_factory=dict)
