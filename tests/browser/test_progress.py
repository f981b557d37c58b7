"""The progress page of somebody with half a year behind them, and taking or deleting one's data."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from question_bank.model import SelfRatedResponse
from quiz.services import learners, study
from quiz.services.context import current_context
from quiz.services.study import CardShown, Mode

from .axe import findings, findings_by_day_and_night

pytestmark = pytest.mark.browser
DAYS = 60
CARDS = 24


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """A bank of flashcards, whose answers a test can give without reading them."""
    folder = tmp_path / "banks" / "cards"
    (folder / "questions").mkdir(parents=True)
    (folder / "bank.yaml").write_text(
        "bank: cards\ntitle: Cards\nlanguage: en\nsources:\n  - {id: book, title: A Book}\n", encoding="utf-8"
    )
    (folder / "facts.yaml").write_text(
        "facts:\n  - id: fact\n    says: There are cards.\n    evidence:\n"
        "      - {source: book, paragraph: 3, from: There are, to: some cards}\n",
        encoding="utf-8",
    )
    questions = "".join(
        f"  - {{id: card-{i}, kind: flashcard, prompt: 'Card {i}?', answer: 'back {i}', facts: [fact], "
        f"tags: [tag-{i % 3}]}}\n"
        for i in range(CARDS)
    )
    (folder / "questions" / "all.yaml").write_text(f"questions:\n{questions}", encoding="utf-8")
    return folder


def live(site: Any) -> int:
    """Study every other day, forgetting each seventh answer; return how many answers that took."""
    answered = 0
    with site.app.app_context():
        ctx = current_context()
        learner_id = learners.local_learner(ctx)
        learners.update_settings(ctx, learner_id, time_zone="UTC", new_per_day=4)
        for _ in range(DAYS // 2):
            session = study.start(ctx, learner_id, (), Mode.SCHEDULED)
            while isinstance(shown := study.current(ctx, learner_id, session), CardShown):
                response = SelfRatedResponse(knew=answered % 7 != 0)
                study.answer(
                    ctx,
                    learner_id,
                    session,
                    shown.card,
                    shown.repetition,
                    shown.revision_id,
                    response,
                    response_ms=4000,
                )
                answered += 1
                site.clock.now += timedelta(seconds=45)
            site.clock.advance(days=2)
    return answered


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Where the database of that half year is kept once it was lived, and the time it is there."""
    return {"database": tmp_path_factory.mktemp("lived") / "factdeck.sqlite"}


@pytest.fixture
def lived(serve: Callable[[Path], Any], deck: Path, tmp_path: Path, kept: dict[str, Any]) -> Any:
    if "now" not in kept:
        site = serve(deck)
        assert live(site) > 60
        kept["now"] = site.clock.now
        with site.app.app_context(), current_context().engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(tmp_path / "instance" / "factdeck.sqlite", kept["database"])
        return site
    (tmp_path / "instance").mkdir()
    shutil.copyfile(kept["database"], tmp_path / "instance" / "factdeck.sqlite")
    site = serve(deck)
    site.clock.now = kept["now"]
    return site


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_progress_and_data_and_nothing_scrolls_sideways(
    lived: Any, open_page: Callable[..., Page], width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    for path in ("/progress", "/my-data", "/settings"):
        page.goto(f"{lived.url}{path}")
        assert findings_by_day_and_night(page) == []
        assert not scrolls_sideways(page)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert findings_by_day_and_night(page) == []
        assert not scrolls_sideways(page)


def test_axe_likes_the_empty_page_too(
    serve: Callable[[Path], Any], deck: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 320, "height": 800})
    page.goto(f"{serve(deck).url}/progress")
    expect(page.get_by_role("heading", name="Progress", level=1)).to_be_visible()
    assert findings(page) == []


def test_every_picture_is_an_image_with_a_name_and_its_numbers_open_by_keyboard(
    lived: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{lived.url}/progress")
    for name in (
        "Cards due on each of the next 30 days",
        "Actual recall, upwards",
        "Share of reviews recalled, by week",
        "Minutes of answering",
    ):
        expect(page.get_by_role("img", name=name)).to_be_visible()
    expect(page.get_by_role("img", name="Answers a day")).to_have_count(2)
    summary = page.locator("section", has=page.locator("#calibration")).locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    table = page.get_by_role("table", name="Predicted and actual recall")
    expect(table).to_be_visible()
    counts = [int(text) for text in table.locator("td:last-child").all_inner_texts()]
    said = page.get_by_text(re.compile("you knew .* reviews")).inner_text()
    assert str(sum(counts)) in said


@pytest.mark.parametrize("scripts", [True, False])
def test_data_is_downloaded_and_deleted_from_the_settings(
    lived: Any, open_page: Callable[..., Page], *, scripts: bool
) -> None:
    page = open_page(java_script_enabled=scripts)
    page.goto(f"{lived.url}/settings")
    page.get_by_role("link", name="Download or delete").click()
    for name, file in (("Everything (JSON)", "factdeck.json"), ("Reviews (CSV)", "factdeck-reviews.csv")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename == file
    page.get_by_label("To confirm, type the word").fill("delete")
    page.get_by_role("button", name="Delete everything about me").click()
    page.wait_for_url(f"{lived.url}/")
    expect(page.get_by_text("Everything about you was deleted")).to_be_visible()
    page.goto(f"{lived.url}/progress")
    expect(page.get_by_text("your first answer").first).to_be_visible()


def test_by_keyboard_alone_data_is_taken_along_and_deleted(
    lived: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{lived.url}/my-data")
    with page.expect_download():
        press_on(page, "Everything (JSON)")
    word = page.get_by_label("To confirm, type the word")
    for _ in range(6):
        if word.evaluate("field => field === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type("delete")
    press_on(page, "Delete everything about me")
    expect(page.get_by_text("Everything about you was deleted")).to_be_visible()


def press_on(page: Page, name: str) -> None:
    """Go on with Tab until the focus is on what is so named, and press Enter."""
    for _ in range(60):
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {name!r}")


def test_on_a_phone_without_scripts_every_picture_shows_its_numbers(
    lived: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, has_touch=True, java_script_enabled=False)
    page.goto(lived.url)
    page.get_by_role("link", name="Progress").first.tap()
    pictures = page.locator("#main svg[role=img]")
    expect(pictures.first).to_be_visible()
    for summary in page.locator("#main summary").all():
        summary.tap()
    expect(page.locator("#main details table:visible")).to_have_count(page.locator("#main summary").count())
