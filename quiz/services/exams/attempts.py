"""Sitting a test: begun, answered in any order without feedback, finished once."""

from __future__ import annotations

import json
import secrets
from datetime import UTC

from sqlalchemy import Connection

from question_bank.codec import response_from_plain, to_plain
from question_bank.grading import grade
from question_bank.model import AskAgain, AskReason, Grade, Question, Response
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.services.exams.papers import WHOLE, draw, presentation
from quiz.services.exams.values import TestPage
from quiz.services.learners import get_learner
from quiz.services.standing_keys import is_regraded, standing_question
from quiz.store import attempts, banks
from quiz.store.attempts import AttemptAnswer, AttemptRow
from quiz.store.banks import BankRow
from quiz.store.database import reading, writing
from quiz.store.times import to_ms

_SEEDS = 10**6


def start(
    ctx: Context, learner_id: int, bank_key: str, tags: tuple[str, ...], count: int, seed: str
) -> str | None:
    """Begin an attempt and return its id; None if no question fits. An empty `seed` draws one."""
    seed = seed or str(secrets.randbelow(_SEEDS))
    with writing(ctx.engine) as connection:
        get_learner(connection, learner_id)
        bank = get_bank_of(connection, learner_id, bank_key)
        items = draw(ctx, connection, bank, tags, count, seed)
        if not items:
            return None
        row = AttemptRow(
            learner_id=learner_id,
            id=secrets.token_urlsafe(12),
            bank_id=bank.id,
            tags=tags,
            seed=seed,
            items=items,
            started_ms=_now_ms(ctx),
        )
        attempts.add_attempt(connection, row)
    return row.id


def page(ctx: Context, learner_id: int, attempt_id: str, position: int) -> TestPage:
    """Return the question at `position`, from 1; raises NotFound."""
    with reading(ctx.engine) as connection:
        row = get_attempt(connection, learner_id, attempt_id)
        question = question_at(ctx, connection, row, position)
        bank = banks.get_bank(connection, row.bank_id)
        answers = attempts.answers_of(connection, learner_id, attempt_id)
    return TestPage(
        attempt_id=attempt_id,
        question=question,
        presentation=presentation(question, row.seed),
        response=_response(answers.get(position)),
        position=position,
        count=len(row.items),
        answered=tuple(answers),
        finished=row.finished_ms is not None,
        bank_key=bank.key,
        bank_title=bank.title,
        language=question.lang or bank.language,
    )


def save(
    ctx: Context, learner_id: int, attempt_id: str, position: int, response: Response | None
) -> AskAgain | None:
    """Save the response (None clears it); AskAgain if it cannot be read. A finished one stays as it is."""
    with reading(ctx.engine) as connection:
        row = get_attempt(connection, learner_id, attempt_id)
        question = question_at(ctx, connection, row, position)
        bank = banks.get_bank(connection, row.bank_id)
        graded = None if response is None else grade_whole(ctx, connection, bank, question, response)
    if isinstance(graded, AskAgain) and graded.reason is not AskReason.EMPTY:
        return graded
    keep = None if isinstance(graded, AskAgain) else response
    with writing(ctx.engine) as connection:
        if get_attempt(connection, learner_id, attempt_id).finished_ms is not None:
            return None
        if keep is None:
            attempts.clear_answer(connection, learner_id, attempt_id, position)
        else:
            answer = AttemptAnswer(
                learner_id=learner_id,
                attempt_id=attempt_id,
                position=position,
                response=json.dumps(to_plain(keep), ensure_ascii=False),
                grade=None,
                at_ms=_now_ms(ctx),
            )
            attempts.save_answer(connection, answer)
    return None


def finish(ctx: Context, learner_id: int, attempt_id: str) -> None:
    """Grade the attempt and close it; a second time changes nothing."""
    with writing(ctx.engine) as connection:
        row = get_attempt(connection, learner_id, attempt_id)
        if row.finished_ms is not None:
            return
        grades = _grades(ctx, connection, row)
        score = sum(each.fraction for each in grades.values())
        if attempts.finish_attempt(connection, row, score, _now_ms(ctx)):
            plain = {at: json.dumps(to_plain(each), ensure_ascii=False) for at, each in grades.items()}
            attempts.save_grades(connection, row, plain)


def get_attempt(connection: Connection, learner_id: int, attempt_id: str) -> AttemptRow:
    """Return the learner's attempt; raises NotFound."""
    row = attempts.find_attempt(connection, learner_id, attempt_id)
    if row is None:
        raise NotFound(f"learner {learner_id} has no attempt {attempt_id!r}")
    return row


def question_at(ctx: Context, connection: Connection, row: AttemptRow, position: int) -> Question:
    """Return the question as it stood when the attempt began; NotFound for a position not on the paper."""
    return ctx.library.question(connection, revision_at(row, position))


def revision_at(row: AttemptRow, position: int) -> int:
    if not 1 <= position <= len(row.items):
        raise NotFound(f"attempt {row.id} has no question {position}")
    return row.items[position - 1]


def grade_whole(
    ctx: Context, connection: Connection, bank: BankRow, question: Question, response: Response
) -> Grade | AskAgain:
    vocabulary = ctx.library.vocabulary(connection, bank)
    return grade(question, response, vocabulary, language=question.lang or bank.language, part=WHOLE)


def _grades(ctx: Context, connection: Connection, row: AttemptRow) -> dict[int, Grade]:
    bank = banks.get_bank(connection, row.bank_id)
    grades: dict[int, Grade] = {}
    for position, answer in attempts.answers_of(connection, row.learner_id, row.id).items():
        revision_id = revision_at(row, position)
        question_id, question = ctx.library.revision(connection, revision_id)
        response = response_from_plain(json.loads(answer.response))
        if is_regraded(response):
            question = standing_question(connection, ctx.library, bank, question_id, revision_id)
        graded = grade_whole(ctx, connection, bank, question, response)
        # What could be read when it was saved is read again alike, unless the bank's language changed.
        grades[position] = Grade(0.0) if isinstance(graded, AskAgain) else graded
    return grades


def _response(answer: AttemptAnswer | None) -> Response | None:
    return None if answer is None else response_from_plain(json.loads(answer.response))


def _now_ms(ctx: Context) -> int:
    return to_ms(ctx.clock().astimezone(UTC))
