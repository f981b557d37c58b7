"""The forms of the eleven kinds of question."""

from __future__ import annotations

from question_bank.model import Kind
from quiz.web.workshop.composing.arranged import ClozeForm, MatchingForm, OrderingForm
from quiz.web.workshop.composing.choices import (
    FlashcardForm,
    MultipleChoiceForm,
    SingleChoiceForm,
    TrueFalseForm,
)
from quiz.web.workshop.composing.common import NEW_FILE, QuestionForm
from quiz.web.workshop.composing.measured import DateForm, NumberForm
from quiz.web.workshop.composing.typed import ListForm, ShortAnswerForm

FORMS: dict[Kind, type[QuestionForm]] = {
    form.kind: form
    for form in (
        SingleChoiceForm,
        MultipleChoiceForm,
        TrueFalseForm,
        ShortAnswerForm,
        ListForm,
        NumberForm,
        DateForm,
        ClozeForm,
        OrderingForm,
        MatchingForm,
        FlashcardForm,
    )
}

__all__ = ["FORMS", "NEW_FILE", "QuestionForm"]
