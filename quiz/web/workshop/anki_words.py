"""The sentences about packages from Anki that depend on values."""

from __future__ import annotations

from typing import assert_never

from flask_babel import lazy_gettext

from quiz.services.anki.holding import RefusedPackageError, WhyNot
from quiz.services.anki.mapping import Role, Why
from quiz.services.anki.notes_in import Outcome, Reason, Stays
from quiz.services.editing import Conflict, Refused, Saved, Undecided, Unsaved
from quiz.services.editing import Outcome as Edited
from quiz.web.say import _, ngettext
from quiz.web.workshop import words

ROLES = {
    Role.PROMPT: lazy_gettext("asks: the question"),
    Role.ANSWER: lazy_gettext("answers"),
    Role.ACCEPT: lazy_gettext("other right answers"),
    Role.TEXT: lazy_gettext("the text with gaps"),
    Role.OPTION: lazy_gettext("one option"),
    Role.OPTIONS: lazy_gettext("all options"),
    Role.CORRECT: lazy_gettext("says which option is right"),
    Role.WRONG: lazy_gettext("a wrong option"),
    Role.CHOICE_TYPE: lazy_gettext("says if one or several are right"),
    Role.EXPLANATION: lazy_gettext("explains"),
    Role.EXTRA: lazy_gettext("into the explanation, with its name"),
    Role.HINT: lazy_gettext("a hint, into the explanation"),
    Role.TAGS: lazy_gettext("tags"),
    Role.PICTURE: lazy_gettext("the picture"),
    Role.MASKS: lazy_gettext("what covers the picture"),
    Role.CONDITION: lazy_gettext("the card is there only where this is filled"),
    Role.IGNORED: lazy_gettext("leave it behind"),
}
WHY = {
    Why.STOCK: lazy_gettext("Proposed so since it is one of Anki's own note types, or was made from one."),
    Why.FACTDECK: lazy_gettext(
        "It is a note type of Factdeck's own: each note becomes what it was. Questions that are here are "
        "recognised, and not added once more."
    ),
    Why.KNOWN: lazy_gettext("Proposed so since many shared decks have this note type."),
    Why.TEMPLATES: lazy_gettext("Proposed so by what its cards show on their fronts and backs."),
    Why.NAMES: lazy_gettext("Proposed so by the names of its fields."),
    Why.UNCLEAR: lazy_gettext(
        "Nothing tells what its fields are for: the first one asks, the second answers. Look closely."
    ),
    Why.CHOSEN: lazy_gettext("Chosen by you."),
}
LACKS = {
    Role.PROMPT: lazy_gettext("No field asks the question yet, so no note could come in. Choose one."),
    Role.ANSWER: lazy_gettext("No field answers yet, so no note could come in. Choose one."),
    Role.TEXT: lazy_gettext("No field has the text with gaps yet, so no note could come in. Choose one."),
    Role.CORRECT: lazy_gettext(
        "No field says which option is right yet, so no note could come in. Choose one."
    ),
    Role.OPTION: lazy_gettext("No field has options yet, so no note could come in. Choose one."),
}
REASONS = {
    Reason.AS_MAPPED: lazy_gettext("as the note type says"),
    Reason.AS_ANOTHER_KIND: lazy_gettext("as another kind, since the one chosen does not fit"),
    Reason.AS_PICTURE: lazy_gettext("with the whole picture, of which Anki covered parts"),
    Reason.IN_PART: lazy_gettext("without some of the cards"),
    Reason.IMPORTED_BEFORE: lazy_gettext("brought before"),
    Reason.CHANGED_SINCE: lazy_gettext("brought before, with something else in Anki now"),
    Reason.SAME_IN_FILE: lazy_gettext("another note of the package says the same"),
    Reason.SAME_IN_BANK: lazy_gettext("a question of the bank says the same"),
    Reason.LEFT_OUT: lazy_gettext("of a note type that you leave out"),
    Reason.NO_PROMPT: lazy_gettext("without a question that a bank can hold"),
    Reason.NO_ANSWER: lazy_gettext("without an answer that a bank can hold"),
    Reason.NO_GAP: lazy_gettext("without a gap"),
    Reason.ONLY_SOUND: lazy_gettext("sound alone, and a bank holds no sounds"),
    Reason.NO_PICTURE: lazy_gettext("with a picture that is not in the package, or cannot be shown"),
    Reason.NO_OPTIONS: lazy_gettext("without options"),
    Reason.NO_RIGHT_OPTION: lazy_gettext("without a word on which option is right"),
    Reason.NO_CARD: lazy_gettext("without a card"),
    Reason.TOO_LONG: lazy_gettext("too long for a card"),
    Reason.UNCHANGED: lazy_gettext("the same as here"),
    Reason.EDITED: lazy_gettext("with an edit made in Anki"),
    Reason.OUTDATED: lazy_gettext("older than the question here"),
    Reason.GONE: lazy_gettext("of a question that its bank has no longer"),
    Stays.FAULTY: lazy_gettext("with errors for the bank"),
    Stays.BY_CHOICE: lazy_gettext("left out by you"),
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


def outcome(outcome: Outcome, count: int) -> str:
    """Say what becomes of so many notes, to be read after their number."""
    match outcome:
        case Outcome.TAKEN:
            return ngettext("comes in", "come in", count)
        case Outcome.MERGED:
            return ngettext("is here already", "are here already", count)
        case Outcome.LEFT:
            return ngettext("stays behind", "stay behind", count)
        case Outcome.OURS:
            return _("came from Factdeck")
        case _:
            assert_never(outcome)


def why_refused(error: RefusedPackageError) -> str:
    said = str(_REFUSALS[error.why])
    return f"{said} ({error.detail})" if error.detail else said


def not_taken(outcome: Edited) -> str:
    """Say why a text was not taken over; "" if it was."""
    match outcome:
        case Saved():
            return ""
        case Unsaved():
            return words.why_unsaved(outcome)
        case Refused(judged=judged):
            errors = " ".join(
                f"{each.problem.code} {each.problem.message}." for each in judged.findings if each.new
            )
            return _("It would bring errors into the bank: %(errors)s", errors=errors)
        case Undecided():
            return _("The answer changes: say below what that means for learners, then take it over.")
        case Conflict():
            return _("Somebody changed the question this very moment. Take it over once more.")
        case _:
            assert_never(outcome)
