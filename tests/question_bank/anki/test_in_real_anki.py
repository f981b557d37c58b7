"""The real Anki is the judge: packages are imported into a learner's collection and looked at there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from anki.cards import Card
from anki.collection import Collection

from question_bank import model as m
from question_bank.anki import fields, ids, note_types

Pack = Callable[..., tuple[bytes, object]]
Load = Callable[[bytes], object]
ChangedIn = Callable[..., m.Bank]

SHOWN = (
    "<script>alert(1)</script> {{Prompt}} }} {{c1::x}} a::b [sound:x.mp3] [latex]y[/latex] "
    "\\(z\\) \\(z\\) x < 3 and y > 4 \"q\" 's' 😀"
)


class _Text(HTMLParser):
    """Collects what a browser would show of a card, and every element's name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._hidden += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        self.text += "" if self._hidden else data


def cards(collection: Collection, search: str = "") -> list[Card]:
    return [collection.get_card(card) for card in collection.find_cards(search)]


def only_note(collection: Collection, name: str):
    (note_id,) = collection.find_notes(f"ID:{name}")
    return collection.get_note(note_id)


def only_card(collection: Collection, name: str) -> Card:
    (card,) = cards(collection, f"ID:{name}")
    return card


def test_every_kind_is_in_the_banks_these_tests_use(water: m.Bank, nasty: m.Bank) -> None:
    for bank in (water, nasty):
        assert {question.kind for question in bank.questions} == set(m.Kind)


def test_every_card_of_every_kind_renders_on_both_sides(
    water: m.Bank, nasty: m.Bank, pack: Pack, load: Load, collection: Collection
) -> None:
    package, report = pack(water, nasty)
    log = load(package)
    assert len(log.new) == report.notes == collection.note_count()
    assert collection.card_count() == report.cards
    seen = set()
    for card in cards(collection):
        shown = card.render_output()
        kind = re.search(r"fd-kind-(\w+)", shown.question_text)
        assert kind is not None, shown.question_text
        seen.add(kind[1])
        assert f"fd fd-front fd-kind-{kind[1]}" in shown.question_text
        assert f"fd fd-back fd-kind-{kind[1]}" in shown.answer_text
    assert seen == {kind.value for kind in m.Kind}


def test_anki_accepts_every_note_type_and_finds_nothing_to_mend(
    water: m.Bank, nasty: m.Bank, pack: Pack, load: Load, collection: Collection
) -> None:
    load(pack(water, nasty)[0])
    ours = [model for model in collection.models.all() if model["id"] in ids.NOTE_TYPE_IDS.values()]
    assert len(ours) == len(m.Kind)
    for model in ours:
        collection.models.update_dict(model)
    assert not collection.get_empty_cards().notes
    assert collection.fix_integrity() == ("Database rebuilt and optimized.", True)
    assert collection.note_count() == len(collection.find_notes("card:1"))
    checked = collection.media.check()
    assert not checked.missing
    assert not checked.unused


def test_images_arrive_and_stand_on_the_cards(
    water: m.Bank, pack: Pack, load: Load, collection: Collection
) -> None:
    load(pack(water)[0])
    for name, alt in (
        ("capital", 'alt="A map of &quot;Vienna&quot;"'),
        ("vapor-origin", 'alt="The sea at noon"'),
    ):
        (card,) = cards(collection, f"ID:water/{name}")
        image = re.search(r'<img src="([^"]+)"', card.question())
        assert image is not None
        assert collection.media.have(image[1])
        assert alt in card.question()
        assert image[0] in card.answer()


def test_the_browser_of_anki_shows_prompt_and_answer_without_the_cards_furniture(
    water: m.Bank, pack: Pack, load: Load, collection: Collection
) -> None:
    load(pack(water)[0])
    card = only_card(collection, "water/states")
    shown = card.render_output(reload=True, browser=True)
    assert shown.question_text == "Which of these are forms of frozen water?"
    assert shown.answer_text == "Hail; Snow"


def test_importing_twice_changes_nothing(
    water: m.Bank, nasty: m.Bank, pack: Pack, load: Load, collection: Collection
) -> None:
    package, report = pack(water, nasty)
    load(package)
    before = collection.db.all("select id, guid, mid, mod, tags, flds from notes order by id")
    cards_before = collection.db.all("select id, nid, did, ord, due from cards order by id")
    log = load(package)
    assert len(log.duplicate) == report.notes
    assert not log.new
    assert not log.updated
    assert not log.conflicting
    assert collection.db.all("select id, guid, mid, mod, tags, flds from notes order by id") == before
    assert collection.db.all("select id, nid, did, ord, due from cards order by id") == cards_before


def test_two_banks_in_packages_of_their_own_do_not_get_in_each_others_way(
    water: m.Bank, nasty: m.Bank, pack: Pack, load: Load, collection: Collection
) -> None:
    for bank in (water, nasty):
        package, report = pack(bank)
        log = load(package)
        assert len(log.new) == report.notes
        assert not log.conflicting
    assert collection.fix_integrity()[1]


def test_a_mended_typo_arrives_in_place_and_keeps_the_schedule(
    water: m.Bank, pack: Pack, load: Load, collection: Collection, changed_in: ChangedIn
) -> None:
    load(pack(water)[0])
    card = only_card(collection, "water/cycle")
    collection.decks.select(card.did)
    card.start_timer()
    collection.sched.answerCard(card, 4)
    mended = changed_in(water, "cycle", prompt="What *drives* the water cycle?")
    log = load(pack(mended, newer="cycle")[0])
    assert len(log.updated) == 1
    assert only_note(collection, "water/cycle")["Prompt"] == "What <em>drives</em> the water cycle?"
    after = only_card(collection, "water/cycle")
    assert (after.id, after.type, after.due, after.ivl, after.reps) == (
        card.id, card.type, card.due, card.ivl, card.reps,
    )  # fmt: skip
    assert after.reps == 1
    assert collection.db.scalar("select count() from revlog where cid = ?", card.id) == 1


def test_a_renamed_question_is_still_the_same_note(
    water: m.Bank, pack: Pack, load: Load, collection: Collection, changed_in: ChangedIn
) -> None:
    load(pack(water)[0])
    renamed = changed_in(water, "cycle", id="motor", was=("cycle",), prompt="What drives it?")
    log = load(pack(renamed, newer="motor")[0])
    assert not log.new
    assert only_note(collection, "water/cycle")["Prompt"] == "What drives it?"


def test_an_unchanged_question_keeps_what_the_learner_made_of_it(
    water: m.Bank, pack: Pack, load: Load, collection: Collection, changed_in: ChangedIn
) -> None:
    load(pack(water)[0])
    note = only_note(collection, "water/states")
    note["Explanation"] = "my own words"
    note.tags.append("mine")
    collection.update_note(note)
    elsewhere = changed_in(water, "cycle", prompt="What drives it?")
    log = load(pack(elsewhere, newer="cycle")[0])
    assert len(log.updated) == 1
    kept = only_note(collection, "water/states")
    assert kept["Explanation"] == "my own words"
    assert "mine" in kept.tags


def test_tags_and_decks_come_out_as_the_bank_says(
    water: m.Bank, nasty: m.Bank, pack: Pack, load: Load, collection: Collection
) -> None:
    load(pack(water, nasty)[0])
    assert only_note(collection, "water/cycle").tags == ["big_idea", "water"]
    assert only_note(collection, "nasty/n-date").tags == ['a_b"c', "x::y"]
    names = {deck.name for deck in collection.decks.all_names_and_ids()}
    assert names == {"Default", "Factdeck", "Factdeck::Where water goes", "Factdeck::Nasty: ”title” <b>"}
    deck = collection.decks.by_name("Factdeck::Where water goes")
    assert deck["desc"] == "A short course on the water cycle."
    assert len(collection.decks.cids(deck["id"])) == len(cards(collection, "ID:water/*"))
    assert collection.decks.cids(collection.decks.id("Factdeck")) == []


def test_new_cards_come_in_the_banks_order(
    water: m.Bank, pack: Pack, load: Load, collection: Collection
) -> None:
    load(pack(water)[0])
    by_position = [
        card.note()["ID"] for card in sorted(cards(collection), key=lambda card: (card.due, card.ord))
    ]
    asked = [f"water/{question.first_id}" for question in water.questions if not question.draft]
    assert list(dict.fromkeys(by_position)) == asked


def test_a_cloze_keeps_its_numbers(
    water: m.Bank, pack: Pack, load: Load, collection: Collection, changed_in: ChangedIn
) -> None:
    load(pack(changed_in(water, "path", text="{{c2::one}} and {{c7::two::hint}}"))[0])
    assert sorted(card.ord for card in cards(collection, "ID:water/path")) == [1, 6]
    front = next(card.question() for card in cards(collection, "ID:water/path") if card.ord == 6)
    assert _Text(front).text.split("gap", 1)[1].split() == ["one", "and", "[hint]"]


def test_nasty_text_is_shown_as_text_on_every_card(
    nasty: m.Bank, pack: Pack, load: Load, collection: Collection
) -> None:
    load(pack(nasty)[0])
    for card in cards(collection):
        front, back = _Text(card.question()), _Text(card.answer())
        assert not card.question_av_tags()
        assert not card.answer_av_tags()
        assert "{{" not in card.answer()
        assert front.tags.count("script") <= 1
        assert back.tags.count("script") <= 1
        assert SHOWN in back.text, "the explanation"
        if card.note_type()["type"] == 0:
            assert SHOWN in front.text, "the prompt"


def test_what_ends_a_cloze_in_anki_is_text_inside_and_outside_ours(
    nasty: m.Bank, pack: Pack, load: Load, collection: Collection
) -> None:
    load(pack(nasty)[0])
    first, second = sorted(cards(collection, "ID:nasty/n-cloze"), key=lambda card: card.ord)
    assert (
        "[hint [sound:h] \\(h\\)] [sound:x.mp3] \\(z\\) }} <script>alert(1)</script>"
        in _Text(first.question()).text
    )
    assert "ratio 1 [sound:x.mp3]" in _Text(first.answer()).text
    assert "a [latex] } b: {c  <b> x < 3 and y > 4" in _Text(second.answer()).text


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("water/capital", "The Danube"),
        ("water/volume", "1.1 million"),
        ("water/length", "12 km"),
        ("water/flood", "August 2011"),
        ("nasty/n-short", SHOWN),
    ],
)
def test_typing_what_is_asked_for_is_compared_as_all_right(
    water: m.Bank, nasty: m.Bank, pack: Pack, load: Load, collection: Collection, name: str, typed: str
) -> None:
    load(pack(water, nasty)[0])
    card = only_card(collection, name)
    assert card.question().count("[[type:Typed]]") == card.answer().count("[[type:Typed]]") == 1
    compared = collection.compare_answer(only_note(collection, name)["Typed"], typed)
    assert "typeGood" in compared
    assert "typeBad" not in compared
    assert "typeMissed" not in compared


def test_a_spare_field_can_be_taken_into_use_without_touching_old_notes(
    water: m.Bank, pack: Pack, load: Load, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(pack(water)[0])
    old_names = fields.field_names

    def renamed(kind: m.Kind) -> tuple[str, ...]:
        return tuple("Mnemonic" if name == "Spare 3" else name for name in old_names(kind))

    monkeypatch.setattr(fields, "field_names", renamed)
    monkeypatch.setattr(note_types, "field_names", renamed)
    monkeypatch.setattr(note_types, "FIELD_IDS", {**ids.FIELD_IDS, "Mnemonic": ids.FIELD_IDS["Spare 3"]})
    monkeypatch.setattr(note_types, "NOTE_TYPES_CHANGED", ids.NOTE_TYPES_CHANGED + timedelta(days=1))
    log = load(pack(water, newer="cycle")[0])
    assert not log.conflicting
    assert not log.new
    assert len(log.updated) == 1
    note = only_note(collection, "water/cycle")
    assert "Mnemonic" in note.keys()  # noqa: SIM118  an Anki note is no mapping
    assert len([model for model in collection.models.all() if "Factdeck" in model["name"]]) == len(m.Kind)


def test_a_new_stylesheet_arrives_only_with_a_newer_date(
    water: m.Bank, pack: Pack, load: Load, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ids.NOTE_TYPES_CHANGED - timedelta(days=900)
    monkeypatch.setattr(note_types, "NOTE_TYPES_CHANGED", first)
    load(pack(water)[0])
    monkeypatch.setattr(note_types, "stylesheet", lambda: ".card { color: teal }")
    load(pack(water)[0])
    assert "teal" not in only_card(collection, "water/flood").question()
    monkeypatch.setattr(note_types, "NOTE_TYPES_CHANGED", first + timedelta(days=1))
    load(pack(water)[0])
    assert "teal" in only_card(collection, "water/flood").question()


def test_a_question_of_another_kind_under_an_old_id_leaves_the_learners_note_alone(
    water: m.Bank, pack: Pack, load: Load, collection: Collection
) -> None:
    load(pack(water)[0])
    turned = m.TrueFalse(id="cycle", prompt="The sun drives the water cycle.", answer=True)
    questions = tuple(turned if question.id == "cycle" else question for question in water.questions)
    log = load(pack(replace(water, questions=questions), newer="cycle")[0])
    assert len(log.conflicting) == 1
    assert only_note(collection, "water/cycle")["Answer"] == "The <strong>sun's</strong> heat"
    assert collection.fix_integrity()[1]
