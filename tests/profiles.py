"""Browser profiles that one test after another has to itself."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext


class Profiles:
    """Browser profiles with the same options, one test after another: a new one costs as much as four pages.

    A profile that is given back has no pages, cookies or permissions any more, and what a page keeps by
    itself belongs to its test's own port.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[BrowserContext]] = {}

    def take(self, options: dict[str, Any]) -> BrowserContext:
        if free := self._free.get(repr(sorted(options.items()))):
            return free.pop()
        context = self._browser.new_context(**options)
        context.set_default_timeout(8_000)
        return context

    def give_back(self, options: dict[str, Any], context: BrowserContext) -> None:
        for page in context.pages:
            page.close()
        context.clear_cookies()
        context.clear_permissions()
        self._free.setdefault(repr(sorted(options.items())), []).append(context)
