"""Texts of our own notes that were edited in Anki, shown beside the question's, and taken over one by one."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from question_bank.anki.packages.values import AnkiPackage
from question_bank.anki.taking.edits import value_at, with_edits
from question_bank.anki.taking.values import EditedInAnki, Reason, Taking
from question_bank.model import Question
from question_bank.writing import CannotRewriteError, block_with_text, comments_in
from quiz.services.anki.holding import Held, remember, remembered
from quiz.services.anki.known_banks import files_now
from quiz.services.anki.notes_in import taking_of
from quiz.services.context import Context
from quiz.services.editing import Decision, DiffRow, Edit, Opened, Outcome, open_question, save
from quiz.services.editing.comparing import rows_between
from quiz.services.editing.composing import UnfaithfulError, block_of_new, read_block
from quiz.services.editing.values import Reason as WhyUnsaved
from quiz.services.editing.values import Unsaved
from quiz.services.errors import NotFound

__all__ = ["Decision", "Difference", "differences_in", "take_over"]


_NEWER = "newer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One text that says something else in Anki; `name` finds it as long as both sides stay as they are.

    `can_be_taken` if it can be led back to the question; else it is only shown. `older` if the question
    changed here after the note did in Anki. `question` is None where it is of another bank than the one that
    the package was brought to.
    """

    name: str
    edited: EditedInAnki
    rows: tuple[DiffRow, ...]
    question: Question | None
    can_be_taken: bool
    older: bool


def differences_in(ctx: Context, learner_id: int, held: Held, package: AnkiPackage) -> tuple[Difference, ...]:
    """Return what says something else in Anki than in the learner's banks. Raises NotFound."""
    _row, now = files_now(ctx, learner_id, held.bank_key)
    taking = taking_of(ctx, learner_id, held, package, now)
    if taking is None or now.bank is None:
        return ()
    questions = {(now.bank.id, each.id): each for each in now.bank.questions}
    newer = _newer(held, taking)
    found = (
        Difference(
            name=_name(each),
            edited=each,
            rows=rows_between(each.ours, each.theirs),
            question=questions.get((each.bank_id, each.question_id)),
            can_be_taken=each.replacement is not None,
            older=_name(each) not in newer,
        )
        for each in taking.differences
    )
    return tuple(sorted(found, key=lambda each: each.older))


def _newer(held: Held, taking: Taking) -> Collection[str]:
    """Return the names of what is newer in Anki, as it was when the package was looked at first.

    Whoever takes over one text of a question changes the question, and its other texts are no older by that.
    """
    known: list[str] | None = remembered(held, _NEWER)
    if known is None:
        outdated = {
            (card.bank_id, card.question_id)
            for note in taking.outcomes
            if note.reason is Reason.OUTDATED
            for card in note.cards
        }
        known = [
            _name(each) for each in taking.differences if (each.bank_id, each.question_id) not in outdated
        ]
        remember(held, _NEWER, known)
    return frozenset(known)


def take_over(
    ctx: Context,
    learner_id: int,
    difference: Difference,
    *,
    why: str,
    decisions: Mapping[str, Decision],
) -> Outcome:
    """Write one text from Anki into its question, by way of editing. Raises NotFound."""
    edited = difference.edited
    opened = open_question(ctx, learner_id, edited.bank_id, edited.question_id)
    if opened.trouble is not None:
        return Unsaved(target=opened.target, text="", reason=opened.trouble, detail=opened.detail)
    _row, now = files_now(ctx, learner_id, edited.bank_id)
    language = now.bank.language if now.bank else "en"
    text = _block_with(opened, edited, language)
    if text is None:
        return Unsaved(target=opened.target, text="", reason=WhyUnsaved.NOT_REWRITABLE)
    edit = Edit(target=opened.target, text=text, base=opened.base)
    return save(ctx, learner_id, edit, why=why, decisions=decisions)


def _block_with(opened: Opened, edited: EditedInAnki, language: str) -> str | None:
    """Return the question's text with what Anki says; None if it cannot be written there.

    Raises NotFound if the question says something else by now.
    """
    question = read_block(opened.text, language)
    if question is None or value_at(question, edited.path) != edited.ours:
        raise NotFound("the question says something else by now")
    changed = with_edits(question, [edited])
    for written in _ways_to_write(opened.text, edited, changed, language):
        if read_block(written, language) == changed:
            return written
    return None


def _ways_to_write(block: str, edited: EditedInAnki, changed: Question, language: str) -> Iterator[str]:
    """Yield the text with one value replaced, then all of it anew if no comment would be lost by that."""
    with suppress(CannotRewriteError):
        yield block_with_text(block, edited.path, edited.theirs)
    with suppress(CannotRewriteError, UnfaithfulError):
        if not comments_in(f"questions:\n{block}"):
            yield block_of_new(changed, language)


def _name(edited: EditedInAnki) -> str:
    said = (edited.bank_id, edited.question_id, edited.field, edited.path, edited.ours, edited.theirs)
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:16]
