"""Bringing the text of a source: what is taken, where it goes, and that no other file is harmed."""

from __future__ import annotations

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.model import Bank, Source
from quiz.services import briefings, evidence, installing, source_texts
from quiz.services.errors import NotFound
from quiz.services.installing import LARGEST_TEXT, Refusal, RefusedError
from quiz.services.passages import Passages
from quiz.services.source_texts import can_be_kept, file_name

ARTICLE = "Title\n\nBy far the largest part – “vapour” – comes from the sea.\n".encode()
BANK = """\
bank: water
title: Water
language: en
sources:
  - {id: survey, title: A survey of water, file: survey.txt, body: 1-9}
"""
FACTS = """\
facts:
  - id: evaporation
    says: Most water vapour in the air has evaporated from the oceans.
    evidence:
      - {source: survey, paragraph: 2, from: "By far the largest", to: "from the sea"}
"""


@pytest.fixture
def water(empty_world: Any, tmp_path: Path) -> Any:
    world = empty_world
    object.__setattr__(world.ctx, "passages", Passages(tmp_path / "instance" / "sources"))
    world.write(bank=BANK, facts=FACTS)
    assert world.learner == 1
    world.sync()
    world.own = world.folder / "sources"
    world.spare = tmp_path / "instance" / "sources" / "water"
    return world


def bring(world: Any, content: bytes = ARTICLE, named: str = "") -> Any:
    return installing.install_text(world.ctx, world.learner, "water", "survey", content, named)


def page(world: Any) -> evidence.SourcePage:
    return evidence.source_page(world.ctx, world.learner, "water", "survey")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def test_a_text_is_kept_byte_for_byte_and_proves_passages_at_once(water: Any) -> None:
    assert page(water).coverage.unverified == 1
    found = bring(water)
    assert (found.verified, found.missed, found.replaced) == (1, 0, False)
    assert (water.own / "survey.txt").read_bytes() == ARTICLE
    assert page(water).coverage.verified == 1
    (fact,) = briefings.read(water.ctx, water.learner, "water").facts
    assert fact.citations[0].quotation.startswith("By far the largest part – “vapour”")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1252"])
def test_an_article_in_another_encoding_is_kept_as_it_is_and_read_as_it_was_meant(
    water: Any, codec: str
) -> None:
    content = ARTICLE.decode().replace("\n", "\r\n").encode(codec)
    assert bring(water, content).verified == 1
    assert (water.own / "survey.txt").read_bytes() == content


def test_git_never_sees_a_text_that_was_brought(water: Any) -> None:
    bring(water)
    subprocess.run(["git", "init", "-q", str(water.folder)], check=True)
    status = subprocess.run(
        ["git", "-C", str(water.folder), "status", "--porcelain", "-uall"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert "bank.yaml" in status.stdout
    assert "sources" not in status.stdout


@pytest.mark.parametrize(
    ("content", "named", "reason"),
    [
        (b"", "", Refusal.EMPTY),
        (b" \n\t\r\n", "a.txt", Refusal.EMPTY),
        (" ".encode("utf-16"), "a.txt", Refusal.EMPTY),
        (b"a" * (LARGEST_TEXT + 1), "a.txt", Refusal.TOO_LARGE),
        (b"A text\0with a hole", "a.txt", Refusal.NOT_PLAIN),
        (bytes(range(1, 32)) * 9, "a.txt", Refusal.NOT_PLAIN),
        (b"%PDF-1.7 and so on", "a.txt", Refusal.NOT_PLAIN),
        (b"PK\x03\x04 a document", "article.txt", Refusal.NOT_PLAIN),
        (b"  <!DOCTYPE HTML><p>Hello", "", Refusal.NOT_PLAIN),
        (ARTICLE, "article.html", Refusal.NOT_PLAIN),
        (ARTICLE, "article.PDF", Refusal.NOT_PLAIN),
        (ARTICLE.decode().encode("utf-32"), "a.txt", Refusal.NOT_PLAIN),
        ("A text".encode("utf-16-le"), "a.txt", Refusal.NOT_PLAIN),
        (b"Caf\x81 is in no encoding", "a.txt", Refusal.UNKNOWN_ENCODING),
    ],
)
def test_what_is_no_plain_text_is_refused_and_leaves_the_one_there(
    water: Any, content: bytes, named: str, reason: Refusal
) -> None:
    bring(water)
    with pytest.raises(RefusedError) as refused:
        bring(water, content, named)
    assert refused.value.reason is reason
    assert (water.own / "survey.txt").read_bytes() == ARTICLE
    assert names(water.own) == {".gitignore", "survey.txt"}


@given(st.binary(max_size=400), st.text(max_size=12))
def test_any_bytes_are_either_taken_or_refused_for_a_reason(content: bytes, named: str) -> None:
    assert installing.refusal_of(content, named) in {None, *Refusal}


@pytest.mark.parametrize(
    "named", ["article.txt", "Article.MD", "article", "../../x.txt", "C:\\x.txt", "a\0.txt"]
)
def test_what_a_file_was_called_never_names_a_file_here(water: Any, named: str, tmp_path: Path) -> None:
    bring(water, named=named)
    assert names(water.own) == {".gitignore", "survey.txt"}
    assert not list(tmp_path.rglob("x.txt"))


def test_a_replaced_text_can_be_put_back_and_forth_and_an_earlier_one_is_gone(water: Any) -> None:
    other = b"Another article\n"
    bring(water, b"The very first\n")
    assert page(water).installed is not None
    bring(water, other)
    assert bring(water).replaced
    for expected in (other, ARTICLE, other):
        installing.put_back(water.ctx, water.learner, "water", "survey")
        assert (water.own / "survey.txt").read_bytes() == expected
    assert not [path for path in water.own.iterdir() if b"first" in path.read_bytes()]


def test_bringing_the_same_text_again_does_not_lose_the_former_one(water: Any) -> None:
    bring(water, b"The first\n")
    bring(water)
    bring(water)
    installing.put_back(water.ctx, water.learner, "water", "survey")
    assert (water.own / "survey.txt").read_bytes() == b"The first\n"


def test_a_removed_text_is_gone_with_the_former_one(water: Any) -> None:
    bring(water, b"The first\n")
    bring(water)
    installing.remove(water.ctx, water.learner, "water", "survey")
    assert names(water.own) == {".gitignore"}
    shown = page(water)
    assert (shown.installed, shown.coverage.unverified) == (None, 1)
    installing.remove(water.ctx, water.learner, "water", "survey")
    with pytest.raises(NotFound):
        installing.put_back(water.ctx, water.learner, "water", "survey")


@pytest.mark.parametrize("trouble", ["a file is in the way", "a link is in the way", "the bank is elsewhere"])
def test_where_the_banks_folder_takes_no_text_the_instance_does(
    water: Any, tmp_path: Path, trouble: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    if trouble == "a file is in the way":
        water.own.write_bytes(b"")
    elif trouble == "a link is in the way":
        water.own.symlink_to(elsewhere)
    else:
        water.folder.rename(tmp_path / "moved")
    assert bring(water).verified == 1
    assert (water.spare / "survey.txt").read_bytes() == ARTICLE
    assert names(elsewhere) == set()
    shown = page(water)
    assert shown.installed is not None
    assert not shown.installed.in_bank
    if trouble == "a link is in the way":
        water.own.unlink()
        assert bring(water, b"By now in its place\n").replaced
        assert names(water.spare) == {".gitignore"}
        installing.put_back(water.ctx, water.learner, "water", "survey")
        assert (water.own / "survey.txt").read_bytes() == ARTICLE
    else:
        installing.remove(water.ctx, water.learner, "water", "survey")
        assert page(water).installed is None


def test_a_link_that_leads_out_of_the_folder_is_neither_read_nor_written_through(
    water: Any, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_bytes(ARTICLE)
    water.own.mkdir()
    (water.own / "survey.txt").symlink_to(secret)
    assert page(water).installed is None
    bring(water, b"Something else\n")
    assert secret.read_bytes() == ARTICLE
    assert (water.spare / "survey.txt").read_bytes() == b"Something else\n"


def test_where_neither_folder_takes_it_the_system_says_why(water: Any) -> None:
    water.own.write_bytes(b"")
    water.spare.parent.parent.mkdir(parents=True)
    water.spare.parent.write_bytes(b"")
    with pytest.raises(RefusedError) as refused:
        bring(water)
    assert refused.value.reason is Refusal.NOT_WRITTEN
    assert refused.value.detail


def test_a_failure_while_writing_leaves_the_old_text_whole(
    water: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(water)
    synced = iter([None, None])  # the copy of the former text and its folder; then the disk is full

    def fsync(handle: int) -> None:
        if next(synced, "full"):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(RefusedError, match="could not be written"):
        bring(water, b"Half of a new te")
    monkeypatch.undo()
    assert (water.own / "survey.txt").read_bytes() == ARTICLE
    assert not [name for name in names(water.own) | names(water.spare) if name.startswith(".incoming")]
    shown = page(water)
    assert shown.installed is not None
    assert shown.installed.content == ARTICLE


def test_what_a_crash_left_long_ago_is_swept_and_what_is_being_written_is_not(water: Any) -> None:
    water.own.mkdir()
    for name in (".incoming-old", ".incoming-new"):
        (water.own / name).write_bytes(b"x")
    os.utime(water.own / ".incoming-old", (0, 0))
    bring(water)
    assert names(water.own) == {".gitignore", ".incoming-new", "survey.txt"}


def test_of_two_who_bring_texts_at_once_one_has_the_last_word_and_nothing_is_mixed(water: Any) -> None:
    texts = [f"{letter} line\n".encode() * 5_000 for letter in "abcdefgh"]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda text: bring(water, text), texts))
    assert (water.own / "survey.txt").read_bytes() in texts
    assert not [name for name in names(water.own) if name.startswith(".incoming")]


def test_a_source_without_a_file_is_kept_by_its_id_and_never_over_another_ones() -> None:
    loose = Source(id="a", title="A")
    bank = Bank(id="b", title="B", sources=(loose, Source(id="c", title="C", file="A.txt")))
    assert file_name(bank, loose) == "_a.txt"
    assert file_name(Bank(id="b", title="B", sources=(loose,)), loose) == "a.txt"
    assert file_name(bank, Source(id="d", title="D", file="../bank.yaml")) == ""


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", ".gitignore", "a/b.txt", "..\\b.txt", "C:b.txt", "b.txt:stream", "con", "LPT1.txt"),
        *("nul.tar.txt", "a?.txt", "a\0b", "a\nb", "end.", "end ", "x" * 201, "é" * 101),
    ],
)
def test_a_name_that_could_harm_another_file_on_some_system_is_never_written(name: str) -> None:
    assert not can_be_kept(name)


@pytest.mark.parametrize("name", ["a.txt", "Übersicht der Quellen.md", "000_883d51c2.txt", "console.txt"])
def test_ordinary_names_are_kept(name: str) -> None:
    assert can_be_kept(name)


def test_a_source_whose_file_has_no_possible_name_is_told_so(water: Any) -> None:
    water.write(bank=BANK.replace("survey.txt", ".gitignore"), facts=FACTS)
    water.sync()
    assert page(water).file == ""
    with pytest.raises(RefusedError) as refused:
        bring(water)
    assert refused.value.reason is Refusal.NO_NAME
    assert names(water.own) == set()


def test_nobody_brings_a_text_to_a_bank_or_source_that_is_not_there(water: Any) -> None:
    for key, source in (("water", "nothing"), ("fire", "survey")):
        with pytest.raises(NotFound):
            installing.install_text(water.ctx, water.learner, key, source, ARTICLE)
    with pytest.raises(NotFound):
        installing.install_text(water.ctx, 99, "water", "survey", ARTICLE)


def test_a_text_grown_far_too_large_is_not_read(water: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(water)
    monkeypatch.setattr(source_texts, "LARGEST_SOURCE", 10)
    assert page(water).installed is None
