"""What is measured of a bank's questions as a table, for spreadsheets and statistics programs."""

from __future__ import annotations

import csv
import io

from question_bank.formats.csv_table.cells import guarded
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.item_findings import CODES
from quiz.services.item_records import NO_ANALYSES
from quiz.services.item_statistics import ItemLine, Order, in_order, lines_of
from quiz.store.database import reading

_HEADS = (
    "question",
    "card",
    "kind",
    "first_attempts",
    "answers",
    "facility",
    "facility_low",
    "facility_high",
    "discrimination",
    "discrimination_low",
    "discrimination_high",
    "dont_know",
    "shares",
    "median_seconds",
    "reviews",
    "recall_predicted",
    "recall_observed",
    "recall_low",
    "recall_high",
    "leeches",
    "reasons",
)


def statistics_as_csv(ctx: Context, learner_id: int, key: str) -> bytes:
    """Return everything measured, a line for each card, poor questions first; raises NotFound.

    It waits until all answers are counted: a file is kept, and nobody looks at it again a moment later.
    """
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
        analyses = ctx.items.analyses(connection, ctx.library, row) if row.digest else NO_ANALYSES
        lines = lines_of(ctx, connection, row, analyses)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEADS)
    writer.writerows([guarded(str(cell)) for cell in _row(line)] for line in in_order(lines, Order.REASONS))
    return out.getvalue().encode()


def _row(line: ItemLine) -> list[object]:
    """Return a line of the table; below thirty first attempts all but the counts is empty."""
    analysis, measured = line.analysis, line.analysis.measures
    counts: list[object] = [
        line.question.id,
        line.part or "",
        line.question.kind.value,
        analysis.attempts,
        analysis.answers,
    ]
    if measured is None:
        return [*counts, *[""] * (len(_HEADS) - len(counts))]
    apart = measured.discrimination
    recalled = measured.recalled
    shares = (
        f"{'*' if each.is_key else ''}{each.text}: " + ("" if each.share is None else f"{each.share:.3f}")
        for each in measured.shares
    )
    return [
        *counts,
        *_figures(measured.facility.value, measured.facility.low, measured.facility.high),
        *(_figures(apart.value, apart.low, apart.high) if apart else [""] * 3),
        measured.dont_know,
        " | ".join(shares),
        "" if measured.median_ms is None else f"{measured.median_ms / 1000:.1f}",
        *([recalled.count, *_figures(recalled.predicted)] if recalled else [""] * 2),
        *(_figures(recalled.known.value, recalled.known.low, recalled.known.high) if recalled else [""] * 3),
        measured.leeches,
        " ".join(f"{CODES[flaw.reason]}:{flaw.reason.value}" for flaw in analysis.flaws),
    ]


def _figures(*values: float) -> list[object]:
    return [f"{value:.3f}" for value in values]
