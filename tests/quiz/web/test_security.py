"""Headers, cookies, tokens and hosts, on every page there is."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from quiz.config import Config
from quiz.factory import create_app

PATHS = (
    "/",
    "/tests",
    "/settings",
    "/settings/parameters",
    "/settings/parameters/due-dates",
    "/settings/schedule",
    "/settings/calendar",
    "/settings/calendar/revoke",
    "/banks/water/exam",
    "/plans/backlog",
    "/progress",
    "/my-data",
    "/my-data/factdeck.json",
    "/shortcuts",
    "/banks/water",
    "/banks/water/anki",
    "/banks/water/anki/connect",
    "/banks/water/reports",
    "/banks/water/sources",
    "/banks/water/sources/survey",
    "/workshop",
    "/workshop/water",
    "/workshop/water/history",
    "/workshop/water/new",
    "/workshop/water/new/matching",
    "/workshop/water/new-fact",
    "/workshop/new_bank",
    "/workshop/water/import",
    "/workshop/water/export/gift",
    "/workshop/codes/E103",
    "/tests/print?bank=water&count=3&seed=a",
    "/no-such-page",
    "/study/no-such-session",
    "/banks/no-such-bank",
)
POSTS = (
    "/study",
    "/study/x/answer",
    "/study/x/undo",
    "/study/x/skip",
    "/study/x/suspend",
    "/study/x/answers/1/rate",
    "/study/x/answers/1/right",
    "/study/x/answers/1/right/withdraw",
    "/study/x/answers/1/report",
    "/study/x/answers/1/note",
    "/study/x/report",
    "/study/x/again",
    "/banks/water/reports/close",
    "/banks/water/reports/reopen",
    "/banks/water/reports/1/x/accept",
    "/banks/water/reports/1/x/decline",
    "/banks/water/repairs/1/undo",
    "/banks/water/repairs/resume",
    "/news/seen",
    "/banks/water/resume",
    "/banks/water/anki",
    "/banks/water/anki/done",
    "/banks/water/anki/exports/1",
    "/banks/water/sources/x/text",
    "/banks/water/sources/x/text/former",
    "/banks/water/sources/x/text/remove",
    "/workshop/water/check",
    "/tests",
    "/tests/x/1",
    "/tests/x/1/report",
    "/tests/x/finish",
    "/settings",
    "/settings/parameters/fit",
    "/settings/parameters/versions/1",
    "/settings/parameters/due-dates",
    "/settings/schedule",
    "/settings/calendar",
    "/settings/calendar/revoke",
    "/banks/water/test-me",
    "/banks/water/exam",
    "/banks/water/exam/remove",
    "/plans/backlog",
    "/workshop/water/questions/x",
    "/workshop/water/questions/x/remove",
    "/workshop/water/files/x",
    "/workshop/water/merge",
    "/workshop/water/history/1/revert",
    "/workshop/water/preview",
    "/workshop/water/preview/anki",
    "/workshop/water/new/x",
    "/workshop/water/new-fact",
    "/workshop/new_bank",
    "/workshop/water/import",
    "/workshop/water/import/x",
    "/workshop/water/import-anki",
    "/workshop/water/import-anki/x",
    "/workshop/water/import-anki/x/report",
    "/workshop/water/import-anki/x/edited",
    "/my-data/anki",
    "/my-data/anki/x",
    "/my-data/delete",
    "/banks/water/anki/connect/send",
    "/banks/water/anki/connect/fetch",
    "/workshop/water/draft",
    "/workshop/water/draft/1",
    "/workshop/water/drafts/x/accept",
    "/workshop/water/drafts/x/mend",
    "/workshop/water/drafts/x/drop",
    "/workshop/water/drafts/undo",
    "/workshop/water/drafts/facts",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_forbids_what_is_inline_or_from_elsewhere_and_is_not_kept(app: Flask, path: str) -> None:
    headers = app.test_client().get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    own = ("script-src", "style-src", "img-src", "form-action", "connect-src")
    assert {policy[name] for name in own} == {"'self'"}
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["font-src"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", PATHS)
def test_no_page_holds_a_script_a_style_or_a_handler_of_its_own(visit: Any, path: str) -> None:
    page = visit().open(path)
    assert not [found for tag, found in page.tags if tag == "script" and "src" not in found]
    assert not [tag for tag, _ in page.tags if tag == "style"]
    assert not [name for _, found in page.tags for name in found if name == "style" or name.startswith("on")]


def test_every_address_that_changes_something_is_tried_without_a_token(app: Flask) -> None:
    changing = {
        re.sub(r"<int[^>]*>", "1", rule.rule)
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
    }
    tried = {path.replace("/x", "/<>").replace("/water", "/<>") for path in POSTS}
    assert {re.sub(r"<[^>]*>", "<>", path) for path in changing} == tried


@pytest.mark.parametrize("path", POSTS)
def test_a_form_without_its_token_is_refused_with_advice(app: Flask, path: str) -> None:
    response = app.test_client().post(path, data={"rating": "3"})
    assert response.status_code == 400
    assert "reload the page" in response.get_data(as_text=True)


def test_static_files_may_be_kept_and_carry_the_headers_too(app: Flask) -> None:
    with app.test_client().get("/static/css/base.css") as response:
        assert "no-store" not in response.headers.get("Cache-Control", "")
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("https", [False, True])
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    tmp_path: Path, app: Flask, https: bool
) -> None:
    app.config["SESSION_COOKIE_SECURE"] = Config(https=https, instance=tmp_path).for_flask()[
        "SESSION_COOKIE_SECURE"
    ]
    base = "https://localhost" if https else "http://localhost"
    cookie = app.test_client().get("/settings", base_url=base).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("Secure" in cookie) is https


def test_a_foreign_host_name_is_refused_since_it_may_be_dns_rebinding(app: Flask) -> None:
    response = app.test_client().get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "Content-Security-Policy" in response.headers


def test_a_fault_of_ours_gives_a_page_that_says_so(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    del app.extensions["factdeck"]
    response = app.test_client().get("/")
    assert response.status_code == 500
    assert "The fault is Factdeck" in response.get_data(as_text=True)
    assert response.headers["Cache-Control"] == "no-store"


def test_a_missing_page_says_what_to_do_in_words(app: Flask) -> None:
    for path in (
        "/no-such-page",
        "/study/unknown",
        "/study/unknown/answers/1",
        "/banks/x",
        "/tests/x",
        "/tests/x/1",
    ):
        response = app.test_client().get(path)
        assert response.status_code == 404, path
        assert "There is no such page" in response.get_data(as_text=True)


@pytest.mark.parametrize("number", ["0", "2147483647", "99999999999999999999999999"])
def test_numbers_nobody_was_given_are_no_fault_of_ours(visit: Any, number: str) -> None:
    visitor = visit()
    visitor.send("/study")
    for path in (f"{visitor.path}/answers/{number}", f"/tests/x/{number}"):
        assert visitor.client.get(path).status_code == 404
    for field in ("card", "repetition", "revision"):
        data = {**visitor.page.form("/skip")["fields"], field: f"{number}.0" if field == "card" else number}
        assert visitor.client.post(f"{visitor.path}/answer", data=data).status_code in {303, 400, 404, 422}


@pytest.mark.parametrize("field", ["card", "repetition", "revision"])
@pytest.mark.parametrize("value", ["", "x", "-1", "1.x", "١.٠", "\0"])
def test_a_form_that_no_page_sends_is_refused(visit: Any, field: str, value: str) -> None:
    visitor = visit()
    visitor.send("/study")
    data = {**visitor.page.form("/skip")["fields"], field: value}
    assert visitor.client.post(f"{visitor.path}/answer", data=data).status_code == 400


def test_the_factory_makes_pages_without_touching_the_database(tmp_path: Path) -> None:
    app = create_app(Config(instance=tmp_path))
    with app.test_client().get("/static/icon.svg") as response:
        assert response.status_code == 200
