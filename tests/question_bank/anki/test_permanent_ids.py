"""The numbers that learners' collections hold. If one of these tests fails, put the number back."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

import pytest

from question_bank.anki.fields import field_names
from question_bank.anki.identity import deck_id, note_guid
from question_bank.anki.ids import (
    FIELD_IDS,
    NOTE_TYPE_IDS,
    NOTE_TYPES_CHANGED,
    ROOT_DECK_ID,
    TEMPLATE_IDS,
)
from question_bank.anki.note_types import note_type, note_types
from question_bank.model import Kind

LARGEST_EXACT = 2**53  # in a JavaScript number


def digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]


def test_the_ids_of_note_types_templates_and_fields_have_not_changed() -> None:
    assert digest({kind.value: number for kind, number in NOTE_TYPE_IDS.items()}) == "75c03c9257acbd64"
    assert digest({kind.value: number for kind, number in TEMPLATE_IDS.items()}) == "9492c0b117518821"
    assert digest(sorted(FIELD_IDS.values())) == "43e953877e0aca64"
    assert ROOT_DECK_ID == 1847550826


def test_the_fields_of_every_kind_stand_where_they_stood() -> None:
    """By their ids: a spare field that is taken into use gets a name and keeps its id and its place."""
    places = {kind.value: [FIELD_IDS[name] for name in field_names(kind)] for kind in Kind}
    assert digest(places) == "6dfe2e3185d7c8c3"


def test_guids_and_decks_come_from_the_permanent_ids_as_they_always_did() -> None:
    assert note_guid("water", "vapor-origin") == "uTA8v9NhmftOJqYf"
    assert deck_id("water") == 6738546836783786


def test_a_guid_tells_bank_and_question_apart() -> None:
    assert note_guid("a", "b-c") != note_guid("a-b", "c")
    assert note_guid("a", "1") != note_guid("1", "a")


def test_templates_styles_and_date_change_together() -> None:
    """When this fails: raise NOTE_TYPES_CHANGED to now, then write the new pair here."""
    looks = [[kind.value, model.templates, model.css, model.name] for kind, model in note_types().items()]
    assert (digest(looks), NOTE_TYPES_CHANGED) == (
        "061110226edc5cc0",
        datetime(2026, 11, 22, 11, 10, tzinfo=UTC),
    )


def test_no_number_is_used_twice() -> None:
    numbers = [*NOTE_TYPE_IDS.values(), *TEMPLATE_IDS.values(), *FIELD_IDS.values(), ROOT_DECK_ID]
    assert len(set(numbers)) == len(numbers)
    assert all(0 < number < LARGEST_EXACT for number in numbers)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_note_type_has_an_id_field_spare_fields_and_numbers_on_everything(kind: Kind) -> None:
    plain = note_type(kind).to_json(0, 0)
    names = [field["name"] for field in plain["flds"]]
    assert names[0] == "ID"
    assert [name for name in names if name.startswith("Spare")] == [
        "Spare 3",
        "Spare 4",
    ]
    assert [field["id"] for field in plain["flds"]] == [FIELD_IDS[name] for name in names]
    assert [template["id"] for template in plain["tmpls"]] == [TEMPLATE_IDS[kind]]
    assert plain["type"] == (1 if kind is Kind.CLOZE else 0)
    assert plain["mod"] == int(NOTE_TYPES_CHANGED.timestamp())


@pytest.mark.parametrize("kind", list(Kind))
def test_the_script_and_the_style_hold_nothing_that_anki_reads_as_a_field(kind: Kind) -> None:
    model = note_type(kind)
    (template,) = model.templates
    for text in (template["qfmt"], template["afmt"]):
        _, begins, script = text.partition("<script>")
        assert not begins or ("{{" not in script and "}}" not in script and "[" + "sound:" not in script)
    assert "{{" not in model.css
    assert "}}" not in model.css


@pytest.mark.parametrize("kind", list(Kind))
def test_the_front_uses_no_field_that_holds_the_key_and_the_back_repeats_no_front(kind: Kind) -> None:
    (template,) = note_type(kind).templates
    for name in ("Answer", "Solution", "Also accepted", "Explanation", "Source"):
        assert f"{{{{{name}}}}}" not in template["qfmt"]
    assert "FrontSide" not in template["afmt"]
    assert template["afmt"].count("{{type:") <= 1
