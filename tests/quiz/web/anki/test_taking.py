"""The page on which a learner takes a bank to Anki, without scripts."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from quiz.factory import prepare
from quiz.services.anki import exporting
from quiz.services.anki.wishes import LONGEST_PLACE

ADDRESS = "/banks/water/anki"


def checked(page: Any) -> set[tuple[str, str]]:
    """Return what is ticked, by name and value."""
    return {
        (str(found["name"]), str(found["value"]))
        for tag, found in page.tags
        if tag == "input" and "checked" in found
    }


def fields(page: Any, name: str) -> list[str | None]:
    return [found.get("value") for tag, found in page.tags if tag == "input" and found.get("name") == name]


def take(visitor: Any, **wish: object) -> Any:
    """Press the button and return what came."""
    token = visitor.open(ADDRESS).token()
    data = {"csrf_token": token, "then": "download", **wish}
    return visitor.client.post(ADDRESS, data=data)


def edit(tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / "one" / "banks" / "water" / "questions" / "all.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_banks_page_leads_there_and_one_button_takes_the_whole_bank(visitor: Any) -> None:
    assert ADDRESS in visitor.open("/banks/water").links
    assert "questions: the whole bank 11 deck 1" in visitor.open(ADDRESS).text
    response = take(visitor)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == "attachment; filename=water.apkg"
    assert response.headers["Content-Type"] == "application/apkg"
    assert len(response.data) == response.content_length
    assert "collection.anki2" in zipfile.ZipFile(io.BytesIO(response.data)).namelist()


def test_looking_remembers_nothing_and_what_was_taken_is_listed(visitor: Any) -> None:
    visitor.open(ADDRESS)
    assert "What you took so far" not in visitor.open(ADDRESS).text
    take(visitor, tag=["cloze", "date"], place="my phone")
    page = visitor.open(ADDRESS)
    assert "2 March 2026, 12:00 for my phone 2 questions · tags: cloze, date" in page.text


def test_what_is_chosen_is_shown_in_the_address_and_kept_in_the_form(visitor: Any) -> None:
    visitor.open(ADDRESS)
    page = visitor.send(
        ADDRESS,
        {"then": "preview", "tag": ["cloze"], "cards": ["new"], "decks": "tag", "progress": "with"},
    )
    assert visitor.response.request.query_string == b"tag=cloze&cards=new&decks=tag&progress=with"
    assert "question of 11 1 deck 1" in page.text
    chosen = {("tag", "cloze"), ("cards", "new"), ("decks", "tag"), ("progress", "with")}
    assert checked(page) == chosen
    assert "Import any learning progress" in page.text
    assert "Import any deck presets" in page.text


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"tag": "fire"}, "No question has the tag “fire” any more."),
        ({"cards": "suspended"}, "No question is like that."),
        ({"cards": "odd"}, "Choose one of what is offered."),
        ({"decks": "odd"}, "Choose one of what is offered."),
        ({"progress": "odd"}, "Choose one of what is offered."),
        ({"new_place": "x" * (LONGEST_PLACE + 1)}, "Give that Anki a shorter name"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_everything_kept(
    visitor: Any, wish: dict[str, str], sentence: str
) -> None:
    other = {"tag": ["cloze", *([wish["tag"]] if "tag" in wish else [])], "new_place": "my phone"}
    sent = {**wish, **{name: value for name, value in other.items() if name not in wish or name == "tag"}}
    refused = take(visitor, **sent)
    looked = visitor.client.get(ADDRESS, query_string=sent)
    for response in (refused, looked):
        assert response.status_code == 422
        page = type(visitor.page)(response.get_data(as_text=True))
        assert sentence in page.text
        assert ("tag", "cloze") in checked(page)
        assert ("cards", "suspended") in checked(page) or wish.get("cards") != "suspended"
        assert fields(page, "new_place") == [sent["new_place"]]
    assert "What you took so far" not in visitor.open(ADDRESS).text


def test_the_changed_ones_come_first_with_searches_that_can_be_copied(
    visitor: Any, tmp_path: Path, clock: Any, app: Any
) -> None:
    take(visitor)
    edit(tmp_path, "prompt: What is dew?", "prompt: What is the dew?")
    edit(tmp_path, "  - id: q-date\n", "  - id: q-day\n")
    clock.advance(days=1)
    prepare(app)
    page = visitor.open(f"{ADDRESS}?decks=tag")
    told = page.text.partition("What the import will do in your Anki")[2]
    heads = ["1 changed", "10 in another deck now", "1 no longer in the bank", "1 new", "9 unchanged"]
    places = [told.index(head) for head in heads]
    assert places == sorted(places)
    assert "What is the dew? changed on 3 March 2026" in page.text
    copied = [str(found["value"]) for tag, found in page.tags if tag == "input" and "readonly" in found]
    assert copied[0] == '"ID:water/q-flashcard"'
    assert copied[1:-1] == [
        f'"ID:water/q-{each}"'
        for each in (
            *("flashcard", "true-false", "single-choice", "multiple-choice", "short-answer", "list"),
            *("number", "cloze", "ordering", "matching"),
        )
    ], "each belongs to a deck of its own"
    assert copied[-1] == '"ID:water/q-date"'
    assert "to Factdeck › Where water comes from › cloze" in page.text


def test_what_was_done_in_anki_is_told_no_more(visitor: Any, tmp_path: Path, app: Any) -> None:
    take(visitor)
    edit(tmp_path, "  - id: q-date\n", "  - id: q-day\n")
    prepare(app)
    visitor.open(f"{ADDRESS}?decks=tag")
    page = visitor.send("/anki/done", {"then": "moved"})
    assert "10 questions count as moved." in page.text
    assert ("decks", "tag") in checked(page)
    assert "in another deck now" not in page.text
    done = [form for form in page.forms if str(form["action"]).endswith("/done")]
    assert len(done) == 1
    page = visitor.send("/anki/done", {"then": "deleted"})
    assert "1 question counts as deleted." in page.text
    assert "no longer in the bank" not in page.text


def test_a_former_package_can_be_named_and_forgotten(visitor: Any) -> None:
    take(visitor)
    visitor.open(ADDRESS)
    page = visitor.send("/exports/1", {"then": "save", "place": "the school’s computer"})
    assert "Said: it went to “the school’s computer”." in page.text
    assert "What the import will do in the school’s computer" in page.text
    page = visitor.send("/exports/1", {"then": "save", "place": "y" * (LONGEST_PLACE + 1)})
    assert visitor.response.status_code == 422
    assert "Give that Anki a shorter name" in page.text
    assert "y" * (LONGEST_PLACE + 1) in fields(page, "place")
    page = visitor.send("/exports/1", {"then": "forget"})
    assert "The package is forgotten" in page.text
    assert "What you took so far" not in page.text
    token = page.token()
    assert (
        visitor.client.post(f"{ADDRESS}/exports/1", data={"csrf_token": token, "then": "forget"}).status_code
        == 404
    )


def test_several_collections_can_be_chosen_from_and_a_new_one_named(visitor: Any) -> None:
    def chosen(page: Any) -> list[tuple[object, bool]]:
        return [(found["value"], "selected" in found) for tag, found in page.tags if tag == "option"]

    take(visitor)
    assert chosen(visitor.open(ADDRESS)) == []
    take(visitor, new_place="my phone")
    assert chosen(visitor.open(ADDRESS)) == [("my phone", True), ("", False)]
    assert "11 unchanged" in visitor.page.text
    assert chosen(visitor.open(f"{ADDRESS}?place=")) == [("my phone", False), ("", True)]
    page = visitor.open(f"{ADDRESS}?place=my+phone&new_place=school")
    assert "Nothing of this bank is in school yet" in page.text
    assert fields(page, "new_place") == ["school"]
    assert fields(visitor.open(f"{ADDRESS}?new_place=my++phone"), "new_place") == [""]


def test_progress_is_proposed_the_first_time_and_why_only_then_is_said(visit: Any) -> None:
    visitor = visit({"short_answer": "prompt: What?\n    answer: Sea"})
    assert ("progress", "without") in checked(visitor.open(ADDRESS))
    assert "there is nothing to take along" in visitor.page.text
    visitor.open("/")
    visitor.send("/study")
    visitor.send("/answer", {"text": "Sea"})
    page = visitor.open(ADDRESS)
    assert ("progress", "with") in checked(page)
    assert "There is progress on 1 card." in page.text
    assert "Why only the first import carries progress" in page.text
    assert "stays as it is there" not in page.text
    take(visitor)
    assert ("progress", "without") in checked(visitor.open(ADDRESS))
    assert "its progress stays as it is there" in visitor.open(f"{ADDRESS}?progress=with").text


def test_a_package_that_cannot_be_made_is_explained(visit: Any, tmp_path: Path) -> None:
    images = tmp_path / "one" / "banks" / "water" / "images"
    images.mkdir(parents=True)
    (images / "map.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    media = "media: [{file: images/map.png, alt: A map}]"
    visitor = visit({"short_answer": f"prompt: Which?\n    answer: Sea\n    {media}"})
    (images / "map.png").unlink()
    page = visitor.open(ADDRESS)
    assert visitor.response.status_code == 200
    assert "There is no package to download now: images/map.png of bank 'water' cannot be read" in page.text
    assert take(visitor).status_code == 422


def test_a_bank_without_questions_says_so(visit: Any) -> None:
    visitor = visit({"flashcard": "prompt: What is dew?\n    answer: Water\n    draft: true"})
    page = visitor.open(ADDRESS)
    assert visitor.response.status_code == 200
    assert "There is no question in this bank yet" in page.text
    assert take(visitor).status_code == 422


def test_a_large_package_is_sent_piece_by_piece_and_its_file_is_gone_afterwards(
    visitor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = take(visitor).data
    made = []
    really = exporting.SpooledTemporaryFile

    def spooled(size: int) -> Any:
        made.append(really(size))
        return made[-1]

    monkeypatch.setattr(exporting, "IN_MEMORY", 1000)
    monkeypatch.setattr(exporting, "SpooledTemporaryFile", spooled)
    token = visitor.open(ADDRESS).token()
    with visitor.client.post(ADDRESS, data={"csrf_token": token}) as response:
        assert response.is_streamed
        assert not made[0].closed
        assert response.data == small
        assert response.content_length == len(small)
    assert made[0].closed
