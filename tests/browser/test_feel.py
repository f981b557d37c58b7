"""How studying feels: what comes next is there before it is asked for."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

QUESTION = '[data-page="question"]'
FEEDBACK = '[data-page="feedback"]'


def answer_with_the_keyboard(page: Page) -> None:
    """Say "I don't know" to whatever is asked, and wait until the next card was fetched."""
    with page.expect_response(lambda answer: re.search(r"/study/[^/]+$", answer.url) is not None) as fetched:
        button = page.get_by_role("button", name="I don't know")
        if button.count():
            button.press("Enter")
        else:
            page.keyboard.press("Space")
            page.locator("[data-rating='1']").wait_for()
            page.keyboard.press("1")
        expect(page.locator(FEEDBACK)).to_be_visible()
    fetched.value.finished()


def test_the_next_card_is_there_before_it_is_asked_for(site, open_page):
    page = open_page()
    page.goto(site.url)
    page.get_by_role("button", name="Study").first.press("Enter")
    answer_with_the_keyboard(page)
    feedback, title = page.url, page.title()
    prompt = page.locator(".prompt").inner_text()

    page.route("**/study/**", lambda route: route.abort())  # from here on no page can be fetched
    page.keyboard.press("Space")
    expect(page.locator(QUESTION)).to_be_visible()
    assert page.locator(".prompt").inner_text() != prompt
    assert re.search(r"/study/[^/]+$", page.url)
    assert page.title() != title
    assert page.evaluate("document.activeElement !== document.body")

    page.unroute("**/study/**")
    shown = page.locator(".prompt").inner_text()
    page.reload()
    expect(page.locator(".prompt")).to_have_text(shown, use_inner_text=True)
    page.go_back()
    expect(page.locator(FEEDBACK)).to_be_visible()
    assert page.url == feedback


def test_back_leads_to_a_feedback_that_was_loaded_as_a_page_of_its_own(site, open_page):
    page = open_page()
    page.goto(site.url)
    page.get_by_role("button", name="Study").first.press("Enter")
    answer_with_the_keyboard(page)
    with page.expect_response(lambda answer: re.search(r"/study/[^/]+$", answer.url) is not None) as fetched:
        address = page.url
        page.goto(site.url)
        page.goto(address)
    fetched.value.finished()
    page.keyboard.press("Space")
    expect(page.locator(QUESTION)).to_be_visible()
    page.go_back()
    expect(page.locator(FEEDBACK)).to_be_visible()


def test_what_is_fetched_early_is_dropped_when_something_was_changed(site, open_page):
    page = open_page()
    page.goto(site.url)
    page.get_by_role("button", name="Study").first.press("Enter")
    first = page.locator(".prompt").inner_text()
    answer_with_the_keyboard(page)
    page.keyboard.press("z")
    expect(page.locator(QUESTION)).to_be_visible()
    expect(page.locator(".prompt")).to_have_text(first, use_inner_text=True)
