"""The preview: the study page's own pieces, Anki's own card, and nothing in either that could do harm."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest

from quiz.services import roles

Visitor = Any  # of ../conftest.py, which no test can import

FILE = "questions/all.yaml"
ADDRESS = "/workshop/water/preview"
NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)> \"'></template></textarea>{{c1::x}}"
PROMPTED = ("flashcard", "true_false", "short_answer", "list", "number", "date", "cloze")


def block_of(visitor: Visitor, question: str) -> dict[str, str]:
    """Return the fields of a question's editor as its page has them."""
    page = visitor.open(f"/workshop/water/questions/{question}")
    text = re.search(r'<textarea id="text".*?>\n(.*?)</textarea>', page.html, re.DOTALL)
    assert text is not None
    fields = page.form(question)["fields"]
    return {**fields, "text": html.unescape(text[1]), "question": question}


def preview(visitor: Visitor, fields: dict[str, str], **more: str) -> str:
    response = visitor.client.post(ADDRESS, data={**fields, **more})
    assert response.status_code == 200
    return response.get_data(as_text=True)


def bare(markup: str) -> str:
    """Return markup without what may differ: ids of several cards on a page, levels of headings, blanks."""
    markup = re.sub(r'(id|for|aria-\w+)="([^"]*)"', lambda m: f'{m[1]}="{m[2].replace("-p1", "")}"', markup)
    return re.sub(r"\s+", "", re.sub(r"<(/?)h[12]\b", r"<\1p", markup))


def test_the_preview_shows_the_very_card_that_learners_get(visitor: Visitor) -> None:
    for kind in PROMPTED:
        visitor.open("/banks/water")
        studied = visitor.send("/study", {"tag": kind.replace("_", "-"), "bank": "water"})
        found = re.search(
            r'<div class="card-body">(.*?)</div>\s*<div class="actions">', studied.html, re.DOTALL
        )
        assert found is not None
        shown = preview(visitor, block_of(visitor, f"q-{kind.replace('_', '-')}"), piece="1")
        assert bare(found[1]) in bare(shown)


def test_options_are_all_there_before_the_answer_and_judged_after_it(visitor: Visitor) -> None:
    options = {"single_choice": "Rock", "multiple_choice": "Dust", "ordering": "cool", "matching": "plasma"}
    for kind, option in options.items():
        shown = preview(visitor, block_of(visitor, f"q-{kind.replace('_', '-')}"), piece="1")
        before, right, wrong = re.findall(r"<article.*?</article>", shown, re.DOTALL)
        assert "option-right" not in before
        assert "verdict" not in before
        assert "verdict-right" in right
        assert re.search("verdict-(wrong|partly)", wrong)
        for each in (right, wrong):
            assert "The sea is large." in each, "the explanation"
            assert "A Survey of Vapour" in each, "the source"
            assert "from “By far” to “the sea”" in each, "the passage"
        assert option in before
        if kind == "single_choice":
            assert "Rock is dry." in wrong
            assert "Rock is dry." not in right


def test_nothing_in_the_preview_can_be_used(visitor: Visitor) -> None:
    for kind in ("single-choice", "short-answer", "matching", "cloze"):
        shown = preview(visitor, block_of(visitor, f"q-{kind}"), piece="1")
        assert "<form" not in shown
        cards = shown.split('<div class="preview-card"')
        assert len(cards) > 2
        assert all(card.startswith(" inert>") for card in cards[1:])
        for outside in (cards[0], *(card.partition("</article>")[2] for card in cards[1:])):
            assert not re.search(r"<(input|select|button|a)\b", outside)


def test_the_button_shows_the_preview_on_the_editors_page_with_all_that_was_typed(visitor: Visitor) -> None:
    fields = block_of(visitor, "q-date") | {"do": "preview", "why": "because"}
    fields["text"] = fields["text"].replace("When?", "When exactly?")
    response = visitor.client.post("/workshop/water/questions/q-date", data=fields)
    page = response.get_data(as_text=True)
    assert response.status_code == 200
    assert page.count("When exactly?") > 4
    assert 'value="because"' in page
    assert "frame-src 'self'" in response.headers["Content-Security-Policy"]
    assert visitor.open("/banks/water").html.count("When exactly?") == 0


def test_the_preview_on_a_page_of_its_own_leads_back_with_the_text(visitor: Visitor) -> None:
    fields = block_of(visitor, "q-date")
    fields["text"] = "\n" + fields["text"].replace("When?", "When & <why>?")
    response = visitor.client.post(ADDRESS, data=fields)
    visitor.page = type(visitor.page)(response.get_data(as_text=True))
    back = re.search(r'<textarea name="text" hidden>\n(.*?)</textarea>', visitor.page.html, re.DOTALL)
    assert back is not None
    assert html.unescape(back[1]) == fields["text"]
    again = visitor.send("/questions/q-date", {"text": html.unescape(back[1]), "do": "check"})
    assert "When &amp; &lt;why&gt;?" in again.html
    assert visitor.response.status_code == 200


def test_a_broken_text_is_told_with_its_line_and_never_breaks_the_page(visitor: Visitor) -> None:
    fields = block_of(visitor, "q-date")
    for broken in ("- id: q-date\n  kind: date\n  prompt: What is # 3?\n", "", "]", "\x00- id: [", NASTY):
        shown = preview(visitor, {**fields, "text": broken}, piece="1")
        assert "data-broken" in shown
        assert "<article" not in shown
    missing = preview(visitor, {**fields, "text": fields["text"].replace("answer:", "tags:")}, piece="1")
    assert re.search(r'href="#line-\d" data-line="\d"', missing)
    assert "has no &#39;answer&#39;" in missing


def test_markup_in_a_question_is_shown_as_text_in_both_previews(visitor: Visitor) -> None:
    for kind in ("single_choice", "short_answer", "list", "matching", "ordering"):
        quoted = "'" + NASTY.replace("'", "''") + "'"
        fields = block_of(visitor, f"q-{kind.replace('_', '-')}")
        for word in ("Sea", "evaporation", "Baltic", "solid", "rise", "The sea is large."):
            fields["text"] = fields["text"].replace(word, quoted)
        fields["text"] = re.sub("(?<=prompt: ).*", quoted, fields["text"])
        shown = preview(visitor, fields, piece="1")
        assert "data-broken" not in shown
        for harm in ("<script", "<img", "onerror=alert(2)>", "</template></textarea>"):
            assert harm not in shown
        page = type(visitor.page)(shown)
        sides = [found for tag, found in page.tags if tag == "template"]
        assert sides
        for side in (found[name] for found in sides for name in ("data-front", "data-back")):
            inside = type(visitor.page)(str(side))
            assert {tag for tag, _ in inside.tags}.isdisjoint({"script", "img", "template", "textarea"})
            assert "<script>alert(1)</script>" in inside.text
        assert "<script>alert(1)</script>" in page.text


def test_the_stage_can_run_its_two_scripts_and_reach_nothing(visitor: Visitor) -> None:
    response = visitor.client.get(f"{ADDRESS}/anki")
    policy = response.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "img-src blob:", "frame-ancestors 'self'", "sandbox allow-scripts"} < {
        *policy
    }
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    files = re.findall(r'(?:src|href|data-card)="([^"]+)"', response.get_data(as_text=True))
    assert [re.sub(r"\?v=\w+", "", file) for file in files] == [
        "/anki/card.css",
        "/anki/stage.js",
        "/anki/card.js",
    ]
    for file in files:
        with visitor.client.get(file) as answer:
            assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
            assert answer.status_code == 200
    assert visitor.client.get("/anki/package.py").status_code == 404
    editor = visitor.open("/workshop/water/questions/q-date").html
    assert re.findall(r'<iframe[^>]* sandbox="([^"]*)"', editor.partition("<noscript>")[0]) == []
    assert set(re.findall(r'<iframe[^>]* sandbox="([^"]*)"', editor)) == {
        "allow-scripts",
        "allow-same-origin",
    }


def test_pictures_are_shown_that_no_question_has_yet_and_no_other_files(
    visitor: Visitor, tmp_path: Path
) -> None:
    folder = tmp_path / "one" / "banks" / "water"
    for name in ("images/sea.gif", "sources/scan.gif", "../outside.gif"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"GIF89a")
    (folder / "images" / "link.gif").symlink_to(folder.parent / "outside.gif")
    fields = block_of(visitor, "q-date")
    fields["text"] += "  media: [{file: images/sea.gif, alt: The sea}]\n"
    shown = preview(visitor, fields, piece="1")
    addresses = set(re.findall(r"/[^\s&\"]*/images/sea\.gif", shown))
    assert addresses == {f"{ADDRESS}/pictures/images/sea.gif"}
    with visitor.client.get(addresses.pop()) as answer:
        assert answer.data == b"GIF89a"
    assert visitor.client.get("/banks/water/media/images/sea.gif").status_code == 404, "learners have not"
    for file in (
        *("sources/scan.gif", "../outside.gif", "..%2foutside.gif", "images/../../outside.gif", "bank.yaml"),
        *("images/link.gif", "./images/sea.gif", "images//sea.gif", "images/sea.gif%00", "images", "%00.gif"),
        *("sources/../sources/scan.gif", "images\\sea.gif", "%2fetc%2fx.gif", "."),
        f"{'a' * 300}.gif",
    ):
        with visitor.client.get(f"{ADDRESS}/pictures/{file}") as answer:
            assert answer.status_code in {308, 404}, file
            assert not answer.data.startswith(b"GIF"), file


def test_what_was_typed_on_the_front_is_compared(visitor: Visitor) -> None:
    fields = block_of(visitor, "q-date")
    sent = {"csrf_token": fields["csrf_token"], "expected": "24 August 2011", "typed": "<i>2011"}
    answer = visitor.client.post(f"{ADDRESS}/anki", data=sent).get_data(as_text=True)
    assert answer.startswith("<code id=typeans>")
    assert "<i>" not in answer


@pytest.mark.parametrize("file", ["facts.yaml", "bank.yaml"])
def test_files_without_questions_have_no_preview(visitor: Visitor, file: str) -> None:
    page = visitor.open(f"/workshop/water/files/{file}")
    assert visitor.response.status_code == 200
    assert 'id="preview"' not in page.html


def test_a_file_of_questions_shows_the_one_at_the_line(visitor: Visitor) -> None:
    page = visitor.open(f"/workshop/water/files/{FILE}")
    assert "What is dew?" in page.html.partition('id="preview"')[2]


def test_a_new_question_is_previewed_as_soon_as_its_form_is_complete(visitor: Visitor) -> None:
    page = visitor.open("/workshop/water/new/flashcard")
    assert "There is no question here yet" in page.html.partition('id="preview"')[2]
    page = visitor.send(
        "/new/flashcard", {"prompt": "What is <fog>?", "answer": "Low", "facts": "vapour", "do": "check"}
    )
    seen = page.html.partition('id="preview"')[2].partition("</section>")[0]
    assert seen.count("What is &lt;fog&gt;?") >= 2
    assert "data-broken" not in seen
    assert "fog" not in visitor.open("/banks/water").text


def test_only_teachers_see_previews_with_their_keys(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = block_of(visitor, "q-date")
    monkeypatch.setattr(roles, "may_teach", lambda ctx, learner_id: False)
    for answer in (
        visitor.client.post(ADDRESS, data=fields),
        visitor.client.post(f"{ADDRESS}/anki", data=fields),
        visitor.client.get(f"{ADDRESS}/anki"),
        visitor.client.get(f"{ADDRESS}/pictures/images/sea.gif"),
    ):
        assert answer.status_code == 403
    assert visitor.client.get("/anki/card.css").status_code == 200, "which is in every package"


def test_a_bank_that_is_not_there_has_no_preview(visitor: Visitor) -> None:
    fields = block_of(visitor, "q-date")
    assert visitor.client.post("/workshop/fire/preview", data=fields).status_code == 404
    assert visitor.client.post("/workshop/fire/preview/anki", data=fields).status_code == 404
    assert visitor.client.get("/workshop/fire/preview/anki").status_code == 404
