"""What the pages say about how well something is remembered."""

from __future__ import annotations

from bisect import bisect_right

from flask_babel import format_percent, lazy_gettext

from quiz.services.briefings import FactQuestion, Memory
from quiz.web.say import _, ngettext

STEPS = (0.70, 0.85, 0.95)
# From the best known to what was never studied: how deep a sentence is shaded, and what that means.
LEGEND = {
    "4": lazy_gettext("95% or more"),
    "3": lazy_gettext("85 to 95%"),
    "2": lazy_gettext("70 to 85%"),
    "1": lazy_gettext("below 70%"),
    "0": lazy_gettext("not studied yet"),
}


def shade(memory: Memory) -> str:
    """Return the step of shading: "0" not studied, "1" to "4" the better the higher, "none" never asked."""
    if not memory.questions:
        return "none"
    return "0" if memory.recall is None else str(bisect_right(STEPS, memory.recall) + 1)


def in_short(memory: Memory) -> str:
    """Return what a screen reader says after a sentence; "" where no question asks about it."""
    if not memory.questions:
        return ""
    if memory.recall is None:
        return _("not studied yet")
    return _("remembered %(share)s", share=format_percent(memory.recall))


def in_full(memory: Memory) -> str:
    """Return how much of something is studied, and how well it should be remembered today."""
    if not memory.cards:
        return (
            _("Its questions are suspended.") if memory.questions else _("No question asks about this yet.")
        )
    if memory.recall is None:
        return _("Not studied yet.")
    recall = _("Predicted recall today: %(share)s.", share=format_percent(memory.recall))
    if memory.studied == memory.cards:
        return recall
    studied = ngettext(
        "%(studied)s of %(num)s card studied so far.",
        "%(studied)s of %(num)s cards studied so far.",
        memory.cards,
        studied=memory.studied,
    )
    return f"{recall} {studied}"


def test_me(memory: Memory) -> str:
    """Return what the button says that asks for questions: those that are due or new, or else practice."""
    waiting = [
        ngettext("%(num)s due", "%(num)s due", memory.due) if memory.due else "",
        ngettext("%(num)s new", "%(num)s new", memory.new) if memory.new else "",
    ]
    if memory.due or memory.new:
        return _("Test me on this: %(what)s", what=", ".join(part for part in waiting if part))
    return ngettext("Practise this one", "Practise these %(num)s", memory.cards)


def of_question(asked: FactQuestion) -> str:
    """Return how a question stands today, in a word or two."""
    if not asked.known.cards:
        return _("suspended")
    if asked.due:
        return _("due")
    if asked.new:
        return _("new")
    return "" if asked.known.recall is None else format_percent(asked.known.recall)
