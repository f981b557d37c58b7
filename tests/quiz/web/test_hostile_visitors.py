"""What no page of ours sends: it gives a page that says so, never a fault, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from quiz.services import overview, study
from quiz.services.context import Context
from quiz.services.errors import TooBusyError
from quiz.web.security import HEADERS

REFUSED_OR_SENT_ON = {200, 302, 303, 400, 404, 405, 413, 422}
PAGES = [
    "/",
    "/study/{sid}",
    "/study/{sid}/reveal",
    "/study/{sid}/answer",
    "/study/{sid}/answers/1",
    "/study/{sid}/answers/1/report",
    "/study/{sid}/answers/1/note",
    "/study/{sid}/report",
    "/banks/water",
    "/banks/water/briefing",
    "/banks/water/place?fact=vapour",
    "/study/{sid}/text",
    "/banks/water/anki",
    "/banks/water/anki/connect",
    "/banks/water/reports",
    "/tests",
    "/tests/print?bank=water&count=3&seed=a",
    "/settings",
    "/settings/parameters",
    "/settings/parameters/due-dates",
    "/banks/water/exam",
    "/plans/backlog",
    "/shortcuts",
]
ODD = [
    "",
    "\0",
    "-1",
    "9" * 40,
    "1e5",
    "٣",
    "²",
    "1.0",
    "999999999.0",
    "1.999999999",
    "../../bank.yaml",
    "<script>alert(1)</script>",
    "\ud800",
    "{{7*7}}",
    "x" * 20_000,
    "true",
]
IDENTITY = ["card", "repetition", "revision"]
CONTENT = [
    *["reason", "message", "item", "revealed", "delete"],
    *["cards", "decks", "progress", "place", "new_place"],
    *["response_ms", "choice", "truth", "text", "texts-0", "texts-99999", "texts-x", "place-0", "match-0"],
    *[
        "rating",
        "bank",
        "fact",
        "tag",
        "tags",
        "mode",
        "count",
        "seed",
        "new_per_day",
        "reviews_per_day",
        "time_zone",
    ],
]
FIELDS = [*IDENTITY, *CONTENT, "on", "then", "date", "dont_know", "single_key_shortcuts"]
POSTS = [
    "/study",
    "/study/{sid}/answer",
    "/study/{sid}/undo",
    "/study/{sid}/skip",
    "/study/{sid}/suspend",
    "/study/{sid}/answers/1/rate",
    "/study/{sid}/answers/1/right",
    "/study/{sid}/answers/1/right/withdraw",
    "/study/{sid}/answers/1/report",
    "/study/{sid}/answers/1/note",
    "/study/{sid}/report",
    "/banks/water/reports/close",
    "/banks/water/resume",
    "/banks/water/test-me",
    "/banks/water/anki",
    "/banks/water/anki/done",
    "/banks/water/anki/exports/1",
    "/study/{sid}/again",
    "/tests",
    "/tests/x/1",
    "/settings",
    "/banks/water/exam",
    "/banks/water/exam/remove",
    "/plans/backlog",
]


def state_of(app: Flask) -> list[list[tuple[Any, ...]]]:
    context: Context = app.extensions["factdeck"]
    with context.engine.connect() as connection:
        tables = (
            "review",
            "card",
            "study_session",
            "practice_answer",
            "test_attempt",
            "test_answer",
            "dispute",
            "learner_note",
            "learner",
            "anki_export",
        )
        return [[tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))] for name in tables]


def assert_safe(response: Any, sent: str) -> None:
    assert response.status_code in REFUSED_OR_SENT_ON, (response.status_code, sent)
    assert HEADERS.items() <= dict(response.headers).items()
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers.get("Location", "/").startswith("/")
    body = response.get_data()
    assert b"Traceback" not in body
    assert b"<script>alert" not in body


@pytest.fixture
def studying(visit: Any) -> Any:
    visitor = visit()
    visitor.send("/study")
    return visitor


def fields_of(visitor: Any) -> dict[str, str]:
    return dict(visitor.page.form("/skip")["fields"])


def address(pattern: str, visitor: Any) -> str:
    return pattern.format(sid=visitor.path.split("/")[2])


def test_looking_changes_nothing(studying: Any) -> None:
    app = studying.client.application
    before = state_of(app)
    for pattern in PAGES:
        for method in ("GET", "HEAD", "OPTIONS"):
            assert_safe(studying.client.open(address(pattern, studying), method=method), pattern)
    assert state_of(app) == before


def test_odd_values_in_any_field_are_no_fault_of_ours(studying: Any) -> None:
    for odd, pattern in product(ODD, POSTS):
        sent = odd.encode("utf-8", "surrogatepass")
        for fields in (CONTENT, [odd_one_of(IDENTITY, odd)]):
            data = {**fields_of(studying), **{field: [sent, sent] for field in fields}}
            assert_safe(studying.client.post(address(pattern, studying), data=data), f"{fields}={odd[:30]!r}")


def odd_one_of(fields: list[str], odd: str) -> str:
    """Return one of the fields, each in its turn."""
    return fields[ODD.index(odd) % len(fields)]


@given(data=st.dictionaries(st.sampled_from(FIELDS), st.lists(st.text(max_size=30), max_size=3), max_size=6))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_form_gets_a_page(studying: Any, data: dict[str, list[str]]) -> None:
    sent = {
        name: [value.encode("utf-8", "surrogatepass") for value in values] for name, values in data.items()
    }
    for pattern in ("/study", "/study/{sid}/answer", "/tests", "/settings"):
        path = address(pattern, studying)
        assert_safe(studying.client.post(path, data={**fields_of(studying), **sent}), repr(data))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'{"card": "1.0"}', "application/json"),
        (b"card=%ff%fe&text=%00", "application/x-www-form-urlencoded"),
        (b"--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=x"),
        (b"a" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a=%d" % number for number in range(20_000)), "application/x-www-form-urlencoded"),
    ],
)
def test_other_bodies_are_refused_and_change_nothing(studying: Any, data: bytes, kind: str) -> None:
    app = studying.client.application
    before = state_of(app)
    for pattern in POSTS:
        response = studying.client.post(address(pattern, studying), data=data, content_type=kind)
        assert_safe(response, kind)
        assert response.status_code in {400, 413}
    assert state_of(app) == before


@pytest.mark.parametrize(
    "file",
    ["../bank.yaml", "..%2fbank.yaml", "%2e%2e/bank.yaml", "/etc/passwd", "questions/all.yaml", "%00.png"],
)
def test_only_declared_images_leave_a_bank(app: Flask, file: str) -> None:
    response = app.test_client().get(f"/banks/water/media/{file}")
    assert response.status_code in {308, 404}
    assert b"bank:" not in response.get_data()


@pytest.mark.parametrize("number", [1, 2, 99])
def test_an_answer_not_given_yet_has_no_feedback(studying: Any, number: int) -> None:
    assert studying.client.get(f"{studying.path}/answers/{number}").status_code == 404


def test_a_card_shown_in_one_revision_cannot_be_answered_with_that_of_another(studying: Any) -> None:
    good = fields_of(studying)
    for revision in range(1, 12):
        if str(revision) != good["revision"]:
            data = {**good, "revision": str(revision), "dont_know": "1"}
            assert studying.client.post(f"{studying.path}/answer", data=data).status_code == 404
    assert not state_of(studying.client.application)[0]


def test_a_wrong_token_changes_nothing(studying: Any) -> None:
    app = studying.client.application
    before = state_of(app)
    for token, pattern in product(["", "x", "IjEi.aaaa.bbbb"], POSTS):
        data = {**fields_of(studying), "csrf_token": token, "dont_know": "1"}
        assert studying.client.post(address(pattern, studying), data=data).status_code == 400
    assert state_of(app) == before


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_refused_in_words(studying: Any, method: str) -> None:
    for pattern in (*PAGES, *POSTS):
        path = address(pattern, studying)
        assert studying.client.open(path, method=method).status_code in {400, 404, 405}, path


def locked() -> OperationalError:
    return OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))


@pytest.mark.parametrize("trouble", [TooBusyError("moved"), locked()])
def test_a_busy_database_is_told_as_such_and_may_be_tried_again(
    studying: Any, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise trouble

    monkeypatch.setattr(study, "answer", refuse)
    data = {**fields_of(studying), "dont_know": "1"}
    response = studying.client.post(f"{studying.path}/answer", data=data)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "once more" in response.get_data(as_text=True)


def test_any_other_trouble_with_the_database_is_a_fault_of_ours(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("disk I/O error"))

    monkeypatch.setattr(overview, "overview", refuse)
    assert make_app().test_client().get("/").status_code == 500
