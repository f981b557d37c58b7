"""An article becomes draft facts and questions, each with its passage: candidates for a teacher to judge."""

from question_bank.drafting.drafting import draft
from question_bank.drafting.encodings import UnreadableError, readable
from question_bank.drafting.extras import is_installed
from question_bank.drafting.landing import Landing, land
from question_bank.drafting.leaning import leans_on
from question_bank.drafting.values import (
    Draft,
    DraftFact,
    DraftingError,
    DraftQuestion,
    Furniture,
    Line,
    Method,
    Refusal,
    Refused,
)

__all__ = [
    "Draft",
    "DraftFact",
    "DraftQuestion",
    "DraftingError",
    "Furniture",
    "Landing",
    "Line",
    "Method",
    "Refusal",
    "Refused",
    "UnreadableError",
    "draft",
    "is_installed",
    "land",
    "leans_on",
    "readable",
]
