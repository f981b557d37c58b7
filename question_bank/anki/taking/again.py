"""Notes that were imported before: what they say now, beside what the question says."""

from __future__ import annotations

from question_bank.anki.taking.edits import Path, value_at, with_value
from question_bank.anki.taking.values import EditedInAnki
from question_bank.model import (
    Cloze,
    Flashcard,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)


def changed_since(bank_id: str, before: Question, now: Question, changed_s: int) -> tuple[EditedInAnki, ...]:
    """Return what a note says otherwise than the question that it became; () where the kinds differ.

    Who changed it, in Anki or here, nobody can tell any more: so these are proposals.
    """
    if type(before) is not type(now):
        return ()
    found = []
    for path in _paths(before):
        ours, theirs = value_at(before, path), value_at(now, path)
        if ours == theirs or not (theirs or ours):
            continue
        replacement = _with_pictures(with_value(before, path, theirs), now)
        found.append(
            EditedInAnki(
                bank_id=bank_id,
                question_id=before.id,
                field=str(path[0]),
                ours=ours,
                theirs=theirs,
                changed_s=changed_s,
                path=path if replacement is not None else (),
                replacement=replacement,
            )
        )
    return tuple(found)


def _paths(question: Question) -> tuple[Path, ...]:
    match question:
        case Cloze():
            return (("text",), ("explanation",))
        case Flashcard() | ShortAnswer() | TrueFalse() | SingleChoice():
            return (("prompt",), ("answer",), ("explanation",))
        case _:
            return (("prompt",), ("explanation",))


def _with_pictures(question: Question | None, now: Question) -> Question | None:
    """Return the question if it declares every picture of the note: new ones would have to come with it."""
    if question is None:
        return None
    known = {media.file for media in question.media}
    return question if known >= {media.file for media in now.media} else None
