"""What the workshop's forms and their pages share: which fields are amiss, and what their elements say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, TextAreaField

from quiz.web.forms import Form
from quiz.web.workshop.composing.fields import Leaf, Rows, leaves

_SHORT, _TALL = 2, 3
_LONG_TEXTS = ("prompt", "text")
# What is written in these is no text in the bank's language.
_NO_WORDS = ("id", "key", "new_file", "lang", "language", "tolerance", "need", "url", "published")


class SheetForm(Form):
    """A form to fill in. `every` names its fields in the page's order, `bank_language` its language."""

    bank_language: str = "en"

    @property
    def every(self) -> Sequence[str]:
        return [field.name for field in self]

    @property
    def text_language(self) -> str:
        return self.bank_language

    @property
    def faulty(self) -> list[Leaf]:
        """Return the fields with errors, in the page's order."""
        return [leaf for name in self.every for leaf in leaves(self[name]) if leaf.errors]

    @property
    def rows(self) -> dict[str, Rows]:
        """Return the fields that are rows, by name."""
        return {field.name: field for field in self if isinstance(field, Rows)}


@dataclass(frozen=True, kw_only=True)
class SheetPage:
    """`focus` is the id of the field to go on from; `trouble` says why nothing could be saved."""

    form: Any
    focus: str = ""
    trouble: str = ""
    said_in_passing: str = ""  # read out where a row came or went

    @property
    def faulty(self) -> list[Leaf]:
        found: list[Leaf] = self.form.faulty
        return found

    def advice_at(self, field: Leaf) -> Sequence[Any]:  # noqa: ARG002  pages with findings have some
        return ()

    def name_of(self, field: Leaf) -> str:
        """Return what a field is called where it does not stand beside its label."""
        for rows in self.form.rows.values():
            for number, entry in enumerate(rows.entries, 1):
                inside = leaves(entry)
                if field is inside[0] and (rows.is_plain or rows.leads):
                    return str(rows.named(number))
                if field in inside:
                    return f"{rows.named(number)}, {field.label.text}"
        return str(field.label.text)

    def attributes(self, field: Leaf) -> dict[str, Any]:
        """Return what the field's element says beside its value."""
        said = [f"{field.id}-hint"] if field.description else []
        said += [f"{field.id}-error"] if field.errors else []
        said += [f"{field.id}-advice"] if self.advice_at(field) else []
        found: dict[str, Any] = {"aria-describedby": " ".join(said)} if said else {}
        if field.errors:
            found["aria-invalid"] = "true"
        if field.id == self.focus:
            found["autofocus"] = True
        if isinstance(field, TextAreaField):
            found["rows"] = _height(field)
        if not isinstance(field, BooleanField | RadioField | SelectField):
            found["dir"] = "auto"
            found |= {"spellcheck": "false"} if field.name in _NO_WORDS else {"lang": self.form.text_language}
        if field.name.startswith("tags-"):
            found["list"] = "known-tags"
        return found


def _height(field: Leaf) -> int:
    lines = (field.data or "").count("\n") + 1
    return max(lines + 1, _TALL if field.name in _LONG_TEXTS else _SHORT)
