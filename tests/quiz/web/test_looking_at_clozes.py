"""Cloze cards by thinking and looking: the pages without scripts, and what they must not give away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

CLOZE = "text: 'From the {{c1::Baltic::a sea}} it rises.'\n    accept: [[the eastern sea]]"
OTHER = "text: 'From the {{c1::sea of a very long name::a sea}} it rises.'"


def looking(visitor: Any, choice: str = "False") -> Any:
    """Let the visitor choose how clozes are asked; the page is the home page again."""
    visitor.open("/settings")
    visitor.send(
        "/settings",
        {
            "new_per_day": "20",
            "reviews_per_day": "200",
            "type_clozes": choice,
            "single_key_shortcuts": "y",
        },
    )
    assert "Saved." in visitor.page.text
    visitor.open("/")
    return visitor


@pytest.fixture
def looker(visit: Callable[..., Any]) -> Any:
    return looking(visit({"cloze": CLOZE}))


def ticked(page: Any) -> list[str]:
    return [
        str(found["value"])
        for tag, found in page.tags
        if tag == "input" and found.get("name") == "type_clozes" and "checked" in found
    ]


def test_the_setting_is_shown_as_it_was_chosen(visitor: Any) -> None:
    assert ticked(visitor.open("/settings")) == ["True"]
    looking(visitor)
    assert ticked(visitor.open("/settings")) == ["False"]
    looking(visitor, "True")
    assert ticked(visitor.open("/settings")) == ["True"]


def test_a_cloze_is_looked_at_and_rated_and_the_feedback_says_so(looker: Any) -> None:
    page = looker.send("/study")
    assert "Think of what is missing, then look" in page.text
    assert "Baltic" not in page.html
    assert "eastern" not in page.html
    assert "(a sea)" in page.text
    assert "texts-0" not in page.html
    page = looker.send("/reveal")
    assert "Baltic" in page.text
    assert "Also accepted: the eastern sea" in page.text
    assert "A Survey of Vapour" in page.text
    for words in ("Again", "1 minute", "Hard", "Good", "10 minutes", "Easy"):
        assert words in page.text
    page = looker.send("/answer", {"rating": "3"})
    assert looker.path.endswith("/answers/1")
    assert "You knew it" in page.text
    assert "Baltic" in page.text
    assert "I guessed" not in page.text
    assert "Think of what is missing, then look" in page.text


def test_who_did_not_know_it_is_told_so_kindly_and_may_change_their_mind(looker: Any) -> None:
    looker.send("/study")
    looker.send("/reveal")
    page = looker.send("/answer", {"rating": "1"})
    assert "You did not know it yet" in page.text
    page = looker.send("/rate", {"rating": "easy"})
    assert "Counted as Easy" in page.text


def test_the_front_of_a_card_is_the_same_whatever_is_missing(visit: Callable[..., Any]) -> None:
    fronts = []
    for name, cloze in (("one", CLOZE), ("other", OTHER)):
        page = looking(visit({"cloze": cloze}, name=name)).send("/study")
        fronts.append(page.html.split('<p class="prompt"')[1].split("</article>")[0].split("</p>")[0])
    assert "gap-blank" in fronts[0]
    assert fronts[0] == fronts[1]


def test_a_front_from_before_the_setting_changed_leads_to_the_field_and_keeps_its_answer(looker: Any) -> None:
    front = looker.send("/study")
    looking(looker, "True")
    looker.page = front
    page = looker.send("/reveal")
    assert "Baltic" not in page.text
    assert 'name="texts-0"' in page.html


def test_a_back_from_before_the_setting_changed_can_still_be_rated(looker: Any) -> None:
    looker.send("/study")
    back = looker.send("/reveal")
    looking(looker, "True")
    looker.page = back
    assert "You knew it" in looker.send("/answer", {"rating": "4"}).text


def test_what_was_typed_before_the_setting_changed_is_graded(visit: Callable[..., Any]) -> None:
    visitor = visit({"cloze": CLOZE})
    typing = visitor.send("/study")
    looking(visitor)
    visitor.page = typing
    page = visitor.send("/answer", {"texts-0": ""})
    assert visitor.response.status_code == 422
    assert 'name="texts-0"' in page.html, "who typed goes on typing"
    assert "✓ Right" in visitor.send("/answer", {"texts-0": "baltic"}).text


def test_a_rating_that_is_none_asks_again(looker: Any) -> None:
    looker.send("/study")
    looker.send("/reveal")
    looker.send("/answer", {"rating": "7"})
    assert looker.response.status_code == 422


def test_what_is_chosen_or_typed_cannot_be_rated_instead(visit: Callable[..., Any]) -> None:
    looker = looking(visit({"true_false": "prompt: Is steam water?\n    answer: true"}))
    looker.send("/study")
    page = looker.send("/answer", {"rating": "4"})
    assert looker.response.status_code == 422
    assert "Is steam water?" in page.text


def test_a_test_always_asks_to_type_and_takes_no_rating(looker: Any) -> None:
    looker.open("/tests")
    page = looker.send("/tests", {"bank": "water", "count": "1", "seed": "a"})
    assert 'name="texts-0"' in page.html
    assert "Fill in what is missing" in page.text
    looker.send("/1", {"rating": "4", "go": "finish"})
    page = looker.send("/finish")
    assert "0 of 1" in page.text
    sheet = looker.open("/tests/print?bank=water&count=1&seed=a")
    assert "Think of" not in sheet.text
