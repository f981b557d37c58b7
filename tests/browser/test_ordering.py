"""Lines are put in order by keys and by finger: what is sent, announced and focused, not how it looks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .arranging import (
    ORDERING,
    PHONE,
    RIGHT_ORDER,
    answer,
    finger,
    focused_line,
    go_on,
    letter_of,
    line,
    lines,
    middle,
    numbered,
    places,
    said,
)

pytestmark = pytest.mark.browser
AT_REST = "() => { const y = scrollY; return new Promise((is) => setTimeout(() => is(y === scrollY), 150)); }"


def test_lines_are_ordered_by_letters_the_next_by_figures_and_enter_sends_them(
    study_lines: Callable[..., Page],
) -> None:
    page = study_lines(ORDERING + ORDERING.replace("id: day", "id: again"))
    assert set(places(page).values()) == {""}, "the order in which lines are shown is no answer"
    for text in RIGHT_ORDER[:3]:
        page.keyboard.press(letter_of(line(page, text)))
    assert places(page) == numbered(*RIGHT_ORDER), "the last line can go to one place only"
    said(page, "noon is now 3 of 4. Every line has its place.")
    page.keyboard.press("Enter")
    page.wait_for_url("**/answers/1")
    said(page, "Right")
    go_on(page)
    for text in lines(page)[:3]:
        page.keyboard.press(str(1 + RIGHT_ORDER.index(text)))
    assert places(page) == numbered(*RIGHT_ORDER)
    page.keyboard.press(letter_of(line(page, "dusk")))
    page.keyboard.press("2")
    assert places(page) == numbered("dawn", "dusk", "morning", "noon")
    assert lines(page) == ["dawn", "dusk", "morning", "noon"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/answers/2")
    said(page, "Partly right")


def test_a_line_keeps_the_focus_wherever_keys_move_it(study_lines: Callable[..., Page]) -> None:
    page = study_lines(ORDERING, reduced_motion="reduce")
    page.evaluate("delete document.body.dataset.shortcuts")  # keys of a field are no single-key shortcuts
    page.keyboard.press(letter_of(page.locator(".places li").last))
    assert set(places(page).values()) == {""}
    moved = lines(page)[0]
    page.locator(".places select").first.focus()
    for key, place in (("3", "3"), ("ArrowUp", "2"), ("Alt+ArrowDown", "3"), ("End", "4"), ("Home", "1")):
        page.keyboard.press(key)
        assert places(page)[moved] == place, key
        said(page, f"{moved} is now {place} of 4.")
        assert focused_line(page) == moved
        assert lines(page).index(moved) + 1 == int(place)
    page.keyboard.press("ArrowUp")
    assert places(page)[moved] == "1", "above the first place there is none"
    page.keyboard.press("Delete")
    said(page, f"{moved} has no place now.")
    assert set(places(page).values()) == {""}
    page.keyboard.press("Tab")
    assert focused_line(page) == lines(page)[1], "Tab goes on in the order shown"
    for _ in range(6):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Keep the rest"
    page.keyboard.press("Enter")
    assert places(page) == numbered(*lines(page))


def test_what_was_placed_outlasts_being_asked_again(
    study_lines: Callable[..., Page], troubles: list[str]
) -> None:
    page = study_lines(ORDERING)
    answer(page)
    expect(page.locator("#asked-again")).to_contain_text("Nothing was answered yet")
    last = lines(page)[-1]
    line(page, last).click()
    answer(page)
    expect(page.locator("#asked-again")).to_contain_text("Give each line a place of its own")
    expect(page.locator(".is-arranged")).to_be_visible()
    assert places(page)[last] == "1"
    assert lines(page)[0] == last
    troubles[:] = [text for text in troubles if "422" not in text]


def test_a_finger_scrolls_over_lines_taps_them_into_order_and_moves_them_by_buttons_and_grip(
    study_lines: Callable[..., Page],
) -> None:
    page = study_lines(ORDERING, **{**PHONE, "viewport": {"width": 360, "height": 480}})
    before = page.evaluate("window.scrollY")
    x, y = middle(line(page, lines(page)[1]).locator("[id^=item-]"))
    finger(page, (x, y), (x, y - 30), (x, y - 90), (x, y - 150))
    page.wait_for_function("before => window.scrollY > before", arg=before)
    assert set(places(page).values()) == {""}, "a swipe moves the page and no line"
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_function(AT_REST)  # a page that still glides takes a tap for a stop
    for text in RIGHT_ORDER[:3]:
        line(page, text).tap()
    assert places(page) == numbered(*RIGHT_ORDER)
    for box in page.locator(".places li, .arrange-tools button, .places .grip").all():
        size = box.bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= 44
    line(page, "dusk").tap()
    up = page.get_by_role("button", name="Move up")
    up.tap()
    up.tap()
    assert places(page) == numbered("dawn", "dusk", "morning", "noon")
    page.get_by_role("button", name="Clear").tap()
    said(page, "dusk has no place now.")
    start, end = middle(line(page, "noon").locator(".grip")), middle(line(page, "dawn"))
    finger(page, start, (start[0], start[1] - 20), (end[0], end[1] - 20), (end[0], end[1] - 8))
    assert places(page) == numbered("noon", "dawn", "morning", "dusk")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
