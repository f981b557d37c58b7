"""A source's page without scripts: passages marked in their paragraphs, findings, and bringing the text."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, get_template_attribute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import escape
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from quiz.factory import prepare
from quiz.services.source_paragraphs import ParagraphShown, cut
from quiz.web import evidence

LIST = "/banks/water/sources"
PAGE = f"{LIST}/survey"
TEXT = "Title\nSecond\nThird\nBy far <script>most</script> of “it” comes from the sea & air.\nFifth\n"
BANK = """bank: water
title: Where water comes from
language: en
sources:
  - {id: survey, title: A <b>Survey</b> of Vapour, publisher: The Gazette, published: 2011-08-24,
     url: "https://example.org/a", file: survey.txt}
  - {id: loose, title: Nobody names this}
"""


class Text(HTMLParser):
    """Reads what stands in a paragraph of the source, the numbers that lead to facts apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.open, self.notes = "", [], 0
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.notes += tag == "sup"
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.notes -= tag == "sup"

    def handle_data(self, data: str) -> None:
        assert self.open.count("mark") <= 1
        if not self.notes:
            self.text += data


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    kinds = {
        "short_answer": "prompt: Where from?\n    answer: Atlantis",
        "true_false": "prompt: Is steam water?\n    answer: true",
    }
    return make_app(kinds, bank=BANK)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "one" / "banks" / "water"


def bring(visitor: Any, content: bytes = TEXT.encode(), name: str = "a.txt", text: str = "") -> Any:
    form = visitor.open(PAGE).form("/text#text")
    fields = {**form["fields"], "text": text, "file": FileStorage(io.BytesIO(content), name)}
    # Encoded here, since the test client would leave a large body's temporary file open.
    boundary, body = encode_multipart(fields)
    kind = f"multipart/form-data; boundary={boundary}"
    return visitor._arrive(
        visitor.client.post(form["action"], data=body, content_type=kind, follow_redirects=True)
    )


def source_text(html: str) -> str:
    """Return the text of the fourth paragraph."""
    found = re.search(r'id="p4".*?<p class="source-text"[^>]*>(.*?)</p>', html, re.DOTALL)
    assert found is not None
    return Text(found[1]).text


def test_without_the_text_the_page_shows_citations_and_says_what_it_could_not_verify(visitor: Any) -> None:
    page = visitor.open(PAGE)
    assert visitor.response.status_code == 200
    assert "nothing here could be verified" in page.text
    assert "passage not verified 1" in page.text
    assert "from “By far” to “the sea”" in page.text
    assert "source-text" not in page.html
    assert "of the words" not in page.text


def test_a_brought_text_is_shown_at_once_with_its_passages_marked(visitor: Any, folder: Path) -> None:
    page = bring(visitor)
    assert visitor.path == PAGE
    assert "The text is installed: 1 of 1 passage was found in it." in page.text
    assert (folder / "sources" / "survey.txt").read_bytes() == TEXT.encode()
    assert source_text(page.html) == TEXT.splitlines()[3]
    assert "<script>most" not in page.html
    assert "A &lt;b&gt;Survey" in page.html
    assert re.search(
        r'<mark class="depth-1 of-1">By far .* the sea</mark><sup class="to-fact"><a href="#p4-f1"', page.html
    )
    assert page.html.count("No fact rests on this paragraph.") == 4
    assert [link for link in page.links if re.search(r"#p[0-9]+$", link)] == [
        f"{PAGE}#p{number}" for number in (1, 2, 3, 5)
    ]


def test_findings_stand_with_what_they_are_about_and_keys_behind_a_disclosure(visitor: Any) -> None:
    html = bring(visitor).html
    (answer,) = re.findall(r"<details.*?</details>", html[: html.index("q-true-false")], re.DOTALL)
    assert "1 finding" in answer
    assert "E407" in answer
    assert "Atlantis" in answer
    assert html.count("Atlantis") == answer.count("Atlantis")
    page = bring(visitor, TEXT.replace("By far", "Not at all").encode())
    assert "E403" in page.text
    assert "none of" not in page.text
    assert "its one passage was not found in it: is it the right article?" in page.text
    assert "No passage was found in the text that is installed" in page.text


def test_pasted_text_is_taken_as_it_was_pasted(visitor: Any, folder: Path) -> None:
    page = bring(visitor, b"", "", TEXT.replace("\n", "\r\n"))
    assert "1 of 1 passage was found" in page.text
    assert (folder / "sources" / "survey.txt").read_bytes() == TEXT.encode()


REFUSED = (
    (b"", "", "  ", "There is no text in it."),
    (b"", "empty.txt", "", "There is no text in it."),
    (b"a\0b", "a.txt", "", "That is not plain text."),
    (b"%PDF-1.4", "a.pdf", "", "That is not plain text."),
    (b"a" * 1_500_001, "a.txt", "", "1.5 MB is the most."),
    (b"caf\x81", "a.txt", "", "It is not clear in which encoding"),
    (TEXT.encode(), "a.txt", "Pasted & kept", "one of the two is enough"),
    (b"", "", "<html>Pasted & kept", "That is not plain text."),
)


def test_what_cannot_be_taken_is_said_and_what_was_pasted_stays(visitor: Any, folder: Path) -> None:
    for content, name, text, said in REFUSED:
        page = bring(visitor, content, name, text)
        assert visitor.response.status_code == 422
        assert said in page.text
        kept = re.search(r"<textarea[^>]*>\s?(.*?)</textarea>", page.html, re.DOTALL)
        assert kept is not None
        assert kept[1].strip() == escape(text.strip())
    assert not (folder / "sources").exists()


def test_far_too_much_is_refused_in_words_of_its_own(visitor: Any, folder: Path) -> None:
    for sent in ({"content": b"a" * 3_000_000}, {"content": b"", "name": "", "text": "a" * 600_000}):
        page = bring(visitor, **sent)
        assert visitor.response.status_code == 413
        assert "That is too large" in page.text
    assert not (folder / "sources").exists()


def test_the_name_of_an_upload_names_nothing_here(visitor: Any, tmp_path: Path) -> None:
    before = set(tmp_path.rglob("*"))
    for name in ("../../../evil.txt", "..\\evil.txt", "/etc/evil.txt", "bank.yaml.txt", "é.txt"):
        bring(visitor, name=name)
    made = {path.name for path in set(tmp_path.rglob("*")) - before}
    assert made - {"factdeck.sqlite-wal", "factdeck.sqlite-shm"} == {"sources", ".gitignore", "survey.txt"}


def test_a_text_can_be_replaced_put_back_and_removed(visitor: Any, folder: Path) -> None:
    page = bring(visitor)
    assert not [form for form in page.forms if str(form["action"]).endswith("/former")]
    assert "The former text can be put back." in bring(visitor, b"Other\n").text
    page = visitor.send("/former")
    assert "1 of 1 passage was found" in page.text
    page = visitor.send("/remove")
    assert "The text was removed." in page.text
    assert "nothing here could be verified" in page.text
    assert [path.name for path in (folder / "sources").iterdir()] == [".gitignore"]


def test_a_removal_that_fails_is_said_and_nothing_is_gone(
    visitor: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(visitor)

    def refuse(*_given: Any, **_named: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    page = visitor.send("/remove")
    monkeypatch.undo()
    assert visitor.response.status_code == 422
    assert "could not change the file" in page.text
    assert "(Permission denied)" in page.text
    assert (folder / "sources" / "survey.txt").exists()


def test_putting_back_where_there_is_nothing_is_not_found(visitor: Any) -> None:
    visitor.open(PAGE)
    token = visitor.page.token()
    assert visitor.client.post(f"{PAGE}/text/former", data={"csrf_token": token}).status_code == 404
    assert visitor.client.post(f"{LIST}/nothing/text", data={"csrf_token": token}).status_code == 404
    assert visitor.client.get(f"{LIST}/nothing").status_code == 404
    assert visitor.client.get("/banks/fire/sources").status_code == 404
    assert visitor.client.get(f"{PAGE}/text").status_code == 405


def test_a_source_without_a_file_is_told_what_to_write_into_bank_yaml(visitor: Any, folder: Path) -> None:
    visitor.open(f"{LIST}/loose")
    page = visitor.send("/text#text", {"text": "Any text"})
    assert "No fact names a passage of it yet." in page.text
    assert "file: loose.txt" in page.text
    assert (folder / "sources" / "loose.txt").read_text(encoding="utf-8") == "Any text"


def test_the_list_of_sources_counts_and_leads_to_each(visitor: Any) -> None:
    assert LIST in visitor.open("/banks/water").links
    page = visitor.open(LIST)
    assert {PAGE, f"{LIST}/loose"} <= set(page.links)
    assert "Its text is not here: 1 passage could not be verified; 1 fact, 2 questions" in page.text
    bring(visitor)
    assert "1 of 5 paragraphs have facts; 1 of 1 passages found" in visitor.open(LIST).text


def test_citations_after_an_answer_and_in_the_facts_lead_to_their_paragraph(visitor: Any) -> None:
    visitor.open("/")
    visitor.send("/study")
    assert f"{PAGE}#p4" not in visitor.page.links
    visitor.send("/answer", {"dont_know": "1"})
    assert f"{PAGE}#p4" in visitor.page.links
    briefing = visitor.open("/banks/water/briefing")
    assert {f"{PAGE}#p4", PAGE} <= set(briefing.links)


def test_a_long_text_comes_in_pages_and_a_citation_knows_on_which(visitor: Any, folder: Path) -> None:
    facts = (folder / "facts.yaml").read_text(encoding="utf-8").replace("paragraph: 4", "paragraph: 250")
    (folder / "facts.yaml").write_text(facts, encoding="utf-8")
    prepare(visitor.client.application)
    bring(visitor, "".join(f"Line {i}\n" for i in range(1, 320)).encode())
    page = visitor.open(PAGE)
    assert page.html.count('class="sheet source-paragraph') == evidence.PARAGRAPHS_A_PAGE
    assert "and 258 more" in page.text
    assert f"{PAGE}?page=3#p250" in visitor.open("/banks/water/briefing").links
    assert 'id="p250"' in visitor.open(f"{PAGE}?page=3").html
    for odd in ("-5", "99", "x"):
        assert visitor.client.get(f"{PAGE}?page={odd}").status_code == 200


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\r"), min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(1, 4)), max_size=6),
)
def test_every_letter_of_a_paragraph_is_shown_once_and_marks_are_balanced(
    app: Flask, text: str, drawn: list[tuple[int, int, int]]
) -> None:
    spans = [(begin, min(end, len(text)), number) for begin, end, number in drawn]
    paragraph = ParagraphShown(number=7, pieces=cut(text, spans))
    with app.test_request_context():
        html = str(get_template_attribute("evidence/_pieces.html", "marked")(paragraph))
    assert Text(html).text == text
