"""Lines are matched by keys and by finger: what is sent, announced and focused, not how it looks."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .arranging import MATCHING, PHONE, chosen, letter_of, right, said

pytestmark = pytest.mark.browser


def test_lines_are_matched_by_letters_and_figures_and_in_their_own_fields(
    study_lines: Callable[..., Page],
) -> None:
    page = study_lines(MATCHING)
    solid, liquid, gas = (letter_of(right(page, text)) for text in ("solid", "liquid", "gas"))
    page.keyboard.press(solid)
    said(page, "Ice: solid. Next: Dew.")
    page.keyboard.press(gas)
    page.keyboard.press(solid)
    said(page, "Rock: solid. Every line has its match.")
    assert chosen(page) == ["solid", "gas", "solid"], "a right side may belong to several"
    expect(right(page, "solid").locator(".used")).to_have_text("1 3")
    page.keyboard.press("2")
    page.keyboard.press(gas)
    said(page, "Dew: nothing chosen.")
    fields = page.locator(".matches select")
    fields.nth(0).focus()
    page.keyboard.press(gas)
    page.keyboard.press("Tab")
    page.keyboard.press(liquid)
    expect(fields.nth(1)).to_be_focused()
    page.keyboard.press("1")
    expect(fields.nth(0)).to_be_focused()
    page.keyboard.press("Delete")
    expect(page.locator(".matches li").nth(0)).not_to_have_class(re.compile("is-placed"))
    fields.nth(0).select_option(label=f"{solid} – solid")
    expect(page.locator(".matches li").nth(0).locator(".chosen")).to_contain_text("solid")
    assert chosen(page) == ["solid", "liquid", "solid"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/answers/1")
    said(page, "Right")


def test_a_finger_matches_by_tapping_and_takes_a_match_away(study_lines: Callable[..., Page]) -> None:
    page = study_lines(MATCHING, **PHONE)
    expect(page.locator(".match-for")).to_have_text("What belongs to “Ice”?")
    for text in ("liquid", "gas", "solid"):
        right(page, text).tap()
    assert chosen(page) == ["liquid", "gas", "solid"]
    page.locator(".matches .clear").nth(1).tap()
    said(page, "Dew: nothing chosen.")
    right(page, "liquid").tap()
    page.locator(".matches li").nth(0).tap()
    right(page, "solid").tap()
    assert chosen(page) == ["solid", "liquid", "solid"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Answer").tap()
    page.wait_for_url("**/answers/1")
    said(page, "Right")
