from datetime import timedelta

from question_bank.model import ChoiceResponse, DontKnow, SelfRatedResponse
from quiz.memory.card import Rating
from quiz.services import replays, study, workload
from quiz.services.overview import overview
from quiz.services.study import Mode


def test_undo_restores_the_card_and_the_queue_exactly(world):
    sitting = world.start()
    sitting.answer()
    cards, shown, due = world.cards(), sitting.card(), _overview(world)
    sitting.answer(right=False)
    assert study.undo(world.ctx, sitting.learner, sitting.id)
    assert [_without_version(card) for card in world.cards()] == [_without_version(card) for card in cards]
    again = sitting.card()
    assert (again.card, again.question, again.progress) == (shown.card, shown.question, shown.progress)
    assert _overview(world) == due
    assert replays.replay_reviews(world.ctx).differences == ()


def test_undo_is_a_line_in_the_log_and_the_answer_stays_readable(world):
    sitting = world.start()
    number = sitting.answer().number
    study.undo(world.ctx, sitting.learner, sitting.id)
    assert [(line["kind"], line["amends"]) for line in world.log()] == [("answer", None), ("undo", 0)]
    feedback = study.feedback(world.ctx, sitting.learner, sitting.id, number)
    assert feedback.voided
    assert feedback.ratings == ()


def test_an_answer_taken_back_is_not_counted_again_by_going_back_in_the_browser(world):
    sitting = world.start()
    shown = sitting.card()
    first = sitting.send(shown, DontKnow())
    study.undo(world.ctx, sitting.learner, sitting.id)
    stale = sitting.send(shown, DontKnow())
    assert (stale.number, stale.duplicate) == (first.number, True)
    assert sitting.answer().number == first.number + 1


def test_several_answers_are_taken_back_one_after_the_other(world):
    sitting = world.start()
    order = []
    for _ in range(3):
        order.append(sitting.card().card)
        sitting.answer()
    for _ in range(3):
        assert study.undo(world.ctx, sitting.learner, sitting.id)
    assert not study.undo(world.ctx, sitting.learner, sitting.id)
    assert not sitting.card().undoable
    for card in order:
        assert sitting.card().card == card
        sitting.answer()


def test_an_answer_that_another_study_session_built_upon_is_not_taken_back(world):
    first = world.start()
    first.answer(right=False)
    world.clock.forward(minutes=2)
    second = world.start()
    second.answer()
    assert not study.undo(world.ctx, first.learner, first.id)
    assert study.undo(world.ctx, second.learner, second.id)
    assert study.undo(world.ctx, first.learner, first.id)


def test_i_guessed_makes_it_again_and_the_card_comes_back_soon(world):
    sitting = world.start()
    number = sitting.answer().number
    assert study.feedback(world.ctx, sitting.learner, sitting.id, number).can_say_guessed
    assert study.rate(world.ctx, sitting.learner, sitting.id, number, "guessed")
    feedback = study.feedback(world.ctx, sitting.learner, sitting.id, number)
    assert (feedback.rating, feedback.interval) == (Rating.AGAIN, timedelta(minutes=1))
    assert (feedback.can_say_guessed, feedback.grade.right) == (False, True)
    answer, rerate = world.log()
    assert (answer["rating"], rerate["kind"], rerate["rating"], rerate["amends"]) == (3, "rerate", 1, 0)
    assert replays.replay_reviews(world.ctx).differences == ()


def test_saying_a_rating_twice_writes_one_line(world):
    sitting = world.start()
    number = sitting.answer().number
    for _ in range(2):
        assert study.rate(world.ctx, sitting.learner, sitting.id, number, Rating.HARD)
    assert [line["kind"] for line in world.log()] == ["answer", "rerate"]


def test_a_rating_changed_and_changed_back_leaves_the_card_as_it_was(world):
    sitting = world.start()
    number = sitting.answer().number
    before = [_without_version(card) for card in world.cards()]
    study.rate(world.ctx, sitting.learner, sitting.id, number, "guessed")
    assert study.rate(world.ctx, sitting.learner, sitting.id, number, Rating.GOOD)
    assert [_without_version(card) for card in world.cards()] == before


def test_an_answer_rated_otherwise_keeps_the_retention_it_was_given_with(world, pieces):
    world.sync(pieces["salt"])
    for days in (3, 30):
        world.start().finish()
        world.clock.forward(days=days)
    sitting = world.start()
    number = sitting.send(sitting.card(), SelfRatedResponse(knew=True), rating=Rating.GOOD).number
    before = [_without_version(card) for card in world.cards()]
    workload.choose(world.ctx, sitting.learner, 0.8)
    for rating in (Rating.HARD, Rating.GOOD):
        assert study.rate(world.ctx, sitting.learner, sitting.id, number, rating)
    assert [_without_version(card) for card in world.cards()] == before
    assert {line["desired_retention"] for line in world.log()} == {0.9}
    assert replays.replay_reviews(world.ctx).differences == ()


def test_an_answer_rated_otherwise_still_counts_and_can_be_taken_back(world):
    sitting = world.start()
    number = sitting.answer().number
    new = overview(world.ctx, sitting.learner).new
    assert study.rate(world.ctx, sitting.learner, sitting.id, number, Rating.HARD)
    assert study.summary(world.ctx, sitting.learner, sitting.id).answered == 1
    assert sitting.card().progress.done == 1
    after = overview(world.ctx, sitting.learner)
    assert (after.answered_today, after.new) == (1, new)
    assert study.undo(world.ctx, sitting.learner, sitting.id)
    assert overview(world.ctx, sitting.learner).answered_today == 0


def test_a_rating_that_is_not_offered_is_refused(world):
    sitting = world.start()
    wrong = sitting.answer(right=False).number
    for rating in (Rating.HARD, Rating.GOOD, Rating.EASY, "guessed"):
        assert not study.rate(world.ctx, sitting.learner, sitting.id, wrong, rating)
    assert len(world.log()) == 1


def test_a_rating_is_fixed_once_the_card_was_answered_again(world):
    sitting = world.start()
    shown = sitting.card()
    first = sitting.answer().number
    while sitting.card().card != shown.card:
        sitting.answer()
    sitting.answer()
    lines = len(world.log())
    assert not study.rate(world.ctx, sitting.learner, sitting.id, first, Rating.HARD)
    assert study.feedback(world.ctx, sitting.learner, sitting.id, first).ratings == ()
    assert len(world.log()) == lines


def test_a_rating_changed_in_one_tab_does_not_swallow_the_answer_given_in_another(world, pieces):
    world.sync(pieces["origin"])
    sitting = world.start()
    number = sitting.answer().number
    world.clock.forward(minutes=10)
    shown = sitting.card()
    study.rate(world.ctx, sitting.learner, sitting.id, number, Rating.HARD)
    given = sitting.send(shown, ChoiceResponse(("The oceans",)))
    assert not given.duplicate
    assert [line["kind"] for line in world.log()] == ["answer", "rerate", "answer"]
    assert replays.replay_reviews(world.ctx).differences == ()


def test_an_undone_answer_frees_its_place_in_the_daily_limit(world):
    sitting = world.start()
    before = _overview(world)
    sitting.answer()
    study.undo(world.ctx, sitting.learner, sitting.id)
    assert _overview(world) == before


def test_practice_writes_neither_cards_nor_reviews(world):
    cards = world.cards()
    sitting = world.start(Mode.PRACTICE)
    total = sitting.card().progress.total
    assert total == 5
    sitting.answer(right=False)
    answers = 1 + sitting.finish()
    assert answers == total + 1  # the card that went wrong came once more
    assert world.cards() == cards
    assert world.log() == []
    summary = study.summary(world.ctx, sitting.learner, sitting.id)
    assert (summary.mode, summary.answered, summary.right, len(summary.wrong)) == (Mode.PRACTICE, 6, 5, 1)


def test_practice_counts_a_double_click_once_and_takes_answers_back(world):
    sitting = world.start(Mode.PRACTICE)
    shown = sitting.card()
    first = sitting.send(shown, DontKnow())
    assert sitting.send(shown, DontKnow()).duplicate
    feedback = study.feedback(world.ctx, sitting.learner, sitting.id, first.number)
    assert (feedback.due_at, feedback.interval, feedback.ratings) == (None, None, ())
    assert not study.rate(world.ctx, sitting.learner, sitting.id, first.number, Rating.HARD)
    assert study.undo(world.ctx, sitting.learner, sitting.id)
    assert sitting.card().card == shown.card
    assert study.feedback(world.ctx, sitting.learner, sitting.id, first.number).voided
    assert not study.undo(world.ctx, sitting.learner, sitting.id)


def test_practice_passes_over_what_was_skipped_or_suspended(world):
    sitting = world.start(Mode.PRACTICE)
    skipped = sitting.card().card
    study.skip(world.ctx, sitting.learner, sitting.id, skipped)
    suspended = sitting.card().card
    assert suspended != skipped
    study.suspend(world.ctx, sitting.learner, sitting.id, suspended)
    assert sitting.finish() == 3


def test_a_self_rated_card_can_be_rated_otherwise(world, pieces):
    world.sync(pieces["salt"])
    sitting = world.start()
    number = sitting.send(sitting.card(), SelfRatedResponse(knew=True), rating=Rating.GOOD).number
    assert study.rate(world.ctx, sitting.learner, sitting.id, number, Rating.AGAIN)
    assert study.feedback(world.ctx, sitting.learner, sitting.id, number).rating is Rating.AGAIN


def _without_version(card):
    return {name: value for name, value in card.items() if name != "version"}


def _overview(world):
    seen = overview(world.ctx, world.learner)
    return (seen.due, seen.new, seen.answered_today)
