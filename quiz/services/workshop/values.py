"""What the workshop's lists show of banks and their questions; nothing here has sentences for people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from question_bank.model import Fact, Kind, Question
from question_bank.problems import Problem
from quiz.services.editing.history_values import HistoryEntry


class Only(StrEnum):
    """Which questions to list: those with something to look at."""

    ALL = ""
    FINDINGS = "findings"
    ERRORS = "errors"
    REPORTED = "reported"
    UNDECIDED = "undecided"
    DRAFTS = "drafts"
    WITHOUT_FACT = "without-fact"
    ARCHIVED = "archived"  # no longer in the files; kept with the cards of those who learnt them


@dataclass(frozen=True, slots=True, kw_only=True)
class BankLine:
    """A bank in the list. The numbers are of its files as they are on the disk now.

    `broken` are the errors that keep this version from being served, () if it is served; `servable` is False
    while no version ever was. `reports` are questions that wait for their teacher, `learners` those who have
    begun with the bank.
    """

    key: str
    title: str
    language: str
    folder: str
    questions: int = 0
    drafts: int = 0
    facts: int = 0
    facts_asked: int = 0
    passages: int = 0
    verified: int = 0
    errors: int = 0
    warnings: int = 0
    undecided: int = 0
    reports: int = 0
    learners: int = 0
    broken: tuple[Problem, ...] = ()
    servable: bool = True
    last_edit: HistoryEntry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFilter:
    """What to list. Each word of `text` occurs somewhere in the question, whatever its case and accents."""

    text: str = ""
    kind: Kind | None = None
    tag: str = ""
    file: str = ""
    fact: str = ""
    only: Only = Only.ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """A question as its file has it now. `reports` are learners' disputes and reports that are open.

    One that is `archived` is in no file: it is shown as it was last, and comes back with its id.
    """

    question: Question
    file: str
    line: int
    errors: int = 0
    warnings: int = 0
    reports: int = 0
    undecided: bool = False
    archived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedFolder:
    """A folder with a bank that is not served, and the finding that says why."""

    folder: str
    problem: Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A file of the bank; `exists` is False for one that it may have and has not."""

    file: str
    questions: int = 0
    errors: int = 0
    warnings: int = 0
    exists: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFinding:
    """A finding of the whole bank; `question` is the id of the question that it stands in, "" elsewhere."""

    problem: Problem
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionList:
    """A page of a bank's questions, and what the page beside them shows. Pages count from 1, as does `first`.

    `found` is how many questions the filter lets through; `kinds`, `tags`, `states` and `files` are the whole
    bank's. `fact` is the one that is asked for, if the bank has it.
    """

    bank: BankLine
    questions: tuple[QuestionLine, ...]
    found: int
    first: int
    page: int
    pages: int
    kinds: tuple[tuple[Kind, int], ...]
    tags: tuple[tuple[str, int], ...]
    states: tuple[tuple[Only, int], ...]
    fact: Fact | None
    files: tuple[FileLine, ...]
    findings: tuple[BankFinding, ...]
