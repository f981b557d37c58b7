"""Whatever is accepted and taken back, in any order: what remains counts, as if nothing else had been.

Two worlds live through the same random days. In one, repairs of several questions are made and taken back in
some order, with more days between; in the other only those are made that the first is left with. Afterwards
every grade, score, card and dispute is the same, and each log replays to its cards. Intervals given between
repairs were promised and stay, so that after days between only what follows from answers alone is compared.
"""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from question_bank.model import TextResponse, TextsResponse
from quiz.services import repairing, study
from quiz.services.repairing import Addition, Into, Status
from quiz.services.study import Mode

FROM_ANSWERS = ("stability", "difficulty", "reviews", "last_review_ms", "last_review_day")
KEY = ("learner_id", "question_id", "part")
HANGANG, HAN_RIVER = TextResponse("Hangang"), TextResponse("Gang of Han")
CASPIAN = TextsResponse(("Baltic", "Caspian"))
BOTH = TextsResponse(("Ostsee", "Caspian"))
SOUL = TextsResponse(("Pyeong",))
REPAIRS: dict[str, tuple[str, int, Any, tuple[Addition, ...]]] = {
    "a": ("river", 0, HANGANG, (Addition(into=Into.ACCEPT, text="Hangang"),)),
    "b": ("river", 0, HAN_RIVER, (Addition(into=Into.ACCEPT, text="Gang of Han"),)),
    "c": ("seas", 0, CASPIAN, (Addition(into=Into.ANSWER, text="Caspian"),)),
    "d": ("seas", 0, BOTH, (Addition(into=Into.ITEM, text="Ostsee", item="Baltic"),)),
    "e": ("cities", 2, SOUL, (Addition(into=Into.GAP, text="Pyeong", gap=2),)),
    "f": ("speed", 0, TextResponse("5.5"), (Addition(into=Into.TOLERANCE, text="0.5"),)),
    "g": ("speed", 0, TextResponse("6"), (Addition(into=Into.TOLERANCE, text="1"),)),
}
GIVEN = [
    *(("river", 0, each) for each in (HANGANG, HAN_RIVER, TextResponse("The Han"), TextResponse("Rhine"))),
    *(("seas", 0, each) for each in (CASPIAN, BOTH, TextsResponse(("Ostsee", "Black")))),
    *(("cities", 2, each) for each in (SOUL, TextsResponse(("Pyongyang",)))),
    *(("speed", 0, TextResponse(each)) for each in ("5.5", "6", "5", "4.6 km")),
]
MINUTES = st.one_of(st.integers(1, 15), st.integers(600, 20 * 24 * 60))
DONE = st.sampled_from(["answer"] * 5 + ["practice", "test", "undo"])
DAY = st.tuples(MINUTES, st.integers(0, 1), DONE, st.integers(0, len(GIVEN) - 1))
SAID = st.tuples(MINUTES, st.integers(0, 1), st.just("right"), st.integers(0, len(GIVEN) - 1))
OPS = st.lists(st.sampled_from("aabbccddefg"), min_size=2, max_size=5)


def live(bench: Any, days: list[Any]) -> None:
    learners = [row["id"] for row in bench.world.rows("SELECT id FROM learner ORDER BY id")]
    for minutes, who, what, number in days:
        bench.world.clock.forward(minutes=minutes)
        learner, (key, part, response) = learners[who], GIVEN[number]
        if what == "test":
            whole = TextsResponse(("Seoul", "Busan", *response.texts)) if key == "cities" else response
            bench.test(learner, {key: whole})
        elif what == "practice":
            shown = bench.shown(learner, key, part)._replace(repetition=0)
            bench.give(learner, response, shown=shown, session=bench.session(learner, Mode.PRACTICE))
        else:
            done = bench.give(learner, response, key, part)
            if what == "undo":
                study.undo(bench.ctx, learner, done.session)
            elif what == "right":
                study.say_right(bench.ctx, learner, *done)


def make(bench: Any, name: str) -> int:
    key, part, response, additions = REPAIRS[name]
    return bench.apply(bench.propose(response, key, part, additions)).repair_id


def results(bench: Any, *names: str) -> tuple[Any, ...]:
    cards = bench.world.cards()
    wanted = names or tuple(name for name in cards[0] if name not in ("version", *KEY))
    return (
        {tuple(row[name] for name in KEY): tuple(row[name] for name in wanted) for row in cards},
        bench.world.rows("SELECT fraction FROM practice_answer ORDER BY at_ms, learner_id, number"),
        bench.world.rows("SELECT score FROM test_attempt ORDER BY started_ms, learner_id"),
        bench.world.rows("SELECT status, outcome FROM dispute ORDER BY created_ms, learner_id"),
    )


def set_up(bench: Any, correction: bool) -> None:
    with bench.ctx.engine.begin() as connection:
        value = "true" if correction else "false"
        for old in ("true", "false"):
            connection.exec_driver_sql(
                f"UPDATE parameter_set SET settings = replace(settings, "
                f"""'"guess_correction": {old}', '"guess_correction": {value}')"""
            )


RIVER_DAYS = [(5, 0, "answer", 0), (800, 0, "right", 1), (9, 1, "test", 0), (5, 0, "practice", 1)]
PARTS = [(5, 0, "test", 5), (9, 0, "answer", 5), (5, 1, "test", 4), (5, 1, "answer", 6)]


@given(st.lists(st.one_of(DAY, SAID), min_size=3, max_size=14), OPS, st.lists(DAY, max_size=3), st.booleans())
@example(RIVER_DAYS, ["a", "b", "a"], [], False)
@example(RIVER_DAYS, ["a", "b", "b", "a", "a"], [], True)
@example(PARTS, ["c", "d", "c"], [], True)
@example(PARTS, ["d", "c", "c"], [(9, 0, "answer", 5), (9, 1, "test", 5)], False)
@example([(5, 0, "answer", 9), (9, 0, "answer", 10), (5, 1, "test", 9)], ["f", "g", "f"], [], True)
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_only_what_remains_accepted_counts(new_bench, days, ops, between, correction: bool) -> None:
    first, second = new_bench(fuzz=False), new_bench(fuzz=False)
    made: dict[str, int] = {}
    for bench in (first, second):
        set_up(bench, correction)
        live(bench, days)
        bench.world.clock.forward(minutes=1)
    for number, name in enumerate(ops):
        if name in made:
            done = repairing.undo(first.ctx, 1, "water", made.pop(name))
            assert done.status is Status.UNDONE
        else:
            made[name] = make(first, name)
        first.world.clock.forward(minutes=1)
        assert first.differences() == ()
        if number == 0:
            live(first, between)
    second.world.clock.forward(minutes=1)
    live(second, between)
    second.world.clock.forward(minutes=len(ops) - 1)
    for name in made:
        make(second, name)
    names = FROM_ANSWERS if between else ()
    assert results(first, *names) == results(second, *names)
    assert (first.differences(), second.differences()) == ((), ())
    for name in made:
        key, part, response, additions = REPAIRS[name]
        assert first.propose(response, key, part, additions).already
    assert sorted(first.text().split()) == sorted(second.text().split()) or len(made) > 1
