"""Makes the pictures of the documents: serves a Factdeck somebody studied in and photographs its pages.

Names of guides (`learning`, `teaching`, `anki`) make the pictures of those alone.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # run from a checkout, where the packages are not installed

from quiz.config import Config  # noqa: E402  the path above comes first
from quiz.factory import create_app, prepare  # noqa: E402
from scripts.anki_pictures import photograph_anki  # noqa: E402
from scripts.simulated_learner import Clock, live  # noqa: E402
from scripts.teacher_pictures import SHIPPED, photograph_teaching  # noqa: E402

IMAGES = ROOT / "docs" / "images"
NOW = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
# Anki takes a change over only if it is later than the shipped bank's own times.
AFTER_THE_LOCK = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)
WEEKS = 8
BANK = "russia-korea-2011"
DESK = {"width": 1000, "height": 760}
WORKSHOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
MOST_CARDS = 200
GUIDES = ("learning", "teaching", "anki")


@dataclass(frozen=True)
class Site:
    """`banks` is a folder of its own, for banks that are made or changed."""

    url: str
    app: Flask
    clock: Clock
    banks: Path


@contextmanager
def served(*, own_copy: bool = False) -> Iterator[Site]:
    """Serve the shipped bank, or a copy that may be changed, with room for others; all is thrown away."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as banks:
        clock = Clock(NOW)
        if own_copy:
            shutil.copytree(SHIPPED / BANK, Path(banks) / BANK)
        folders = (Path(banks),) if own_copy else (Path(banks), SHIPPED)
        app = create_app(Config(banks=folders, instance=Path(folder)), clock)
        prepare(app)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Site(f"http://127.0.0.1:{server.server_port}", app, clock, Path(banks))
        server.shutdown()
        thread.join()
        server.server_close()


def save(page: Page, name: str, *, whole: bool = False) -> None:
    page.wait_for_timeout(400)  # drawings that move come to rest
    page.screenshot(path=IMAGES / f"{name}.png", full_page=whole)


def skip_until(page: Page, wanted: str) -> None:
    """Skip cards until one with what `wanted` selects is on the page."""
    for _ in range(MOST_CARDS):
        page.locator("[data-page]").wait_for()
        if page.locator(wanted).count():
            return
        before = page.locator("#prompt").inner_text()
        page.get_by_role("button", name="Skip").click()
        page.wait_for_function(
            "before => document.getElementById('prompt')?.innerText !== before", arg=before
        )
    raise SystemExit(f"none of {MOST_CARDS} cards had {wanted}")


def study(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("button", name="Study").first.click()


def first_day(page: Page, url: str) -> None:
    """The home page, a choice and the feedback on it."""
    page.goto(url)
    save(page, "home")
    study(page, url)
    skip_until(page, "input[type=radio][name=choice]")
    save(page, "question")
    page.locator("input[name=choice]").first.check(force=True)
    page.get_by_role("button", name="Answer").click()
    page.locator("[data-page=feedback]").wait_for()
    save(page, "feedback")


def a_wrong_answer(page: Page, url: str) -> None:
    study(page, url)
    skip_until(page, "form input[name=text]")
    page.locator("input[name=text]").fill("Atlantis")
    page.keyboard.press("Enter")
    page.locator("[data-page=feedback], #asked-again").first.wait_for()
    save(page, "wrong")


def an_ordering(page: Page, url: str) -> None:
    study(page, url)
    skip_until(page, "select[name=place-0]")
    page.keyboard.press("b")
    page.keyboard.press("a")
    save(page, "ordering-phone")


def after_weeks(page: Page, site: Site) -> None:
    """The pages that need a learner with a past."""
    page.goto(f"{site.url}/banks/{BANK}/briefing")
    save(page, "briefing")
    page.goto(f"{site.url}/settings/schedule?retention=94")
    save(page, "schedule", whole=True)
    day = (site.clock.now + timedelta(days=28)).date().isoformat()
    page.goto(f"{site.url}/banks/{BANK}/exam?date={day}")
    save(page, "exam", whole=True)
    page.goto(f"{site.url}/progress")
    save(page, "progress")


def photograph_learning(browser: Browser, site: Site) -> None:
    desk = browser.new_page(viewport=DESK, color_scheme="light")
    first_day(desk, site.url)
    a_wrong_answer(desk, site.url)
    phone = browser.new_page(viewport=PHONE, color_scheme="light", has_touch=True)
    an_ordering(phone, site.url)
    live(site.app, site.clock, days=7 * WEEKS)
    after_weeks(desk, site)


def photograph(browser: Browser, guides: Sequence[str]) -> None:
    if "learning" in guides:
        with served() as site:
            photograph_learning(browser, site)
    if "teaching" in guides:
        with served() as site:
            page = browser.new_page(viewport=WORKSHOP, color_scheme="light")
            photograph_teaching(page, site.app, site.url, save)
    if "anki" in guides:
        with served(own_copy=True) as site:
            site.clock.now = AFTER_THE_LOCK
            live(site.app, site.clock, days=WEEKS)
            page = browser.new_page(viewport={**WORKSHOP, "height": 1250}, color_scheme="light")
            photograph_anki(page, site.app, site.url, site.banks / BANK, save)


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the pictures of the documents.")
    parser.add_argument("guides", nargs="*", choices=GUIDES, default=GUIDES)
    guides = parser.parse_args().guides
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("no Chromium found: install it (Debian: chromium)", file=sys.stderr)
        return 2
    IMAGES.mkdir(parents=True, exist_ok=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        photograph(browser, guides)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
