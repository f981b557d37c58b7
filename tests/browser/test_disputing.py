"""After a wrong answer: "I was right", a report and a note, by keys alone, by touch and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from question_bank.model import DontKnow, TextResponse
from quiz.services import learners, study
from quiz.services.context import current_context
from quiz.services.study import Mode

from .axe import findings

pytestmark = pytest.mark.browser
RIVER = """\
  - id: river
    kind: short_answer
    prompt: Which river flows through Seoul?
    answer: The Han
    explanation: It reaches the Yellow Sea.
    facts: [fact]
"""


@pytest.fixture
def wrong(
    serve: Callable[[Path], Any], bank_of: Callable[[str], Path], open_page: Callable[..., Page]
) -> Any:
    """Open a page like this at the feedback on a wrong answer."""
    site = serve(bank_of(RIVER))

    def start(**options: object) -> Page:
        page = open_page(**options)
        page.goto(site.url)
        page.get_by_role("button", name="Study").first.click()
        page.wait_for_url("**/study/*")
        page.locator("input[name=text]").fill("Hangang")
        page.keyboard.press("Enter")
        page.wait_for_url("**/answers/1")
        return page

    return start


def test_keys_say_right_take_it_back_report_and_note(wrong: Any, troubles: list[str]) -> None:
    page = wrong(viewport={"width": 1280, "height": 800})
    verdict, live = page.locator("#result h2"), page.locator("#live")
    page.keyboard.press("r")
    expect(verdict).to_contain_text("Counted as right")
    expect(live).to_have_text("Counted as right. Your teacher will see it. Good. Comes back in 10 minutes")
    expect(page.locator(".actions")).to_contain_text("Comes back in 10 minutes")
    assert page.evaluate("document.activeElement.id") == "result"
    page.keyboard.press("z")
    expect(verdict).to_contain_text("Wrong")
    expect(live).to_contain_text("Taken back")
    page.keyboard.press("r")
    expect(verdict).to_contain_text("Counted as right")

    page.keyboard.press("f")
    page.wait_for_url("**/report")
    page.keyboard.press("Enter")
    expect(live).to_contain_text("Choose what is wrong")
    assert [trouble for trouble in troubles if "422" not in trouble] == []
    troubles.clear()
    page.keyboard.press("b")
    expect(page.get_by_label("More than one answer is right")).to_be_checked()
    page.keyboard.press("Enter")
    page.wait_for_url("**/answers/1")
    expect(live).to_contain_text("Thank you")

    page.keyboard.press("n")
    page.wait_for_url("**/note")
    expect(page.locator("textarea")).to_be_focused()
    page.keyboard.type("r f n: Han, like the people")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/answers/1")
    expect(page.locator(".own-note")).to_contain_text("r f n: Han, like the people")
    expect(verdict).to_contain_text("Counted as right")
    page.keyboard.press("Space")
    page.wait_for_url(re.compile(r"/study/[^/]+$"))
    expect(page.locator("#main")).not_to_contain_text("like the people")


def test_fingers_do_the_same_on_a_phone_and_axe_finds_nothing(wrong: Any) -> None:
    page = wrong(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, color_scheme="dark")
    page.get_by_role("button", name="I was right").tap()
    expect(page.locator("#result")).to_contain_text("your teacher will see it")
    found = look(page)
    page.get_by_role("link", name="Report").tap()
    page.wait_for_url("**/report")
    page.get_by_text("The question is unclear").tap()
    page.get_by_label("More about it").fill("Which one of the two?")
    found += look(page)
    page.get_by_role("button", name="Send to the teacher").tap()
    page.wait_for_url("**/answers/1")
    page.get_by_role("link", name="Note").tap()
    page.wait_for_url("**/note")
    page.locator("textarea").fill("x" * 300)
    found += look(page)
    page.get_by_role("button", name="Keep the note").tap()
    page.wait_for_url("**/answers/1")
    found += look(page)
    page.goto(f"{page.url.split('/study/')[0]}/banks/kinds/reports")
    expect(page.locator("#main")).to_contain_text("Which one of the two?")
    found += look(page)
    page.get_by_role("button", name="Done").tap()
    expect(page.locator("#main")).to_contain_text("Nothing is open")
    assert found == []


def test_without_scripts_an_answer_is_disputed_reported_and_noted(wrong: Any) -> None:
    page = wrong(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.get_by_role("button", name="I was right").click()
    expect(page.locator("#result")).to_contain_text("your teacher will see it")
    page.get_by_role("button", name="No, I was wrong").click()
    expect(page.locator("#result")).to_contain_text("Wrong")
    page.get_by_role("link", name="Report").click()
    page.get_by_label("The question is unclear").check(force=True)
    page.get_by_role("button", name="Send to the teacher").click()
    expect(page.locator("#main")).to_contain_text("Thank you")
    page.get_by_role("link", name="Note").click()
    page.locator("textarea").fill("Han, like the people")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator(".own-note")).to_contain_text("Han, like the people")


@pytest.mark.parametrize("hand", ["keys", "finger", "no scripts"])
def test_who_forgets_a_card_again_and_again_is_led_to_its_source_and_to_a_note(
    serve: Callable[[Path], Any],
    bank_of: Callable[[str], Path],
    open_page: Callable[..., Page],
    hand: str,
) -> None:
    site = serve(bank_of(RIVER))
    address = forgotten_eight_times(site)
    page = open_page(
        viewport={"width": 360, "height": 740},
        has_touch=hand == "finger",
        java_script_enabled=hand != "no scripts",
    )
    page.goto(f"{site.url}{address}")
    expect(page.locator(".another-look")).to_contain_text("You have forgotten this 8 times.")
    assert page.locator(".another-look").evaluate("each => each.getBoundingClientRect().right") <= 360
    source = page.get_by_role("link", name="Where it comes from")
    note = page.get_by_role("link", name="Write a note")
    if hand == "keys":
        source.press("Enter")
        page.wait_for_url(re.compile("/briefing[?]from="))
        page.keyboard.press("t")
        page.wait_for_url(f"**{address}")
        note.press("Enter")
    elif hand == "finger":
        source.tap()
        page.wait_for_url(re.compile("/briefing[?]from="))
        page.get_by_role("link", name="Back to the card").tap()
        page.wait_for_url(f"**{address}")
        note.tap()
    else:
        source.click()
        page.get_by_role("link", name="Back to the card").click()
        note.click()
    page.wait_for_url("**/note")
    page.locator("textarea").fill("It parts the city.")
    page.get_by_role("button", name="Keep the note").press("Enter")
    expect(page.locator(".own-note")).to_contain_text("It parts the city.")
    page.goto(f"{site.url}/banks/kinds/reports")
    expect(page.locator("#main")).to_contain_text("Which river flows through Seoul?")


def forgotten_eight_times(site: Any) -> str:
    """Learn the only card and forget it eight times; return where the last feedback is."""
    with site.app.app_context():
        ctx = current_context()
        learner = learners.local_learner(ctx)
        for known in (True, True, *(False, True) * 7, False):
            session = study.start(ctx, learner, (), Mode.SCHEDULED)
            shown = study.current(ctx, learner, session)
            place = (shown.card, shown.repetition, shown.revision_id)
            response = TextResponse("The Han") if known else DontKnow()
            given = study.answer(ctx, learner, session, *place, response, response_ms=None)
            site.clock.advance(**({"days": 40} if known else {"minutes": 15}))
    return f"/study/{session}/answers/{given.number}"


def look(page: Page) -> list[str]:
    """Return what axe finds, and what is wider than the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return [f"{page.url} is too wide"] * wide + findings(page)
