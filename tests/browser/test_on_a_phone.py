"""A narrow screen and a finger: nothing is cut, moved or out of reach."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .answering import KINDS, allow_new_cards, click_answer, shown, tap_answer

pytestmark = pytest.mark.browser


def test_nothing_scrolls_sideways_at_320_pixels_and_the_prompt_stays_in_place_after_the_answer(
    site: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    allow_new_cards(page, site.url, 200)
    page.goto(site.url)
    page.get_by_role("button", name="Study").first.click()
    for _ in range(14):
        kind, i = shown(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, kind
        before = page.locator(".prompt").bounding_box()
        click_answer(page, kind, i)
        page.wait_for_url("**/answers/*")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, kind
        after = page.locator(".prompt").bounding_box()
        assert before is not None
        assert after is not None
        if kind != "cloze":  # its sentence is filled in, so that it may need a line more or less
            assert (round(before["x"]), round(before["width"])) == (
                round(after["x"]),
                round(after["width"]),
            ), kind
            assert abs(before["y"] - after["y"] - page.evaluate("window.scrollY")) < 2, kind
        page.get_by_role("link", name="Continue").click()
        page.wait_for_url(re.compile(r"/study/[^/]+$"))


def test_on_a_phone_the_result_is_seen_without_scrolling_and_nothing_is_cut(
    serve: Callable[[Path], Any], kinds_bank: Callable[[int], Path], open_page: Callable[..., Page]
) -> None:
    site = serve(kinds_bank(1))
    page = open_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page.goto(site.url)
    page.get_by_role("button", name="Study").first.tap()
    page.wait_for_url("**/study/*")
    seen: set[str] = set()
    for _ in range(40):
        kind, i = shown(page)
        assert page.locator("kbd:visible").count() == 0, "a phone has no keys to hint at"
        if kind == "flashcard":
            click_answer(page, kind, i)
        else:
            if kind in ("list", "matching", "ordering"):
                fill_wrongly(page)
                page.get_by_role("button", name="Answer").tap()
            else:
                page.get_by_role("button", name="I don't know").tap()
        page.wait_for_url("**/answers/*")
        expect(page.get_by_role("link", name="Continue")).to_be_in_viewport()
        if kind in ("list", "matching", "ordering"):
            expect(page.locator(".actions strong")).to_be_in_viewport()
            for line in page.locator(".line-shown, .actions .later").all():
                assert line.evaluate("box => box.scrollWidth <= box.clientWidth + 1"), kind
        seen.add(kind)
        if seen >= {"list", "matching", "ordering", "flashcard"}:
            break
        page.get_by_role("link", name="Continue").tap()
        page.wait_for_url(re.compile(r"/study/[^/]+$"))
    assert seen >= {"list", "matching", "ordering", "flashcard"}


def test_a_card_of_every_kind_is_answered_and_undone_by_touch(
    serve: Callable[[Path], Any], kinds_bank: Callable[[int], Path], open_page: Callable[..., Page]
) -> None:
    site = serve(kinds_bank(1))
    page = open_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page.goto(site.url)
    page.get_by_role("button", name="Study").first.tap()
    page.wait_for_url("**/study/*")
    seen: set[str] = set()
    while len(seen) < len(KINDS):
        kind, i = shown(page)
        tap_answer(page, kind, i)
        page.wait_for_url("**/answers/*")
        if not seen:
            page.get_by_role("button", name="Undo").tap()
            page.wait_for_url(re.compile(r"/study/[^/]+$"))
            assert shown(page) == (kind, i), "an undone card is the current one again"
            tap_answer(page, kind, i)
            page.wait_for_url("**/answers/*")
        expect(page.locator("#live")).to_contain_text("Right" if kind != "flashcard" else "Good")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, kind
        seen.add(kind)
        page.get_by_role("link", name="Continue").tap()
        page.wait_for_url(re.compile(r"/study/[^/]+$"))


def fill_wrongly(page: Page) -> None:
    for place, box in enumerate(page.locator("#main select").all()):
        count = box.locator("option").count()
        box.select_option(index=count - 1 - place)
    for box in page.locator("#main input[type=text]").all():
        box.fill("nothing that is known")


def test_a_message_over_a_card_does_not_move_its_prompt(site: Any, open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 1280, "height": 800})
    page.goto(site.url)
    page.get_by_role("button", name="Study").first.click()
    page.wait_for_url("**/study/*")
    before = page.locator(".instruction").bounding_box()
    page.get_by_role("button", name="Skip").click()
    expect(page.locator("#main")).to_contain_text("Skipped")
    expect(page.locator("[role=status]")).to_contain_text("Skipped")
    assert page.locator(".instruction").bounding_box() == before
