"""Edits one after the other, and days between them: what was learnt waits for whoever learnt it."""

import pytest

from quiz.services import replays
from quiz.services.overview import overview
from quiz.services.study import CardShown

ORIGIN, CAPITALS, SALT, RIVER, FRESH = 1, 2, 3, 4, 5


def keys(desk):
    return {row["id"]: row["key"] for row in desk.rows()["question"].values()}


def undecided(desk):
    [bank] = overview(desk.world.ctx, 1).banks
    return [(each.question_key, each.knowing.learners, each.knowing.well) for each in bank.undecided]


def studied_today(desk, learner=1):
    """What the learner is asked today, all answered rightly."""
    sitting, asked = desk.world.start(learner=learner), set()
    while isinstance(shown := sitting.look(), CardShown):
        asked.add(shown.card.question_id)
        sitting.answer()
    return asked


@pytest.mark.parametrize(
    "steps",
    [
        [
            "id: han\n    was: [river]",
            "id: hangang\n    was: [river, han]",
            "id: flow\n    was: [river, han, hangang]",
        ],
        ["id: han\n    was: [river]", "id: hangang\n    was: [river]"],
        ["id: hangang\n    was: [river, han]"],
    ],
    ids=["a chain", "only the first id is named", "two steps at once"],
)
def test_renames_keep_the_question_however_many_there_are(desk, steps):
    before, last = desk.rows(), "id: river"
    for step in steps:
        desk.say("river", last, step)
        last = step
        assert desk.findings() == []
        report = desk.sync()
        assert (report.problems, report.added, report.archived) == ((), 0, 0)
        after = desk.hold(before)
    assert after["question"].keys() == before["question"].keys()
    assert keys(desk)[RIVER] == last.split()[1]
    assert after["question"][(RIVER,)]["first_key"] == "river"


def test_a_was_that_lost_the_first_id_still_leads_back_to_what_was_learnt(desk):
    before = desk.rows()
    desk.say("river", "id: river", "id: han\n    was: [river]")
    desk.sync()
    desk.say("river", "id: han\n    was: [river]", "id: hangang\n    was: [han]")
    report = desk.sync()
    assert (report.added, report.archived) == (0, 0)
    desk.hold(before)


def test_two_questions_cannot_take_each_others_id_and_nothing_happens_to_either(desk):
    before = desk.rows()
    desk.say("river", "id: river", "id: salt\n    was: [river]")
    desk.say("salt", "id: salt", "id: river\n    was: [salt]")
    assert {problem.code for problem in desk.sync().problems} == {"E201"}
    assert desk.rows() == before
    assert desk.hold(before)


def test_a_question_that_comes_back_after_months_is_due_as_it_would_have_been(desk):
    before = desk.rows()
    river = desk.pieces.pop("river")
    desk.sync()
    assert (RIVER, 0) not in desk.asked()
    desk.world.clock.forward(days=200)
    assert RIVER not in studied_today(desk)
    desk.pieces["river"] = river
    report = desk.sync()
    assert (report.restored, report.added, report.revised) == (1, 0, 0)
    after = desk.rows()
    assert after["card"][(1, RIVER, 0)] == before["card"][(1, RIVER, 0)]
    assert studied_today(desk) == {RIVER}
    assert replays.replay_reviews(desk.world.ctx).differences == ()


@pytest.mark.parametrize(
    ("old", "new", "relearnt"),
    [
        ("Which river", "Which large river", set()),
        ("id: river", "id: han\n    was: [river]", set()),
        ("answer: The Han", "answer: The Hangang\n    edition: 2", {RIVER}),
    ],
    ids=["reworded", "renamed", "with another answer"],
)
def test_a_question_may_come_back_changed(desk, old, new, relearnt):
    before = desk.rows()
    river = desk.pieces.pop("river")
    desk.sync()
    desk.hold(before)
    desk.pieces["river"] = river
    desk.say("river", old, new)
    report = desk.sync()
    assert (report.restored, report.added, report.revised, report.relearn) == (1, 0, 1, len(relearnt))
    after = desk.hold(before, relearnt)
    assert after["question"][(RIVER,)]["archived_ms"] is None
    assert (RIVER, 0) in desk.asked()


def test_a_draft_rests_and_goes_on_where_it_was(desk):
    before = desk.rows()
    desk.add("river", "draft: true")
    desk.sync()
    assert (RIVER, 0) not in desk.asked()
    desk.world.clock.forward(days=200)
    assert RIVER not in studied_today(desk)
    resting = desk.rows()
    desk.say("river", "    draft: true\n", "")
    desk.sync()
    desk.hold(resting)
    key = (1, RIVER, 0)
    assert desk.rows()["card"][key] == before["card"][key]
    assert studied_today(desk) == {RIVER}


def test_a_cloze_number_that_comes_back_brings_its_memory(desk):
    before = desk.rows()
    desk.say("capitals", "{{c2::Pyongyang}}", "Pyongyang")
    desk.sync()
    assert (CAPITALS, 1) in desk.asked()
    assert (CAPITALS, 2) not in desk.asked()
    desk.say("capitals", "Pyongyang", "{{c2::Pyongyang}}")
    desk.sync()
    assert (CAPITALS, 2) in desk.asked()
    desk.hold(before)


def test_a_bank_in_another_folder_is_the_same_bank(desk):
    before = desk.rows()
    new = desk.folder.with_name("moved")
    desk.folder.rename(new)
    desk.folder = desk.world.folder = new
    assert desk.findings() == []
    assert desk.sync().problems == ()
    desk.hold(before)
    assert [row["folder"] for row in desk.world.rows("SELECT folder FROM bank")] == [str(new.resolve())]


def test_a_bank_under_a_new_id_in_its_folder_keeps_everything(desk):
    before = desk.rows()
    path = desk.folder / "bank.yaml"
    path.write_text(path.read_text("utf-8").replace("bank: water", "bank: sea"), encoding="utf-8")
    desk.sync()
    desk.hold(before)
    assert [row["key"] for row in desk.world.rows("SELECT key FROM bank")] == ["sea"]


def test_a_broken_version_and_its_mending_change_nothing(desk):
    before = desk.rows()
    whole = desk.pieces["origin"]
    desk.say("origin", "distractors:", "distracters:")
    assert desk.sync().problems
    assert desk.rows() == before
    desk.pieces["origin"] = whole
    desk.sync()
    assert desk.rows() == before


def test_a_changed_answer_stays_a_finding_until_the_lock_says_that_it_is_the_same(desk):
    before = desk.rows()
    desk.say("river", "answer: The Han", "answer: The Hann")
    desk.sync()
    assert undecided(desk) == [("river", 1, 1)]
    assert desk.findings() == [("E301", "1 learner knows the old one, well")]
    desk.fmt()
    desk.sync()
    assert undecided(desk) == [("river", 1, 1)]
    desk.fmt("--same-answer", "river")
    assert desk.findings() == []
    assert not desk.sync().changed
    assert undecided(desk) == []
    desk.hold(before)


def test_a_changed_answer_stays_a_finding_until_its_edition_is_raised(desk):
    before = desk.rows()
    desk.say("origin", "answer: The oceans", "answer: The seas")
    desk.sync()
    assert undecided(desk) == [("vapour-origin", 2, 1)]
    desk.add("origin", "edition: 2")
    assert desk.findings() == [("W601", "2 learners know the old one, 1 of them well")]
    assert desk.sync().relearn == 1
    assert (undecided(desk), desk.findings()) == ([], [])
    desk.hold(before, {ORIGIN})


def test_who_has_answered_the_new_answer_is_not_said_to_know_the_old_one(desk):
    desk.say("river", "answer: The Han", "answer: The Hann")
    desk.sync()
    desk.world.clock.forward(days=200)
    assert RIVER in studied_today(desk)
    assert undecided(desk) == [("river", 0, 0)]
    assert desk.findings() == [("E301", "no learner knows the old one")]


def test_without_a_lock_what_learners_last_answered_shows_a_changed_answer(desk):
    (desk.folder / "bank.lock").unlink()
    desk.sync()
    assert (undecided(desk), desk.findings()) == ([], [])
    desk.say("river", "answer: The Han", "answer: The Hann")
    desk.say("fresh", "answer: Fresh water", "answer: Mud")  # nobody knows that one
    told = [("E301", "1 learner knows the old one, well")]
    assert desk.findings() == told
    desk.sync()
    assert (undecided(desk), desk.findings()) == ([("river", 1, 1)], told)
    desk.add("river", "edition: 2")
    desk.sync()
    assert (undecided(desk), desk.findings()) == ([], [])


def test_a_forgotten_was_is_still_told_after_loading_and_brings_everything_back(desk):
    before, asked = desk.rows(), desk.asked()
    desk.say("river", "id: river", "id: han")
    desk.sync()
    assert desk.findings() == [("W304", "1 learner studies it, well")]
    desk.say("river", "id: han", "id: han\n    was: [river]")
    assert desk.findings() == []
    report = desk.sync()
    assert (report.restored, report.archived, report.problems) == (1, 1, ())
    after = desk.hold(before)
    assert (after["question"][(RIVER,)]["key"], desk.asked()) == ("han", asked)


def test_a_question_that_the_lock_knows_as_a_new_one_is_not_taken_for_a_renamed_one(desk):
    desk.say("river", "id: river", "id: han")
    desk.sync()
    desk.fmt()
    assert desk.findings() == []
