"""explain, schema, dump, export and coverage, and what all commands share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from question_bank import __main__
from question_bank.codes.registry import all_entries


def test_explain_shows_why_wrong_and_right(run) -> None:
    result = run("explain", "e301")
    entry = all_entries()["E301"]
    assert result.code == 0
    assert entry.title in result.out.splitlines()[0]
    assert "Wrong, in" in result.out
    assert "Right, in" in result.out


def test_explain_alone_lists_every_code(run) -> None:
    listed = [line.split()[0] for line in run("explain").out.splitlines()]
    assert listed == list(all_entries())


def test_an_unknown_code_is_wrong_use_with_near_ones(run) -> None:
    result = run("explain", "E3O1")
    assert (result.code, result.out) == (2, "")
    assert "E301" in result.err


def test_schema_prints_the_committed_schema(run, root: Path) -> None:
    assert run("schema").out == (root / "question_bank" / "bank.schema.json").read_text("utf-8")


def test_dump_gives_a_json_object_a_line_with_the_promised_keys_in_order(run) -> None:
    result = run("dump", "water")
    rows = [json.loads(line) for line in result.out.splitlines()]
    names = ["id", "kind", "prompt", "answers", "distractors", "explanation", "tags", "facts"]
    names += ["draft", "bank", "file", "line"]
    assert result.code == 0
    assert [list(row) for row in rows] == [names, names]
    assert rows[0]["answers"] == ["The oceans"]
    assert rows[0]["distractors"] == ["Rivers", "Glaciers", "Lakes"]
    assert rows[0]["facts"] == [
        {
            "id": "evaporation",
            "says": "Most water vapour in the air has evaporated from the oceans.",
            "by": [],
            "evidence": [{"source": "survey", "paragraph": 1, "from": "By far", "to": "the oceans"}],
        }
    ]
    assert (rows[0]["bank"], rows[0]["file"], rows[0]["line"]) == ("water", "water/questions/basics.yaml", 2)
    assert rows[1]["prompt"] == "According to the survey's authors, fog is a [...] that touches the [...]."
    assert rows[1]["facts"][0]["by"] == ["the survey's authors"]


def test_dump_of_a_broken_bank_gives_the_rest_and_exits_one(run, edit) -> None:
    edit("kind: single_choice", "kind: riddle")
    result = run("dump", "water")
    assert result.code == 1
    assert [json.loads(line)["id"] for line in result.out.splitlines()] == ["fog-is"]
    assert "1 error" in result.err


def test_export_needs_the_lock_and_then_gives_the_same_bytes_each_time(run, bank) -> None:
    out = bank.parent / "water.apkg"
    refused = run("export", "water", "--to", "anki", "--out", out)
    assert refused.code == 1
    assert "fmt water" in refused.err
    assert not out.exists()
    run("fmt", "water")
    assert run("export", "water", "--to", "anki", "--out", out).code == 0
    first = out.read_bytes()
    assert zipfile.is_zipfile(out)
    run("export", "water", "--to", "anki", "--out", out)
    assert out.read_bytes() == first


def test_export_of_a_bank_with_errors_writes_nothing(run, bank, edit) -> None:
    edit("distractors:", "distracters:")
    result = run("export", "water", "--to", "anki", "--out", "water.apkg")
    assert result.code == 1
    assert "E103" in result.out
    assert not (bank.parent / "water.apkg").exists()


def test_a_format_that_nobody_knows_is_refused_in_a_sentence(run) -> None:
    result = run("export", "water", "--to", "pdf", "--out", "x")
    assert result.code == 2
    assert "'pdf' is not a format to export to; there are anki, gift, csv, json, print" in result.err


def test_help_offers_only_what_exists(run) -> None:
    shown = run("--help").out + run("export", "--help").out
    assert "check" in shown
    assert "anki or gift or csv or json or print" in " ".join(shown.split())


def test_coverage_names_bare_paragraphs_and_exits_one(run, bank, sources) -> None:
    result = run("coverage", "water", "--sources", sources)
    assert result.code == 0
    assert "    1  1 fact, 1 question: evaporation" in result.out
    text = (bank / "bank.yaml").read_text("utf-8").replace("body: 2-3", "body: 1-3")
    (bank / "bank.yaml").write_text(text, encoding="utf-8")
    result = run("coverage", "water", "--sources", sources)
    assert result.code == 1
    assert "    3  no fact" in result.out


def test_coverage_without_texts_is_wrong_use(run) -> None:
    result = run("coverage", "water")
    assert result.code == 2
    assert "--sources DIR" in result.err


def test_a_crash_is_one_sentence_and_a_traceback_only_on_demand(run, monkeypatch) -> None:
    def crash(*_: object) -> int:
        raise RuntimeError("boom")

    monkeypatch.setattr("question_bank.commands.schema.run", crash)
    result = run("schema")
    assert result.code == 2
    assert len(result.err.splitlines()) == 1
    assert "FACTDECK_DEBUG=1" in result.err
    monkeypatch.setenv("FACTDECK_DEBUG", "1")
    assert "Traceback" in run("schema").err


def python(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    root = Path(__main__.__file__).parent.parent
    return subprocess.run(
        [sys.executable, "-m", "question_bank", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(root), **environment},
        capture_output=True,
        check=False,
    )


def test_output_is_utf8_whatever_the_locale(bank) -> None:
    file = bank / "questions" / "basics.yaml"
    file.write_text(file.read_text("utf-8").replace("Rivers", "Flüsse 日本"), encoding="utf-8")
    done = python("dump", "water", cwd=bank.parent, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 0
    assert "Flüsse 日本" in done.stdout.decode("utf-8")


def test_a_reader_that_goes_away_is_no_reason_to_complain(bank) -> None:
    root = Path(__main__.__file__).parent.parent
    command = f"'{sys.executable}' -m question_bank explain | head -n 1"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=bank.parent,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.skipif(os.name != "posix", reason="a pseudo terminal is needed")
@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colour_is_for_terminals_only(bank, environment, coloured) -> None:
    import pty

    leader, follower = pty.openpty()
    root = Path(__main__.__file__).parent.parent
    base = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    subprocess.run(
        [sys.executable, "-m", "question_bank", "check", "water"],
        cwd=bank.parent,
        env={**base, "PYTHONPATH": str(root), "TERM": "xterm", **environment},
        stdout=follower,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    os.close(follower)
    shown = os.read(leader, 10_000)
    os.close(leader)
    assert b"W301" in shown
    assert (b"\x1b[" in shown) is coloured
    assert b"\x1b[" not in python("check", "water", cwd=bank.parent).stdout
