"""Every kind is answered with plain forms: POST, 303, GET."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

PROMPTS = {
    "true_false": "prompt: Is steam water?\n    answer: true",
    "single_choice": "prompt: Where from?\n    answer: Sea\n"
    "    distractors: [{text: Rock, feedback: Rock is dry.}, Sand]",
    "multiple_choice": "prompt: Which are wet?\n    answers: [Lake, Rain]\n    distractors: [Dust, Salt]",
    "short_answer": "prompt: What is the name?\n    answer: evaporation",
    "list": "prompt: Name two seas.\n    answers: [Baltic, Aral, Black]\n    need: 2",
    "number": "prompt: What factor?\n    answer: '1.234'",
    "date": "prompt: When?\n    answer: 2011-08-24",
    "cloze": "text: 'From the {{c1::sea::place}} it falls.'",
    "ordering": "prompt: In which order?\n    items: [{text: rise}, {text: cool}, {text: fall}]",
    "matching": "prompt: Which state?\n    pairs: [{left: Ice, right: solid}, {left: Dew, right: liquid}]\n"
    "    spare: [plasma]",
    "flashcard": "prompt: What is dew?\n    answer: Water from the air",
}
RIGHT: dict[str, Callable[[str], dict[str, Any]]] = {
    "true_false": lambda _: {"truth": "true"},
    "single_choice": lambda html: {"choice": shown(html).index("Sea")},
    "multiple_choice": lambda html: {"choice": [shown(html).index(word) for word in ("Lake", "Rain")]},
    "short_answer": lambda _: {"text": "Evaporation"},
    "list": lambda _: {"texts-0": "Aral", "texts-1": "Baltic"},
    "number": lambda _: {"text": "1.234"},
    "date": lambda _: {"text": "24 August 2011"},
    "cloze": lambda _: {"texts-0": "sea"},
    "ordering": lambda html: {
        f"place-{index}": ["rise", "cool", "fall"].index(item) + 1 for index, item in enumerate(items(html))
    },
    "matching": lambda html: {
        "match-0": rights(html).index("solid"),
        "match-1": rights(html).index("liquid"),
    },
}
WRONG: dict[str, Callable[[str], dict[str, Any]]] = {
    "true_false": lambda _: {"truth": "false"},
    "single_choice": lambda html: {"choice": shown(html).index("Rock")},
    "multiple_choice": lambda html: {"choice": [shown(html).index("Dust")]},
    "short_answer": lambda _: {"text": "something else"},
    "list": lambda _: {"texts-0": "Dead", "texts-1": "North"},
    "number": lambda _: {"text": "7"},
    "date": lambda _: {"text": "25 August 2011"},
    "cloze": lambda _: {"texts-0": "land"},
    "ordering": lambda html: {
        f"place-{index}": ["fall", "cool", "rise"].index(item) + 1 for index, item in enumerate(items(html))
    },
    "matching": lambda html: {
        "match-0": rights(html).index("plasma"),
        "match-1": rights(html).index("plasma"),
    },
}


def shown(html: str) -> list[str]:
    return re.findall(r'<span lang="en">(.*?)</span>', html)


def items(html: str) -> list[str]:
    return re.findall(r'<span id="item-\d+" lang="en">(.*?)</span>', html)


def rights(html: str) -> list[str]:
    select = html.split('name="match-0"')[1].split("</select>")[0]
    return re.findall(r'<option value="\d+" lang="en">(.*?)</option>', select)


@pytest.mark.parametrize("kind", RIGHT)
def test_a_right_answer_is_called_right_and_shows_its_source(visit: Any, kind: str) -> None:
    visitor = visit({kind: PROMPTS[kind]})
    page = visitor.send("/study")
    page = visitor.send("/answer", RIGHT[kind](page.html))
    assert visitor.path.endswith("/answers/1")
    assert "✓ Right" in page.text
    for part in (
        "The sea is large.",
        "4",
        "A Survey of Vapour",
        "The Gazette",
        "24 August 2011",
        "the surveyors",
    ):
        assert part in page.text
    assert "Comes back in 10 minutes" in page.text


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_answer_is_called_wrong_in_words_and_by_a_sign(visit: Any, kind: str) -> None:
    visitor = visit({kind: PROMPTS[kind]})
    page = visitor.send("/study")
    page = visitor.send("/answer", WRONG[kind](page.html))
    assert "✗ Wrong" in page.text or "◐ Partly right" in page.text
    assert "Comes back in 1 minute" in page.text


@pytest.mark.parametrize(
    ("responses", "mark", "other"), [(RIGHT, "is-right", "is-wrong"), (WRONG, "is-wrong", "is-right")]
)
@pytest.mark.parametrize("kind", ["list", "matching", "cloze"])
def test_each_part_of_an_answer_carries_its_own_mark(
    visit: Any, kind: str, responses: dict[str, Any], mark: str, other: str
) -> None:
    visitor = visit({kind: PROMPTS[kind]})
    page = visitor.send("/study")
    page = visitor.send("/answer", responses[kind](page.html))
    marks = " ".join(str(found.get("class")) for tag, found in page.tags if tag in {"div", "span"}).split()
    assert marks.count(mark) >= 1
    assert marks.count(other) == 0


@pytest.mark.parametrize("kind", ["short_answer", "number", "date", "cloze", "flashcard"])
def test_what_takes_the_focus_brings_the_question_along_for_who_listens(visit: Any, kind: str) -> None:
    page = visit({kind: PROMPTS[kind]}).send("/study")
    [focused] = [found for _, found in page.tags if "autofocus" in found]
    [described] = [found for _, found in page.tags if found.get("id") == "prompt"]
    assert described["id"] in focused["aria-describedby"].split()


@pytest.mark.parametrize("kind", RIGHT)
def test_asking_for_the_answer_shows_it_and_counts_as_again(visit: Any, kind: str) -> None:
    visitor = visit({kind: PROMPTS[kind]})
    visitor.send("/study")
    page = visitor.send("/answer", {"dont_know": "1"})
    assert "Now you have seen it" in page.text
    assert "Comes back in 1 minute" in page.text


@pytest.mark.parametrize("kind", RIGHT)
def test_an_empty_answer_is_asked_for_again_and_not_counted(visit: Any, kind: str) -> None:
    visitor = visit({kind: PROMPTS[kind]})
    visitor.send("/study")
    page = visitor.send("/answer")
    assert visitor.response.status_code == 422
    assert "Nothing was answered yet" in page.text
    assert visitor.response.headers["HX-Push-Url"] == "false"
    assert "Answer 1 of about " in visitor.open("/study/" + visitor.path.split("/")[2]).text


def test_a_flashcard_is_looked_at_rated_and_then_shows_its_source(visit: Any) -> None:
    visitor = visit({"flashcard": PROMPTS["flashcard"]})
    page = visitor.send("/study")
    assert "Water from the air" not in page.text
    assert "The sea is large." not in page.text
    page = visitor.send("/reveal")
    for part in (
        "Water from the air",
        "The sea is large.",
        "A Survey of Vapour",
        "24 August 2011",
        "10 minutes",
    ):
        assert part in page.text
    page = visitor.send("/answer", {"rating": "3"})
    assert "You knew it" in page.text
    assert "Good" in page.text
    assert "A Survey of Vapour" in page.text


def test_the_back_of_a_flashcard_that_was_answered_counts_no_second_answer(visit: Any) -> None:
    visitor = visit({"flashcard": PROMPTS["flashcard"]})
    visitor.send("/study")
    back = visitor.send("/reveal")
    visitor.send("/answer", {"rating": "3"})
    visitor.page = back
    visitor.send("/answer", {"rating": "1"})
    assert visitor.path.endswith("/answers/1")
    assert "Counted as Good" in visitor.page.text


def test_a_figure_that_can_be_read_in_two_ways_is_asked_about_with_both_readings(visit: Any) -> None:
    visitor = visit({"number": PROMPTS["number"]})
    visitor.send("/study")
    page = visitor.send("/answer", {"text": "1,234"})
    assert "can be read in two ways" in page.text
    assert "I mean 1234" in page.text
    assert "I mean 1.234" in page.text
    assert 'value="1,234"' in page.html, "what was typed stays in the field"
    chosen = next(form for form in page.forms if form["fields"].get("text") == "1.234")
    visitor.page.forms = [chosen]
    assert "✓ Right" in visitor.send("/answer").text


def test_a_typo_is_read_kindly_and_the_spelling_shown(visit: Any) -> None:
    visitor = visit({"short_answer": PROMPTS["short_answer"]})
    visitor.send("/study")
    page = visitor.send("/answer", {"text": "evaporatoin"})
    assert "Read as “evaporation”; check the spelling." in page.text


def test_the_feedback_of_the_chosen_distractor_is_shown_and_of_no_other(visit: Any) -> None:
    visitor = visit({"single_choice": PROMPTS["single_choice"]})
    page = visitor.send("/study")
    assert "Rock is dry" not in page.html
    page = visitor.send("/answer", WRONG["single_choice"](page.html))
    assert "Rock is dry." in page.text


def test_what_was_chosen_stays_chosen_when_an_order_is_incomplete(visit: Any) -> None:
    visitor = visit({"ordering": PROMPTS["ordering"]})
    visitor.send("/study")
    page = visitor.send("/answer", {"place-0": "2", "place-1": "2", "place-2": "1"})
    assert "Give each line a place of its own" in page.text
    assert page.html.count("selected") == 3


def test_the_learner_may_say_hard_easy_or_guessed_and_sees_when_the_card_then_comes(visit: Any) -> None:
    visitor = visit({"short_answer": PROMPTS["short_answer"]})
    visitor.send("/study")
    visitor.send("/answer", {"text": "evaporation"})
    page = visitor.send("/rate", {"rating": "easy"})
    assert "Counted as Easy" in page.text
    assert re.search(r"Comes back in \d+ days", page.text)
    page = visitor.send("/rate", {"rating": "guessed"})
    assert "Comes back in 1 minute" in page.text


def test_an_answer_that_was_taken_back_makes_its_card_current_again(visit: Any) -> None:
    visitor = visit({"short_answer": PROMPTS["short_answer"], "date": PROMPTS["date"]})
    first = visitor.send("/study").text
    visitor.send("/answer", {"dont_know": "1"})
    page = visitor.send("/undo")
    assert "The last answer was taken back." in page.text
    prompt = "What is the name?" if "What is the name?" in first else "When?"
    assert prompt in page.text
    assert "This answer was taken back." in visitor.open(visitor.path + "/answers/1").text


def test_skipping_leads_to_the_next_card_and_then_to_the_end(visit: Any) -> None:
    visitor = visit({"short_answer": PROMPTS["short_answer"], "date": PROMPTS["date"]})
    first = visitor.send("/study").text
    second = visitor.send("/skip").text
    assert ("When?" in first) != ("When?" in second)
    assert "skipped 2" in visitor.send("/skip").text


def test_a_suspended_card_is_listed_by_its_bank_and_can_be_resumed(visit: Any) -> None:
    visitor = visit({"date": PROMPTS["date"]})
    visitor.send("/study")
    visitor.send("/suspend")
    page = visitor.open("/banks/water")
    assert "Suspended cards When?" in page.text
    page = visitor.send("/resume")
    assert "Suspended cards" not in page.text


def test_the_end_page_tells_what_went_wrong_with_the_key_and_a_way_to_its_feedback(visit: Any) -> None:
    visitor = visit({"date": PROMPTS["date"]})
    visitor.send("/study")
    visitor.send("/answer", {"text": "1 May 1999"})
    visitor.open(visitor.path.split("/answers")[0])
    page = visitor.send("/skip")
    assert "What went wrong" in page.text
    assert "2011-08-24" in page.text
    assert any(link.endswith("/answers/1") for link in page.links)
    assert "1 more card is waiting today." in page.text


def test_the_line_above_the_card_counts_answers_and_says_so(visit: Any) -> None:
    visitor = visit({"date": PROMPTS["date"]})
    assert "Answer 1 of about 2" in visitor.send("/study").text, "a new card has two learning steps"
    assert "Answer 1 of about 2" in visitor.send("/answer", {"text": "2011-08-24"}).text
    assert "Answer 2 of about 2" in visitor.open(visitor.path.split("/answers")[0]).text


def test_practice_says_that_the_schedule_stays_as_it_was(visit: Any) -> None:
    visitor = visit({"date": PROMPTS["date"]})
    visitor.open("/banks/water")
    practice = next(form for form in visitor.page.forms if form["fields"].get("mode") == "practice")
    visitor.page.forms = [practice]
    visitor.send("/study")
    assert "0 of 1 cards right" in visitor.page.text
    page = visitor.send("/answer", {"text": "2011-08-24"})
    assert "the schedule stays as it was" in page.text
    assert "1 of 1 cards right" in page.text


def test_reloading_the_feedback_and_sending_the_form_twice_counts_one_answer(visit: Any) -> None:
    visitor = visit({"date": PROMPTS["date"]})
    question = visitor.send("/study")
    visitor.send("/answer", {"text": "2011-08-24"})
    feedback = visitor.path
    visitor.page = question
    page = visitor.send("/answer", {"text": "1999-01-01"})
    assert visitor.path == feedback
    assert "✓ Right" in page.text
    assert visitor.open(feedback).text == page.text


def test_a_date_beside_the_answer_is_written_in_words(visit: Any) -> None:
    visitor = visit({"date": PROMPTS["date"]})
    visitor.send("/study")
    assert "I mean 9 August 2011" in visitor.send("/answer", {"text": "8/9/2011"}).text
    assert "24 August 2011" in visitor.send("/answer", {"text": "2011-08-23"}).text


def test_what_is_said_twice_about_an_answer_is_said_once(visit: Any) -> None:
    visitor = visit({"list": "prompt: Name three.\n    answers: [one, two, three]"})
    visitor.send("/study")
    page = visitor.send("/answer", {"texts-0": "one", "texts-1": "one", "texts-2": "one"})
    assert page.text.count("was given more than once") == 1
