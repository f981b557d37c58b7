"""What comes in by form. Labels and hints are lazy, since forms are classes made before any request."""

from __future__ import annotations

from zoneinfo import available_timezones

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, NumberRange

from quiz.web.say import _

LONGEST_TYPED = 2000  # characters; longer ones are nobody's answer
MOST_LINES = 100


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The base of all forms; its CSRF token is the application's."""


class CardForm(Form):
    """Which card a button belongs to, as the page carried it: `12.0` is question 12, part 0."""

    card = StringField()
    repetition = IntegerField()
    revision = IntegerField()


class AnswerForm(CardForm):
    """An answer to any kind of question; which fields count depends on the kind."""

    response_ms = IntegerField()
    choice = SelectMultipleField(coerce=str, validate_choice=False)
    truth = StringField()
    text = StringField()
    texts = FieldList(StringField(), max_entries=MOST_LINES)
    place = FieldList(StringField(), max_entries=MOST_LINES)
    match = FieldList(StringField(), max_entries=MOST_LINES)
    rating = IntegerField()
    dont_know = StringField()


class StartForm(Form):
    """Which banks to study (none: all) and how."""

    bank = SelectMultipleField(coerce=str, validate_choice=False)
    tag = SelectMultipleField(coerce=str, validate_choice=False)
    mode = StringField(default="scheduled")


class TestForm(Form):
    """A new test. `seed` is optional: the same seed, bank and tags give the same test."""

    __test__ = False  # pytest would take the name for a test class

    bank = SelectField(lazy_gettext("Bank"), coerce=str)
    tags = SelectMultipleField(lazy_gettext("Only these tags (none: all)"), coerce=str)
    count = IntegerField(
        lazy_gettext("Number of questions"),
        default=10,
        validators=[
            InputRequired(lazy_gettext("Give a number of questions.")),
            NumberRange(1, 200, lazy_gettext("A test has from 1 to 200 questions.")),
        ],
    )
    seed = StringField(lazy_gettext("Seed"))


class SettingsForm(Form):
    new_per_day = IntegerField(
        lazy_gettext("New cards per day"),
        validators=[
            InputRequired(lazy_gettext("Give a number; 0 means no new cards.")),
            NumberRange(0, 9999, lazy_gettext("Give a number from 0 to 9999.")),
        ],
    )
    reviews_per_day = IntegerField(
        lazy_gettext("Reviews per day, at most"),
        validators=[
            InputRequired(lazy_gettext("Give a number; 0 means no reviews.")),
            NumberRange(0, 9999, lazy_gettext("Give a number from 0 to 9999.")),
        ],
    )
    time_zone = SelectField(lazy_gettext("Time zone"))
    type_clozes = RadioField(
        lazy_gettext("Cloze cards"),
        choices=[
            (True, lazy_gettext("Type what is missing")),
            (False, lazy_gettext("Think of it, then look")),
        ],
        coerce=lambda value: str(value) == str(True),
    )
    guess_correction = BooleanField(lazy_gettext("Allow for lucky guesses"))
    single_key_shortcuts = BooleanField(
        lazy_gettext("Answer with single keys (letters, 1 to 9, Space; ? lists them)")
    )


def time_zones(current: str) -> list[tuple[str, str]]:
    """Return the time zones to choose from; the learner's own is among them even if it is unusual."""
    usual = {
        name
        for name in available_timezones()
        if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))
    }
    named = [(name, name.replace("_", " ")) for name in sorted(usual | {"UTC", current} - {""})]
    return [("", _("As on this computer")), *named]
