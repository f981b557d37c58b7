"""The sentences about files for other programs and from them that depend on values."""

from __future__ import annotations

from typing import assert_never

from flask_babel import lazy_gettext

from question_bank.problems import Severity
from quiz.services.editing import Conflict, Outcome, Refused, Saved, Undecided, Unsaved
from quiz.services.exchange.values import Added, Format, RefusedFileError, WhyNot
from quiz.web.say import _, ngettext
from quiz.web.workshop import words

FORMATS = {
    Format.GIFT: lazy_gettext("For Moodle (GIFT)"),
    Format.CSV: lazy_gettext("For spreadsheets (CSV)"),
    Format.JSON: lazy_gettext("Everything (JSON)"),
    Format.PRINT: lazy_gettext("To print"),
}
USES = {
    Format.GIFT: lazy_gettext(
        "Import the file in Moodle as GIFT; many other programs read it too. Drafts stay here."
    ),
    Format.CSV: lazy_gettext(
        "One row for each question, for Excel, LibreOffice or Google Sheets. It can be edited there and "
        "brought back."
    ),
    Format.JSON: lazy_gettext(
        "The whole bank with its facts, sources, briefing and pictures: to keep, or to bring into another "
        "Factdeck."
    ),
    Format.PRINT: lazy_gettext(
        "All questions on paper, and the key on a page of its own. Open the file in your browser and print "
        "it. Drafts stay here."
    ),
}
COMING = {
    Format.GIFT: lazy_gettext("Moodle's text format (GIFT)"),
    Format.CSV: lazy_gettext("A table (CSV)"),
    Format.JSON: lazy_gettext("Factdeck's own format (JSON)"),
}
ENDINGS = {Format.GIFT: "txt", Format.CSV: "csv", Format.JSON: "json", Format.PRINT: "html"}
TYPES = {
    Format.GIFT: "text/plain; charset=utf-8",
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
    Format.PRINT: "text/html; charset=utf-8",
}
_REFUSALS = {
    WhyNot.EMPTY: lazy_gettext("There is nothing in it. Choose a file, or paste its text."),
    WhyNot.TOO_LARGE: lazy_gettext(
        "That is too large for this page: 1.5 MB is the most. Divide it into several files, or use the "
        "command “import”, which takes more."
    ),
    WhyNot.UNKNOWN_FORMAT: lazy_gettext(
        "The file's name does not say what it is. Choose below what it is, or give it the ending .gift, "
        ".txt, .csv, .tsv or .json."
    ),
    WhyNot.NOT_TEXT: lazy_gettext("That cannot be read as text."),
    WhyNot.BAD_LANGUAGE: lazy_gettext("Write the language as a short code, such as en, de or pt-BR."),
    WhyNot.NOT_KEPT: lazy_gettext("Factdeck could not keep the file on its disk. Nothing was changed."),
}
TWO_THINGS = lazy_gettext("Choose a file or paste its text: one of the two is enough.")


def why_refused(error: RefusedFileError) -> str:
    said = str(_REFUSALS[error.why])
    if error.problem is not None:
        said = f"{said} {_sentence(error.problem.message)} {_sentence(error.problem.suggestion)}".rstrip()
    return f"{said} ({error.detail})" if error.detail else said


def added(done: Added) -> str:
    """Say what came in, as the message on the page of the bank."""
    files = [file for file, _count, outcome in done.outcomes if isinstance(outcome, Saved)]
    said = ngettext("%(num)s question was added", "%(num)s questions were added", done.questions)
    where = ", ".join(files)
    return _("%(said)s, in %(where)s. The history shows it.", said=said, where=where)


def not_added(done: Added) -> list[str]:
    """Say of each file that did not come in why not."""
    return [
        f"{file}: {_why_not(outcome)}"
        for file, _count, outcome in done.outcomes
        if not isinstance(outcome, Saved)
    ]


def _why_not(outcome: Outcome) -> str:
    match outcome:
        case Unsaved():
            return words.why_unsaved(outcome)
        case Refused(judged=judged):
            errors = [
                f"{each.problem.code} {_sentence(each.problem.message)}"
                for each in judged.findings
                if each.new and each.problem.severity is Severity.ERROR
            ]
            return _("It would bring errors into the bank: %(errors)s", errors=" ".join(errors[:3]))
        case Undecided(questions=questions):
            ids = ", ".join(each.question_key for each in questions)
            return _(
                "The bank had these questions before, and learners know another answer or another id of "
                "them: %(ids)s. Give them ids of their own, or a new edition, in the file.",
                ids=ids,
            )
        case Conflict():
            return _("Somebody made a file of that name this very moment. Add the questions once more.")
        case Saved():
            return ""
        case _:
            assert_never(outcome)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""
