"""Who may teach: on one's own computer everybody, elsewhere those who were made teachers."""

from __future__ import annotations

import pytest
from flask import Flask

from quiz.services import noticing, roles
from quiz.services.context import Context, current_context
from quiz.store import banks, learners
from quiz.web import learner as web_learner
from tests.quiz.web.conftest import Visitor

FORBIDDEN = [
    "/workshop",
    "/workshop/water",
    "/workshop/water/questions/q-flashcard",
    "/workshop/codes/E103",
    "/banks/water/sources",
    "/banks/water/sources/survey",
    "/banks/water/reports",
]
SENT = ["/banks/water/reports/close", "/banks/water/reports/reopen", "/banks/water/sources/survey/text"]


@pytest.fixture
def ctx(app: Flask) -> Context:
    with app.app_context():
        return current_context()


@pytest.fixture
def kim(ctx: Context) -> int:
    """A learner of the bank who is nobody's teacher."""
    with ctx.engine.begin() as connection:
        added = learners.add_learner(
            connection, "Kim", local=False, new_per_day=20, reviews_per_day=200, now_ms=0
        )
        banks.enrol(connection, added, 1, 0)
    return added


@pytest.fixture
def as_kim(kim: int, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    monkeypatch.setattr(web_learner.learners, "local_learner", lambda ctx: kim)
    return visitor


def test_the_local_learner_teaches_others_only_when_made_teachers_and_nobody_else(
    ctx: Context, kim: int, visitor: Visitor
) -> None:
    visitor.open("/")
    local = next(each for each in (1, 2) if each != kim)
    assert roles.may_teach(ctx, local)
    assert not roles.may_teach(ctx, kim)
    with ctx.engine.begin() as connection:
        learners.save_learner(connection, kim, teacher=True)
    assert roles.may_teach(ctx, kim)
    assert not roles.may_teach(ctx, 999)


def test_teachers_pages_refuse_everybody_else_with_a_sentence(as_kim: Visitor) -> None:
    for address in FORBIDDEN:
        page = as_kim.open(address)
        assert as_kim.response.status_code == 403, address
        assert "This page is for teachers" in page.text
    token = as_kim.open("/settings").token()
    for address in SENT:
        refused = as_kim.client.post(address, data={"csrf_token": token})
        assert refused.status_code == 403, address


def test_links_to_teachers_pages_are_shown_to_teachers_alone(as_kim: Visitor, ctx: Context, kim: int) -> None:
    def links() -> set[str]:
        pages = [as_kim.open(address) for address in ("/", "/banks/water", "/banks/water/briefing")]
        return {link for page in pages for link in page.links}

    def teachers(found: set[str]) -> set[str]:
        return {link for link in found if link.startswith(("/workshop", "/banks/water/sources"))}

    assert not teachers(links())
    with ctx.engine.begin() as connection:
        learners.save_learner(connection, kim, teacher=True)
    assert {"/workshop", "/workshop/water", "/banks/water/sources"} <= teachers(links())


def test_a_broken_file_is_told_on_home_bank_and_workshop_with_line_and_column(
    ctx: Context, visitor: Visitor, as_kim: Visitor, kim: int
) -> None:
    (folder,) = ctx.banks
    file = next(folder.rglob("all.yaml"))
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace("prompt: What is dew?", "prompt: [What is dew?"), encoding="utf-8")
    while not noticing.look(ctx):
        pass
    place = "Line 4, column 13 of"
    for address in ("/", "/banks/water"):
        page = as_kim.open(address)
        assert place in page.text, address
        assert "E1" in page.text
        assert not [link for link in page.links if link.startswith("/workshop")]
    with ctx.engine.begin() as connection:
        learners.save_learner(connection, kim, teacher=True)
    for address in ("/", "/banks/water", "/workshop", "/workshop/water"):
        page = visitor.open(address)
        assert place in page.text, address
        assert any(link.startswith("/workshop/water/files/questions/all.yaml?line=4") for link in page.links)
    file.write_text(good, encoding="utf-8")
    page = visitor.open("/workshop")
    assert place not in page.text
    for address in ("/", "/banks/water"):
        assert place not in visitor.open(address).text
