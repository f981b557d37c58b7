"""One mistake is one finding: what a mistake brings with it is not told before the mistake is mended."""

from __future__ import annotations

import re

import pytest


def codes(result) -> list[str]:
    return re.findall(r"^\S+:\d+:\d+: ([EW]\d{3}) ", result.out, re.MULTILINE)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("questions:\n", "", "E131"),
        ("kind: single_choice", "kind: quiz", "E134"),
        ("    answer: The oceans\n", "", "E130"),
        ("{{c2::ground}}", "{c2::ground}", "E143"),
        ("  - id: fog-is", "    id: fog-is", "E104"),
        ("      - Rivers", "      Rivers", "E122"),
        (
            "    answer: The oceans\n",
            "<<<<<<< a\n    answer: Ice\n=======\n    answer: x\n>>>>>>> b\n",
            "E127",
        ),
    ],
)
def test_one_mistake_in_a_question_is_one_finding(run, edit, old: str, new: str, code: str) -> None:
    run("fmt", "water")
    edit(old, new)
    assert codes(run("check", "water")) == [code]


def test_an_unreadable_file_does_not_make_its_questions_and_facts_missed(run, bank, sources) -> None:
    run("fmt", "water")
    file = bank / "questions" / "basics.yaml"
    file.write_bytes(file.read_text().encode("utf-16"))
    assert codes(run("check", "water", "--sources", sources)) == ["E101"]


def test_an_empty_bank_yaml_does_not_make_every_source_unknown(run, bank) -> None:
    (bank / "bank.yaml").write_text("")
    assert codes(run("check", "water")) == ["E132"]


@pytest.mark.parametrize(
    ("body", "code"), [("2 to 3", "E150"), ("20-30", "E400")], ids=["not read", "beyond the file"]
)
def test_a_wrong_body_does_not_make_every_passage_wrong(run, bank, sources, body: str, code: str) -> None:
    run("fmt", "water")
    file = bank / "bank.yaml"
    file.write_text(file.read_text().replace("body: 2-3", f"body: {body}"))
    assert codes(run("check", "water", "--sources", sources)) == [code]


def test_another_question_whose_answer_changed_is_told_along_with_a_mistake(run, edit) -> None:
    run("fmt", "water")
    edit("answer: The oceans", "answer: The streams")
    edit("{{c2::ground}}", "{c2::ground}")
    assert codes(run("check", "water")) == ["E301", "E143"]


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("questions/more.yml", "questions/more.yaml"),
        ("questions/more.YAML", "questions/more.yaml"),
        ("questions/more.yaml.txt", "questions/more.yaml"),
        ("more.yaml", "questions/more.yaml"),
        ("questions/part/more.yaml", "questions/more.yaml"),
    ],
)
def test_a_file_under_a_name_that_is_not_read_is_told_the_name(run, bank, name: str, better: str) -> None:
    (bank / name).parent.mkdir(exist_ok=True)
    (bank / name).write_text("questions: []\n")
    result = run("check", "water")
    assert "E207" in codes(result)
    assert f"rename it to {better}" in result.out


def test_facts_under_another_ending_are_one_finding(run, bank) -> None:
    run("fmt", "water")
    (bank / "facts.yaml").rename(bank / "facts.yml")
    assert codes(run("check", "water")) == ["E207"]


def test_a_bank_yaml_under_another_ending_is_named(run, bank) -> None:
    (bank / "bank.yaml").rename(bank / "bank.yml")
    result = run("check", "water")
    assert result.code == 2
    assert "rename water/bank.yml to bank.yaml" in result.err
