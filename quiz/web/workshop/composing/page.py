"""The page of a new question: the form as it is on the page, what was found, and where to go on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, FormField, RadioField

from question_bank.markup import plain_text
from quiz.services.editing.desk import Desk, FactChoice
from quiz.web.say import _, ngettext
from quiz.web.workshop.composing.common import NEW_FILE, QuestionForm
from quiz.web.workshop.composing.fields import Leaf, Rows, text_of
from quiz.web.workshop.composing.findings import Said
from quiz.web.workshop.composing.kinds import KIND_CARDS, KindCard
from quiz.web.workshop.composing.sheets import SheetPage

_DERIVED = frozenset({"E407", "E408"})  # there the way out is to say how the answer follows
MOST_FACTS = 200  # shown at once; the search finds the others


class Came(StrEnum):
    """What came of sending the form; OPENED is one that was not sent, or only got another row."""

    OPENED = "opened"
    CHECKED = "checked"
    FAULTY = "faulty"  # nothing could be written of what was typed
    REFUSED = "refused"  # it would bring errors
    UNSAVED = "unsaved"


@dataclass(frozen=True, kw_only=True)
class NewPage(SheetPage):
    """The form of a question in its bank; `block` is the text that will stand in `file`."""

    desk: Desk
    form: QuestionForm
    came: Came = Came.OPENED
    block: str = ""
    file: str = ""
    said: tuple[Said, ...] = ()

    @property
    def card(self) -> KindCard:
        return KIND_CARDS[self.form.kind]

    @property
    def elsewhere(self) -> tuple[Said, ...]:
        """Return the errors that belong to no field."""
        return tuple(each for each in self.said if each.is_error and each.field is None)

    @property
    def advice(self) -> tuple[Said, ...]:
        return tuple(each for each in self.said if not each.is_error)

    def advice_at(self, field: Leaf) -> list[Said]:
        return [each for each in self.advice if each.field is field]

    @property
    def headline(self) -> str:
        """Say what came of sending the form."""
        if self.came is Came.CHECKED:
            return (
                _("Checked: this can be added; there is advice")
                if self.advice
                else _("Checked: this can be added")
            )
        if self.came is Came.UNSAVED:
            return _("Not added")
        count = sum(len(field.errors) for field in self.faulty) + len(self.elsewhere)
        return ngettext(
            "Not yet: %(num)s thing is to be mended", "Not yet: %(num)s things are to be mended", count
        )

    @cached_property
    def _found(self) -> list[FactChoice]:
        """Return the facts that the search finds, all of them if nothing is searched for."""
        words = text_of(self.form.fact_search).casefold().split()
        return [each for each in self.desk.facts if all(word in _searched(each) for word in words)]

    @property
    def facts(self) -> list[FactChoice]:
        """Return the chosen facts, then those that were found."""
        chosen = self.form.facts.data or []
        picked = [each for each in self.desk.facts if each.id in chosen]
        others = [each for each in self._found if each.id not in chosen]
        return [*picked, *others[: max(MOST_FACTS - len(picked), 0)]]

    @property
    def facts_left_out(self) -> int:
        return len(self.desk.facts) - len(self.facts)

    @property
    def facts_left_out_by_room(self) -> bool:
        """Say whether there are more facts than a page shows, so that the server has to search."""
        return len(self.desk.facts) > MOST_FACTS

    @property
    def more_open(self) -> bool:
        """Say whether the part that is seldom needed has something in it."""
        form = self.form
        if any(each.problem.code in _DERIVED for each in self.said):
            return True
        told = [form.derived, form.difficulty, form.lang]
        return any(text_of(each) or each.errors for each in told) or bool(form.draft.data)


def shape(field: Any) -> str:
    """Return how a field looks: the template has a macro for each of these words."""
    if isinstance(field, Rows):
        return "rows"
    if isinstance(field, FormField):
        return "group"
    if isinstance(field, RadioField):  # which is a kind of SelectField to WTForms
        return "radios"
    if isinstance(field, BooleanField):
        return "check"
    return "line"


def prepare(form: QuestionForm, desk: Desk) -> None:
    """Give a form what depends on its bank: files, pictures, the language of its figures."""
    form.bank_language = desk.language
    form.file.choices = [*((name, name) for name in desk.files), (NEW_FILE, lazy_gettext("A new file"))]
    known = {fact.id for fact in desk.facts}
    form.facts.choices = [(fact.id, fact.says) for fact in desk.facts]
    form.facts.data = [each for each in form.facts.data or [] if each in known]
    for row in form.media.entries:
        _give_pictures(row.form, desk.pictures)


def _give_pictures(row: Any, pictures: Iterable[str]) -> None:
    row.file.choices = [("", lazy_gettext("none")), *((name, name) for name in pictures)]


def _searched(fact: FactChoice) -> str:
    parts = (fact.id, plain_text(fact.says), *fact.by, *(title for title, _numbers in fact.stands))
    return " ".join(parts).casefold()
