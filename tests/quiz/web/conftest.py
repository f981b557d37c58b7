"""A Factdeck with a bank of every kind, a client that reads pages, and a clock the test sets."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quiz.config import Config
from quiz.factory import create_app, prepare

BANK = """bank: water
title: Where water comes from
language: en
sources:
  - {id: survey, title: A Survey of Vapour, publisher: The Gazette, published: 2011-08-24}
"""
FACTS = """facts:
  - id: vapour
    says: Most vapour comes from the sea.
    by: the surveyors
    evidence:
      - {source: survey, paragraph: 4, from: By far, to: the sea}
"""
KINDS = {
    "flashcard": "prompt: What is dew?\n    answer: Water from the air",
    "true_false": "prompt: Is steam water?\n    answer: true",
    "single_choice": "prompt: Where from?\n    answer: Sea\n"
    "    distractors: [{text: Rock, feedback: Rock is dry.}, Sand]",
    "multiple_choice": "prompt: Which are wet?\n    answers: [Lake, Rain]\n    distractors: [Dust, Salt]",
    "short_answer": "prompt: What is the name?\n    answer: evaporation\n    accept: [vaporization]",
    "list": "prompt: Name two seas.\n    answers: [Baltic, Aral, Black]\n    need: 2",
    "number": "prompt: What factor?\n    answer: '1.234'",
    "date": "prompt: When?\n    answer: 2011-08-24",
    "cloze": "text: 'From the {{c1::sea::place}} it rises as {{c2::vapour}} and falls.'",
    "ordering": "prompt: In which order?\n    items: [{text: rise}, {text: cool}, {text: fall}]",
    "matching": "prompt: Which state?\n    pairs: [{left: Ice, right: solid}, {left: Dew, right: liquid}]\n"
    "    spare: [plasma]",
}


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **amount: float) -> None:
        self.now += timedelta(**amount)


class Page(HTMLParser):
    """What a page holds: its forms with their fields, its links, its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.forms: list[dict[str, Any]] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag == "form":
            self.forms.append({"action": found.get("action"), "method": found.get("method"), "fields": {}})
        elif tag == "a":
            self.links.append(str(found.get("href")))
        elif tag == "input" and found.get("type") == "hidden" and self.forms:
            self.forms[-1]["fields"].setdefault(found["name"], found.get("value") or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def form(self, action_end: str) -> dict[str, Any]:
        return next(form for form in self.forms if str(form["action"]).endswith(action_end))

    def token(self) -> str:
        return next(
            str(form["fields"]["csrf_token"]) for form in self.forms if "csrf_token" in form["fields"]
        )


@dataclass
class Visitor:
    """A browser without scripts: follows redirects, sends forms as the page made them."""

    client: FlaskClient
    page: Page
    response: TestResponse
    path: str = "/"

    def open(self, path: str) -> Page:
        return self._arrive(self.client.get(path, follow_redirects=True))

    def send(self, action_end: str, fields: Mapping[str, object] = {}) -> Page:
        form = self.page.form(action_end)
        data = {**form["fields"], **fields}
        if form["method"] == "post":
            return self._arrive(self.client.post(form["action"], data=data, follow_redirects=True))
        return self._arrive(self.client.get(form["action"], query_string=data, follow_redirects=True))

    def _arrive(self, response: TestResponse) -> Page:
        self.response, self.path = response, response.request.path
        self.page = Page(response.get_data(as_text=True))
        return self.page


def write_bank(folder: Path, kinds: Mapping[str, str] = KINDS, bank: str = BANK) -> Path:
    """Write a bank with one question of each kind; `q-<kind>` are the ids, and each has an explanation."""
    (folder / "questions").mkdir(parents=True, exist_ok=True)
    (folder / "bank.yaml").write_text(bank, encoding="utf-8")
    (folder / "facts.yaml").write_text(FACTS, encoding="utf-8")
    questions = [
        f"  - id: q-{kind.replace('_', '-')}\n    kind: {kind}\n    {keys}\n    facts: [vapour]\n"
        f"    tags: [{kind.replace('_', '-')}]\n"
        + ("" if "explanation:" in keys else "    explanation: The sea is large.\n")
        for kind, keys in kinds.items()
    ]
    (folder / "questions" / "all.yaml").write_text("questions:\n" + "".join(questions), encoding="utf-8")
    return folder


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make_app(tmp_path: Path, clock: Clock, migrated: Path) -> Callable[..., Flask]:
    """Make a Factdeck with a bank of these kinds, in an instance of its own."""

    def make(kinds: Mapping[str, str] = KINDS, name: str = "one", bank: str = BANK) -> Flask:
        folder = write_bank(tmp_path / name / "banks" / "water", kinds, bank)
        overrides = {"SECRET_KEY": "only for tests"}
        instance = tmp_path / name / "instance"
        if not instance.exists():
            instance.mkdir()
            shutil.copyfile(migrated, instance / "factdeck.sqlite")
        app = create_app(Config(banks=(folder,), instance=instance, overrides=overrides), clock)
        (report,) = prepare(app)
        assert report.added == len(kinds), report.problems
        return app

    return make


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


def visitor_of(app: Flask) -> Visitor:
    client = app.test_client()
    response = client.get("/")
    return Visitor(client, Page(response.get_data(as_text=True)), response)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody at the home page of a Factdeck with a question of every kind."""
    return visitor_of(app)


@pytest.fixture
def visit(make_app: Callable[..., Flask]) -> Callable[..., Visitor]:
    """Somebody at the home page of a Factdeck with a bank of these kinds."""
    return lambda *args, **kwargs: visitor_of(make_app(*args, **kwargs))
