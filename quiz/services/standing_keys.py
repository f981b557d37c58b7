"""What a question of an earlier revision accepts by now: keys were widened since, pages stay open long."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from question_bank.model import Question, Response, TextResponse, TextsResponse
from question_bank.writing import Addition, Into, UnfitError, with_additions
from question_bank.writing.lock import key_hash
from quiz.store import repairs
from quiz.store.banks import BankRow
from quiz.store.repairs import RepairRow

REGRADED = (TextResponse, TextsResponse)


def additions_to_json(additions: Iterable[Addition]) -> str:
    plain = [
        {"into": each.into.value, "text": each.text, "item": each.item, "gap": each.gap} for each in additions
    ]
    return json.dumps(plain, ensure_ascii=False)


def additions_from_json(text: str) -> tuple[Addition, ...]:
    return tuple(
        Addition(into=Into(each["into"]), text=each["text"], item=each["item"], gap=each["gap"])
        for each in json.loads(text)
    )


def is_regraded(response: Response) -> bool:
    """Say whether a wider key may change what the response is worth: only what was typed."""
    return isinstance(response, REGRADED)


def standing_question(
    connection: Connection, bank: BankRow, question_id: int, question: Question
) -> Question:
    """Return the question with all that was accepted since its revision."""
    return with_repairs(question, repairs.repairs_of_question(connection, question_id), bank.language)


def with_repairs(question: Question, rows: Sequence[RepairRow], language: str) -> Question:
    """Return the question with the additions of those repairs, oldest first, that are about its key."""
    for row in rows:
        question = with_repair(question, row, language) or question
    return question


def with_repair(question: Question, row: RepairRow, language: str) -> Question | None:
    """Return the question with what a repair added, None if it is about another edition or another key."""
    if question.edition != row.edition or key_hash(question) != row.key_hash:
        return None
    try:
        return with_additions(question, additions_from_json(row.additions), language)
    except UnfitError:
        return None
