"""Studying: one card at a time, every answer one transaction."""

from __future__ import annotations

from typing import Literal

from question_bank.model import AskAgain, Response
from quiz.memory.card import Rating
from quiz.services.context import Context
from quiz.services.study.values import (
    Answered,
    CardRef,
    CardShown,
    Citation,
    Feedback,
    Finished,
    Mode,
    Progress,
    Summary,
    WrongAnswer,
)

__all__ = [
    "Answered",
    "CardRef",
    "CardShown",
    "Citation",
    "Feedback",
    "Finished",
    "Mode",
    "Progress",
    "Summary",
    "WrongAnswer",
    "answer",
    "current",
    "feedback",
    "rate",
    "resume",
    "shown",
    "skip",
    "start",
    "summary",
    "suspend",
    "undo",
]


def start(
    ctx: Context, learner_id: int, bank_keys: tuple[str, ...], mode: Mode, tags: tuple[str, ...] = ()
) -> str:
    """Begin a study session over these banks (none named: all) and return its id; raises NotFound."""
    raise NotImplementedError


def current(ctx: Context, learner_id: int, session_id: str) -> CardShown | Finished:
    """Return the card to answer now; the same one until it is answered, skipped or suspended."""
    raise NotImplementedError


def shown(
    ctx: Context, learner_id: int, session_id: str, card: CardRef, repetition: int, revision_id: int
) -> CardShown:
    """Return exactly what was shown as that repetition of the card, for showing it once more."""
    raise NotImplementedError


def answer(
    ctx: Context,
    learner_id: int,
    session_id: str,
    card: CardRef,
    repetition: int,
    revision_id: int,
    response: Response,
    *,
    response_ms: int | None,
    rating: Rating | None = None,
) -> Answered | AskAgain:
    """Grade by the revision shown and save the answer; the same (card, repetition) counts once."""
    raise NotImplementedError


def feedback(ctx: Context, learner_id: int, session_id: str, number: int) -> Feedback:
    """Return what answer `number` of the study session was and did; raises NotFound."""
    raise NotImplementedError


def rate(
    ctx: Context, learner_id: int, session_id: str, number: int, rating: Rating | Literal["guessed"]
) -> bool:
    """Say otherwise how well answer `number` was known; False if it can no longer be changed."""
    raise NotImplementedError


def undo(ctx: Context, learner_id: int, session_id: str) -> bool:
    """Take back the last answer, so that its card is current again; False if there is none to take back."""
    raise NotImplementedError


def skip(ctx: Context, learner_id: int, session_id: str, card: CardRef) -> None:
    """Leave the card out until the end of this study session."""
    raise NotImplementedError


def suspend(ctx: Context, learner_id: int, session_id: str, card: CardRef) -> None:
    """Leave the card out of every study session until it is resumed."""
    raise NotImplementedError


def resume(ctx: Context, learner_id: int, card: CardRef) -> None:
    """Let a suspended card come again, its memory as it was."""
    raise NotImplementedError


def summary(ctx: Context, learner_id: int, session_id: str) -> Summary:
    """Return how the study session went and what is left today; raises NotFound."""
    raise NotImplementedError
