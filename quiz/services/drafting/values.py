"""What the pages about drafts are made from, without sentences for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from question_bank.drafting import Draft, DraftFact, DraftQuestion, Line, Method, Refused
from question_bank.drafting import Refusal as Why
from question_bank.model import Fact, Question, Source
from question_bank.problems import Problem
from quiz.services.editing.values import Finding, Opened
from quiz.services.previews import Preview

__all__ = ["Method", "Why"]  # pages know of drafting what is here


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What an article says about itself, as it is proposed or corrected."""

    title: str
    author: str = ""
    publisher: str = ""
    published: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """An article that was brought and is not in the bank yet."""

    id: int
    title: str
    made_at: datetime


class Readiness(StrEnum):
    """Whether a method can be used here."""

    READY = "ready"
    NOT_INSTALLED = "not installed"
    NOT_ALLOWED = "not allowed"  # by whoever runs the server


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A way to find candidates; `model` is the language model that would be asked, "" for none."""

    method: Method
    readiness: Readiness
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDesk:
    """Where an article is brought; `begun` are those that wait to be gone on with."""

    bank_key: str
    bank_title: str
    language: str
    begun: tuple[Begun, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A fact that was found, with the questions that ask about it."""

    found: DraftFact
    questions: tuple[DraftQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """An article with what was found in it; `chosen` are the lines that the teacher put back or removed.

    `missed` says why the method that was chosen could not be used again; then the draft is by rules.
    """

    bank_key: str
    bank_title: str
    language: str
    id: int
    said: Particulars
    chosen: Mapping[int, bool]
    draft: Draft
    method: Method
    offers: tuple[Offer, ...]
    missed: str = ""

    @property
    def left_out(self) -> dict[Why, tuple[Refused, ...]]:
        """Return what did not become a draft, by the reason, in the order of the reasons."""
        found = {why: tuple(each for each in self.draft.refused if each.why is why) for why in Why}
        return {why: each for why, each in found.items() if each}

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for line in self.draft.lines if line.text.strip())

    @property
    def kept(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.furniture is None)

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Return the facts in the article's order, each with its questions, which stand once."""
        asked: dict[str, list[DraftQuestion]] = {each.fact.id: [] for each in self.draft.facts}
        for each in self.draft.questions:
            name = next((fact for fact in each.question.facts if fact in asked), None)
            if name is not None:
                asked[name].append(each)
        return tuple(Candidate(found=each, questions=tuple(asked[each.fact.id])) for each in self.draft.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The drafts are in the bank."""

    source: Source
    facts: int
    questions: int


class WhyNot(StrEnum):
    """Why an article's drafts were not written."""

    NOTHING = "nothing"  # no question was found in it
    FINDINGS = "findings"
    UNDECIDED = "undecided"  # answers changed on the disk, and nobody said yet what that means
    NO_TEXT = "no text"  # the text could not be kept beside the bank
    UNSAVED = "unsaved"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """Nothing was written; `reason` is the word of an `editing.Reason`."""

    why: WhyNot
    problems: tuple[Problem, ...] = ()
    reason: str = ""
    detail: str = ""


class Outcome(StrEnum):
    """What a teacher decided of a draft question; FACTS were dropped since nobody asked about them."""

    ACCEPTED = "accepted"
    MENDED = "mended"
    DROPPED = "dropped"
    FACTS = "facts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the drafts of a bank are looked at, since the last time that none was left."""

    waiting: int
    accepted: int
    mended: int
    dropped: int

    @property
    def looked_at(self) -> int:
        return self.accepted + self.mended + self.dropped

    @property
    def total(self) -> int:
        return self.looked_at + self.waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class InContext:
    """A passage in its paragraph; `passage` is "" where it was not found there, or the text is not here."""

    source: Source
    paragraph: int
    before: str = ""
    passage: str = ""
    after: str = ""
    begins: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactShown:
    """A fact with its passages; `asked_by` are the other questions about it."""

    fact: Fact
    passages: tuple[InContext, ...]
    asked_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LastDecision:
    """What was decided last and can be taken back."""

    outcome: Outcome
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """The desk with one draft on it; without a `question` none waits.

    `number` is its place among those that wait, from 1. `simple` says that its fields can be mended one by
    one, without losing notes that stand in its text.
    """

    bank_key: str
    bank_title: str
    language: str
    progress: Progress
    last: LastDecision | None
    unasked: tuple[Fact, ...]
    question: Question | None = None
    opened: Opened | None = None
    number: int = 0
    before: str = ""
    after: str = ""
    facts: tuple[FactShown, ...] = ()
    findings: tuple[Finding, ...] = ()
    preview: Preview | None = None
    simple: bool = True
