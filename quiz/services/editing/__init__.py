"""Editing a bank's files in the browser: open, judge, save, merge, look back, and heal after a crash."""

from quiz.services.editing.conflicts import compare
from quiz.services.editing.healing import heal
from quiz.services.editing.history import edit_detail, history
from quiz.services.editing.history_values import (
    DiffRow,
    EditDetail,
    HistoryEntry,
    HistoryPage,
    RowKind,
    Span,
)
from quiz.services.editing.judging import judge, judge_new
from quiz.services.editing.merging import merged
from quiz.services.editing.opening import open_file, open_question
from quiz.services.editing.renaming import Renamed
from quiz.services.editing.reverting import revert
from quiz.services.editing.saving import add_question, remove_question, save
from quiz.services.editing.values import (
    LARGEST_FORM,
    Choice,
    Conflict,
    Decision,
    Edit,
    Effect,
    EffectKind,
    Finding,
    Healed,
    Judged,
    Opened,
    Origin,
    Outcome,
    Piece,
    PieceKind,
    Reason,
    Refused,
    Saved,
    Status,
    Target,
    Undecided,
    Unsaved,
)
from quiz.services.undecided import Undecided as UndecidedAnswer

__all__ = [
    "LARGEST_FORM",
    "Choice",
    "Conflict",
    "Decision",
    "DiffRow",
    "Edit",
    "EditDetail",
    "Effect",
    "EffectKind",
    "Finding",
    "Healed",
    "HistoryEntry",
    "HistoryPage",
    "Judged",
    "Opened",
    "Origin",
    "Outcome",
    "Piece",
    "PieceKind",
    "Reason",
    "Refused",
    "Renamed",
    "RowKind",
    "Saved",
    "Span",
    "Status",
    "Target",
    "Undecided",
    "UndecidedAnswer",
    "Unsaved",
    "add_question",
    "compare",
    "edit_detail",
    "heal",
    "history",
    "judge",
    "judge_new",
    "merged",
    "open_file",
    "open_question",
    "remove_question",
    "revert",
    "save",
]
