"""Rules about the bank as a whole: no habit of its author may be worth more than knowing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from question_bank.grading.number_reading import read_number
from question_bank.markup import plain_text
from question_bank.model import Bank, Question, SingleChoice, TrueFalse
from question_bank.problems import Problem
from question_bank.rules.notes import Note, at_once
from question_bank.rules.options import wrong_options

_UNLIKELY = 0.01  # so rarely would chance alone lean as far
_MANY = 200  # trials


def true_and_false_out_of_balance(bank: Bank) -> Iterator[Problem]:
    """W519: of the statements to be judged, about half are true."""
    statements = [question for question in bank.questions if isinstance(question, TrueFalse)]
    true = sum(question.answer for question in statements)
    more = max(true, len(statements) - true)
    if 2 * _chance_of_at_least(more, [0.5] * len(statements)) < _UNLIKELY:
        word = "true" if true == more else "false"
        yield Problem(
            "W519",
            f"{more} of {len(statements)} statements are {word}: who always says so is right that often",
            statements[0].at.of("answer"),
            "turn some of them round, until about half are true",
        )


def key_positions_out_of_balance(bank: Bank, note: Note = at_once) -> Iterator[Problem]:
    """W520: the key is no more often the longest, the smallest or the largest option than chance has it."""
    choices = [question for question in bank.questions if isinstance(question, SingleChoice)]
    standing = [(question, note(how_key_stands_out, question, bank)) for question in choices]
    for habit in _HABITS:
        seen = [(question, found[habit]) for question, found in standing if found[habit] is not None]
        leaning = [question for question, found in seen if found]
        chances = [1 / (1 + len(question.distractors)) for question, _ in seen]
        if leaning and _chance_of_at_least(len(leaning), chances) < _UNLIKELY:
            yield Problem(
                "W520",
                f"the key is {habit} in {len(leaning)} of {len(seen)} choices, and chance would make it "
                f"{round(sum(chances))}",
                leaning[0].at.of("answer"),
                "change distractors until the key may be anywhere among them",
            )


def how_key_stands_out(question: Question, _: str) -> dict[str, bool | None]:
    """Say of each habit whether the key has it; None where it could not."""
    if not isinstance(question, SingleChoice):
        return {}
    return {habit: stands_out(question) for habit, stands_out in _HABITS.items()}


def _is_longest(question: SingleChoice) -> bool | None:
    lengths = [len(plain_text(text)) for text in wrong_options(question)]
    return len(plain_text(question.answer)) > max(lengths, default=0)


def _is_smallest(question: SingleChoice) -> bool | None:
    numbers = _numbers(question)
    return None if numbers is None else numbers[0] < min(numbers[1:])


def _is_largest(question: SingleChoice) -> bool | None:
    numbers = _numbers(question)
    return None if numbers is None else numbers[0] > max(numbers[1:])


def _is_between(question: SingleChoice) -> bool | None:
    """With two options none is between; with four, two of them are, so that chance is not one in four."""
    numbers = _numbers(question)
    if numbers is None or len(numbers) != 3:
        return None
    return min(numbers[1:]) < numbers[0] < max(numbers[1:])


_HABITS = {
    "the longest option": _is_longest,
    "the smallest number": _is_smallest,
    "the largest number": _is_largest,
    "the number between": _is_between,
}


def _numbers(question: SingleChoice) -> list[float] | None:
    """Return the options as numbers, the key first; None unless all of them are."""
    texts = [plain_text(text) for text in (question.answer, *wrong_options(question))]
    if len(texts) < 2 or not all(text[:1].isdigit() for text in texts):
        return None
    found = [_number(text) for text in texts]
    return [each for each in found if each is not None] if None not in found else None


def _number(text: str) -> float | None:
    readings = read_number(text)
    return float(readings[0].value) if readings else None


def _chance_of_at_least(count: int, chances: Sequence[float]) -> float:
    """Return the chance of `count` or more hits, when hit number i has the chance `chances[i]`.

    The Poisson binomial distribution, built up one trial after the other; of many trials its normal
    approximation, corrected for counting in whole numbers.
    """
    if len(chances) > _MANY:
        spread = math.sqrt(sum(chance * (1 - chance) for chance in chances))
        return math.erfc((count - 0.5 - sum(chances)) / (spread * math.sqrt(2))) / 2
    distribution = [1.0]
    for chance in chances:
        missed = [weight * (1 - chance) for weight in distribution]
        hit = [weight * chance for weight in distribution]
        distribution = [a + b for a, b in zip([*missed, 0.0], [0.0, *hit], strict=True)]
    return math.fsum(distribution[count:])
