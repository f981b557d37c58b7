"""Typed texts: short answers, lists in any order, and the gaps of a cloze."""

from __future__ import annotations

from question_bank.grading.matching_text import Closeness, Judge, TextMatch
from question_bank.grading.normal import is_blank, normal
from question_bank.markup import plain_text
from question_bank.model import (
    AskAgain,
    AskReason,
    Cloze,
    Detail,
    Grade,
    ListQuestion,
    Note,
    NoteKind,
    ShortAnswer,
    TextResponse,
    TextsResponse,
)
from question_bank.model.cloze import deletions


def grade_short_answer(question: ShortAnswer, response: TextResponse, judge: Judge) -> Grade | AskAgain:
    if is_blank(response.text):
        return AskAgain(AskReason.EMPTY)
    found = judge.match(response.text, (question.answer, *question.accept), question.reject)
    if found is not None:
        return Grade(1.0, found.notes)
    if judge.rejects(response.text, question.reject):
        return Grade(0.0, (Note(NoteKind.REJECTED, response.text.strip()),))
    return Grade(0.0)


def grade_cloze(question: Cloze, response: TextsResponse, judge: Judge, part: int) -> Grade | AskAgain:
    """Return the share of the gaps that were filled rightly; a gap left empty is a wrong one."""
    gaps = [(at, gap) for at, gap in enumerate(deletions(question.text)) if part in (0, gap.number)]
    given = [*response.texts, *[""] * len(gaps)][: len(gaps)]
    if all(is_blank(text) for text in given):
        return AskAgain(AskReason.EMPTY)
    notes: list[Note] = []
    details = []
    for (at, gap), text in zip(gaps, given, strict=True):
        others = question.accept[at] if at < len(question.accept) else ()
        found = None if is_blank(text) else judge.match(text, (gap.answer, *others))
        notes += found.notes if found else ()
        details.append(Detail(text, plain_text(gap.answer), found is not None))
    right = sum(detail.right for detail in details)
    return Grade(right / len(details), tuple(notes), tuple(details))


def grade_list(question: ListQuestion, response: TextsResponse, judge: Judge) -> Grade | AskAgain:
    """Return the share of the needed answers that were given, in any order.

    Lines beyond the needed number may hold further right answers, but each wrong one among them takes a right
    one away, so that naming everything imaginable does not pay.
    """
    lines = [text for text in response.texts if not is_blank(text)]
    if not lines:
        return AskAgain(AskReason.EMPTY)
    distinct, notes = _without_repeats(lines, judge.language)
    assigned = _assign(distinct, question, judge)
    wrong, repeats = _left_over(distinct, assigned, question, judge)
    notes += [Note(NoteKind.DUPLICATE, text) for text in repeats]
    notes += [note for match in assigned.values() for note in match[1].notes]
    answers = question.answers
    details = [
        Detail(text, plain_text(answers[assigned[at][0]].answer) if at in assigned else "", at in assigned)
        for at, text in enumerate(distinct)
    ]
    named = {item for item, _ in assigned.values()}
    details += [
        Detail("", plain_text(answers[at].answer), False) for at in range(len(answers)) if at not in named
    ]
    beyond = max(0, len(assigned) + wrong - question.need)
    right = min(len(assigned), question.need) - min(wrong, beyond)
    return Grade(max(0, right) / question.need, tuple(notes), tuple(details))


def _without_repeats(lines: list[str], language: str) -> tuple[list[str], list[Note]]:
    seen: set[str] = set()
    distinct: list[str] = []
    notes = []
    for text in lines:
        plain = normal(text, language)
        if plain in seen:
            notes.append(Note(NoteKind.DUPLICATE, text.strip()))
        else:
            distinct.append(text)
        seen.add(plain)
    return distinct, notes


def _assign(lines: list[str], question: ListQuestion, judge: Judge) -> dict[int, tuple[int, TextMatch]]:
    """Return, for as many lines as possible, the item each is taken for; closer agreements go first."""
    edges: dict[int, list[tuple[int, TextMatch]]] = {}
    for at, text in enumerate(lines):
        found = [
            (item, match)
            for item, answer in enumerate(question.answers)
            if (match := judge.match(text, (answer.answer, *answer.accept)))
        ]
        closest = min((match.closeness for _, match in found), default=Closeness.EXACT)
        edges[at] = [edge for edge in found if edge[1].closeness is closest]
    owner: dict[int, int] = {}
    for at in sorted(edges, key=lambda at: edges[at][0][1].closeness if edges[at] else Closeness.TYPO):
        _seat(at, edges, owner, set())
    return {
        at: next(edge for edge in edges[at] if edge[0] == item)
        for item, at in sorted(owner.items(), key=lambda pair: pair[1])
    }


def _seat(
    at: int, edges: dict[int, list[tuple[int, TextMatch]]], owner: dict[int, int], tried: set[int]
) -> bool:
    """Give line `at` an item, moving other lines to other items of theirs where that makes room."""
    for item, _ in edges[at]:
        if item in tried:
            continue
        tried.add(item)
        if item not in owner or _seat(owner[item], edges, owner, tried):
            owner[item] = at
            return True
    return False


def _left_over(
    lines: list[str], assigned: dict[int, tuple[int, TextMatch]], question: ListQuestion, judge: Judge
) -> tuple[int, list[str]]:
    """Return how many lines are wrong, and those that only repeat an item in another wording."""
    unseated = [text for at, text in enumerate(lines) if at not in assigned]
    repeats = [
        text.strip()
        for text in unseated
        if any(judge.match(text, (item.answer, *item.accept)) for item in question.answers)
    ]
    return len(unseated) - len(repeats), repeats
