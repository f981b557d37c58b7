"""Packages that the real Anki wrote, of every note type that comes with it, imported on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)
from anki.import_export_pb2 import ExportLimit

from question_bank import model as m
from question_bank.__main__ import main
from question_bank.anki.packages.reader import read_package
from question_bank.anki.taking.knowing import Known
from question_bank.anki.taking.values import Outcome, Reason
from question_bank.reading import read_bank
from tests.question_bank.anki.taking.making import taken

PIXEL = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x90\x90\x90\x00\x00\x00!\xf9\x04\x00\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
MASKS = "".join(f"{{{{c{n}::image-occlusion:rect:left=.{n}:top=.1:width=.1:height=.1}}}}" for n in (1, 2))
NOTES: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("Basic", {"Front": "What is <b>ATP</b>?", "Back": "Energy<script>alert(1)</script>"}),
    ("Basic", {"Front": 'See <img src="heart map.gif">', "Back": "A heart"}),
    ("Basic", {"Front": "[sound:dog.mp3]", "Back": "A dog"}),
    ("Basic (and reversed card)", {"Front": "dog", "Back": "Hund"}),
    ("Basic (optional reversed card)", {"Front": "cat", "Back": "Katze", "Add Reverse": "y"}),
    ("Basic (optional reversed card)", {"Front": "cow", "Back": "Kuh"}),
    ("Basic (type in the answer)", {"Front": "Two and two?", "Back": "Four"}),
    ("Cloze", {"Text": "{{c1::Rain}} falls {{c2::down::where?}}", "Back Extra": "always"}),
    ("Cloze", {"Text": "{{c1::A {{c2::B}} C}}"}),
)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The same collection as old and new package and as a whole, by ending."""
    folder = tmp_path_factory.mktemp("real")
    collection = Collection(str(folder / "collection.anki2"))
    (folder / "heart map.gif").write_bytes(PIXEL)
    collection.media.add_file(str(folder / "heart map.gif"))
    deck = collection.decks.id("Biology::Cells")
    for name, fields in NOTES:
        note = collection.new_note(collection.models.by_name(name))
        for field, html in fields.items():
            note[field] = html
        note.tags = ["bio::a"]
        collection.add_note(note, deck)
    collection.add_image_occlusion_note(
        notetype_id=collection.models.by_name("Image Occlusion")["id"],
        image_path=str(folder / "heart map.gif"),
        occlusions=MASKS,
        header="The heart",
        back_extra="It pumps.",
        tags=[],
    )
    for name, legacy in (("new", False), ("old", True)):
        options = ExportAnkiPackageOptions(with_media=True, legacy=legacy)
        limit = ExportLimit()
        limit.whole_collection.SetInParent()
        collection.export_anki_package(out_path=str(folder / f"{name}.apkg"), options=options, limit=limit)
    collection.export_collection_package(str(folder / "all.colpkg"), include_media=True, legacy=False)
    return {name: folder / name for name in ("new.apkg", "old.apkg", "all.colpkg")}


def test_every_stock_note_type_comes_in_whole_from_every_format(packages, tmp_path, capsys) -> None:
    said = {}
    for name, file in packages.items():
        into = tmp_path / name
        assert main(["import", str(file), "--into", str(into)]) == 0
        talk = capsys.readouterr().err
        said[name] = [line for line in talk.splitlines() if line.startswith("  ")]
        assert "10 notes in the package:" in talk
        assert main(["check", str(into)]) == 0
        capsys.readouterr()
    assert said["new.apkg"] == said["old.apkg"] == said["all.colpkg"]
    assert [line.partition(":")[0] for line in said["new.apkg"]] == [
        "  8 taken, as its note type is mapped",
        "  1 taken, with its whole picture, of which Anki covered parts",
        "  1 left behind, it is sound alone, and a bank holds no sounds",
    ]
    banks = [_questions(tmp_path / name) for name in packages]
    assert banks[0] == banks[1] == banks[2]
    _look_at(banks[0])


def _questions(folder: Path) -> dict[str, m.Question]:
    bank = read_bank(folder).bank
    assert bank is not None
    return {question.id.rpartition("-")[0]: question for question in bank.questions}


def _look_at(found: Mapping[str, m.Question]) -> None:
    assert {name: question.kind.value for name, question in found.items()} == {
        **dict.fromkeys(("what-is-atp", "see-heart-map", "dog", "hund", "cat", "katze", "cow"), "flashcard"),
        "two-and-two": "short_answer",
        **dict.fromkeys(("falls-where", "note", "a-c"), "cloze"),
        "the-heart": "flashcard",
    }
    atp = found["what-is-atp"]
    assert isinstance(atp, m.Flashcard)
    assert (atp.prompt, atp.answer) == ("What is **ATP**?", "Energy")
    assert (atp.tags, atp.unsourced) == (
        ("bio::a", "Biology::Cells"),
        "imported from Anki deck Biology::Cells",
    )
    rain = found["falls-where"]
    assert isinstance(rain, m.Cloze)
    assert (rain.text, rain.explanation) == ("{{c1::Rain}} falls {{c2::down::where?}}", "always")


def test_what_was_edited_in_the_real_anki_is_all_that_differs(
    water: m.Bank, nasty: m.Bank, pack, tmp_path
) -> None:
    (tmp_path / "out.apkg").write_bytes(pack(water, nasty)[0])
    collection = Collection(str(tmp_path / "learner.anki2"))
    collection.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(tmp_path / "out.apkg"), options=ImportAnkiPackageOptions())
    )
    (note_id,) = collection.find_notes("ID:water/vapor-origin")
    note = collection.get_note(note_id)
    note["Solution"] = note["Solution"].replace("very little", "<b>hardly any</b>")
    note["Prompt"] = f"<div>{note['Prompt']}</div>"
    collection.update_note(note)
    whole = ExportLimit()
    whole.whole_collection.SetInParent()
    for name, legacy in (("new.apkg", False), ("old.apkg", True)):
        options = ExportAnkiPackageOptions(with_media=True, legacy=legacy)
        collection.export_anki_package(out_path=str(tmp_path / name), options=options, limit=whole)
        taking = taken(
            read_package(tmp_path / name, tmp_path / f"{name}-media"),
            Known(banks=(water, nasty), media=lambda bank, file: PIXEL),
        )
        (edit,) = taking.differences
        assert (edit.question_id, edit.path) == ("vapour-origin", ("distractors", 1, "feedback"))
        assert (edit.ours, edit.theirs) == (
            "Ice gives off very little vapour.",
            "Ice gives off **hardly any** vapour.",
        )
        assert edit.changed_s == collection.get_note(note_id).mod
        assert {each.outcome for each in taking.outcomes} == {Outcome.OURS}
        assert [each.reason for each in taking.outcomes].count(Reason.EDITED) == 1
    collection.close()


def test_importing_again_whatever_the_format_adds_nothing_and_overwrites_nothing(
    packages, tmp_path, capsys
) -> None:
    into = tmp_path / "bank"
    assert main(["import", str(packages["new.apkg"]), "--into", str(into)]) == 0
    before = {path: path.read_bytes() for path in into.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert main(["import", str(packages["old.apkg"]), "--into", str(into)]) == 0
    talk = capsys.readouterr().err
    assert "  9 merged with what is there, imported before" in talk
    assert talk.splitlines()[-1] == "nothing was imported"
    assert {path: path.read_bytes() for path in into.rglob("*") if path.is_file()} == before
