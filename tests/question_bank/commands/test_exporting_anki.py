"""`export --to anki`: chosen questions and decks, passages and links, clear words for what cannot be."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest


@pytest.fixture
def locked(run, bank) -> Path:
    run("fmt", "water")
    return bank


def rows(package: Path, query: str) -> list[tuple[object, ...]]:
    with zipfile.ZipFile(io.BytesIO(package.read_bytes())) as archive:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(archive.read("collection.anki2"))
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def ids(package: Path) -> list[str]:
    return [str(fields).split("\x1f")[0] for (fields,) in rows(package, "select flds from notes order by id")]


@pytest.mark.parametrize(
    ("choice", "there"),
    [
        ([], ["water/vapour-origin", "water/fog-is"]),
        (["--tag", "water"], ["water/vapour-origin"]),
        (["--question", "fog-is"], ["water/fog-is"]),
        (["--question", "water/fog-is", "--tag", "water"], ["water/vapour-origin", "water/fog-is"]),
    ],
    ids=["all", "a tag", "a question", "both"],
)
def test_only_what_was_chosen_goes_into_the_package(run, locked, choice, there) -> None:
    result = run("export", "water", "--to", "anki", "--out", "w.apkg", *choice)
    assert (result.code, result.out) == (0, "")
    assert ids(locked.parent / "w.apkg") == there
    # What was left out keeps its place in study order.
    positions = {"water/vapour-origin": 1, "water/fog-is": 2}
    found = rows(locked.parent / "w.apkg", "select distinct due from cards order by due")
    assert [due for (due,) in found] == sorted(positions[name] for name in there)


def test_decks_below_the_banks_are_made_by_the_first_tag(run, locked) -> None:
    run("export", "water", "--to", "anki", "--out", "w.apkg", "--sub-decks", "tag")
    decks = json.loads(str(rows(locked.parent / "w.apkg", "select decks from col")[0][0]))
    names = {deck["name"]: deck["id"] for deck in decks.values()}
    assert set(names) == {"Default", "Factdeck", "Factdeck::Water", "Factdeck::Water::water"}
    held = dict(rows(locked.parent / "w.apkg", "select did, count() from cards group by did"))
    assert held == {names["Factdeck::Water"]: 2, names["Factdeck::Water::water"]: 1}


def test_the_cards_link_to_the_questions_page_where_there_is_an_address(run, locked) -> None:
    run("export", "water", "--to", "anki", "--out", "w.apkg", "--address", "https://example.org/quiz/")
    fields = [str(fields) for (fields,) in rows(locked.parent / "w.apkg", "select flds from notes")]
    assert "https://example.org/quiz/banks/water/questions/fog-is" in fields[1].split("\x1f")


def test_passages_are_shown_only_of_sources_that_allow_it(run, locked, sources) -> None:
    passage = "<blockquote>By far the most vapour rises from the oceans</blockquote>"
    options = ("--to", "anki", "--out", "w.apkg", "--sources", sources)
    run("export", "water", *options)
    before = rows(locked.parent / "w.apkg", "select mod, flds from notes order by id")
    assert passage not in str(before)
    file = locked / "bank.yaml"
    file.write_text(file.read_text("utf-8") + "    quote: true\n", encoding="utf-8")
    stale = run("export", "water", *options)
    assert "2 questions of water not in its bank.lock" in stale.err
    run("fmt", "water")
    assert run("export", "water", *options).code == 0
    after = rows(locked.parent / "w.apkg", "select mod, flds from notes order by id")
    assert passage in str(after[0])
    assert all(later[0] > earlier[0] for earlier, later in zip(before, after, strict=True))
    without = run("export", "water", "--to", "anki", "--out", "w.apkg")
    assert without.code == 0
    said = "passages of survey are not shown, since its text is not at hand: no file 'survey.txt' in water/"
    assert said in without.err


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--tag", "watr"], "--tag watr: no question has this tag; did you mean 'water'?"),
        (["--tag", "fish"], "--tag fish: no question has this tag; there are water"),
        (["--question", "fog-iss"], "no question has this id; did you mean 'fog-is'?"),
        (["--sub-decks", "tags"], "--sub-decks tags: there are none, tag"),
        (["--address", "example.org"], "write one like https://example.org"),
        (["--address", 'https://e.org/"><script>'], "is no address that a card can link to"),
        (["--sources", "nowhere"], "--sources nowhere: there is no such folder"),
    ],
    ids=["misspelt tag", "unknown tag", "misspelt id", "sub-decks", "no scheme", "no address", "no folder"],
)
def test_what_cannot_be_is_said_in_a_sentence_and_nothing_is_written(run, locked, wrong, said) -> None:
    result = run("export", "water", "--to", "anki", "--out", "w.apkg", *wrong)
    assert result.code == 2
    assert said in result.err
    assert "Traceback" not in result.err
    assert not (locked.parent / "w.apkg").exists()


def test_what_only_anki_knows_is_refused_for_the_other_formats(run, locked) -> None:
    result = run("export", "water", "--to", "csv", "--out", "w.csv", "--sub-decks", "tag")
    assert result.code == 2
    assert "--sub-decks needs --to anki; leave it out for --to csv" in result.err


def test_an_image_that_cannot_be_read_leaves_the_old_package_as_it_was(run, bank, edit, monkeypatch) -> None:
    (bank / "sea.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    edit("    tags: [water]\n", "    tags: [water]\n    media:\n      - {file: sea.png, alt: The sea}\n")
    run("fmt", "water")
    assert run("export", "water", "--to", "anki", "--out", "w.apkg").code == 0
    before = (bank.parent / "w.apkg").read_bytes()
    seen = set(bank.parent.iterdir())

    as_it_is = Path.read_bytes

    def read(path: Path) -> bytes:
        if path.name == "sea.png":
            raise PermissionError(13, "Permission denied", str(path))
        return as_it_is(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    result = run("export", "water", "--to", "anki", "--out", "w.apkg")
    assert result.code == 1
    assert "nothing was exported: the image water/sea.png cannot be read: Permission denied" in result.err
    assert (bank.parent / "w.apkg").read_bytes() == before
    assert set(bank.parent.iterdir()) == seen


def test_only_drafts_and_another_ending_are_worth_a_word(run, bank, edit) -> None:
    edit("    tags: [water]\n", "    tags: [water]\n    draft: true\n")
    run("fmt", "water")
    refused = run("export", "water", "--to", "anki", "--out", "w.zip", "--tag", "water")
    assert refused.code == 2
    assert "only drafts were chosen, and drafts are never exported" in refused.err
    done = run("export", "water", "--to", "anki", "--out", "w.zip")
    assert done.code == 0
    assert "1 draft left out" in done.err
    assert "Anki opens files that end in .apkg" in done.err
