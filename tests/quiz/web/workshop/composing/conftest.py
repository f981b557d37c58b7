"""A form as a browser without scripts sends it: every field that the page shows, with what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse


class _Fields(HTMLParser):
    """The fields of the form whose address ends so, and the ids and attributes of everything on the page."""

    def __init__(self, html: str, action_end: str) -> None:
        super().__init__()
        self.values: list[tuple[str, str]] = []
        self.elements: dict[str, dict[str, str | None]] = {}
        self.text = ""
        self.action = ""
        self._end = action_end
        self._inside = False
        self._select = ""
        self._first = ""
        self._chosen = False
        self._area: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if "id" in found:
            assert str(found["id"]) not in self.elements, f"two elements are {found['id']}"
            self.elements[str(found["id"])] = {**found, "tag": tag}
        if tag == "form":
            self._inside = str(found.get("action")).endswith(self._end)
            self.action = str(found.get("action")) if self._inside else self.action
        if not self._inside:
            return
        name = found.get("name") or ""
        if tag == "input" and name:
            ticked = found.get("type") not in ("checkbox", "radio") or "checked" in found
            if ticked:
                self.values.append((name, found.get("value") or ""))
        elif tag == "textarea":
            self._area = name
            self.values.append((name, ""))
        elif tag == "select":
            self._select, self._first, self._chosen = name, "", False
        elif tag == "option" and self._select:
            if "selected" in found:
                self.values.append((self._select, found.get("value") or ""))
                self._chosen = True
            self._first = self._first or (found.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea" and self._area is not None:
            # A browser takes away the line break that follows the opening tag.
            name, text = self.values[-1]
            self.values[-1] = (name, text.replace("\r\n", "\n").removeprefix("\n"))
            self._area = None
        elif tag == "select" and self._select:
            if not self._chosen:
                self.values.append((self._select, self._first))
            self._select = ""

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._area is not None:
            name, before = self.values[-1]
            self.values[-1] = (name, before + data)


@dataclass
class Sheet:
    """The page of a form, and what was typed into it since."""

    client: FlaskClient
    html: str
    status: int
    action_end: str
    typed: dict[str, str | list[str]] = field(default_factory=dict)
    response: TestResponse | None = None

    @classmethod
    def open(cls, client: FlaskClient, path: str, action_end: str = "") -> Sheet:
        answer = client.get(path)
        return cls(
            client, answer.get_data(as_text=True), answer.status_code, action_end or path.split("?")[0]
        )

    @property
    def page(self) -> _Fields:
        return _Fields(self.html, self.action_end)

    @property
    def text(self) -> str:
        return " ".join(self.page.text.split())

    @property
    def values(self) -> MultiDict[str, str]:
        return MultiDict(self.page.values)

    @property
    def focused(self) -> str:
        """Return the id of the element that the browser puts the focus on."""
        return next(name for name, found in self.page.elements.items() if "autofocus" in found)

    def fill(self, **typed: str | list[str]) -> Sheet:
        """Type into fields; `__` stands for a hyphen in their names."""
        self.typed |= {name.replace("__", "-"): value for name, value in typed.items()}
        return self

    def type(self, typed: Mapping[str, str | list[str]]) -> Sheet:
        self.typed |= typed
        return self

    def press(self, do: str) -> Sheet:
        """Press a button; a way to another page is not followed, see `response`."""
        sent = self.values
        for name, value in self.typed.items():
            sent.setlist(name, [value] if isinstance(value, str) else list(value))
        sent["do"] = do
        data = [(name, value.replace("\n", "\r\n")) for name, value in sent.items(multi=True)]
        answer = self.client.post(self.page.action, data=MultiDict(data))
        return Sheet(
            self.client, answer.get_data(as_text=True), answer.status_code, self.action_end, response=answer
        )

    @property
    def location(self) -> str:
        assert self.response is not None
        return self.response.headers["Location"]

    def errors(self) -> dict[str, str]:
        """Return the ids of the fields with errors; each element says so where it is read out."""
        elements = self.page.elements
        for name, attributes in elements.items():
            if attributes.get("aria-invalid") == "true":
                assert f"{name}-error" in str(attributes["aria-describedby"]).split()
        return {name.removesuffix("-error"): name for name in elements if name.endswith("-error")}

    def described(self) -> Iterable[str]:
        """Return every id that an element says it is described or named by."""
        for attributes in self.page.elements.values():
            for name in ("aria-describedby", "aria-labelledby"):
                yield from (attributes.get(name) or "").split()


@pytest.fixture
def sheet() -> type[Sheet]:
    return Sheet


@pytest.fixture
def bank(app: Flask, tmp_path: Path) -> Path:
    """The folder of the bank that is served."""
    return tmp_path / "one" / "banks" / "water"


@pytest.fixture
def open_form(app: Flask) -> Callable[..., Sheet]:
    """Open the form of a kind in the bank that is served."""
    client = app.test_client()

    def start(kind: str, query: str = "") -> Sheet:
        return Sheet.open(client, f"/workshop/water/new/{kind}{query}")

    return start
