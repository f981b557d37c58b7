"""What a version of a bank means for those who study it, and what they say about it, in numbers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from question_bank.codec import question_from_plain
from question_bank.model import Bank, Question
from question_bank.problems import Place, Problem
from question_bank.writing.lock import Lock
from quiz.services.identity import match_questions
from quiz.services.item_findings import item_problems
from quiz.services.item_records import NO_ANALYSES, Analyses
from quiz.services.renames import likely_renames
from quiz.services.undecided import NO_HASHES, NOBODY, Undecided, undecided_answers
from quiz.store import leeches, publishing, studying
from quiz.store.banks import BankRow
from quiz.store.publishing import Stored
from quiz.store.studying import Studying

_VANISHED, _RENAMED = "W303", "W304"


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerFinding:
    """A finding about one question; `stands_for` are those, by code and place, that it says more of."""

    question_key: str
    problem: Problem
    stands_for: tuple[tuple[str, Place], ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """A bank on the disk beside what is stored of it; `before` is by the ids of the file."""

    bank: Bank
    lock: Lock | None
    lock_file: str
    stored: Sequence[Stored]
    before: Mapping[str, Stored]
    studying: Mapping[int, Studying]
    undecided: tuple[Undecided, ...]

    @property
    def continued(self) -> list[tuple[Question, Stored]]:
        return [(each, self.before[each.id]) for each in self.bank.questions if each.id in self.before]

    def locked(self, question: Question) -> bool:
        """Say whether the lock knows the question: then it cannot have been another any more."""
        return self.lock is not None and self.lock.entry(question) is not None

    def place_in_lock(self, key: str) -> Place:
        """Return where a question that the files no longer have can be pointed at."""
        entry = self.lock.entries.get(key) if self.lock else None
        return Place(self.lock_file, entry.line, 1, len(key)) if entry else self.bank.at.start


def learner_findings(
    connection: Connection,
    row: BankRow,
    bank: Bank,
    lock: Lock | None,
    lock_file: str,
    analyses: Analyses = NO_ANALYSES,
) -> list[LearnerFinding]:
    """Compare `bank`, which must have no errors, with the version that is served."""
    return findings_of(connection, row, compared(connection, row, bank, lock, lock_file), analyses)


def compared(
    connection: Connection,
    row: BankRow,
    bank: Bank,
    lock: Lock | None,
    lock_file: str,
    hashes: Mapping[str, str] = NO_HASHES,
) -> Version:
    """Return `bank` beside what is stored of it; `hashes` are those of its answers, as far as known."""
    stored = publishing.stored_questions(connection, row.id)
    before = match_questions(bank.questions, stored)
    ids = {key: each.id for key, each in before.items()}
    return Version(
        bank=bank,
        lock=lock,
        lock_file=lock_file,
        stored=stored,
        before=before,
        studying=studying.studying(connection, row.id),
        undecided=undecided_answers(connection, row.id, bank, lock, ids, hashes),
    )


def findings_of(
    connection: Connection, row: BankRow, version: Version, analyses: Analyses = NO_ANALYSES
) -> list[LearnerFinding]:
    """Return what a version without errors means for learners, and what they say about it.

    `analyses` are of their answers to the version that is served.
    """
    return [
        *_changed_answers(version),
        *_gone(connection, row.id, version),
        *_relearnt(version),
        *_drafted(version),
        *_forgotten(connection, row.id, version),
        *_disputed(connection, row.id, version),
        *_poor(version, analyses),
    ]


def with_learners(
    problems: Iterable[Problem], own: Iterable[LearnerFinding], name: Callable[[str], str]
) -> list[Problem]:
    """Return the findings that `own` say nothing more of; `name` turns the files of `own` into theirs."""
    told = {
        (code, name(place.file), place.line, place.column) for each in own for code, place in each.stands_for
    }
    return [
        each
        for each in problems
        if (each.code, each.place.file, each.place.line, each.place.column) not in told
    ]


def _changed_answers(version: Version) -> Iterator[LearnerFinding]:
    for each in version.undecided:
        message = f"{each.problem.message}; {_who(each.knowing, 'know', 'the old one')}"
        yield LearnerFinding(
            question_key=each.question_key,
            problem=replace(each.problem, message=message),
            stands_for=((each.problem.code, each.problem.place),),
        )


def _gone(connection: Connection, bank_id: int, version: Version) -> Iterator[LearnerFinding]:
    """Yield what vanishes, and what seems to go on under a new id, also if that was loaded already."""
    kept = {row.id for row in version.before.values()}
    gone = [row for row in version.stored if row.id not in kept]
    going = [row for row in gone if row.archived_ms is None]
    names = {question.id for question in version.bank.questions}  # one that returns may take its id back
    renamed = _renamed(version, going) | _renamed_before(connection, bank_id, version, gone)
    for row in gone:
        studied = version.studying.get(row.id, NOBODY)
        place = version.place_in_lock(row.key)
        if row.id in renamed:
            question = renamed[row.id]
            known = _names(row)
            message = f"'{question.id}' looks like '{known[-1]}' under a new id"
            hint = f"write `was: [{', '.join(known)}]` to keep its learners"
            problem = Problem(_RENAMED, f"{message}; {_study(studied)}", question.at.of("id"), hint)
            same = ((_RENAMED, problem.place), (_VANISHED, place))
            yield LearnerFinding(question_key=question.id, problem=problem, stands_for=same)
        elif row in going and (studied.learners or row.key not in names):
            message = f"'{row.key}' is no longer in the bank; {_study(studied)}"
            hint = "their cards are kept, and come back with it"
            problem = Problem(_VANISHED, message, place, hint if studied.learners else "")
            yield LearnerFinding(question_key=row.key, problem=problem, stands_for=((_VANISHED, place),))


def _renamed(version: Version, going: Sequence[Stored]) -> dict[int, Question]:
    new = [question for question in version.bank.questions if question.id not in version.before]
    return likely_renames({row.id: _as_stored(row) for row in going}, new) if new else {}


def _renamed_before(
    connection: Connection, bank_id: int, version: Version, gone: Sequence[Stored]
) -> dict[int, Question]:
    """Return the studied questions that went when a question like them came, in one and the same version."""
    lost = [row for row in gone if row.archived_ms is not None and row.id in version.studying]
    if not lost:
        return {}
    came = studying.first_seen(connection, bank_id)
    found: dict[int, Question] = {}
    for moment in {row.archived_ms for row in lost}:
        new = [each for each, row in version.continued if came[row.id] == moment and not version.locked(each)]
        old = {row.id: _as_stored(row) for row in lost if row.archived_ms == moment}
        found |= likely_renames(old, new)
    return found


def _relearnt(version: Version) -> Iterator[LearnerFinding]:
    for question, row in version.continued:
        studied = version.studying.get(row.id, NOBODY)
        if question.edition > row.edition and studied.learners:
            message = f"'{question.id}' has a new edition; {_who(studied, 'know', 'the old one')}"
            hint = "right if the answer changed: they learn it anew"
            problem = Problem("W601", message, question.at.of("edition"), hint)
            yield LearnerFinding(question_key=question.id, problem=problem)


def _drafted(version: Version) -> Iterator[LearnerFinding]:
    for question, row in version.continued:
        studied = version.studying.get(row.id, NOBODY)
        if question.draft and not row.draft and row.archived_ms is None and studied.learners:
            message = f"'{question.id}' is a draft now; {_study(studied)}"
            hint = "they are not asked it until it is none any more"
            problem = Problem("W602", message, question.at.of("draft"), hint)
            yield LearnerFinding(question_key=question.id, problem=problem)


def _forgotten(connection: Connection, bank_id: int, version: Version) -> Iterator[LearnerFinding]:
    failing = {each.question_id: each for each in leeches.failing_questions(connection, bank_id)}
    for question, row in version.continued:
        if row.id in failing:
            each = failing[row.id]
            who = f"{each.learners} learner{'s' * (each.learners > 1)}"
            message = f"'{question.id}' was forgotten again and again: by {who}, {each.lapses} times together"
            hint = "ask less at once, or ask it from another side"
            problem = Problem("W603", message, question.at.of("id"), hint)
            yield LearnerFinding(question_key=question.id, problem=problem)


def _disputed(connection: Connection, bank_id: int, version: Version) -> Iterator[LearnerFinding]:
    complaints = studying.complaints(connection, bank_id)
    for question, row in version.continued:
        if row.id in complaints:
            count, learners = complaints[row.id]
            who = f"{learners} learner{'s' * (learners > 1)}"
            what = "dispute or report is" if count == 1 else "disputes or reports are"
            message = f"'{question.id}': {count} {what} open, by {who}"
            hint = "the bank's page has them under reports"
            problem = Problem("W604", message, question.at.of("id"), hint)
            yield LearnerFinding(question_key=question.id, problem=problem)


def _poor(version: Version, analyses: Analyses) -> Iterator[LearnerFinding]:
    for question, row in version.continued:
        if question.edition == row.edition:
            for problem in item_problems(question, row.id, analyses):
                yield LearnerFinding(question_key=question.id, problem=problem)


def _names(row: Stored) -> list[str]:
    """Return the ids that the question is known to have had, the oldest first; one may have been given up."""
    return list(dict.fromkeys(name for name in (row.first_key, row.key) if not name.startswith("~")))


def _as_stored(row: Stored) -> Question:
    return question_from_plain(json.loads(row.body))


def _study(studied: Studying) -> str:
    return _who(studied, "study", "it")


def _who(studied: Studying, verb: str, what: str) -> str:
    """Return e.g. `12 learners know the old one, 5 of them well`."""
    if not studied.learners:
        return f"no learner {_singular(verb)} {what}"
    if studied.learners == 1:
        return f"1 learner {_singular(verb)} {what}, {'well' if studied.well else 'not well yet'}"
    return f"{studied.learners} learners {verb} {what}, {studied.well or 'none'} of them well"


def _singular(verb: str) -> str:
    return f"{verb[:-1]}ies" if verb.endswith("y") else f"{verb}s"
