"""Forms of the kinds whose answer is words that learners type."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import BooleanField, FormField

from question_bank.model import (
    Kind,
    ListItem,
    ListQuestion,
    Question,
    ShortAnswer,
)
from quiz.web.say import ngettext
from quiz.web.workshop.composing.common import QuestionForm, prompt_field
from quiz.web.workshop.composing.fields import Lines, Row, Rows, Text, complain, needed, text_of

_NO_ANSWER = lazy_gettext("Write the answer.")


class ShortAnswerForm(QuestionForm):
    kind = Kind.SHORT_ANSWER
    own = ("prompt", "answer", "accept", "reject", "strict")

    prompt = prompt_field()
    answer = Text(
        lazy_gettext("The answer"),
        validators=[needed(_NO_ANSWER)],
        description=lazy_gettext(
            "A few words at most. Capital letters and small typing mistakes are forgiven by themselves."
        ),
        default="",
    )
    accept = Lines(
        lazy_gettext("Other answers that are just as right"),
        description=lazy_gettext("One on each line."),
        default="",
    )
    reject = Lines(
        lazy_gettext("Answers that look close and are wrong"),
        description=lazy_gettext("One on each line. They never count as a typing mistake."),
        default="",
    )
    strict = BooleanField(
        lazy_gettext("Every letter counts"),
        description=lazy_gettext("No typing mistake, accent or hyphen is forgiven, as in a spelling lesson."),
    )

    def question(self) -> Question:
        return ShortAnswer(
            **self.common(),
            prompt=self.prompt.data,
            answer=self.answer.data,
            accept=self.accept.lines,
            reject=self.reject.lines,
            strict=bool(self.strict.data),
        )


class ListItemRow(Row):
    """One of several answers, and how else it may be said."""

    answer = Text(lazy_gettext("Answer"), default="")
    accept = Lines(lazy_gettext("Just as right, one on each line"), default="")


class ListForm(QuestionForm):
    kind = Kind.LIST
    own = ("prompt", "answers", "need")

    prompt = prompt_field()
    answers = Rows(
        FormField(ListItemRow),
        lazy_gettext("The answers"),
        each=lazy_gettext("Answer %(number)s"),
        add=lazy_gettext("Add another answer"),
        description=lazy_gettext("All that are right; learners may give them in any order."),
    )
    need = Text(
        lazy_gettext("How many must be named?"),
        description=lazy_gettext(
            "A figure, such as 2 for “name two”. Leave it empty if all of them are asked for."
        ),
        default="",
    )

    def check(self) -> None:
        entries = [entry.form for entry in self.answers.filled_rows()]
        if not entries:
            complain(self.answers.entries[0].form.answer, lazy_gettext("Write at least one answer."))
        for entry in entries:
            if not text_of(entry.answer):
                complain(entry.answer, lazy_gettext("Write the answer that the words beside it stand for."))
        if self._need(len(entries)) is None:
            complain(
                self.need,
                ngettext(
                    "There is %(num)s answer: write 1, or leave this empty.",
                    "There are %(num)s answers: write a figure from 1 to %(num)s, or leave this empty.",
                    max(len(entries), 1),
                ),
            )

    def _need(self, count: int) -> int | None:
        text = text_of(self.need).strip()
        if not text:
            return count
        usable = text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= max(count, 1)
        return int(text) if usable else None

    def question(self) -> Question:
        entries = [entry.form for entry in self.answers.filled_rows()]
        return ListQuestion(
            **self.common(),
            prompt=self.prompt.data,
            answers=tuple(ListItem(answer=each.answer.data, accept=each.accept.lines) for each in entries),
            need=self._need(len(entries)) or len(entries),
        )
