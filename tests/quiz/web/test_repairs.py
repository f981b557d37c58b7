"""A disputed answer is accepted, declined and undone on pages with plain forms alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from quiz.services.sync import sync_all

TYPED = "vapourisation of seas"


def dispute(visitor: Any, kind: str = "short_answer", **typed: str) -> str:
    """Answer a card wrongly and say that it was right; return the address of the feedback."""
    visitor.open("/")
    visitor.send("/study", {"tag": kind.replace("_", "-")})
    visitor.send("/answer", typed or {"text": TYPED})
    visitor.send("/right")
    return str(visitor.path)


def case(visitor: Any) -> Any:
    """Go to the inbox and from there to the first dispute."""
    page = visitor.open("/banks/water/reports")
    address = next(link for link in page.links if "/reports/1/" in link)
    return visitor.open(address)


def bank_text(visitor: Any) -> str:
    ctx = visitor.client.application.extensions["factdeck"]
    return (ctx.banks[0] / "questions" / "all.yaml").read_text(encoding="utf-8")


def sit_test(visitor: Any) -> str:
    visitor.open("/tests")
    visitor.send("/tests", {"bank": "water", "tags": "short-answer", "count": "1"})
    visitor.send(visitor.path, {"text": TYPED})
    visitor.send("/finish")
    return str(visitor.path)


def test_accepting_shows_the_difference_and_whose_grades_change_then_writes_and_tells(visitor: Any) -> None:
    feedback = dispute(visitor)
    result = sit_test(visitor)
    assert "0 of 1" in visitor.page.text
    page = case(visitor)
    assert f"Is “{TYPED}” right?" in page.text
    assert "1 learner holds that it was right" in page.text
    assert f"Accept “{TYPED}”" in page.text
    assert "accept:[vaporization,vapourisationofseas]" in "".join(page.text.split())
    assert "1 test gets a higher score." in page.text
    assert "0 → 1 of 1" in page.text
    assert "1 answer counts as right already, since its learner said so." in page.text
    assert TYPED not in bank_text(visitor)
    page = visitor.send("/accept")
    assert visitor.path.startswith("/banks/water/repairs/")
    assert "Accepted: 1 test has a higher score, for 1 learner." in page.text
    assert f"accept: [vaporization, {TYPED}]" in bank_text(visitor)
    assert "after 1 dispute" in visitor.open("/workshop/water/history").text
    page = visitor.open(result)
    assert "1 of 1" in page.text
    assert "It was 0 at first." in page.text
    page = visitor.open(feedback)
    assert "Your teacher has accepted this answer." in page.text
    assert not [form for form in page.forms if str(form["action"]).endswith(("/right", "/withdraw"))]
    page = visitor.open("/")
    assert "1 of your answers counts now" in page.text
    assert "your test has 1 instead of 0" in page.text
    assert "counts now" not in visitor.send("/news/seen").text
    page = visitor.open("/banks/water/reports")
    assert "Nothing is open." in page.text
    assert "Accepted so far" in page.text


def test_only_what_was_shown_is_accepted_though_the_question_was_changed_meanwhile(visitor: Any) -> None:
    dispute(visitor)
    case(visitor)
    ctx = visitor.client.application.extensions["factdeck"]
    file = ctx.banks[0] / "questions" / "all.yaml"
    before = file.read_text(encoding="utf-8")
    file.write_text(
        before.replace("accept: [vaporization]", "accept: [vaporization, drying]"), encoding="utf-8"
    )
    sync_all(ctx)
    page = visitor.send("/accept")
    assert "The question was changed since this page was opened." in page.text
    assert TYPED not in bank_text(visitor)
    assert "accept:[vaporization,drying,vapourisationofseas]" in "".join(page.text.split())
    visitor.send("/accept")
    assert f"accept: [vaporization, drying, {TYPED}]" in bank_text(visitor)


def test_undoing_gives_everything_back_and_tells(visitor: Any, clock: Any) -> None:
    dispute(visitor)
    result = sit_test(visitor)
    before = bank_text(visitor)
    case(visitor)
    visitor.send("/accept")
    repair = visitor.path
    visitor.open("/")
    visitor.send("/news/seen")
    clock.now += timedelta(minutes=1)
    visitor.open(repair)
    page = visitor.send("/undo")
    assert "as if it had never been accepted" in page.text
    assert bank_text(visitor) == before
    assert f"Is “{TYPED}” right?" in case(visitor).text
    page = visitor.open("/")
    assert "1 of your answers counts no longer" in page.text
    assert "your test has 0 instead of 1" in page.text
    clock.now += timedelta(minutes=1)
    assert "counts no longer" not in visitor.send("/news/seen").text
    assert "This was accepted for a time." in visitor.open(result).text


def test_reverting_the_edit_in_the_history_asks_whether_grades_follow(visitor: Any) -> None:
    dispute(visitor)
    case(visitor)
    visitor.send("/accept")
    repair = visitor.path
    history = visitor.open("/workshop/water/history")
    page = visitor.open(next(link for link in history.links if "/water/history/" in link))
    assert "Undone here, only the text goes." in page.text
    assert repair in page.links
    page = visitor.send("/revert")
    assert visitor.path == repair
    assert "Undo it here if they should follow the text." in page.text
    visitor.send("/undo")
    assert "Undone here" not in visitor.open("/workshop/water/history").text


def test_declining_tells_the_learner_why_and_may_name_it_as_wrong(visitor: Any) -> None:
    feedback = dispute(visitor)
    case(visitor)
    page = visitor.send("/decline", {"reply": "x" * 1001, "reject": "1"})
    assert visitor.response.status_code == 422
    assert "That is too long." in page.text
    assert "x" * 1001 in page.html
    page = visitor.send("/decline", {"reply": "That is another word.", "reject": "1"})
    assert "Declined" in page.text
    assert f"reject: [{TYPED}]" in bank_text(visitor)
    page = visitor.open("/")
    assert "Your teacher has answered" in page.text
    assert "That is another word." in page.text
    assert feedback in page.links
    page = visitor.open(feedback)
    assert "Your teacher holds that it is not right." in page.text
    assert "Taken back" in visitor.send("/withdraw").text


def test_of_a_list_the_teacher_chooses_what_a_line_should_count_as(visitor: Any) -> None:
    dispute(visitor, "list", **{"texts-0": "Baltic", "texts-1": "North"})
    page = case(visitor)
    assert "“North” is another wording of “Aral”" in page.text
    form = next(form for form in page.forms if form["method"] == "get" and "/reports/1/" in form["action"])
    page = visitor.open(f"{form['action']}?to=0")
    assert "answers:[Baltic,Aral,Black,North]" in "".join(page.text.split())
    page = visitor.send("/accept")
    assert "answers: [Baltic, Aral, Black, North]" in bank_text(visitor)
    assert "Nobody’s earlier answers change." in page.text


def test_nothing_chosen_is_asked_for_again(visitor: Any) -> None:
    dispute(visitor, "list", **{"texts-0": "Baltic", "texts-1": "North"})
    page = case(visitor)
    form = next(form for form in page.forms if form["method"] == "get" and "/reports/1/" in form["action"])
    accepting = page.form("/accept")
    assert "Nothing is chosen to be accepted." in visitor.open(f"{form['action']}?to=none").text
    answer = visitor.client.post(accepting["action"], data={**accepting["fields"], "to": "none"})
    assert answer.status_code == 422


def test_what_cannot_be_added_leads_to_the_editor(visitor: Any) -> None:
    dispute(visitor, "date", text="25 August 2011")
    page = case(visitor)
    assert "Questions of this kind have no list of accepted answers." in page.text
    assert "/workshop/water/questions/q-date" in page.links
    assert not [form for form in page.forms if str(form["action"]).endswith("/accept")]


@pytest.mark.parametrize("end", ["accept", "decline"])
def test_what_is_closed_by_now_leads_back_to_the_inbox(visitor: Any, end: str) -> None:
    dispute(visitor)
    form = case(visitor).form("/accept")
    visitor.send("/accept")
    address = form["action"].removesuffix("accept") + end
    answer = visitor.client.post(address, data=form["fields"])
    assert (answer.status_code, answer.headers["Location"]) == (303, "/banks/water/reports")


def test_a_repair_that_there_is_not_is_not_found(visitor: Any) -> None:
    visitor.open("/banks/water/repairs/99")
    assert visitor.response.status_code == 404
