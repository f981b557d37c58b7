"""What fitting hands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

FEWEST_REVIEWS = 400  # as Anki long asked for; the latest fifth must still say something
LIKELIEST_GUESS = 0.05  # answers that chance gives more often say too little about memory


class State(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class Why(StrEnum):
    """Why a fitting was refused (the first two) or failed."""

    NO_BETTER = "no_better"
    TOO_FEW = "too_few"
    SLOW = "slow"
    BROKE = "broke"
    LEFT = "left"


class Origin(StrEnum):
    DEFAULT = "default"
    FITTED = "fitted"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How weights were found: fitted to `fitted_to` reviews, judged by the `held_out` latest ones.

    Losses are mean log losses over those held out and errors are RMSE (bins), `before` under parameter set
    `compared_with`; `noise` is the standard error of the losses' difference. `left_out` answers could too
    well have been guessed.
    """

    fitted_to: int
    held_out: int
    recalled: int
    left_out: int
    loss_before: float
    loss_after: float
    noise: float
    error_before: float
    error_after: float
    compared_with: int

    @property
    def closer(self) -> float:
        """Return by which share the loss fell; less than 0 if it rose."""
        return 1 - self.loss_after / self.loss_before if self.loss_before else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """`returning` is one that takes up an earlier version; `why` is known once it was refused or failed."""

    number: int
    state: State
    returning: bool
    started_at: datetime
    why: Why | None
    report: Report | None

    @property
    def under_way(self) -> bool:
        return self.state in (State.QUEUED, State.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A set of weights that ruled at some time; `returned_to` is the older one that it took up again."""

    number: int
    origin: Origin
    made_at: datetime
    current: bool
    report: Report | None
    returned_to: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`reviews` are those to fit to, counted up to FEWEST_REVIEWS. The newest version is first."""

    installed: bool
    reviews: int
    fitting: Fitting | None
    versions: tuple[Version, ...]

    @property
    def missing(self) -> int:
        """Return how many reviews are still too few."""
        return max(FEWEST_REVIEWS - self.reviews, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDay:
    on: date
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What rescheduling would do: how many cards it moves, and the due cards of each day ahead.

    `days` begins with today, which holds what is overdue as well.
    """

    earlier: int
    later: int
    same: int
    days: tuple[DueDay, ...]

    @property
    def moved(self) -> int:
        return self.earlier + self.later

    def within(self, days: int) -> tuple[int, int]:
        """Return how many cards are due in the next days, before and after."""
        first = self.days[:days]
        return sum(day.before for day in first), sum(day.after for day in first)
