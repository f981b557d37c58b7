"""Two banks that differ only in the key give the same bytes before answering, tokens and study ids aside."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

PAIRS = {
    "true_false": ("prompt: Is it?\n    answer: true", "prompt: Is it?\n    answer: false"),
    "single_choice": (
        "prompt: Which?\n    answer: Sea\n    distractors: [Rock, Sand, {text: Peat, feedback: No.}]",
        "prompt: Which?\n    answer: Rock\n    distractors: [{text: Sea, feedback: Why?}, Sand, Peat]",
    ),
    "multiple_choice": (
        "prompt: Which?\n    answers: [Sea, Rock]\n    distractors: [Sand, Peat]",
        "prompt: Which?\n    answers: [Peat]\n    distractors: [Sand, Sea, Rock]",
    ),
    "short_answer": (
        "prompt: Which?\n    answer: a",
        "prompt: Which?\n    answer: something far longer\n    accept: [and more]\n    strict: true",
    ),
    "list": (
        "prompt: Which two?\n    answers: [Sea, Rock]\n    need: 2",
        "prompt: Which two?\n    answers: [A long one, {answer: B, accept: [C]}, D, E]\n    need: 2",
    ),
    "number": (
        "prompt: How many?\n    answer: 7",
        "prompt: How many?\n    answer: 12345\n    tolerance: 5%\n    scale: million",
    ),
    "date": ("prompt: When?\n    answer: 2011-08-24", "prompt: When?\n    answer: 1999-12-01"),
    "cloze": (
        "text: 'The {{c1::sea}} is wet, as is {{c1::rain}}.'",
        "text: 'The {{c1::very long word}} is wet, as is {{c1::x}}.'\n    accept: [[ocean], []]",
    ),
    "ordering": (
        "prompt: Order?\n    items: [{text: one, label: '1'}, {text: two}, {text: three}]",
        "prompt: Order?\n    items: [{text: three}, {text: one}, {text: two, label: later}]",
    ),
    "matching": (
        "prompt: Pair?\n    pairs: [{left: Ice, right: solid}, {left: Dew, right: wet}]\n    spare: [gas]",
        "prompt: Pair?\n    pairs: [{left: Ice, right: gas}, {left: Dew, right: solid}]\n    spare: [wet]",
    ),
    "flashcard": ("prompt: What?\n    answer: This", "prompt: What?\n    answer: That, and it is long"),
}


def without_tokens(html: str) -> str:
    """Return the page without CSRF tokens and the random ids in addresses."""
    html = re.sub(r'(name="csrf_token"[^>]*value=")[^"]*', r"\1TOKEN", html)
    return re.sub(r'/(study|tests)/[\w-]{8,}(?=[/"])', r"/\1/ID", html)


@pytest.fixture
def two_sites(visit: Callable[..., Any]) -> Callable[[str], tuple[Any, Any]]:
    def make(kind: str) -> tuple[Any, Any]:
        one, other = PAIRS[kind]
        return visit({kind: one}, name="one"), visit({kind: other}, name="other")

    return make


@pytest.mark.parametrize("kind", PAIRS)
def test_the_study_page_is_the_same_whichever_answer_is_right(two_sites: Any, kind: str) -> None:
    pages = [without_tokens(visitor.send("/study").html) for visitor in two_sites(kind)]
    assert 'data-page="question"' in pages[0]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("kind", sorted(PAIRS.keys() - {"flashcard"}))
def test_the_test_page_and_its_printed_questions_are_the_same_whichever_answer_is_right(
    two_sites: Any, kind: str
) -> None:
    tests, papers = [], []
    for visitor in two_sites(kind):
        visitor.open("/tests")
        page = visitor.send("/tests", {"bank": "water", "count": "1", "seed": "monday"})
        tests.append(without_tokens(page.html))
        paper = visitor.open("/tests/print?bank=water&count=1&seed=monday")
        papers.append(paper.html.split('class="paper-key"')[0])
    assert 'data-page="test"' in tests[0]
    assert tests[0] == tests[1]
    assert "paper-items" in papers[0]
    assert papers[0] == papers[1]


@pytest.mark.parametrize("kind", ["number", "date", "ordering", "matching"])
def test_being_asked_again_says_nothing_about_the_key(two_sites: Any, kind: str) -> None:
    typed = {"text": "??", "place-0": "1", "place-1": "1", "place-2": "2", "match-0": "0", "match-1": ""}
    pages = []
    for visitor in two_sites(kind):
        visitor.send("/study")
        pages.append(without_tokens(visitor.send("/answer", typed).html))
        assert visitor.response.status_code == 422
    assert "asked-again" in pages[0]
    assert pages[0] == pages[1]


def test_the_page_to_read_is_the_same_whichever_answers_are_right(visit: Callable[..., Any]) -> None:
    sites = [
        visit({kind: pair[side] for kind, pair in PAIRS.items()}, name=name)
        for side, name in enumerate(("one", "other"))
    ]
    pages = [without_tokens(visitor.open("/banks/water/briefing").html) for visitor in sites]
    assert pages[0].count("Which?") >= 2
    assert "Test me on this" in pages[0]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("kind", sorted(PAIRS.keys() - {"flashcard"}))
def test_the_back_of_a_card_that_is_answered_cannot_be_asked_for(two_sites: Any, kind: str) -> None:
    pages = []
    for visitor in two_sites(kind):
        fields = visitor.send("/study").form("/answer")["fields"]
        named = "&".join(f"{name}={fields[name]}" for name in ("card", "repetition", "revision"))
        pages.append(without_tokens(visitor.open(f"{visitor.path}/reveal?{named}").html))
        assert not visitor.path.endswith("/reveal")
    assert 'data-page="question"' in pages[0]
    assert pages[0] == pages[1]
