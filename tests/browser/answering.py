"""Answering the questions of the bank of every kind: with keys, with fields and buttons, with a finger."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

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


def allow_new_cards(page: Page, url: str, number: int) -> None:
    """Let the learner meet that many new cards today."""
    page.goto(f"{url}/settings")
    page.locator("[name=new_per_day]").fill(str(number))
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[name=new_per_day]")).to_have_value(str(number))
