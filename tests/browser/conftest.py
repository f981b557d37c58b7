"""A served Factdeck with a bank of every kind, and browsers that look at it."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from werkzeug.serving import make_server

from quiz.config import Config
from quiz.factory import create_app, prepare
from tests.profiles import Profiles

from .arranging import CARD
from .axe import findings_by_day_and_night

PER_KIND = 10
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# Styles and scripts stay as they are during a test: asking for each again costs a fifth of a page.
KEPT = {"SEND_FILE_MAX_AGE_DEFAULT": 3600}
TEMPLATES = {
    "flashcard": "answer: back {i}",
    "true_false": "answer: true",
    "single_choice": "answer: key {i}\n    distractors: [{{text: wrong {i}, feedback: Not so.}}, other {i}]",
    "multiple_choice": "answers: [key {i}, second key {i}]\n    distractors: [wrong {i}, other {i}]",
    "short_answer": "answer: typed {i}",
    "list": "answers: [first {i}, second {i}]",
    "number": "answer: 4{i}\n    unit: {{name: km, accept: [kilometres]}}",
    "date": "answer: 2011-08-2{i}",
    "ordering": "items: [{{text: early {i}}}, {{text: middle {i}}}, {{text: late {i}}}]",
    "matching": "pairs: [{{left: one {i}, right: eins {i}}}, {{left: two {i}, right: zwei {i}}}]\n"
    "    spare: [drei {i}]",
}
CLOZE = "text: 'cloze {i}: the {{{{c1::hidden {i}::hint}}}} word'"


def bank_files(per_kind: int = PER_KIND) -> dict[str, str]:
    """Return the files of a bank whose prompts name their kind and number, so that a test knows the key."""
    files = {
        "bank.yaml": "bank: kinds\ntitle: Every kind\nlanguage: en\nsources:\n"
        "  - {id: book, title: The Book of Kinds, publisher: A Press, published: 2020-01-02}\n",
        "briefing.md": "# Kinds\n\nThere are *eleven* kinds. [facts: fact]\n\n- one\n- two\n",
        "facts.yaml": "facts:\n  - id: fact\n    says: There are kinds.\n    evidence:\n"
        "      - {source: book, paragraph: 3, from: There are, to: eleven kinds}\n",
    }
    for kind, keys in {**TEMPLATES, "cloze": CLOZE}.items():
        entries = []
        for i in range(per_kind):
            prompt = "" if kind == "cloze" else f"    prompt: {kind} {i}, which one?\n"
            own = keys.format(i=i)
            entries.append(
                f"  - id: {kind.replace('_', '-')}-{i}\n    kind: {kind}\n{prompt}    {own}\n"
                f"    explanation: Because of {kind} {i}.\n    facts: [fact]\n"
                f"    tags: [{kind.replace('_', '-')}]\n"
            )
        files[f"questions/{kind}.yaml"] = "questions:\n" + "".join(entries)
    return files


def write_bank(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


class Clock:
    """A clock the test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **amount: float) -> None:
        self.now += timedelta(**amount)


@dataclass(frozen=True)
class Site:
    url: str
    app: Flask
    clock: Clock


@pytest.fixture
def serve(tmp_path: Path, migrated: Path) -> Iterator[Callable[[Path], Site]]:
    """Serve the bank in a folder from a fresh instance, on a free port."""
    stops: list[Callable[[], None]] = []

    def start(banks: Path) -> Site:
        clock = Clock()
        instance = tmp_path / "instance"
        if not instance.exists():
            instance.mkdir()
            shutil.copyfile(migrated, instance / "factdeck.sqlite")
        app = create_app(Config(banks=(banks,), instance=instance, overrides=KEPT), clock)
        prepare(app)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()

        def stop() -> None:
            server.shutdown()
            thread.join(5)
            server.server_close()

        stops.append(stop)
        return Site(f"http://127.0.0.1:{server.server_port}", app, clock)

    yield start
    for stop in stops:
        stop()


@pytest.fixture
def kinds_bank(tmp_path: Path) -> Callable[[int], Path]:
    """Write a bank with that many questions of every kind."""
    return lambda per_kind: write_bank(tmp_path / "banks" / "kinds", bank_files(per_kind))


@pytest.fixture
def bank_of(tmp_path: Path) -> Callable[[str], Path]:
    """Write a bank with these questions, as YAML, and no others."""

    def write(questions: str) -> Path:
        files = {name: text for name, text in bank_files(0).items() if not name.startswith("questions/")}
        return write_bank(
            tmp_path / "banks" / "own", {**files, "questions/own.yaml": f"questions:\n{questions}"}
        )

    return write


@pytest.fixture
def site(serve: Callable[[Path], Site], kinds_bank: Callable[[int], Path]) -> Site:
    return serve(kinds_bank(PER_KIND))


@pytest.fixture
def troubles() -> list[str]:
    """What went wrong in the pages: script errors, refused resources, failed requests."""
    return []


@pytest.fixture
def open_page(profiles: Profiles, troubles: list[str]) -> Iterator[Callable[..., Page]]:
    """Open pages, each as of another visitor; any trouble of theirs fails the test."""
    taken: list[tuple[dict[str, Any], BrowserContext]] = []

    def start(**options: Any) -> Page:
        context = profiles.take(options)
        taken.append((options, context))
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
        return page

    yield start
    for options, context in taken:
        profiles.give_back(options, context)
    assert troubles == []


@pytest.fixture
def looked_at(open_page: Callable[..., Page]) -> Callable[[Page], None]:
    """Hold a page to axe, light and dark, and to its width.

    axe needs scripts, which that page has none of: what it shows is shown once more by another.
    """
    other = open_page(viewport={"width": 320, "height": 740})

    def look(page: Page) -> None:
        assert not page.evaluate(WIDE), page.url
        shown = re.sub(r"<script.*?</script>", "", page.content(), flags=re.DOTALL)
        other.route(
            page.url, lambda route: route.fulfill(body=shown, content_type="text/html; charset=utf-8")
        )
        other.goto(page.url)
        assert findings_by_day_and_night(other) == []

    return look


@pytest.fixture
def study_lines(
    serve: Callable[[Path], Site], bank_of: Callable[[str], Path], open_page: Callable[..., Page]
) -> Callable[..., Page]:
    """Open a study session on lines to arrange and return the page with the first."""

    def start(questions: str, **options: object) -> Page:
        page = open_page(**{"viewport": {"width": 1000, "height": 800}, **options})
        page.goto(serve(bank_of(questions)).url)
        page.get_by_role("button", name="Study").first.click()
        page.wait_for_url(CARD)
        expect(page.locator(".is-arranged")).to_be_visible()
        return page

    return start
