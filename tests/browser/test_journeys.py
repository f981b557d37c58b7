"""A learner's day in a real browser: with the keyboard alone, and again without scripts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .answering import KINDS, allow_new_cards, click_answer, keys_answer, shown, tab_to, to_button

pytestmark = pytest.mark.browser


def test_ten_cards_of_every_kind_are_studied_and_one_undone_with_the_keyboard_alone(
    site: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 1280, "height": 800})
    allow_new_cards(page, site.url, 200)
    page.goto(site.url)
    to_button(page, "Study")
    page.keyboard.press("Enter")
    page.wait_for_url("**/study/*")
    seen: Counter[str] = Counter()
    while sum(seen.values()) < len(KINDS) * 10:
        kind, i = shown(page)
        keys_answer(page, kind, i)
        page.wait_for_url("**/answers/*")
        if not seen:
            page.keyboard.press("z")
            page.wait_for_url(re.compile(r"/study/[^/]+$"))
            assert shown(page) == (kind, i), "an undone card is the current one again"
            keys_answer(page, kind, i)
            page.wait_for_url("**/answers/*")
        expect(page.locator("[role=status]")).to_contain_text("Right" if kind != "flashcard" else "Good")
        seen[kind] += 1
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/study/[^/]+$"))
    assert seen == dict.fromkeys(KINDS, 10)


def test_ten_cards_of_every_kind_are_studied_and_one_undone_without_scripts(
    site: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page(
        viewport={"width": 360, "height": 740}, java_script_enabled=False, reduced_motion="reduce"
    )
    allow_new_cards(page, site.url, 200)
    page.goto(site.url)
    page.get_by_role("button", name="Study").first.click()
    seen: Counter[str] = Counter()
    while sum(seen.values()) < len(KINDS) * 10:
        kind, i = shown(page)
        click_answer(page, kind, i)
        if not seen:
            page.get_by_role("button", name="Undo").click()
            assert shown(page) == (kind, i), "an undone card is the current one again"
            click_answer(page, kind, i)
        expect(page.locator("#main")).to_contain_text("Good" if kind == "flashcard" else "Right")
        seen[kind] += 1
        page.get_by_role("link", name="Continue").click()
    assert seen == dict.fromkeys(KINDS, 10)


def test_a_test_is_taken_with_the_keyboard_alone(site: Any, open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{site.url}/tests")
    tab_to(page, "count")
    page.keyboard.press("Control+A")
    page.keyboard.type("8")
    tab_to(page, "seed")
    page.keyboard.type("monday")
    to_button(page, "Start the test")
    page.keyboard.press("Enter")
    for position in range(1, 9):
        page.wait_for_url(f"**/tests/*/{position}")
        kind, i = shown(page)
        assert kind != "flashcard", "a self-rated card has no place in a scored test"
        keys_answer(page, kind, i, send="Save and continue")
    page.wait_for_url("**/finish")
    to_button(page, "Finish and see the score")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/tests/[^/]+$"))
    expect(page.locator("#main")).to_contain_text("8 of 8")
    expect(page.locator("#main")).to_contain_text("The Book of Kinds")


def test_a_test_is_taken_without_scripts_and_kept_in_the_history(
    site: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.goto(f"{site.url}/tests")
    page.locator("[name=count]").fill("5")
    page.get_by_role("button", name="Start the test").click()
    for position in range(1, 6):
        page.wait_for_url(f"**/tests/*/{position}")
        kind, i = shown(page)
        if position == 1:
            page.get_by_role("button", name="Save and continue").click()
            continue
        click_answer(page, kind, i, send="Save and continue")
    expect(page.locator("#main")).to_contain_text("1 question has no answer yet")
    page.get_by_role("button", name="Finish and see the score").click()
    expect(page.locator("#main")).to_contain_text("4 of 5")
    page.goto(f"{site.url}/tests")
    expect(page.locator("#main")).to_contain_text("4 of 5")


def test_reload_back_and_the_same_card_in_two_tabs_count_an_answer_once(
    site: Any, open_page: Callable[..., Page]
) -> None:
    page, tab = open_page(java_script_enabled=False), open_page(java_script_enabled=False)
    page.goto(site.url)
    page.get_by_role("button", name="Study").first.click()
    tab.goto(page.url)
    kind, i = shown(page)
    assert shown(tab) == (kind, i)
    click_answer(page, kind, i)
    page.wait_for_url("**/answers/1")
    page.reload()
    click_answer(tab, kind, i)
    tab.wait_for_url("**/answers/1")
    tab.go_back()
    assert shown(tab) != (kind, i), "the card moved on"
    engine = site.app.extensions["factdeck"].engine
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM review").scalar_one() == 1


def test_a_double_click_on_the_button_counts_once(site: Any, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(site.url)
    page.get_by_role("button", name="Study").first.click()
    page.wait_for_url("**/study/*")
    page.get_by_text("I don't know").or_(page.get_by_text("Show answer")).first.dblclick()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    engine = site.app.extensions["factdeck"].engine
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM review").scalar_one() <= 1
