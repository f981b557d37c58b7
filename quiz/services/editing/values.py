"""What goes into an edit of a bank's files and what comes out of it, without sentences for people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from question_bank.model import Bank, Question
from question_bank.problems import Problem
from quiz.services.editing.renaming import Renamed
from quiz.services.sync import SyncReport
from quiz.services.undecided import Undecided as UndecidedAnswer

LARGEST_FORM = 300_000  # bytes; Flask refuses form fields over 500 kB, and quoting makes a text longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A question of a file, or all of it (`question` is ""); `file` is its path in the bank's folder."""

    bank_key: str
    file: str
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A text to be edited: a whole file, or a question's block moved to column one.

    `base` is the digest of the file's bytes now, "" for a file that is yet to be made; `first_line` is where
    the text begins in the file, from 1. A text has plain line ends and no byte order mark, whatever is in
    its file.
    """

    target: Target
    text: str
    base: str
    first_line: int = 1
    writable: bool = True
    trouble: Reason | None = None  # why it cannot be edited here; `text` is "" then
    detail: str = ""

    @property
    def too_large(self) -> bool:
        """Say whether the file is too large for a form; its questions can be edited one by one."""
        return self.trouble is Reason.TOO_LARGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A text as somebody sends it back; `base` is that of the `Opened` it was made from."""

    target: Target
    text: str
    base: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A finding in the edited text: `line` and `column` count from 1 in it, and `line` is None for elsewhere.

    `new` says that the edit brought it.
    """

    problem: Problem
    line: int | None
    column: int
    new: bool


class EffectKind(StrEnum):
    """What saving an edit does to those who learn a question; each name is what becomes of their cards."""

    KEPT = "kept"  # every schedule stays
    RELEARNT = "learnt anew"  # the edition was raised
    UNDECIDED = "undecided"  # the answer changed and the edition did not
    ADDED = "added"
    ARCHIVED = "archived"  # cards are kept and not asked
    RESTORED = "restored"  # cards come back as they were
    WITHDRAWN = "withdrawn"  # a draft from now on: cards are kept and not asked
    PUBLISHED = "published"  # no draft any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What happens to one question; so many learners have begun with it, `well` of them know it well."""

    question_key: str
    kind: EffectKind
    learners: int = 0
    well: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is to be said about an edit before it is written; `blocking` if it would bring errors.

    `question` is the edited question as it reads now, `bank` the whole bank with the edit in it.
    """

    findings: tuple[Finding, ...]
    blocking: bool
    question: Question | None = None
    bank: Bank | None = None
    undecided: tuple[UndecidedAnswer, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    effects: tuple[Effect, ...] = ()


class Decision(StrEnum):
    """What a changed answer means for those who know the old one, and a changed id for those who study it."""

    REWORDED = "reworded"  # the same answer said otherwise: they keep their progress
    NEW_ANSWER = "new answer"  # they learn it anew: the edition is raised in the text
    SAME_QUESTION = "same question"  # they keep their progress: the earlier id is written into the text
    ANOTHER_QUESTION = "another question"  # it begins anew, and the old one is archived


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """The bank has the edit. `target` names the question by the id that it has now.

    `merged` says that others had changed the file elsewhere, which was kept. Without a change there is no
    edit. `lock_behind` says that bank.lock could not be written: `fmt` has to. Without a `report` the
    database was busy, and learners get the edit a moment later.
    """

    target: Target
    changed: bool
    edit_id: int | None = None
    merged: bool = False
    report: SyncReport | None = None
    lock_behind: bool = False
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Nothing was written: the edit would bring errors."""

    target: Target
    text: str
    judged: Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """Nothing was written: answers or ids changed, and it is to be said what that means for learners."""

    target: Target
    text: str
    judged: Judged
    questions: tuple[UndecidedAnswer | Renamed, ...]


class PieceKind(StrEnum):
    """Who changed a stretch of lines; BOTH did it differently and have to be chosen from."""

    SAME = "same"
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text in its three versions, as lines that keep their line ends."""

    kind: PieceKind
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    base: tuple[str, ...]


class Choice(StrEnum):
    """What is taken of a piece that both changed."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"  # mine, then theirs
    BASE = "base"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Nothing was written: the text was changed by others since it was opened.

    To save a merged text, send it as an `Edit` of `target` with `base=theirs_base`. `theirs` is "" for a
    question or a file that others removed; `base_text` is "" where it is not known any more.
    """

    target: Target
    base_text: str
    mine: str
    theirs: str
    theirs_base: str
    pieces: tuple[Piece, ...]
    base: str = ""


class Reason(StrEnum):
    """Why an edit could not be written."""

    NO_FILE = "no file of a bank"  # not a path that the bank reads
    TOO_LARGE = "too large"
    EMPTY = "empty"  # a question without text: it is removed on purpose or not at all
    NOT_ONE_QUESTION = "not one question"  # the text is not one list item beginning with `- id:`
    NOT_REWRITABLE = "not rewritable"  # e.g. all questions in one [...]: edit the whole file, or run fmt
    NOT_TEXT = "not text"  # the file's bytes are not UTF-8
    ID_IS_TAKEN = "id is taken"  # a new question has the id of another one
    ANOTHER_BANK = "another bank"  # bank.yaml got another id, and learners of this bank would be left alone
    GONE = "gone"  # the bank's folder is not there any more
    READ_ONLY = "read only"
    DISK_FULL = "disk full"
    NOT_WRITTEN = "not written"  # what the system said is in `detail`
    BUSY = "busy"  # another edit of the bank took too long
    NOTHING_TO_REVERT = "nothing to revert"  # the file is as if the edit had not been made


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaved:
    """Nothing was written, for a reason that is none of the text's findings; `detail` is English."""

    target: Target
    text: str
    reason: Reason
    detail: str = ""


Outcome = Saved | Refused | Undecided | Conflict | Unsaved


class Origin(StrEnum):
    """How an edit came to be; DISK was noticed there and is nobody's."""

    SAVE = "save"
    NEW = "new"
    REMOVE = "remove"
    REVERT = "revert"
    DISK = "disk"


class Status(StrEnum):
    """PENDING edits are being written; DROPPED and SUPERSEDED ones never reached the file, but are kept."""

    PENDING = "pending"
    DONE = "done"
    DROPPED = "dropped"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Healed:
    """An edit that an interruption left half done, and what became of it."""

    edit_id: int
    bank_key: str
    file: str
    status: Status
