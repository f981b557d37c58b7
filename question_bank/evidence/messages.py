"""The findings about evidence in words: where, what, and what to write instead."""

from __future__ import annotations

from question_bank.evidence.answers import Missing
from question_bank.evidence.locate import (
    LONGEST_END,
    Miss,
    as_written,
    locate,
    longest_beginning,
    occurrences,
)
from question_bank.evidence.paragraphs import Paragraph
from question_bank.model import Passage, Question, Source
from question_bank.problems import Place, Problem

_SHOWN = 5  # of a long row, so many are named


def misplaced_body(source: Source, lines: int) -> Problem:
    first, last = source.body or (1, lines)
    return Problem(
        "E400",
        f"body: {first}-{last} goes beyond the file {source.file!r}, which has {_count(lines, 'line')}",
        source.at.of("body"),
        "count the lines in the file that --sources holds",
    )


def missing_paragraph(passage: Passage, body: tuple[Paragraph, ...], place: Place) -> Problem:
    message = (
        f"source {passage.source!r} has no paragraph {passage.paragraph}; "
        f"its body has {_count(len(body), 'paragraph')}"
    )
    return Problem("E401", message, place, _elsewhere(passage, body))


def overlong_end(key: str, words: str, place: Place) -> Problem:
    count = len(words.split())
    shorter = words.split()[:LONGEST_END] if key == "from" else words.split()[-LONGEST_END:]
    message = f"{key!r} holds {count} words, and {LONGEST_END} at most may be quoted"
    return Problem("E402", message, place, f"write {' '.join(shorter)!r}")


def missed_passage(
    miss: Miss, passage: Passage, paragraph: Paragraph, body: tuple[Paragraph, ...], place: Place
) -> Problem:
    """Return the finding for ends that do not enclose exactly one stretch of their paragraph."""
    where = f"paragraph {paragraph.number} of {passage.source!r} (line {paragraph.line} of its file)"
    if miss is Miss.END_BEFORE_BEGIN:
        message = f"in {where} {passage.ends!r} stands before {passage.begins!r}, so they enclose nothing"
        return Problem("E405", message, place, "swap the two, or name later words for 'to'")
    if miss is Miss.SEVERAL:
        message = f"in {where} more than one stretch goes from {passage.begins!r} to {passage.ends!r}"
        return Problem("E406", message, place, _repeated(passage, paragraph))
    code, words = ("E403", passage.begins) if miss is Miss.BEGIN_ABSENT else ("E404", passage.ends)
    message = f"{words!r} does not occur in {where}"
    return Problem(code, message, place, _elsewhere(passage, body) or _nearly(words, paragraph, body))


def absent_answer(question: Question, missing: Missing) -> Problem:
    """Return the finding for an answer that its facts' passages do not hold."""
    code = "E407" if missing.words else "E408"
    kept = [f"the figure {number}" for number in missing.figures] + [repr(word) for word in missing.words]
    message = (
        f"{missing.part.texts[0]!r} is not in the passages of {_row(question.facts)}: "
        f"{_row(kept)} {'is' if len(kept) == 1 else 'are'} missing"
    )
    advice = "widen a passage, name another fact, or say with 'derived:' how the answer follows"
    return Problem(code, message, question.at.of(*missing.part.path), advice)


def uncovered_paragraph(source: Source, paragraph: Paragraph) -> Problem:
    opening = " ".join(paragraph.text.split()[:LONGEST_END])
    message = (
        f"no fact rests on paragraph {paragraph.number} of {source.id!r} "
        f"(line {paragraph.line} of its file, {opening!r} ...)"
    )
    return Problem("W409", message, source.at.of("body"), "write a fact for it, or narrow 'body'")


def _elsewhere(passage: Passage, body: tuple[Paragraph, ...]) -> str:
    """Say which paragraphs do hold the whole stretch, or else both of its ends."""
    whole = [
        one.number for one in body if not isinstance(locate(one.text, passage.begins, passage.ends), Miss)
    ]
    if whole:
        return f"did you mean paragraph {_row([str(number) for number in whole], 'or')}?"
    return ""


def _nearly(words: str, paragraph: Paragraph, body: tuple[Paragraph, ...]) -> str:
    written = as_written(paragraph.text, words)
    if written:
        return f"upper and lower case count: write {written!r}"
    others = [str(one.number) for one in body if occurrences(one.text, words)]
    if others:
        return f"these words do occur in paragraph {_row(others)}"
    beginning = longest_beginning(paragraph.text, words)
    return f"{beginning!r} is there, but it goes on differently" if beginning else ""


def _repeated(passage: Passage, paragraph: Paragraph) -> str:
    found = [
        f"{words!r} occurs {times} times"
        for words in dict.fromkeys((passage.begins, passage.ends))
        if (times := occurrences(paragraph.text, words)) > 1
    ]
    return f"{' and '.join(found)}; add a word to it"


def _row(items: tuple[str, ...] | list[str], joiner: str = "and") -> str:
    shown = [*items[:_SHOWN], *([f"{len(items) - _SHOWN} more"] if len(items) > _SHOWN else [])]
    return f" {joiner} ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
