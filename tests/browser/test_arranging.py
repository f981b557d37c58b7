"""Lines are put in order and matched by tapping, dragging and keys alike, over the fields that pages without
scripts show; what is sent, announced and focused is looked at, not how it looks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
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
COUNT_GLIDES = """() => {
    const animate = Element.prototype.animate;
    window.glides = 0;
    Element.prototype.animate = function (...how) { window.glides += 1; return animate.apply(this, how); };
}"""
CARD = re.compile(r"/study/[^/]+$")


@pytest.fixture
def study(
    serve: Callable[[Path], Any], bank_of: Callable[[str], Path], open_page: Callable[..., Page]
) -> Callable[..., Page]:
    """Open a study session on these questions and return the page with the first."""

    def start(questions: str, **options: Any) -> Page:
        page = open_page(**{"viewport": {"width": 1000, "height": 800}, **options})
        page.goto(serve(bank_of(questions)).url)
        page.get_by_role("button", name="Study").first.click()
        page.wait_for_url(CARD)
        expect(page.locator(".is-arranged")).to_be_visible()
        return page

    return start


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


def axe_findings(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


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


def test_lines_are_ordered_by_letters_the_next_by_figures_and_enter_sends_them(
    study: Callable[..., Page],
) -> None:
    page = study(ORDERING + ORDERING.replace("id: day", "id: again"))
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


def test_a_line_keeps_the_focus_wherever_keys_move_it(study: Callable[..., Page]) -> None:
    page = study(ORDERING, reduced_motion="reduce")
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


def test_what_was_placed_outlasts_being_asked_again(study: Callable[..., Page], troubles: list[str]) -> None:
    page = study(ORDERING)
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


AT_REST = "() => { const y = scrollY; return new Promise((is) => setTimeout(() => is(y === scrollY), 150)); }"


def test_a_finger_scrolls_over_lines_taps_them_into_order_and_moves_them_by_buttons_and_grip(
    study: Callable[..., Page],
) -> None:
    page = study(ORDERING, **{**PHONE, "viewport": {"width": 360, "height": 480}})
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


def test_a_mouse_drags_lines_to_their_places_and_matches_onto_lines(study: Callable[..., Page]) -> None:
    page = study(ORDERING + MATCHING, reduced_motion="reduce")
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


def test_lines_are_matched_by_letters_and_figures_and_in_their_own_fields(
    study: Callable[..., Page],
) -> None:
    page = study(MATCHING)
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


def test_a_finger_matches_by_tapping_and_takes_a_match_away(study: Callable[..., Page]) -> None:
    page = study(MATCHING, **PHONE)
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
    study: Callable[..., Page],
) -> None:
    page = study(ORDERING + MATCHING, viewport={"width": 320, "height": 700})
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
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert axe_findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.get_by_role("button", name="I don't know").click()
        page.wait_for_url("**/answers/*")
        page.get_by_role("link", name="Continue").click()
        page.wait_for_url(CARD)
