"""Images from the YAML to the pages and into Anki: where they are placed, with their words, nowhere else."""

from __future__ import annotations

import io
import json
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from flask.testing import FlaskClient

from question_bank.__main__ import main
from quiz.config import Config
from quiz.factory import create_app, prepare

PLACED = {
    "images/hive.png": "A hive with a door",
    "images/red.png": "A red square",
    "images/blue.png": "A blue square",
    "images/eye.png": "A bee's eye",
    "images/field.png": "A field in summer",
}
QUESTION = """\
questions:
  - id: unseen
    kind: single_choice
    prompt: Which colour can bees not see? ![](images/hive.png)
    answer: Red ![](images/red.png)
    distractors:
      - {text: "Blue ![](images/blue.png)", feedback: They like it.}
    explanation: The eye ![](images/eye.png) has no receptor for it.
    unsourced: These tests are about images.
    media:
"""


def png(shade: int) -> bytes:
    """Return a picture of 40 by 24 pixels, all of one grey."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = (b"\x00" + bytes([shade]) * 40) * 24
    head = struct.pack(">IIBBBBB", 40, 24, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    folder = tmp_path / "bees"
    (folder / "questions").mkdir(parents=True)
    (folder / "images").mkdir()
    (folder / "sources").mkdir()
    (folder / "bank.yaml").write_text("bank: bees\ntitle: Bees\nlanguage: en\nsources: []\n")
    (folder / "facts.yaml").write_text("facts: []\n")
    media = "".join(f'      - {{file: {file}, alt: "{alt}"}}\n' for file, alt in PLACED.items())
    (folder / "questions" / "bees.yaml").write_text(QUESTION + media)
    for shade, file in enumerate(PLACED):
        (folder / file).write_bytes(png(shade * 40))
    for hidden in ("images/undeclared.png", "sources/scan.png", "secret.png"):
        (folder / hidden).write_bytes(png(250))
    assert main(["fmt", str(folder)]) == 0
    return folder


@pytest.fixture
def client(bank: Path, tmp_path: Path, migrated: Path) -> FlaskClient:
    (tmp_path / "instance").mkdir()
    shutil.copyfile(migrated, tmp_path / "instance" / "factdeck.sqlite")
    return opened(bank, tmp_path)


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    made = Collection(str(tmp_path / "learner.anki2"))
    yield made
    made.close()


def opened(bank: Path, tmp_path: Path) -> FlaskClient:
    app = create_app(Config(banks=(bank,), instance=tmp_path / "instance", overrides={"SECRET_KEY": "test"}))
    (report,) = prepare(app)
    assert report.problems == ()
    return app.test_client()


def shown(html: str) -> dict[str, str]:
    """Return the images of a page: their files with their words."""
    found = re.findall(r'<img src="/banks/bees/media/([^"?]+)[^"]*" alt="([^"]*)"', html)
    return {file: unescape(alt) for file, alt in found}


def send(client: FlaskClient, page: str, action: str, **fields: str) -> str:
    """Send the form of a page whose address ends with `action`, and return the page this leads to."""
    address, inner = next(
        (found[1], found[2])
        for found in re.finditer(r'<form[^>]*action="([^"]*)"[^>]*>(.*?)</form>', page, re.DOTALL)
        if found[1].endswith(action)
    )
    hidden = re.findall(r'<input[^>]*type="hidden"[^>]*>', inner)
    data = {
        str(re.search(r'name="([^"]*)"', tag)[1]): unescape(value[1])
        for tag in hidden
        if (value := re.search(r'value="([^"]*)"', tag))
    }
    return client.post(address, data={**data, **fields}, follow_redirects=True).get_data(as_text=True)


def package_of(client: FlaskClient) -> bytes:
    """Take the whole bank to Anki as the page's button does."""
    page = client.get("/banks/bees/anki").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]*)"', page)
    assert token
    return client.post("/banks/bees/anki", data={"csrf_token": token[1], "then": "download"}).data


def imported(collection: Collection, package: bytes, tmp_path: Path):
    path = tmp_path / "deck.apkg"
    path.write_bytes(package)
    request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
    return collection.import_anki_package(request).log


def test_every_image_is_on_the_study_page_and_the_explanations_only_after_the_answer(
    client: FlaskClient,
) -> None:
    asked = send(client, client.get("/").get_data(as_text=True), "/study")
    unanswered = {file: alt for file, alt in PLACED.items() if file != "images/eye.png"}
    assert shown(asked) == unanswered
    told = send(client, asked, "/answer", choice="0")
    assert shown(told) == PLACED
    assert "eye.png" not in asked


def test_a_test_its_result_and_its_printed_sheet_show_the_images(client: FlaskClient) -> None:
    page = send(
        client, client.get("/tests").get_data(as_text=True), "/tests", bank="bees", count="1", seed="a"
    )
    assert "images/eye.png" not in shown(page)
    assert len(shown(page)) == len(PLACED) - 1
    result = send(client, send(client, page, "/1", choice="0", go="next"), "/finish")
    assert shown(result) == PLACED
    sheet = client.get("/tests/print?bank=bees&count=1&seed=a").get_data(as_text=True)
    assert shown(sheet) == shown(page), "the sheet has questions and keys, no explanations"


@pytest.mark.parametrize("file", PLACED)
def test_a_declared_image_is_served_as_it_is(client: FlaskClient, bank: Path, file: str) -> None:
    with client.get(f"/banks/bees/media/{file}") as response:
        assert (response.status_code, response.mimetype) == (200, "image/png")
        assert response.data == (bank / file).read_bytes()


@pytest.mark.parametrize(
    "file",
    [
        *("images/undeclared.png", "sources/scan.png", "secret.png", "bank.yaml", "bank.lock"),
        *("images/../secret.png", "images/%2e%2e/secret.png", "images/..%2fsecret.png", "../bees/secret.png"),
        *(
            "./images/hive.png",
            "images//hive.png",
            "images\\hive.png",
            "IMAGES/hive.png",
            "images/hive.png%00",
        ),
        *("%2fetc%2fpasswd", "images/hive.png/", "images/hive.png/..", "images"),
    ],
)
def test_no_other_file_is_served_whatever_the_path_pretends(client: FlaskClient, file: str) -> None:
    with client.get(f"/banks/bees/media/{file}") as response:
        assert response.status_code in {308, 404}
        assert not response.data.startswith(b"\x89PNG")


def test_the_download_is_what_the_command_writes_and_every_image_is_in_it(
    client: FlaskClient, bank: Path, tmp_path: Path
) -> None:
    out = tmp_path / "bees.apkg"
    assert main(["export", str(bank), "--to", "anki", "--out", str(out)]) == 0
    assert package_of(client) == out.read_bytes()
    with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as package:
        names = json.loads(package.read("media"))
        packed = sorted(package.read(number) for number in names)
    assert packed == sorted((bank / file).read_bytes() for file in PLACED)


def test_anki_shows_every_image_with_its_words(
    client: FlaskClient, collection: Collection, tmp_path: Path
) -> None:
    imported(collection, package_of(client), tmp_path)
    (card,) = (collection.get_card(card) for card in collection.find_cards(""))
    found = dict(re.findall(r'<img src="([^"]+)" alt="([^"]*)"', card.answer()))
    assert sorted(unescape(alt) for alt in found.values()) == sorted(PLACED.values())
    assert all((Path(collection.media.dir()) / name).is_file() for name in found)
    checked = collection.media.check()
    assert (list(checked.missing), list(checked.unused)) == ([], [])


def test_another_picture_under_the_same_name_reaches_pages_and_anki_notes(
    client: FlaskClient, bank: Path, collection: Collection, tmp_path: Path
) -> None:
    _set_back_the_lock(bank)
    imported(collection, package_of(client), tmp_path)
    (bank / "images" / "hive.png").write_bytes(png(200))
    out = str(tmp_path / "bees.apkg")
    assert main(["export", str(bank), "--to", "anki", "--out", out]) == 1, "the lock has the old picture"
    assert main(["fmt", str(bank)]) == 0
    assert main(["export", str(bank), "--to", "anki", "--out", out]) == 0
    log = imported(collection, Path(out).read_bytes(), tmp_path)
    assert (len(log.updated), len(log.new), collection.note_count()) == (1, 0, 1)
    (card,) = (collection.get_card(card) for card in collection.find_cards(""))
    name = {alt: src for src, alt in re.findall(r'<img src="([^"]+)" alt="([^"]*)"', card.question())}
    assert (Path(collection.media.dir()) / name["A hive with a door"]).read_bytes() == png(200)
    again = opened(bank, tmp_path)
    with again.get("/banks/bees/media/images/hive.png") as response:
        assert response.data == png(200)
    assert package_of(again) == Path(out).read_bytes()


def _set_back_the_lock(bank: Path) -> None:
    """Make the lock a year older, as if the first version had not been written this very second."""
    lock = bank / "bank.lock"
    lock.write_text(re.sub(r"\b20(\d\d)-", lambda found: f"20{int(found[1]) - 1:02d}-", lock.read_text()))
