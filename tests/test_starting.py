"""A start that cannot succeed ends with a sentence that says what to do, never with a traceback."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app import main
from quiz.config import Config, from_environment, secret_key
from quiz.factory import create_app, prepare


def damaged_database(instance: Path) -> None:
    (instance / "factdeck.sqlite").write_bytes(b"no database at all" * 100)


def newer_database(instance: Path) -> None:
    prepare(create_app(Config(banks=(), instance=instance)))
    with sqlite3.connect(instance / "factdeck.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'of-tomorrow'")


def damaged_key(instance: Path) -> None:
    (instance / "secret_key").write_bytes(b"\xff\xfe")


def file_instead_of_folder(instance: Path) -> None:
    instance.rmdir()
    instance.write_text("not a folder", encoding="ascii")


@pytest.mark.parametrize(
    ("damage", "advice"),
    [
        (damaged_database, "put a copy of it back"),
        (newer_database, "a newer Factdeck wrote it"),
        (damaged_key, "remove it"),
        (file_instead_of_folder, "FACTDECK_INSTANCE"),
    ],
)
def test_what_prevents_a_start_is_said_with_a_next_step(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    damage: Callable[[Path], None],
    advice: str,
) -> None:
    damage(tmp_path)
    monkeypatch.setenv("FACTDECK_INSTANCE", str(tmp_path))
    assert main([]) == 2
    assert advice in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "advice"), [("nonsense", "no address of a database"), ("dragon://x/y", "not known here")]
)
def test_a_database_url_that_is_none_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str, advice: str
) -> None:
    monkeypatch.setenv("FACTDECK_INSTANCE", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", url)
    assert main([]) == 2
    assert advice in capsys.readouterr().err


def test_an_empty_secret_key_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_bytes(b"")
    assert len(secret_key(tmp_path)) == 64


@pytest.mark.parametrize("command", [["sync"], ["reviews", "replay"]])
def test_the_commands_make_the_database_they_need(tmp_path: Path, command: list[str]) -> None:
    app = create_app(Config(banks=(), instance=tmp_path))
    assert app.test_cli_runner().invoke(args=command).exit_code == 0


@pytest.mark.parametrize("command", [["sync"], ["reviews", "replay"]])
def test_the_commands_say_what_is_wrong_with_the_database(tmp_path: Path, command: list[str]) -> None:
    damaged_database(tmp_path)
    app = create_app(Config(banks=(), instance=tmp_path))
    done = app.test_cli_runner().invoke(args=command)
    assert done.exit_code == 2
    assert "put a copy of it back" in done.output
    assert "Traceback" not in done.output


def test_a_relative_instance_folder_is_the_one_beside_whoever_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = from_environment({"FACTDECK_INSTANCE": "here"})
    prepare(create_app(replace(config, banks=())))
    assert (tmp_path / "here" / "factdeck.sqlite").is_file()
