"""What came of sending a text, as an answer to the browser; whatever was typed comes back with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from flask import flash, make_response, redirect, render_template
from werkzeug.wrappers import Response as Answer

from quiz.services import editing
from quiz.services.context import current_context
from quiz.services.editing import (
    Choice,
    Conflict,
    Decision,
    Edit,
    Opened,
    Outcome,
    Refused,
    Saved,
    Undecided,
    Unsaved,
)
from quiz.services.errors import NotFound
from quiz.services.surroundings import surroundings
from quiz.web.learner import current_learner
from quiz.web.workshop import words
from quiz.web.workshop.editor_page import Came, EditorPage, editor_address, page_of, rendered
from quiz.web.workshop.stretches import choices_of, stretches


@dataclass(frozen=True, slots=True)
class Sent:
    """A text as it came, with what was said about it."""

    edit: Edit
    why: str = ""
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    undoing: bool = False  # nobody typed the text: it is what undoing an edit would write


def answer_for(outcome: Outcome, sent: Sent) -> Answer:
    """Return the page that says what came of an edit, or the way to it."""
    match outcome:
        case Saved():
            flash(words.saved(outcome))
            # The script drops what it kept of the text only when it is told that it was saved.
            return redirect(editor_address(outcome.target, saved=outcome.edit_id or 0), 303)
        case Refused(judged=judged):
            return sent_page(page_for(sent, came=Came.REFUSED, judged=judged))
        case Undecided(judged=judged, questions=questions, text=text):
            # What is decided already stands in the text.
            sent = replace(sent, edit=replace(sent.edit, text=text))
            return sent_page(page_for(sent, came=Came.UNDECIDED, judged=judged, undecided=questions))
        case Unsaved():
            return sent_page(page_for(sent, came=Came.UNSAVED, trouble=words.why_unsaved(outcome)))
        case Conflict():
            return conflict_page(outcome, sent)
        case _:
            assert_never(outcome)


def page_for(sent: Sent, **more: object) -> EditorPage:
    """Return the editor with what was typed, even if what it was typed for is gone."""
    edit = sent.edit
    now = opened_now(edit)
    fields: dict[str, object] = {
        "text": edit.text,
        "base": edit.base,
        "why": sent.why,
        "decided": sent.decisions,
        "target": edit.target,
    }
    return page_of(now, **{**fields, **more})


def opened_now(edit: Edit) -> Opened:
    """Return what an edit is of as it is on the disk, or the edit itself if it is there no more."""
    ctx, learner, target = current_context(), current_learner(), edit.target
    try:
        if target.question:
            return editing.open_question(ctx, learner.id, target.bank_key, target.question)
        return editing.open_file(ctx, learner.id, target.bank_key, target.file)
    except NotFound:
        return Opened(target=target, text=edit.text, base=edit.base)


def sent_page(page: EditorPage, code: int = 422) -> Answer:
    return make_response(rendered(page), code)


def conflict_page(conflict: Conflict, sent: Sent, *, chosen: Sequence[Choice | None] = ()) -> Answer:
    """Return both texts side by side; `chosen` if some stretches were chosen and others not yet."""
    target = conflict.target
    around = surroundings(current_context(), current_learner().id, target.bank_key, target.question)
    html = render_template(
        "workshop/merge.html",
        conflict=conflict,
        sent=sent,
        around=around,
        chosen=chosen,
        stretches=stretches(conflict.pieces),
        choices_of=choices_of,
        undoing=sent.undoing,
        says=words.CHOICES_IN_UNDOING if sent.undoing else words.CHOICES,
        words_of=words,
    )
    return make_response(html, 422 if chosen else 409)
