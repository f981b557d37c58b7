import json
import re

import pytest

PICTURES = ("strip-1", "strip-2", "forecast", "minutes")


@pytest.fixture
def learner(visit, clock):
    """Somebody who answered one card twice today."""
    visitor = visit({"true_false": "prompt: Is steam water?\n    answer: true"})
    visitor.send("/study")
    for _ in range(2):
        visitor.send("/answer", {"truth": "true", "response_ms": "2000"})
        clock.advance(minutes=11)
        visitor.open(visitor.path.split("/answers/")[0])
    return visitor


def test_before_the_first_answer_the_page_says_what_will_appear(visitor):
    page = visitor.open("/progress")
    assert visitor.response.status_code == 200
    for promise in ("your first answer", "once you have answered", "0 reviews so far", "From 30 on"):
        assert promise in page.html
    assert 'role="img"' not in page.html


def test_every_picture_has_a_title_a_description_and_a_table_behind_it(learner):
    html = learner.open("/progress").html
    for name in PICTURES:
        assert f'id="{name}-title"' in html
        assert f'id="{name}-desc"' in html
        assert f'aria-labelledby="{name}-title {name}-desc"' in html
    assert html.count("<details") == html.count("<table") == 4


def test_the_answers_of_today_are_counted_and_timed(learner):
    html = learner.open("/progress").html
    assert "2 answers in this half year." in html
    assert re.search(r"<dd>2</dd>", html)
    assert "0.1 minutes this week, on 2 answers." in html


def test_below_thirty_reviews_only_their_number_is_told(learner):
    html = learner.open("/progress").html
    assert "0 reviews so far" in html
    assert "calibrated-title" not in html


def test_nothing_on_the_page_needs_what_the_policy_forbids(learner):
    html = learner.open("/progress").html
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=", html)


def test_every_page_leads_to_progress_and_settings_lead_to_the_data(visitor):
    assert "/progress" in visitor.page.links
    assert {"/my-data", "/progress"} <= set(visitor.open("/settings").links)
    assert "/my-data" in visitor.open("/progress").links


def test_everything_can_be_downloaded_as_json(learner):
    learner.open("/my-data/factdeck.json")
    assert learner.response.headers["Content-Disposition"] == "attachment; filename=factdeck.json"
    assert learner.response.mimetype == "application/json"
    assert len(json.loads(learner.response.data)["tables"]["review"]) == 2


def test_reviews_can_be_downloaded_as_a_table(learner):
    learner.open("/my-data/reviews.csv")
    assert learner.response.headers["Content-Disposition"] == "attachment; filename=factdeck-reviews.csv"
    head, *lines = learner.response.get_data(as_text=True).splitlines()
    assert head.startswith("bank,question,learner_id,question_id")
    assert len(lines) == 2


@pytest.mark.parametrize("word", ["", "yes", "deleted"])
def test_without_the_word_nothing_is_deleted(learner, word):
    learner.open("/my-data")
    page = learner.send("/delete", {"word": word})
    assert learner.response.status_code == 422
    assert "Nothing was deleted" in page.html
    assert 'aria-invalid="true"' in page.html
    assert "<dd>2</dd>" in learner.open("/my-data").html


def test_with_the_word_everything_is_deleted_and_study_begins_anew(learner):
    learner.open("/my-data")
    page = learner.send("/delete", {"word": " Delete "})
    assert learner.path == "/"
    assert "Everything about you was deleted" in page.html
    assert "1 card is ready today" in page.html
    assert "<dd>0</dd>" in learner.open("/my-data").html


def test_deleting_needs_the_token_of_the_form(learner):
    learner.open("/my-data")
    answer = learner.client.post("/my-data/delete", data={"word": "delete"})
    assert answer.status_code == 400
    assert "<dd>2</dd>" in learner.open("/my-data").html


def test_deleting_cannot_be_asked_for_by_a_link(learner):
    assert learner.client.get("/my-data/delete").status_code == 405
