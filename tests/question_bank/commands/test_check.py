"""`check`: all findings of a bank at once, in three formats."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.commands.formats import as_github, as_json
from question_bank.commands.terminal import Terminal
from question_bank.problems import Place, Problem


def test_a_good_bank_has_no_findings_and_exit_code_zero(run, sources) -> None:
    run("fmt", "water")
    result = run("check", "water", "--sources", sources)
    assert (result.code, result.out) == (0, "")
    assert "1 bank, 2 questions, 2 facts: 0 errors, 0 warnings" in result.err
    assert "2 passages verified" in result.err


def test_passages_without_a_text_are_counted_on_stderr(run) -> None:
    run("fmt", "water")
    result = run("check", "water")
    assert (result.code, result.out) == (0, "")
    assert "2 passages could not be verified" in result.err


def test_texts_that_the_given_folder_lacks_are_told_apart_from_no_folder(run, bank) -> None:
    assert f"their texts are not in {bank} (survey.txt)" in run("check", "water", "--sources", bank).err


def test_the_banks_own_sources_are_used_without_asking(run, bank, sources) -> None:
    sources.rename(bank / "sources")
    assert "2 passages verified" in run("check", "water").err


def test_an_unknown_key_is_shown_with_place_caret_and_suggestion(run, edit) -> None:
    edit("distractors:", "distracters:")
    result = run("check", "water")
    assert result.code == 1
    assert "water/questions/basics.yaml:6:5: E103 unknown key 'distracters'" in result.out
    assert "    ^^^^^^^^^^^ did you mean 'distractors'?" in result.out


def test_warnings_alone_are_printed_and_exit_zero(run) -> None:
    result = run("check", "water")
    assert result.code == 0
    assert "W301" in result.out
    assert "0 errors, 1 warning" in result.err


def test_a_passage_that_is_not_in_the_source_is_an_error(run, bank, sources) -> None:
    facts = bank / "facts.yaml"
    facts.write_text(facts.read_text("utf-8").replace("By far", "By near"), encoding="utf-8")
    result = run("check", "water", "--sources", sources)
    assert result.code == 1
    assert "water/facts.yaml:5:" in result.out
    assert "^" in result.out


def test_reading_rules_lock_and_evidence_are_reported_together_sorted_by_place(
    run, bank, edit, sources
) -> None:
    run("fmt", "water")
    edit("{{c1::cloud}}", "{{c1::mist}}")
    edit("tags: [water]", "tagz: [water]")
    facts = bank / "facts.yaml"
    facts.write_text(facts.read_text("utf-8").replace("By far", "By near"), encoding="utf-8")
    found = json.loads(run("check", "water", "--sources", sources, "--format", "json").out)
    assert {"E103", "E301"} <= {one["code"] for one in found}
    assert any(one["code"].startswith("E4") for one in found)
    places = [(one["file"], one["line"], one["column"]) for one in found]
    assert places == sorted(places)


def test_json_holds_what_the_text_shows(run, edit) -> None:
    edit("distractors:", "distracters:")
    found = json.loads(run("check", "water", "--format", "json").out)
    finding = next(one for one in found if one["code"] == "E103")
    assert finding["file"] == "water/questions/basics.yaml"
    assert (finding["line"], finding["column"], finding["width"]) == (6, 5, 11)
    assert finding["severity"] == "error"
    assert "distractors" in finding["suggestion"]


def test_json_of_nothing_is_an_empty_list(run, sources) -> None:
    run("fmt", "water")
    assert json.loads(run("check", "water", "--format", "json").out) == []


def test_github_gets_annotations(run, edit) -> None:
    edit("distractors:", "distracters:")
    out = run("check", "water", "--format", "github").out
    assert (
        "::error file=water/questions/basics.yaml,line=6,endLine=6,col=5,endColumn=15,title=E103::unknown"
        in out
    )


def test_a_file_inside_a_bank_stands_for_its_bank(run, edit) -> None:
    edit("distractors:", "distracters:")
    assert "E103" in run("check", "water/questions/basics.yaml").out


def test_several_banks_are_checked_together(run, bank) -> None:
    other = bank.parent / "empty"
    other.mkdir()
    (other / "bank.yaml").write_text("bank: empty\ntitle: Nothing yet\n", encoding="utf-8")
    assert "2 banks, 2 questions" in run("check", ".").err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "nowhere"], "there is no nowhere"),
        (["check", "articles"], "no bank at articles"),
        (["check", "water", "--sources", "nowhere"], "not a folder"),
        (["check", "--format", "xml"], "invalid choice"),
        (["chek"], "invalid choice"),
        ([], "COMMAND"),
    ],
)
def test_wrong_use_says_so_on_stderr_and_exits_two(run, sources, arguments, said) -> None:
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_a_bank_whose_bank_yaml_is_unusable_is_an_error_and_no_crash(run, bank) -> None:
    (bank / "bank.yaml").write_text("[", encoding="utf-8")
    result = run("check", "water")
    assert result.code == 1
    assert "water/bank.yaml:1:" in result.out


def test_without_a_path_the_banks_of_the_checkout_are_checked(run, root: Path, monkeypatch) -> None:
    monkeypatch.chdir(root)
    if not (root / "question_bank" / "banks" / "russia-korea-2011" / "bank.yaml").is_file():
        pytest.skip("the first bank is not here yet")
    assert "1 bank," in run("check").err


def unescaped(text: str, marks: dict[str, str]) -> str:
    """Undo escapes as GitHub's runner does: each sign's own, the percent sign's last."""
    for sign, escape in marks.items():
        text = text.replace(escape, sign)
    return text.replace("%25", "%")


@given(message=st.text(), file=st.text(min_size=1))
def test_github_reads_back_every_file_and_message_as_they_were(message: str, file: str) -> None:
    out = io.StringIO()
    as_github([Problem("E103", message, Place(file, 3, 5, 2))], Terminal(out, io.StringIO(), {}))
    line, end = out.getvalue()[:-1], out.getvalue()[-1]
    assert end == "\n"
    assert not {"\r", "\n"} & set(line)
    head, _, said = line.removeprefix("::error ").partition("::")
    properties = dict(pair.split("=", 1) for pair in head.split(","))
    data = {"\r": "%0D", "\n": "%0A"}
    assert unescaped(said, data) == message
    assert unescaped(properties.pop("file"), {**data, ":": "%3A", ",": "%2C"}) == file
    assert properties == {"line": "3", "endLine": "3", "col": "5", "endColumn": "6", "title": "E103"}


@given(message=st.text(), excerpt=st.text())
def test_json_reads_back_every_text_as_it_was(message: str, excerpt: str) -> None:
    out = io.StringIO()
    problem = Problem("W301", message, Place("a.yaml", 3, 5, 2), message, excerpt)
    as_json([problem, problem], Terminal(out, io.StringIO(), {}))
    plain = {"code": "W301", "severity": "warning", "message": message, "suggestion": message}
    where = {"file": "a.yaml", "line": 3, "column": 5, "width": 2, "excerpt": excerpt}
    assert json.loads(out.getvalue()) == [{**plain, **where}] * 2
