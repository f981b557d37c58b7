"""export and import of GIFT, CSV and JSON on the command line, with real files."""

from __future__ import annotations

import json
import os
import shutil
import signal
from pathlib import Path

import pytest

from question_bank.commands import importing
from question_bank.model import Bank
from question_bank.reading import read_bank

QUIZ = """\
// [id:rain-1] [tag:sky]
::Rain::What falls from clouds? {=rain =%50%snow ~}

$CATEGORY: $course$/top/Sea

Salty? {T}

Broken {=x
"""


def bank_at(folder: Path) -> Bank:
    reading = read_bank(folder)
    assert reading.problems == ()
    assert reading.bank is not None
    return reading.bank


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_bank_goes_to_json_and_back_whole_with_its_pictures(run, bank, edit) -> None:
    (bank / "images").mkdir()
    (bank / "images" / "sea.png").write_bytes(b"\x89PNG")
    edit(
        "    tags: [water]\n", "    tags: [water]\n    media:\n      - {file: images/sea.png, alt: The sea}\n"
    )
    (bank / "briefing.md").write_text("Fog is a cloud. [facts: fog]\n", encoding="utf-8")
    exported = run("export", "water", "--to", "json", "--out", "water.json")
    assert (exported.code, exported.out) == (0, "")
    assert "water.json: 2 questions" in exported.err
    imported = run("import", "water.json", "--into", "copy")
    assert (imported.code, imported.out.splitlines()) == (
        0,
        [
            "made copy/bank.yaml",
            "made copy/facts.yaml",
            "made copy/briefing.md",
            "made copy/questions/basics.yaml",
            "made copy/images/sea.png",
        ],
    )
    assert bank_at(bank.parent / "copy") == bank_at(bank)
    assert run("check", "copy").code == 0


@pytest.mark.parametrize(("name", "losses"), [("gift", 3), ("csv", 1)])
def test_what_an_export_cannot_carry_is_said_with_its_place_and_code(run, bank, name, losses) -> None:
    result = run("export", "water", "--to", name, "--out", "out.txt")
    assert (result.code, result.out) == (0, "")
    assert result.err.count(": W71") == losses
    assert f"{losses} finding" in result.err.splitlines()[-1]
    if name == "gift":
        assert (
            "water/questions/basics.yaml:11:12: W711 GIFT has no equal for facts of 'vapour-origin'"
            in result.err
        )
        assert "    facts: [evaporation]\n           ^" in result.err


def test_a_table_begins_with_the_mark_by_which_spreadsheets_know_utf8(run, bank) -> None:
    run("export", "water", "--to", "csv", "--out", "water.csv")
    content = (bank.parent / "water.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfid,kind,prompt,answer")
    assert run("import", "water.csv", "--into", "copy").code == 0
    copy = bank_at(bank.parent / "copy")
    assert [question.id for question in copy.questions] == ["vapour-origin", "fog-is"]
    assert {question.unsourced for question in copy.questions} == {"imported from water.csv"}


def test_an_import_makes_a_bank_that_passes_check_and_tells_what_did_not_come_in(run, bank) -> None:
    (bank.parent / "Quiz 1.txt").write_text(QUIZ, encoding="utf-8")
    result = run("import", "Quiz 1.txt", "--into", "quiz")
    assert result.code == 1
    assert result.out.splitlines() == [
        "made quiz/bank.yaml",
        "made quiz/questions/quiz-1.yaml",
        "made quiz/questions/sea.yaml",
    ]
    assert "Quiz 1.txt:8:8: E702" in result.err
    assert "Quiz 1.txt:2:40: W713" in result.err
    made = bank_at(bank.parent / "quiz")
    assert (made.id, made.title) == ("quiz-1", "Quiz 1")
    assert [(each.id, each.tags, each.unsourced) for each in made.questions] == [
        ("rain-1", ("sky",), "imported from Quiz 1.txt"),
        ("salty", ("Sea",), "imported from Quiz 1.txt"),
    ]
    checked = run("check", "quiz")
    assert checked.code == 0


def test_an_import_touches_no_file_that_is_there_and_takes_nothing_twice(run, bank) -> None:
    run("export", "water", "--to", "csv", "--out", "basics.csv")
    before = everything(bank)
    again = run("import", "basics.csv", "--into", "water")
    assert (again.code, again.out) == (0, "")
    assert "2 questions left out: the bank has the same already" in again.err
    (bank.parent / "basics.csv").write_text(
        "id,prompt,answer,facts\nfog-is,Fog?,a cloud,fog | rain\n", encoding="utf-8"
    )
    result = run("import", "basics.csv", "--into", "water")
    assert result.code == 0
    assert result.out == "made water/questions/basics-2.yaml\n"
    assert (
        "basics.csv:2:1: W716 the bank has another question 'fog-is'; this one became 'fog-is-2'"
        in result.err
    )
    assert "'fog-is-2' names what is no fact of this bank: rain" in result.err
    after = everything(bank)
    assert {name: after[name] for name in before} == before
    (question,) = [each for each in bank_at(bank).questions if each.id == "fog-is-2"]
    assert (question.facts, question.unsourced) == (("fog",), "")


def test_a_json_bank_leaves_a_banks_own_facts_alone_and_says_so(run, bank) -> None:
    shutil.copytree(bank, bank.parent / "other")
    facts = bank.parent / "other" / "facts.yaml"
    facts.write_text(facts.read_text("utf-8").replace("Fog is a cloud", "Fog is air"), encoding="utf-8")
    run("export", "water", "--to", "json", "--out", "water.json")
    plain = json.loads((bank.parent / "water.json").read_text("utf-8"))
    plain["questions"][1]["text"] = "Fog is {{c1::air}}, say the survey's authors."
    (bank.parent / "water.json").write_text(json.dumps(plain), encoding="utf-8")
    result = run("import", "water.json", "--into", "other")
    assert result.code == 0
    assert "1 fact stays behind (fog)" in result.err
    assert "Fog is air" in facts.read_text("utf-8")
    (question,) = [each for each in bank_at(bank.parent / "other").questions if each.id == "fog-is-2"]
    assert (question.facts, question.unsourced) == ((), "imported from water.json")


def test_questions_of_another_language_say_so_in_the_bank_they_come_to(run, bank) -> None:
    (bank.parent / "quiz.csv").write_text("kind;prompt;answer\nnumber;Wie viel?;2,5\n", encoding="utf-8")
    run("import", "quiz.csv", "--into", "quiz", "--language", "de")
    run("export", "quiz", "--to", "gift", "--out", "quiz.gift")
    assert run("import", "quiz.gift", "--into", "water").code == 0
    (question,) = [each for each in bank_at(bank).questions if each.id == "wie-viel"]
    assert (question.lang, getattr(question, "written", "")) == ("de", "2,5")


def test_errors_that_a_teacher_must_mend_are_shown_in_the_new_files(run, bank) -> None:
    table = "id,prompt,answer,wrong\nq,Which?,a | b,c\nr,Which grey?,Grey,Gray\n"
    (bank.parent / "quiz.csv").write_text(table, encoding="utf-8")
    result = run("import", "quiz.csv", "--into", "quiz")
    assert result.code == 1
    assert "quiz/questions/quiz.yaml:17:9: E506" in result.out
    assert "    - Gray\n      ^^^^" in result.out
    assert "1 error to mend" in result.err


def test_the_language_of_a_new_bank_decides_what_a_figure_means(run, bank) -> None:
    (bank.parent / "quiz.csv").write_text("kind;prompt;answer\nnumber;Wie viel?;2,5\n", encoding="utf-8")
    assert run("import", "quiz.csv", "--into", "quiz", "--language", "de").code == 0
    (question,) = bank_at(bank.parent / "quiz").questions
    assert str(getattr(question, "answer", "")) == "2.5"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("missing.csv", "--into", "quiz"), "there is no file missing.csv"),
        (("water/bank.yaml", "--into", "quiz"), "give --from gift, csv, json or anki"),
        (("quiz.csv", "--into", "quiz.csv"), "is not a folder"),
        (("quiz.csv", "--into", "broken"), "run `check` on it first"),
        (("quiz.csv", "--into", "quiz", "--language", "English please"), "write a tag such as en"),
    ],
)
def test_wrong_use_is_said_in_a_sentence_and_makes_nothing(run, bank, arguments, said) -> None:
    (bank.parent / "quiz.csv").write_text("prompt,answer\nx,y\n", encoding="utf-8")
    (bank.parent / "broken").mkdir()
    (bank.parent / "broken" / "bank.yaml").write_text("title: [", encoding="utf-8")
    result = run("import", *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert not (bank.parent / "quiz").exists()


@pytest.mark.parametrize(
    ("content", "code"), [(b"PK\x03\x04", "E701"), (b"", "E704"), (b"a,b\nc,d\n", "E704")]
)
def test_a_file_of_which_nothing_comes_in_makes_no_folder(run, bank, content, code) -> None:
    (bank.parent / "quiz.csv").write_bytes(content)
    result = run("import", "quiz.csv", "--into", "quiz")
    assert (result.code, result.out) == (1, "")
    assert code in result.err
    assert not (bank.parent / "quiz").exists()


def test_several_banks_do_not_fit_into_one_file_of_another_program(run, bank) -> None:
    shutil.copytree(bank, bank.parent / "banks" / "one")
    shutil.copytree(bank, bank.parent / "banks" / "two")
    result = run("export", "banks", "--to", "csv", "--out", "out.csv")
    assert result.code == 2
    assert "holds 2 banks (banks/one, banks/two); name one of them" in result.err


def test_a_flood_of_findings_is_cut_and_counted(run, bank) -> None:
    (bank.parent / "quiz.gift").write_text("Wet? {T}\n\n" + "a note\n\n" * 700, encoding="utf-8")
    result = run("import", "quiz.gift", "--into", "quiz")
    assert result.code == 0
    assert "... and 200 more findings" in result.err


def _killed_while_it_writes(run, number: int) -> None:
    """Import in a process of its own that is killed before it makes the file of that number."""
    child = os.fork()
    if child == 0:
        made, put = [], importing._put

        def counted(path: Path, content: bytes) -> None:
            made.append(path)
            if len(made) == number:
                os.kill(os.getpid(), signal.SIGKILL)
            put(path, content)

        importing._put = counted
        try:
            run("import", "water.json", "--into", "copy")
        finally:
            os._exit(0)
    os.waitpid(child, 0)


@pytest.mark.parametrize("is_there", [False, True])
def test_an_import_that_was_killed_leaves_no_half_bank_and_goes_on_when_it_is_repeated(
    run, bank, is_there: bool
) -> None:
    run("export", "water", "--to", "json", "--out", "water.json")
    whole = bank.parent / "copy"
    assert run("import", "water.json", "--into", "copy").code == 0
    expected = everything(whole)
    for number in range(1, len(expected) + 1):
        shutil.rmtree(whole)
        if is_there:
            whole.mkdir()
        _killed_while_it_writes(run, number)
        assert not (whole / "bank.yaml").exists()
        assert whole.exists() == is_there
        done = run("import", "water.json", "--into", "copy")
        assert done.code == 0
        assert ("was interrupted" in done.err) == (is_there and number > 1)
        assert everything(whole) == expected


def test_comments_of_a_bank_that_do_not_travel_are_counted_and_shown(run, bank, edit) -> None:
    edit("    tags: [water]\n", "    tags: [water]  # often\n    # and more\n")
    done = run("export", "water", "--to", "csv", "--out", "water.csv")
    assert 'CSV has no equal for 2 comments of the bank\'s files: "# often", "# and more"' in done.err
    assert "comment" not in run("export", "water", "--to", "print", "--out", "water.html").err
