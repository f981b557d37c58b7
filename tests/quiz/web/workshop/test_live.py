"""What the editor's script asks: findings of a text, and words to complete it."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask

TEXT = "- id: q-flashcard\n  kind: flashcard\n  prompt: What is dew?\n  answer: Water\n  fact: [vapour]\n"
CHECK = "/workshop/water/check"
WORDS = "/workshop/water/words"


def asked(visitor: Any, **changed: object) -> Any:
    sent = {"file": "questions/all.yaml", "question": "q-flashcard", "base": "", "text": TEXT, **changed}
    token = visitor.open("/settings").token()
    return visitor.client.post(CHECK, json=sent, headers={"X-CSRFToken": token})


def test_a_text_is_judged_by_the_engine_of_the_command_line_at_the_texts_own_lines(visitor: Any) -> None:
    answer = asked(visitor).get_json()

    found = next(each for each in answer["findings"] if each["code"] == "E103")
    assert (found["line"], found["column"], found["width"], found["new"]) == (5, 3, 4, True)
    assert found["fix"] == {"line": 5, "start": 3, "end": 7, "text": "facts"}
    assert found["about"] == "/workshop/codes/E103"
    assert answer["blocking"]
    assert "unknown key &#39;fact&#39;" in answer["list"]
    assert 'data-line="5"' in answer["list"]
    assert answer["summary"].startswith("1 error")


def test_nothing_of_a_judged_text_is_written(visitor: Any, app: Flask) -> None:
    bank = app.config["FACTDECK_BANKS"][0]
    before = {path: path.read_bytes() for path in bank.rglob("*") if path.is_file()}

    asked(visitor)

    assert {path: path.read_bytes() for path in bank.rglob("*") if path.is_file()} == before


def test_a_text_without_errors_may_be_saved_and_says_what_that_means(visitor: Any) -> None:
    answer = asked(visitor, text=TEXT.replace("fact:", "facts:")).get_json()

    assert not answer["blocking"]
    assert [each["code"] for each in answer["findings"] if each["code"].startswith("E")] == []
    assert "What saving means for learners" in answer["meaning"]


def test_what_is_no_text_is_refused(visitor: Any) -> None:
    for changed in ({"text": 5}, {"text": None}, {"file": ["a"]}, {"question": None}):
        assert asked(visitor, **changed).status_code == 400


def test_without_a_token_or_for_another_bank_nothing_is_judged(visitor: Any) -> None:
    token = visitor.open("/settings").token()
    body = {"file": "facts.yaml", "question": "", "base": "", "text": "facts: []\n"}
    other = "/workshop/no-such-bank"

    assert visitor.client.post(CHECK, json=body).status_code == 400
    sent = visitor.client.post(f"{other}/check", json=body, headers={"X-CSRFToken": token})
    assert (sent.status_code, visitor.client.get(f"{other}/words").status_code) == (404, 404)


def test_only_the_page_of_an_editor_lets_its_script_add_style_sheets(visitor: Any) -> None:
    nonces = set()
    for _ in range(2):
        page = visitor.open("/workshop/water/questions/q-flashcard")
        policy = visitor.response.headers["Content-Security-Policy"]
        (nonce,) = re.findall(r"style-src 'self' 'nonce-([\w-]{20,})';", policy)
        assert f'data-nonce="{nonce}"' in page.html
        assert "unsafe" not in policy
        nonces.add(nonce)
    visitor.open("/workshop")

    assert len(nonces) == 2
    assert "style-src 'self';" in visitor.response.headers["Content-Security-Policy"]


def test_words_are_sent_once_and_then_only_when_they_have_changed(visitor: Any) -> None:
    first = visitor.client.get(WORDS)
    second = visitor.client.get(WORDS, headers={"If-None-Match": first.headers["ETag"]})

    assert first.get_json()["bank"]["facts"] == [
        {"word": "vapour", "also": "Most vapour comes from the sea."}
    ]
    assert first.get_json()["records"]["cloze"]["keys"][0]["name"] == "id"
    assert (second.status_code, second.data) == (304, b"")
    assert first.headers["Cache-Control"] == "private, no-cache"


def test_half_a_sign_which_json_may_hold_is_judged_as_a_form_would_bring_it(visitor: Any) -> None:
    answer = asked(visitor, text=TEXT.replace("fact:", "facts:").replace("Water", "Water \ud83d"))
    assert answer.status_code == 200
    assert asked(visitor, file="questions/\ud83d.yaml", question="\ud83d").status_code == 200
