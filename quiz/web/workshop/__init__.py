"""The teachers' workshop: banks, questions, editors, histories. Importing this adds every address."""

from __future__ import annotations

from quiz.web.workshop import (
    anki_edited,
    anki_import,
    articles,
    banks,
    bringing,
    codes,
    drafts,
    editors,
    histories,
    live,
    merging,
    new_bank,
    new_fact,
    new_question,
    previews,
    statistics,
    taking,
)
from quiz.web.workshop.base import blueprint

__all__ = [
    "anki_edited",
    "anki_import",
    "articles",
    "banks",
    "blueprint",
    "bringing",
    "codes",
    "drafts",
    "editors",
    "histories",
    "live",
    "merging",
    "new_bank",
    "new_fact",
    "new_question",
    "previews",
    "statistics",
    "taking",
]
