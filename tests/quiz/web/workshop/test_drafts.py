"""Articles become drafts, and drafts are accepted, mended and dropped, by forms alone."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

ARTICLE = """Home | News | Sport

A town and its tides

By Ada Thornton

Published: 14 April 2021

The town of Marrowby has measured the tide at its old stone pier since 3 May 1887. The painted board was \
replaced by a brass gauge in 1912.

The highest tide that the gauge has ever shown reached 6.4 metres on 31 January 1953. The flood of that \
night destroyed 18 houses in the village of Saltwick.

ADVERTISEMENT

The sea wall was opened by the geographer Hamish Lorne on 12 June 1957. Building it cost 11 million pounds.
"""
AT = "/workshop/water/draft"


@pytest.fixture
def folder(make_app: Callable[..., Any], tmp_path: Path) -> Path:
    return tmp_path / "one" / "banks" / "water"


@pytest.fixture
def visitor(visit: Callable[..., Any]) -> Any:
    return visit()


def brought(visitor: Any, text: str = ARTICLE) -> Any:
    visitor.open(AT)
    return visitor.send("/draft", {"text": text})


def kept(page: Any) -> list[str]:
    return [found["value"] for tag, found in page.tags if found.get("name") == "keep" and "checked" in found]


def drafted(visitor: Any) -> Any:
    page = brought(visitor)
    return visitor.send("/draft/1", {"do": "take", "title": "Tides", "keep": kept(page)})


def first(visitor: Any) -> str:
    found = re.search(r"/drafts/([a-z0-9-]+)/accept", visitor.page.html)
    assert found is not None
    return found[1]


def questions(folder: Path) -> str:
    return next((folder / "questions").glob("a-town*.yaml")).read_text(encoding="utf-8")


def test_an_articles_particulars_are_proposed_and_its_furniture_is_left_out(visitor: Any) -> None:
    page = brought(visitor)
    values = {found.get("name"): found.get("value") for tag, found in page.tags if tag == "input"}
    assert values["title"] == "A town and its tides"
    assert values["author"] == "Ada Thornton"
    assert values["published"] == "2021-04-14"
    assert len(kept(page)) == 3
    assert "advertisement" in page.text
    assert "6.4 metres" in page.text


def test_a_line_is_put_back_and_another_removed_and_both_are_remembered(visitor: Any) -> None:
    page = brought(visitor)
    lines = kept(page)
    advert = next(
        found["value"]
        for tag, found in page.tags
        if found.get("name") == "keep" and "checked" not in found and found["value"] not in lines
    )
    page = visitor.send("/draft/1", {"do": "look", "title": "Tides", "keep": [*lines[1:], advert]})
    assert kept(page) == [advert, *lines[1:]]
    assert "removed by you" in page.text
    assert "A Survey" not in visitor.open("/workshop/water/draft/1").text
    assert kept(visitor.page) == [advert, *lines[1:]]


def test_drafts_are_written_into_three_files_and_the_text_beside_them(visitor: Any, folder: Path) -> None:
    bank = (folder / "bank.yaml").read_text(encoding="utf-8")
    facts = (folder / "facts.yaml").read_text(encoding="utf-8")
    page = drafted(visitor)
    assert visitor.path == "/workshop/water/drafts"
    assert re.search(r"\d+ drafts are in the bank", page.text)
    assert (folder / "bank.yaml").read_text(encoding="utf-8").startswith(bank.rstrip("\n"))
    assert "title: Tides" in (folder / "bank.yaml").read_text(encoding="utf-8")
    assert (folder / "facts.yaml").read_text(encoding="utf-8").startswith(facts.rstrip("\n"))
    text = questions(folder)
    assert text.count("draft: true") == text.count("- id:") > 2
    (kept_text,) = (folder / "sources").glob("*.txt")
    assert "6.4 metres" in kept_text.read_text(encoding="utf-8")
    assert "Draft 1 of" in page.text
    assert "draft" not in visitor.open("/workshop/water/draft").text.partition("Begun")[2]


def test_only_as_many_questions_are_taken_as_are_wanted_and_no_fact_without_one(
    visitor: Any, folder: Path
) -> None:
    page = brought(visitor)
    visitor.send("/draft/1", {"do": "take", "title": "Tides", "keep": kept(page), "most": "2"})
    assert questions(folder).count("- id:") == 2
    assert "nobody asks" not in visitor.open("/workshop/water").text
    assert (folder / "facts.yaml").read_text(encoding="utf-8").count("- id:") <= 3


def test_what_is_wrong_with_the_form_is_said_beside_everything_that_was_typed(visitor: Any) -> None:
    page = brought(visitor)
    sent = {"do": "take", "title": " ", "published": "spring", "most": "some", "keep": kept(page)[:1]}
    page = visitor.send("/draft/1", sent)
    assert visitor.response.status_code == 422
    assert "Give the article a title." in page.text
    assert "Write year, month and day" in page.text
    assert "Write a number such as 20" in page.text
    assert kept(page) == sent["keep"]


def test_an_article_can_be_forgotten(visitor: Any) -> None:
    brought(visitor)
    page = visitor.send("/draft/1", {"do": "forget"})
    assert "The article is forgotten" in page.text
    visitor.open("/workshop/water/draft/1")
    assert visitor.response.status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "", "There is no text in it"),
        (b"  \n\t\n", "a.txt", "There is no text in it"),
        (b"<!doctype html><title>x</title>", "page.html", "not plain text"),
        (b"%PDF-1.7 \x00\x01", "paper.txt", "not plain text"),
        (b"word " * 320_000, "long.txt", "too large"),
    ],
)
def test_what_is_no_article_is_refused_in_words(visitor: Any, content: bytes, name: str, said: str) -> None:
    form = visitor.open(AT).form("/draft")
    # Encoded here, since the test client would leave a large body's temporary file open.
    file = FileStorage(io.BytesIO(content), name)
    boundary, body = encode_multipart({**form["fields"], "file": file, "text": ""})
    kind = f"multipart/form-data; boundary={boundary}"
    page = visitor._arrive(visitor.client.post(form["action"], data=body, content_type=kind))
    assert visitor.response.status_code == 422
    assert said in page.text


def test_a_text_without_a_sentence_says_that_nothing_was_found(visitor: Any, folder: Path) -> None:
    page = brought(visitor, "Home\nNews\nSport\n")
    assert visitor.response.status_code == 200
    assert "No sentence was found" in page.text
    page = visitor.send("/draft/1", {"do": "take", "title": "Menu", "keep": kept(page)})
    assert visitor.response.status_code == 422
    assert "No question was found in these lines" in page.text
    assert not (folder / "sources").exists()


def test_accepting_takes_the_mark_away_and_leaves_every_other_byte(visitor: Any, folder: Path) -> None:
    drafted(visitor)
    before = questions(folder)
    page = visitor.send(f"/{first(visitor)}/accept")
    assert questions(folder) == before.replace("    draft: true\n", "", 1)
    assert "Accepted:" in page.text
    assert "1 accepted, 0 mended, 0 dropped" in page.text
    visitor.send("/drafts/undo")
    assert questions(folder) == before
    assert "0 of" in visitor.page.text


def test_dropping_is_undone_and_facts_that_nobody_asks_about_are_dropped_too(
    visitor: Any, folder: Path
) -> None:
    drafted(visitor)
    before, facts = questions(folder), (folder / "facts.yaml").read_text(encoding="utf-8")
    while "that nobody asks about now" not in visitor.page.text:
        visitor.send(f"/{first(visitor)}/drop")
    going = [found["value"] for tag, found in visitor.page.tags if found.get("name") == "fact"]
    visitor.send("/drafts/facts", {"fact": going})
    left = (folder / "facts.yaml").read_text(encoding="utf-8")
    assert "The facts are dropped" in visitor.page.text
    assert all(f"- id: {fact}\n" in facts and f"- id: {fact}\n" not in left for fact in going)
    sent = {"fact": ["vapour"], "csrf_token": visitor.page.token()}
    assert visitor.client.post("/workshop/water/drafts/facts", data=sent).status_code == 422
    assert "- id: vapour" in (folder / "facts.yaml").read_text(encoding="utf-8")
    while any(str(form["action"]).endswith("/undo") for form in visitor.page.forms):
        visitor.send("/drafts/undo")
    assert (folder / "facts.yaml").read_text(encoding="utf-8") == facts
    assert questions(folder) == before


def test_mending_saves_the_fields_and_the_facts_words_in_one_go(visitor: Any, folder: Path) -> None:
    drafted(visitor)
    question = first(visitor)
    page = visitor.open(f"/workshop/water/drafts?question={question}&mend=1")
    fields = own_fields(page)
    says = next(name for name in fields if name.startswith("says-"))
    sent = {**fields, "explanation": "It was read off.", says: "The gauge is old.", "do": "accept"}
    page = visitor.send("/mend", sent)
    assert "Mended and accepted" in page.text
    assert "explanation: It was read off." in questions(folder)
    assert "says: The gauge is old." in (folder / "facts.yaml").read_text(encoding="utf-8")
    assert "1 mended" in page.text
    visitor.send("/drafts/undo")
    assert "The gauge is old." not in (folder / "facts.yaml").read_text(encoding="utf-8")
    assert "It was read off." not in questions(folder)


def test_a_mended_draft_may_stay_a_draft(visitor: Any, folder: Path) -> None:
    drafted(visitor)
    drafts = questions(folder).count("draft: true")
    page = visitor.open(f"/workshop/water/drafts?question={first(visitor)}&mend=1")
    page = visitor.send("/mend", {**own_fields(page), "explanation": "Later.", "do": "keep"})
    assert "is still a draft" in page.text
    assert questions(folder).count("draft: true") == drafts
    assert "explanation: Later." in questions(folder)


def test_an_empty_field_is_told_beside_it_and_nothing_is_saved(visitor: Any, folder: Path) -> None:
    drafted(visitor)
    before = questions(folder)
    page = visitor.open(f"/workshop/water/drafts?question={first(visitor)}&mend=1")
    fields = own_fields(page)
    asked = "text" if "text" in fields else "prompt"
    page = visitor.send("/mend", {**fields, asked: " ", "explanation": "Kept.", "do": "accept"})
    assert visitor.response.status_code == 422
    assert "field-error" in page.html
    assert "Kept." in page.html
    assert questions(folder) == before


def test_a_draft_with_an_error_is_not_accepted_and_the_reason_is_said(visitor: Any, folder: Path) -> None:
    drafted(visitor)
    facts = (folder / "facts.yaml").read_text(encoding="utf-8")
    head, found, rest = facts.partition("\n      - {source: a-town")
    assert found
    spoilt = head + found + re.sub(r"\bto: [^}]*", "to: never written", rest)
    (folder / "facts.yaml").write_text(spoilt, encoding="utf-8")
    visitor.open("/workshop/water/drafts")
    before = questions(folder)
    page = visitor.send(f"/{first(visitor)}/accept")
    assert visitor.response.status_code == 422
    assert "Not accepted: " in page.text
    assert "never written" in page.text
    assert questions(folder) == before


def test_what_was_changed_meanwhile_is_looked_at_again_before_it_is_accepted(
    visitor: Any, folder: Path
) -> None:
    drafted(visitor)
    question = first(visitor)
    file = next((folder / "questions").glob("a-town*.yaml"))
    text = file.read_text(encoding="utf-8").replace(
        "    draft: true\n", "    tags: [mine]\n    draft: true\n", 1
    )
    file.write_text(text, encoding="utf-8")
    page = visitor.send(f"/{question}/accept")
    assert visitor.response.status_code == 422
    assert "changed meanwhile" in page.text
    assert file.read_text(encoding="utf-8") == text


def test_notes_in_a_drafts_text_are_kept_by_mending_it_as_text(visitor: Any, folder: Path) -> None:
    drafted(visitor)
    file = next((folder / "questions").glob("a-town*.yaml"))
    text = file.read_text(encoding="utf-8").replace("    draft: true\n", "    draft: true  # to ask Ada\n", 1)
    file.write_text(text, encoding="utf-8")
    page = visitor.open("/workshop/water/drafts?mend=1")
    assert "The question as text" in page.text
    assert "# to ask Ada" in page.html


def test_a_question_that_is_gone_is_not_found(visitor: Any) -> None:
    drafted(visitor)
    action = next(str(form["action"]) for form in visitor.page.forms if str(form["action"]).endswith("/drop"))
    token = visitor.page.token()
    nobody = re.sub(r"/drafts/[^/]+/", "/drafts/nobody/", action)
    assert visitor.client.post(nobody, data={"csrf_token": token, "base": ""}).status_code == 404
    assert visitor.client.get("/workshop/nowhere/drafts").status_code == 404
    assert visitor.client.get("/workshop/water/draft/99").status_code == 404


def test_a_new_bank_goes_on_to_its_article(visitor: Any) -> None:
    visitor.open("/workshop/new_bank?then=draft")
    assert "then paste the article" in visitor.page.text
    visitor.send("/new_bank", {"title": "Tides", "language": "en", "do": "draft"})
    assert visitor.path in ("/workshop/tides/draft", "/workshop/new_bank")


def test_an_answer_that_is_in_no_passage_is_refused_beside_its_field(visitor: Any, folder: Path) -> None:
    drafted(visitor)
    before = questions(folder)
    dated = re.search(r"- id: (\S+)\n    kind: date", before)
    assert dated is not None
    page = visitor.open(f"/workshop/water/drafts?question={dated[1]}&mend=1")
    page = visitor.send("/mend", {**own_fields(page), "answer": "1743", "do": "keep"})
    assert visitor.response.status_code == 422
    assert "were not found in the passages" in page.text
    assert questions(folder) == before


def own_fields(page: Any) -> dict[str, Any]:
    """Return what the mending form shows in its fields."""
    html = page.html[page.html.index('id="mending"') :]
    html = html[: html.index("</form>")]
    fields: dict[str, Any] = {}
    for name, text in re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', html):
        fields[name] = unescape(text)
    for tag in re.findall(r"<input[^>]*>", html):
        found = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if found.get("type") in ("radio", "checkbox") and " checked" not in tag:
            continue
        if found.get("type") != "hidden":
            fields[found["name"]] = unescape(found.get("value", ""))
    for name, body in re.findall(r'<select[^>]*? name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        fields[name] = chosen[1] if chosen else ""
    return fields
