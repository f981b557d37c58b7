"""Studying: one card at a time, every answer one transaction."""

from quiz.services.citations import Citation
from quiz.services.study.amending import rate, undo
from quiz.services.study.answering import answer
from quiz.services.study.asides import resume, skip, suspend
from quiz.services.study.disputing import Repair, say_right, take_back_right
from quiz.services.study.recalling import feedback
from quiz.services.study.showing import current, revealed, shown
from quiz.services.study.starting import start, start_again, start_on_facts
from quiz.services.study.summing_up import summary
from quiz.services.study.values import (
    Answered,
    CardBack,
    CardRef,
    CardShown,
    Feedback,
    Finished,
    Mode,
    Progress,
    Summary,
    WrongAnswer,
)

__all__ = [
    "Answered",
    "CardBack",
    "CardRef",
    "CardShown",
    "Citation",
    "Feedback",
    "Finished",
    "Mode",
    "Progress",
    "Repair",
    "Summary",
    "WrongAnswer",
    "answer",
    "current",
    "feedback",
    "rate",
    "resume",
    "revealed",
    "say_right",
    "shown",
    "skip",
    "start",
    "start_again",
    "start_on_facts",
    "summary",
    "suspend",
    "take_back_right",
    "undo",
]
