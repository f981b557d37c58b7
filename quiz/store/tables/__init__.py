"""The tables. Every table of a learner's has `learner_id` first, and its primary key begins with it."""

from quiz.store.tables.attempts import practice_answer, test_answer, test_attempt
from quiz.store.tables.content import bank, question, question_fact, question_part, question_tag, revision
from quiz.store.tables.drafting import draft_article, draft_decision
from quiz.store.tables.editing import bank_edit, bank_edit_question, bank_file, file_content
from quiz.store.tables.fitting import fitting
from quiz.store.tables.learning import (
    card,
    enrolment,
    erasure,
    learner,
    parameter_set,
    review,
    study_session,
)
from quiz.store.tables.repairing import repair, repair_change
from quiz.store.tables.saying import dispute, learner_note
from quiz.store.tables.travelling import anki_export, anki_link

__all__ = [
    "anki_export",
    "anki_link",
    "bank",
    "bank_edit",
    "bank_edit_question",
    "bank_file",
    "card",
    "dispute",
    "draft_article",
    "draft_decision",
    "enrolment",
    "erasure",
    "file_content",
    "fitting",
    "learner",
    "learner_note",
    "parameter_set",
    "practice_answer",
    "question",
    "question_fact",
    "question_part",
    "question_tag",
    "repair",
    "repair_change",
    "review",
    "revision",
    "study_session",
    "test_answer",
    "test_attempt",
]
