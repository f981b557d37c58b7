"""Questions that seem to go on under a new id without saying so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from difflib import SequenceMatcher

from question_bank.model import Question
from question_bank.model.texts import prompt_text
from question_bank.writing.lock import key_hash

_ALIKE = 0.6  # of two prompts with the same answer: a sentence reworded, not another sentence
_MOST = 40  # so many questions with one and the same answer, such as `true`, are compared with each other


def likely_renames(gone: Mapping[int, Question], new: Iterable[Question]) -> dict[int, Question]:
    """Return, by the same numbers as `gone`, the new question that each one probably is.

    It asks the same, or has the same answer and asks something alike. No new question is given twice.
    """
    by_prompt: dict[str, list[Question]] = {}
    by_key: dict[str, list[Question]] = {}
    for question in new:
        if not question.was:
            by_prompt.setdefault(_folded(question), []).append(question)
            by_key.setdefault(key_hash(question), []).append(question)
    same = {number: by_prompt.get(_folded(question), []) for number, question in gone.items()}
    found = _given_once(same, ())
    alike = {
        number: _alike(question, by_key.get(key_hash(question), []))
        for number, question in gone.items()
        if number not in found
    }
    return found | _given_once(alike, {question.id for question in found.values()})


def _given_once(candidates: Mapping[int, list[Question]], taken: Collection[str]) -> dict[int, Question]:
    """Give each number the first of its candidates that no other has."""
    gone = set(taken)
    found = {}
    for number, questions in candidates.items():
        free = next((question for question in questions if question.id not in gone), None)
        if free is not None:
            found[number] = free
            gone.add(free.id)
    return found


def _alike(question: Question, others: list[Question]) -> list[Question]:
    """Return those that ask something alike, the most alike first."""
    matcher = SequenceMatcher(b=_folded(question), autojunk=False)
    rated = []
    for other in others[:_MOST]:
        matcher.set_seq1(_folded(other))
        if matcher.quick_ratio() >= _ALIKE and (ratio := matcher.ratio()) >= _ALIKE:
            rated.append((ratio, other))
    return [other for _, other in sorted(rated, key=lambda pair: -pair[0])]


def _folded(question: Question) -> str:
    return " ".join(prompt_text(question).casefold().split())
