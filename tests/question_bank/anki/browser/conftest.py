"""Viewers of cards, in a real browser, rendered by the real Anki first.

Anki has two ways to turn a card: AnkiDroid and AnkiMobile load a new page, desktop Anki keeps one page, puts
the back into it and runs its scripts again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from anki.cards import Card
from anki.collection import Collection
from playwright.sync_api import BrowserContext, Page, Route

from question_bank import model as m
from question_bank.anki import ExportOptions
from tests.profiles import Profiles

TYPED = "<input type=text id=typeans>"
SWAP = """side => {
    const qa = document.getElementById("qa");
    qa.innerHTML = side;
    for (const old of qa.querySelectorAll("script")) {
        const fresh = document.createElement("script");
        fresh.textContent = old.textContent;
        old.replaceWith(fresh);
    }
}"""


@dataclass
class Viewer:
    """Shows cards as Anki's viewers do, and keeps what went wrong in the page."""

    page: Page
    collection: Collection
    keeps_one_page: bool
    night: bool = False

    def front(self, name: str) -> None:
        self.card = self._card(name)
        self._show(self.card.question().replace("[[type:Typed]]", TYPED))

    def back(self) -> None:
        self._show(self.card.answer().replace("[[type:Typed]]", "<code id=typeans>typed</code>"))

    def items(self, side: str = ".fd-options") -> list[str]:
        return [text.strip() for text in self.page.locator(f"{side} li").all_inner_texts()]

    def tap(self, text: str, side: str = ".fd-options") -> None:
        self.page.locator(f"{side} li", has_text=text).click()

    def classes(self, text: str) -> set[str]:
        return set((self.page.locator(".fd-solution li", has_text=text).get_attribute("class") or "").split())

    @property
    def verdict(self) -> str | None:
        line = self.page.locator(".fd-verdict")
        return line.inner_text() if line.is_visible() else None

    def _card(self, name: str) -> Card:
        return self.collection.get_card(self.collection.find_cards(f"ID:water/{name}")[0])

    def _show(self, side: str) -> None:
        if self.keeps_one_page and self.page.url.endswith("/card"):
            self.page.evaluate(SWAP, side)
            return
        look = "card nightMode" if self.night else "card"
        html = '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        html += f'<body class="{look}"><div id="qa">{side}</div></body>'

        def serve(route: Route) -> None:
            if route.request.url.endswith("/card"):
                route.fulfill(body=html, content_type="text/html")
            else:
                route.fulfill(body="", content_type="image/gif")

        self.page.unroute("**/*")
        self.page.route("**/*", serve)
        self.page.goto("http://anki.test/card")


@pytest.fixture
def viewing(
    profiles: Profiles,
    water: m.Bank,
    pack: Callable[..., Any],
    load: Callable[..., Any],
    collection: Collection,
) -> Iterator[Callable[..., Viewer]]:
    options = ExportOptions(
        passages=lambda bank, question: ("A passage as it stands in the article, word for word.",),
        address="https://example.org/quiz",
    )
    load(pack(water, options=options)[0])
    taken: list[tuple[dict[str, Any], BrowserContext]] = []
    errors: list[str] = []

    def _viewing(
        keeps_one_page: bool = False, night: bool = False, width: int = 360, **options: Any
    ) -> Viewer:
        options["viewport"] = {"width": width, "height": 700}
        context = profiles.take(options)
        taken.append((options, context))
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return Viewer(page, collection, keeps_one_page, night)

    yield _viewing
    for options, context in taken:
        profiles.give_back(options, context)
    assert errors == []


@pytest.fixture(params=[False, True], ids=["a new page for each side", "one page kept"])
def viewer(viewing: Callable[..., Viewer], request: pytest.FixtureRequest) -> Viewer:
    return viewing(keeps_one_page=request.param)
