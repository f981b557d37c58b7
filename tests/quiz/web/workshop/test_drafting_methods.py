"""How questions are found in an article: the ways that are offered, and what each leaves out."""

from __future__ import annotations

import dataclasses
import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import llm
import pytest
from llm.plugins import pm
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from quiz.config import from_environment
from tests.quiz.web.workshop.test_drafts import (
    ARTICLE,
    AT,
    brought,
    drafted,
    first,
    kept,
    own_fields,
    questions,
)

DRAFT = {
    "quote": "replaced by a brass gauge in 1912",
    "fact": "Since 1912 people read the water's height off brass.",
    "kind": "date",
    "prompt": "When did Marrowby get its gauge of brass?",
    "answer": "1912",
}


class StandIn(llm.Model):
    """A model that needs no network, and counts how often it is asked."""

    model_id = "stand-in"
    can_stream = False
    asked = 0
    reply = ""

    def execute(self, prompt: Any, stream: bool, response: Any, conversation: Any) -> Iterator[str]:
        self.asked += 1
        if not self.reply:
            raise RuntimeError("out of credit")
        yield self.reply


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    monkeypatch.setenv("LLM_USER_PATH", str(tmp_path / "llm"))
    monkeypatch.setenv("LLM_LOAD_PLUGINS", "")
    stand_in = StandIn()

    class Plugin:
        __name__ = "stand-in of the pages"

        @llm.hookimpl
        def register_models(self, register: Callable[[llm.Model], None]) -> None:
            register(stand_in)

    plugin = Plugin()
    pm.register(plugin, name="stand-in of the pages")
    yield stand_in
    pm.unregister(plugin)


@pytest.fixture
def folder(make_app: Callable[..., Any], tmp_path: Path) -> Path:
    return tmp_path / "one" / "banks" / "water"


@pytest.fixture
def visitor(visit: Callable[..., Any]) -> Any:
    return visit()


@pytest.fixture
def allowed(visitor: Any, model: StandIn) -> Any:
    """A visitor of a Factdeck whose operator allows the stand-in."""
    app = visitor.client.application
    app.extensions["factdeck"] = dataclasses.replace(app.extensions["factdeck"], draft_model="stand-in")
    return visitor


def ways(page: Any) -> dict[str, bool]:
    """Return which methods can be chosen."""
    return {
        found["value"]: "disabled" not in found for _, found in page.tags if found.get("name") == "method"
    }


def test_a_model_is_offered_only_if_whoever_runs_the_server_names_one(visitor: Any) -> None:
    page = visitor.open(AT)
    assert ways(page)["rules"]
    assert not ways(page)["llm"]
    assert "FACTDECK_DRAFT_MODEL" in page.text
    page = visitor.send("/draft", {"text": ARTICLE, "method": "llm"})
    assert visitor.response.status_code == 422
    assert "Not allowed here" in page.text
    assert "Marrowby" in page.html


@pytest.mark.parametrize(("method", "library"), [("nlp", "spacy"), ("llm", "llm")])
def test_what_is_not_installed_says_how_it_is_got(visitor: Any, monkeypatch, method, library) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    page = visitor.open(AT)
    assert not ways(page)[method]
    assert f"pip install '.[{method}]'" in page.text


def test_the_environment_names_the_model_that_articles_may_be_sent_to() -> None:
    assert from_environment({"FACTDECK_DRAFT_MODEL": " some-model "}).draft_model == "some-model"
    assert from_environment({}).draft_model == ""


def test_a_word_that_is_no_method_is_refused(visitor: Any) -> None:
    visitor.open(AT)
    page = visitor.send("/draft", {"text": ARTICLE, "method": "magic"})
    assert visitor.response.status_code == 422
    assert "Choose how questions are found." in page.text


def test_a_models_drafts_are_shown_and_taken_and_it_is_asked_once(
    allowed: Any, model: StandIn, folder: Path
) -> None:
    refused = {**DRAFT, "quote": "Marrowby has never had a gauge", "prompt": "Had Marrowby a gauge?"}
    model.reply = json.dumps({"drafts": [DRAFT, refused]})
    page = allowed.open(AT)
    assert "may run at another company" in page.text
    page = allowed.send("/draft", {"text": ARTICLE, "method": "llm"})
    assert "When did Marrowby get its gauge of brass?" in page.text
    assert "Its passage is not in the article 1" in page.text
    assert "Had Marrowby a gauge?" in page.text
    allowed.open("/workshop/water/draft/1")
    allowed.send("/draft/1", {"do": "take", "title": "Tides", "keep": kept(page), "method": "llm"})
    assert model.asked == 1
    assert questions(folder).count("- id:") == 1


def test_a_model_that_fails_changes_nothing_and_is_said(allowed: Any, model: StandIn) -> None:
    page = brought(allowed)
    page = allowed.send("/draft/1", {"do": "look", "title": "My title", "keep": kept(page), "method": "llm"})
    assert allowed.response.status_code == 422
    assert "out of credit" in page.text
    assert "My title" in page.html
    assert "tide at its old stone pier" in allowed.open("/workshop/water/draft/1").text


def test_everything_left_out_stands_below_the_drafts_with_its_reason(visitor: Any) -> None:
    page = brought(visitor, ARTICLE + "\nIt was very cold there, and nobody liked it at all in those days.\n")
    assert "Sentences that cannot be understood alone" in page.text
    assert "It was very cold there" in page.html.partition('class="left-out"')[2]


def test_the_same_article_again_goes_on_with_its_source(visitor: Any, folder: Path) -> None:
    drafted(visitor)
    bank, asked = (folder / "bank.yaml").read_bytes(), questions(folder)
    page = brought(visitor, ARTICLE.replace("Home | News | Sport", "Menu"))
    assert "This article is a source of the bank already: “Tides”" in page.text
    assert "The bank asks it already" in page.text
    assert "Write" not in page.text.partition("What was found")[2].partition("left out")[0]
    assert ((folder / "bank.yaml").read_bytes(), questions(folder)) == (bank, asked)


def test_a_dropped_draft_is_not_proposed_again_and_comes_back_if_that_is_undone(
    visitor: Any, folder: Path
) -> None:
    drafted(visitor)
    visitor.send(f"/{first(visitor)}/drop")
    page = brought(visitor)
    assert "It was dropped before 1" in page.text
    visitor.open("/workshop/water/drafts")
    visitor.send("/drafts/undo")
    assert "It was dropped before" not in brought(visitor).text


def test_what_an_article_says_beyond_its_source_goes_into_the_same_files(visitor: Any, folder: Path) -> None:
    page = brought(visitor)
    visitor.send("/draft/1", {"do": "take", "title": "Tides", "keep": kept(page), "most": "2"})
    bank = (folder / "bank.yaml").read_bytes()
    page = brought(visitor)
    page = visitor.send("/draft/1", {"do": "take", "title": "Tides", "keep": kept(page)})
    assert visitor.path == "/workshop/water/drafts", page.text
    assert (folder / "bank.yaml").read_bytes() == bank
    assert questions(folder).count("- id:") > 2
    assert len(list((folder / "sources").glob("*.txt"))) == 1


def test_letters_that_nobody_can_be_sure_of_are_refused_with_their_place(visitor: Any) -> None:
    form = visitor.open(AT).form("/draft")
    file = FileStorage(io.BytesIO("The town.\nМосква стоит на реке.".encode("cp1251")), "a.txt")
    boundary, body = encode_multipart({**form["fields"], "file": file, "text": ""})
    kind = f"multipart/form-data; boundary={boundary}"
    page = visitor._arrive(visitor.client.post(form["action"], data=body, content_type=kind))
    assert visitor.response.status_code == 422
    assert "Save it as UTF-8" in page.text
    assert "line 2" in page.text


def test_a_fact_in_other_words_loses_its_mark_and_one_in_the_articles_keeps_it(
    visitor: Any, folder: Path
) -> None:
    page = drafted(visitor)
    assert "W509" in page.text
    facts = (folder / "facts.yaml").read_text(encoding="utf-8")
    marks = facts.count("own-words-missing")
    for words, gone in ((lambda said: said.replace("The ", "This "), 0), (lambda _: "Nobody drowned.", 1)):
        page = visitor.open(f"/workshop/water/drafts?question={first(visitor)}&mend=1")
        fields = own_fields(page)
        says = next(name for name in fields if name.startswith("says-"))
        visitor.send("/mend", {**fields, says: words(fields[says]), "do": "keep"})
        left = (folder / "facts.yaml").read_text(encoding="utf-8")
        assert marks - left.count("own-words-missing") == gone
