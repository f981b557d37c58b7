"""The form of a new fact: what a source says, who says it, and the passage that shows it."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import SelectField, StringField

from question_bank.model import Evidence, Fact, Passage
from quiz.services.editing.new_fact import FactDesk, ends_of
from quiz.web.say import _
from quiz.web.workshop.composing.fields import Leaf, Lines, LongText, Text, complain, needed, text_of
from quiz.web.workshop.composing.sheets import SheetForm

_FIELDS = {"from": "begins", "to": "ends", "paragraph": "paragraph", "source": "source"}


class FactForm(SheetForm):
    """A fact with one passage; more can be added to it in facts.yaml."""

    claim = ("says", "by", "via")
    place = ("source", "paragraph")
    ends_named = ("passage", "begins", "ends")

    do = StringField()
    says = LongText(
        lazy_gettext("What does the source say?"),
        validators=[needed(lazy_gettext("Write what the source says."))],
        description=lazy_gettext("One thing, in your own words, as a whole sentence."),
        default="",
    )
    by = Lines(
        lazy_gettext("Who claims it?"),
        description=lazy_gettext(
            "Only if it is somebody's claim rather than what the article itself reports: “the survey's "
            "authors”. One name on each line."
        ),
        default="",
    )
    via = Lines(
        lazy_gettext("Who passed the claim on?"),
        description=lazy_gettext("For example a news agency. One name on each line."),
        default="",
    )
    source = SelectField(lazy_gettext("In which article?"), validate_choice=False, choices=[])
    paragraph = Text(
        lazy_gettext("In which paragraph?"),
        description=lazy_gettext("Its number, counted from 1 at the beginning of the article."),
        default="",
    )
    passage = LongText(
        lazy_gettext("The passage, word for word"),
        description=lazy_gettext(
            "Copy it from the paragraph. Factdeck writes down its first and last words only, since the "
            "article is other people's text."
        ),
        default="",
    )
    begins = Text(
        lazy_gettext("… or its first words"),
        description=lazy_gettext("Six at most. Leave it empty if you copied the passage."),
        default="",
    )
    ends = Text(lazy_gettext("… and its last words"), description=lazy_gettext("Six at most."), default="")
    id = Text(
        lazy_gettext("Name of the fact"),
        description=lazy_gettext("Small letters, digits and hyphens. Leave it empty and it is made for you."),
        default="",
    )

    @property
    def every(self) -> tuple[str, ...]:
        return (*self.claim, *self.place, *self.ends_named, "id")

    def judge(self, desk: FactDesk) -> bool:
        """Say whether the fields make a fact; a copied passage becomes its first and last words."""
        self.validate()
        if desk.source(self.source.data or "") is None:
            complain(self.source, _("Choose the article."))
        if self._paragraph() is None:
            complain(self.paragraph, _("Write the number of the paragraph, such as 4."))
        if text_of(self.passage):
            self.begins.data, self.ends.data = ends_of(self.passage.data, self.paragraph_text(desk))
        elif not text_of(self.begins) or not text_of(self.ends):
            complain(self.passage, _("Copy the passage here, or write its first and last words below."))
        return not self.faulty

    def paragraph_text(self, desk: FactDesk) -> str:
        """Return the text of the paragraph that is named, "" if it is not at hand."""
        source = desk.source(self.source.data or "")
        return source.paragraphs.get(self._paragraph() or 0, "") if source else ""

    def fact(self) -> Fact:
        """Return the fact; `judge` found nothing amiss before."""
        passage = Passage(
            source=self.source.data,
            paragraph=self._paragraph() or 1,
            begins=self.begins.data.strip(),
            ends=self.ends.data.strip(),
        )
        return Fact(
            id=text_of(self.id).strip(),
            says=self.says.data,
            by=self.by.lines,
            via=self.via.lines,
            evidence=Evidence(passages=(passage,)),
        )

    def field_at(self, path: tuple[str | int, ...]) -> Leaf | None:
        """Return the field for the value at a path of the written fact, e.g. `evidence`, 0, `from`."""
        name = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
        name = _FIELDS.get(name, name)
        if name in ("begins", "ends") and text_of(self.passage):
            name = "passage"  # they were taken from it
        return self[name] if name in self.every else None

    def _paragraph(self) -> int | None:
        text = text_of(self.paragraph).strip()
        usable = text.isascii() and text.isdecimal() and len(text) < 7 and int(text) > 0
        return int(text) if usable else None
