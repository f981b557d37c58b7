from datetime import timedelta

import pytest

from question_bank.model import AskAgain, ChoiceResponse, DontKnow, SelfRatedResponse, TextResponse
from quiz.memory.card import Rating, State
from quiz.services import replays, study
from quiz.services.errors import NotFound
from quiz.services.study import CardRef, CardShown, Finished, Mode


def test_an_answer_saves_the_card_its_line_and_the_position_together(world):
    sitting = world.start()
    shown = sitting.card()
    answered = sitting.answer()
    assert (answered.number, answered.duplicate) == (1, False)
    [line] = world.log()
    assert (line["question_id"], line["repetition"], line["kind"]) == (shown.card.question_id, 0, "answer")
    assert (line["rating"], line["study_session_id"], line["number"]) == (3, sitting.id, 1)
    assert line["response_ms"] == 1500
    assert line["guess_chance"] == 0.25
    assert line["revision_id"] == shown.revision_id
    card = world.rows("SELECT * FROM card WHERE question_id = :id", id=shown.card.question_id)[0]
    assert (card["version"], card["state"], card["due_ms"]) == (1, State.LEARNING, line["due_ms"])


def test_a_double_click_counts_once_and_leads_to_the_same_feedback(world):
    sitting = world.start()
    shown = sitting.card()
    first = sitting.send(shown, DontKnow())
    second = sitting.send(shown, ChoiceResponse(("The oceans",)))
    assert (second.number, second.duplicate, second.session_id) == (first.number, True, sitting.id)
    assert len(world.log()) == 1
    assert study.feedback(world.ctx, sitting.learner, sitting.id, second.number).response == DontKnow()


def test_a_page_from_another_study_session_leads_to_the_answer_that_counted(world):
    first, second = world.start(), world.start()
    stale = second.card()
    counted = first.answer()
    answered = second.send(stale, DontKnow())
    assert (answered.session_id, answered.number, answered.duplicate) == (first.id, counted.number, True)
    assert len(world.log()) == 1


def test_the_current_card_and_its_options_stay_the_same_over_reloads_and_time(world):
    sitting = world.start()
    first = sitting.card()
    world.clock.forward(minutes=45)
    assert sitting.card() == first
    sitting.answer(right=False)
    following = sitting.card()
    world.clock.forward(minutes=45)  # the failed card's step has ended meanwhile
    assert sitting.card().card == following.card


def test_the_page_shown_is_rebuilt_exactly_for_asking_again(world):
    sitting = world.start()
    shown = sitting.card()
    again = study.shown(
        world.ctx, sitting.learner, sitting.id, shown.card, shown.repetition, shown.revision_id
    )
    assert again == shown


def test_an_empty_answer_is_asked_again_and_leaves_nothing_behind(world):
    sitting = world.start(tags=("places",))
    shown = next(card for card in _cards_until(sitting, "river"))
    before = (world.cards(), world.log())
    assert isinstance(sitting.send(shown, TextResponse("  ")), AskAgain)
    assert (world.cards(), world.log()) == before


def test_an_answer_is_graded_by_the_revision_that_was_shown(world, pieces):
    sitting = world.start()
    shown = sitting.card()
    world.sync(pieces["origin"].replace("answer: The oceans", "answer: The sea"), pieces["salt"])
    answered = sitting.send(shown, ChoiceResponse(("The oceans",)))
    feedback = study.feedback(world.ctx, sitting.learner, sitting.id, answered.number)
    assert feedback.grade.right
    assert feedback.question.answer == "The oceans"


def test_feedback_says_what_was_shown_given_and_done_on_every_visit(world):
    sitting = world.start()
    shown = sitting.card()
    number = sitting.answer(right=False).number
    feedback = study.feedback(world.ctx, sitting.learner, sitting.id, number)
    assert feedback.presentation == shown.presentation
    assert (feedback.rating, feedback.ratings, feedback.can_say_guessed) == (
        Rating.AGAIN,
        (Rating.AGAIN,),
        False,
    )
    assert feedback.interval == timedelta(minutes=1)
    [citation] = feedback.citations
    assert (citation.source_title, citation.paragraph) == ("A survey of water", 4)
    assert citation.by == ("the survey's authors",)
    world.clock.forward(days=3)
    later = study.feedback(world.ctx, sitting.learner, sitting.id, number)
    assert (later.due_at, later.interval, later.grade) == (feedback.due_at, feedback.interval, feedback.grade)


def test_a_flashcard_takes_all_four_ratings_and_says_their_intervals_before(world, pieces):
    world.sync(pieces["salt"])
    sitting = world.start()
    shown = sitting.card()
    assert set(shown.intervals) == set(Rating)
    given = sitting.send(shown, SelfRatedResponse(knew=True), rating=Rating.EASY)
    feedback = study.feedback(world.ctx, sitting.learner, sitting.id, given.number)
    assert feedback.rating is Rating.EASY
    assert feedback.interval == shown.intervals[Rating.EASY]


def test_easy_is_not_taken_for_a_choice_that_could_be_guessed(world):
    sitting = world.start()
    shown = sitting.card()
    given = sitting.send(shown, ChoiceResponse(("The oceans",)), rating=Rating.EASY)
    assert study.feedback(world.ctx, sitting.learner, sitting.id, given.number).rating is Rating.GOOD


def test_a_study_session_ends_with_every_card_out_of_its_steps(world):
    sitting = world.start()
    first = sitting.card().progress
    assert first.done == 0
    answers = sitting.finish()
    assert answers == first.total == 8
    assert {card["state"] for card in world.cards()} == {State.NEW, State.REVIEW}  # one sibling waits
    assert replays.replay_reviews(world.ctx).differences == ()


def test_progress_never_runs_backwards_and_ends_full(world):
    sitting = world.start()
    done, wrong = -1, 3
    while isinstance(shown := sitting.look(), CardShown):
        assert shown.progress.done > done
        assert shown.progress.total > shown.progress.done
        done = shown.progress.done
        sitting.answer(right=wrong <= 0)
        wrong -= 1
    last = study.feedback(world.ctx, sitting.learner, sitting.id, done + 1)
    assert last.progress.done == last.progress.total


def test_a_card_that_failed_comes_back_and_the_summary_names_it(world):
    sitting = world.start()
    sitting.answer(right=False)
    sitting.finish()
    summary = study.summary(world.ctx, sitting.learner, sitting.id)
    [wrong] = summary.wrong
    assert (wrong.question.id, wrong.response) == ("vapour-origin", DontKnow())
    assert (summary.answered, summary.right) == (9, 8)
    assert summary.seconds == 7 * 8
    assert (summary.due_left, summary.new_left, summary.bank_keys) == (0, 0, ("water",))
    assert summary.next_due_at is not None


def test_skipping_leaves_a_card_out_of_this_study_session_only(world):
    sitting = world.start()
    skipped = sitting.card().card
    study.skip(world.ctx, sitting.learner, sitting.id, skipped)
    study.skip(world.ctx, sitting.learner, sitting.id, skipped)
    assert sitting.card().card != skipped
    sitting.finish()
    assert study.summary(world.ctx, sitting.learner, sitting.id).skipped == 1
    assert world.start().card().card == skipped


def test_a_suspended_card_stays_away_until_it_is_resumed(world):
    sitting = world.start()
    card = sitting.card().card
    study.suspend(world.ctx, sitting.learner, sitting.id, card)
    assert sitting.card().card != card
    assert world.start().card().card != card
    study.resume(world.ctx, sitting.learner, card)
    assert world.start().card().card == card


def test_tags_and_banks_narrow_a_study_session(world):
    sitting = world.start(tags=("places",), banks=("water",))
    names = {card.question.id for card in _cards_until(sitting, None)}
    assert names == {"capitals", "river"}


def test_what_is_not_there_is_not_found(world):
    sitting = world.start()
    shown = sitting.card()
    cases = [
        lambda: study.current(world.ctx, sitting.learner, "nonsense"),
        lambda: study.current(world.ctx, sitting.learner + 1, sitting.id),
        lambda: study.feedback(world.ctx, sitting.learner, sitting.id, 1),
        lambda: study.start(world.ctx, sitting.learner, ("fire",), Mode.SCHEDULED),
        lambda: study.resume(world.ctx, sitting.learner, CardRef(999, 0)),
        lambda: study.skip(world.ctx, sitting.learner, sitting.id, CardRef(999, 0)),
        lambda: study.rate(world.ctx, sitting.learner, sitting.id, 7, Rating.HARD),
        lambda: study.answer(
            world.ctx,
            sitting.learner,
            sitting.id,
            shown.card,
            5,
            shown.revision_id,
            DontKnow(),
            response_ms=0,
        ),
        lambda: study.answer(
            world.ctx,
            sitting.learner,
            sitting.id,
            shown.card,
            0,
            shown.revision_id + 1,
            DontKnow(),
            response_ms=0,
        ),
    ]
    for case in cases:
        with pytest.raises(NotFound):
            case()
    assert world.log() == []


def _cards_until(sitting, wanted):
    """Answer rightly and yield each card shown, until the wanted one is (before it is answered)."""
    while not isinstance(shown := sitting.look(), Finished):
        if wanted is None or shown.question.id == wanted:
            yield shown
        sitting.answer()
