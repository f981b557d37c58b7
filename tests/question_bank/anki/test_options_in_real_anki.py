"""Whatever was chosen for a package: the real Anki opens it, shows every card, and finds nothing to mend."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from question_bank import model as m
from question_bank.anki import ExportOptions, PackageError, SubDecks, ids, write_package
from question_bank.anki.passages import may_quote, quotable

CHANGED = datetime(2026, 3, 1, tzinfo=UTC)
NASTY_PASSAGE = "<script>alert(1)</script> [sound:x.mp3] {{Prompt}} \\(x\\) }} 😀"
TAGS = ("Rivers", "rivers", "a::b", 'say "so"', " : : ", "::", "\t", "ÄÖ::  ::ü", "<b>&", "x" * 300)
OPTIONS = {
    "nothing chosen": ExportOptions(),
    "decks by tag": ExportOptions(sub_decks=SubDecks.BY_TAG),
    "passages and links": ExportOptions(
        passages=lambda bank, question: (NASTY_PASSAGE, "second"), address="https://e.org/x&y/"
    ),
    "some questions": ExportOptions(chosen=frozenset({("water", "cycle"), ("nasty", "n-cloze")})),
}


def brought(collection: Collection, folder: Path, banks: list[m.Bank], options: ExportOptions) -> Any:
    path = folder / "deck.apkg"
    with path.open("wb") as out:
        report = write_package(banks, lambda bank, question: CHANGED, lambda bank, file: b"GIF", out, options)
    request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
    assert len(collection.import_anki_package(request).log.new) == report.notes
    assert collection.card_count() == report.cards
    return report


@pytest.mark.parametrize("name", list(OPTIONS))
def test_anki_shows_every_card_and_finds_nothing_to_mend(
    water: m.Bank, nasty: m.Bank, collection: Collection, tmp_path: Path, name: str
) -> None:
    tagged = replace(
        nasty,
        questions=tuple(
            replace(question, tags=(TAGS[number % len(TAGS)], "x"))
            for number, question in enumerate(nasty.questions)
        ),
    )
    report = brought(collection, tmp_path, [water, tagged], OPTIONS[name])
    for card_id in collection.find_cards(""):
        card = collection.get_card(card_id)
        assert "fd-front" in card.question()
        assert "fd-back" in card.answer()
        assert "{{" not in card.answer()
        assert not card.answer_av_tags()
    for model in collection.models.all():
        if model["id"] in ids.NOTE_TYPE_IDS.values():
            collection.models.update_dict(model)
    assert not collection.get_empty_cards().notes
    assert collection.fix_integrity() == ("Database rebuilt and optimized.", True)
    checked = collection.media.check()
    assert (list(checked.missing), list(checked.unused)) == ([], [])
    held = {collection.decks.name(deck) for deck in collection.db.list("select distinct did from cards")}
    assert held == set(report.decks)


def test_decks_below_a_banks_are_named_after_the_first_tag(
    water: m.Bank, collection: Collection, tmp_path: Path
) -> None:
    some = [one for one in water.questions if not one.draft][: len(TAGS)]
    questions = tuple(replace(one, tags=(tag, "x")) for one, tag in zip(some, TAGS, strict=True))
    brought(
        collection,
        tmp_path,
        [replace(water, title="Where water goes: ", questions=questions)],
        OPTIONS["decks by tag"],
    )
    decks = [
        collection.decks.name(collection.get_card(collection.find_cards(f"ID:water/{one.first_id}")[0]).did)
        for one in some
    ]
    below = [name.removeprefix("Factdeck::Where water goes").removeprefix("::") for name in decks]
    expected = ["Rivers", "Rivers", "a::b", "say ”so”", "", "", "", "ÄÖ::ü", "<b>&"]
    assert below[: len(expected)] == expected
    assert collection.decks.by_name("Factdeck::Where water goes::a") is not None


def test_new_cards_of_two_part_packages_come_in_the_banks_order(
    water: m.Bank, collection: Collection, tmp_path: Path
) -> None:
    asked = [("water", one.first_id) for one in water.questions if not one.draft]
    for part in (asked[1::2], asked[::2]):
        brought_part = ExportOptions(chosen=frozenset(part))
        path = tmp_path / "part.apkg"
        with path.open("wb") as out:
            write_package(
                [water], lambda bank, question: CHANGED, lambda bank, file: b"GIF", out, brought_part
            )
        collection.import_anki_package(
            ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
        )
    found = collection.db.all("select distinct c.due, n.flds from cards c join notes n on n.id = c.nid")
    assert [str(fields).split("\x1f")[0] for _, fields in sorted(found)] == [
        f"water/{name}" for _, name in asked
    ]


def test_passages_and_the_link_stand_on_the_back_alone(
    water: m.Bank, collection: Collection, tmp_path: Path
) -> None:
    brought(collection, tmp_path, [water], OPTIONS["passages and links"])
    for name in ("cycle", "path", "steps"):
        card = collection.get_card(collection.find_cards(f"ID:water/{name}")[0])
        assert "<blockquote>" not in card.question()
        assert "Open in Factdeck" not in card.question()
        quoted = re.findall(r"<blockquote>(.*?)</blockquote>", card.answer(), re.DOTALL)
        assert [unescape(re.sub(r"<[^>]*>", "", one)) for one in quoted] == [NASTY_PASSAGE, "second"]
        (address,) = re.findall(r'<a href="([^"]*)">Open in Factdeck</a>', card.answer())
        assert unescape(address) == f"https://e.org/x&y/banks/water/questions/{name}"


def test_only_sources_that_allow_it_are_quoted_each_passage_once(water: m.Bank) -> None:
    texts = {"water": {("evaporation", 0): "By far.", ("rivers", 0): "Rivers.", ("rivers", 1): "In the end."}}
    states = next(one for one in water.questions if one.id == "states")
    assert not may_quote(water)
    assert quotable(texts)(water, states) == ()
    allowed = replace(water, sources=(replace(water.sources[0], quote=True), *water.sources[1:]))
    assert may_quote(allowed)
    assert quotable(texts)(allowed, states) == ("By far.", "Rivers.")
    assert quotable({})(allowed, states) == ()


@pytest.mark.parametrize(
    "address",
    ["example.org", "ftp://e.org", "https://", 'https://e.org/"x', "https://e.org/?a", "javascript:1"],
)
def test_an_address_that_no_card_can_link_to_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="is no address that a card can link to; write one like https://"):
        ExportOptions(address=address)


def test_an_image_that_changes_while_it_is_packed_is_refused(water: m.Bank) -> None:
    read: list[str] = []

    def media(bank: m.Bank, file: str) -> bytes:
        read.append(file)
        return str(len(read)).encode()

    with pytest.raises(PackageError, match=r"changed while it was being packed; export again"):
        write_package([water], lambda bank, question: CHANGED, media, io.BytesIO())
