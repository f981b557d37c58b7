"""import of Anki's packages on the command line: what it says, what it can be told, what it writes."""

from __future__ import annotations

import sqlite3
import tempfile
import warnings
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import genanki
import pytest

from question_bank import model as m
from question_bank.reading import read_bank

ALL_IN_ONE = (
    *("Question", "Title", "QType (0=kprim,1=mc,2=sc)", "Q_1", "Q_2", "Q_3", "Q_4", "Q_5"),
    *("Answers", "Sources", "Extra 1"),
)
POPULAR: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "AllInOne (kprim, mc, sc)": (
        ALL_IN_ONE,
        (
            "Which are <b>rivers</b>?",
            "Water",
            "1",
            "Danube",
            "Rhine",
            "Etna",
            "",
            "",
            "1 1 0 0 0",
            "Atlas",
            "",
        ),
    ),
    "Multiple Choice": (
        ("question", "optionA", "optionB", "optionC", "answer", "note"),
        ("Which is a sea?", "Baltic", "Rhine", "Etna", "A", "It is small."),
    ),
    "Choice": (
        ("Question", "Correct", "Incorrect_1", "Incorrect_2"),
        ("Which is a lake?", "Como", "Etna", "Rhine"),
    ),
    'Nasty \x1b[31m<b>::"': (
        ("Front", "Back"),
        ("<script>alert(1)</script>Who? \x1b[2J", "<img src=x onerror=a>Me"),
    ),
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def popular(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of note types that many shared decks have, as a program other than Anki writes it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # where genanki leaves a copy
    deck = genanki.Deck(2_000_000_000, "Geo::Water")
    for number, (name, (fields, content)) in enumerate(POPULAR.items()):
        template = {
            "name": "Card 1",
            "qfmt": "{{%s}}" % fields[0],  # noqa: UP031  # braces for Anki, not for a format string
            "afmt": "{{FrontSide}}" + "".join(f"{{{{{field}}}}}" for field in fields[1:]),
        }
        model = genanki.Model(1_600_000_000 + number, name, [{"name": field} for field in fields], [template])
        deck.add_note(genanki.Note(model=model, fields=list(content), guid=f"popular-{number}"))
    path = tmp_path / "popular.apkg"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # genanki warns of the script, which is the point
        genanki.Package(deck).write_to_file(str(path))
    return path


def bank_at(folder: str) -> m.Bank:
    reading = read_bank(Path(folder))
    assert reading.problems == ()
    assert reading.bank is not None
    return reading.bank


def rewritten(package: Path, change: Callable[[sqlite3.Connection], object]) -> Path:
    """Change the collection inside a package of the oldest format, as somebody does who edits in Anki."""
    with zipfile.ZipFile(package) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(members["collection.anki2"])
        change(connection)
        connection.commit()
        members["collection.anki2"] = connection.serialize()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return package


def test_note_types_of_shared_decks_are_understood_and_the_guesses_are_said(run, popular) -> None:
    result = run("import", "popular.apkg", "--into", "geo")
    assert (result.code, result.out.splitlines()) == (
        0,
        ["made geo/bank.yaml", "made geo/questions/geo-water.yaml"],
    )
    assert (
        'note type "AllInOne (kprim, mc, sc)": multiple_choice (guessed; "Question" is prompt' in result.err
    )
    assert 'note type "Multiple Choice": single_choice (guessed; ' in result.err
    assert "4 notes in the package:\n  4 taken, as its note type is mapped: " in result.err
    assert "left behind: <script> (1 note" in result.err
    assert "\x1b" not in result.err + result.out
    rivers, sea, lake, nasty = bank_at("geo").questions
    assert isinstance(rivers, m.MultipleChoice)
    assert (rivers.prompt, rivers.answers) == ("Which are **rivers**?", ("Danube", "Rhine"))
    assert rivers.explanation == "Title: Water\\\nSources: Atlas"
    assert isinstance(sea, m.SingleChoice)
    assert (sea.answer, sea.explanation) == ("Baltic", "It is small.")
    assert isinstance(lake, m.SingleChoice)
    assert lake.answer == "Como"
    assert isinstance(nasty, m.Flashcard)
    assert (nasty.prompt, nasty.answer) == ("Who? [2J", "Me")
    assert {question.unsourced for question in bank_at("geo").questions} == {
        "imported from Anki deck Geo::Water"
    }
    assert run("check", "geo").code == 0


def test_guesses_can_be_overruled_by_the_name_of_a_note_type_a_card_or_a_field(run, popular) -> None:
    result = run(
        *("import", "popular.apkg", "--into", "geo", "--no-deck-tags"),
        *("--note-type", "Choice=flashcard", "--note-type", "AllInOne (kprim, mc, sc)=none"),
        *("--note-type", "Multiple Choice/Card 1=multiple_choice", "--field", "Multiple Choice/note=ignored"),
    )
    assert result.code == 0
    assert 'note type "AllInOne (kprim, mc, sc)": left out' in result.err
    assert 'note type "Choice": flashcard (chosen; "Question" is prompt, "Correct" is answer' in result.err
    assert "  1 left behind, its note type is mapped to none" in result.err
    assert 'left behind: the field "note" of note type "Multiple Choice" (1 note' in result.err
    sea, lake, _ = bank_at("geo").questions
    assert isinstance(sea, m.MultipleChoice)
    assert (sea.explanation, sea.tags) == ("", ())
    assert isinstance(lake, m.Flashcard)
    assert (lake.answer, lake.explanation) == ("Como", "Incorrect_1: Etna\\\nIncorrect_2: Rhine")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--note-type", "Choice"), "write it like --note-type 'Basic=flashcard'"),
        (("--note-type", "Choice=essay"), "'essay' is none of flashcard, short_answer"),
        (("--note-type", "Nothing=flashcard"), 'the package has notes of these types only: "AllInOne'),
        (("--field", "Choice/Question=nonsense"), "the role one of prompt, answer"),
        (("--field", "Choice/Nothing=prompt"), 'the fields are "Question", "Correct"'),
        (("--field", "Choice/Question=ignored"), 'note type "Choice" has no field for prompt'),
    ],
)
def test_what_cannot_be_meant_is_said_and_nothing_is_made(run, popular, arguments, said: str) -> None:
    result = run("import", "popular.apkg", "--into", "geo", *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert not Path("geo").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"not a package"])
def test_what_is_no_package_is_a_finding_with_the_next_step_and_makes_nothing(run, content: bytes) -> None:
    Path("broken.apkg").write_bytes(content)
    result = run("import", "broken.apkg", "--into", "geo")
    assert (result.code, result.out) == (1, "")
    assert "broken.apkg:1:1: E701 " in result.err
    assert "In Anki, " in result.err
    assert not Path("geo").exists()


def test_notes_of_the_bank_itself_never_come_in_twice_and_edits_are_shown_where_they_belong(
    run, bank
) -> None:
    assert run("fmt", "water").code == 0
    assert run("export", "water", "--to", "anki", "--out", "water.apkg").code == 0
    unchanged = run("import", "water.apkg", "--into", "water")
    assert (unchanged.code, unchanged.out) == (0, "")
    assert "  2 of this bank, unchanged" in unchanged.err
    before = {path: path.read_bytes() for path in Path("water").rglob("*") if path.is_file()}
    rewritten(
        Path("water.apkg"),
        lambda of: of.execute(
            "UPDATE notes SET flds = replace(flds, 'vapour', '<i>steam</i>'), mod = 2000000000"
        ),
    )
    edited = run("import", "water.apkg", "--into", "water")
    assert (edited.code, edited.out) == (0, "")
    assert "of this bank, edited in Anki" in edited.err
    assert (
        "W717 'vapour-origin' says in Anki's field 'Prompt': \"Where does most water *steam* come from?\""
        in edited.err
    )
    assert edited.err.splitlines()[-1] == "nothing was imported"
    longer = "Where does most water vapour come from, if you think of a whole year on the whole earth?"
    rewritten(
        Path("water.apkg"),
        lambda of: of.execute(
            "UPDATE notes SET flds = replace(replace(flds, '<i>steam</i>', 'vapour'), 'from?', ?)",
            (longer[34:],),
        ),
    )
    again = run("import", "water.apkg", "--into", "water").err
    assert longer[-30:] in again
    assert {path: path.read_bytes() for path in Path("water").rglob("*") if path.is_file()} == before
