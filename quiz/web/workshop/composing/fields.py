"""The fields of which forms of questions are made: texts kept to the letter, lines, rows to add and move."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from wtforms import FieldList, FormField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import ValidationError

from quiz.web.workshop.edit_form import plain_ends

MOST_ROWS = 200
Leaf: TypeAlias = Any  # a field that is filled in itself, rather than made of others


def text_of(field: Any) -> str:
    """Return what stands in a field, "" where nothing but spaces does."""
    text = field.data or ""
    return text if text.strip() else ""


def needed(message: object) -> Callable[[object, Any], None]:
    """Refuse an empty field. Unlike WTForms' own this sets no `required`, which would stop every button."""

    def check(_form: object, field: Any) -> None:
        if not text_of(field):
            raise ValidationError(str(message))

    return check


class Text(StringField):  # type: ignore[misc]  # WTForms ships no types
    """One line. Spaces at its ends are the teacher's."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = plain_ends(valuelist[0]) if valuelist else ""


class LongText(TextAreaField):  # type: ignore[misc]  # as above
    """A text of several lines."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = plain_ends(valuelist[0]) if valuelist else ""


class Lines(LongText):
    """Several texts, one on each line; empty lines are none."""

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(line for line in (self.data or "").split("\n") if line.strip())


class Row(PlainForm):  # type: ignore[misc]  # as above
    """Several fields that belong together; the page's form has the token."""


class Move(StrEnum):
    """What the buttons of rows do."""

    ADD = "add"
    DROP = "drop"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Press:
    """A button of rows that was pressed: `add-spare`, `up-items-2`."""

    move: Move
    rows: str
    index: int


def read_press(do: str) -> Press | None:
    """Return which rows' button was pressed, None if it was another one."""
    word, _, rest = do.partition("-")
    name, _, index = rest.rpartition("-")
    if word == Move.ADD.value:
        return Press(Move.ADD, rest, 0)
    if word in [each.value for each in Move] and index.isascii() and index.isdecimal() and len(index) < 5:
        return Press(Move(word), name, int(index))
    return None


class Rows(FieldList):  # type: ignore[misc]  # as above
    """A list of fields alike. Empty rows count for nothing, and there are always some to write into.

    `each` names a row, with its number, and if it `leads`, the row's first field; `ordered` gives buttons to
    move them.
    """

    def __init__(
        self,
        unbound: Any,
        label: object,
        *,
        each: object,
        add: object,
        shown: int = 3,
        leads: bool = True,
        ordered: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(unbound, label, **more)
        self.each = each
        self.add = add
        self.shown = shown
        self.leads = leads
        self.ordered = ordered
        self.focus = ""

    def process(self, formdata: Any, *args: Any, **more: Any) -> None:
        super().process(formdata, *args, **more)
        self.show(self.data)

    def validate(self, form: Any, *_validators: Any) -> bool:
        """Judge the rows that hold something, now without gaps between them."""
        self.show([data for data in self.data if not is_blank(data)])
        self.errors: list[str] = []
        sound = [entry.validate(form) for entry in self.filled_rows()]
        return all(sound)

    def show(self, data: Iterable[Any], least: int | None = None) -> None:
        """Show these rows and as many empty ones as a teacher may want to begin with."""
        self.entries: list[Any] = []
        self.last_index = -1
        for each in list(data)[:MOST_ROWS]:
            self._add_entry(data=each)
        while len(self.entries) < (self.shown if least is None else least):
            self._add_entry(data="" if self.is_plain else {})

    def press(self, press: Press) -> None:
        """Add, take away or move a row; `focus` is then the id of the field or button to go on from."""
        data, index = self.data, press.index
        if press.move is Move.ADD and len(data) < MOST_ROWS:
            self.show(data, len(data) + 1)
            self.focus = leaves(self.entries[-1])[0].id
        elif press.move is Move.DROP and index < len(data):
            self.show(data[:index] + data[index + 1 :])
            self.focus = leaves(self.entries[min(index, len(self.entries) - 1)])[0].id
        elif press.move in (Move.UP, Move.DOWN):
            other = index + (1 if press.move is Move.DOWN else -1)
            if 0 <= other < len(data) and index < len(data):
                data[index], data[other] = data[other], data[index]
                self.show(data)
                self.focus = leaves(self.entries[other])[0].id

    def filled_rows(self) -> Iterator[Any]:
        """Return the entries that hold something, in order."""
        return (entry for entry in self.entries if not is_blank(entry.data))

    def named(self, number: int | str) -> str:
        """Return a row's name, e.g. "Wrong option 2"."""
        return str(self.each).replace("%(number)s", str(number))

    @property
    def is_plain(self) -> bool:
        """Say whether a row is one field."""
        return not issubclass(self.unbound_field.field_class, FormField)

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        for name in formdata:
            if name.startswith(f"{prefix}-"):
                index = name[len(prefix) + 1 :].split("-", 1)[0]
                if index.isascii() and index.isdecimal() and len(index) < 5:
                    yield int(index)


def is_blank(data: Any) -> bool:
    """Say whether a row's data is nothing but spaces."""
    values = data.values() if isinstance(data, dict) else (data,)
    return not any((value or "").strip() for value in values)


def leaves(field: Any) -> list[Leaf]:
    """Return the fields to fill in that a field or form is made of, in the page's order."""
    if isinstance(field, FieldList):
        return [leaf for entry in field.entries for leaf in leaves(entry)]
    if isinstance(field, FormField):
        return [leaf for inner in field.form for leaf in leaves(inner)]
    return [field]


def complain(field: Leaf, message: object) -> None:
    """Put an error beside a field."""
    field.errors = [*field.errors, str(message)]
