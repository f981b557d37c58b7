"""What axe finds on a page as it stands, in one colour scheme or in both."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCRIPT = Axe().axe_script
# All else that axe asks about is the same in both schemes: they differ in the values of variables alone.
COLOURS = ["color-contrast", "link-in-text-block"]
AT_REST = """() => Promise.allSettled(document.getAnimations()
    .filter(each => each.effect.getComputedTiming().endTime !== Infinity).map(each => each.finished))"""
RUN = """rules => axe.run({resultTypes: ["violations"], ...(rules.length ? {runOnly: rules} : {})})
    .then(results => results.violations)"""


def findings(page: Page, *rules: str) -> list[str]:
    """Return what axe finds, a line per rule and element; of all rules unless some are given."""
    page.wait_for_load_state("load")
    page.evaluate(AT_REST)
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(SCRIPT)
    return [
        f"{page.url}: {rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in page.evaluate(RUN, list(rules))
        for node in rule["nodes"]
    ]


def findings_by_day_and_night(page: Page) -> list[str]:
    """Return what axe finds in the light scheme, and what it says of colours in the dark one."""
    page.emulate_media(color_scheme="light")
    by_day = findings(page)
    page.emulate_media(color_scheme="dark")
    by_night = [f"dark: {line}" for line in findings(page, *COLOURS)]
    page.emulate_media(color_scheme="light")
    return by_day + by_night
