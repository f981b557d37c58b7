"""The sentences about reviews from Anki that depend on values."""

from __future__ import annotations

from flask_babel import lazy_gettext

from quiz.services.anki.holding import RefusedPackageError, WhyNot
from quiz.services.anki.reviews_in import Apart, HistoryReport, Left
from quiz.web.say import _, ngettext

LEFT = {
    Left.CRAMMED: lazy_gettext(
        "answered in a filtered deck that does not reschedule: Anki does not count it"
    ),
    Left.BY_HAND: lazy_gettext("a due date set by hand, which is no answer"),
    Left.RESCHEDULED: lazy_gettext("due dates that Anki moved by itself, which are no answers"),
    Left.UNRATED: lazy_gettext("no button was pressed"),
    Left.NOTHING_TO_RESET: lazy_gettext("a reset of a card that had not been answered"),
    Left.NO_BEGINNING: lazy_gettext("the card's log begins in the middle of relearning"),
    Left.FUTURE: lazy_gettext("dated in the future, by a clock that was ahead"),
    Left.IMPOSSIBLE: lazy_gettext("a time or a button that cannot be"),
}
APART = {
    Apart.FOREIGN: lazy_gettext("of notes that do not come from Factdeck"),
    Apart.UNKNOWN: lazy_gettext("of questions that are not here, or not any more"),
    Apart.TWIN: lazy_gettext("of copies of a note: the one that Factdeck sent out counts"),
    Apart.NO_CARD: lazy_gettext("of cards that their question no longer has"),
    Apart.NOT_LEARNT: lazy_gettext("of banks that you do not learn with"),
}
_REFUSALS = {
    WhyNot.EMPTY: lazy_gettext("There is nothing in it. Choose the file that Anki exported."),
    WhyNot.TOO_LARGE: lazy_gettext(
        "A package may have 256 MB. In Anki, export one deck at a time, or without media, and bring the "
        "parts one by one."
    ),
    WhyNot.NOT_KEPT: lazy_gettext("Factdeck could not keep the file on its disk. Nothing was changed."),
}
NO_FILE = lazy_gettext("Choose the file that Anki exported; its name ends in .apkg or .colpkg.")


def why_refused(error: RefusedPackageError) -> str:
    said = str(_REFUSALS[error.why])
    return f"{said} ({error.detail})" if error.detail else said


def own_effects(report: HistoryReport, *, is_done: bool) -> list[str]:
    """Say what becomes of cards beside their answers, a sentence for each thing."""
    found = []
    if report.resets:
        found.append(ngettext("%(num)s reset made in Anki.", "%(num)s resets made in Anki.", report.resets))
    if report.dues:
        found.append(
            ngettext(
                "%(num)s due date that was set in Anki is followed.",
                "%(num)s due dates that were set in Anki are followed.",
                report.dues,
            )
        )
    if report.afresh:
        found.append(
            ngettext(
                "%(num)s card was begun anew in Anki, and begins anew here.",
                "%(num)s cards were begun anew in Anki, and begin anew here.",
                report.afresh,
            )
        )
    if is_done and report.suspended:
        found.append(
            ngettext(
                "%(num)s card is suspended now, as it is in Anki.",
                "%(num)s cards are suspended now, as they are in Anki.",
                report.suspended,
            )
        )
    return [*found, *_nothing_to_do(report)]


def _nothing_to_do(report: HistoryReport) -> list[str]:
    found = []
    if report.waking:
        found.append(
            ngettext(
                "%(num)s card is suspended here and not in Anki; it stays suspended.",
                "%(num)s cards are suspended here and not in Anki; they stay suspended.",
                report.waking,
            )
        )
    if report.buried:
        found.append(
            ngettext(
                "%(num)s card is buried in Anki until tomorrow; here it is asked when it is due.",
                "%(num)s cards are buried in Anki until tomorrow; here they are asked when they are due.",
                report.buried,
            )
        )
    if report.filtered:
        found.append(
            ngettext(
                "%(num)s card lies in a filtered deck; it counts as in its own.",
                "%(num)s cards lie in a filtered deck; they count as in their own.",
                report.filtered,
            )
        )
    return found


def calendar_note(report: HistoryReport) -> str:
    """Say how Anki's days differ from the learner's here; "" where they do not."""
    found = report.calendars
    if found is None:
        return ""
    hour = found.rollover_hour
    if hour is not None and hour != 4:
        return _(
            "In Anki your day begins at %(hour)s o'clock, here at 4. Each answer counts for the day that it "
            "has here.",
            hour=hour,
        )
    return _(
        "Anki reckons with another time zone than yours here. Each answer counts for the day it has here."
    )
