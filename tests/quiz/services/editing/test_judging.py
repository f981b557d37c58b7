"""An edit is judged before it is written: all of the bank, by the command line's engine, and learners."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.__main__ import main
from question_bank.commands.check import check
from question_bank.commands.remembered import NO_MEMORY
from question_bank.writing.splice import placed_block
from quiz.services.editing.judging import judge, judge_new
from quiz.services.editing.placing import Region, place_edit, place_new
from quiz.services.editing.values import Edit, EffectKind, Target
from quiz.services.errors import NotFound
from quiz.services.reporting import Reason, Report, report_answer

FILE = "questions/all.yaml"
BIRD = """\
- id: bird
  kind: short_answer
  prompt: Which bird crosses the sea twice a year?
  answer: The arctic tern
  facts: [evaporation]
"""


def block(world, question):
    return placed_block((world.folder / FILE).read_text(encoding="utf-8"), question).text


def edit(question, text, file=FILE):
    return Edit(target=Target(bank_key="water", file=file, question=question), text=text, base="")


def judged(world, question, old, new):
    text = block(world, question)
    assert old in text
    return judge(world.ctx, world.learner, edit(question, text.replace(old, new)))


def said(found, *, new=True):
    return [(each.problem.code, each.line, each.column) for each in found.findings if each.new is new]


def files_of(world):
    return {path: path.read_bytes() for path in world.folder.rglob("*") if path.is_file()}


def test_an_unchanged_text_brings_nothing_and_changes_nothing(world):
    before = files_of(world)
    found = judge(world.ctx, world.learner, edit("salt", block(world, "salt")))
    assert said(found) == []
    assert not found.blocking
    assert found.effects == ()
    assert found.question is not None
    assert found.question.id == "salt"
    assert files_of(world) == before


def test_findings_stand_in_the_lines_and_columns_of_the_edited_text(world):
    found = judged(world, "salt", "answer: Salt", "anwser: Salt")
    assert ("E103", 4, 3) in said(found)
    assert found.blocking
    assert found.bank is not None  # the others can still be read


def test_empty_lines_above_a_text_and_its_indentation_are_counted_as_they_were_typed(world):
    text = "\n\n" + "".join(f"    {line}\n" for line in block(world, "salt").splitlines())
    found = judge(world.ctx, world.learner, edit("salt", text.replace("answer:", "anwser:")))
    assert ("E103", 6, 7) in said(found)


def test_a_whole_file_is_judged_in_its_own_lines(world):
    text = (world.folder / FILE).read_text(encoding="utf-8").replace("answer: Salt", "anwser: Salt")
    found = judge(world.ctx, world.learner, edit("", text))
    line = text.splitlines().index("    anwser: Salt") + 1
    assert ("E103", line, 5) in said(found)
    assert all(each.problem.place.file == FILE for each in found.findings)


def test_an_error_in_another_file_is_the_edits_doing_too(world):
    facts = (world.folder / "facts.yaml").read_text(encoding="utf-8").replace("id: evaporation", "id: steam")
    found = judge(world.ctx, world.learner, edit("", facts, "facts.yaml"))
    broken = [each for each in found.findings if each.new and each.problem.place.file == FILE]
    assert found.blocking
    assert broken
    assert all(each.line is None for each in broken)


def test_a_text_that_is_no_yaml_at_all_is_judged_and_not_raised(world):
    found = judge(world.ctx, world.learner, edit("salt", "- id: salt\n  prompt: [What\n"))
    assert found.blocking
    assert found.question is None
    assert any(each.new and each.line is not None for each in found.findings)


def test_an_error_that_was_there_before_does_not_keep_others_from_being_mended(world, pieces):
    world.write(pieces["origin"], pieces["salt"].replace("answer:", "anwser:"), pieces["river"])
    found = judged(world, "river", "flows", "runs")
    assert not found.blocking
    assert any(each.problem.code == "E103" and not each.new for each in found.findings)
    worse = judged(world, "river", "answer:", "anwser:")
    assert worse.blocking


def test_mending_an_error_is_not_refused_for_what_it_hid(world, pieces):
    broken = pieces["salt"].replace("prompt: What", "prompt: [What").replace("answer:", "anwser:")
    world.write(pieces["origin"], broken)
    found = judged(world, "salt", "[What", "What")
    assert "E103" in {each.problem.code for each in found.findings}
    assert not found.blocking
    text = (world.folder / FILE).read_text(encoding="utf-8").replace("[What", "What")
    assert not judge(world.ctx, world.learner, edit("", text)).blocking
    worse = judge(world.ctx, world.learner, edit("", text.replace("answer: The oceans", "anser: Sea")))
    assert worse.blocking


def test_mending_a_question_may_give_it_another_id_too(world: Any, pieces: dict[str, str]) -> None:
    broken = pieces["origin"].replace("prompt: Where", "prompt: [Where").replace("- Rivers", "- The oceans")
    world.write(broken, pieces["salt"])
    text = block(world, "vapour-origin")
    before = judge(world.ctx, world.learner, edit("vapour-origin", text))
    assert "E120" not in {each.problem.code for each in before.findings}
    mended = text.replace("[Where", "Where").replace("id: vapour-origin", "id: vapour")
    found = judge(world.ctx, world.learner, edit("vapour-origin", mended))
    assert "E120" in {each.problem.code for each in found.findings if each.line}
    assert not found.blocking


def test_an_error_that_goes_elsewhere_excuses_none_in_the_text(world: Any, pieces: dict[str, str]) -> None:
    """The second of two with one id is the one that is wrong; renaming the first mends it."""
    world.write(pieces["salt"], pieces["salt"].replace("taste of", "smell of"), pieces["origin"])
    renamed = judged(world, "salt", "id: salt", "id: brine")
    assert not renamed.blocking
    text = block(world, "salt").replace("id: salt", "id: brine").replace("answer:", "anwser:")
    assert judge(world.ctx, world.learner, edit("salt", text)).blocking


def test_an_answer_that_was_undecided_before_is_not_told_to_be_another_edits_effect(
    world: Any, pieces: dict[str, str]
) -> None:
    world.start().finish()
    world.write(pieces["origin"], pieces["salt"].replace("answer: Salt", "answer: Iodine"))
    found = judged(world, "salt", "taste of", "smell of")
    assert [(each.question_key, each.kind) for each in found.effects] == [("salt", EffectKind.KEPT)]
    assert any(each.problem.code == "E301" and not each.new for each in found.findings)


def test_lines_added_above_an_old_error_do_not_make_it_new(world, pieces):
    world.write(pieces["origin"], pieces["salt"], pieces["salt"])
    text = (world.folder / FILE).read_text(encoding="utf-8")
    found = judge(world.ctx, world.learner, edit("", "# one more line\n" + text))
    assert [each.new for each in found.findings if each.problem.code == "E201"] == [False]


def test_a_changed_answer_is_asked_about_with_its_learners_and_does_not_block(world):
    world.start().finish()
    found = judged(world, "salt", "answer: Salt", "answer: Iodine")
    assert not found.blocking
    assert [each.question_key for each in found.undecided] == ["salt"]
    assert found.undecided[0].knowing.learners == 1
    (about,) = [each for each in found.findings if each.problem.code == "E301"]
    assert about.new
    assert about.line == 4
    assert "1 learner knows the old one" in about.problem.message
    assert [(each.kind, each.learners) for each in found.effects] == [(EffectKind.UNDECIDED, 1)]


def test_a_raised_edition_is_told_with_those_who_learn_anew(world):
    world.start().finish()
    found = judged(world, "salt", "answer: Salt", "answer: Iodine\n  edition: 2")
    assert found.undecided == ()
    assert [(each.kind, each.learners) for each in found.effects] == [(EffectKind.RELEARNT, 1)]


def test_a_mended_prompt_keeps_every_schedule(world):
    world.start().finish()
    found = judged(world, "salt", "taste of", "taste like")
    assert [(each.question_key, each.kind, each.learners) for each in found.effects] == [
        ("salt", EffectKind.KEPT, 1)
    ]


def test_an_answer_that_was_undecided_before_is_not_asked_about_by_another_edit(world, pieces):
    world.start().finish()
    world.write(pieces["origin"], pieces["salt"].replace("answer: Salt", "answer: Iodine"))
    found = judged(world, "salt", "taste of", "taste like")
    assert found.undecided == ()
    assert [each.new for each in found.findings if each.problem.code == "E301"] == [False]


def test_a_question_taken_out_of_a_file_is_told_to_be_archived(world, pieces):
    world.start().finish()
    text = (world.folder / FILE).read_text(encoding="utf-8").replace(pieces["salt"], "")
    found = judge(world.ctx, world.learner, edit("", text))
    assert [(each.question_key, each.kind, each.learners) for each in found.effects] == [
        ("salt", EffectKind.ARCHIVED, 1)
    ]
    assert not found.blocking


def test_a_renamed_question_keeps_its_learners_and_one_without_was_is_new(world):
    world.start().finish()
    kept = judged(world, "salt", "id: salt", "id: brine\n  was: [salt]")
    assert [(each.question_key, each.kind, each.learners) for each in kept.effects] == [
        ("brine", EffectKind.KEPT, 1)
    ]
    lost = judged(world, "salt", "id: salt", "id: brine")
    assert {each.kind for each in lost.effects} == {EffectKind.ADDED, EffectKind.ARCHIVED}
    assert "W304" in {each.problem.code for each in lost.findings if each.new}


def test_a_draft_is_told_to_be_kept_back(world):
    found = judged(world, "salt", "answer: Salt", "answer: Salt\n  draft: true")
    assert [each.kind for each in found.effects] == [EffectKind.WITHDRAWN]


def test_a_new_question_is_judged_at_the_end_of_its_file_or_in_a_file_of_its_own(world):
    for file in (FILE, "questions/birds.yaml"):
        found = judge_new(world.ctx, world.learner, "water", file, BIRD)
        assert not found.blocking
        assert found.question is not None
        assert found.question.id == "bird"
        assert [each.kind for each in found.effects] == [EffectKind.ADDED]
        broken = judge_new(world.ctx, world.learner, "water", file, BIRD.replace("kind:", "sort:"))
        assert broken.blocking
        assert any(each.line == 2 for each in broken.findings)
        taken = judge_new(world.ctx, world.learner, "water", file, BIRD.replace("id: bird", "id: salt"))
        assert taken.blocking
        assert "E201" in {each.problem.code for each in taken.findings if each.new}


def test_a_question_that_others_removed_is_judged_as_a_new_one(world, pieces):
    text = block(world, "salt")
    world.write(pieces["origin"])
    found = judge(world.ctx, world.learner, edit("salt", text))
    assert found.question is not None
    assert not found.blocking


def test_passages_are_proven_against_the_texts_that_are_installed(world):
    (world.folder / "sources").mkdir()
    (world.folder / "sources" / "survey.txt").write_text(
        "One.\n\nTwo.\n\nThree.\n\nBy far the largest part of vapour rises from the sea.\n", encoding="utf-8"
    )
    facts = (world.folder / "facts.yaml").read_text(encoding="utf-8")
    assert not judge(world.ctx, world.learner, edit("", facts, "facts.yaml")).blocking
    wrong = facts.replace("By far the largest", "By near the largest")
    found = judge(world.ctx, world.learner, edit("", wrong, "facts.yaml"))
    assert found.blocking
    assert any(each.problem.code.startswith("E4") and each.line for each in found.findings)


def test_the_findings_are_those_of_the_command_line(world, pieces):
    text = (
        "questions:\n" + pieces["origin"] + pieces["salt"].replace("answer: Salt", "answer: All of the above")
    )
    found = judge(world.ctx, world.learner, edit("", text))
    (world.folder / FILE).write_text(text, encoding="utf-8")
    told = check(world.folder, None, NO_MEMORY).problems
    assert {each.code for each in told} - {"W301"} <= {each.problem.code for each in found.findings}


def test_nothing_is_said_of_the_locks_age_since_saving_brings_it_up_to_date(world):
    assert main(["fmt", str(world.folder)]) == 0
    found = judged(world, "salt", "taste of", "taste like")
    assert not {"W301", "W302"} & {each.problem.code for each in found.findings}


def test_an_unknown_bank_and_one_whose_folder_is_gone_are_not_there(world):
    target = Target(bank_key="nowhere", file=FILE)
    with pytest.raises(NotFound):
        judge(world.ctx, world.learner, Edit(target=target, text="", base=""))
    world.folder.rename(world.folder.with_name("moved"))
    with pytest.raises(NotFound):
        judge(world.ctx, world.learner, edit("salt", BIRD))


def test_a_bank_that_was_never_good_is_judged_without_learners(empty_world, pieces):
    assert empty_world.learner == 1
    empty_world.sync(pieces["salt"].replace("answer:", "anwser:"))
    found = judged(empty_world, "salt", "anwser:", "answer:")
    assert not found.blocking
    assert found.effects == ()


def test_a_text_in_brackets_with_others_cannot_be_placed_and_blocks(world):
    (world.folder / FILE).write_text("questions: [{id: salt, kind: flashcard}]\n", encoding="utf-8")
    found = judge(world.ctx, world.learner, edit("salt", BIRD))
    assert found.blocking
    assert found.findings == ()


@given(st.text(alphabet="ab: -[]{}'\"#\n", max_size=60), st.sampled_from(["\n", "\r\n"]))
def test_a_place_in_the_file_is_the_same_character_of_the_edited_text(text, end):
    before = f"questions:{end}  - id: a{end}    kind: x{end}  - id: b{end}    kind: y{end}"
    typed = f"- id: a\n  prompt: {text}"
    target = Target(bank_key="b", file=FILE, question="a")
    placed = place_edit(before.encode(), Edit(target=target, text=typed, base=""))
    lines = placed.content.decode().replace("\r\n", "\n").split("\n")
    region = placed.after
    wanted = typed.strip("\n").split("\n")
    for number, line in enumerate(wanted, start=1):
        there = lines[region.first + number - 2]
        assert there[region.indent if line else 0 :] == line
    assert lines[: region.first - 1] == ["questions:"]
    assert "\n".join(lines[region.last :]) == "  - id: b\n    kind: y\n"


def test_a_new_file_is_made_around_its_first_question():
    placed = place_new(None, "questions/new.yaml", BIRD)
    lines = placed.content.decode().split("\n")
    assert lines[0] == "questions:"
    assert lines[placed.after.first - 1] == "  - id: bird"


NEIGHBOURS = """\
questions:
  - id: sea
    kind: flashcard
    prompt: What does the sea taste of?
    answer: Salt
    facts: [evaporation]
  - id: rain
    kind: flashcard
    prompt: What falls from a cloud?
    answer: Rain
    facts: [evaporation]
"""


@pytest.mark.parametrize("question", ["sea", "rain"])
def test_a_question_that_lost_its_dash_is_told_to_have_it_back_and_nothing_else(
    question: str, desk: Any
) -> None:
    desk.path().write_text(NEIGHBOURS)
    edit = desk.edit(desk.open(question), "- id", "id")
    found = judge(desk.ctx, desk.learner, edit).findings
    assert [(each.problem.code, each.line, each.column) for each in found if each.new] == [("E104", 1, 1)]
    assert found[0].problem.suggestion == f"write: - id: {question}"


@pytest.mark.parametrize("question", ["sea", "rain"])
def test_a_dash_that_became_a_space_is_not_taken_for_a_wrong_depth(question: str, desk: Any) -> None:
    desk.path().write_text(NEIGHBOURS)
    edit = desk.edit(desk.open(question), "- id", "  id")
    found = judge(desk.ctx, desk.learner, edit).findings
    codes = {each.problem.code for each in found if each.new}
    assert "E104" in codes
    assert codes <= {"E104", "E131"}


def test_what_learners_forget_and_object_to_is_never_an_edits_doing(world: Any) -> None:
    sitting = world.start()
    given = sitting.answer(right=False)
    report_answer(world.ctx, world.learner, sitting.id, given.number, Report(Reason.TYPO))
    with world.ctx.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE card SET lapses = 9 "
            "WHERE question_id = (SELECT id FROM question WHERE key = 'vapour-origin')"
        )
    found = judged(world, "vapour-origin", "?", " now?")
    told = {each.problem.code: each.new for each in found.findings if each.line}
    assert (told["W603"], told["W604"]) == (False, False)


def test_elsewhere_what_the_edit_brought_comes_first(world: Any, pieces: dict[str, str]) -> None:
    world.write(pieces["salt"].replace("answer:", "anwser:"), pieces["origin"], pieces["river"])
    facts = (world.folder / "facts.yaml").read_text(encoding="utf-8").replace("id: evaporation", "id: steam")
    found = judge(world.ctx, world.learner, edit("", facts, "facts.yaml")).findings
    elsewhere = [each for each in found if each.line is None]
    assert list(found) == [*(each for each in found if each.line is not None), *elsewhere]
    news = [each.new for each in elsewhere]
    assert set(news) == {True, False}
    assert news == sorted(news, reverse=True)
    lines = [each.problem.place.line for each in elsewhere if each.problem.place.file == FILE]
    assert lines != sorted(lines)  # by place alone the old error would be among the first


def test_what_stands_in_the_text_comes_before_an_error_further_up_in_the_file(
    world: Any, pieces: dict[str, str]
) -> None:
    world.sync(f"{pieces['origin']}    was: [vapour-source]\n", pieces["salt"])
    found = judged(world, "salt", "id: salt", "id: vapour-source").findings
    brought = [(each.problem.code, each.line is None) for each in found if each.new]
    assert brought == [("W503", False), ("E201", True)]
    assert found[0].problem.place.line > found[1].problem.place.line


def test_of_what_an_edit_brings_elsewhere_errors_come_first(world: Any, pieces: dict[str, str]) -> None:
    """A fact becomes a claim, which is advice further up; another one goes, an error further down."""
    facts = (world.folder / "facts.yaml").read_text(encoding="utf-8")
    own = facts.removeprefix("facts:\n").replace("id: evaporation", "id: dew")
    plain = own.replace("    by: the survey's authors\n", "")
    asked = pieces["origin"].replace("[evaporation]", "[dew]")
    assert world.sync(asked, pieces["salt"], facts=facts + plain).problems == ()
    edited = facts.replace("id: evaporation", "id: steam") + own
    found = judge(world.ctx, world.learner, edit("", edited, "facts.yaml")).findings
    brought = [
        (each.problem.code, each.problem.place.line) for each in found if each.new and each.line is None
    ]
    assert [code for code, _ in brought] == ["E202", "W503"]
    assert brought[0][1] > brought[1][1], "by place alone the advice would come first"


def test_mending_one_file_is_not_refused_for_what_it_hid_of_another(
    world: Any, pieces: dict[str, str]
) -> None:
    facts = world.folder / "facts.yaml"
    whole = facts.read_text(encoding="utf-8")
    world.write(pieces["origin"], pieces["salt"].replace("[evaporation]", "[vaporisation]"))
    facts.write_text("facts: [\n", encoding="utf-8")
    hidden = judge(world.ctx, world.learner, edit("salt", block(world, "salt")))
    assert "E202" not in {each.problem.code for each in hidden.findings}
    found = judge(world.ctx, world.learner, edit("", whole, "facts.yaml"))
    assert ("E202", False) in {(each.problem.code, each.new) for each in found.findings}
    assert not found.blocking


def test_a_question_that_comes_back_is_told_to_be_restored(world: Any, pieces: dict[str, str]) -> None:
    salt = block(world, "salt")
    world.sync(pieces["origin"], pieces["river"])
    found = judge_new(world.ctx, world.learner, "water", FILE, salt)
    assert [(each.question_key, each.kind) for each in found.effects] == [("salt", EffectKind.RESTORED)]


def test_advice_about_a_lines_depth_is_never_less_than_no_spaces() -> None:
    region = Region(file=FILE, indent=2)
    assert region.in_its_depth("begin the line with 0 spaces: a") == "begin the line with 0 spaces: a"
    assert region.in_its_depth("begin the line with 4 spaces:     a") == "begin the line with 2 spaces:   a"
    assert region.in_its_depth("write: a") == "write: a"
