"""The sentences about repairs: what is added where, what is in the way, and what came of it."""

from __future__ import annotations

from datetime import datetime

from flask_babel import format_datetime, lazy_gettext, ngettext

from quiz.services.editing import Conflict, Outcome, Refused, Unsaved
from quiz.services.repairing import Addition, Applied, Into, Obstacle, Place, Proposal, Status, Undone
from quiz.web.learner import local_time
from quiz.web.say import _
from quiz.web.workshop import words as workshop_words

OBSTACLES = {
    Obstacle.CHOSEN: lazy_gettext("It was chosen, not typed, so there is no spelling to accept."),
    Obstacle.NOT_TYPED: lazy_gettext("Nothing was typed, so there is nothing to accept."),
    Obstacle.NO_PLACE: lazy_gettext("Questions of this kind have no list of accepted answers."),
    Obstacle.UNREADABLE: lazy_gettext("It cannot be read as an answer to this question."),
    Obstacle.UNWRITABLE: lazy_gettext("It cannot be added safely to the text as it stands in the file."),
    Obstacle.GONE: lazy_gettext("The question is in the bank’s files no longer."),
}
PLACES = {
    Place.REVIEW: lazy_gettext("Study"),
    Place.PRACTICE: lazy_gettext("Practice"),
    Place.TEST: lazy_gettext("Test"),
}
STATUSES = {
    Status.PENDING: lazy_gettext("saved, but not served yet: the bank has errors elsewhere"),
    Status.GRADING: lazy_gettext("not finished yet"),
    Status.DONE: lazy_gettext("done"),
    Status.DROPPED: lazy_gettext("not written"),
    Status.LEAVING: lazy_gettext("taken out of the text, but still served: the bank has errors elsewhere"),
    Status.UNDOING: lazy_gettext("being undone"),
    Status.UNDONE: lazy_gettext("undone"),
}


def added(addition: Addition) -> str:
    """Return in words what accepting a text so means."""
    match addition.into:
        case Into.ACCEPT | Into.GAP:
            return _("Accept “%(text)s”", text=addition.text)
        case Into.REJECT:
            return _("Name “%(text)s” as wrong", text=addition.text)
        case Into.ITEM:
            return _("“%(text)s” is another wording of “%(item)s”", text=addition.text, item=addition.item)
        case Into.ANSWER:
            return _("“%(text)s” is one more right answer", text=addition.text)
        case Into.UNIT:
            return _("“%(text)s” is another way to write the unit", text=addition.text)
        case Into.TOLERANCE:
            return _("Anything up to %(amount)s off is right", amount=addition.text)


def short(then: datetime) -> str:
    """Return day and minute in the learner's time zone, as short as a table needs it."""
    said: str = format_datetime(local_time(then), "short", rebase=False)
    return said


def why_accepted(proposal: Proposal, disputes: int) -> str:
    """Return what the history says of the edit."""
    what = "; ".join(added(each) for each in proposal.additions)
    if not disputes:
        return what
    after = ngettext("after %(num)s dispute", "after %(num)s disputes", disputes)
    return f"{what} ({after})"


def undone(done: Undone) -> str:
    """Return what came of taking a repair back."""
    if done.status is Status.LEAVING:
        return _("Taken out of the text. The bank has errors elsewhere: grades follow once it is served.")
    return _("Undone: text, grades, scores and schedules are as if it had never been accepted.")


def not_saved(outcome: Outcome) -> str:
    """Return why the text could not be written."""
    if isinstance(outcome, Unsaved):
        return workshop_words.why_unsaved(outcome)
    if isinstance(outcome, Refused):
        messages = [each.problem.message for each in outcome.judged.findings if each.new]
        return _("It would bring an error into the bank: %(what)s", what="; ".join(messages))
    if isinstance(outcome, Conflict):
        return _("Somebody is changing the same text. Try again in a moment, or open the editor.")
    return _("Something has to be decided first: open the editor.")


def done(applied: Applied) -> str:
    """Return what a repair changed."""
    if applied.status is Status.PENDING:
        return _("Saved. The bank has errors elsewhere: answers are graded anew once it is served.")
    if not applied.learners:
        return _("Accepted. Nobody’s earlier answers change.")
    answers = ngettext("%(num)s answer counts now", "%(num)s answers count now", applied.answers)
    tests = ngettext("%(num)s test has a higher score", "%(num)s tests have a higher score", applied.attempts)
    learners = ngettext("for %(num)s learner", "for %(num)s learners", applied.learners)
    changed = [part for part, count in ((answers, applied.answers), (tests, applied.attempts)) if count]
    return _("Accepted: %(what)s, %(whom)s.", what=", ".join(changed), whom=learners)
