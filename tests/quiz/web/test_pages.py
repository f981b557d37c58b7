"""Home, banks, settings and keys: what each page holds and how its forms behave."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from quiz.config import Config
from quiz.factory import create_app, prepare


def test_two_clicks_lead_from_the_home_page_into_studying(visitor: Any) -> None:
    assert "11 cards are ready today" in visitor.page.text
    assert 'data-page="question"' in visitor.send("/study").html


def test_the_home_page_names_line_and_column_of_a_broken_file_while_the_last_good_one_serves(
    tmp_path: Path, app: Flask, visitor: Any
) -> None:
    file = tmp_path / "one" / "banks" / "water" / "questions" / "all.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("prompt: When?", "promt: When?"), encoding="utf-8"
    )
    prepare(app)
    page = visitor.open("/")
    assert (
        "The newer version of “Where water comes from” has errors, so the last good one is served."
        in page.text
    )
    assert "questions/all.yaml" in page.text
    assert "Line " in page.text
    assert "11 cards are ready today" in page.text


def test_the_home_page_says_how_many_learners_know_the_old_one_of_a_changed_answer(
    tmp_path: Path, visit: Any
) -> None:
    visitor = visit({"date": "prompt: When?\n    answer: 2011-08-24"})
    visitor.send("/study")
    visitor.send("/answer", {"text": "2011-08-24"})
    visitor.send("/rate", {"rating": "easy"})
    file = next(tmp_path.glob("*/banks/water/questions/all.yaml"))
    whole = file.read_text(encoding="utf-8")
    for answer, told in (
        ("answer: 2011-08-25", "1 learner knows the old answer. 1 of them knows it well."),
        ("answer: 2011-08-25\n    edition: 2", None),
    ):
        file.write_text(whole.replace("answer: 2011-08-24", answer), encoding="utf-8")
        prepare(visitor.client.application)
        page = visitor.open("/")
        assert ("E301" in page.text) == bool(told)
        assert told is None or told in page.text
        assert "The newer version" not in page.text


def test_when_nothing_is_due_practice_is_offered_and_learning_ahead_where_it_brings_something(
    visit: Any, clock: Any
) -> None:
    visitor = visit({"date": "prompt: When?\n    answer: 2011-08-24"})
    visitor.send("/study")
    visitor.send("/answer", {"text": "2011-08-24"})
    visitor.send("/rate", {"rating": "easy"})
    page = visitor.open("/")
    assert "Done for today" in page.text
    assert {form["fields"].get("mode") for form in page.forms} == {"practice"}
    clock.advance(days=4)  # the card is due within the week that may be brought forward
    page = visitor.open("/")
    assert "Nothing is due now" in page.text
    assert {form["fields"].get("mode") for form in page.forms} == {"ahead", "practice"}


def test_a_bank_page_shows_sources_tags_and_what_can_be_taken_home(visitor: Any) -> None:
    page = visitor.open("/banks/water")
    for part in (
        "A Survey of Vapour",
        "The Gazette",
        "24 August 2011",
        "Take this bank to Anki",
        "Printable test",
    ):
        assert part in page.text
    assert "short-answer" in page.text


@pytest.mark.parametrize(
    "file", ["../bank.yaml", "bank.yaml", "missing.png", "%2e%2e/facts.yaml", "/etc/passwd"]
)
def test_only_images_inside_the_bank_are_served(visitor: Any, file: str) -> None:
    assert visitor.client.get(f"/banks/water/media/{file}").status_code in {308, 404}


def test_settings_are_saved_and_shown_again(visitor: Any) -> None:
    assert "data-shortcuts" in visitor.send("/study").html
    visitor.open("/settings")
    data = {"new_per_day": "3", "reviews_per_day": "50", "time_zone": "Asia/Seoul"}
    page = visitor.send("/settings", data)
    assert "Saved." in page.text
    values = {found.get("name"): found.get("value") for tag, found in page.tags if tag == "input"}
    assert (values["new_per_day"], values["reviews_per_day"]) == ("3", "50")
    assert 'selected value="Asia/Seoul"' in page.html
    boxes = [found for tag, found in page.tags if found.get("type") == "checkbox"]
    assert [box for box in boxes if "checked" in box] == [], "an unticked box switches single keys off"
    page = visitor.open("/")
    assert "3 cards are ready today" in page.text
    assert "data-shortcuts" not in visitor.send("/study").html


@pytest.mark.parametrize(
    ("field", "value"), [("new_per_day", "-1"), ("reviews_per_day", ""), ("time_zone", "Moon/Base")]
)
def test_a_setting_out_of_range_is_refused_and_nothing_saved(visitor: Any, field: str, value: str) -> None:
    visitor.open("/settings")
    data = {"new_per_day": "3", "reviews_per_day": "50", "time_zone": "UTC", field: value}
    page = visitor.send("/settings", data)
    assert visitor.response.status_code == 422
    assert "field-error" in page.html
    assert "11 cards are ready today" in visitor.open("/").text


def test_the_keys_have_a_page_of_their_own(visitor: Any) -> None:
    assert "take the last answer back" in visitor.open("/shortcuts").text


def test_every_page_names_its_language_its_title_and_one_heading(visitor: Any) -> None:
    for path in ("/", "/tests", "/settings", "/shortcuts", "/banks/water", "/no-such-page"):
        page = visitor.open(path)
        assert ("html", {"lang": "en"}) in page.tags
        assert sum(tag == "h1" for tag, _ in page.tags) == 1, path
        assert "– Factdeck" in page.text


def test_a_question_in_another_language_says_so_to_screen_readers(visit: Any) -> None:
    page = visit({"short_answer": "prompt: Wie heißt es?\n    answer: Wasser\n    lang: de"}).send("/study")
    assert any(found.get("lang") == "de" for tag, found in page.tags if tag == "h1")


def test_raw_html_in_a_prompt_is_shown_as_text_and_markdown_as_emphasis(visit: Any) -> None:
    prompt = "prompt: 'Is <script>alert(1)</script> *really* wet?'\n    answer: yes"
    page = visit({"short_answer": prompt}).send("/study")
    assert "&lt;script&gt;" in page.html
    assert "<em>really</em>" in page.html


def test_an_image_of_a_question_is_shown_with_its_words_and_served(visit: Any, tmp_path: Path) -> None:
    images = tmp_path / "one" / "banks" / "water" / "images"
    images.mkdir(parents=True)
    (images / "map.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    (images / "loose.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    media = "[{file: images/map.png, alt: A map of seas}, {file: images/loose.png, alt: A lake}]"
    keys = f"prompt: 'Which is ![](images/map.png)?'\n    answer: Sea\n    media: {media}"
    visitor = visit({"short_answer": keys})
    page = visitor.send("/study")
    shown = {str(found["src"]): found["alt"] for tag, found in page.tags if tag == "img"}
    assert list(shown.values()) == ["A map of seas", "A lake"], "the loose one stands under the prompt"
    for address in shown:
        with visitor.client.get(address) as response:
            assert response.status_code == 200
            assert response.mimetype == "image/png"
            assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_images_in_options_answers_feedback_and_explanations_are_shown(visit: Any, tmp_path: Path) -> None:
    images = tmp_path / "one" / "banks" / "water" / "images"
    images.mkdir(parents=True)
    names = ("key", "wrong", "word", "why")
    for name in names:
        (images / f"{name}.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    media = "media: [" + ", ".join(f"{{file: images/{name}.png, alt: The {name}}}" for name in names) + "]"
    visitor = visit(
        {
            "single_choice": "prompt: Which?\n    answer: '![](images/key.png)'\n    distractors:\n"
            "      - {text: '![](images/wrong.png)', feedback: 'No: ![](images/word.png)'}\n"
            f"    explanation: 'As ![](images/why.png) shows'\n    {media}",
        }
    )
    page = visitor.send("/study")
    assert alts(page) == {"The key", "The wrong"}, "nothing of what comes after the answer"
    wrong = ["key" in str(found.get("src")) for tag, found in page.tags if tag == "img"].index(False)
    page = visitor.send("/answer", {"choice": str(wrong)})
    assert alts(page) == {"The key", "The wrong", "The word", "The why"}


def test_an_image_on_a_flashcards_back_is_shown_with_it(visit: Any, tmp_path: Path) -> None:
    images = tmp_path / "one" / "banks" / "water" / "images"
    images.mkdir(parents=True)
    (images / "back.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    media = "media: [{file: images/back.png, alt: The back}]"
    visitor = visit({"flashcard": f"prompt: What?\n    answer: '![](images/back.png)'\n    {media}"})
    assert alts(visitor.send("/study")) == set()
    assert alts(visitor.send("/reveal")) == {"The back"}
    assert alts(visitor.send("/answer", {"rating": "1"})) == {"The back"}
    visitor.open(visitor.path.split("/answers")[0])
    end = visitor.send("/skip").text
    assert "What went wrong" in end
    assert "Answer: The back" in end, "the end page has its words"


def alts(page: Any) -> set[str]:
    """Return the words of the images on the page."""
    return {str(found["alt"]) for tag, found in page.tags if tag == "img"}


def test_a_tag_on_the_banks_page_studies_only_its_cards(visitor: Any) -> None:
    page = visitor.open("/banks/water")
    assert ("button", "short-answer") in {(tag, str(found.get("value"))) for tag, found in page.tags}
    tags = next(form for form in page.forms if form["fields"].get("bank") == "water")
    assert "What is the name?" in visitor.send(tags["action"], {"bank": "water", "tag": "short-answer"}).text


def test_a_bank_that_cannot_be_studied_yet_shows_no_row_of_zeros(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "bank.yaml").write_text("bank: broken\ntitle: Broken\nlanguage: en\nfoo: 1\n", encoding="utf-8")
    app = create_app(
        Config(banks=(broken,), instance=tmp_path / "instance", overrides={"SECRET_KEY": "only for tests"})
    )
    prepare(app)
    page = app.test_client().get("/").text
    assert "It can be studied when its errors are mended." in page
    assert "0 questions" not in page
