"""Writing an edit into a bank's file, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from quiz.services.context import Context
from quiz.services.editing.values import Decision, Edit, Outcome

NO_DECISIONS: Mapping[str, Decision] = MappingProxyType({})


def save(
    ctx: Context,
    learner_id: int,
    edit: Edit,
    *,
    why: str = "",
    decisions: Mapping[str, Decision] = NO_DECISIONS,
) -> Outcome:
    """Judge the whole bank with the edit in it and write it; `decisions` are by question id.

    Raises NotFound.
    """
    raise NotImplementedError


def add_question(
    ctx: Context,
    learner_id: int,
    key: str,
    file: str,
    block: str,
    *,
    why: str = "",
    decisions: Mapping[str, Decision] = NO_DECISIONS,
) -> Outcome:
    """Append a question, `- id: ...`, to a file of questions, which is made if it is not there."""
    raise NotImplementedError


def remove_question(
    ctx: Context, learner_id: int, key: str, question_key: str, *, base: str, why: str = ""
) -> Outcome:
    """Take a question out of its file; learners' cards are archived and come back with it."""
    raise NotImplementedError


def revert(
    ctx: Context,
    learner_id: int,
    key: str,
    edit_id: int,
    *,
    why: str = "",
    decisions: Mapping[str, Decision] = NO_DECISIONS,
) -> Outcome:
    """Undo an edit and keep what came after it, or take up one that never reached its file.

    Raises NotFound.
    """
    raise NotImplementedError
