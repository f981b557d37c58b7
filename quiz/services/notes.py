"""Learners' own notes on questions: shown only where the answer is, since a note may hold it."""

from __future__ import annotations

from datetime import UTC

from quiz.services.context import Context
from quiz.services.plain_text import cleaned
from quiz.services.study.given import get_answer
from quiz.services.study.sittings import open_sitting
from quiz.store import notes
from quiz.store.database import writing
from quiz.store.times import to_ms

LONGEST_NOTE = 2000  # characters


def save_note(ctx: Context, learner_id: int, session_id: str, number: int, text: str) -> bool:
    """Keep `text` as the learner's note on the question of that answer; an empty one removes it.

    Return whether there is a note now. ValueError for a longer one than LONGEST_NOTE; raises NotFound.
    """
    kept = cleaned(text)
    if len(kept) > LONGEST_NOTE:
        raise ValueError(f"a note has at most {LONGEST_NOTE} characters, not {len(kept)}")
    now_ms = to_ms(ctx.clock().astimezone(UTC))
    with writing(ctx.engine) as connection:
        sitting = open_sitting(ctx, connection, learner_id, session_id)
        question_id = get_answer(connection, sitting, number).question_id
        if kept:
            notes.save_note(connection, learner_id, question_id, kept, now_ms)
        else:
            notes.delete_note(connection, learner_id, question_id)
    return bool(kept)
