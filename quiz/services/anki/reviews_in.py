"""A learner's reviews out of a package that they brought: what would be added, adding it, what it was."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from question_bank.anki.packages.values import AnkiPackage
from quiz.memory.anki_history import Left
from quiz.services.anki import histories
from quiz.services.anki.histories import Apart, Calendars, HistoryReport
from quiz.services.anki.holding import Held, empty, remember, remembered
from quiz.services.context import Context

__all__ = ["Apart", "HistoryReport", "Left", "add_reviews", "done_with", "foretold"]

_DONE = "done"
_DATES = ("first_on", "last_on")


def foretold(ctx: Context, learner_id: int, package: AnkiPackage) -> HistoryReport:
    """Return what would be added now; nothing is written. Raises NotFound."""
    return histories.preview(ctx, learner_id, package)


def add_reviews(ctx: Context, learner_id: int, held: Held, package: AnkiPackage, *, suspend: bool) -> None:
    """Add what is new to the learner's log, keep what that was, and let the package itself go.

    Raises NotFound and TooBusyError; what was added until then stays, and is known the next time.
    """
    report = histories.bring(ctx, learner_id, package, suspend=suspend)
    remember(held, _DONE, _plain(report))
    empty(ctx, held)


def done_with(held: Held) -> HistoryReport | None:
    """Return what was added from a package, None if nothing was yet."""
    plain = remembered(held, _DONE)
    return None if plain is None else _report(plain)


def _plain(report: HistoryReport) -> dict[str, Any]:
    values = {each.name: getattr(report, each.name) for each in fields(report)}
    dates = {name: day.isoformat() if (day := values[name]) else "" for name in _DATES}
    counts = {name: dict(values[name]) for name in ("left", "apart")}
    return values | dates | counts | {"calendars": asdict(report.calendars) if report.calendars else None}


def _report(plain: dict[str, Any]) -> HistoryReport:
    calendars = plain["calendars"]
    dates = {name: date.fromisoformat(plain[name]) if plain[name] else None for name in _DATES}
    return HistoryReport(
        **{
            **plain,
            **dates,
            "left": Counter({Left(name): count for name, count in plain["left"].items()}),
            "apart": Counter({Apart(name): count for name, count in plain["apart"].items()}),
            "calendars": Calendars(**calendars) if calendars else None,
        }
    )
