"""The workshop's sentences that depend on values; the others stand in the templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from flask_babel import lazy_gettext

from question_bank.model import Kind
from question_bank.problems import Severity
from quiz.services.editing import (
    Choice,
    EffectKind,
    Finding,
    HistoryEntry,
    Judged,
    Origin,
    Reason,
    Saved,
    Status,
    Unsaved,
)
from quiz.services.key_help import HelpPart, Part
from quiz.services.workshop.values import Only
from quiz.web.say import _, ngettext

SAMPLE_BRIEFING = "# Where rain comes from\n\nMost vapour rises *from the sea*. [facts: evaporation]\n"

KINDS = {
    Kind.FLASHCARD: lazy_gettext("Flashcard"),
    Kind.TRUE_FALSE: lazy_gettext("True or false"),
    Kind.SINGLE_CHOICE: lazy_gettext("Single choice"),
    Kind.MULTIPLE_CHOICE: lazy_gettext("Multiple choice"),
    Kind.SHORT_ANSWER: lazy_gettext("Short answer"),
    Kind.LIST: lazy_gettext("List"),
    Kind.NUMBER: lazy_gettext("Number"),
    Kind.DATE: lazy_gettext("Date"),
    Kind.CLOZE: lazy_gettext("Cloze"),
    Kind.ORDERING: lazy_gettext("Ordering"),
    Kind.MATCHING: lazy_gettext("Matching"),
}
ONLY = {
    Only.ALL: lazy_gettext("all"),
    Only.FINDINGS: lazy_gettext("with findings"),
    Only.ERRORS: lazy_gettext("with errors"),
    Only.REPORTED: lazy_gettext("reported by learners"),
    Only.UNDECIDED: lazy_gettext("whose answer changed"),
    Only.DRAFTS: lazy_gettext("drafts"),
    Only.WITHOUT_FACT: lazy_gettext("without a fact"),
    Only.ARCHIVED: lazy_gettext("archived: in no file any more"),
}
FILES = {
    "bank.yaml": lazy_gettext("the bank's title and its articles"),
    "facts.yaml": lazy_gettext("what the articles say, with the passages"),
    "briefing.md": lazy_gettext("the material retold, to be read before studying"),
}
CHOICES = {
    Choice.MINE: lazy_gettext("Take yours"),
    Choice.THEIRS: lazy_gettext("Take what is on the disk"),
    Choice.BOTH: lazy_gettext("Take both, yours first"),
}
CHOICES_IN_UNDOING = {
    Choice.MINE: lazy_gettext("Take it as it was before"),
    Choice.THEIRS: lazy_gettext("Keep what is on the disk"),
    Choice.BOTH: lazy_gettext("Take both, as it was before first"),
}
ORIGINS = {
    Origin.SAVE: lazy_gettext("Edited here"),
    Origin.NEW: lazy_gettext("Added here"),
    Origin.REMOVE: lazy_gettext("Removed here"),
    Origin.REVERT: lazy_gettext("Put back"),
    Origin.DISK: lazy_gettext("Changed on the disk"),
}
STATUSES = {
    Status.PENDING: lazy_gettext("being written"),
    Status.DONE: lazy_gettext("in the file"),
    Status.DROPPED: lazy_gettext("never reached the file; its text is kept here"),
    Status.SUPERSEDED: lazy_gettext("the file was changed by others at that moment; its text is kept here"),
}
REASONS = {
    Reason.NO_FILE: lazy_gettext(
        "A bank has the files bank.yaml, facts.yaml and briefing.md, and .yaml files in its folder questions."
    ),
    Reason.TOO_LARGE: lazy_gettext(
        "That is too large to be edited as a whole. Edit its questions one by one, or split the file in two."
    ),
    Reason.EMPTY: lazy_gettext(
        "There is no text. To take a question out of the bank, use “Remove this question” below."
    ),
    Reason.NOT_ONE_QUESTION: lazy_gettext(
        "The text must be one question and begin with “- id:”. For several questions at once, edit the file."
    ),
    Reason.NOT_REWRITABLE: lazy_gettext(
        "This question stands inside brackets with others and cannot be replaced alone. Edit the whole file."
    ),
    Reason.NOT_TEXT: lazy_gettext("The file is not UTF-8 text, so nothing in it can be replaced safely."),
    Reason.ID_IS_TAKEN: lazy_gettext("Another question of this bank has that id. Choose one of its own."),
    Reason.GONE: lazy_gettext(
        "The file is no longer there: it was moved, renamed or deleted. Copy your text before you leave "
        "this page."
    ),
    Reason.READ_ONLY: lazy_gettext(
        "The bank's folder cannot be written by Factdeck. Whoever runs it can allow that; until then, copy "
        "your text."
    ),
    Reason.DISK_FULL: lazy_gettext("The disk is full. Make room on it, then save once more."),
    Reason.NOT_WRITTEN: lazy_gettext("The file could not be written. What was in it before still is."),
    Reason.BUSY: lazy_gettext("Somebody else is saving into this bank right now. Save once more."),
    Reason.NOTHING_TO_REVERT: lazy_gettext(
        "There is nothing to undo: the file is as it was before that edit."
    ),
}
READ_ONLY = REASONS[Reason.READ_ONLY]
_PARTS = {
    Part.EVERY_QUESTION: lazy_gettext("In every question"),
    Part.KINDS: lazy_gettext("The kinds of question, with what each has of its own"),
    Part.BANK: lazy_gettext("The bank"),
    Part.SOURCE: lazy_gettext("Under “sources”, for each article"),
    Part.FACT: lazy_gettext("Under “facts”, for each fact"),
    Part.PASSAGE: lazy_gettext("Under “evidence”, for each passage"),
}


def part_title(part: HelpPart) -> str:
    if part.part is Part.KIND and part.kind is not None:
        return _("A question of the kind “%(kind)s”", kind=str(KINDS[part.kind]))
    return str(_PARTS[part.part])


def why_unsaved(outcome: Unsaved) -> str:
    said = str(REASONS[outcome.reason])
    return f"{said} ({outcome.detail})" if outcome.detail else said


def counted(findings: Sequence[Finding]) -> str:
    """Say how many findings there are, errors apart."""
    errors = sum(each.problem.severity is Severity.ERROR for each in findings)
    parts = []
    if errors:
        parts.append(ngettext("%(num)s error", "%(num)s errors", errors))
    if len(findings) > errors:
        advice = len(findings) - errors
        parts.append(ngettext("%(num)s piece of advice", "%(num)s pieces of advice", advice))
    return _(" and ").join(parts)


def checked(judged: Judged) -> str:
    """Say what a check found, as the head of the page that shows it."""
    if judged.blocking:
        return _("Checked: this cannot be saved yet")
    if judged.undecided:
        return _("Checked: one thing is to be decided")
    if judged.findings:
        return _("Checked: this can be saved; there is advice")
    return _("Checked: this can be saved")


def meaning(judged: Judged | None) -> Iterator[str]:
    """Say before a text is saved what that will mean for learners."""
    if judged is None or judged.blocking:
        yield _("With errors in the bank, learners keep its last good version.")
    if judged is not None and judged.undecided:
        answers = len(judged.undecided)
        yield ngettext(
            "An answer changed: say what that means for those who know the old one.",
            "%(num)s answers changed: say what that means for those who know the old ones.",
            answers,
        )
    effects = judged.effects if judged else ()
    for kind, say in _EFFECTS.items():
        found = [each for each in effects if each.kind is kind]
        if found:
            yield say(len(found), sum(each.learners for each in found))
    if not effects:
        yield _("New words for a prompt or an explanation cost nobody their progress.")
        yield _("If you change an answer, you are asked first what that means.")
    if judged is not None and judged.question is not None and judged.question.draft:
        yield _("It is a draft: learners are not asked it.")


def _kept(questions: int, learners: int) -> str:
    said = ngettext(
        "%(num)s question says something else.", "%(num)s questions say something else.", questions
    )
    if not learners:
        return f"{said} {_('No learner has begun with it yet.')}"
    kept = ngettext(
        "%(num)s learner who studies it keeps all progress.",
        "%(num)s learners who study it keep all progress.",
        learners,
    )
    return f"{said} {kept}"


def _relearnt(_questions: int, learners: int) -> str:
    return ngettext(
        "The edition is raised: %(num)s learner learns the answer anew.",
        "The edition is raised: %(num)s learners learn the answer anew.",
        learners,
    )


def _archived(questions: int, learners: int) -> str:
    said = ngettext(
        "%(num)s question is no longer asked.", "%(num)s questions are no longer asked.", questions
    )
    return f"{said} {_cards_kept(learners)}"


def _withdrawn(questions: int, learners: int) -> str:
    said = ngettext("%(num)s question becomes a draft.", "%(num)s questions become drafts.", questions)
    return f"{said} {_cards_kept(learners)}"


def _cards_kept(learners: int) -> str:
    return ngettext(
        "The cards of %(num)s learner are kept, and come back with it.",
        "The cards of %(num)s learners are kept, and come back with it.",
        learners,
    )


def _restored(questions: int, _learners: int) -> str:
    return ngettext(
        "%(num)s question comes back, with the cards that learners had.",
        "%(num)s questions come back, with the cards that learners had.",
        questions,
    )


def _asked_from_now(questions: int, _learners: int) -> str:
    return ngettext(
        "%(num)s question is asked from now on.", "%(num)s questions are asked from now on.", questions
    )


_EFFECTS: dict[EffectKind, Callable[[int, int], str]] = {
    EffectKind.KEPT: _kept,
    EffectKind.RELEARNT: _relearnt,
    EffectKind.ADDED: _asked_from_now,
    EffectKind.PUBLISHED: _asked_from_now,
    EffectKind.RESTORED: _restored,
    EffectKind.WITHDRAWN: _withdrawn,
    EffectKind.ARCHIVED: _archived,
}


def saved(outcome: Saved) -> str:
    """Say what a save did."""
    if not outcome.changed:
        return _("Nothing was changed, so nothing was saved.")
    said = [_("Saved.")]
    if outcome.merged:
        said.append(_("Others had changed another part of the file meanwhile; both changes are in it."))
    report = outcome.report
    if report is not None and report.relearn:
        said.append(
            ngettext("%(num)s question is learnt anew.", "%(num)s questions are learnt anew.", report.relearn)
        )
    if report is not None and not report.changed and report.problems:
        said.append(_("The bank still has errors, so learners keep its last good version."))
    if report is None:
        said.append(_("The database was busy: learners get the change in a moment."))
    if outcome.lock_behind:
        said.append(_("The file bank.lock could not be brought up to date; the command fmt does that."))
    if any(each.line for each in outcome.findings):  # what lies elsewhere is no matter of this text
        said.append(_("There is advice beside the text."))
    return " ".join(said)


def removed(question: str) -> str:
    return _(
        "“%(question)s” was removed. Cards of it are kept, and the history has its text.", question=question
    )


def not_removed(question: str) -> str:
    return _(
        "“%(question)s” was changed after you opened the page, and is not removed. Look at it as it is now; "
        "if it is to go all the same, remove it once more.",
        question=question,
    )


def who(entry: HistoryEntry, learner_id: int) -> str:
    """Say whose edit it was."""
    if entry.who:
        return entry.who
    if entry.origin is Origin.DISK:
        return _("outside Factdeck")
    return _("you") if entry.learner_id == learner_id else _("somebody who is no longer here")
