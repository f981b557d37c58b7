"""\"I was right", reports, notes and the teacher's page, with plain forms alone."""

from __future__ import annotations

import re
from typing import Any

import pytest

WRONG: dict[str, dict[str, str]] = {
    "flashcard": {"rating": "1"},
    "true_false": {"truth": "false"},
    "single_choice": {"choice": "0"},
    "multiple_choice": {"choice": "0"},
    "short_answer": {"text": "something else"},
    "list": {"texts-0": "Baltic", "texts-1": "North"},
    "number": {"text": "7"},
    "date": {"text": "25 August 2011"},
    "cloze": {"texts-0": "land"},
    "ordering": {"place-0": "1", "place-1": "2", "place-2": "3"},
    "matching": {"match-0": "0", "match-1": "0"},
}
TYPED = ("short_answer", "list", "number", "date", "cloze")
KEYS = {
    "short_answer": (
        "prompt: Which?\n    answer: a",
        "prompt: Which?\n    answer: far longer\n    accept: [b]",
    ),
    "cloze": ("text: 'The {{c1::sea}} is {{c2::wet}}.'", "text: 'The {{c1::whole ocean}} is {{c2::x}}.'"),
}
WITHOUT_TOKENS = (r'(name="csrf_token"[^>]*value=")[^"]*', r'(/study/)[\w-]{8,}(?=[/"])')


def start(visitor: Any, kind: str) -> str:
    """Begin to study the cards of that kind and return the study session's address."""
    visitor.open("/")
    visitor.send("/study", {"tag": kind.replace("_", "-")})
    return str(visitor.path)


def answered(visitor: Any, kind: str) -> str:
    """Answer a card of that kind wrongly and return the address of its feedback."""
    start(visitor, kind)
    if kind == "flashcard":
        visitor.send("/reveal")
    visitor.send("/answer", WRONG[kind])
    assert visitor.path.endswith("/answers/1")
    return str(visitor.path)


def rows(visitor: Any, query: str) -> list[Any]:
    engine = visitor.client.application.extensions["factdeck"].engine
    with engine.connect() as connection:
        return list(connection.exec_driver_sql(query))


def test_a_typed_answer_counts_as_right_when_the_learner_says_so_and_can_be_taken_back(visitor: Any) -> None:
    for kind in TYPED:
        feedback = answered(visitor, kind)
        assert offers_a_dispute(visitor.page)
        assert "✗ Wrong" in visitor.page.text or "◐ Partly right" in visitor.page.text
        page = visitor.send("/right")
        assert "✓ Counted as right" in page.text
        assert "your teacher will see it" in page.text
        assert "Comes back in 10 minutes" in page.text
        assert visitor.path == feedback
        assert "✓ Counted as right" in visitor.open(feedback).text
        page = visitor.send("/withdraw")
        assert "Taken back" in page.text
        assert "Comes back in 1 minute" in page.text
        assert "Counted as right" not in page.text


def test_sending_it_twice_changes_nothing_more(visitor: Any) -> None:
    path = answered(visitor, "short_answer")
    form = visitor.page.form("/right")
    for _ in range(2):
        response = visitor.client.post(form["action"], data=form["fields"])
        assert (response.status_code, response.headers["Location"]) == (303, path)
    assert len(rows(visitor, "SELECT * FROM review")) == 2
    assert len(rows(visitor, "SELECT * FROM dispute")) == 1


def offers_a_dispute(page: Any) -> bool:
    return any(str(form["action"]).endswith("/right") for form in page.forms)


def test_what_was_chosen_right_or_not_answered_cannot_be_said_to_be_right(visitor: Any) -> None:
    for kind in sorted(WRONG.keys() - set(TYPED)):
        feedback = answered(visitor, kind)
        assert not offers_a_dispute(visitor.page)
        data = {"csrf_token": visitor.page.token()}
        page = visitor.client.post(f"{feedback}/right", data=data, follow_redirects=True)
        assert "Only a typed answer" in page.get_data(as_text=True)
    for typed in ({"text": "evaporation"}, {"dont_know": "1"}):
        start(visitor, "short_answer")
        assert not offers_a_dispute(visitor.send("/answer", typed))
        visitor.send("/undo")
    assert rows(visitor, "SELECT * FROM dispute") == []


def test_an_answer_given_again_since_says_that_its_date_stays(visitor: Any, clock: Any) -> None:
    feedback = answered(visitor, "short_answer")
    clock.advance(minutes=2)
    visitor.open(feedback.rsplit("/", 2)[0])
    visitor.send("/answer", {"text": "evaporation"})
    visitor.open(feedback)
    page = visitor.send("/right")
    assert "its date stays" in page.text
    assert "Comes back" not in page.text


def test_a_question_of_every_kind_is_reported_from_its_feedback(visitor: Any) -> None:
    for kind in WRONG:
        feedback = answered(visitor, kind)
        assert f"{feedback}/report" in visitor.page.links
        assert "What is wrong?" in visitor.open(f"{feedback}/report").text
        page = visitor.send("/report", {"reason": "typo", "message": " a  b\r\nc "})
        assert visitor.path == feedback
        assert "Thank you" in page.text
        assert "Thank you" not in visitor.open(feedback).text
    said = rows(visitor, "SELECT reason, message, status FROM dispute")
    assert said == [("typo", "a  b\nc", "open")] * len(WRONG)


def test_a_report_without_a_reason_or_too_long_is_asked_for_again_and_nothing_is_lost(visitor: Any) -> None:
    visitor.open(f"{answered(visitor, 'date')}/report")
    page = visitor.send("/report", {"message": "kept words"})
    assert visitor.response.status_code == 422
    assert visitor.response.headers["HX-Push-Url"] == "false"
    assert "Choose what is wrong." in page.text
    assert "kept words" in page.html
    page = visitor.send("/report", {"reason": "no such", "message": "x"})
    assert visitor.response.status_code == 422
    page = visitor.send("/report", {"reason": "other", "message": "x" * 1001})
    assert "1,000 characters" in page.text
    assert rows(visitor, "SELECT * FROM dispute") == []
    visitor.send("/report", {"reason": "other", "message": "x" * 1000})
    assert len(rows(visitor, "SELECT * FROM dispute")) == 1


@pytest.mark.parametrize("kind", KEYS)
def test_the_report_of_a_card_says_nothing_of_its_key_and_comes_back_to_the_card(
    visit: Any, kind: str
) -> None:
    pages = []
    for name, keys in zip(("one", "other"), KEYS[kind], strict=True):
        visitor = visit({kind: keys}, name=name)
        card = visitor.send("/study")
        path = visitor.path
        html = visitor.open(next(link for link in card.links if "/report?" in link)).html
        for pattern in WITHOUT_TOKENS:
            html = re.sub(pattern, r"\1", html)
        pages.append(html)
        assert "Thank you" in visitor.send("/report", {"reason": "unclear"}).text
        assert visitor.path == path
        assert visitor.page.form("/answer")["fields"]["card"] == card.form("/answer")["fields"]["card"]
    assert "What is wrong?" in pages[0]
    assert pages[0] == pages[1]


def test_from_the_back_of_a_flashcard_a_report_returns_to_the_back(visitor: Any) -> None:
    start(visitor, "flashcard")
    page = visitor.send("/reveal")
    visitor.open(next(link for link in page.links if "/report?" in link))
    page = visitor.send("/report", {"reason": "other"})
    assert visitor.path.endswith("/reveal")
    assert "How well did you know it?" in page.text


def test_a_note_is_written_shown_after_the_answer_changed_and_deleted(visitor: Any, clock: Any) -> None:
    feedback = answered(visitor, "flashcard")
    session = feedback.rsplit("/", 2)[0]
    visitor.open(f"{feedback}/note")
    page = visitor.send("/note", {"text": "like <b>tears</b>\r\n& rain"})
    assert visitor.path == feedback
    assert "Your note is kept." in page.text
    assert "like &lt;b&gt;tears&lt;/b&gt;\n&amp; rain" in page.html
    clock.advance(minutes=2)
    assert "tears" not in visitor.open(session).html
    assert "tears" in visitor.send("/reveal").text
    assert "tears" in visitor.open(f"{feedback}/note").text
    visitor.send("/note", {"text": "x" * 2001})
    assert visitor.response.status_code == 422
    assert "x" * 2001 in visitor.page.html, "what was typed is kept to be shortened"
    visitor.send("/note", {"text": "x" * 2001, "delete": "1"})
    assert "tears" not in visitor.page.text
    assert rows(visitor, "SELECT * FROM learner_note") == []


def test_a_teacher_reads_disputes_and_reports_and_closes_them(visitor: Any) -> None:
    feedback = answered(visitor, "short_answer")
    assert "Questions to look at" not in visitor.open("/banks/water").text
    assert "Nothing is open" in visitor.open("/banks/water/reports").text
    visitor.open(feedback)
    visitor.send("/right")
    visitor.open(f"{feedback}/report")
    visitor.send("/report", {"reason": "several_right", "message": "<script>alert(1)</script>"})
    assert "Questions to look at 1" in visitor.open("/banks/water").text
    page = visitor.open("/banks/water/reports")
    for part in (
        "What is the name?",
        "evaporation",
        "something else",
        "1 learner holds",
        "A Survey of Vapour",
    ):
        assert part in page.text
    assert "More than one answer is right" in page.text
    assert "<script>alert" not in page.html
    ids = [found["value"] for tag, found in page.tags if tag == "input" and found.get("name") == "item"]
    form = page.form("/close")
    data = {**form["fields"], "item": ids}
    page = visitor.client.post(form["action"], data=data, follow_redirects=True).get_data(as_text=True)
    assert "Nothing is open" in page
    page = visitor.open("/banks/water/reports?closed=1")
    assert "something else" in page.text
    visitor.send("/reopen", {"item": ids})
    assert "something else" in visitor.open("/banks/water/reports").text


def test_every_question_of_a_test_can_be_reported_from_its_result(visitor: Any) -> None:
    visitor.open("/tests")
    visitor.send("/tests", {"bank": "water", "count": "1", "seed": "a", "tags": "number"})
    attempt = visitor.path.rsplit("/", 1)[0]
    assert visitor.client.get(f"{attempt}/1/report").status_code == 404
    visitor.open(f"{attempt}/finish")
    page = visitor.send("/finish")
    visitor.open(next(link for link in page.links if link.endswith("/report")))
    page = visitor.send("/report", {"reason": "not_in_source"})
    assert visitor.path == attempt
    assert "Thank you" in page.text
    for position in (0, 2):
        assert visitor.client.get(f"{attempt}/{position}/report").status_code == 404


def test_answers_that_are_not_there_or_not_ones_own_are_not_found(visitor: Any) -> None:
    session = answered(visitor, "short_answer").rsplit("/", 2)[0]
    data = {"csrf_token": visitor.page.token(), "reason": "typo", "text": "x"}
    for path in (f"{session}/answers/2", f"{session}/answers/0", "/study/no-such/answers/1"):
        for end in ("/report", "/note", "/right", "/right/withdraw"):
            assert visitor.client.post(path + end, data=data).status_code == 404
    assert rows(visitor, "SELECT id FROM dispute UNION SELECT text FROM learner_note") == []


def test_closing_what_is_no_dispute_closes_nothing(visitor: Any) -> None:
    answered(visitor, "short_answer")
    token = visitor.send("/right").token()
    for item in ("", "1", ":", "x:y", "-1:a", "²:a", "9" * 40 + ":a", "1:" + "a" * 5000):
        data = {"csrf_token": token, "item": item}
        assert visitor.client.post("/banks/water/reports/close", data=data).status_code == 303
    assert rows(visitor, "SELECT status FROM dispute") == [("open",)]
    assert visitor.client.post("/banks/fire/reports/close", data=data).status_code == 404
