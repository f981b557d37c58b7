"""A fact is written in a form, and its passage proven before anything is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from question_bank.evidence import Stretch
from question_bank.evidence.locate import locate
from question_bank.model import Evidence, Fact, Passage
from question_bank.reading import read_bank, read_bank_texts
from question_bank.writing.facts import append_fact, fact_to_yaml
from quiz.services.editing.new_fact import ends_of

ARTICLE = (
    "Vapour rises from the sea.\nIt cools: # 3 times a day, the Office says.\n"
    "The rain falls, the rain falls on the hills.\nBy far the most falls into the sea.\n"
)
BANK = b"bank: b\ntitle: b\nsources: [{id: s, title: S}]\n"


@pytest.fixture
def open_fact(app: Flask, bank: Path, sheet: type[Any]) -> Callable[..., Any]:
    (bank / "sources").mkdir()
    (bank / "sources" / "survey.txt").write_text(ARTICLE, encoding="utf-8")
    client = app.test_client()
    return lambda query="": sheet.open(client, f"/workshop/water/new-fact{query}")


def test_a_passage_is_copied_from_the_paragraph_proven_and_cited_by_its_ends(
    open_fact: Callable[..., Any], bank: Path
) -> None:
    before = (bank / "facts.yaml").read_bytes()
    shown = open_fact().fill(says="It cools: thrice", by="the Office\nno", paragraph="2").press("show")
    assert (shown.status, shown.focused) == (200, "passage")
    assert "It cools: # 3 times a day, the Office says." in shown.text
    checked = shown.fill(passage="It cools: # 3 times a day,\nthe Office says.").press("check")
    assert (checked.status, checked.errors()) == (200, {})
    assert "Checked: this can be added" in checked.text
    assert (bank / "facts.yaml").read_bytes() == before
    added = checked.press("save")
    assert (added.status, added.location) == (303, "/workshop/water/new?fact=it-cools-thrice")
    assert (bank / "facts.yaml").read_bytes().startswith(before)
    fact = read_bank(bank).bank.facts[-1]
    assert (fact.says, fact.by) == ("It cools: thrice", ("the Office", "no"))
    assert fact.evidence.passages == (
        Passage(source="survey", paragraph=2, begins="It cools: #", ends="the Office says."),
    )
    again = open_fact("?source=survey&paragraph=3")
    again = again.fill(says="It rains", passage="the rain falls on the hills").press("save-next")
    assert again.location == "/workshop/water/new-fact?source=survey&paragraph=3"
    assert "is in the bank" in open_fact("?source=survey&paragraph=3").text


def test_a_passage_that_is_not_in_its_paragraph_is_refused_at_its_field(
    open_fact: Callable[..., Any], bank: Path
) -> None:
    before = (bank / "facts.yaml").read_bytes()
    cases = {
        "begins": {"begins": "It warms", "ends": "Office says."},
        "ends": {"begins": "It cools", "ends": "Office denies."},
        "id": {"begins": "It cools", "ends": "Office says.", "id": "vapour"},
        "paragraph": {"begins": "It cools", "ends": "Office says.", "paragraph": "9"},
        "passage": {"begins": "It cools"},
    }
    for name, typed in cases.items():
        sent = open_fact().type({"says": "It: cools", "paragraph": "2", **typed}).press("save")
        assert (sent.status, list(sent.errors())) == (422, [name]), sent.text
        assert sent.focused == "summary"
        assert sent.values["says"] == "It: cools"
    several = open_fact().fill(says="It rains", paragraph="3", begins="rain", ends="falls").press("save")
    assert several.status == 422
    assert set(open_fact().press("save").errors()) == {"says", "paragraph", "passage"}
    assert (bank / "facts.yaml").read_bytes() == before


def test_without_the_article_the_page_says_that_nothing_is_proven(
    app: Flask, sheet: type[Any], bank: Path
) -> None:
    form = sheet.open(app.test_client(), "/workshop/water/new-fact").fill(paragraph="2", says="It cools")
    assert "cannot be proven yet" in form.press("show").text
    assert form.fill(passage="It cools every single day of the year").press("save").status == 303
    (passage,) = read_bank(bank).bank.facts[-1].evidence.passages
    assert (passage.begins, passage.ends) == ("It cools every", "of the year")


@given(
    st.lists(
        st.sampled_from(["the", "rain", "falls", "on", "hills,", "“now”", "and"]), min_size=1, max_size=14
    ),
    st.data(),
)
def test_the_ends_of_a_copied_passage_enclose_it_alone_whenever_few_words_can(
    words: list[str], data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    passage = " ".join(words[first : last + 1])
    begins, ends = ends_of(passage, " ".join(words))
    assert passage.startswith(begins)
    assert passage.endswith(ends)
    assert max(len(begins.split()), len(ends.split())) <= 6
    found = locate(" ".join(words), begins, ends)
    if isinstance(found, Stretch):
        assert found.text == passage


texts = st.sampled_from(["no", "a: b", "# x", "@x", "{{x}}", "“so”", "one\ntwo", "x " * 70 + "y"])


@given(
    st.builds(
        Fact,
        id=st.just("new"),
        says=texts,
        by=st.lists(texts, max_size=2).map(tuple),
        evidence=st.builds(
            Passage, source=st.just("s"), paragraph=st.integers(1, 9), begins=texts, ends=texts
        ).map(lambda passage: Evidence(passages=(passage,))),
    ),
    st.sampled_from(
        [
            "",
            "# notes\n",
            "facts: []\n",
            "facts:\n",
            "facts:  # none yet\n",
            "facts:\n- id: old\n  says: Old\n  evidence:\n  - {source: s, paragraph: 1, from: a, to: b}",
            "facts:\n    - id: old\n      says: Old # so\n"
            "      evidence: [{source: s, paragraph: 1, from: a, to: b}]  # c\n\n# end\n",
        ]
    ),
)
def test_a_fact_stands_at_the_end_of_its_file_and_every_line_before_it_stays(fact: Fact, before: str) -> None:
    made = append_fact(before, fact_to_yaml(fact))
    bank = read_bank_texts({"bank.yaml": BANK, "facts.yaml": made.text.encode()}).bank
    assert bank is not None
    assert bank.facts[-1] == fact
    assert [each.id for each in bank.facts] == (["old"] if "old" in before else []) + ["new"]
    kept = [line for line in before.split("\n") if line and "[]" not in line]
    assert [line for line in made.text.split("\n") if line in kept][: len(kept)] == kept
    assert made.text.split("\n")[made.line - 1][made.column :].startswith("- id: new")


def test_a_paragraph_without_a_fact_leads_to_its_form(open_fact: Callable[..., Any], app: Flask) -> None:
    page = app.test_client().get("/banks/water/sources/survey").get_data(as_text=True)
    assert "/workshop/water/new-fact?source=survey&amp;paragraph=3" in page
    assert "It cools" in open_fact("?source=survey&paragraph=2").text
