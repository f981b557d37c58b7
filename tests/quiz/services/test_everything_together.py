"""Whatever a learner does, in whatever order: what the pages promise holds after every step."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from question_bank.model import (
    ChoiceResponse,
    DontKnow,
    SelfRatedResponse,
    TextResponse,
    TextsResponse,
    TrueFalseResponse,
)
from question_bank.model.texts import gaps
from quiz.memory.card import Rating, State
from quiz.memory.days import Moment
from quiz.memory.fsrs6 import DEFAULT_WEIGHTS
from quiz.memory.statistics import date_of
from quiz.services import fitting, learners, plans, progress, replays, study, sync, workload
from quiz.services.fitting.adopting import adopt
from quiz.services.fitting.values import Origin
from quiz.services.moments import now_of
from quiz.services.overview import overview
from quiz.services.study import CardRef, CardShown, Mode, Repair
from quiz.services.study.queues import queue_for
from quiz.store.cards import Scope
from quiz.store.database import reading, writing

NAMES = ("sea", "air", "ice", "fog", "dew", "rain", "snow", "hail")
FACTS = "facts:\n" + "".join(
    f"  - {{id: {name}, says: There is {name}., "
    "evidence: [{source: survey, paragraph: 4, from: By far the largest, to: from the sea}]}\n"
    for name in NAMES
)
# Guessed, typed and looked at; mostly two on a fact. The second bank is the one with an exam.
WATER = (
    ("origin", "kind: single_choice, prompt: Where from?, answer: Sea, distractors: [Ice, Air, Fog]", "sea"),
    ("salt", "kind: flashcard, prompt: What is salt?, answer: Salt", "sea"),
    ("wind", "kind: true_false, prompt: Air moves., answer: true", "air"),
    ("gale", "kind: short_answer, prompt: What blows?, answer: A gale", "air"),
    ("cities", "kind: cloze, text: '{{c1::Seoul}} is south of {{c2::Pyongyang}}.'", "ice"),
    ("floe", "kind: flashcard, prompt: What is a floe?, answer: Ice", "ice fog"),
    ("mist", "kind: single_choice, prompt: What is mist?, answer: Fog, distractors: [Ice, Dew]", "fog"),
)
EARTH = (
    ("river", "kind: short_answer, prompt: Which river?, answer: The Han", "dew"),
    ("drop", "kind: flashcard, prompt: What drops?, answer: Dew", "dew"),
    ("flood", "kind: short_answer, prompt: What floods?, answer: Rain", "rain"),
    ("shower", "kind: flashcard, prompt: What is a shower?, answer: Rain", "rain"),
    ("flake", "kind: true_false, prompt: Flakes melt., answer: true", "snow"),
    ("drift", "kind: short_answer, prompt: What drifts?, answer: Snow", "snow"),
    ("stone", "kind: flashcard, prompt: What is a stone of ice?, answer: Hail", "hail"),
)
SOONER = tuple(weight / 2 for weight in DEFAULT_WEIGHTS[:4]) + DEFAULT_WEIGHTS[4:]
ONE_DAY = 86_400


def entry(name, keys, facts, edition=1):
    return f"  - {{id: {name}, {keys}, facts: [{', '.join(facts.split())}], edition: {edition}}}\n"


def right(shown: CardShown):
    if shown.self_rated:
        return SelfRatedResponse(knew=True)
    match shown.question.kind.value:
        case "single_choice":
            return ChoiceResponse((shown.question.answer,))
        case "true_false":
            return TrueFalseResponse(value=True)
        case "cloze":
            return TextsResponse(tuple(gap.answer for gap in gaps(shown.question, shown.part)))
        case _:
            return TextResponse(shown.question.answer)


def wrong(shown: CardShown):
    if shown.self_rated:
        return SelfRatedResponse(knew=False)
    match shown.question.kind.value:
        case "cloze":
            return TextsResponse(("Busan",))
        case "short_answer":
            return TextResponse("something else altogether")
        case _:
            return DontKnow()


class Everything(RuleBasedStateMachine):
    """A learner with two banks who does all that can be done."""

    def __init__(self, world, pieces):
        super().__init__()
        self.world, self.ctx, self.editions = world, world.ctx, dict.fromkeys(("origin", "drop"), 1)
        self.bank = pieces["bank"]
        self.learner = world.learner
        self.publish()
        learners.update_settings(self.ctx, self.learner, new_per_day=5, reviews_per_day=4)
        self.held: dict[CardRef, int] = {}
        self.plan_exam(6)
        self.suspended: list[CardRef] = []
        self.known: dict[tuple[int, int, int], dict[str, object]] = {}
        self.sitting, self.last = world.start(), 0

    def publish(self):
        for key, questions in (("water", WATER), ("earth", EARTH)):
            folder = self.world.folder.parent / key
            (folder / "questions").mkdir(parents=True, exist_ok=True)
            (folder / "bank.yaml").write_text(self.bank.replace("bank: water", f"bank: {key}"))
            (folder / "facts.yaml").write_text(FACTS)
            body = "".join(entry(*each, self.editions.get(each[0], 1)) for each in questions)
            (folder / "questions" / "all.yaml").write_text("questions:\n" + body)
            assert sync.sync_bank(self.ctx, folder).problems == ()

    @property
    def moment(self) -> Moment:
        with reading(self.ctx.engine) as connection:
            return now_of(self.ctx, learners.get_learner(connection, self.learner))

    def memories(self):
        """Every card as the learner would notice it."""
        return [{name: row[name] for name in row if name != "version"} for row in self.world.cards()]

    def noticed(self):
        shown = self.sitting.look()
        card = (shown.card, shown.question, shown.progress, shown.undoable, shown.intervals)
        seen = overview(self.ctx, self.learner)
        return card, self.memories(), seen, plans.plans_now(self.ctx, self.learner)

    def shown(self) -> CardShown | None:
        found = self.sitting.look()
        return found if isinstance(found, CardShown) else None

    def give(self, response, rating=None):
        """Answer the card shown and hold the schedule to what was promised of it."""
        shown, day = self.shown(), self.moment.day
        assert shown is not None
        before = self.memories()
        self.last = self.sitting.send(shown, response, rating=rating).number
        feedback = study.feedback(self.ctx, self.learner, self.sitting.id, self.last)
        if shown.mode is Mode.PRACTICE:
            assert self.memories() == before
        elif shown.intervals:
            assert feedback.interval == shown.intervals[feedback.rating]
        if shown.mode is not Mode.PRACTICE and self.exam is not None and day < self.exam:
            self.held[shown.card] = day
        self.hold_exam()
        return feedback

    def hold_exam(self):
        """No card answered since this exam was set comes back after it, nor on its day if another is left."""
        if self.exam is None or self.moment.day >= self.exam:
            return
        for row in self.world.rows(
            "SELECT c.* FROM card c JOIN question q ON q.id = c.question_id JOIN bank b ON b.id = q.bank_id "
            "WHERE b.key = 'earth' AND c.state = 2"
        ):
            day = self.held.get(CardRef(row["question_id"], row["part"]))
            if row["last_review_day"] == day:
                assert row["due_day"] <= max(self.exam - 1, day + 1)

    @rule(
        mode=st.sampled_from([Mode.SCHEDULED, Mode.SCHEDULED, Mode.AHEAD, Mode.PRACTICE]), one=st.booleans()
    )
    def begin(self, mode, one):
        self.sitting, self.last = self.world.start(mode, banks=("earth",) if one else ()), 0

    @rule(fact=st.sampled_from(NAMES[:4]))
    def begin_from_the_text(self, fact):
        session = study.start_on_facts(self.ctx, self.learner, "water", (fact,))
        self.sitting, self.last = type(self.sitting)(self.world, session, self.learner), 0

    @rule(known=st.lists(st.sampled_from([None, None, Rating.EASY, Rating.AGAIN]), min_size=1, max_size=6))
    def answer(self, known):
        for each in known:
            shown = self.shown()
            if shown is not None:
                self.give(wrong(shown) if each is Rating.AGAIN else right(shown), each)
                self.world.clock.forward(seconds=20)

    @rule(rating=st.sampled_from([*Rating, "guessed"]))
    def say_how_well(self, rating):
        if self.last:
            study.rate(self.ctx, self.learner, self.sitting.id, self.last, rating)
            self.hold_exam()

    @rule(taking_back=st.booleans())
    def say_right(self, taking_back):
        if not self.last:
            return
        before = self.memories()
        said = study.feedback(self.ctx, self.learner, self.sitting.id, self.last).said_right
        repair = study.say_right(self.ctx, self.learner, self.sitting.id, self.last)
        if taking_back:
            taken = study.take_back_right(self.ctx, self.learner, self.sitting.id, self.last)
            assert taken == (repair is not Repair.REFUSED)
        self.hold_exam()
        if repair is Repair.REFUSED or (taking_back and not said):
            assert self.memories() == before

    @rule()
    def undo(self):
        study.undo(self.ctx, self.learner, self.sitting.id)

    @rule(known=st.booleans(), rating=st.sampled_from([*Rating, "guessed", "right", None]))
    def answer_and_undo(self, known, rating):
        shown = self.shown()
        if shown is None:
            return
        before = self.noticed()
        self.give(right(shown) if known else wrong(shown))
        if rating == "right":
            study.say_right(self.ctx, self.learner, self.sitting.id, self.last)
        elif rating is not None:
            study.rate(self.ctx, self.learner, self.sitting.id, self.last, rating)
        assert study.undo(self.ctx, self.learner, self.sitting.id)
        assert self.noticed() == before

    @rule()
    def skip(self):
        shown = self.shown()
        if shown is not None:
            study.skip(self.ctx, self.learner, self.sitting.id, shown.card)

    @precondition(lambda self: len(self.suspended) < 3)
    @rule()
    def suspend(self):
        shown = self.shown()
        if shown is not None:
            study.suspend(self.ctx, self.learner, self.sitting.id, shown.card)
            self.suspended.append(shown.card)

    @precondition(lambda self: self.suspended)
    @rule()
    def resume(self):
        study.resume(self.ctx, self.learner, self.suspended.pop())

    @rule(seconds=st.sampled_from([61, 700, 5000, ONE_DAY, 3 * ONE_DAY, 30 * ONE_DAY]))
    def wait(self, seconds):
        self.world.clock.forward(seconds=seconds)

    @rule(days=st.sampled_from([None, 1, 2, 6, 30]))
    def plan_exam(self, days):
        self.held = {}
        self.exam = None if days is None else self.moment.day + days
        on = None if self.exam is None else date_of(self.exam)
        plans.save_exam(self.ctx, self.learner, "earth", on)

    @rule(retention=st.sampled_from([0.8, 0.9, 0.95]), key=st.sampled_from([None, "earth"]))
    def aim(self, retention, key):
        workload.choose(self.ctx, self.learner, retention, key)

    @rule(
        changed=st.sampled_from(
            [
                {"guess_correction": True},
                {"guess_correction": False},
                {"type_clozes": True},
                {"type_clozes": False},
                {"time_zone": "Asia/Seoul"},
                {"time_zone": "America/New_York"},
                {"new_per_day": 0},
                {"new_per_day": 5, "reviews_per_day": 4},
                {"new_per_day": 20, "reviews_per_day": 200},
            ]
        )
    )
    def change_settings(self, changed):
        learners.update_settings(self.ctx, self.learner, **changed)

    @rule(name=st.sampled_from(["origin", "drop"]))
    def raise_edition(self, name):
        self.editions[name] += 1
        self.publish()

    @rule(weights=st.sampled_from([DEFAULT_WEIGHTS, SOONER]))
    def refit(self, weights):
        before = [(row["due_day"], row["due_ms"], row["interval_days"]) for row in self.world.cards()]
        with writing(self.ctx.engine) as connection:
            adopt(self.ctx, connection, self.learner, weights, (), origin=Origin.FITTED, report="{}")
        assert [(row["due_day"], row["due_ms"], row["interval_days"]) for row in self.world.cards()] == before

    @rule()
    def reschedule(self):
        told = fitting.preview(self.ctx, self.learner).moved
        assert fitting.take(self.ctx, self.learner) == told
        assert fitting.preview(self.ctx, self.learner).moved == 0

    @rule(one=st.booleans())
    def study_what_is_counted(self, one):
        """Home counts exactly what a study session brings to whoever knows everything."""
        bank_ids = tuple(
            row["id"] for row in self.world.rows("SELECT id FROM bank WHERE key = 'earth'") if one
        )
        with reading(self.ctx.engine) as connection:
            learner = learners.get_learner(connection, self.learner)
            scope = Scope(learner_id=self.learner, bank_ids=bank_ids)
            counted = queue_for(connection, learner, scope, self.moment).counts()
        seen = overview(self.ctx, self.learner)
        home = next(bank for bank in seen.banks if bank.key == "earth") if one else seen
        assert (home.due, home.new) == (counted.due, counted.new)
        self.begin(Mode.SCHEDULED, one)
        day, before = self.moment.day, []
        while (shown := self.shown()) is not None:
            assert len(before) < 100, "the study session never ends"
            before += self.world.rows(
                "SELECT state FROM card WHERE question_id = :id AND part = :part",
                id=shown.card.question_id,
                part=shown.card.part,
            )
            self.give(right(shown))
            self.world.clock.forward(seconds=5)
        if self.moment.day == day:
            states = [row["state"] for row in before]
            assert (states.count(State.REVIEW), states.count(State.NEW)) == (counted.reviews, counted.new)
            assert len(states) >= counted.learning

    @rule()
    def look_at_every_page(self):
        study.summary(self.ctx, self.learner, self.sitting.id)
        for number in range(1, self.last + 1):
            study.feedback(self.ctx, self.learner, self.sitting.id, number)
        plans.exam_page(self.ctx, self.learner, "earth")
        plans.backlog_page(self.ctx, self.learner)
        progress.progress(self.ctx, self.learner)

    @invariant()
    def log_only_grows(self):
        now = {(row["question_id"], row["part"], row["repetition"]): row for row in self.world.log()}
        assert {key: now.get(key) for key in self.known} == self.known
        self.known = now

    @invariant()
    def replaying_gives_every_card(self):
        report = replays.replay_reviews(self.ctx)
        assert report.differences == ()

    @invariant()
    def progress_never_passes_its_end(self):
        shown = self.shown()
        if shown is not None:
            assert shown.progress.done < shown.progress.total
            assert shown.card not in self.suspended

    @invariant()
    def a_day_that_is_over_holds_nothing(self):
        seen = overview(self.ctx, self.learner)
        if seen.day_end is not None:
            assert (seen.due, seen.new) == (0, 0)

    def teardown(self):
        self.nothing_on_one_fact_came_in_a_row()
        self.ctx.engine.dispose()

    def nothing_on_one_fact_came_in_a_row(self):
        facts: dict[int, set[str]] = {}
        for row in self.world.rows("SELECT question_id, bank_id, fact FROM question_fact"):
            facts.setdefault(row["question_id"], set()).add((row["bank_id"], row["fact"]))
        for session in self.world.rows("SELECT id FROM study_session WHERE question_ids = '[]'"):
            standing = self.world.rows(
                "SELECT * FROM review r WHERE study_session_id = :id AND number IS NOT NULL AND NOT EXISTS "
                "(SELECT 1 FROM review u WHERE u.kind = 'undo' AND u.question_id = r.question_id AND "
                "u.part = r.part AND u.amends = r.repetition) ORDER BY number",
                id=session["id"],
            )
            for one, other in pairwise(standing):
                same = (one["question_id"], one["part"]) == (other["question_id"], other["part"])
                apart = facts[one["question_id"]].isdisjoint(facts[other["question_id"]])
                assert same or apart or one["day"] != other["day"]


def test_every_promise_holds_whatever_is_done_together(tmp_path_factory, migrated, pieces, world):
    run_state_machine_as_test(
        lambda: Everything(type(world)(tmp_path_factory.mktemp("together"), migrated), pieces),
        settings=settings(
            max_examples=6,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
