"""\"I was right\" after a typed answer: the schedule as after a right one, the response for the teacher."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from question_bank.model import ChoiceResponse, DontKnow, TextResponse, TextsResponse
from quiz.memory.card import Rating, State
from quiz.services import my_data, progress, replays, study
from quiz.services.errors import NotFound
from quiz.services.study import Mode, Repair

WRONG = TextResponse("The Rhine")
TWO_CITIES = """\
  - id: cities
    kind: cloze
    text: "{{c1::Seoul}} and {{c1::Busan}} are cities."
    facts: [evaporation]
"""


@pytest.fixture
def river(empty_world, pieces):
    """A world with one card, whose answer is typed."""
    assert empty_world.learner == 1
    empty_world.sync(pieces["river"])
    return empty_world


def say(sitting, number):
    return study.say_right(sitting.ctx, sitting.learner, sitting.id, number)


def take_back(sitting, number):
    return study.take_back_right(sitting.ctx, sitting.learner, sitting.id, number)


def feedback(sitting, number):
    return study.feedback(sitting.ctx, sitting.learner, sitting.id, number)


def disputes(world):
    return world.rows("SELECT * FROM dispute ORDER BY created_ms, id")


def without_version(cards):
    return [{name: value for name, value in card.items() if name != "version"} for card in cards]


def differences(world):
    return replays.replay_reviews(world.ctx).differences


def test_the_card_becomes_what_a_right_answer_at_that_moment_makes_of_it(river):
    sitting = river.start()
    right = sitting.send(sitting.card(), TextResponse("The Han")).number
    expected = without_version(river.cards())
    study.undo(river.ctx, sitting.learner, sitting.id)
    wrong = sitting.send(sitting.card(), WRONG).number
    river.clock.forward(minutes=3)
    assert say(sitting, wrong) is Repair.REPAIRED
    assert without_version(river.cards()) == expected
    seen = feedback(sitting, wrong)
    assert (seen.rating, seen.interval, seen.said_right) == (Rating.GOOD, timedelta(minutes=10), True)
    assert seen.due_at == feedback(sitting, wrong).due_at
    assert not feedback(sitting, right).said_right
    assert differences(river) == ()


def test_the_log_gets_a_line_and_the_teacher_the_response(river):
    sitting = river.start()
    shown = sitting.card()
    number = sitting.send(shown, WRONG).number
    say(sitting, number)
    answer, regrade = river.log()
    assert (regrade["kind"], regrade["amends"], regrade["rating"]) == ("regrade", answer["repetition"], 3)
    (dispute,) = disputes(river)
    assert (dispute["kind"], dispute["status"], dispute["response"]) == ("right", "open", answer["response"])
    assert (dispute["question_id"], dispute["part"]) == (shown.card.question_id, shown.card.part)
    assert (dispute["study_session_id"], dispute["number"]) == (sitting.id, number)
    assert (dispute["revision_id"], dispute["repetition"]) == (shown.revision_id, answer["repetition"])


def test_saying_it_twice_is_saying_it_once(river):
    sitting = river.start()
    number = sitting.send(sitting.card(), WRONG).number
    assert [say(sitting, number) for _ in range(3)] == [Repair.REPAIRED] * 3
    assert [line["kind"] for line in river.log()] == ["answer", "regrade"]
    assert len(disputes(river)) == 1


def test_taking_it_back_restores_the_card_exactly_and_keeps_the_dispute_as_withdrawn(river):
    sitting = river.start()
    number = sitting.send(sitting.card(), WRONG).number
    before = without_version(river.cards())
    say(sitting, number)
    assert without_version(river.cards()) != before
    assert take_back(sitting, number)
    assert without_version(river.cards()) == before
    assert not take_back(sitting, number)
    seen = feedback(sitting, number)
    assert (seen.rating, seen.said_right, seen.can_say_right) == (Rating.AGAIN, False, True)
    assert [row["status"] for row in disputes(river)] == ["withdrawn"]
    assert [line["kind"] for line in river.log()] == ["answer", "regrade", "undo"]
    assert say(sitting, number) is Repair.REPAIRED
    assert [row["status"] for row in disputes(river)] == ["open"]
    assert differences(river) == ()


def test_undo_takes_the_whole_answer_back_and_its_dispute_with_it(river):
    sitting = river.start()
    before, shown = without_version(river.cards()), sitting.card()
    number = sitting.send(shown, WRONG).number
    say(sitting, number)
    assert study.undo(river.ctx, sitting.learner, sitting.id)
    assert without_version(river.cards()) == before
    assert sitting.card().card == shown.card
    assert [row["status"] for row in disputes(river)] == ["withdrawn"]
    seen = feedback(sitting, number)
    assert (seen.voided, seen.said_right, seen.can_say_right) == (True, False, False)
    assert say(sitting, number) is Repair.REFUSED
    assert differences(river) == ()


def test_what_was_answered_again_since_keeps_its_date_and_its_memory_counts_the_answer_as_right(river):
    sitting = river.start()
    number = sitting.send(sitting.card(), WRONG).number
    river.clock.forward(minutes=2)
    sitting.send(sitting.card(), TextResponse("The Han"))
    (before,) = river.cards()
    assert say(sitting, number) is Repair.REMEMBERED
    seen = feedback(sitting, number)
    assert (seen.said_right, seen.due_at, seen.interval) == (True, None, None)
    (after,) = river.cards()
    assert after["stability"] > before["stability"]
    assert after["difficulty"] < before["difficulty"]
    assert (after["due_ms"], after["interval_days"]) == (before["due_ms"], before["interval_days"])
    assert differences(river) == ()
    assert take_back(sitting, number)
    assert without_version(river.cards()) == without_version([before])
    assert differences(river) == ()


def test_a_lapse_that_was_none_is_not_counted_as_one(river):
    sitting = river.start()
    sitting.finish()
    river.clock.forward(days=30)
    sitting = river.start()
    number = sitting.send(sitting.card(), WRONG).number
    assert [card["lapses"] for card in river.cards()] == [1]
    say(sitting, number)
    (card,) = river.cards()
    assert (card["lapses"], card["state"]) == (0, State.REVIEW)
    assert feedback(sitting, number).interval > timedelta(days=2)


def test_what_was_right_or_not_answered_cannot_be_disputed(river):
    sitting = river.start()
    numbers = [sitting.send(sitting.card(), TextResponse("the han")).number]
    river.clock.forward(days=9)
    numbers.append(sitting.send(sitting.card(), DontKnow()).number)
    assert [say(sitting, number) for number in numbers] == [Repair.REFUSED] * 2
    assert [feedback(sitting, number).can_say_right for number in numbers] == [False, False]
    assert disputes(river) == []
    assert [line["kind"] for line in river.log()] == ["answer", "answer"]


def test_a_choice_is_what_it_is(world, pieces):
    world.sync(pieces["origin"])
    sitting = world.start()
    number = sitting.send(sitting.card(), ChoiceResponse(("Rivers",))).number
    assert say(sitting, number) is Repair.REFUSED
    assert not feedback(sitting, number).can_say_right
    assert len(world.log()) == 1


def test_a_cloze_that_was_typed_can_be_disputed(world, pieces):
    world.sync(pieces["capitals"])
    sitting = world.start()
    shown = sitting.card()
    number = sitting.send(shown, TextsResponse(("Busan",))).number
    assert say(sitting, number) is Repair.REPAIRED
    (dispute,) = disputes(world)
    assert dispute["part"] == shown.card.part != 0


def test_a_disputed_answer_counts_as_right_in_the_summary_and_in_progress(river):
    sitting = river.start()
    sitting.finish()
    river.clock.forward(days=30)
    sitting = river.start()
    number = sitting.send(sitting.card(), WRONG).number
    wrong = study.summary(river.ctx, sitting.learner, sitting.id)
    assert (wrong.right, [each.number for each in wrong.wrong]) == (0, [number])
    assert [week.right for week in retention(river)] == [0]
    say(sitting, number)
    right = study.summary(river.ctx, sitting.learner, sitting.id)
    assert (right.answered, right.right, right.wrong) == (1, 1, ())
    assert [week.right for week in retention(river)] == [1]
    take_back(sitting, number)
    assert study.summary(river.ctx, sitting.learner, sitting.id).right == 0


def retention(world):
    return progress.progress(world.ctx, world.learner).retention.periods


def test_practice_counts_it_as_right_and_leaves_the_schedule_alone(river):
    cards = river.cards()
    sitting = river.start(Mode.PRACTICE)
    number = sitting.send(sitting.card(), WRONG).number
    assert sitting.card().card  # a wrong one comes again
    assert [say(sitting, number) for _ in range(2)] == [Repair.COUNTED] * 2
    assert isinstance(sitting.look(), study.Finished)
    assert study.summary(river.ctx, sitting.learner, sitting.id).right == 1
    assert feedback(sitting, number).said_right
    (dispute,) = disputes(river)
    assert (dispute["repetition"], dispute["number"], dispute["status"]) == (None, number, "open")
    assert (river.cards(), river.log()) == (cards, [])
    assert take_back(sitting, number)
    assert sitting.card().progress.done == 0
    assert say(sitting, number) is Repair.COUNTED
    assert study.undo(river.ctx, sitting.learner, sitting.id)
    assert [row["status"] for row in disputes(river)] == ["withdrawn"]
    assert say(sitting, number) is Repair.REFUSED


def test_taken_back_in_practice_a_partly_right_answer_is_partly_right_again(empty_world):
    assert empty_world.learner == 1
    empty_world.sync(TWO_CITIES)
    sitting = empty_world.start(Mode.PRACTICE)
    number = sitting.send(sitting.card(), TextsResponse(("Seoul", "Paris"))).number
    for change, fraction in ((say, 1.0), (take_back, 0.5)):
        assert change(sitting, number)
        assert empty_world.rows("SELECT fraction FROM practice_answer") == [{"fraction": fraction}]


def test_a_rating_is_not_changed_while_the_answer_is_disputed(river):
    sitting = river.start()
    number = sitting.send(sitting.card(), WRONG).number
    say(sitting, number)
    for rating in (Rating.AGAIN, Rating.HARD, Rating.EASY, "guessed"):
        assert not study.rate(river.ctx, sitting.learner, sitting.id, number, rating)
    assert feedback(sitting, number).rating is Rating.GOOD
    assert len(river.log()) == 2


def test_nobody_disputes_what_is_not_theirs_or_not_there(river):
    sitting = river.start()
    number = sitting.send(sitting.card(), WRONG).number
    for learner, session, wanted in (
        (sitting.learner + 1, sitting.id, number),
        (sitting.learner, "another", number),
        (sitting.learner, sitting.id, number + 1),
    ):
        with pytest.raises(NotFound):
            study.say_right(river.ctx, learner, session, wanted)
        with pytest.raises(NotFound):
            study.take_back_right(river.ctx, learner, session, wanted)
    assert disputes(river) == []


def test_the_dispute_is_in_the_learners_data_and_goes_with_it(river):
    sitting = river.start()
    number = sitting.send(sitting.card(), WRONG).number
    say(sitting, number)
    assert b'"text": "The Rhine"' in my_data.as_json(river.ctx, sitting.learner).split(b'"dispute"')[1]
    my_data.delete_everything(river.ctx, sitting.learner)
    assert disputes(river) == []


STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["right", "wrong", "undo"]), st.just(0)),
        st.tuples(st.sampled_from(["say", "take back", "hard", "guessed"]), st.integers(1, 12)),
        st.tuples(st.just("wait"), st.sampled_from([1, 30, 60 * 24, 60 * 24 * 40])),
    ),
    max_size=14,
)


def do(sitting, step, value):
    world = sitting.world
    if step == "wait":
        world.clock.forward(minutes=value)
    elif step == "undo":
        study.undo(world.ctx, sitting.learner, sitting.id)
    elif step in ("right", "wrong"):
        shown = sitting.look()
        if isinstance(shown, study.CardShown):
            sitting.send(shown, TextResponse("The Han") if step == "right" else WRONG)
    elif (
        value <= world.rows("SELECT answered FROM study_session WHERE id = :id", id=sitting.id)[0]["answered"]
    ):
        say_so = {"say": say, "take back": take_back}.get(step)
        if say_so is not None:
            say_so(sitting, value)
        else:
            said = Rating.HARD if step == "hard" else step
            study.rate(world.ctx, sitting.learner, sitting.id, value, said)


@given(steps=STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_said_taken_back_and_undone_the_log_gives_the_card_again(river, steps):
    sitting = river.start()
    for step, value in steps:
        do(sitting, step, value)
        assert differences(river) == ()
    for number in range(1, 1 + len([step for step, _ in steps if step in ("right", "wrong")])):
        try:
            seen = feedback(sitting, number)
        except NotFound:
            break
        assert seen.voided or seen.said_right == (seen.rating is not Rating.AGAIN and not seen.grade.right)
    right = study.summary(river.ctx, sitting.learner, sitting.id)
    assert right.right + len(right.wrong) <= right.answered


def test_said_in_two_tabs_at_once_it_is_still_said_once(river):
    sitting = river.start()
    number = sitting.send(sitting.card(), WRONG).number
    with ThreadPoolExecutor(4) as pool:
        said = [future.result() for future in [pool.submit(say, sitting, number) for _ in range(8)]]
    assert said == [Repair.REPAIRED] * 8
    assert [line["kind"] for line in river.log()] == ["answer", "regrade"]
    assert len(disputes(river)) == 1
