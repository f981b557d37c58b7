"""The lists that our own notes hold, item by item, also after somebody edited them in Anki."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from question_bank.anki.taking.marks import wanted
from question_bank.anki.taking.sanitising import well_formed

_PARTS = ("feedback", "label", "also")
_MOST = 1_000


@dataclass(slots=True)
class Item:
    """`html` is what the item says, `parts` what stands in it under one of the names of `_PARTS`."""

    attributes: dict[str, str]
    html: str = ""
    parts: dict[str, str] = field(default_factory=dict)


def list_items(html: str) -> tuple[Item, ...]:
    """Return the items of the lists in a field, () if there is none.

    Raises:
        TooLongError: no list on a card is so long.
    """
    return tuple(_read(html).items[:_MOST])


def attribute(html: str, name: str) -> str:
    """Return an attribute of the first element that has it, "" if none has.

    Raises:
        TooLongError: as `list_items`.
    """
    return next((given[name] for given in _read(html).elements if name in given), "")


def _read(html: str) -> _Lists:
    reader = _Lists()
    reader.feed(well_formed(wanted(html)))
    reader.close()
    return reader


class _Lists(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.items: list[Item] = []
        self.elements: list[dict[str, str]] = []
        self._is_inside = False
        self._part = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append(given)
        if tag == "li":
            self.items.append(Item(given))
            self._is_inside, self._part = True, ""
        elif tag == "div" and given.get("class") in _PARTS and self._is_inside and not self._part:
            self._part, self._depth = given["class"], 0
        else:
            self._depth += tag == "div"
            self._add(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "li" or tag in {"ul", "ol"}:
            self._is_inside, self._part = False, ""
        elif tag == "div" and self._part and not self._depth:
            self._part = ""
        else:
            self._depth -= tag == "div"
            self._add(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        # As references, so that nothing in it becomes Anki's notation that was none.
        self._add(escape(data).replace("[", "&#91;").replace("\\", "&#92;"))

    def _add(self, html: str) -> None:
        if not self._is_inside:
            return
        item = self.items[-1]
        if self._part:
            item.parts[self._part] = item.parts.get(self._part, "") + html
        else:
            item.html += html
