from dataclasses import replace

import pytest

from quiz.memory.workload import RETENTIONS, curve
from quiz.services import learners, workload
from quiz.services.errors import NotFound
from quiz.services.progress import progress
from quiz.services.replays import replay_reviews
from quiz.services.study import CardShown

SECOND_BANK = "bank: ice\ntitle: Ice\nlanguage: en\n"
ICE = "  - {id: cold, kind: flashcard, prompt: Is ice cold?, answer: It is, unsourced: an example}\n"
DAYS = 20


@pytest.fixture(autouse=True)
def few_days(monkeypatch):
    """Twenty days instead of ninety say as much here, in a tenth of the time."""
    monkeypatch.setattr(workload, "curve", lambda desk, retentions=RETENTIONS: curve(desk, retentions, DAYS))


def looked(world, key=None, asked=None):
    return workload.outlook(world.ctx, world.learner, key, asked)


def study_days(world, days, every):
    for _ in range(days):
        world.start().finish()
        world.clock.forward(days=every)


def same_replayed(world):
    report = replay_reviews(world.ctx)
    return report.differences == ()


def test_before_the_first_answer_the_curve_is_drawn_from_new_cards_at_the_usual_pace(world):
    found = looked(world)
    assert [point.retention for point in found.curve] == list(RETENTIONS)
    assert all(point.minutes_a_day > 0 and point.learnt == 5 for point in found.curve)
    assert (found.cards, found.new, found.timed, found.own_pace) == (5, 5, 0, False)
    assert (found.current, found.asked, found.then) == (0.9, None, None)


def test_from_fifty_timed_answers_on_the_learners_own_times_count(world):
    usual = looked(world).now.minutes_a_day
    sitting = world.start()
    for _ in range(49):
        sitting.answer(right=False)
    assert (looked(world).timed, looked(world).own_pace) == (49, False)
    sitting.answer(right=False)
    found = looked(world)
    assert (found.timed, found.needed, found.own_pace) == (50, 50, True)
    assert found.now.minutes_a_day < usual  # 1.5 seconds an answer are quicker than usual


def test_looking_at_another_retention_changes_nothing(world):
    found = looked(world, asked=0.95)
    assert found.then.retention == 0.95
    assert found.then.minutes_a_day >= found.now.minutes_a_day
    assert looked(world).current == 0.9


def test_a_chosen_retention_holds_from_the_next_answer_on_and_moves_no_card_that_waits(world):
    study_days(world, 2, every=3)
    before = world.cards()
    workload.choose(world.ctx, world.learner, 0.95)
    assert world.cards() == before
    lines = len(world.log())
    assert {line["desired_retention"] for line in world.log()} == {0.9}
    world.clock.forward(days=40)
    world.start().finish()
    later = [
        line for line in world.log() if line["at_ms"] > max(card["last_review_ms"] or 0 for card in before)
    ]
    assert len(world.log()) == lines + len(later)
    assert {line["desired_retention"] for line in later} == {0.95}
    assert same_replayed(world)


def test_remembering_more_brings_cards_back_sooner(world):
    def interval(retention):
        workload.choose(world.ctx, world.learner, retention)
        sitting = world.start()
        sitting.answer()
        while isinstance(sitting.look(), CardShown):
            sitting.answer()
        world.clock.forward(days=30)
        return world.rows("SELECT MAX(interval_days) AS longest FROM card WHERE state = 2")[0]["longest"]

    interval(0.9)
    often = interval(0.95)
    assert interval(0.8) > often
    assert same_replayed(world)


def test_a_bank_may_have_a_retention_of_its_own_and_give_it_up_again(world):
    workload.choose(world.ctx, world.learner, 0.85, "water")
    assert looked(world).current == 0.9
    own = looked(world, "water")
    assert (own.current, own.bank.own, own.learner) == (0.85, 0.85, 0.9)
    world.start().answer()
    assert [line["desired_retention"] for line in world.log()] == [0.85]
    workload.choose(world.ctx, world.learner, None, "water")
    assert (looked(world, "water").current, looked(world, "water").bank.own) == (0.9, None)


def test_where_every_bank_has_its_own_retention_the_common_one_changes_nothing(world):
    workload.choose(world.ctx, world.learner, 0.85, "water")
    minutes = {round(point.minutes_a_day, 9) for point in looked(world).curve}
    assert len(minutes) == 1
    assert minutes == {round(looked(world, "water").now.minutes_a_day, 9)}


def test_a_bank_counts_its_own_cards_only(world):
    alone = looked(world)
    folder = world.folder
    world.folder = folder.parent / "ice"
    world.sync(
        ICE,
        bank=SECOND_BANK,
        facts="facts: []\n",
    )
    both = looked(world)
    assert (both.cards, looked(world, "water").cards, looked(world, "ice").cards) == (6, 5, 1)
    parts = looked(world, "water").now.minutes_a_day + looked(world, "ice").now.minutes_a_day
    workload.choose(world.ctx, world.learner, 0.85, "ice")
    assert [looked(world, key).bank.own for key in ("water", "ice")] == [None, 0.85]
    workload.choose(world.ctx, world.learner, None, "ice")
    # Choices can be guessed and flashcards cannot; banks with one aim share a mean.
    assert both.now.minutes_a_day == pytest.approx(parts, rel=0.05)
    assert looked(world, "water").now.minutes_a_day == pytest.approx(alone.now.minutes_a_day)


def test_the_retention_that_is_looked_at_for_a_bank_holds_in_no_other(world, monkeypatch):
    world.folder = world.folder.parent / "ice"
    world.sync(ICE, bank=SECOND_BANK, facts="facts: []\n")
    desks = []

    def noted(desk, retentions=RETENTIONS):
        desks.append(desk)
        return curve(desk, retentions, 1)

    monkeypatch.setattr(workload, "curve", noted)
    for own in (None, 0.85):
        workload.choose(world.ctx, world.learner, own, "ice")
        looked(world, "water", asked=0.95)
        assert {(each.counted, each.retention) for each in desks[-1].strands} == {
            (True, None),
            (False, own or 0.9),
        }


def test_suspended_cards_cost_nothing(world):
    with world.ctx.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE card SET suspended = 1")
    found = looked(world)
    assert (found.cards, found.now.minutes_a_day, found.now.known) == (0, 0, 0)


def test_without_new_cards_a_day_nothing_new_comes(world):
    learners.update_settings(world.ctx, world.learner, new_per_day=0)
    assert looked(world).now.learnt == 0


def test_reviews_of_today_count_towards_todays_limit(world):
    learners.update_settings(world.ctx, world.learner, new_per_day=9)
    study_days(world, 3, every=1)
    world.clock.forward(days=60)
    learners.update_settings(world.ctx, world.learner, new_per_day=0, reviews_per_day=2)
    assert looked(world).now.reviews[0] == pytest.approx(2)
    world.start().answer()
    assert looked(world).now.reviews[0] == pytest.approx(1)


@pytest.mark.parametrize("retention", [0.79, 0.96, 0.0, 1.0])
def test_only_what_the_page_offers_can_be_chosen(world, retention):
    with pytest.raises(ValueError, match="not between"):
        workload.choose(world.ctx, world.learner, retention)
    with pytest.raises(ValueError, match="not between"):
        looked(world, asked=retention)
    assert looked(world).current == 0.9


def test_a_learner_cannot_do_without_a_retention(world):
    with pytest.raises(ValueError, match="only a bank"):
        workload.choose(world.ctx, world.learner, None)


def test_an_unknown_bank_has_no_outlook_and_no_choice(world):
    with pytest.raises(NotFound):
        looked(world, "fire")
    with pytest.raises(NotFound):
        workload.choose(world.ctx, world.learner, 0.85, "fire")


def test_the_aim_on_the_progress_page_is_the_chosen_one(world):
    workload.choose(world.ctx, world.learner, 0.86)
    assert progress(world.ctx, world.learner).target == 0.86


def test_the_same_question_is_answered_from_memory(world):
    assert looked(world).curve is looked(world, asked=0.91).curve
    assert replace(looked(world)) == looked(world)
