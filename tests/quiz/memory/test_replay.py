from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.card import NEW_CARD, Card, Rating, State
from quiz.memory.days import Moment, day_start
from quiz.memory.guessing import state_after
from quiz.memory.lines import LineKind, LogLine
from quiz.memory.replay import amended_line, card_before, effective, replay, source_of_interval
from quiz.memory.scheduling import Settings, schedule

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TUNED = Settings(
    weights=(*Settings().weights[:17], 0.7, 0.3, 0.1, 0.25), desired_retention=0.85, learning_steps=()
)
SETTINGS = [Settings(), Settings(fuzz=False), Settings(guess_correction=False), TUNED]
AGAIN, HARD, GOOD, EASY = Rating


@dataclass
class Learner:
    """Keeps a card as an application would: step by step, with a stack to undo from, and a log beside it."""

    at: datetime = START
    offset: int = 0
    settings: Settings = field(default_factory=Settings)
    card: Card = NEW_CARD
    lines: list[LogLine] = field(default_factory=list)
    done: list[tuple[int, Card, Moment]] = field(default_factory=list)
    ratings: dict[int, Rating | None] = field(default_factory=dict)
    refits: list[tuple[int, tuple[float, ...]]] = field(default_factory=list)
    guess_chance: float = 0.0
    guess_chances: dict[int, float] = field(default_factory=dict)
    lucks: dict[int, float] = field(default_factory=dict)

    @property
    def now(self) -> Moment:
        return Moment(self.at, self.offset)

    @property
    def following(self) -> int:
        return len(self.lines) + 1

    def seed(self, card: Card) -> str:
        return f"1:2:0:{card.reviews}"

    def line(self, kind: LineKind, **more) -> None:
        day = more.pop("day", self.now.day)
        self.lines.append(LogLine(repetition=self.following, kind=kind, moment=self.now, day=day, **more))

    def answer(self, rating: Rating, kind: LineKind = LineKind.ANSWER) -> None:
        before = self.card
        self.done.append((self.following, before, self.now))
        self.ratings[self.following] = rating
        self.note_luck(self.following, self.guess_chance)
        luck = {"guess_chance": self.guess_chance}
        self.card = schedule(before, rating, self.now, self.settings, self.seed(before), **luck)
        line = LogLine.of(kind, self.following, rating, self.card, self.now, self.settings, **luck)
        self.lines.append(line)

    def note_luck(self, repetition: int, guess_chance: float) -> None:
        self.guess_chances[repetition] = guess_chance
        self.lucks[repetition] = guess_chance if self.settings.guess_correction else 0.0

    def rerate(self, rating: Rating) -> None:
        if not self.done or self._last_kind() not in (LineKind.ANSWER, LineKind.IMPORT):
            return
        repetition, before, moment = self.done[-1]
        line = amended_line(
            self.lines, LineKind.RERATE, repetition, rating, self.now, self.settings, self.seed(before)
        )
        self.ratings[repetition] = rating
        guess_chance = self.guess_chances[repetition]
        self.note_luck(repetition, guess_chance)
        after = schedule(before, rating, moment, self.settings, self.seed(before), guess_chance=guess_chance)
        self.card = self.refitted_since(repetition, after)
        self.lines.append(line)

    def start_afresh(self, kind: LineKind) -> None:
        self.done.append((self.following, self.card, self.now))
        self.ratings[self.following] = None
        self.line(kind)
        self.card = NEW_CARD

    def undo(self) -> None:
        if self.done:
            repetition, before, _ = self.done.pop()
            self.card = self.refitted_since(repetition, before)
            self.line(LineKind.UNDO, amends=repetition)

    def refit(self) -> None:
        self.refits.append((self.following, self.settings.weights))
        self.line(LineKind.REFIT, weights=self.settings.weights)
        self.card = self.refitted_since(self.following - 1, self.card)

    def reschedule(self, days: int) -> None:
        if self.card.state is not State.REVIEW:
            return
        due_day = self.card.last_review_day + days
        due_at = day_start(due_day, self.offset)
        source = source_of_interval(self.lines)
        self.line(LineKind.RESCHEDULE, amends=source, interval_days=days, due_at=due_at)
        self.card = replace(self.card, interval_days=days, due_day=due_day, due_at=due_at)

    def refitted_since(self, repetition: int, card: Card) -> Card:
        """Give the card the memory that its answers make under the parameters fitted since."""
        refits = [weights for number, weights in self.refits if number >= repetition]
        answers = [
            (self.ratings[number], moment.day, self.lucks.get(number)) for number, _, moment in self.done
        ]
        while None in [rating for rating, _, _ in answers]:
            answers = answers[1:]
        if not refits or not answers:
            return card
        memory, last = None, 0
        for rating, day, luck in answers:
            memory = state_after(memory, rating, day - last, refits[-1], luck)
            last = day
        return replace(card, stability=memory.rounded().stability, difficulty=memory.rounded().difficulty)

    def _last_kind(self) -> LineKind:
        return self.lines[self.done[-1][0] - 1].kind


ACTIONS = st.one_of(
    st.tuples(st.just("answer"), st.sampled_from(Rating)),
    st.tuples(st.just("answer"), st.sampled_from(Rating)),
    st.tuples(st.just("import"), st.sampled_from(Rating)),
    st.tuples(st.just("rerate"), st.sampled_from(Rating)),
    st.tuples(st.just("undo"), st.none()),
    st.tuples(st.just("afresh"), st.sampled_from([LineKind.RESET, LineKind.EDITION])),
    st.tuples(st.just("move"), st.integers(-720, 840)),
    st.tuples(st.just("tune"), st.sampled_from(SETTINGS)),
    st.tuples(st.just("luck"), st.sampled_from([0.0, 0.2, 0.5, 1.0])),
    st.tuples(st.just("refit"), st.none()),
    st.tuples(st.just("reschedule"), st.integers(1, 400)),
)
HISTORIES = st.lists(st.tuples(ACTIONS, st.integers(0, 40 * 86_400)), max_size=25)


def lived(history) -> Learner:
    learner = Learner()
    for (action, value), seconds in history:
        learner.at += timedelta(seconds=seconds)
        match action:
            case "answer":
                learner.answer(value)
            case "import":
                learner.answer(value, LineKind.IMPORT)
            case "luck":
                learner.guess_chance = value
            case "rerate":
                learner.rerate(value)
            case "undo":
                learner.undo()
            case "afresh":
                learner.start_afresh(value)
            case "move":
                learner.offset = value
            case "tune":
                learner.settings = value
            case "refit":
                learner.refit()
            case "reschedule":
                learner.reschedule(value)
    return learner


@given(HISTORIES)
def test_replaying_the_log_gives_the_card_that_was_made_step_by_step(history):
    learner = lived(history)
    assert replay(learner.lines) == learner.card


@given(HISTORIES, st.randoms())
def test_the_order_in_which_lines_are_read_does_not_matter(history, chance):
    learner = lived(history)
    shuffled = list(learner.lines)
    chance.shuffle(shuffled)
    assert replay(iter(shuffled)) == learner.card


@given(HISTORIES, st.integers(-720, 840))
def test_a_later_move_of_time_zone_changes_no_history(history, offset):
    lines = lived(history).lines
    moved = [replace(line, moment=Moment(line.moment.at, offset)) for line in lines]
    assert replay(moved) == replay(lines)


@given(HISTORIES)
def test_undoing_an_undo_gives_the_card_from_before_it(history):
    learner = lived(history)
    before = learner.card
    undone = learner.following
    learner.undo()
    if learner.following > undone:
        learner.line(LineKind.UNDO, amends=undone)
    assert replay(learner.lines) == before


@given(HISTORIES, st.sampled_from(Rating), st.data())
def test_regrading_any_answer_equals_having_given_it_that_rating_at_once(history, rating, data):
    learner = lived(history)
    answers = [line for line in effective(learner.lines) if line.rating is not None]
    if not answers:
        return
    chosen = data.draw(st.sampled_from(answers))
    regrade = amended_line(
        learner.lines, LineKind.REGRADE, chosen.repetition, rating, learner.now, Settings(), "seed"
    )
    at_once = [
        replace(
            line,
            rating=rating,
            interval_days=regrade.interval_days,
            due_at=regrade.due_at,
            weights=regrade.weights,
            guess_correction=regrade.guess_correction,
        )
        if line.repetition == chosen.repetition
        else line
        for line in effective(learner.lines)
    ]
    assert replay([*learner.lines, regrade]) == replay(at_once)


@given(HISTORIES)
def test_the_card_before_an_answer_is_the_one_it_was_scheduled_from(history):
    learner = lived(history)
    for repetition, before, _ in learner.done:
        assert card_before(learner.lines, repetition) == before


@given(HISTORIES)
def test_what_counts_is_itself_a_log_that_means_the_same(history):
    learner = lived(history)
    counting = effective(learner.lines)
    assert effective(counting) == counting
    assert replay(counting) == learner.card


@given(HISTORIES)
def test_a_refit_moves_no_due_date(history):
    learner = lived(history)
    before = learner.card
    learner.settings = TUNED
    learner.refit()
    after = replay(learner.lines)
    assert replace(after, stability=before.stability, difficulty=before.difficulty) == before


@given(HISTORIES)
def test_a_second_refit_by_the_same_parameters_changes_nothing(history):
    learner = lived(history)
    learner.refit()
    once = replay(learner.lines)
    learner.refit()
    assert replay(learner.lines) == once


def test_an_empty_log_is_a_new_card():
    assert replay([]) == NEW_CARD


def test_intervals_are_taken_as_given_and_never_computed_anew():
    learner = Learner()
    learner.answer(EASY)
    (line,) = learner.lines
    other = replace(line, interval_days=3, due_at=START + timedelta(days=3))
    card = replay([other])
    assert (card.interval_days, card.due_at, card.due_day) == (3, other.due_at, line.day + 3)
    assert card.stability == learner.card.stability


def test_a_changed_rating_is_scheduled_at_the_answers_own_moment():
    learner = Learner(settings=Settings(fuzz=False))
    learner.answer(EASY)
    learner.at += timedelta(days=5)
    learner.rerate(AGAIN)
    card = replay(learner.lines)
    assert (card.state, card.reviews, card.last_review_at) == (State.LEARNING, 1, START)
    assert card.due_at == START + timedelta(minutes=1)


def test_taking_back_an_answer_from_before_a_refit_leaves_the_memory_of_those_before_it():
    learner = Learner()
    learner.answer(EASY)
    learner.at += timedelta(days=9)
    first = learner.card
    learner.answer(AGAIN)
    learner.settings = TUNED
    learner.refit()
    learner.undo()
    alone = state_after(None, EASY, 0, TUNED.weights).rounded()
    expected = replace(first, stability=alone.stability, difficulty=alone.difficulty)
    assert replay(learner.lines) == expected


def test_a_new_due_date_goes_with_the_answer_it_belonged_to():
    learner = Learner(settings=Settings(fuzz=False))
    learner.answer(EASY)
    first = learner.card
    learner.at += timedelta(days=9)
    learner.answer(GOOD)
    learner.reschedule(77)
    assert replay(learner.lines).interval_days == 77
    learner.undo()
    assert replay(learner.lines) == first


def test_a_new_due_date_for_a_rating_that_was_taken_back_counts_no_more():
    learner = Learner(settings=Settings(fuzz=False))
    learner.answer(GOOD, LineKind.IMPORT)
    learner.rerate(EASY)
    rerated = learner.card
    learner.reschedule(77)
    learner.line(LineKind.UNDO, amends=3)
    assert replay(learner.lines) == rerated
    learner.line(LineKind.UNDO, amends=4)
    learner.line(LineKind.UNDO, amends=2)
    assert replay(learner.lines).state is State.LEARNING


def test_a_rating_changed_and_changed_back_leaves_the_new_due_date_standing():
    learner = Learner(settings=Settings(fuzz=False))
    learner.answer(EASY)
    learner.reschedule(77)
    learner.rerate(AGAIN)
    assert replay(learner.lines).interval_days == 0
    learner.line(LineKind.UNDO, amends=3)
    assert replay(learner.lines).interval_days == 77


def test_what_gave_an_interval_is_the_answer_or_its_latest_rating():
    learner = Learner()
    assert source_of_interval([]) is None
    learner.answer(EASY)
    assert source_of_interval(learner.lines) == 1
    learner.rerate(GOOD)
    learner.rerate(EASY)
    learner.reschedule(5)
    assert source_of_interval(learner.lines) == 3
    learner.start_afresh(LineKind.RESET)
    assert source_of_interval(learner.lines) is None


def test_undoing_a_changed_rating_brings_the_first_one_back():
    learner = Learner()
    learner.answer(GOOD)
    first = learner.card
    learner.rerate(AGAIN)
    learner.line(LineKind.UNDO, amends=2)
    assert replay(learner.lines) == first


def test_the_latest_of_several_changed_ratings_counts():
    learner = Learner()
    learner.answer(GOOD)
    learner.rerate(AGAIN)
    learner.rerate(HARD)
    assert [line.rating for line in effective(learner.lines)] == [HARD]


def test_an_amendment_of_an_amendment_changes_the_answer_behind_it():
    learner = Learner()
    learner.answer(GOOD)
    learner.rerate(AGAIN)
    second = replace(learner.lines[1], repetition=3, amends=2, rating=HARD)
    assert [line.rating for line in effective([*learner.lines, second])] == [HARD]


def test_a_rating_of_an_answer_that_was_undone_cannot_be_changed():
    learner = Learner()
    learner.answer(GOOD)
    learner.undo()
    with pytest.raises(ValueError, match="line 1 is not an answer that counts"):
        amended_line(learner.lines, LineKind.RERATE, 1, AGAIN, learner.now, Settings(), "seed")


def test_a_fresh_start_has_no_rating_to_change():
    learner = Learner()
    learner.start_afresh(LineKind.RESET)
    with pytest.raises(ValueError, match="no rating to change"):
        effective([*learner.lines, replace(_answer(2), kind=LineKind.RERATE, amends=1)])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rating": None}, "needs a rating"),
        ({"amends": 1}, "only changes name a line"),
        ({"kind": LineKind.UNDO}, "only changes name a line"),
        ({"kind": LineKind.RESCHEDULE}, "only changes name a line"),
        ({"kind": LineKind.UNDO, "amends": 5}, "not before it"),
    ],
)
def test_a_line_that_makes_no_sense_cannot_be_written(change, message):
    with pytest.raises(ValueError, match=message):
        replace(_answer(2), **change)


def test_a_log_with_a_repetition_twice_or_a_missing_line_is_refused():
    with pytest.raises(ValueError, match="two lines of the log have repetition 1"):
        replay([_answer(1), _answer(1)])
    with pytest.raises(ValueError, match="line 1, which is not in the log"):
        replay([replace(_answer(2), kind=LineKind.UNDO, amends=1)])


def _answer(repetition: int) -> LogLine:
    moment = Moment(START)
    return LogLine(repetition=repetition, kind=LineKind.ANSWER, moment=moment, day=moment.day, rating=GOOD)
