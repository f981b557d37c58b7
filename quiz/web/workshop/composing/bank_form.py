"""The form of a new bank: what it is called, and the first article that it rests on."""

from __future__ import annotations

import re
from datetime import date

from flask_babel import lazy_gettext

from question_bank.model import Bank, Source
from quiz.services.editing.naming import proposed_id, slug
from quiz.web.workshop.composing.fields import LongText, Text, complain, needed, text_of
from quiz.web.workshop.composing.sheets import SheetForm

_ID = re.compile(r"[a-z][a-z0-9-]{0,63}")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")


class BankForm(SheetForm):
    """A new bank. The article is optional: it can be named later in bank.yaml."""

    about_bank = ("title", "description", "language", "key")
    about_source = ("source_title", "publisher", "author", "published", "url")

    title = Text(
        lazy_gettext("Title"),
        validators=[needed(lazy_gettext("Give the bank a title."))],
        description=lazy_gettext("What learners see, for example “Water on Earth”."),
        default="",
    )
    description = LongText(
        lazy_gettext("What is it about?"),
        description=lazy_gettext("A sentence or two for learners, if you like."),
        default="",
    )
    language = Text(
        lazy_gettext("Language of the questions"),
        description=lazy_gettext(
            "As a short code: “en” for English, “de” for German. It also decides how numbers are read: "
            "in English 1.5 is one and a half, in German 1,5 is."
        ),
        default="en",
    )
    key = Text(
        lazy_gettext("Name of its folder"),
        description=lazy_gettext(
            "Small letters, digits and hyphens. Leave it empty and it is made from the title. It stays for "
            "ever, since learners' progress hangs on it."
        ),
        default="",
    )
    source_title = Text(lazy_gettext("Title of the article"), default="")
    publisher = Text(lazy_gettext("Who published it"), default="")
    author = Text(lazy_gettext("Who wrote it"), default="")
    published = Text(
        lazy_gettext("When it was published"),
        description=lazy_gettext("Year, month and day: 2011-08-24."),
        default="",
    )
    url = Text(lazy_gettext("Where it can be read"), description=lazy_gettext("Its web address."), default="")

    @property
    def every(self) -> tuple[str, ...]:
        return (*self.about_bank, *self.about_source)

    @property
    def text_language(self) -> str:
        return text_of(self.language).strip() or "en"

    def judge(self) -> bool:
        """Say whether the fields make a bank; what is amiss stands beside each of them."""
        self.validate()
        if not text_of(self.key):
            self.key.data = slug(text_of(self.title))
            if text_of(self.title) and not self.key.data:
                complain(self.key, lazy_gettext("Write a name with Latin letters: none could be made."))
        elif not _ID.fullmatch(self.key.data.strip()):
            complain(
                self.key, lazy_gettext("Use small letters, digits and hyphens, and begin with a letter.")
            )
        if not _LANGUAGE.fullmatch(self.text_language):
            complain(self.language, lazy_gettext("Write a code such as “en”, “de” or “pt-BR”."))
        if text_of(self.published) and self._published() is None:
            complain(self.published, lazy_gettext("Write year, month and day, as in 2011-08-24."))
        others = [self.publisher, self.author, self.published, self.url]
        if not text_of(self.source_title) and any(text_of(field) for field in others):
            complain(self.source_title, lazy_gettext("Write the title of the article too."))
        return not self.faulty

    def bank(self) -> Bank:
        """Return the bank; `judge` found nothing amiss before."""
        return Bank(
            id=self.key.data.strip(),
            title=self.title.data,
            language=self.text_language,
            description=text_of(self.description),
            sources=(self._source(),) if text_of(self.source_title) else (),
        )

    def _source(self) -> Source:
        return Source(
            id=proposed_id(self.source_title.data, (), "article"),
            title=self.source_title.data,
            publisher=text_of(self.publisher),
            author=text_of(self.author),
            published=self._published(),
            url=text_of(self.url).strip(),
        )

    def _published(self) -> date | None:
        try:
            return date.fromisoformat(text_of(self.published).strip())
        except ValueError:
            return None
