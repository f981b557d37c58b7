"""What becomes of another deck's notes: how each card type is understood, and what each note came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from question_bank.model import Kind, Question
from question_bank.problems import Problem


class Role(StrEnum):
    """What a field of a foreign note type is for."""

    PROMPT = "prompt"  # several are joined, in the order of the fields
    ANSWER = "answer"
    ACCEPT = "accept"  # other answers that are taken, divided by `;`, `/` or lines
    TEXT = "text"  # Anki's cloze notation
    OPTION = "option"  # one option to choose from
    OPTIONS = "options"  # all of them: a list, or one a line
    CORRECT = "correct"  # which options are right: letters, numbers, zeros and ones, or their words
    WRONG = "wrong"  # one distractor, or a list of them
    CHOICE_TYPE = "choice_type"  # of "AllInOne": 0 true or false each, 1 several right, 2 one right
    EXPLANATION = "explanation"
    EXTRA = "extra"  # goes into the explanation, the field's name before it
    HINT = "hint"  # so does this one: a question has no hint that is asked for
    TAGS = "tags"
    PICTURE = "picture"  # what an image occlusion covers
    MASKS = "masks"  # where it covers it
    CONDITION = "condition"  # the card is there only where this field is filled
    IGNORED = "ignored"


class Why(StrEnum):
    """What a guess rests on."""

    STOCK = "stock"  # a note type that comes with Anki
    FACTDECK = "factdeck"  # one of our own
    KNOWN = "known"  # a note type that many shared decks have
    TEMPLATES = "templates"  # what its cards show on their fronts and backs
    NAMES = "names"  # what its fields are called
    UNCLEAR = "unclear"  # nothing: the first field asks, the second answers
    CHOSEN = "chosen"  # not guessed: a person said so


@dataclass(frozen=True, slots=True, kw_only=True)
class CardMapping:
    """How the cards that one template makes of a note become a question.

    `template` counts from 0 and `name` is what Anki calls it; a cloze type has one for all its numbers.
    `kind` is None for cards that are left out, else one of `KINDS`. `roles` has one for every field.
    """

    type_id: int
    template: int
    name: str
    kind: Kind | None
    roles: tuple[Role, ...]
    why: Why


# The kinds that notes of another deck can become. Notes of Factdeck's own types become what they were.
KINDS = (
    *(Kind.FLASHCARD, Kind.SHORT_ANSWER, Kind.CLOZE),
    *(Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE, Kind.TRUE_FALSE),
)


class Outcome(StrEnum):
    """What became of a note. Every note has exactly one."""

    TAKEN = "taken"  # it is a new question, or several
    MERGED = "merged"  # a question that is there says it already
    LEFT = "left"  # it stays behind
    OURS = "ours"  # it came from a Factdeck bank that is here


class Reason(StrEnum):
    """Why a note came to its outcome."""

    AS_MAPPED = "as_mapped"  # TAKEN
    AS_ANOTHER_KIND = "as_another_kind"  # TAKEN: e.g. a flashcard, since its answer is too long to be typed
    AS_PICTURE = "as_picture"  # TAKEN: image occlusion, of which the whole picture is kept
    IN_PART = "in_part"  # TAKEN: some of its cards could not be
    IMPORTED_BEFORE = "imported_before"  # MERGED
    CHANGED_SINCE = "changed_since"  # MERGED: imported before, and it says something else now
    SAME_IN_FILE = "same_in_file"  # MERGED: another note of the file says the same
    SAME_IN_BANK = "same_in_bank"  # MERGED
    LEFT_OUT = "left_out"  # LEFT: the mapping says so
    NO_PROMPT = "no_prompt"  # LEFT, as are all that follow up to TOO_LONG
    NO_ANSWER = "no_answer"
    NO_GAP = "no_gap"
    ONLY_SOUND = "only_sound"
    NO_PICTURE = "no_picture"
    NO_OPTIONS = "no_options"
    NO_RIGHT_OPTION = "no_right_option"
    NO_CARD = "no_card"
    TOO_LONG = "too_long"
    UNCHANGED = "unchanged"  # OURS
    EDITED = "edited"  # OURS: there are differences
    OUTDATED = "outdated"  # OURS: the question here has changed since, and the note has not
    GONE = "gone"  # OURS: its bank is here, and has the question no longer


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOf:
    """A card of a note: Anki's `ord`, and the question and part (cloze number, else 0) that it asks.

    `bank_id` is "" for a question of this import, of which `question_id` is the given id.
    """

    ord: int
    question_id: str
    part: int = 0
    bank_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteOutcome:
    """`name` is the beginning of what the note says, as plain text; `cards` those that are a question's."""

    note_id: int
    guid: str
    name: str
    outcome: Outcome
    reason: Reason
    cards: tuple[CardOf, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many notes came to one outcome for one reason, and what the first few of them say."""

    outcome: Outcome
    reason: Reason
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedInAnki:
    """A field that says something else in Anki than the bank's question says.

    `field` is Anki's name of it; `ours` and `theirs` are Markdown. `path` leads to what it is in the
    question, e.g. `("distractors", 1, "text")`, and `replacement` is the question with this one thing
    changed; `()` and None where the text cannot be led back. `changed_s` is when the note last changed.
    """

    bank_id: str
    question_id: str
    field: str
    ours: str
    theirs: str
    changed_s: int
    path: tuple[str | int, ...] = ()
    replacement: Question | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """`questions` are new, by given ids; `files` names the file of questions each goes into, by that id.

    `media` are the pictures they show, by their path in the bank, where they lie now. `losses` say what
    became something else, or was left, of the notes that were taken. `outcomes` has every note of the
    package once.
    """

    questions: tuple[Question, ...]
    files: Mapping[str, str]
    media: Mapping[str, Path]
    losses: tuple[Problem, ...]
    outcomes: tuple[NoteOutcome, ...]
    differences: tuple[EditedInAnki, ...]

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """The report: outcomes and reasons in the order of their classes; the counts add up to all notes."""
        found: dict[tuple[Outcome, Reason], list[str]] = {}
        for each in self.outcomes:
            found.setdefault((each.outcome, each.reason), []).append(each.name)
        return tuple(
            Tally(outcome=outcome, reason=reason, count=len(names), examples=tuple(names[:_EXAMPLES]))
            for outcome in Outcome
            for reason in Reason
            if (names := found.get((outcome, reason)))
        )


_EXAMPLES = 5
