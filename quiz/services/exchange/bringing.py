"""What would come of a file that was brought: read, landed in the bank, and judged there until it fits."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from question_bank.codec import question_from_plain
from question_bank.commands.importing import READERS
from question_bank.folders import Snapshot, snapshot
from question_bank.formats import Imported, Landed, Landing, land, open_text
from question_bank.model import Bank, Question
from question_bank.model.texts import key_text
from question_bank.problems import Problem, Severity
from quiz.services.bank_checks import Checked, with_files
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.editing.judging import check_files
from quiz.services.exchange.values import Arrival, Brought, Coming, Faulty, Preview
from quiz.store import banks
from quiz.store.banks import BankRow
from quiz.store.database import reading

_MOST_ROUNDS = 5  # leaving a question out can show another's error; more rounds than these nobody needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What whoever imports decided: all as drafts or not, and which questions, by given id, stay out."""

    drafts: bool = False
    leave: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False, kw_only=True)
class Planned:
    """A preview with the files that it stands for; `taken` is the bank's folder as it was then."""

    preview: Preview
    landing: Landing
    taken: Snapshot


Read = Callable[[BankRow, Checked], tuple[Imported, tuple[Problem, ...]]]


def plan_import(ctx: Context, learner_id: int, brought: Brought, choices: Choices) -> Planned:
    """Read a file and say what would come of it; nothing is written. Raises NotFound."""
    return plan_arrival(ctx, learner_id, brought, choices, lambda _row, _now: _read(brought))


def plan_arrival(ctx: Context, learner_id: int, brought: Arrival, choices: Choices, read: Read) -> Planned:
    """Say what would come of what `read` finds, given the bank and its files as they are now.

    It returns the questions, and what had to be mended before they could be read. Raises NotFound.
    """
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, brought.bank_key)
        archived = banks.archived_bodies(connection, row.id)
    taken = snapshot(Path(row.folder))
    now = check_files(ctx, row, taken)
    whole, repairs = read(row, now)
    if now.bank is None:
        preview = _preview(row, now, brought, whole, repairs, readable=False)
        return Planned(preview=preview, landing=Landing({}), taken=taken)
    imported = _chosen(whole, brought, now.bank, choices)
    left = tuple(question for question in whole.questions if question.id in choices.leave)
    gone = _given_away(archived, imported)
    faulty: list[Faulty] = []
    for _round in range(_MOST_ROUNDS):
        landing = land(imported, _present(taken, imported), now.bank, brought.name, now.bank.language, gone)
        then = check_files(ctx, row, with_files(taken, landing.files))
        judged = _judged(then, landing)
        if not judged.faulty:
            break
        faulty += judged.faulty.values()
        imported = _without(imported, judged.faulty)
    else:
        judged = replace(judged, blocking=(*judged.blocking, *_problems_of(judged)))
    preview = _preview(row, now, brought, imported, repairs, landing, judged)
    preview = replace(preview, faulty=tuple(faulty), left_by_choice=left)
    return Planned(preview=preview, landing=landing, taken=taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """What is found in the new files: by given id what is a question's own fault, and the rest."""

    faulty: Mapping[str, Faulty]
    advice: tuple[Problem, ...]
    blocking: tuple[Problem, ...]


def _read(brought: Brought) -> tuple[Imported, tuple[Problem, ...]]:
    opened = open_text(brought.name, brought.content)
    if opened.text is None:  # it was looked at before it was held
        return Imported((), problems=opened.problems), ()
    return READERS[brought.format.value](opened.text, brought.name, brought.language), opened.repairs


def _chosen(imported: Imported, brought: Arrival, bank: Bank, choices: Choices) -> Imported:
    """Return what was read without what is to stay out, as drafts if wanted, each in its language."""
    # A file that says itself which language it is in knows better than who brought it.
    spoken = "" if imported.bank or brought.language == bank.language else brought.language
    questions = tuple(
        replace(question, draft=question.draft or choices.drafts, lang=question.lang or spoken)
        for question in imported.questions
        if question.id not in choices.leave
    )
    return replace(imported, questions=questions)


def _given_away(archived: Sequence[tuple[str, str]], imported: Imported) -> set[str]:
    """Return the ids of former questions that are none of these: learners' cards still hang on them.

    One with the same answer under its former id is that question coming back, and its cards with it.
    """
    given = {question.id: question for question in imported.questions}
    former = {key: question_from_plain(json.loads(body)) for key, body in archived}
    return {key for key, each in former.items() if key not in given or not _is_same(given[key], each)}


def _is_same(one: Question, other: Question) -> bool:
    return one.kind is other.kind and key_text(one) == key_text(other)


def _present(taken: Snapshot, imported: Imported) -> Mapping[str, bytes]:
    """Return the files that are there; of pictures only those that the import brings too are read."""
    found = {name: taken.files.get(name, b"") for name in taken.present}
    for name in imported.media:
        if name in found:
            found[name] = (taken.folder / name).read_bytes()
    return found


def _judged(then: Checked, landing: Landing) -> _Judged:
    begins = _beginnings(landing)
    errors: dict[str, list[Problem]] = {}
    faulty: dict[str, Question] = {}
    advice: list[Problem] = []
    blocking: list[Problem] = []
    for problem in then.problems:
        lines, landed = begins.get(problem.place.file, ([], []))
        index = bisect_right(lines, problem.place.line) - 1
        if problem.place.file not in landing.files:
            continue
        if problem.severity is not Severity.ERROR:
            advice.append(problem)
        elif index < 0:
            blocking.append(problem)
        else:
            faulty[landed[index].given_id] = landed[index].question
            errors.setdefault(landed[index].given_id, []).append(problem)
    return _Judged(
        faulty={key: Faulty(question=each, problems=tuple(errors[key])) for key, each in faulty.items()},
        advice=tuple(advice),
        blocking=tuple(blocking),
    )


def _beginnings(landing: Landing) -> dict[str, tuple[list[int], list[Landed]]]:
    """Return for each new file the lines on which its questions begin, and the questions.

    An error may keep a file from being read as questions, so the places come from how it was written.
    """
    found: dict[str, tuple[list[int], list[Landed]]] = {}
    for file in {each.file for each in landing.landed}:
        lines = landing.files[file].decode().split("\n")
        begins = [number for number, line in enumerate(lines, 1) if line.startswith("  - id: ")]
        found[file] = begins, [each for each in landing.landed if each.file == file]
    return found


def _problems_of(judged: _Judged) -> Iterator[Problem]:
    for each in judged.faulty.values():
        yield from each.problems


def _without(imported: Imported, gone: Collection[str]) -> Imported:
    kept = tuple(question for question in imported.questions if question.id not in gone)
    return replace(imported, questions=kept)


def _preview(
    row: BankRow,
    now: Checked,
    brought: Arrival,
    imported: Imported,
    repairs: tuple[Problem, ...],
    landing: Landing | None = None,
    judged: _Judged | None = None,
    *,
    readable: bool = True,
) -> Preview:
    bank = now.bank
    losses = (*repairs, *imported.losses, *(landing.losses if landing else ()))
    return Preview(
        bank_key=row.key,
        bank_title=bank.title if bank else row.title,
        language=bank.language if bank else row.language,
        brought=brought,
        readable=readable,
        coming=tuple(
            Coming(question=each.question, given_id=each.given_id, file=each.file)
            for each in (landing.landed if landing else ())
        ),
        known=landing.left if landing else (),
        unread=imported.problems,
        losses=tuple(sorted(losses, key=lambda problem: problem.sort_key)),
        advice=judged.advice if judged else (),
        blocking=judged.blocking if judged else (),
        pictures=_pictures(landing),
    )


def _pictures(landing: Landing | None) -> tuple[str, ...]:
    return tuple(name for name in landing.files if not name.endswith(".yaml")) if landing else ()
