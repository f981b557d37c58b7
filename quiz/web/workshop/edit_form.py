"""What an editor sends: the text, what it was made from, why, and what changed answers mean."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request
from flask_babel import lazy_gettext
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from quiz.services.editing import Choice, Decision, Edit, Target
from quiz.services.plain_text import cleaned
from quiz.web.forms import Form
from quiz.web.workshop.editor_page import LONGEST_WHY

DECISION = "decision-"
CHOICE = "choice-"
MOST_DECISIONS = 10_000


class WhyForm(Form):
    """What stands in the history beside an edit."""

    base = StringField()
    why = StringField(
        filters=[lambda text: " ".join(cleaned(text or "").split())],
        validators=[
            Length(max=LONGEST_WHY, message=lazy_gettext("That is too long. Use 300 characters at most."))
        ],
    )

    @property
    def decisions(self) -> dict[str, Decision]:
        """Return what was chosen, by question id; a word that no page offers is passed over."""
        words = {each.value: each for each in Decision}
        sent = [(name, value) for name, value in request.form.items() if name.startswith(DECISION)]
        return {
            name.removeprefix(DECISION): words[value]
            for name, value in sent[:MOST_DECISIONS]
            if value in words
        }


class EditForm(WhyForm):
    """A text that is sent back. `do` says which button was pressed; Enter in a field saves."""

    do = StringField()
    file = StringField()
    text = TextAreaField()

    def edit(self, target: Target) -> Edit:
        return Edit(target=target, text=plain_ends(self.text.data or ""), base=self.base.data or "")


class MergeForm(EditForm):
    """An edit that met another, and what was chosen of each stretch that both changed."""

    question = StringField()
    theirs_base = StringField()
    undoing = StringField()


def plain_ends(text: str) -> str:
    """Return the text as it was before the browser sent it, which writes every line end as two characters."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def choices(sent: Mapping[str, str], count: int) -> tuple[Choice | None, ...]:
    """Return what was chosen of each stretch, None where nothing was."""
    words = {each.value: each for each in Choice}
    return tuple(words.get(sent.get(f"{CHOICE}{number}", "")) for number in range(count))
