"""The teachers' workshop: banks, questions, editors, histories. Importing this adds every address."""

from __future__ import annotations

from quiz.web.workshop import codes, live
from quiz.web.workshop.base import blueprint

__all__ = ["blueprint", "codes", "live"]
