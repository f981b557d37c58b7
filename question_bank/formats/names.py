"""Ids for imported questions: the same as for drafted ones."""

from question_bank.writing.names import Ids, says_all, slug

__all__ = ["Ids", "says_all", "slug"]
