"""Arrangements: items put in order, and left sides matched with right sides."""

from __future__ import annotations

from collections import Counter, deque

from question_bank.model import (
    AskAgain,
    AskReason,
    Detail,
    Grade,
    Matching,
    MatchResponse,
    Ordering,
    OrderResponse,
)


def tie_groups(question: Ordering) -> tuple[int, ...]:
    """Return a rank per item, from 0; neighbours with the same label share one, and may change places."""
    ranks: list[int] = []
    for at, item in enumerate(question.items):
        tied = at > 0 and item.label.strip() and item.label.strip() == question.items[at - 1].label.strip()
        ranks.append(ranks[-1] if tied else at)
    return tuple(ranks)


def grade_ordering(question: Ordering, response: OrderResponse) -> Grade | AskAgain:
    """Return (longest common subsequence - 1) / (n - 1), items with equal labels being interchangeable."""
    wanted = [item.text for item in question.items]
    if not response.texts:
        return AskAgain(AskReason.EMPTY)
    if Counter(response.texts) != Counter(wanted):
        return AskAgain(AskReason.INCOMPLETE)
    ranks = tie_groups(question)
    waiting: dict[str, deque[int]] = {}
    for text, rank in zip(wanted, ranks, strict=True):
        waiting.setdefault(text, deque()).append(rank)
    given = [waiting[text].popleft() for text in response.texts]
    details = tuple(
        Detail(text, expected, rank == right)
        for text, expected, rank, right in zip(response.texts, wanted, given, ranks, strict=True)
    )
    if len(wanted) == 1:
        return Grade(1.0, details=details)
    return Grade((_longest_rise(given) - 1) / (len(wanted) - 1), details=details)


def _longest_rise(ranks: list[int]) -> int:
    """Return the length of the longest subsequence that never falls: what is already in the right order."""
    best: list[int] = []
    for at, rank in enumerate(ranks):
        best.append(1 + max((best[before] for before in range(at) if ranks[before] <= rank), default=0))
    return max(best)


def grade_matching(question: Matching, response: MatchResponse) -> Grade | AskAgain:
    """Return the share of right pairs; a left side without a partner is a wrong one."""
    given = [*response.rights, *[""] * len(question.pairs)][: len(question.pairs)]
    if not any(given):
        return AskAgain(AskReason.EMPTY)
    details = tuple(
        Detail(right, pair.right, right == pair.right)
        for right, pair in zip(given, question.pairs, strict=True)
    )
    return Grade(sum(detail.right for detail in details) / len(details), details=details)
