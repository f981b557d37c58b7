"""After a repair every card is what the same responses at the same times had made it with the repaired key.

Two worlds live through the same random days. In one the key lacks a spelling that learners use, until a
teacher accepts it; in the other it was there from the start. Compared are, for every card of every learner,
what follows from answers alone: stability, difficulty, the number of reviews and the last of them. Intervals
that were given in between were promised and stay, and what hangs on them with them (state, step, due date,
lapses). So these too are compared wherever no other answer came after one that changed. There is no fuzz
then, since fuzz is balanced against what else was due.
"""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from question_bank.model import DontKnow, TextResponse, TextsResponse
from quiz.memory.card import Rating
from quiz.services import repairing, study
from quiz.services.study import Mode

HANGANG = TextResponse("Hangang")
ACCEPTED = ("Hangang", "hangang.")
RESPONSES: dict[str, tuple[Any, ...]] = {
    "river": (HANGANG, TextResponse("hangang."), TextResponse("The Han"), TextResponse("Rhine"), DontKnow()),
    "seas": (TextsResponse(("Baltic", "Black")), TextsResponse(("Hangang", "Black")), DontKnow()),
    "cities": (TextsResponse(("Pyongyang",)), TextsResponse(("Hangang",))),
}
RIGHT = (TextResponse("The Han"), TextsResponse(("Baltic", "Black")), TextsResponse(("Pyongyang",)))
PARTS = {"river": 0, "seas": 0, "cities": 2}
MINUTES = st.one_of(st.integers(1, 15), st.integers(600, 30 * 24 * 60))
KEYS = st.sampled_from(["river"] * 4 + ["seas", "cities"])
DONE = st.sampled_from(["answer"] * 6 + ["hard", "right", "undo", "practice", "test"])
DAYS = st.lists(
    st.tuples(MINUTES, st.integers(0, 2), DONE, KEYS, st.integers(0, 11)), min_size=5, max_size=28
)
FROM_ANSWERS = ("stability", "difficulty", "reviews", "last_review_ms", "last_review_day")
KEY = ("learner_id", "question_id", "part")


def live(bench: Any, days: list[Any]) -> None:
    """Let three learners do all this, at the same times in every world."""
    learners = [row["id"] for row in bench.world.rows("SELECT id FROM learner ORDER BY id")]
    sessions = {learner: bench.session(learner) for learner in learners}
    last: dict[int, Any] = {}
    for minutes, who, what, key, number in days:
        bench.world.clock.forward(minutes=minutes)
        learner, choice = learners[who], RESPONSES[key]
        response = choice[number % len(choice)]
        if what == "undo":
            study.undo(bench.ctx, learner, sessions[learner])
        elif what == "right" and learner in last:
            study.say_right(bench.ctx, learner, *last[learner])
        elif what == "test":
            whole = TextsResponse(("Seoul", "Busan", *getattr(response, "texts", ("x",))))
            bench.test(learner, {key: whole if key == "cities" else response})
        elif what == "practice":
            shown = bench.shown(learner, key, PARTS[key])._replace(repetition=0)
            bench.give(learner, response, shown=shown, session=bench.session(learner, Mode.PRACTICE))
        else:
            rating = Rating.HARD if what == "hard" and response in RIGHT else None
            part, session = PARTS[key], sessions[learner]
            last[learner] = bench.give(learner, response, key, part, session=session, rating=rating)


def cards(bench: Any, *names: str) -> dict[Any, Any]:
    rows = bench.world.cards()
    wanted = names or tuple(name for name in rows[0] if name not in ("version", *KEY))
    return {tuple(row[name] for name in KEY): tuple(row[name] for name in wanted) for row in rows}


def results(bench: Any) -> tuple[Any, ...]:
    practised = "SELECT fraction FROM practice_answer ORDER BY at_ms, learner_id, number"
    scores = "SELECT score FROM test_attempt ORDER BY started_ms, learner_id"
    return bench.world.rows(practised), bench.world.rows(scores)


def given_after_changed(before: list[Any], changed: set[Any]) -> set[Any]:
    """Return the cards with an answer after one that changed, whose interval was given by the old key."""
    found: set[Any] = set()
    begun: set[Any] = set()
    for line in before:
        card = tuple(line[name] for name in KEY)
        if line["kind"] == "answer" and (*card, line["repetition"]) in changed:
            begun.add(card)
        elif line["kind"] == "answer" and card in begun:
            found.add(card)
    return found


SURE = [(5, 0, "answer", "river", 0), (800, 0, "answer", "river", 1), (9, 1, "test", "river", 0)]


@given(DAYS, st.booleans())
@example(SURE, False)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_repair_makes_what_the_repaired_key_had_made(new_bench, river, days, fuzz: bool) -> None:
    repaired = new_bench(fuzz=fuzz)
    always = new_bench(
        river.replace("answer: The Han\n", "answer: The Han\n    accept: [Hangang]\n"), fuzz=fuzz
    )
    live(repaired, days)
    live(always, days)
    before, old = repaired.world.log(), cards(repaired)
    had = results(repaired)
    proposal = repaired.propose()
    run = repaired.dry_run(proposal)
    done = repaired.apply(proposal)
    lines = _new_lines(repaired, before)
    changed = {(*(line[name] for name in KEY), line["amends"]) for line in lines}
    _agree(repaired, run, done, lines)
    assert cards(repaired, *FROM_ANSWERS) == cards(always, *FROM_ANSWERS)
    assert results(repaired) == results(always)
    new, ideal, late = cards(repaired), cards(always), given_after_changed(before, changed)
    touched = {card[:3] for card in changed}
    assert {card for card in new if new[card] != old[card]} <= touched
    if not fuzz:
        assert {card for card in new if new[card] != ideal[card]} <= late
    assert repaired.differences() == ()
    repairing.undo(repaired.ctx, 1, "water", done.repair_id)
    assert (cards(repaired), results(repaired)) == (old, had)
    assert repaired.differences() == ()


def _new_lines(bench: Any, before: list[Any]) -> list[Any]:
    """Return what the repair added to the log, all of it about the one question, and nothing else changed."""
    after = bench.world.log()
    known = {(*(line[name] for name in KEY), line["repetition"]) for line in before}
    added = [line for line in after if (*(line[name] for name in KEY), line["repetition"]) not in known]
    assert [line for line in after if line not in added] == before
    assert {(line["kind"], line["question_id"], line["rating"]) for line in added} <= {
        ("regrade", bench.id("river"), 3)
    }
    return added


def _agree(bench: Any, run: Any, done: Any, lines: list[Any]) -> None:
    """Hold the dry run against what applying did."""
    reviews = [each for each in run.answers if each.cards is not None]
    assert [each.learner_id for each in reviews] == [line["learner_id"] for line in lines]
    assert (done.answers, done.attempts, done.learners) == (len(run.answers), len(run.attempts), run.learners)
    states = cards(bench, "stability", "difficulty", "due_day", "interval_days", "lapses")
    for each in reviews:
        then = each.cards[1]
        assert states[each.learner_id, bench.id("river"), each.part] == (
            then.stability,
            then.difficulty,
            then.due_day,
            then.interval_days,
            then.lapses,
        )
    scores = {row["id"]: row["score"] for row in bench.world.rows("SELECT id, score FROM test_attempt")}
    assert all(scores[each.attempt_id] == each.after for each in run.attempts)
