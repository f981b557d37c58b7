"""Lines that are ordered and matched: dragged, kept by a test, without scripts, and without gliding."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .arranging import (
    CARD,
    MATCHING,
    ORDERING,
    RIGHT_ORDER,
    chosen,
    drag,
    line,
    lines,
    middle,
    numbered,
    places,
    right,
    said,
)
from .axe import findings_by_day_and_night

pytestmark = pytest.mark.browser
COUNT_GLIDES = """() => {
    const animate = Element.prototype.animate;
    window.glides = 0;
    Element.prototype.animate = function (...how) { window.glides += 1; return animate.apply(this, how); };
}"""


def test_a_mouse_drags_lines_to_their_places_and_matches_onto_lines(study_lines: Callable[..., Page]) -> None:
    page = study_lines(ORDERING + MATCHING, reduced_motion="reduce")
    for _ in range(2):
        if page.locator(".places").count():
            lines_are_dragged(page)
        else:
            matches_are_dragged(page)
        page.get_by_role("button", name="I don't know").click()
        page.wait_for_url("**/answers/*")
        page.get_by_role("link", name="Continue").click()
        page.wait_for_url(CARD)


def lines_are_dragged(page: Page) -> None:
    shown = lines(page)
    start, end = middle(line(page, shown[3])), middle(line(page, shown[0]))
    drag(page, start, end)
    assert lines(page)[0] == shown[3], "the others make room while it is held"
    page.keyboard.press("Escape")
    page.mouse.up()
    assert set(places(page).values()) == {""}
    assert lines(page) == shown
    drag(page, start, end)
    page.mouse.up()
    assert lines(page) == [shown[3], *shown[:3]]
    assert places(page)[shown[3]] == "1"
    said(page, f"{shown[3]} is now 1 of 4.")
    drag(page, middle(line(page, shown[0])), middle(line(page, shown[2])))
    page.mouse.up()
    assert lines(page) == [shown[3], shown[1], shown[2], shown[0]]
    assert places(page)[shown[0]] == "4", "a line dragged to the bottom is the last"


def matches_are_dragged(page: Page) -> None:
    drag(page, middle(right(page, "gas")), middle(page.locator(".matches li").nth(2)))
    page.mouse.up()
    assert chosen(page)[2] == "gas"
    drag(page, middle(right(page, "solid")), middle(page.locator("h1")))
    page.mouse.up()
    assert chosen(page)[2] == "gas", "beside the lines it falls back"
    assert "solid" not in chosen(page)


def test_a_test_shows_lines_as_they_were_saved_and_the_browser_left_them(
    serve: Callable[[Path], Any], bank_of: Callable[[str], Path], open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 1000, "height": 800})
    page.goto(f"{serve(bank_of(ORDERING + MATCHING)).url}/tests")
    page.locator("[name=count]").fill("2")
    page.get_by_role("button", name="Start the test").click()
    page.wait_for_url("**/1")
    for after in ("**/2", "**/finish"):
        if page.locator(".places").count():
            for text in RIGHT_ORDER[:3]:
                line(page, text).click()
        else:
            for text in ("solid", "liquid", "solid"):
                right(page, text).click()
        page.keyboard.press("Enter")
        page.wait_for_url(after)
    for position in ("1", "2"):
        page.goto(re.sub("[^/]+$", position, page.url))
        expect(page.locator(".is-arranged")).to_be_visible()
        if page.locator(".matches").count():
            assert chosen(page) == ["solid", "liquid", "solid"]
            continue
        assert places(page) == numbered(*RIGHT_ORDER)
        page.locator(".places select").first.focus()
        page.keyboard.press("End")
        page.goto(re.sub("[^/]+$", "finish", page.url))
        page.go_back()
        expect(page.locator(".is-arranged")).to_be_visible()
        sent = places(page)
        assert sorted(sent, key=lambda text: int(sent[text])) == lines(page), "what is shown is sent"


def test_without_scripts_there_are_the_fields_and_nothing_that_needs_scripts(
    serve: Callable[[Path], Any], bank_of: Callable[[str], Path], open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.goto(serve(bank_of(ORDERING + MATCHING)).url)
    page.get_by_role("button", name="Study").first.click()
    for _ in range(2):
        assert page.locator("fieldset button:visible, fieldset svg:visible").count() == 0
        assert page.locator(".arrange-hint:visible, .match-for:visible, .match-key:visible").count() == 0
        assert page.locator("fieldset select:visible").count() in (3, 4)
        page.get_by_role("button", name="I don't know").click()
        page.get_by_role("link", name="Continue").click()


def test_axe_finds_nothing_while_lines_are_arranged_and_nothing_glides_for_whom_it_troubles(
    study_lines: Callable[..., Page],
) -> None:
    page = study_lines(ORDERING + MATCHING, viewport={"width": 320, "height": 700})
    page.evaluate(COUNT_GLIDES)
    for _ in range(2):
        rows = page.locator(".places li, .match-key li")
        rows.last.click()
        if page.locator(".places").count():
            glides = page.evaluate("window.glides")
            assert glides > 0
            page.emulate_media(reduced_motion="reduce")
            rows.last.click()
            assert page.evaluate("window.glides") == glides
        page.emulate_media(reduced_motion="reduce")
        assert findings_by_day_and_night(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.get_by_role("button", name="I don't know").click()
        page.wait_for_url("**/answers/*")
        page.get_by_role("link", name="Continue").click()
        page.wait_for_url(CARD)
