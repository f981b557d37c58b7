"""How long the result and the next card take after the key: the real server, a real Chromium, a real bank.

Run `python benchmarks/feedback.py [ANSWERS]`. It serves the shipped bank from a fresh instance, answers cards
with the keyboard, and tells the milliseconds from the key's event until the frame that shows the feedback,
and from the key that goes on until the frame that shows the next card.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PORT = "8765"

# Runs in the page: the time of the last key, and of the frame after each change to another kind of page.
WATCH = """
window.keyAt = 0; window.shownAt = {};
addEventListener("keydown", () => { window.keyAt = performance.now(); }, true);
addEventListener("htmx:afterSettle", () => {
  const kind = document.querySelector("[data-page]").dataset.page, key = window.keyAt;
  requestAnimationFrame(() => setTimeout(() => { window.shownAt[kind] = performance.now() - key; }));
});
"""


def answer(page: Page) -> float:
    """Say "I don't know" by its own key press, and return how long the feedback took."""
    button = page.get_by_role("button", name="I don't know")
    if button.count():
        button.focus()
        page.keyboard.press("Enter")
    else:
        page.keyboard.press("Space")
        page.locator("[data-rating='1']").wait_for()
        page.keyboard.press("1")
    return shown(page, "feedback")


def shown(page: Page, kind: str) -> float:
    page.wait_for_function("kind => kind in window.shownAt", arg=kind)
    took: float = page.evaluate("kind => window.shownAt[kind]", kind)
    page.evaluate("window.shownAt = {}")
    return took


def measure(address: str, chromium: str, answers: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds until each feedback and until each next card."""
    feedback, following = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.add_init_script(WATCH)
        page.goto(address)
        page.get_by_role("button", name="Study").first.click()
        page.wait_for_selector("[data-page='question']")
        for _ in range(answers):
            feedback.append(answer(page))
            page.wait_for_timeout(300)  # a learner reads; meanwhile the next card is fetched
            page.keyboard.press("Space")
            following.append(shown(page, "question"))
        browser.close()
    return feedback, following


def told(name: str, times: list[float]) -> str:
    return f"{name:<10} median {median(times):4.0f} ms   19 of 20 within {quantiles(times, n=20)[-1]:4.0f} ms"


def main() -> int:
    answers = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    chromium = shutil.which("chromium") or os.environ["FACTDECK_CHROMIUM"]
    with tempfile.TemporaryDirectory() as instance:
        environment = {**os.environ, "FACTDECK_INSTANCE": instance, "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "app.py", "--port", PORT]
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                line = process.stdout.readline() if process.stdout else ""
                address = re.search(r"http://\S+", line)
                if not address:
                    raise SystemExit(f"the server did not start: {line}")
                feedback, following = measure(address[0], chromium, answers)
            finally:
                process.terminate()
    print(told("feedback", feedback))
    print(told("next card", following))
    return 0


if __name__ == "__main__":
    sys.exit(main())
