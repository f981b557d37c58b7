"""Forms of the kinds whose answer is a number or a date; what could mean two things is asked about."""

from __future__ import annotations

from typing import Any

from flask_babel import format_decimal, lazy_gettext
from wtforms import BooleanField, FormField, RadioField, SelectField, StringField

from question_bank.model import (
    DateQuestion,
    Kind,
    NumberQuestion,
    Precision,
    Question,
    Scale,
    Tolerance,
    Unit,
)
from quiz.services.editing import figures
from quiz.web.say import _
from quiz.web.workshop.composing.common import QuestionForm, prompt_field
from quiz.web.workshop.composing.fields import Lines, Row, Text, complain, needed, text_of


class AskedBackForm(QuestionForm):
    """A form whose answer may be read in more than one way: `meant` is what was chosen of `choices`.

    `meant_of` is the answer that was asked about, so that a choice never answers for another one.
    """

    answer: Any
    meant = RadioField(lazy_gettext("Which do you mean?"), validate_choice=False, choices=[])
    meant_of = StringField(default="")

    def take_choice(self) -> None:
        """Put what was chosen in the place of what could mean two things."""
        if self.meant.data and self.meant_of.data == self.answer.data:
            self.answer.data = self.meant.data
        self.meant.data = None

    def ask(self, message: str, choices: list[tuple[str, str]]) -> None:
        self.meant.choices = choices
        self.meant_of.data = self.answer.data
        complain(self.answer, message)


class UnitRow(Row):
    """What a number counts."""

    name = Text(
        lazy_gettext("Unit"),
        description=lazy_gettext("What the number counts, as it is shown: “km”, “people”, “%”."),
        default="",
    )
    accept = Lines(
        lazy_gettext("Other ways to write the unit"),
        description=lazy_gettext("One on each line."),
        default="",
    )
    required = BooleanField(
        lazy_gettext("The unit must be typed"),
        description=lazy_gettext(
            "Otherwise the number alone is enough. A wrong unit is wrong in either case."
        ),
    )


class NumberForm(AskedBackForm):
    kind = Kind.NUMBER
    own = ("prompt", "answer", "scale", "tolerance", "unit")

    prompt = prompt_field()
    answer = Text(
        lazy_gettext("The number"),
        validators=[needed(lazy_gettext("Write the number."))],
        description=lazy_gettext("As people write it, without its unit: 10,000 or 2.5 or −3."),
        default="",
    )
    scale = SelectField(
        lazy_gettext("A word after the number"),
        choices=[
            (Scale.NONE.value, lazy_gettext("none")),
            (Scale.THOUSAND.value, lazy_gettext("thousand")),
            (Scale.MILLION.value, lazy_gettext("million")),
            (Scale.BILLION.value, lazy_gettext("billion")),
            (Scale.TRILLION.value, lazy_gettext("trillion")),
        ],
        validate_choice=False,
        default="",
        description=lazy_gettext("For 11 billion, write 11 above and choose “billion” here."),
    )
    tolerance = Text(
        lazy_gettext("How far off is still right?"),
        description=lazy_gettext(
            "An amount, such as 5, or a share, such as 2%. Leave it empty if the number must be exact."
        ),
        default="",
    )
    unit = FormField(UnitRow, lazy_gettext("What does it count?"))

    def check(self) -> None:
        self.take_choice()
        answer = text_of(self.answer)
        found = figures.meanings(answer, self.language) if answer else ()
        if answer and not found:
            complain(
                self.answer,
                _(
                    "“%(answer)s” is not a number. Write figures alone, such as 10,000; what it counts goes "
                    "into the field for the unit.",
                    answer=answer.strip(),
                ),
            )
        elif len(found) > 1:
            said = _("“%(answer)s” can be read in two ways. Choose below.", answer=answer.strip())
            self.ask(said, [(each.written, format_decimal(each.value)) for each in found])
        if self._tolerance() is None:
            complain(self.tolerance, lazy_gettext("Write an amount, such as 5, or a share, such as 2%."))
        unit = self.unit.form
        if not text_of(unit.name) and (unit.accept.lines or unit.required.data):
            complain(unit.name, lazy_gettext("Write the unit itself."))

    def _tolerance(self) -> Tolerance | None:
        text = text_of(self.tolerance)
        return figures.tolerance_of(text, self.language) if text else Tolerance()

    def question(self) -> Question:
        (found,) = figures.meanings(self.answer.data, self.language)
        unit = self.unit.form
        return NumberQuestion(
            **self.common(),
            prompt=self.prompt.data,
            answer=found.value,
            written=found.written,
            tolerance=self._tolerance() or Tolerance(),
            unit=Unit(name=unit.name.data, accept=unit.accept.lines, required=bool(unit.required.data))
            if text_of(unit.name)
            else None,
            scale=Scale(self.scale.data) if self.scale.data in list(Scale) else Scale.NONE,
        )


_EXACTNESS = list(Precision)  # from the year to the day


class DateForm(AskedBackForm):
    kind = Kind.DATE
    own = ("prompt", "answer", "precision")

    prompt = prompt_field()
    answer = Text(
        lazy_gettext("The date"),
        validators=[needed(lazy_gettext("Write the date."))],
        description=lazy_gettext(
            "Year, month, day, as far as they are known: 2011 or 2011-08 or 2011-08-24."
        ),
        default="",
    )
    precision = SelectField(
        lazy_gettext("How exactly must learners know it?"),
        choices=[
            ("", lazy_gettext("As exactly as it stands above")),
            (Precision.YEAR.value, lazy_gettext("The year is enough")),
            (Precision.MONTH.value, lazy_gettext("The year and the month")),
            (Precision.DAY.value, lazy_gettext("To the day")),
        ],
        validate_choice=False,
        default="",
    )

    def check(self) -> None:
        self.take_choice()
        text = text_of(self.answer)
        answer = figures.date_of(text) if text else None
        if text and answer is None:
            self._ask_date(text)
        elif answer is not None and self.precision.data in _EXACTNESS:
            wanted = Precision(self.precision.data)
            if _EXACTNESS.index(wanted) > _EXACTNESS.index(answer.precision):
                complain(self.precision, lazy_gettext("The date above is not known so exactly."))

    def _ask_date(self, text: str) -> None:
        meant = figures.date_meant(text, self.language)
        if meant:
            said = _("“%(answer)s” is not written as a date is here. Choose below.", answer=text.strip())
            self.ask(said, [(meant, meant)])
        else:
            said = _(
                "“%(answer)s” is no date in the calendar. Write 2011 or 2011-08 or 2011-08-24.",
                answer=text.strip(),
            )
            complain(self.answer, said)

    def question(self) -> Question:
        answer = figures.date_of(self.answer.data)
        assert answer is not None  # noqa: S101  `judge` has read it
        asked = self.precision.data
        return DateQuestion(
            **self.common(),
            prompt=self.prompt.data,
            answer=answer,
            precision=Precision(asked) if asked in _EXACTNESS else answer.precision,
        )
