"""Bytes, folders and limits: what is read, what is refused, and that nothing raises."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from question_bank import folders
from question_bank.commands.checking import judged
from question_bank.folders import snapshot
from question_bank.problems import Severity
from question_bank.reading import find_banks, limits, read_bank, read_bank_texts

CARD = "questions:\n  - id: a\n    kind: flashcard\n    prompt: b\n    answer: c\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    bank = tmp_path / "banks" / "water"
    (bank / "questions").mkdir(parents=True)
    (bank / "bank.yaml").write_text("bank: water\ntitle: Water\n", encoding="utf-8")
    (bank / "questions" / "a.yaml").write_text(CARD, encoding="utf-8")
    return bank


def test_a_folder_reads_like_its_texts(folder: Path) -> None:
    reading = read_bank(folder)
    texts = read_bank_texts({name: text.encode() for name, text in reading.texts.items()})
    assert (reading.bank, reading.digest, reading.problems) == (texts.bank, texts.digest, ())
    assert reading.bank is not None
    assert reading.bank.questions[0].at.start.file == f"{folder.as_posix()}/questions/a.yaml"


def test_the_digest_tells_every_byte_and_name_apart() -> None:
    files = {"bank.yaml": b"bank: a\ntitle: b\n", "questions/a.yaml": b"questions: []\n"}
    digests = {
        read_bank_texts(changed).digest
        for changed in (
            files,
            {**files, "bank.yaml": b"bank: a\ntitle: c\n"},
            {"bank.yaml": files["bank.yaml"], "questions/b.yaml": files["questions/a.yaml"]},
        )
    }
    assert len(digests) == 3
    assert read_bank_texts(dict(reversed(files.items()))).digest in digests


def test_a_missing_bank_file_is_a_finding_and_the_rest_is_checked(folder: Path) -> None:
    (folder / "bank.yaml").unlink()
    (folder / "questions" / "a.yaml").write_text(CARD.replace("answer", "anwser"), encoding="utf-8")
    reading = read_bank(folder)
    assert reading.bank is None
    assert [problem.code for problem in reading.problems] == ["E208", "E103"]
    assert read_bank(folder / "nowhere").problems[0].code == "E208"


def test_missing_facts_are_one_finding_however_many_questions_name_facts(folder: Path) -> None:
    named = CARD + "    facts: [x, y]\n  - {id: b, kind: flashcard, prompt: b, answer: c, facts: [z]}\n"
    (folder / "questions" / "a.yaml").write_text(named, encoding="utf-8")
    assert [problem.code for problem in read_bank(folder).problems] == ["E209"]


@pytest.mark.parametrize("name", ["fact.yaml", "questions/a.yml", "questions/deep/a.yaml"])
def test_a_file_that_is_not_read_is_a_finding(folder: Path, name: str) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(CARD, encoding="utf-8")
    [problem] = read_bank(folder).problems
    assert (problem.code, problem.place.file) == ("E207", f"{folder.as_posix()}/{name}")


def test_the_texts_of_sources_and_hidden_files_are_left_alone(folder: Path) -> None:
    for name in ("sources/x.yaml", ".git/x.yaml", "bank.lock", "notes.txt"):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"\xff{[")
    assert read_bank(folder).problems == ()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"caf\xe9: [", "E101"),
        (CARD.encode("utf-16"), "E101"),
        (b"\xef\xbb\xbf" + CARD.encode(), "W101"),
        (CARD.replace("prompt: b", "prompt: b\x07").encode(), "E102"),
        (CARD.replace("prompt: b", "prompt: b\u2028c").encode(), "E102"),
        (b"\x00" * 5000, "E101"),
        (b"#" * (folders.FILE_BYTES + 1), "E109"),
    ],
)
def test_bytes_that_are_no_plain_text_are_findings(raw: bytes, code: str, folder: Path) -> None:
    (folder / "questions" / "b.yaml").write_bytes(raw.replace(b"id: a", b"id: z"))
    reading = read_bank(folder)
    assert code in {problem.code for problem in reading.problems}
    assert reading.bank.questions[0].id == "a"


def test_a_byte_order_mark_is_only_a_warning_and_moves_no_place() -> None:
    files = {"bank.yaml": b"\xef\xbb\xbfbank: A\ntitle: b\n"}
    warning, error = read_bank_texts(files).problems
    assert (warning.severity, error.place.column) == (Severity.WARNING, 7)


def test_windows_line_ends_move_no_place() -> None:
    raw = b"bank: a\r\ntitle: b\r\nsources:\r\n  - {id: B, title: c}\r\n"
    [problem] = read_bank_texts({"bank.yaml": raw}).problems
    assert (problem.place.line, problem.place.column, problem.excerpt) == (4, 10, "  - {id: B, title: c}")


def test_carriage_returns_alone_end_lines_as_they_do_for_yaml() -> None:
    [problem] = read_bank_texts(
        {"bank.yaml": b"bank: a\rtitle: b\rsources:\r  - {id: B, title: c}\r"}
    ).problems
    assert (problem.place.line, problem.place.column, problem.excerpt) == (4, 10, "  - {id: B, title: c}")


def test_the_largest_file_that_is_allowed_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = b"bank: a\ntitle: b\n"
    monkeypatch.setattr(folders, "FILE_BYTES", len(raw))
    assert read_bank_texts({"bank.yaml": raw}).problems == ()
    assert read_bank_texts({"bank.yaml": raw + b"\n"}).problems[0].code == "E109"


@pytest.mark.parametrize("limit", ["BANK_BYTES", "FILES"])
def test_a_bank_beyond_its_limits_is_a_finding_and_no_more_of_it_is_read(
    limit: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "questions" / "b.yaml").write_text(CARD.replace("id: a", "id: b"), encoding="utf-8")
    files = [folder / "bank.yaml", folder / "questions" / "a.yaml", folder / "questions" / "b.yaml"]
    whole = {"BANK_BYTES": sum(file.stat().st_size for file in files), "FILES": len(files)}[limit]
    monkeypatch.setattr(folders, limit, whole)
    assert read_bank(folder).problems == ()
    monkeypatch.setattr(folders, limit, whole - 1)
    [problem] = read_bank(folder).problems
    assert (problem.code, problem.place.file) == ("E109", folder.as_posix())


def test_a_file_of_more_values_than_allowed_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"bank.yaml": b"bank: a\ntitle: b\n", "questions/a.yaml": CARD.encode()}
    monkeypatch.setattr(limits, "NODES", 12)
    assert read_bank_texts(files).problems == ()
    monkeypatch.setattr(limits, "NODES", 11)
    [problem] = read_bank_texts(files).problems
    assert (problem.code, problem.place.file) == ("E108", "questions/a.yaml")


def test_of_many_unseen_characters_the_first_twenty_are_told() -> None:
    found = read_bank_texts({"bank.yaml": b"bank: a\ntitle: b\n# " + b"\x01" * 5000 + b"\n"}).problems
    assert [problem.code for problem in found] == ["E102"] * 20


def test_a_directory_in_the_place_of_a_file_is_a_finding(folder: Path) -> None:
    (folder / "bank.yaml").unlink()
    (folder / "bank.yaml").mkdir()
    assert [problem.code for problem in read_bank(folder).problems] == ["E208"]


@pytest.mark.parametrize("error", [None, PermissionError(13, "Permission denied")])
def test_a_lock_that_cannot_be_read_is_a_finding_and_not_a_missing_lock(
    error: OSError | None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = folder / "bank.lock"
    if error is None:
        lock.mkdir()
    else:
        lock.write_text("{}", encoding="utf-8")
        read = Path.read_bytes

        def refuse(path: Path) -> bytes:
            if path == lock:
                raise error
            return read(path)

        monkeypatch.setattr(Path, "read_bytes", refuse)
    found = judged(snapshot(folder), lambda bank: {})[1].problems
    assert ("E208", lock.as_posix()) in [(each.code, each.place.file) for each in found]
    assert "W301" not in [each.code for each in found]


def test_banks_are_found_at_under_and_around_a_path(folder: Path) -> None:
    other = folder.parent / "air"
    other.mkdir()
    (other / "bank.yaml").write_text("bank: air\n", encoding="utf-8")
    assert find_banks([folder]) == (folder,)
    assert find_banks([folder.parent]) == (other, folder)
    assert find_banks([folder / "questions" / "a.yaml", folder]) == (folder,)
    assert find_banks([folder / "questions"]) == (folder,)
    assert find_banks([folder.parent.parent / "nothing"]) == ()


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_is_as_it_was_after_reading(on: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        read_bank_texts({"bank.yaml": b"bank: a\ntitle: b\n"})
        assert gc.isenabled() is on
    finally:
        (gc.enable if was else gc.disable)()


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        ("questions: []\n".encode("utf-16-le"), "UTF-16, not UTF-8"),
        (b"PK\x03\x04" + bytes(range(256)), "word processor"),
        (b"{\\rtf1 questions: []}", "word processor"),
    ],
)
def test_a_file_that_is_no_plain_text_is_one_finding(read_with, raw: bytes, what: str) -> None:
    (problem,) = read_with({"questions/example.yaml": raw}).problems
    assert problem.code == "E101"
    assert what in problem.message
    assert problem.suggestion == "save it as plain text, UTF-8"
