"""What came of a learner's reviews in Anki: how many lines were taken over, and why others were not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from quiz.memory.anki_history import Left


class Apart(StrEnum):
    """Why nothing of a note, or of one of its cards, can be taken over."""

    FOREIGN = "foreign"  # a note that came from no Factdeck bank, and was not imported into one
    UNKNOWN = "unknown"  # a note of a bank or a question that is not here
    TWIN = "twin"  # a copy of a note: the one with the GUID that we gave counts
    NO_CARD = "no_card"  # the question has no such card, such as a cloze number that is gone
    NOT_LEARNT = "not_learnt"  # the learner does not learn with that bank


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendars:
    """Anki's day, where it begins otherwise than the learner's here; the learner's counts.

    `rollover_hour` is the local hour that Anki's days begin at, None if the file is silent. The offsets are
    minutes east of UTC: Anki's one for all times, and the learner's at the latest review.
    """

    rollover_hour: int | None
    anki_offset_minutes: int | None
    offset_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryReport:
    """What `histories.bring` did, or what it would do now.

    Every line of Anki's log is counted once: `answers`, `resets` and `dues` (a due date that was set in Anki
    after the last answer) are taken over; `known` were here already, brought before or the learner's own
    that had travelled to Anki; `left` do not count by Anki's own rules, by reason; `dues_left` are due dates
    that a card here cannot follow, for it has no answer or later ones; `apart_lines` belong to the cards
    counted in `apart`, of which nothing is taken, by reason; `deleted_lines` have no card in Anki any more.
    Cards: `cards` get new lines, `afresh` were learnt anew in Anki without a reset in its log. `suspended`
    are suspended in Anki and now here; `waking` are suspended here only, and stay so. `buried` ones come
    back by themselves the next day; `filtered` ones lie in a filtered deck and count as in their own.
    `first_on` and `last_on` are the learner's days of the earliest and the latest answer that is new.
    """

    answers: int = 0
    resets: int = 0
    dues: int = 0
    known: int = 0
    left: Mapping[Left, int] = field(default_factory=dict)
    dues_left: int = 0
    apart: Mapping[Apart, int] = field(default_factory=dict)
    apart_lines: int = 0
    deleted_lines: int = 0
    cards: int = 0
    afresh: int = 0
    suspended: int = 0
    waking: int = 0
    buried: int = 0
    filtered: int = 0
    first_on: date | None = None
    last_on: date | None = None
    calendars: Calendars | None = None

    @property
    def changes(self) -> bool:
        """Whether anything is, or would be, different here."""
        return bool(self.answers or self.resets or self.dues or self.suspended)
