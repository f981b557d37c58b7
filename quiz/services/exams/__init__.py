"""The scored Test: a paper drawn by seed, answered without feedback, graded at the end, kept."""

from quiz.services.exams.attempts import finish, page, save, start
from quiz.services.exams.papers import paper
from quiz.services.exams.results import history, result
from quiz.services.exams.values import (
    Paper,
    PaperItem,
    TestItem,
    TestPage,
    TestResult,
    TestSummary,
)

__all__ = [
    "Paper",
    "PaperItem",
    "TestItem",
    "TestPage",
    "TestResult",
    "TestSummary",
    "finish",
    "history",
    "page",
    "paper",
    "result",
    "save",
    "start",
]
