"""The rule that one question does not answer another."""

from __future__ import annotations

from collections.abc import Iterator

from question_bank.grading.words import content_words, figures, tokens
from question_bank.markup import plain_text
from question_bank.model import (
    Bank,
    Cloze,
    DateQuestion,
    Flashcard,
    NumberQuestion,
    Question,
    ShortAnswer,
    SingleChoice,
)
from question_bank.model.texts import key_text, parts, prompt_text
from question_bank.problems import Problem
from question_bank.rules.notes import Note, at_once

_TOLD_SHARE = 0.75  # of the words of the question: with fewer, the other prompt is about something else
_ONE_ANSWER = (Flashcard, SingleChoice, ShortAnswer, NumberQuestion, DateQuestion, Cloze)

Words = frozenset[str]


def prompt_answers_another(bank: Bank, note: Note = at_once) -> Iterator[Problem]:
    """W518: what one question asks for is not told by another one's prompt."""
    told = [frozenset(note(words_of_prompt, each, bank)) for each in bank.questions]
    holders: dict[str, list[int]] = {}
    for at, words in enumerate(told):
        for word in words:
            holders.setdefault(word, []).append(at)
    for at, question in enumerate(bank.questions):
        for key, words in note(words_of_keys, question, bank):
            other = _teller(at, frozenset(words), told, holders)
            if other is not None:
                yield _problem(bank.questions[other], question, key)
                break


def words_of_prompt(question: Question, language: str) -> list[str]:
    """Return the words of a prompt that say something, figures included."""
    return _telling_words(prompt_text(question), language)


def words_of_keys(question: Question, language: str) -> list[tuple[str, list[str]]]:
    """Return what a question asks for, each key with its words; none where there is more than one answer."""
    if not isinstance(question, _ONE_ANSWER):
        return []
    keys = [key_text(question, part) for part in parts(question)]
    return [(key, _telling_words(key, language)) for key in keys]


def _telling_words(text: str, language: str) -> list[str]:
    plain = plain_text(text)
    return sorted(content_words(plain, language).keys() | figures(tokens(plain)))


def _teller(at: int, key: Words, told: list[Words], holders: dict[str, list[int]]) -> int | None:
    """Return another question whose prompt holds the key and nearly all that question `at` says."""
    asked = told[at]
    if not key or not asked or key <= asked:
        return None
    # Only prompts with the key's rarest word are looked at, or a large bank would be compared pair by pair.
    candidates = min((holders.get(word, []) for word in key), key=len)
    for other in candidates:
        if other != at and key <= told[other] and len(asked & told[other]) >= _TOLD_SHARE * len(asked):
            return other
    return None


def _problem(teller: Question, asker: Question, key: str) -> Problem:
    return Problem(
        "W518",
        f"the prompt of {teller.id!r} tells what {asker.id!r} asks for: {plain_text(key)!r}",
        teller.at.of("text" if isinstance(teller, Cloze) else "prompt"),
        "ask without naming it: whoever reads the one knows the other",
    )
