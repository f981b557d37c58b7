"""Banks and questions listed, filtered and searched; codes explained; and who is let in."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask

from question_bank.codes.registry import all_entries
from quiz.factory import prepare
from quiz.services import roles
from quiz.web.workshop.base import near_pages
from tests.quiz.web.conftest import BANK

LIST = "/workshop/water"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "one" / "banks" / "water"


def listed(page: Any) -> list[str]:
    """Return the ids of the questions on a page, in order."""
    return [
        link.rsplit("/", 1)[1]
        for link in page.links
        if re.fullmatch(r"/workshop/water/questions/[a-z-]+", link)
    ]


def test_the_list_of_banks_counts_and_leads_to_each(visitor: Any) -> None:
    assert "/workshop" in visitor.open("/").links
    page = visitor.open("/workshop")
    assert LIST in page.links
    assert "questions 11 of 1 fact is asked about 1 of 1 passage verified 0" in page.text


def test_a_bank_shows_its_questions_files_and_where_else_to_go(visitor: Any) -> None:
    page = visitor.open(LIST)
    assert len(listed(page)) == 11
    assert {
        f"{LIST}/files/bank.yaml",
        f"{LIST}/files/briefing.md",
        f"{LIST}/files/questions/all.yaml",
        f"{LIST}/history",
        f"{LIST}/new",
        "/banks/water/anki",
        "/banks/water/reports",
        "/banks/water/sources",
    } <= set(page.links)
    assert "not there yet" in page.text


def test_what_is_asked_for_stands_in_the_address_and_only_that_is_listed(visitor: Any) -> None:
    assert listed(visitor.open(f"{LIST}?kind=cloze")) == ["q-cloze"]
    assert listed(visitor.open(f"{LIST}?tag=short-answer")) == ["q-short-answer"]
    assert listed(visitor.open(f"{LIST}?text=VAPORIZATION")) == ["q-short-answer"]
    assert listed(visitor.open(f"{LIST}?text=which+state")) == ["q-matching"]
    assert len(listed(visitor.open(f"{LIST}?file=questions/all.yaml"))) == 11
    page = visitor.open(f"{LIST}?text=nothing+is+like+this")
    assert "No question is like that." in page.text
    assert 'value="nothing is like this"' in page.html
    for odd in ("kind=odd", "only=odd", "page=0", "page=-1", "page=x", "page=99", "findings=x"):
        assert len(listed(visitor.open(f"{LIST}?{odd}"))) == 11


def test_findings_lead_to_their_line_their_question_and_their_reason(
    visitor: Any, folder: Path, app: Flask
) -> None:
    file = folder / "questions" / "all.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("kind: cloze", "kind: clozure"), encoding="utf-8"
    )
    prepare(app)
    number = file.read_text(encoding="utf-8").splitlines().index("    kind: clozure") + 1
    page = visitor.open(LIST)
    assert f"{LIST}/files/questions/all.yaml?line={number}#editor" in page.links
    assert "learners keep the last good version" in page.text
    assert f"Line {number}, column 11 of questions/all.yaml" in page.text
    assert re.search(r"kind: <mark>clozure</mark>", page.html)
    assert "learners keep the last good version" in visitor.open("/workshop").text
    code = next(link for link in page.links if link.startswith("/workshop/codes/E"))
    assert "Wrong" in visitor.open(code).text


def test_drafts_reports_and_advice_can_be_listed_alone(visitor: Any, folder: Path, app: Flask) -> None:
    file = folder / "questions" / "all.yaml"
    content = file.read_text(encoding="utf-8")
    content = content.replace("    kind: date\n", "    kind: date\n    draft: true\n")
    file.write_text(content.replace("    tags: [number]\n", ""), encoding="utf-8")
    prepare(app)
    visitor.open("/")
    visitor.send("/study")
    card = visitor.page.form("/skip")["fields"]
    visitor.open(
        f"{visitor.path}/report?card={card['card']}&repetition={card['repetition']}&revision={card['revision']}"
    )
    visitor.send("/report", {"reason": "typo"})
    assert listed(visitor.open(f"{LIST}?only=drafts")) == ["q-date"]
    (reported,) = listed(visitor.open(f"{LIST}?only=reported"))
    assert f"{reported} " in visitor.page.text
    assert "1 report" in visitor.page.text
    with_findings = listed(visitor.open(f"{LIST}?only=findings"))
    assert 0 < len(with_findings) <= 11
    assert listed(visitor.open(f"{LIST}?only=errors")) == []


def test_a_long_list_comes_in_pages(make_app: Callable[..., Flask], visit: Callable[..., Any]) -> None:
    visitor = visit({"flashcard": "prompt: What is dew?\n    answer: Water"})
    folder = Path(visitor.client.application.config["FACTDECK_BANKS"][0])
    more = "".join(
        f"  - id: more-{chr(97 + i // 26)}{chr(97 + i % 26)}\n    kind: flashcard\n    prompt: Word {i}?\n"
        f"    answer: Thing {i}\n    unsourced: A test.\n"
        for i in range(120)
    )
    (folder / "questions" / "more.yaml").write_text(f"questions:\n{more}", encoding="utf-8")
    prepare(visitor.client.application)
    first, last = visitor.open(LIST), visitor.open(f"{LIST}?page=3")
    assert len(listed(first)) == 50
    assert len(listed(last)) == 21
    assert f"{LIST}?page=2#questions" in first.links
    assert f"{LIST}?text=word&page=2#questions" in visitor.open(f"{LIST}?text=word").links


def test_of_many_pages_only_near_ones_are_named() -> None:
    assert near_pages(1, 1) == [1]
    assert near_pages(2, 4) == [1, 2, 3, 4]
    assert near_pages(10, 200) == [1, 0, 8, 9, 10, 11, 12, 0, 200]


def test_every_code_has_a_page(visitor: Any) -> None:
    for code in all_entries():
        response = visitor.client.get(f"/workshop/codes/{code}")
        assert response.status_code == 200, code
    assert visitor.client.get("/workshop/codes/e103").headers["Location"] == "/workshop/codes/E103"


REFUSED = (
    "/workshop",
    LIST,
    f"{LIST}/questions/q-cloze",
    f"{LIST}/history",
    "/workshop/codes/E103",
    f"{LIST}/new",
)


def test_who_may_not_teach_is_told_so_and_sees_no_links(
    visitor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roles, "may_teach", lambda _ctx, _learner_id: False)
    for path in REFUSED:
        page = visitor.open(path)
        assert visitor.response.status_code == 403, path
        assert "This page is for teachers" in page.text
    token = visitor.open("/settings").token()
    for path in (f"{LIST}/questions/q-cloze", f"{LIST}/files/facts.yaml", f"{LIST}/merge"):
        assert visitor.client.post(path, data={"csrf_token": token}).status_code == 403
    visitor.open("/")
    visitor.send("/study")
    visitor.open(f"{visitor.path}/reveal?{urlencode(visitor.page.form('/skip')['fields'])}")
    visitor.send("/answer", {"rating": "3"})
    for page in (visitor.page, visitor.open("/"), visitor.open("/banks/water")):
        assert not [link for link in page.links if link.startswith("/workshop")]


def test_a_teacher_gets_from_everywhere_to_the_question(visitor: Any) -> None:
    visitor.open("/")
    visitor.send("/study")
    visitor.open(f"{visitor.path}/reveal?{urlencode(visitor.page.form('/skip')['fields'])}")
    visitor.send("/answer", {"rating": "3"})
    (link,) = [link for link in visitor.page.links if re.match(f"{LIST}/questions/", link)]
    assert visitor.client.get(link).status_code == 200
    assert LIST in visitor.open("/banks/water").links
    assert f"{LIST}/questions/q-cloze" in visitor.open("/banks/water/sources/survey").links


def test_a_bank_may_have_the_id_of_an_address_of_ours(visit: Any) -> None:
    visitor = visit(bank=BANK.replace("bank: water", "bank: codes"))
    for path in ("", "/new", "/history", "/words", "/new-fact"):
        assert visitor.client.get(f"/workshop/codes{path}").status_code == 200, path
    assert "E103" in visitor.open("/workshop/codes/e103").text
