"""Makes the pictures of the documents: serves a fresh Factdeck and photographs its pages with Chromium."""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # run from a checkout, where the packages are not installed

from quiz.config import Config  # noqa: E402  the path above comes first
from quiz.factory import create_app, prepare  # noqa: E402

IMAGES = ROOT / "docs" / "images"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@contextmanager
def served() -> Iterator[str]:
    """Serve the shipped bank from an instance that is thrown away; yield the address."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Config(instance=Path(folder)), lambda: NOW)
        prepare(app)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()


def photograph(page: Page, url: str, prefix: str = "") -> None:
    """Walk from the home page to the feedback on a choice question, taking a picture of each."""
    page.goto(url)
    page.screenshot(path=IMAGES / f"{prefix}home.png")
    page.get_by_role("button", name="Study").first.click()
    for _ in range(40):
        if page.locator("input[type=radio][name=choice]").count() >= 4:
            break
        page.get_by_role("button", name="Skip").click()
        page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{prefix}question.png")
    page.locator("input[name=choice]").first.check(force=True)
    page.get_by_role("button", name="Answer").click()
    page.wait_for_url("**/answers/*")
    page.screenshot(path=IMAGES / f"{prefix}feedback.png")


def main() -> int:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("no Chromium found: install it (Debian: chromium)", file=sys.stderr)
        return 2
    IMAGES.mkdir(parents=True, exist_ok=True)
    with served() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1000, "height": 760}, color_scheme="light")
        photograph(page, url)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
