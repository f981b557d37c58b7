"""Who may teach: on one's own computer everybody, elsewhere those who were made teachers."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from quiz.services import noticing, roles
from quiz.services.context import Context, current_context
from quiz.store import banks, learners
from quiz.web import learner as web_learner
from tests.quiz.web.conftest import Visitor

# Whose every address is for learners too; all others are for teachers alone, also those that come to be.
OF_LEARNERS = {
    None,  # the static files
    "anki_cards",
    "anki_connect",
    "anki_export",
    "banks",
    "briefings",
    "calendar",
    "exams",
    "home",
    "my_data",
    "notes",
    "parameters",
    "plans",
    "progress",
    "questions",
    "schedule",
    "settings",
    "study",
}
# What learners do with their own reports and their news of repairs, beside the teachers' pages about them.
OWN = ("/study/<session_id>/", "/tests/<attempt_id>/", "/news/")


def addresses_of_teachers(app: Flask) -> set[tuple[str, str]]:
    """Every method and address that nobody but teachers may use, with something in each of its gaps."""
    found = set()
    for rule in app.url_map.iter_rules():
        blueprint = rule.endpoint.rpartition(".")[0] or None
        if blueprint in OF_LEARNERS or rule.rule.startswith(OWN):
            continue
        address = rule.rule.replace("<key>", "water").replace("<source_id>", "survey")
        address = address.replace("<question>", "q-flashcard").replace("<kind>", "flashcard")
        address = re.sub(r"<path:[^>]*>", "bank.yaml", re.sub(r"<int[^>]*>", "1", address))
        methods = (rule.methods or set()) - {"OPTIONS"}
        found |= {(method, re.sub(r"<[^>]*>", "E103", address)) for method in methods}
    return found


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


def test_every_address_for_teachers_refuses_everybody_else_with_a_sentence(
    app: Flask, as_kim: Visitor
) -> None:
    token = as_kim.open("/settings").token()
    addresses = addresses_of_teachers(app)
    assert len(addresses) > 40
    for method, address in sorted(addresses):
        data = {"csrf_token": token} if method == "POST" else None
        refused = as_kim.client.open(address, method=method, data=data)
        assert refused.status_code == 403, (method, address)
        assert method == "HEAD" or "This page is for teachers" in refused.text, (method, address)


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
