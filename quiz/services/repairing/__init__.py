"""Disputes that mend questions: a response is accepted, tried on everybody's answers, applied, or undone."""

from question_bank.writing import Addition, Into
from quiz.services.repairing.applying import apply
from quiz.services.repairing.asking import Case, case_of
from quiz.services.repairing.listing import repair_of, repair_of_edit, repairs_of
from quiz.services.repairing.proposing import propose
from quiz.services.repairing.rejecting import reject
from quiz.services.repairing.resuming import resume, resume_bank
from quiz.services.repairing.telling import LONGEST_REPLY, decline, mark_seen, news
from quiz.services.repairing.trying import dry_run
from quiz.services.repairing.undoing import undo
from quiz.services.repairing.values import (
    AnswerChange,
    Applied,
    AttemptChange,
    Declined,
    DryRun,
    Granted,
    News,
    NotSaved,
    Obstacle,
    Place,
    Proposal,
    RepairSummary,
    Status,
    Suggested,
    Undone,
    Withdrawn,
    Wrong,
)

__all__ = [
    "LONGEST_REPLY",
    "Addition",
    "AnswerChange",
    "Applied",
    "AttemptChange",
    "Case",
    "Declined",
    "DryRun",
    "Granted",
    "Into",
    "News",
    "NotSaved",
    "Obstacle",
    "Place",
    "Proposal",
    "RepairSummary",
    "Status",
    "Suggested",
    "Undone",
    "Withdrawn",
    "Wrong",
    "apply",
    "case_of",
    "decline",
    "dry_run",
    "mark_seen",
    "news",
    "propose",
    "reject",
    "repair_of",
    "repair_of_edit",
    "repairs_of",
    "resume",
    "resume_bank",
    "undo",
]
