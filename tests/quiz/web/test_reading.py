"""The page to read, without scripts: shading in words, passages, the way there and back, being tested."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quiz.factory import prepare
from quiz.services.briefings import Memory
from quiz.web import briefings
from quiz.web.briefing_layout import FACTS_A_PAGE, find_spot, outline
from quiz.web.memory_words import shade

PAGE = "/banks/water/briefing"
BRIEFING = """# Water & <i>ice</i>

Of all vapour [facts:] *most* comes from <b>the sea</b>. [facts: vapour] So much for that.

See [the survey](https://example.org/a) here. [facts: dew]
"""
FACTS = """facts:
  - id: vapour
    says: Most vapour comes from <u>the</u> sea.
    by: the surveyors
    evidence:
      - {source: survey, paragraph: 2, from: By far, to: the sea}
  - id: dew
    says: Dew is water.
    evidence:
      - {source: survey, paragraph: 9, from: dew is, to: from the air}
  - id: loose
    says: Nobody tells this & nobody asks.
    evidence:
      - {source: survey, paragraph: 9, from: dew is, to: from the air}
"""
KINDS = {
    "single_choice": "prompt: Where from?\n    answer: Sea\n    distractors: [Rock, Sand]",
    "short_answer": "prompt: What is the name?\n    answer: evaporation",
    "cloze": "text: 'From the {{c1::sea::place}} it rises as {{c2::vapour}} and falls.'",
}
TEXT = "Title\n\nBy far <script>most</script> of it comes from the sea.\n"


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """A Factdeck whose first question is no flashcard."""
    return make_app({kind: KINDS[kind] for kind in ("single_choice", "short_answer", "cloze")})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "one" / "banks" / "water"


@pytest.fixture
def written(app: Flask, folder: Path, visitor: Any) -> Any:
    """Somebody whose bank has a briefing that tells two of three facts."""
    (folder / "facts.yaml").write_text(FACTS, encoding="utf-8")
    (folder / "briefing.md").write_text(BRIEFING, encoding="utf-8")
    prepare(app)
    return visitor


def install_text(folder: Path) -> None:
    bank = (folder / "bank.yaml").read_text(encoding="utf-8")
    (folder / "bank.yaml").write_text(
        bank.replace("id: survey,", "id: survey, file: a.txt,"), encoding="utf-8"
    )
    (folder / "sources").mkdir()
    (folder / "sources" / "a.txt").write_text(TEXT, encoding="utf-8")


def links_to(page: Any, end: str) -> list[str]:
    return [link for link in page.links if end in link]


def answer_first(visitor: Any) -> Any:
    visitor.open("/")
    visitor.send("/study")
    return visitor.send("/answer", {"dont_know": "1"})


@pytest.mark.parametrize(
    ("recall", "step"),
    [(None, "0"), (0.0, "1"), (0.699, "1"), (0.7, "2"), (0.85, "3"), (0.949, "3"), (0.95, "4"), (1.0, "4")],
)
def test_the_better_something_is_remembered_the_deeper_its_shade(recall: float | None, step: str) -> None:
    memory = Memory(questions=1, cards=2, studied=int(recall is not None), recall=recall, due=0, new=0)
    assert shade(memory) == step
    assert shade(replace(memory, questions=0, cards=0, studied=0, recall=None)) == "none"


def test_a_sentence_that_names_facts_is_a_link_that_says_how_well_it_is_remembered(written: Any) -> None:
    page = written.open(PAGE)
    assert "(not studied yet)" in page.text
    said = {
        found["id"]: found
        for tag, found in page.tags
        if "said" in str(found.get("class")).split() and "id" in found
    }
    assert set(said) == {"fact-vapour", "fact-dew", "fact-loose"}
    assert said["fact-vapour"]["href"] == "#fact-vapour"
    assert "shade-0" in str(said["fact-vapour"]["class"])
    assert "shade-none" in str(said["fact-loose"]["class"])
    for _ in range(3):
        answer_first(written)
    page = written.open(PAGE)
    assert re.search(r"\(remembered \d+%\)", page.text)
    assert "Predicted recall today" in page.text


def test_the_text_and_what_it_rests_on_are_shown_as_text(written: Any) -> None:
    html = written.open(PAGE).html
    assert "<b>the sea" not in html
    assert "&lt;b&gt;the sea&lt;/b&gt;" in html
    assert "Water &amp; &lt;i&gt;ice&lt;/i&gt;" in html
    assert "&lt;u&gt;the&lt;/u&gt;" in html
    assert "[facts" not in html
    assert "A claim by the surveyors." in html


def test_a_stretch_with_a_link_of_its_own_is_opened_by_a_sign_before_it(written: Any) -> None:
    page = written.open(PAGE)
    assert "https://example.org/a" in page.links
    assert "#fact-dew" in page.links
    assert not re.search(r"<a class=\"said[^>]*id=\"fact-dew\"", page.html)


def test_every_fact_opens_its_questions_and_its_citation(written: Any) -> None:
    page = written.open(PAGE)
    assert "Where from?" in page.text
    assert "A Survey of Vapour" in page.text
    assert "from “By far” to “the sea”" in page.text
    assert "Its text is not installed here" in page.text
    assert "No question asks about this yet." in page.text


def test_the_passage_is_quoted_as_text_where_it_is_installed(written: Any, app: Flask, folder: Path) -> None:
    install_text(folder)
    prepare(app)
    page = written.open(PAGE)
    assert "By far &lt;script&gt;most&lt;/script&gt; of it comes from the sea</blockquote>" in page.html
    assert "its passages are quoted" in page.text
    assert "from “By far” to “the sea”" not in page.text
    assert written.client.get("/banks/water/media/sources/a.txt").status_code == 404


def test_facts_that_the_text_leaves_out_are_listed_after_it(written: Any) -> None:
    page = written.open(PAGE)
    assert "Also in this bank" in page.text
    assert page.text.index("Also in this bank") < page.text.index("Nobody tells this & nobody asks.")


def test_a_bank_without_a_briefing_is_read_as_its_facts_by_source(visitor: Any) -> None:
    page = visitor.open("/banks/water")
    assert links_to(page, "/briefing")
    assert "Read the facts" in page.text
    page = visitor.open(PAGE)
    assert "Also in this bank" not in page.text
    assert re.search(r"<h3><cite[^>]*>A Survey of Vapour</cite></h3>", page.html)
    assert 'id="fact-vapour"' in page.html


def test_a_bank_with_neither_text_nor_facts_has_no_such_page(app: Flask, folder: Path, visitor: Any) -> None:
    (folder / "facts.yaml").write_text("facts: []\n", encoding="utf-8")
    (folder / "questions" / "all.yaml").write_text(
        "questions:\n  - {id: q, kind: flashcard, prompt: A?, answer: B, unsourced: imported}\n",
        encoding="utf-8",
    )
    prepare(app)
    assert visitor.client.get(PAGE).status_code == 404
    assert not links_to(visitor.open("/banks/water"), "/briefing")


def test_many_facts_are_listed_page_by_page_and_found_there(app: Flask, folder: Path, visitor: Any) -> None:
    facts = "".join(
        f"  - {{id: f{i}, says: Fact {i}., evidence: [{{source: survey, paragraph: 1, from: a, to: b}}]}}\n"
        for i in range(FACTS_A_PAGE + 3)
    )
    (folder / "facts.yaml").write_text(FACTS + facts, encoding="utf-8")
    prepare(app)
    assert "Fact 0." in visitor.open(PAGE).text
    page = visitor.open(f"{PAGE}?page=2")
    assert "Fact 0." not in page.text
    assert f"Fact {FACTS_A_PAGE + 2}." in page.text
    assert visitor.open(f"{PAGE}?page=99999999999999999999").html == page.html
    assert visitor.client.get(f"{PAGE}?page=x").status_code == 200
    found = visitor.client.get(f"/banks/water/place?fact=f{FACTS_A_PAGE}")
    assert found.headers["Location"] == f"{PAGE}?page=2#fact-f{FACTS_A_PAGE}"


def test_from_the_feedback_to_the_place_in_the_text_and_back(written: Any) -> None:
    page = answer_first(written)
    feedback = written.path
    (there,) = links_to(page, "/place?")
    location = written.client.get(there).headers["Location"]
    assert location.endswith("#fact-vapour")
    page = written.open(there)
    assert written.path == PAGE
    assert links_to(page, "/study/") == [feedback]
    assert "Back to the card" in page.text
    written.open(feedback)
    assert written.response.status_code == 200


def test_from_a_flashcards_back_and_from_a_result_and_back(written: Any, visit: Callable[..., Any]) -> None:
    cards = visit({"flashcard": "prompt: What is dew?\n    answer: Water"}, name="two")
    cards.send("/study")
    page = cards.send("/reveal")
    back = cards.response.request.full_path
    page = cards.open(links_to(page, "/place?")[0])
    (link,) = links_to(page, "/reveal")
    assert link == back
    assert "Water" in cards.open(link).text

    written.open("/tests")
    written.send("/tests", {"bank": "water", "count": "2", "seed": "a"})
    written.open(f"{written.path.rsplit('/', 1)[0]}/finish")
    page = written.send("/finish")
    page = written.open(links_to(page, "/place?")[1])
    (link,) = [one for one in page.links if one.endswith("#question-2")]
    assert "Back to the result" in page.text
    assert written.client.get(link).status_code == 200


def test_being_tested_on_a_paragraph_leads_back_to_it(written: Any) -> None:
    page = written.open(PAGE)
    assert "Test me on this: 3 new" in page.text
    form = page.form("/test-me")
    assert form["fields"]["fact"] == "vapour"
    page = written.send("/test-me")
    session = written.path
    for _ in range(4):  # two of them belong to the cloze
        assert 'data-page="question"' in written.page.html
        written.send("/skip")
    assert 'data-page="finished"' in written.page.html
    (there,) = links_to(written.page, "/text")
    assert written.client.get(there).headers["Location"] == f"{PAGE}#fact-vapour"
    page = written.send("/again")
    assert written.path.startswith("/study/")
    assert written.path != session
    written.open(there)
    assert written.path == PAGE


def test_a_button_says_how_many_are_due_or_practised(written: Any, clock: Any) -> None:
    written.open(PAGE)
    written.send("/test-me")
    written.send("/answer", {"dont_know": "1"})
    clock.advance(days=3)
    assert "Test me on this: 1 due, 2 new" in written.open(PAGE).text


ODD_ORIGINS = [
    "",
    "https://evil.example/1",
    "//evil.example/1",
    "/study/1",
    "abc",
    "abc/",
    "abc/1/",
    "abc/x",
    "abc/١",
    "abc/-1",
    "abc/9999999999",
    "../1",
    "a b/1",
    "abc/1\n",
    "javascript:alert(1)/1",
    "test/abc/1/2",
    "test/../1",
    "abc/1.1/1",
    "abc/1/1/1",
    "\ud800/1",
    "x" * 5000 + "/1",
]


def test_an_odd_origin_is_no_way_back(written: Any) -> None:
    for origin in ODD_ORIGINS:
        answer = written.client.get(f"/banks/water/place?fact=vapour&{origin_of(origin)}")
        assert answer.headers["Location"] == f"{PAGE}#fact-vapour", origin
    for origin in ODD_ORIGINS[:3]:
        page = written.open(f"{PAGE}?{origin_of(origin)}")
        assert written.response.status_code == 200
        assert "Back to the" not in page.text


def origin_of(origin: str) -> str:
    return urlencode({"from": origin.encode("utf-8", "surrogatepass")})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=30), st.from_regex(r"[\w./-]{1,20}/[0-9./-]{1,12}", fullmatch=True)))
def test_a_way_back_never_leaves_this_site(app: Flask, origin: str) -> None:
    with app.test_request_context("/"):
        back = briefings._back(origin)
    assert back is None or re.match(r"/(study|tests)/[A-Za-z0-9_-]+[/#]", back.url)


def test_unknown_facts_lead_to_the_top_of_the_text(written: Any) -> None:
    for query in ["", "fact=", "fact=unknown", "fact=%00", "fact=%ED%A0%80", "fact=" + "x" * 9000]:
        assert written.client.get(f"/banks/water/place?{query}").headers["Location"] == PAGE


def test_what_is_not_there_is_not_found(written: Any) -> None:
    token = written.open(PAGE).token()
    for path in ("/banks/none/briefing", "/banks/none/place?fact=a", "/study/none/text"):
        assert written.client.get(path).status_code == 404
    for path in ("/banks/none/test-me", "/study/none/again"):
        assert written.client.post(path, data={"csrf_token": token, "fact": "vapour"}).status_code == 404
    for fact in ("loose", "none", "\ud800".encode("utf-8", "surrogatepass"), "", "\0"):
        answer = written.client.post("/banks/water/test-me", data={"csrf_token": token, "fact": fact})
        assert answer.status_code == 404
    assert written.client.post("/banks/water/test-me", data={"fact": "vapour"}).status_code == 400
    assert written.client.post("/study/none/again").status_code == 400


def test_a_place_is_the_sentence_that_tells_most_of_what_is_asked_for() -> None:
    text = "A. [facts: a] B. [facts: b]\n\nC. [facts: c] A and d. [facts: a, d]\n"
    found = outline(text, tuple("abcde"))
    assert [one.anchor for one in found.paragraphs] == ["paragraph-1", "paragraph-2"]
    spots = {
        ("a",): "fact-a",
        ("b", "c"): "fact-b",
        ("c", "d"): "fact-c",
        ("d",): "fact-d",
        ("a", "d"): "fact-d",
        ("e",): "fact-e",
        ("e", "b"): "fact-b",
    }
    for wanted, anchor in spots.items():
        spot = find_spot(found, dict.fromkeys(wanted, 1))
        assert spot is not None
        assert spot.anchor == anchor
    assert find_spot(found, {"nobody": 1}) is None


def test_a_fact_told_twice_keeps_its_anchor_where_it_is_told_first() -> None:
    found = outline("A. [facts: a]\n\nA again. [facts: a]\n", ("a",))
    anchors = [one.anchor for paragraph in found.paragraphs for one in paragraph.sentences]
    assert anchors == ["fact-a", "sentence-2-0"]
    assert found.rest == ()


@given(st.lists(st.sampled_from("abcde"), max_size=12), st.lists(st.booleans(), min_size=12, max_size=12))
def test_every_fact_has_one_anchor_wherever_it_is_told(names: list[str], breaks: list[bool]) -> None:
    text = "".join(
        f"Text. [facts: {name}]" + ("\n\n" if broken else " ")
        for name, broken in zip(names, breaks, strict=False)
    )
    found = outline(text, tuple("abcde"))
    anchors = [one.anchor for paragraph in found.paragraphs for one in paragraph.sentences if one.anchor]
    assert len(anchors) == len(set(anchors))
    assert set(found.rest) == set("abcde") - set(names)
