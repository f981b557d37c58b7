"""What the form of every kind of question has: its fields, and what is judged of them."""

from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import lazy_gettext
from wtforms import BooleanField, FormField, SelectField, SelectMultipleField, StringField

from question_bank.model import Kind, Media, Question
from quiz.web.workshop.composing.fields import (
    Leaf,
    LongText,
    Row,
    Rows,
    Text,
    complain,
    leaves,
    needed,
    text_of,
)
from quiz.web.workshop.composing.sheets import SheetForm

NEW_FILE = ""


class PictureRow(Row):
    """A picture that lies in the bank's folder; `file` has its choices from there."""

    file = SelectField(lazy_gettext("Picture"), validate_choice=False, default="")
    alt = Text(
        lazy_gettext("What it shows"), description=lazy_gettext("For those who cannot see it."), default=""
    )


class QuestionForm(SheetForm):
    """A new question. `own` names the kind's fields in the page's order, `language` is its figures'."""

    kind: ClassVar[Kind]
    own: ClassVar[tuple[str, ...]]
    shared: ClassVar[tuple[str, ...]] = (
        *("explanation", "facts", "unsourced", "derived", "tags", "media"),
        *("difficulty", "draft", "id", "file", "new_file", "lang"),
    )
    proposed_from: ClassVar[str] = "prompt"

    do = StringField()
    fact_search = StringField()
    explanation = LongText(
        lazy_gettext("Explanation"),
        description=lazy_gettext("Why the answer is right. Learners read it after they have answered."),
        default="",
    )
    facts = SelectMultipleField(lazy_gettext("Which facts does it rest on?"), validate_choice=False)
    unsourced = Text(
        lazy_gettext("It rests on no fact, because …"),
        description=lazy_gettext(
            "Only if you chose no fact: say why, for example “A word to know beforehand”. You can add "
            "the fact later."
        ),
        default="",
    )
    derived = Text(
        lazy_gettext("The answer's words are not in the source, because …"),
        description=lazy_gettext(
            "Leave it empty if the answer stands in the source. Otherwise say how it follows, for example "
            "“It is the sum of the two figures”."
        ),
        default="",
    )
    tags = Rows(
        Text(default=""),
        lazy_gettext("Tags"),
        each=lazy_gettext("Tag %(number)s"),
        add=lazy_gettext("Add another tag"),
        shown=2,
        description=lazy_gettext("Words by which you can choose questions later, for example for a test."),
    )
    difficulty = SelectField(
        lazy_gettext("How hard is it?"),
        choices=[
            ("", lazy_gettext("I cannot say")),
            ("1", lazy_gettext("1, very easy")),
            ("2", lazy_gettext("2, easy")),
            ("3", lazy_gettext("3, in between")),
            ("4", lazy_gettext("4, hard")),
            ("5", lazy_gettext("5, very hard")),
        ],
        description=lazy_gettext("Your guess. It changes nothing in what learners are asked."),
        validate_choice=False,
        default="",
    )
    draft = BooleanField(
        lazy_gettext("This is a draft"),
        description=lazy_gettext("Learners are not asked it until you take the mark away."),
    )
    lang = Text(
        lazy_gettext("Language, if it is not the bank's"),
        description=lazy_gettext("As a short code: “de” for German, “fr” for French, “pt-BR” for Brazilian."),
        default="",
    )
    id = Text(
        lazy_gettext("Name of the question"),
        description=lazy_gettext(
            "Small letters, digits and hyphens, such as “vapour-origin”. Leave it empty and it is made from "
            "what you ask. It stays for ever, since learners' progress hangs on it."
        ),
        default="",
    )
    file = SelectField(lazy_gettext("Into which file?"), validate_choice=False, default=NEW_FILE)
    new_file = Text(
        lazy_gettext("Name of the new file"),
        description=lazy_gettext(
            "Only if you chose a new file. One for each chapter or topic keeps the bank tidy."
        ),
        default="",
    )
    media = Rows(
        FormField(PictureRow),
        lazy_gettext("Pictures"),
        each=lazy_gettext("Picture %(number)s"),
        add=lazy_gettext("Add another picture"),
        leads=False,
        shown=1,
        description=lazy_gettext("Pictures that lie in the bank's folder. They stand under what you ask."),
    )

    @property
    def every(self) -> tuple[str, ...]:
        return (*self.own, *self.shared)

    @property
    def own_fields(self) -> list[Any]:
        return [self[name] for name in self.own]

    @property
    def language(self) -> str:
        return text_of(self.lang).strip() or self.bank_language

    def judge(self) -> bool:
        """Say whether the fields make a question; what is amiss stands beside each of them."""
        sound = bool(self.validate())
        if not self.facts.data and not text_of(self.unsourced):
            complain(
                self.facts,
                lazy_gettext("Choose at least one fact, or say below why there is none yet."),
            )
        for row in self.media.filled_rows():
            self._judge_picture(row.form)
        self.check()
        return sound and not self.faulty

    @property
    def text_language(self) -> str:
        return self.language

    def check(self) -> None:
        """Complain of what only this kind can have amiss."""

    def question(self) -> Question:
        """Return the question; `judge` found nothing amiss before."""
        raise NotImplementedError

    def field_at(self, path: tuple[str | int, ...]) -> Leaf | None:
        """Return the field for the value at a path of the written question, e.g. `distractors`, 1, `text`."""
        every = [leaf for name in self.every for leaf in leaves(self[name])]
        while path:
            wanted = "-".join(str(step) for step in path)
            for leaf in every:
                if leaf.id == wanted or leaf.id.startswith(f"{wanted}-"):
                    return leaf
            path = path[:-1]
        return None

    def common(self) -> dict[str, Any]:
        """Return what the classes of all kinds take."""
        return {
            "id": text_of(self.id).strip(),
            "facts": tuple(dict.fromkeys(self.facts.data or ())),
            "tags": tuple(entry.data for entry in self.tags.filled_rows()),
            "explanation": text_of(self.explanation),
            "difficulty": int(self.difficulty.data) if self.difficulty.data in set("12345") else None,
            "draft": bool(self.draft.data),
            "lang": text_of(self.lang).strip(),
            "media": tuple(
                Media(file=row.form.file.data, alt=row.form.alt.data) for row in self.media.filled_rows()
            ),
            "derived": text_of(self.derived),
            "unsourced": text_of(self.unsourced),
        }

    def _judge_picture(self, row: Any) -> None:
        if not row.file.data:
            complain(row.file, lazy_gettext("Choose the picture that these words are about, or empty them."))
        if not text_of(row.alt):
            complain(row.alt, lazy_gettext("Say what the picture shows."))


def prompt_field() -> Any:
    """Return the field for what is asked, with its help."""
    return LongText(
        lazy_gettext("What do you ask?"),
        validators=[needed(lazy_gettext("Write what you ask."))],
        description=lazy_gettext("One clear question that has one answer."),
        default="",
    )
