"""What the pages say about values: a sentence per kind, grade, note and question asked back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import assert_never

from babel import UnknownLocaleError
from babel.dates import format_date as babel_date
from babel.numbers import format_decimal as babel_decimal
from flask_babel import format_decimal, format_percent, format_timedelta, lazy_gettext

from question_bank.model import (
    AskAgain,
    AskReason,
    Cloze,
    DateQuestion,
    DontKnow,
    Grade,
    Kind,
    ListQuestion,
    Matching,
    Note,
    NoteKind,
    NumberQuestion,
    Ordering,
    PartialDate,
    Precision,
    Question,
    Response,
    SelfRatedResponse,
)
from quiz.memory.card import Rating
from quiz.services.study import Mode, Progress
from quiz.web.say import _, ngettext

KINDS = {
    Kind.FLASHCARD: lazy_gettext("Think of the answer, then look"),
    Kind.TRUE_FALSE: lazy_gettext("True or false?"),
    Kind.SINGLE_CHOICE: lazy_gettext("Choose one"),
    Kind.MULTIPLE_CHOICE: lazy_gettext("Choose all that are right"),
    Kind.SHORT_ANSWER: lazy_gettext("Type the answer"),
    Kind.LIST: lazy_gettext("Type one answer per line, in any order"),
    Kind.NUMBER: lazy_gettext("Type a number"),
    Kind.DATE: lazy_gettext("Type a date"),
    Kind.CLOZE: lazy_gettext("Fill in what is missing"),
    Kind.ORDERING: lazy_gettext("Number the lines in the right order"),
    Kind.MATCHING: lazy_gettext("Choose what belongs to each"),
}

ON_PAPER = {
    **KINDS,
    Kind.FLASHCARD: lazy_gettext("Write the answer"),
    Kind.SHORT_ANSWER: lazy_gettext("Write the answer"),
    Kind.LIST: lazy_gettext("Write one answer per line, in any order"),
    Kind.NUMBER: lazy_gettext("Write a number"),
    Kind.DATE: lazy_gettext("Write a date"),
    Kind.MATCHING: lazy_gettext("Write the letter of what belongs to each"),
}

_LOOKED_AT = {
    Kind.CLOZE: lazy_gettext("Think of what is missing, then look"),
}

RATINGS = {
    Rating.AGAIN: lazy_gettext("Again"),
    Rating.HARD: lazy_gettext("Hard"),
    Rating.GOOD: lazy_gettext("Good"),
    Rating.EASY: lazy_gettext("Easy"),
}

SIGNS = {"right": "✓", "wrong": "✗", "partly": "◐", "shown": "↺", "knew": "✓"}

MODES = {
    Mode.SCHEDULED: "",
    Mode.AHEAD: lazy_gettext("Learning ahead"),
    Mode.PRACTICE: lazy_gettext("Practice"),
}

_NOTES = {
    NoteKind.TYPO: lazy_gettext("Read as “%(text)s”; check the spelling."),
    NoteKind.SPELLING: lazy_gettext("The spelling is “%(text)s”."),
    NoteKind.REJECTED: lazy_gettext("“%(text)s” is a known mix-up here."),
    NoteKind.WRONG_UNIT: lazy_gettext("The unit is wrong; it is %(text)s."),
    NoteKind.MISSING_UNIT: lazy_gettext("The unit is missing; it is %(text)s."),
    NoteKind.DUPLICATE: lazy_gettext("“%(text)s” was given more than once and counts once."),
}

_NOTES_WITHOUT_TEXT = {
    NoteKind.TYPO: lazy_gettext("Check the spelling."),
    NoteKind.SPELLING: lazy_gettext("Check the spelling."),
    NoteKind.REJECTED: lazy_gettext("This answer is a known mix-up here."),
    NoteKind.WRONG_UNIT: lazy_gettext("The unit is wrong."),
    NoteKind.MISSING_UNIT: lazy_gettext("The unit is missing."),
    NoteKind.DUPLICATE: lazy_gettext("One answer was given more than once and counts once."),
}


def instruction(question: Question, *, self_rated: bool = False) -> str:
    """Return what to do with a card of this kind; some can be looked at instead of answered."""
    looked_at = _LOOKED_AT.get(question.kind) if self_rated else None
    return str(looked_at or KINDS[question.kind])


def note_sentence(note: Note) -> str:
    return str(_NOTES[note.kind] % {"text": note.text} if note.text else _NOTES_WITHOUT_TEXT[note.kind])


def note_sentences(notes: Iterable[Note]) -> tuple[str, ...]:
    """Return what there is to say about an answer, each thing once."""
    return tuple(dict.fromkeys(note_sentence(note) for note in notes))


def ask_sentence(ask: AskAgain, question: Question) -> str:
    """Return why the answer was not graded, and what to do."""
    match ask.reason:
        case AskReason.EMPTY:
            return _("Nothing was answered yet. Give an answer, or choose “I don't know”.")
        case AskReason.NOT_A_NUMBER:
            return _("This could not be read as a number. Write it in figures, for example 1250 or 0.5.")
        case AskReason.AMBIGUOUS_NUMBER:
            return _("This number can be read in two ways. Which one do you mean?")
        case AskReason.NOT_A_DATE:
            return _(
                "This could not be read as a date. Write it like %(example)s.", example=date_example(question)
            )
        case AskReason.AMBIGUOUS_DATE:
            return _("This date can be read in two ways. Which one do you mean?")
        case AskReason.INCOMPLETE:
            return _incomplete(question)
        case _:
            assert_never(ask.reason)


def _incomplete(question: Question) -> str:
    match question:
        case Ordering():
            return _("Give each line a place of its own, from first to last.")
        case Matching():
            return _("Choose something for each line, or choose “I don't know”.")
        case DateQuestion():
            return _(
                "The date is not exact enough. Write it like %(example)s.", example=date_example(question)
            )
        case NumberQuestion():
            return _("Say whether you mean thousands, millions or billions, for example 3 million.")
        case _:
            return _("Something is still missing. Complete the answer, or choose “I don't know”.")


def date_example(question: Question) -> str:
    """Return a date as exact as the question wants it, and never the answer."""
    precision = question.precision if isinstance(question, DateQuestion) else Precision.DAY
    match precision:
        case Precision.DAY:
            return _("9 March 1969 or 1969-03-09")
        case Precision.MONTH:
            return _("March 1969 or 1969-03")
        case Precision.YEAR:
            return _("1969")
        case _:
            assert_never(precision)


def answer_hint(question: Question) -> str:
    """Return how to write the answer, where that is not plain; it depends on nothing the key decides."""
    match question:
        case DateQuestion():
            return _("For example %(example)s", example=date_example(question))
        case NumberQuestion(unit=unit) if unit is not None:
            return _("With its unit") if unit.required else _("With or without its unit")
        case _:
            return ""


def verdict_name(grade: Grade, response: Response | None) -> str:
    """Return `right`, `partly`, `wrong`, `knew` or `shown` (to be learned): what sign and colour follow."""
    if isinstance(response, SelfRatedResponse) and response.knew:
        return "knew"
    if response is None or isinstance(response, DontKnow | SelfRatedResponse):
        return "shown"
    return "right" if grade.right else "partly" if grade.fraction > 0 else "wrong"


def verdict(grade: Grade, response: Response | None, question: Question) -> str:
    """Return the result in words."""
    match response:
        case None:
            return _("Not answered")
        case DontKnow():
            return _("Now you have seen it")
        case SelfRatedResponse(knew):
            return _("You knew it") if knew else _("You did not know it yet")
        case _:
            return _graded(grade, question)


def _graded(grade: Grade, question: Question) -> str:
    if grade.right:
        return _("Right")
    if grade.fraction <= 0:
        return _("Wrong")
    right = sum(detail.right for detail in grade.details)
    match question:
        case ListQuestion():
            return _("Partly right: %(right)s of %(count)s", right=right, count=question.need)
        case Cloze() | Matching():
            return _("Partly right: %(right)s of %(count)s", right=right, count=len(grade.details))
        case _:
            return _("Partly right (%(percent)s)", percent=format_percent(round(grade.fraction, 2)))


def progress(mode: Mode, progress: Progress, place: int) -> str:
    """Return how far the study session is: the answer that is on the page, or in practice the cards done.

    A new card takes an answer per learning step, so that there are more answers than cards.
    """
    if mode is Mode.PRACTICE:
        return _("%(done)s of %(total)s cards right", done=progress.done, total=progress.total)
    return _("Answer %(place)s of about %(total)s", place=place, total=max(progress.total, place))


def back_in(interval: timedelta) -> str:
    """Return how long it is until a card comes back, e.g. `10 minutes` or `3 days`."""
    if interval < timedelta(minutes=1):
        return _("less than a minute")
    if interval < timedelta(hours=1):
        return ngettext("%(num)s minute", "%(num)s minutes", round(interval.total_seconds() / 60))
    days = interval.days
    if timedelta(days=1) <= interval < timedelta(days=60):
        return ngettext("%(num)s day", "%(num)s days", days)
    return str(format_timedelta(interval, threshold=1.5))


def reading_text(reading: str, language: str) -> str:
    """Return a number as `language` writes it, so that sending it again asks nothing again."""
    try:
        return str(babel_decimal(Decimal(reading), locale=language.replace("-", "_"), group_separator=False))
    except (InvalidOperation, UnknownLocaleError, ValueError):
        return reading


def reading_words(reading: str, language: str) -> str:
    """Return a number or a date as people write it in `language`."""
    parts = reading.split("-")
    if len(parts) > 1 and all(part.isascii() and part.isdecimal() for part in parts):
        return date_text(PartialDate(*map(int, parts)), language)
    return reading_text(reading, language)


def date_text(when: PartialDate, language: str) -> str:
    """Return a date in words as exactly as it is known, e.g. `24 August 2011`."""
    if not when.month:
        return str(when.year)
    pattern = "d MMMM y" if when.day else "MMMM y"
    try:
        return str(
            babel_date(date(when.year, when.month, when.day or 1), pattern, language.replace("-", "_"))
        )
    except (UnknownLocaleError, ValueError):
        return str(when)


def points(score: float) -> str:
    """Return a score with at most two decimals, in the page's language."""
    return str(format_decimal(round(score, 2)))
