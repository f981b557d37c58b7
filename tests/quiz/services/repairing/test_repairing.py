"""A teacher accepts a response: the file gets it, and everybody's answers count as if it had been there."""

from __future__ import annotations

import pytest

from question_bank.model import DontKnow, TextResponse, TextsResponse
from question_bank.writing import Addition, Into
from quiz.memory.card import Rating
from quiz.services import disputes, editing, exams, learners, repairing, reporting, study
from quiz.services.editing import Status as EditStatus
from quiz.services.errors import NotFound
from quiz.services.repairing import Obstacle, Place, Status
from quiz.services.reporting import Reason, Report
from quiz.services.study import Mode, Repair

HANGANG = TextResponse("Hangang")


def test_the_response_goes_into_the_file_and_the_history_says_why(bench) -> None:
    bench.give(1, HANGANG)
    before, proposal = bench.text(), bench.propose()
    assert (proposal.before.right, proposal.after.right, proposal.obstacle) == (False, True, None)
    assert bench.text() == before
    bench.apply(proposal, why="accepted")
    assert bench.text() == before.replace("answer: The Han\n", "answer: The Han\n    accept: [Hangang]\n")
    entry = editing.history(bench.ctx, 1, "water").entries[0]
    assert (entry.why, entry.target.question, entry.status) == ("accepted", "river", EditStatus.DONE)


def test_every_learner_who_said_so_is_listed_before_and_counts_after(bench) -> None:
    kim = bench.world.another_learner()
    given = bench.give(1, HANGANG)
    bench.give(kim, TextResponse("hangang!"))
    bench.give(kim, TextResponse("Rhine"))
    attempt = bench.test(kim, {"river": HANGANG, "speed": TextResponse("5")})
    run = bench.dry_run(bench.propose())
    assert [(each.learner_id, each.place, each.ratings) for each in run.answers] == [
        (1, Place.REVIEW, (Rating.AGAIN, Rating.GOOD)),
        (kim, Place.REVIEW, (Rating.AGAIN, Rating.GOOD)),
    ]
    assert [
        (each.learner_id, each.attempt_id, each.before, each.after, each.maximum) for each in run.attempts
    ] == [(kim, attempt, 1.0, 2.0, 4)]
    assert run.learners == 2
    done = bench.apply(bench.propose())
    assert (done.status, done.answers, done.attempts, done.learners) == (Status.DONE, 2, 1, 2)
    assert bench.scores() == [(kim, 2.0)]
    result = exams.result(bench.ctx, kim, attempt)
    assert [item.grade.right for item in result.items if item.question.id == "river"] == [True]
    seen = study.feedback(bench.ctx, 1, *given)
    assert (seen.accepted, seen.can_say_right, seen.rating) == (True, False, Rating.GOOD)
    assert bench.differences() == ()


def test_applying_it_twice_changes_nothing_more(bench) -> None:
    bench.give(1, HANGANG)
    bench.test(1, {"river": HANGANG})
    bench.apply(bench.propose())
    log, text, scores = bench.world.log(), bench.text(), bench.scores()
    again = bench.propose()
    assert again.already
    assert bench.dry_run(again) == repairing.DryRun(answers=(), attempts=(), counted=0, disputes=0)
    assert bench.apply(again).answers == 0
    assert (bench.world.log(), bench.text(), bench.scores()) == (log, text, scores)


def test_who_said_i_was_right_is_counted_once_and_cannot_take_it_back_any_more(bench) -> None:
    given = bench.give(1, HANGANG)
    assert study.say_right(bench.ctx, 1, *given) is Repair.REPAIRED
    log = bench.world.log()
    run = bench.dry_run(bench.propose())
    assert (run.answers, run.counted, run.disputes) == ((), 1, 1)
    assert bench.apply(bench.propose()).disputes == 1
    assert bench.world.log() == log
    assert not study.take_back_right(bench.ctx, 1, *given)
    assert bench.world.log() == log
    assert disputes.reports(bench.ctx, 1, "water").open_count == 0
    assert study.feedback(bench.ctx, 1, *given).accepted


def test_what_the_learner_decided_for_themselves_stands(bench) -> None:
    taken_back = bench.session(1)
    bench.give(1, HANGANG, session=taken_back)
    study.undo(bench.ctx, 1, taken_back)
    bench.give(1, DontKnow())
    bench.give(1, TextResponse("Han"), rating=Rating.HARD)
    guessed = bench.give(1, TextResponse("the Han"))
    study.rate(bench.ctx, 1, *guessed, "guessed")
    before = bench.world.log()
    assert bench.dry_run(bench.propose()).answers == ()
    bench.apply(bench.propose())
    assert bench.world.log() == before


def test_answers_to_another_edition_or_another_key_are_left_alone(bench) -> None:
    bench.give(1, HANGANG)
    path = bench.world.folder / "questions" / "all.yaml"
    path.write_text(bench.text().replace("answer: The Han\n", "answer: The Han\n    edition: 2\n"))
    assert bench.world.sync().relearn == 1
    assert bench.dry_run(bench.propose()).answers == ()
    path.write_text(bench.text().replace("answer: The Han\n", "answer: The Imjin\n"))
    bench.world.sync()
    bench.give(1, HANGANG)
    path.write_text(
        bench.text().replace("answer: The Imjin\n", "answer: The Han\n").replace("Which river", "What")
    )
    bench.world.sync()
    bench.give(1, HANGANG)
    run = bench.dry_run(bench.propose())
    assert [each.given_at for each in run.answers] == [bench.world.clock.now.replace(microsecond=123_000)]


def test_a_reworded_prompt_is_no_other_key(bench) -> None:
    bench.give(1, HANGANG)
    path = bench.world.folder / "questions" / "all.yaml"
    path.write_text(bench.text().replace("flows through Seoul", "is Seoul on"))
    bench.world.sync()
    assert len(bench.dry_run(bench.propose()).answers) == 1


def test_a_page_that_was_opened_before_is_graded_by_what_was_accepted_since(bench) -> None:
    kim = bench.world.another_learner()
    old = bench.shown(1)
    attempt = exams.start(bench.ctx, kim, "water", (), 10, "seed")
    exams.save(bench.ctx, kim, attempt, 1 + _place(bench, kim, attempt, "river"), HANGANG)
    bench.apply(bench.propose())
    given = bench.give(1, HANGANG, shown=old)
    assert study.feedback(bench.ctx, 1, *given).grade.right
    practised = bench.give(
        1, HANGANG, shown=old._replace(repetition=0), session=bench.session(1, Mode.PRACTICE)
    )
    assert study.feedback(bench.ctx, 1, *practised).grade.right
    exams.finish(bench.ctx, kim, attempt)
    assert exams.result(bench.ctx, kim, attempt).score == 1.0


def _place(bench, learner: int, attempt: str, key: str) -> int:
    keys = [exams.page(bench.ctx, learner, attempt, at).question.id for at in range(1, 5)]
    return keys.index(key)


def test_practice_counts_it_and_touches_no_schedule(bench) -> None:
    bench.give(1, HANGANG, session=bench.session(1, Mode.PRACTICE))
    before = bench.world.cards()
    run = bench.dry_run(bench.propose())
    assert [(each.place, each.cards) for each in run.answers] == [(Place.PRACTICE, None)]
    bench.apply(bench.propose())
    assert bench.world.cards() == before
    assert [row["fraction"] for row in bench.world.rows("SELECT fraction FROM practice_answer")] == [1.0]


def test_undoing_gives_every_card_score_and_dispute_back(bench) -> None:
    kim = bench.world.another_learner()
    bench.give(kim, HANGANG)
    study.say_right(bench.ctx, 1, *bench.give(1, HANGANG))
    bench.give(1, HANGANG, session=bench.session(1, Mode.PRACTICE))
    bench.test(1, {"river": HANGANG, "speed": TextResponse("5 km")})
    text, cards, scores = bench.text(), _states(bench), bench.scores()
    done = bench.apply(bench.propose())
    assert _states(bench) != cards
    assert repairing.undo(bench.ctx, 1, "water", done.repair_id).answers == 3
    assert (bench.text(), _states(bench), bench.scores()) == (text, cards, scores)
    assert disputes.reports(bench.ctx, 1, "water").open_count == 1
    assert [row["fraction"] for row in bench.world.rows("SELECT fraction FROM practice_answer")] == [0.0]
    assert bench.differences() == ()
    assert not repairing.news(bench.ctx, kim)
    with pytest.raises(NotFound):
        repairing.undo(bench.ctx, 1, "water", done.repair_id)
    assert bench.apply(bench.propose()).answers == 2


def test_a_repair_whose_text_was_reverted_already_can_still_be_undone(bench) -> None:
    bench.give(1, HANGANG)
    cards = _states(bench)
    done = bench.apply(bench.propose())
    (listed,) = repairing.repairs_of(bench.ctx, 1, "water")
    assert listed.accepts
    editing.revert(bench.ctx, 1, "water", listed.edit_id)
    assert not repairing.repair_of(bench.ctx, 1, "water", done.repair_id).accepts
    assert repairing.undo(bench.ctx, 1, "water", done.repair_id).answers == 1
    assert _states(bench) == cards


def test_an_answer_that_was_right_only_for_a_time_counts_as_not_known_and_its_learner_is_told(bench) -> None:
    done = bench.apply(bench.propose())
    bench.world.clock.forward(minutes=5)
    given = bench.give(1, HANGANG)
    practised = bench.give(1, HANGANG, session=bench.session(1, Mode.PRACTICE))
    bench.test(1, {"river": HANGANG})
    assert study.feedback(bench.ctx, 1, *given).grade.right
    bench.world.clock.forward(minutes=5)
    repairing.undo(bench.ctx, 1, "water", done.repair_id)
    assert [study.feedback(bench.ctx, 1, *each).taken_back for each in (given, practised)] == [True, True]
    assert bench.scores() == [(1, 0.0)]
    bench.world.clock.forward(minutes=5)
    bench.apply(bench.propose())
    assert [study.feedback(bench.ctx, 1, *each).taken_back for each in (given, practised)] == [False, False]
    assert bench.scores() == [(1, 1.0)]
    assert bench.differences() == ()


def test_the_older_of_two_accepted_texts_is_undone_from_the_text_as_it_stands_now(bench) -> None:
    first = bench.apply(bench.propose())
    bench.apply(bench.propose(TextResponse("Gang of Han")))
    path = bench.world.folder / "questions" / "all.yaml"
    path.write_text(
        bench.text().replace("accept: [Hangang, Gang of Han]", "accept: [Hangang, Gang of Han, Hn]")
    )
    bench.world.sync()
    assert repairing.undo(bench.ctx, 1, "water", first.repair_id).status is Status.UNDONE
    assert "accept: [Gang of Han, Hn]" in bench.text()


def test_a_dispute_that_another_repair_settles_too_stays_closed(bench) -> None:
    study.say_right(bench.ctx, 1, *bench.give(1, TextsResponse(("Baltic", "Caspian")), "seas"))
    study.say_right(bench.ctx, 1, *bench.give(1, HANGANG))
    item = Addition(into=Into.ITEM, text="Caspian", item="Aral")
    by_item = bench.apply(bench.propose(TextsResponse(("Baltic", "Caspian")), "seas", 0, [item]))
    by_answer = bench.propose(
        TextsResponse(("Baltic", "Caspian")),
        "seas",
        0,
        [Addition(into=Into.ITEM, text="Caspian", item="Black")],
    )
    bench.apply(by_answer)
    assert disputes.reports(bench.ctx, 1, "water").open_count == 1
    repairing.undo(bench.ctx, 1, "water", by_item.repair_id)
    assert disputes.reports(bench.ctx, 1, "water").open_count == 1


def _states(bench) -> list[dict[str, object]]:
    return [
        {name: value for name, value in card.items() if name != "version"} for card in bench.world.cards()
    ]


def test_gaps_get_their_own_texts_and_a_part_that_becomes_right_changes_scores_only(bench) -> None:
    half = TextsResponse(("Soeul City", "Nowhere"))
    bench.give(1, half, "cities", 1)
    bench.give(1, TextsResponse(("Soeul City", "Busan")), "cities", 1)
    bench.test(1, {"cities": TextsResponse(("Soeul City", "Nowhere", "Pyongyang"))})
    first = Addition(into=Into.GAP, text="Soeul City", gap=0)
    proposal = bench.propose(half, "cities", 1, [first])
    assert [each.options[0].gap for each in proposal.suggested.wrongs] == [0, 1]
    run = bench.dry_run(proposal)
    assert (len(run.answers), run.attempts[0].before, run.attempts[0].after) == (
        1,
        pytest.approx(1 / 3),
        pytest.approx(2 / 3),
    )
    bench.apply(proposal)
    second = bench.propose(half, "cities", 1)
    assert second.additions == (Addition(into=Into.GAP, text="Nowhere", gap=1),)
    assert bench.apply(second).answers == 1
    assert bench.scores() == [(1, 1.0)]
    assert "accept: [Soeul City, Nowhere, []]" in bench.text()


def test_a_list_takes_another_wording_or_one_more_answer(bench) -> None:
    given = TextsResponse(("Baltic", "Caspian"))
    bench.give(1, given, "seas")
    (wrong,) = bench.propose(given, "seas").suggested.wrongs
    assert [(each.into, each.item) for each in wrong.options] == [
        (Into.ANSWER, ""),
        (Into.ITEM, "Aral"),
        (Into.ITEM, "Black"),
        (Into.ITEM, "Baltic"),
    ]
    (alike,) = bench.propose(TextsResponse(("Baltic", "Blacks Sea")), "seas").suggested.wrongs
    assert (alike.options[0].into, alike.options[0].item) == (Into.ITEM, "Black")
    proposal = bench.propose(given, "seas")
    assert proposal.after.right
    assert bench.apply(proposal).answers == 1
    assert "answers: [Baltic, Aral, Black, Caspian]" in bench.text()
    assert [
        row["edition"] for row in bench.world.rows("SELECT edition FROM question WHERE key = 'seas'")
    ] == [1]


def test_a_number_takes_a_unit_or_a_tolerance(bench) -> None:
    unit = bench.propose(TextResponse("5 parsecs"), "speed")
    assert unit.additions == (Addition(into=Into.UNIT, text="parsecs"),)
    assert unit.after.right
    off = bench.propose(TextResponse("5.5"), "speed")
    assert off.additions == (Addition(into=Into.TOLERANCE, text="0.5"),)
    assert off.after.right
    bench.give(1, TextResponse("4.6 km"), "speed")
    assert bench.apply(off).answers == 1


@pytest.mark.parametrize(
    ("key", "part", "response", "obstacle"),
    [
        ("river", 0, DontKnow(), Obstacle.NOT_TYPED),
        ("speed", 0, TextResponse("five or so"), Obstacle.UNREADABLE),
        ("river", 0, TextsResponse(("x",)), Obstacle.NO_PLACE),
    ],
)
def test_what_cannot_be_accepted_says_why(bench, key, part, response, obstacle) -> None:
    proposal = bench.propose(response, key, part)
    assert (proposal.obstacle, proposal.edit) == (obstacle, None)


def test_what_looks_like_markup_is_accepted_as_it_was_typed(bench) -> None:
    typed = TextResponse("*Han* [river](x) & co")
    bench.give(1, typed)
    assert bench.apply(bench.propose(typed)).answers == 1


def test_a_text_that_was_rejected_is_rejected_no_longer(bench) -> None:
    typed = TextResponse("rhine")
    bench.give(1, typed)
    assert bench.apply(bench.propose(typed)).answers == 1
    assert "reject" not in bench.text()


def test_learners_are_told_once_what_counts_now_and_what_was_declined(bench) -> None:
    kim = bench.world.another_learner()
    bench.give(kim, HANGANG)
    attempt = bench.test(kim, {"river": HANGANG})
    wrong = bench.give(kim, TextResponse("Danube"))
    study.say_right(bench.ctx, kim, *wrong)
    bench.apply(bench.propose())
    (found,) = disputes.reports(bench.ctx, 1, "water").disputed
    (response,) = found.responses
    assert repairing.decline(bench.ctx, 1, "water", response.ids, " It is in Europe. ") == 1
    assert repairing.decline(bench.ctx, 1, "water", response.ids, "") == 0
    told = repairing.news(bench.ctx, kim)
    assert [(each.place, each.scores) for each in told.granted] == [
        (Place.REVIEW, None),
        (Place.TEST, (0.0, 1.0)),
    ]
    assert told.granted[1].attempt_id == attempt
    assert [(each.reply, each.session_id, each.number) for each in told.declined] == [
        ("It is in Europe.", *wrong)
    ]
    seen = study.feedback(bench.ctx, kim, *wrong)
    assert (seen.reply, seen.said_right, seen.accepted) == ("It is in Europe.", True, False)
    assert study.take_back_right(bench.ctx, kim, *wrong)
    repairing.mark_seen(bench.ctx, kim)
    assert not repairing.news(bench.ctx, kim)
    assert not repairing.news(bench.ctx, 1)


def test_whoever_was_told_that_an_answer_counts_is_told_once_that_it_does_no_longer(bench) -> None:
    kim, lee = bench.world.another_learner(), bench.world.another_learner()
    given = bench.give(kim, HANGANG)
    practised = bench.give(kim, HANGANG, session=bench.session(kim, Mode.PRACTICE))
    attempt = bench.test(kim, {"river": HANGANG})
    bench.give(lee, HANGANG)
    done = bench.apply(bench.propose())
    bench.world.clock.forward(minutes=1)
    repairing.mark_seen(bench.ctx, kim)
    bench.world.clock.forward(minutes=1)
    repairing.undo(bench.ctx, 1, "water", done.repair_id)
    told = repairing.news(bench.ctx, kim)
    assert told.granted == ()
    assert {(each.session_id, each.number) for each in told.withdrawn if each.session_id} == {
        given,
        practised,
    }
    assert [(each.attempt_id, each.scores) for each in told.withdrawn if each.attempt_id] == [
        (attempt, (1.0, 0.0))
    ]
    assert [item.taken_back for item in exams.result(bench.ctx, kim, attempt).items].count(True) == 1
    assert not repairing.news(bench.ctx, lee)  # who had heard nothing of it
    repairing.mark_seen(bench.ctx, kim)
    assert not repairing.news(bench.ctx, kim)


def test_an_answer_that_was_right_only_while_a_repair_stood_is_told_until_it_counts_again(bench) -> None:
    kim = bench.world.another_learner()
    done = bench.apply(bench.propose())
    bench.give(kim, HANGANG)
    attempt = bench.test(kim, {"river": HANGANG})
    repairing.undo(bench.ctx, 1, "water", done.repair_id)
    told = repairing.news(bench.ctx, kim).withdrawn
    assert sorted((each.scores or (), each.attempt_id) for each in told) == [((), ""), ((1.0, 0.0), attempt)]
    bench.apply(bench.propose())
    assert repairing.news(bench.ctx, kim).withdrawn == ()
    assert not any(item.taken_back for item in exams.result(bench.ctx, kim, attempt).items)


def test_reports_about_the_key_are_closed_with_it_and_others_stay(bench) -> None:
    given = bench.give(1, HANGANG)
    for reason in (Reason.WRONG_ANSWER, Reason.TYPO):
        reporting.report_answer(bench.ctx, 1, *given, Report(reason))
    assert bench.apply(bench.propose()).disputes == 1
    counts = disputes.reports(bench.ctx, 1, "water")
    assert (counts.open_count, counts.closed_count) == (1, 1)


def test_a_bank_with_an_error_elsewhere_gets_its_grades_once_it_is_served(bench) -> None:
    bench.give(1, HANGANG)
    facts = bench.world.folder / "facts.yaml"
    good = facts.read_text()
    facts.write_text(good.replace("says:", "sayz:"))
    bench.world.sync()
    done = bench.apply(bench.propose())
    assert done.status is Status.PENDING
    assert repairing.resume(bench.ctx) == 0
    assert [each.status for each in repairing.repairs_of(bench.ctx, 1, "water")] == [Status.PENDING]
    facts.write_text(good)
    bench.world.sync()
    assert repairing.resume_bank(bench.ctx, 1, "water") == 1
    (listed,) = repairing.repairs_of(bench.ctx, 1, "water")
    assert (listed.status, listed.answers, listed.learners) == (Status.DONE, 1, 1)


def test_an_undo_waits_while_a_bank_with_an_error_elsewhere_still_serves_the_text(bench) -> None:
    bench.give(1, HANGANG)
    before = _states(bench)
    done = bench.apply(bench.propose())
    facts = bench.world.folder / "facts.yaml"
    good = facts.read_text()
    facts.write_text(good.replace("says:", "sayz:"))
    bench.world.sync()
    assert repairing.undo(bench.ctx, 1, "water", done.repair_id).status is Status.LEAVING
    assert "Hangang" not in bench.text()
    assert repairing.resume(bench.ctx) == 0
    assert _states(bench) != before
    facts.write_text(good)
    bench.world.sync()
    assert repairing.resume(bench.ctx) == 1
    assert repairing.repair_of(bench.ctx, 1, "water", done.repair_id).status is Status.UNDONE
    assert _states(bench) == before


def test_a_learner_who_leaves_takes_all_of_it_along(bench) -> None:
    from quiz.services import my_data

    kim = bench.world.another_learner()
    bench.give(kim, HANGANG)
    bench.apply(bench.propose())
    assert b"repair_change" in my_data.as_json(bench.ctx, kim)
    my_data.delete_everything(bench.ctx, kim)
    assert bench.world.rows("SELECT * FROM repair_change") == []
    my_data.delete_everything(bench.ctx, 1)
    assert learners.local_learner(bench.ctx)
