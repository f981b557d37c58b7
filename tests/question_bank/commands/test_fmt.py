"""`fmt`: canonical files and an honest lock, and nothing that has errors is touched."""

from __future__ import annotations

import os
import re


def contents(folder) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_fmt_writes_the_lock_and_a_second_time_changes_nothing(run, bank) -> None:
    first = run("fmt", "water")
    assert (first.code, first.out) == (0, "changed water/bank.lock\n")
    before = contents(bank)
    second = run("fmt", "water")
    assert (second.code, second.out) == (0, "")
    assert contents(bank) == before


def test_fmt_brings_a_file_into_canonical_form(run, bank, edit) -> None:
    canonical = (bank / "questions" / "basics.yaml").read_bytes()
    edit("    kind: single_choice\n    prompt: Where", "    prompt: 'Where")
    edit("come from?", "come from?'\n    kind: single_choice")
    assert "changed water/questions/basics.yaml" in run("fmt", "water").out
    assert (bank / "questions" / "basics.yaml").read_bytes() == canonical


def test_check_only_says_what_would_change(run, bank) -> None:
    before = contents(bank)
    result = run("fmt", "--check", "water")
    assert (result.code, result.out) == (1, "would change water/bank.lock\n")
    assert contents(bank) == before
    run("fmt", "water")
    assert run("fmt", "--check", "water").code == 0


def test_a_file_with_errors_is_left_alone_with_the_lock_and_the_others_are_formatted(run, bank, edit) -> None:
    edit("distractors:", "distracters:")
    broken = (bank / "questions" / "basics.yaml").read_bytes()
    facts = bank / "facts.yaml"
    facts.write_text(facts.read_text("utf-8").replace("says: Fog", "says:   Fog"), encoding="utf-8")
    result = run("fmt", "water")
    assert result.code == 1
    assert result.out == "changed water/facts.yaml\n"
    assert "water/questions/basics.yaml was left alone: it has errors" in result.err
    assert "water/bank.lock was left alone" in result.err
    assert (bank / "questions" / "basics.yaml").read_bytes() == broken
    assert not (bank / "bank.lock").exists()


def test_a_named_file_is_formatted_alone(run, bank) -> None:
    facts = bank / "facts.yaml"
    text = facts.read_text("utf-8").replace("says: Fog", "says:   Fog")
    facts.write_text(text, encoding="utf-8")
    run("fmt", "water/questions/basics.yaml")
    assert facts.read_text("utf-8") == text


def test_comments_survive(run, bank, edit) -> None:
    edit("    answer: The oceans", "    # salt water only\n    answer:  The oceans   # sic")
    run("fmt", "water")
    text = (bank / "questions" / "basics.yaml").read_text("utf-8")
    assert "    # salt water only\n    answer: The oceans  # sic\n" in text


def test_a_changed_answer_stays_a_finding_after_fmt(run, edit) -> None:
    run("fmt", "water")
    edit("answer: The oceans", "answer: The seas")
    result = run("fmt", "water")
    assert result.code == 1
    assert "water/questions/basics.yaml:5:" in result.out
    assert "E301" in result.out
    assert "E301" in run("check", "water").out


def test_same_answer_settles_a_reworded_one(run, edit) -> None:
    run("fmt", "water")
    edit("answer: The oceans", "answer: The seas")
    assert run("fmt", "water", "--same-answer", "vapour-origin").code == 0
    assert run("check", "water").code == 0


def test_same_answer_of_an_unknown_question_is_wrong_use(run) -> None:
    result = run("fmt", "water", "--same-answer", "zebra")
    assert result.code == 2
    assert "zebra" in result.err


def test_windows_line_ends_and_permissions_stay(run, bank) -> None:
    file = bank / "questions" / "basics.yaml"
    windows = file.read_bytes().replace(b"answer: The", b"answer:  The").replace(b"\n", b"\r\n")
    file.write_bytes(windows)
    if os.name == "posix":
        file.chmod(0o640)
    run("fmt", "water")
    assert file.read_bytes() == windows.replace(b"answer:  The", b"answer: The")
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o640


def test_a_lock_with_merge_marks_is_mended(run, bank) -> None:
    run("fmt", "water")
    lock = bank / "bank.lock"
    good = lock.read_bytes()
    lock.write_bytes(b"<<<<<<< ours\n" + good + b"=======\n" + good + b">>>>>>> theirs\n")
    assert run("check", "water").code == 1
    run("fmt", "water")
    assert lock.read_bytes() == good


def test_the_command_that_a_changed_answer_suggests_settles_it_as_it_stands(run, edit) -> None:
    run("fmt", "water")
    edit("answer: The oceans", "answer: The seas")
    suggested = re.search(r"`python -m question_bank ([^`]+)`", run("check", "water").out)
    assert suggested is not None
    assert run(*suggested[1].split()).code == 0
    assert run("check", "water").out == ""
