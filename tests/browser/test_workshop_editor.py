"""The editor of a bank's text in a real browser: findings as one types, completion, saving, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .axe import findings

pytestmark = pytest.mark.browser
QUESTION = (
    "  # a note above\n"
    "  - id: vapour\n"
    "    kind: single_choice\n"
    "    prompt: Where does most water vapour come from?\n"
    "    answer: The oceans\n"
    "    distractors: [The rivers, The lakes, The glaciers]\n"
    "    explanation: The sea is the largest surface of water.\n"
    "    facts: [fact]\n"
)
ANOTHER = "  - id: dew\n    kind: flashcard\n    prompt: What is dew?\n    answer: Water\n    facts: [fact]\n"
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
    "color_scheme": "dark",
    "reduced_motion": "reduce",
}
EDITOR = "/workshop/kinds/questions/vapour"
OPEN_MS = 150  # a list that has just opened takes no key, lest it swallow what was meant for the text
# A cursor in a text, as "|", and the way to it from the outermost list or mapping, with what its word is.
PLACES = {
    "- id: a\n  ki|": "-: entry ki",
    "- id: a\n  kind: single|": "- kind: value single",
    "questions:\n  - id: a\n    facts: [one, t|": "questions - facts -: entry t",
    "questions:\n- id: a\n  distractors:\n  - {text: x, fee|": "questions - distractors -: entry fee",
    "facts:\n- evidence:\n    any:\n    - {source: s,\n       par|": "facts - evidence any -: entry par",
    "facts:\n  - evidence:\n      - source: s\n        paragraph: |": "facts - evidence - paragraph: value ",
    'title: "A # in quotes|': 'title: value "A # in quotes',
    "title: a # not|": None,
    "- id: a\n  explanation: A text that\n    goes on|": None,
    "- id: a\n  explanation: >\n    facts: in a text|": None,
    "facts: [a]|": None,
}
PLACE_OF = """async ([text]) => {
    const { placeAt } = await import("/static/js/editing/places.js");
    const before = text.slice(0, text.indexOf("|")).split("\\n");
    const lines = text.replace("|", "").split("\\n");
    const place = placeAt(lines, before.length - 1, before.at(-1).length);
    if (!place) return null;
    const way = place.steps.map((step) => step.name ?? "-").join(" ");
    return `${way}: ${place.role} ${before.at(-1).slice(place.from)}`;
}"""


@pytest.fixture
def asked() -> list[str]:
    """What the browser asked before it did something."""
    return []


@pytest.fixture
def editor(
    serve: Callable[[Path], Any],
    bank_of: Callable[[str], Path],
    open_page: Callable[..., Page],
    asked: list[str],
) -> Callable[..., Page]:
    """Open the editor of a question in a bank that was served afresh, or again in another tab."""
    urls: list[str] = []

    def start(**options: Any) -> Page:
        if not urls:
            urls.append(serve(bank_of(QUESTION + ANOTHER)).url)
        page = open_page(**{"viewport": {"width": 1280, "height": 900}, **options})
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        page.goto(urls[0] + EDITOR)
        return page

    return start


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "banks" / "own" / "questions" / "own.yaml"


def content(page: Page) -> Locator:
    return page.locator(".cm-content")


def text_of(page: Page) -> str:
    """Return what the form would send."""
    return page.locator("textarea[data-editor]").input_value()


def count(page: Page) -> Locator:
    return page.locator(".editor-count")


def put_cursor(page: Page, after: str) -> None:
    """Put the cursor behind these words: look for them, and leave the search."""
    content(page).focus()
    page.keyboard.press("ControlOrMeta+Home")
    page.keyboard.press("ControlOrMeta+f")
    page.keyboard.type(after)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")


def kept_texts(page: Page) -> int:
    """Return how many texts the browser keeps because they were not saved."""
    keys: list[str] = page.evaluate("Object.keys(localStorage)")
    return sum(key.startswith("factdeck:unsaved:") for key in keys)


def wait_until_kept(page: Page) -> None:
    for _ in range(100):
        if kept_texts(page) == 1:
            return
        page.wait_for_timeout(20)
    raise AssertionError("the browser kept nothing")


def test_a_wrong_key_is_shown_and_mended_and_the_question_saved_by_keys_alone(
    editor: Callable[..., Page], file: Path, asked: list[str]
) -> None:
    page = editor()
    expect(count(page)).to_have_text(re.compile("No findings|advice"))
    assert page.locator("textarea[data-editor]").is_hidden()
    expect(content(page)).to_have_attribute("aria-label", "The question as text")

    put_cursor(page, "  distract")
    page.keyboard.press("Delete")
    page.keyboard.type("e")
    expect(count(page)).to_contain_text("error")
    expect(page.locator(".cm-lintRange-error").first).to_have_text("distracters")
    expect(page.locator(".cm-lint-marker-error").first).to_be_visible()
    expect(page.locator("[data-findings]")).to_contain_text("did you mean 'distractors'?")
    expect(page.locator(".editor-here")).to_contain_text("E103 unknown key 'distracters'")
    assert findings(page) == []
    page.locator(".cm-lintRange-error").first.hover()
    hint = page.locator(".cm-tooltip-lint")
    expect(hint.get_by_role("link", name="E103: why, with an example")).to_have_attribute(
        "href", "/workshop/codes/E103"
    )
    expect(hint.get_by_role("button", name="Write “distractors”")).to_be_visible()

    page.keyboard.press("ControlOrMeta+Home")
    page.keyboard.press("F8")
    expect(page.locator("#live")).to_contain_text("Line 7: E103")
    page.keyboard.press("ControlOrMeta+.")
    assert "  distractors: [The rivers" in text_of(page)
    page.keyboard.press("ControlOrMeta+z")
    assert "  distracters: [The rivers" in text_of(page)
    page.keyboard.press("ControlOrMeta+Shift+z")

    put_cursor(page, "The glaciers")
    page.keyboard.type(", The clouds")
    page.keyboard.press("ControlOrMeta+s")
    expect(page.locator(".message").first).to_contain_text("Saved.")
    assert (
        file.read_text(encoding="utf-8")
        == "questions:\n" + QUESTION.replace("The glaciers]", "The glaciers, The clouds]") + ANOTHER
    )
    expect(count(page)).to_have_text(re.compile("No findings|advice"))
    assert kept_texts(page) == 0
    assert "saved=" not in page.url
    assert asked == []

    put_cursor(page, "answer: The ")
    stood = page.locator(".cm-editor").bounding_box()
    page.keyboard.type("salty ")
    expect(page.locator("[data-decisions]")).to_contain_text("The answer changed")
    assert page.locator(".cm-editor").bounding_box() == stood


def test_what_may_stand_somewhere_is_offered_there_and_written_out(editor: Callable[..., Page]) -> None:
    page = editor()
    places = {text: page.evaluate(PLACE_OF, [text]) for text in PLACES}
    assert places == PLACES

    options = page.locator(".cm-tooltip-autocomplete li")
    put_cursor(page, "The glaciers]")
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.type("dis")
    expect(options.first).to_have_text(re.compile("^distractors"))
    expect(page.locator(".cm-completionInfo")).to_contain_text("Wrong options: plausible")
    page.wait_for_timeout(OPEN_MS)
    page.keyboard.press("Enter")
    page.keyboard.type("The rivers\n- te")
    page.wait_for_timeout(2 * OPEN_MS)
    expect(options).to_have_count(0)
    assert "\n  distractors:\n    - The rivers\n    - te\n  explanation" in text_of(page)

    put_cursor(page, "facts: [")
    page.keyboard.press("Control+Space")
    expect(options.first).to_contain_text("There are kinds.")
    page.keyboard.press("Escape")
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type("dif")
    expect(options.first).to_contain_text("difficulty")
    page.wait_for_timeout(OPEN_MS)
    page.keyboard.press("Tab")
    assert text_of(page).endswith("\n  difficulty: ")
    page.keyboard.press("Tab")
    expect(content(page)).not_to_be_focused()


def test_unsaved_changes_survive_the_tab_and_meet_those_of_another_on_the_merge_page(
    editor: Callable[..., Page], file: Path, troubles: list[str], asked: list[str]
) -> None:
    page = editor()
    put_cursor(page, "Where does most ")
    page.keyboard.type("of the ")
    expect(count(page)).not_to_contain_text("error")
    wait_until_kept(page)
    changed = file.read_text(encoding="utf-8").replace("come from?", "rise from?")
    file.write_text(changed, encoding="utf-8")
    page.reload()
    assert asked == ["beforeunload"]

    kept = page.get_by_role("region", name="Changes that were not saved")
    expect(kept).to_contain_text("The text below is newer")
    assert findings(page) == []
    kept.get_by_role("button", name="Bring them back").click()
    expect(kept).to_have_count(0)
    assert "Where does most of the water vapour come from?" in text_of(page)

    page.keyboard.press("ControlOrMeta+s")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Where does most of the water vapour come from?")
    expect(page.locator("main")).to_contain_text("Where does most water vapour rise from?")
    assert file.read_text(encoding="utf-8") == changed
    troubles[:] = [trouble for trouble in troubles if "409" not in trouble]
    page.goto(page.url)
    expect(page.get_by_role("region", name="Changes that were not saved")).to_be_visible()
    page.get_by_role("button", name="Throw them away").click()
    assert kept_texts(page) == 0


def test_on_a_phone_a_tap_mends_and_an_unreachable_check_is_said_quietly(
    editor: Callable[..., Page], troubles: list[str]
) -> None:
    page = editor(**PHONE)
    put_cursor(page, "  facts")
    page.keyboard.press("Backspace")
    mend = page.get_by_role("button", name="Write “facts”").last
    expect(mend).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert float(content(page).evaluate("node => parseFloat(getComputedStyle(node).fontSize)")) >= 16
    assert findings(page) == []
    page.emulate_media(forced_colors="active")
    expect(page.locator(".cm-lint-marker-error").first).to_be_visible()
    mend.tap()
    assert "  facts: [fact]" in text_of(page)
    expect(count(page)).not_to_contain_text("error")

    page.route("**/check", lambda route: route.abort())
    page.keyboard.type(" # a note")
    expect(count(page)).to_contain_text("You can go on writing")
    troubles[:] = [trouble for trouble in troubles if "ERR_FAILED" not in trouble]


def test_without_the_editor_the_field_does_all_that_matters(
    editor: Callable[..., Page], open_page: Callable[..., Page], file: Path
) -> None:
    plain = editor(java_script_enabled=False)
    field = plain.locator("textarea[data-editor]")
    field.fill(field.input_value().replace("the largest", "by far the largest"))
    plain.get_by_role("button", name="Save").click()
    expect(plain.locator(".message").first).to_contain_text("Saved.")
    assert "by far the largest" in file.read_text(encoding="utf-8")

    page = open_page()
    page.route(
        "**/codemirror.js",
        lambda route: route.fulfill(body="throw new Error('broken')", content_type="text/javascript"),
    )
    page.goto(plain.url)
    field = page.locator("textarea[data-editor]")
    field.fill(field.input_value().replace("by far the", "easily the"))
    wait_until_kept(page)
    field.press("ControlOrMeta+s")
    expect(page.locator(".message").first).to_contain_text("Saved.")
    assert "easily the largest" in file.read_text(encoding="utf-8")
