"""Lines to order and to match, as a page shows them and as it would send them, and hands that move them."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

RIGHT_ORDER = ["dawn", "morning", "noon", "dusk"]
ORDERING = (
    "  - id: day\n    kind: ordering\n    prompt: Order the day.\n    items: [dawn, morning, noon, dusk]\n"
    "    facts: [fact]\n    tags: [day]\n"
)
MATCHING = (
    "  - id: states\n    kind: matching\n    prompt: Which state?\n"
    "    pairs: [{left: Ice, right: solid}, {left: Dew, right: liquid}, {left: Rock, right: solid}]\n"
    "    spare: [gas]\n    facts: [fact]\n    tags: [states]\n"
)
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
    "reduced_motion": "reduce",
}
CARD = re.compile(r"/study/[^/]+$")


def lines(page: Page) -> list[str]:
    """Return the lines from top to bottom."""
    return [text.strip() for text in page.locator(".places [id^=item-]").all_inner_texts()]


def places(page: Page) -> dict[str, str]:
    """Return what would be sent: the place in the field of each line."""
    return {
        row.locator("[id^=item-]").inner_text().strip(): row.locator("select").input_value()
        for row in page.locator(".places li").all()
    }


def numbered(*order: str) -> dict[str, str]:
    return {line: str(place) for place, line in enumerate(order, 1)}


def line(page: Page, text: str) -> Locator:
    return page.locator(".places li").filter(has_text=text)


def chosen(page: Page) -> list[str]:
    """Return what would be sent: the right side chosen for each left one."""
    return [
        row.locator("select").evaluate("box => box.selectedOptions[0].text.split(' – ').at(-1)")
        for row in page.locator(".matches li").all()
    ]


def right(page: Page, text: str) -> Locator:
    return page.locator(".match-key li").filter(has_text=text)


def letter_of(place: Locator) -> str:
    return place.locator(".letter").inner_text().strip()


def said(page: Page, text: str) -> None:
    expect(page.locator("#live")).to_contain_text(text)


def focused_line(page: Page) -> str:
    found = page.evaluate(
        "document.activeElement.closest('.places li')?.querySelector('[id^=item-]').innerText"
    )
    return str(found).strip()


def finger(page: Page, *path: tuple[float, float]) -> None:
    """Put a finger down at the first point, move it along the others and lift it."""
    client = page.context.new_cdp_session(page)
    for number, (x, y) in enumerate(path):
        kind = "touchMove" if number else "touchStart"
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=3)
    page.mouse.move(*end, steps=3)


def answer(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Answer")).click()


def go_on(page: Page) -> None:
    """From the feedback to the next card, whose lines htmx brings."""
    page.wait_for_url("**/answers/*")
    page.get_by_role("link", name="Continue").click()
    page.wait_for_url(CARD)
    expect(page.locator(".is-arranged")).to_be_visible()
