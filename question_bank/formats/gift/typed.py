"""GIFT questions whose answer is typed: short answers, missing words, numbers, essays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from question_bank.formats.figures import figure, written
from question_bank.formats.gift.answers import Option, Span, options, span
from question_bank.formats.gift.question import BLANK, GAP, Reader
from question_bank.formats.reports import quoted
from question_bank.model import Cloze, Flashcard, NumberQuestion, Question, ShortAnswer, Tolerance

_FULL = Decimal(100)
_STAR = re.compile(r"(?<!\\)\*")
_NO_GAP = re.compile(r"::|[{}]")

UNANSWERED = "Write the answer here."


def read_short(reader: Reader, common: dict[str, Any]) -> Question | None:
    """Return a short answer; one that stands inside its sentence is a gap there."""
    given = reader.filled(options(reader.block, reader.answers.inside, "="), typed=True)
    taken, rejected = _taken_and_rejected(reader, given)
    right = [each for each in given if each.weight is None or each.weight >= _FULL]
    if not taken:
        reader.refused("no answer is wholly right", reader.answers.inside, "write the right one as =answer")
        return None
    explanation = reader.explanation(*(each.feedback for each in right[:1]))
    reader.feedback_lost([each for each in given if each not in right[:1]])
    texts = tuple(dict.fromkeys(map(reader.as_markdown, taken)))
    rejects = tuple(each for each in dict.fromkeys(map(reader.as_markdown, rejected)) if each not in texts)
    prompt = reader.prompt(GAP)
    # A sentence with braces of its own could be misread as one with other gaps.
    if GAP in prompt and not rejects and not any(map(_NO_GAP.search, (prompt, *texts))):
        text = prompt.replace(GAP, f"{{{{c1::{texts[0]}}}}}")
        accept = (tuple(texts[1:]),) if len(texts) > 1 else ()
        return Cloze(**common, text=text, accept=accept, explanation=explanation)
    return ShortAnswer(
        **common,
        prompt=prompt.replace(GAP, BLANK),
        answer=texts[0],
        accept=texts[1:],
        reject=rejects,
        explanation=explanation,
    )


def _taken_and_rejected(reader: Reader, given: Sequence[Option]) -> tuple[list[str], list[str]]:
    """Return the answers that are wholly right and those that are wrong; the rest is reported."""
    taken: list[str] = []
    rejected: list[str] = []
    for option in given:
        weight = _FULL if option.weight is None else option.weight
        if weight >= _FULL:
            taken += _without_stars(reader, option)
        elif weight <= 0:
            rejected += _rejected(reader, option)
            if weight < 0:
                reader.left([option], f"cost {-weight}%, and a wrong answer costs nothing in a bank")
        else:
            reader.left([option], f"earned {weight}%, and a bank's answer is right or wrong")
    return taken, rejected


def _without_stars(reader: Reader, option: Option) -> list[str]:
    """Return the answer; a star that stands for any letters is something that a bank does not know."""
    text = reader.plain(option.text)
    if _STAR.search(text) is None:
        return [text.replace("\\*", "*")]
    bare = " ".join(_STAR.sub(" ", text).replace("\\*", "*").split())
    hint = "write further answers under 'accept'"
    reader.lost(
        f"the star in {quoted(text)} stands for any letters, which a bank cannot say", option.text, hint
    )
    return [bare] if bare else []


def _rejected(reader: Reader, option: Option) -> list[str]:
    text = reader.plain(option.text)
    if _STAR.search(text):  # what is told of every other answer: its feedback is reported with the others
        return []
    return [text.replace("\\*", "*")]


@dataclass(frozen=True, slots=True)
class _Figure:
    value: Decimal
    off: Decimal
    option: Option


def read_number(reader: Reader, common: dict[str, Any]) -> Question | None:
    """Return a number with its tolerance; the first that is wholly right is the key."""
    inside = reader.answers.inside
    given = list(options(reader.block, span(reader.block, inside.start + 1, inside.end)))
    found = _figures(reader, given)
    if found is None:
        return None
    whole = [each for each in found if each.option.weight is None or each.option.weight >= _FULL]
    if not whole:
        hint = "write the right number as {#9} or, with a margin, {#9:1}"
        reader.refused("no number is wholly right", inside, hint)
        return None
    key = whole[0]
    for each in found:
        if each is not key:
            share = "is right as well" if each in whole else f"earned {each.option.weight}%"
            reader.left([each.option], f"{share}, and a bank's number has one answer with one tolerance")
    prompt = reader.prompt()
    explanation = reader.explanation(key.option.feedback)
    reader.feedback_lost([option for option in given if option is not key.option])
    return NumberQuestion(
        **common,
        prompt=prompt,
        answer=key.value,
        written=written(key.value, reader.language),
        tolerance=Tolerance(amount=key.off),
        explanation=explanation,
    )


def _figures(reader: Reader, given: Sequence[Option]) -> list[_Figure] | None:
    """Return all figures but wrong ones, None after a finding."""
    found: list[_Figure] = []
    for option in given:
        reader.weighed(option)
        if option.sign == "~" or reader.plain(option.text) in ("", "*"):
            if option.sign == "~" and option.text:
                reader.left([option], "is wrong, and a bank's number lists no wrong ones")
            continue  # only what is told of all other answers
        read = _figure(reader, option)
        if read is None:
            return None
        found.append(read)
    return found


def _figure(reader: Reader, option: Option) -> _Figure | None:
    """Return `9`, `9:1` or `8..10` as a value and how far off still counts; None after a finding."""
    text = reader.plain(option.text)
    low, dots, high = text.partition("..")
    value, colon, off = text.partition(":")
    if dots:
        least, most = figure(low), figure(high)
        if least is not None and most is not None and least <= most:
            return _Figure((least + most) / 2, (most - least) / 2, option)
    else:
        middle, margin = figure(value), figure(off) if colon else Decimal(0)
        if middle is not None and margin is not None and margin >= 0:
            return _Figure(middle, margin, option)
    hint = "write 9, 9:1 (with a margin) or 8..10 (a range), with a point for decimals"
    reader.refused(f"{quoted(text)} is not a number", option.text if option.text else option.whole, hint)
    return None


def read_essay(reader: Reader, common: dict[str, Any]) -> Question:
    """Return a card: its back is the general feedback, or is still to be written."""
    prompt = reader.prompt()
    where = Span(reader.block.opening, reader.block.closing + 1)
    answer = reader.explanation()
    if answer:
        message = f"{common['id']!r}: an essay became a flashcard with the general feedback as its answer"
        reader.changed(message, where, "learners rate themselves; choose another kind if they shall type")
        return Flashcard(**common, prompt=prompt, answer=answer)
    message = f"{common['id']!r}: an essay without an answer became a draft, which no learner sees"
    reader.changed(message, where, "write its answer, then take 'draft: true' out")
    return Flashcard(**{**common, "draft": True}, prompt=prompt, answer=UNANSWERED)
