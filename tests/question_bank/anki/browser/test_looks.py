"""Cards without scripts, by day and by night, on a phone and on a desk, and full of nasty text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from anki.collection import Collection
from playwright.sync_api import Browser, Page

from question_bank import model as m

Viewer = Any  # the class in conftest.py, which no test can import


pytestmark = pytest.mark.browser


def test_without_scripts_every_card_is_complete_on_both_sides(viewing: Callable[..., Viewer]) -> None:
    viewer = viewing(java_script_enabled=False)
    for name, front, back in (
        ("vapor-origin", "The oceans", "Ice gives off very little vapour."),
        ("states", "Hail", "Fog is droplets."),
        ("lakes", "False", "The water survey"),
        ("steps", "Condensation", "Rain and snow share a place."),
        ("rivers-lands", "Italy", "Elbe → Germany"),
        ("oceans", "Name three oceans.", "Southern"),
        ("capital", "Which river runs through Vienna?", "The Danube"),
        ("path", "Rain falls on", "land"),
    ):
        viewer.front(name)
        assert front in viewer.page.locator(".fd").inner_text()
        viewer.back()
        assert back in viewer.page.locator(".fd").inner_text()
        assert viewer.page.locator(".fd-passage").inner_text().startswith("A passage as it stands")
        link = viewer.page.get_by_role("link", name="Open in Factdeck")
        assert link.get_attribute("href") == f"https://example.org/quiz/banks/water/questions/{name}"
    viewer.front("steps")
    viewer.back()
    assert [text.partition("\n")[0] for text in viewer.items()] == [
        "Evaporation",
        "Condensation",
        "Rain",
        "Snow",
    ]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
def test_every_text_is_readable_and_nothing_is_wider_than_the_screen(
    viewing: Callable[..., Viewer], width: int, night: bool
) -> None:
    viewer = viewing(width=width, night=night)
    for card in viewer.collection.find_notes("ID:water/*"):
        viewer.front(viewer.collection.get_note(card)["ID"].partition("/")[2])
        _assert_readable(viewer.page)
        if viewer.page.locator(".fd-front .tappable").count():
            viewer.page.locator(".fd-front .tappable").first.click()
            _assert_readable(viewer.page)
        viewer.back()
        _assert_readable(viewer.page)


CONTRASTS = """() => {
    const channels = text => text.match(/[0-9.]+/g).map(Number);
    const paint = element => {
        for (let at = element; at; at = at.parentElement) {
            const colour = channels(getComputedStyle(at).backgroundColor);
            if (colour.length < 4 || colour[3] > 0) { return colour; }
        }
        return [255, 255, 255];
    };
    const light = colour => colour.slice(0, 3)
        .map(part => part / 255)
        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
    return [...document.querySelectorAll(".fd *")]
        .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
        .filter(element => element.tagName !== "SCRIPT" && element.offsetParent)
        .map(element => {
            const [ink, paper] = [channels(getComputedStyle(element).color), paint(element)].map(light);
            const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
            return [element.className + ": " + element.textContent.trim().slice(0, 30), contrast];
        });
}"""


def _assert_readable(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) >= 2
    assert [pair for pair in contrasts if pair[1] < 4.5] == []


def test_nasty_text_runs_no_script_in_the_browser(
    browser: Browser,
    nasty: m.Bank,
    pack: Callable[..., Any],
    load: Callable[..., Any],
    collection: Collection,
) -> None:
    load(pack(nasty)[0])
    page = browser.new_page()
    alarms: list[str] = []
    page.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: alarms.append(str(error)))
    for card_id in collection.find_cards(""):
        card = collection.get_card(card_id)
        for side in (card.question(), card.answer()):
            page.set_content(f'<body class="card">{side}</body>')
            text = page.locator(".fd").inner_text()
            assert "<script>alert(1)</script>" in re.sub(r"\s+", " ", text)
            assert page.locator("b b, i script, .fd script").count() == 0
    page.close()
    assert alarms == []
