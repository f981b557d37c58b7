"""A learner's day in a real browser: with the keyboard alone, and again without scripts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
KINDS = (
    "flashcard",
    "true_false",
    "single_choice",
    "multiple_choice",
    "short_answer",
    "list",
    "number",
    "date",
    "cloze",
    "ordering",
    "matching",
)
PROMPT = re.compile(rf"({'|'.join(KINDS)})\W+(\d)")


def shown(page: Page) -> tuple[str, int]:
    """Return kind and number of the question on the page."""
    found = PROMPT.search(page.locator("#main").inner_text())
    assert found, page.locator("#main").inner_text()
    return found[1], int(found[2])


def options(page: Page, name: str) -> list[str]:
    """Return the labels of the radio buttons or boxes called `name`, in the order shown."""
    return [
        box.evaluate("box => box.labels[0].innerText").strip()
        for box in page.locator(f"input[name={name}]").all()
    ]


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the field called `name` has the focus."""
    for _ in range(60):
        if page.evaluate("document.activeElement.getAttribute('name')") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the field {name} cannot be reached with Tab")


def to_button(page: Page, name: str) -> None:
    """Press Tab until the button called `name` has the focus."""
    for _ in range(60):
        if page.evaluate("document.activeElement.innerText || ''").strip().startswith(name):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the button {name} cannot be reached with Tab")


def type_into(page: Page, name: str, text: str) -> None:
    tab_to(page, name)
    page.keyboard.type(text)


def keys_choose(page: Page, name: str, wanted: set[str]) -> None:
    for letter, label in zip("ABCDEFGH", options(page, name), strict=False):
        if any(label.endswith(text) for text in wanted):
            page.keyboard.press(letter)


def keys_answer(page: Page, kind: str, i: int, send: str = "Answer") -> None:
    """Give the right answer with the keyboard alone and send it."""
    match kind:
        case "flashcard":
            page.keyboard.press("Space")
            expect(page.locator("#main")).to_contain_text(f"back {i}")
            page.keyboard.press("3")
            return
        case "true_false":
            keys_choose(page, "truth", {"True"})
        case "single_choice":
            keys_choose(page, "choice", {f" key {i}", f"\nkey {i}"} | {f"key {i}"} - {f"second key {i}"})
        case "multiple_choice":
            keys_choose(page, "choice", {f"key {i}"})
        case "short_answer":
            type_into(page, "text", f"typed {i}")
        case "number":
            type_into(page, "text", f"4{i} km")
        case "date":
            type_into(page, "text", f"2{i} August 2011")
        case "cloze":
            type_into(page, "texts-0", f"hidden {i}")
        case "list":
            type_into(page, "texts-0", f"second {i}")
            type_into(page, "texts-1", f"first {i}")
        case "ordering":
            for field, label in labelled_selects(page):
                tab_to(page, field)
                page.keyboard.type(str(1 + ["early", "middle", "late"].index(label.split()[0])))
            to_button(page, send)
        case "matching":
            for field, label in labelled_selects(page):
                tab_to(page, field)
                right = page.locator(".match-key li").filter(
                    has_text={"one": "eins", "two": "zwei"}[label.split()[0]]
                )
                page.keyboard.press(right.locator(".letter").inner_text().strip())
            to_button(page, send)
    page.keyboard.press("Enter")


def labelled_selects(page: Page) -> list[tuple[str, str]]:
    """Return name of each select on the page, and the text of the item or left side that it is for."""
    found = []
    for box in page.locator("#main select").all():
        label = box.get_attribute("aria-describedby") or box.get_attribute("aria-labelledby")
        found.append((str(box.get_attribute("name")), page.locator(f"#{label}").inner_text().strip()))
    return found


def click_choose(page: Page, name: str, wanted: str) -> None:
    for index, label in enumerate(options(page, name)):
        if label.endswith(wanted):
            page.locator(f"input[name={name}]").nth(index).check(force=True)


def click_answer(page: Page, kind: str, i: int, send: str = "Answer") -> None:
    """Give the right answer with fields and buttons alone, as a browser without scripts can."""
    match kind:
        case "flashcard":
            page.get_by_text("Show answer").click()
            page.get_by_role("button", name="Good").click()
            return
        case "true_false":
            click_choose(page, "truth", "True")
        case "single_choice" | "multiple_choice":
            click_choose(page, "choice", f"key {i}")
        case "short_answer":
            page.locator("[name=text]").fill(f"typed {i}")
        case "number":
            page.locator("[name=text]").fill(f"4{i} km")
        case "date":
            page.locator("[name=text]").fill(f"2011-08-2{i}")
        case "cloze":
            page.locator("[name=texts-0]").fill(f"hidden {i}")
        case "list":
            page.locator("[name=texts-0]").fill(f"first {i}")
            page.locator("[name=texts-1]").fill(f"second {i}")
        case "ordering":
            for field, label in labelled_selects(page):
                position = 1 + ["early", "middle", "late"].index(label.split()[0])
                page.locator(f"[name={field}]").select_option(label=str(position))
        case "matching":
            for field, label in labelled_selects(page):
                right = {"one": f"eins {i}", "two": f"zwei {i}"}[label.split()[0]]
                page.locator(f"[name={field}]").select_option(label=right)
    page.get_by_role("button", name=re.compile(f"^{send}")).click()


def allow_new_cards(page: Page, url: str, number: int) -> None:
    """Let the learner meet that many new cards today."""
    page.goto(f"{url}/settings")
    page.locator("[name=new_per_day]").fill(str(number))
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[name=new_per_day]")).to_have_value(str(number))


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
    page = open_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
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


def tap_answer(page: Page, kind: str, i: int) -> None:
    """Give the right answer with a finger; what is typed is typed."""
    match kind:
        case "flashcard":
            page.get_by_role("button", name="Show answer").tap()
            page.wait_for_url("**/reveal*")
            page.get_by_role("button", name="Good").tap()
            return
        case "true_false" | "single_choice" | "multiple_choice":
            name = "truth" if kind == "true_false" else "choice"
            wanted = "True" if kind == "true_false" else f"key {i}"
            for index, label in enumerate(options(page, name)):
                if label.endswith(wanted):
                    page.locator("label.option").nth(index).tap()
        case "ordering":
            for text in ("early", "middle", "late"):
                page.locator(".places li", has_text=text).tap()
        case "matching":
            for left, right in (("one", "eins"), ("two", "zwei")):
                page.locator(".matches li", has_text=f"{left} {i}").first.tap()
                page.locator(".match-key li", has_text=right).tap()
        case _:
            click_answer(page, kind, i)
            return
    page.get_by_role("button", name="Answer").tap()


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
