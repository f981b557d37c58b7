"""Forms of the kinds that are answered by choosing, or by looking."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from wtforms import FormField, RadioField

from question_bank.model import (
    Distractor,
    Flashcard,
    Kind,
    MultipleChoice,
    Question,
    SingleChoice,
    TrueFalse,
)
from quiz.web.workshop.composing.common import QuestionForm, prompt_field
from quiz.web.workshop.composing.fields import LongText, Row, Rows, Text, complain, needed, text_of

_NO_ANSWER = lazy_gettext("Write the answer.")


class DistractorRow(Row):
    """A wrong option and what to say to somebody who chose it."""

    text = Text(lazy_gettext("Wrong option"), default="")
    feedback = Text(lazy_gettext("Feedback, if it is chosen"), default="")


def _distractors() -> Any:
    return Rows(
        FormField(DistractorRow),
        lazy_gettext("Wrong options"),
        each=lazy_gettext("Wrong option %(number)s"),
        add=lazy_gettext("Add another wrong option"),
        description=lazy_gettext(
            "Things that somebody might believe, of the same kind and about as long as the right answer. "
            "Two or three good ones are enough. Feedback tells those who choose one why it is wrong."
        ),
    )


def _check_distractors(rows: Any) -> None:
    entries = [entry.form for entry in rows.filled_rows()]
    if not entries:
        complain(rows.entries[0].form.text, lazy_gettext("Write at least one wrong option."))
    for entry in entries:
        if not text_of(entry.text):
            complain(
                entry.text, lazy_gettext("Write the option that this is said about, or empty what is said.")
            )


def _read_distractors(rows: Any) -> tuple[Distractor, ...]:
    entries = [entry.form for entry in rows.filled_rows()]
    return tuple(Distractor(text=each.text.data, feedback=text_of(each.feedback)) for each in entries)


class FlashcardForm(QuestionForm):
    kind = Kind.FLASHCARD
    own = ("prompt", "answer")

    prompt = prompt_field()
    answer = LongText(
        lazy_gettext("The answer"),
        validators=[needed(_NO_ANSWER)],
        description=lazy_gettext(
            "What is on the back of the card. Learners say themselves how well they knew it."
        ),
        default="",
    )

    def question(self) -> Question:
        return Flashcard(**self.common(), prompt=self.prompt.data, answer=self.answer.data)


class TrueFalseForm(QuestionForm):
    kind = Kind.TRUE_FALSE
    own = ("prompt", "answer")

    prompt = LongText(
        lazy_gettext("The statement"),
        validators=[needed(lazy_gettext("Write the statement."))],
        description=lazy_gettext("A sentence that is clearly true or clearly false."),
        default="",
    )
    answer = RadioField(
        lazy_gettext("Is it true?"),
        choices=[
            ("true", lazy_gettext("True: it is so")),
            ("false", lazy_gettext("False: it is not so")),
        ],
        validate_choice=False,
        description=lazy_gettext("Over the whole bank about as many should be false as true."),
    )

    def check(self) -> None:
        if self.answer.data not in ("true", "false"):
            complain(self.answer, lazy_gettext("Say whether it is true or false."))

    def question(self) -> Question:
        return TrueFalse(**self.common(), prompt=self.prompt.data, answer=self.answer.data == "true")


class SingleChoiceForm(QuestionForm):
    kind = Kind.SINGLE_CHOICE
    own = ("prompt", "answer", "distractors")

    prompt = prompt_field()
    answer = Text(
        lazy_gettext("The right answer"),
        validators=[needed(_NO_ANSWER)],
        description=lazy_gettext("The one option that is right."),
        default="",
    )
    distractors = _distractors()

    def check(self) -> None:
        _check_distractors(self.distractors)

    def question(self) -> Question:
        return SingleChoice(
            **self.common(),
            prompt=self.prompt.data,
            answer=self.answer.data,
            distractors=_read_distractors(self.distractors),
        )


class MultipleChoiceForm(QuestionForm):
    kind = Kind.MULTIPLE_CHOICE
    own = ("prompt", "answers", "distractors")

    prompt = prompt_field()
    answers = Rows(
        Text(default=""),
        lazy_gettext("Right options"),
        each=lazy_gettext("Right option %(number)s"),
        add=lazy_gettext("Add another right option"),
        shown=2,
        description=lazy_gettext("All of these have to be ticked for the full mark."),
    )
    distractors = _distractors()

    def check(self) -> None:
        if not list(self.answers.filled_rows()):
            complain(self.answers.entries[0], lazy_gettext("Write at least one right option."))
        _check_distractors(self.distractors)

    def question(self) -> Question:
        return MultipleChoice(
            **self.common(),
            prompt=self.prompt.data,
            answers=tuple(entry.data for entry in self.answers.filled_rows()),
            distractors=_read_distractors(self.distractors),
        )
