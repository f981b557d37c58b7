"""Rules about keys and wrong options that get into each other's way."""

from __future__ import annotations

from collections.abc import Iterator

from question_bank.grading.normal import folded, key_normal
from question_bank.model import Bank, MultipleChoice, Question, ShortAnswer, SingleChoice
from question_bank.model.texts import prompt_text
from question_bank.problems import Problem
from question_bank.rules.notes import Note, at_once


def options_alike(bank: Bank) -> Iterator[Problem]:
    """E506: no two options differ in their spelling alone. Options that are the very same are E120."""
    for question in bank.questions:
        seen: dict[str, str] = {}
        for text, path in _options(question):
            plain = _folded(text, question.lang or bank.language)
            if plain in seen and not _same(seen[plain], text):
                yield Problem(
                    "E506",
                    f"the options {seen[plain]!r} and {text!r} differ in spelling only",
                    question.at.of(*path),
                    "change one: a learner cannot tell which is meant",
                )
            seen.setdefault(plain, text)


def contradicting_reject(bank: Bank) -> Iterator[Problem]:
    """E507: no answer is both taken and rejected."""
    for question in bank.questions:
        if not isinstance(question, ShortAnswer):
            continue
        language = question.lang or bank.language
        taken = {key_normal(text, language): text for text in (question.answer, *question.accept)}
        for at, text in enumerate(question.reject):
            if other := taken.get(key_normal(text, language)):
                yield Problem(
                    "E507",
                    f"{text!r} is rejected although {other!r} is a right answer",
                    question.at.of("reject", at),
                    "take it out of one of the two",
                )


def options_right_elsewhere(bank: Bank, note: Note = at_once) -> Iterator[Problem]:
    """E508: of two questions with the same prompt, none calls wrong what the other calls right."""
    for alike in _asking_the_same(bank, note):
        yield from _contradicting(alike, bank.language)


def _asking_the_same(bank: Bank, note: Note) -> Iterator[list[Question]]:
    """Yield the questions of each prompt that several have."""
    by_prompt: dict[str, list[Question]] = {}
    for question in bank.questions:
        by_prompt.setdefault(note(normal_prompt, question, bank), []).append(question)
    return (alike for alike in by_prompt.values() if len(alike) > 1)


def _contradicting(alike: list[Question], language: str) -> Iterator[Problem]:
    keys: dict[str, str] = {}
    for question in alike:
        for text in exact_keys(question):
            keys.setdefault(_folded(text, language), question.id)
    for question in alike:
        for text, path in _options(question):
            other = keys.get(_folded(text, language))
            if path[0] == "distractors" and other not in {None, question.id}:
                yield Problem(
                    "E508",
                    f"{text!r} is wrong here, but right in question {other!r}, which has the same prompt",
                    question.at.of(*path),
                    "say in one prompt what sets the two apart",
                )


def _options(question: Question) -> list[tuple[str, tuple[str | int, ...]]]:
    """Return a choice question's options, right ones first, each with the path to its place."""
    if not isinstance(question, (SingleChoice, MultipleChoice)):
        return []
    wrong = [(one.text, ("distractors", at)) for at, one in enumerate(question.distractors)]
    if isinstance(question, SingleChoice):
        return [(question.answer, ("answer",)), *wrong]
    return [*((text, ("answers", at)) for at, text in enumerate(question.answers)), *wrong]


def exact_keys(question: Question) -> tuple[str, ...]:
    """Return what is right by its words alone; nothing for kinds that are graded otherwise."""
    match question:
        case SingleChoice():
            return (question.answer,)
        case MultipleChoice():
            return question.answers
        case ShortAnswer():
            return (question.answer, *question.accept)
        case _:
            return ()


def normal_prompt(question: Question, language: str) -> str:
    """Return a prompt in the form in which two prompts are the same."""
    return key_normal(prompt_text(question), language)


def _folded(text: str, language: str) -> str:
    return folded(key_normal(text, language), language)


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
