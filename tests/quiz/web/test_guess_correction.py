"""The switch for lucky guesses, and what the progress page says where there may have been some."""

from __future__ import annotations

from typing import Any

LIMITS = {"new_per_day": "20", "reviews_per_day": "200", "type_clozes": "True", "single_key_shortcuts": "y"}
LEFT_OUT = "What blind guessing would get right is left out of what you knew."


def switch(page: Any) -> dict[str, str]:
    [found] = [
        found for tag, found in page.tags if tag == "input" and found.get("name") == "guess_correction"
    ]
    return found


def test_the_switch_is_on_explains_itself_in_one_sentence_and_stays_as_it_was_left(visitor: Any) -> None:
    page = visitor.open("/settings")
    assert "checked" in switch(page)
    [hint] = [found for _, found in page.tags if found.get("id") == switch(page)["aria-describedby"]]
    assert hint["class"] == "hint"
    assert "A right choice may have been luck, so the fewer the options" in page.text
    visitor.send("/settings", LIMITS)
    assert "Saved." in visitor.page.text
    assert "checked" not in switch(visitor.open("/settings"))
    visitor.send("/settings", {**LIMITS, "guess_correction": "y"})
    assert "checked" in switch(visitor.open("/settings"))


def reviewed(visitor: Any, clock: Any, answer: dict[str, str]) -> str:
    """Answer twice on the first day and once on the fifth; return the progress page."""
    visitor.send("/study")
    for wait in ({"minutes": 11}, {"days": 5}, {}):
        visitor.send("/answer", answer)
        clock.advance(**wait)
        if wait:
            visitor.open("/")
            visitor.send("/study")
    return str(visitor.open("/progress").text)


def test_where_answers_could_be_guessed_progress_says_that_luck_is_left_out(visit: Any, clock: Any) -> None:
    page = reviewed(
        visit({"true_false": "prompt: Is steam water?\n    answer: true"}), clock, {"truth": "true"}
    )
    assert "Retention over time" in page
    assert LEFT_OUT in page


def test_where_nothing_can_be_guessed_progress_is_silent_about_luck(visit: Any, clock: Any) -> None:
    page = reviewed(
        visit({"short_answer": "prompt: What is steam?\n    answer: water"}), clock, {"text": "water"}
    )
    assert "100" in page
    assert LEFT_OUT not in page
