"""What is promised of the package's bytes, before any Anki sees them."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from question_bank import model as m
from question_bank.anki import ExportReport, PackageError, write_package

Pack = Callable[..., tuple[bytes, ExportReport]]
ChangedIn = Callable[..., m.Bank]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def members(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(package: bytes, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(members(package)["collection.anki2"])
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def test_the_same_banks_give_the_same_bytes(water: m.Bank, nasty: m.Bank, pack: Pack) -> None:
    assert pack(water, nasty)[0] == pack(water, nasty)[0]


_PRINT_DIGEST = """
import hashlib, importlib.util, sys
spec = importlib.util.spec_from_file_location("banks_for_anki", sys.argv[1])
banks = importlib.util.module_from_spec(spec)
spec.loader.exec_module(banks)
print(hashlib.sha256(banks.packed(banks.water_bank(), banks.nasty_bank())[0]).hexdigest())
"""


@pytest.mark.parametrize(("zone", "seed"), [("Pacific/Kiritimati", "1"), ("America/St_Johns", "2")])
def test_other_processes_in_other_time_zones_give_the_same_bytes(
    water: m.Bank, nasty: m.Bank, pack: Pack, root: Path, zone: str, seed: str
) -> None:
    environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", _PRINT_DIGEST, str(Path(__file__).with_name("conftest.py"))],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == hashlib.sha256(pack(water, nasty)[0]).hexdigest()


def test_one_moment_in_two_time_zones_is_one_moment(water: m.Bank) -> None:
    def written(changed: datetime) -> bytes:
        out = io.BytesIO()
        write_package([water], lambda bank, question: changed, lambda bank, file: b"GIF", out)
        return out.getvalue()

    assert written(NOON) == written(NOON.astimezone(timezone(timedelta(hours=9))))


def test_the_database_does_not_say_which_sqlite_wrote_it(water: m.Bank, pack: Pack) -> None:
    head = members(pack(water)[0])["collection.anki2"][:100]
    assert int.from_bytes(head[96:], "big") == 3_040_000


def test_the_zip_has_sorted_names_and_no_date_of_its_own(water: m.Bank, pack: Pack) -> None:
    with zipfile.ZipFile(io.BytesIO(pack(water)[0])) as archive:
        infos = archive.infolist()
    assert [info.filename for info in infos] == sorted(info.filename for info in infos)
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.create_system for info in infos} == {3}


class FullDisk(io.BytesIO):
    def write(self, content: object) -> int:
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("broken", ["nothing", "an image", "the disk", "stopped", "the database"])
def test_no_temporary_file_is_left_behind_not_even_by_an_error(
    water: m.Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    errors = {"an image": FileNotFoundError("x"), "stopped": KeyboardInterrupt(), "the disk": OSError()}
    seen: list[Path] = []

    def media(bank: m.Bank, file: str) -> bytes:
        seen.extend(tmp_path.iterdir())
        if broken in ("an image", "stopped"):
            raise errors[broken]
        return b"GIF"

    if broken == "the database":
        monkeypatch.setattr("question_bank.anki.collection._NOTE", "INSERT INTO nowhere VALUES (?)")
        errors[broken] = sqlite3.OperationalError()
    out = FullDisk() if broken == "the disk" else io.BytesIO()
    with pytest.raises(type(errors[broken])) if broken in errors else nullcontext():
        write_package([water], lambda bank, question: NOON, media, out)
    assert seen, "the folder that this looks at is the one that is used"
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_when_a_file_cannot_be_read(water: m.Bank) -> None:
    def media(bank: m.Bank, file: str) -> bytes:
        raise FileNotFoundError(file)

    out = io.BytesIO()
    with pytest.raises(FileNotFoundError):
        write_package([water], lambda bank, question: NOON, media, out)
    assert out.getvalue() == b""


def test_each_note_carries_the_time_its_own_question_changed(water: m.Bank, pack: Pack) -> None:
    package, _ = pack(water, newer="cycle")
    times = dict(rows(package, "select flds, mod from notes"))
    newer = [modified for fields, modified in times.items() if str(fields).startswith("water/cycle\x1f")]
    assert newer == [int(NOON.timestamp()) + 86_400]
    assert set(times.values()) == {int(NOON.timestamp()), *newer}


def test_a_question_with_a_new_id_stays_the_note_it_was(water: m.Bank, pack: Pack) -> None:
    renamed = [replace(one, id=f"{one.id}-now", was=(*one.was, one.id)) for one in water.questions]
    query = "select guid from notes order by guid"
    assert rows(pack(replace(water, questions=tuple(renamed)))[0], query) == rows(pack(water)[0], query)


def test_new_cards_come_in_the_order_of_the_bank(water: m.Bank, pack: Pack) -> None:
    asked = [f"water/{question.first_id}" for question in water.questions if not question.draft]
    found = rows(
        pack(water)[0],
        "select distinct c.due, n.flds from cards c join notes n on n.id = c.nid order by c.due",
    )
    assert [(due, str(fields).split("\x1f")[0]) for due, fields in found] == list(enumerate(asked, start=1))


def test_drafts_stay_behind_and_are_counted(water: m.Bank, pack: Pack) -> None:
    package, report = pack(water)
    assert report.drafts == 1
    assert not rows(package, "select 1 from notes where flds like '%unfinished%' or flds like '%Not ready%'")


def test_the_report_counts_what_is_in_the_package(water: m.Bank, nasty: m.Bank, pack: Pack) -> None:
    package, report = pack(water, nasty)
    assert rows(package, "select count() from notes") == [(report.notes,)]
    assert rows(package, "select count() from cards") == [(report.cards,)]
    assert len(json.loads(members(package)["media"])) == report.media == 2
    assert report.decks == ("Factdeck::Where water goes", "Factdeck::Nasty: ”title” <b>")


def test_a_bank_of_drafts_makes_no_deck(water: m.Bank, pack: Pack) -> None:
    drafts = replace(water, questions=tuple(replace(question, draft=True) for question in water.questions))
    package, report = pack(drafts)
    assert (report.notes, report.decks) == (0, ())
    assert b"Where water goes" not in members(package)["collection.anki2"]


def test_two_questions_with_one_first_id_are_refused_before_anything_is_written(
    water: m.Bank, changed_in: ChangedIn
) -> None:
    out = io.BytesIO()
    twins = changed_in(water, "states", was=("cycle",))
    with pytest.raises(PackageError, match=r"'cycle' and 'states' of bank 'water' both began as 'cycle'"):
        write_package([twins], lambda bank, question: NOON, lambda bank, file: b"", out)
    assert out.getvalue() == b""


def test_one_bank_twice_is_refused(water: m.Bank, pack: Pack) -> None:
    with pytest.raises(PackageError):
        pack(water, replace(water, title="Again"))


def test_one_question_id_in_two_banks_makes_two_notes(water: m.Bank, pack: Pack) -> None:
    package, report = pack(water, replace(water, id="water-two", title="More"))
    assert rows(package, "select count(distinct guid) from notes") == [(report.notes,)]


def test_a_change_without_a_time_zone_is_refused(water: m.Bank) -> None:
    naive = datetime(2026, 3, 1)  # noqa: DTZ001  what must be refused
    with pytest.raises(PackageError, match="time zone"):
        write_package([water], lambda bank, question: naive, lambda bank, file: b"", io.BytesIO())


def test_the_separator_of_fields_never_gets_into_a_field(nasty: m.Bank, pack: Pack) -> None:
    package, _ = pack(nasty)
    models = json.loads(str(rows(package, "select models from col")[0][0]))
    for note_type, fields in rows(package, "select mid, flds from notes"):
        assert str(fields).count("\x1f") == len(models[str(note_type)]["flds"]) - 1


def test_titles_that_anki_cannot_tell_apart_get_their_banks_ids(water: m.Bank, pack: Pack) -> None:
    _, report = pack(water, replace(water, id="other", title="WHERE WATER GOES"))
    assert report.decks == ("Factdeck::Where water goes (water)", "Factdeck::WHERE WATER GOES (other)")


def test_html_that_genanki_finds_suspicious_costs_neither_time_nor_a_warning(
    water: m.Bank, pack: Pack, changed_in: ChangedIn
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        package, _ = pack(changed_in(water, "cycle", prompt="<a " * 3000, answer="x < 3 and y > 4"))
    assert rows(package, "select count() from notes where flds like '%x &lt; 3 and y &gt; 4%'") == [(1,)]


def test_an_image_of_two_banks_travels_once_and_different_ones_never_clash(water: m.Bank, pack: Pack) -> None:
    other = replace(water, id="other", title="Other")
    same = json.loads(members(pack(water, other)[0])["media"])
    assert len(same) == 2
    apart = members(pack(water, other, media=lambda bank, file: bank.id.encode())[0])
    assert len(json.loads(apart["media"])) == 4
    assert {apart[number] for number in json.loads(apart["media"])} == {b"water", b"other"}
