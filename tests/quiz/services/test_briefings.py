"""A bank to read: what is remembered of each fact, passages quoted where they are, and being tested on it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text

from question_bank.model import DontKnow
from quiz.memory.statistics import Known
from quiz.services import briefings, learners, passages, study
from quiz.services.briefings import FactToRead, memory_of
from quiz.services.errors import NotFound
from quiz.services.replays import replay_reviews
from quiz.services.study import CardRef, CardShown, Finished, Mode

FACTS = """\
facts:
  - id: rising
    says: Most vapour rises from the sea.
    evidence:
      - {source: survey, paragraph: 2, from: "By far the most", to: "from the sea"}
  - id: falling
    says: What rose falls again.
    by: the poet
    evidence:
      any:
        - {source: survey, paragraph: 2, from: "nowhere", to: "to be found"}
        - {source: survey, paragraph: 3, from: "It “falls”", to: "again"}
  - id: unasked
    says: Nobody asks about this.
    evidence:
      - {source: survey, paragraph: 9, from: "a", to: "b"}
"""
TEXT = "Title\n\nBy far the most vapour comes from the sea.\nIt “falls” <b>down</b> again.\n"
BRIEFING = "# Water\n\nIt rises. [facts: rising] It falls. [facts: falling]\n"


def question(name: str, *facts: str, kind: str = "short_answer") -> str:
    keys = (
        "text: 'Up {{c1::one}} and {{c2::two}} down'"
        if kind == "cloze"
        else f"prompt: {name}?\n    answer: a {name}"
    )
    return f"  - id: {name}\n    kind: {kind}\n    {keys}\n    facts: [{', '.join(facts)}]\n"


QUESTIONS = (
    question("up", "rising"),
    question("out", "rising"),
    question("both", "rising", "falling"),
    question("gaps", "falling", kind="cloze"),
)


@pytest.fixture
def water(empty_world: Any) -> Any:
    """A world with a briefing, and the survey's text where it belongs."""
    world = empty_world
    assert world.learner == 1
    world.write(*QUESTIONS, facts=FACTS)
    (world.folder / "briefing.md").write_text(BRIEFING, encoding="utf-8")
    (world.folder / "sources").mkdir()
    (world.folder / "sources" / "survey.txt").write_text(TEXT, encoding="utf-8")
    assert world.sync().problems == ()
    world.sitting = world.start()
    return world


def facts_of(world: Any) -> dict[str, FactToRead]:
    found = briefings.read(world.ctx, world.learner, "water")
    return {one.fact.id: one for one in found.facts}


def session_on(world: Any, *facts: str) -> str:
    return study.start_on_facts(world.ctx, world.learner, "water", facts)


def answer(world: Any, session: str, *, right: bool = True) -> str | None:
    """Answer the card that comes, and return its question's id; None when nothing is left."""
    shown = study.current(world.ctx, world.learner, session)
    if isinstance(shown, Finished):
        return None
    sitting = world.sitting
    sitting.id = session
    if right:
        sitting.answer()
    else:
        sitting.send(shown, DontKnow())
    return str(shown.question.id)


def answer_all(world: Any, session: str) -> list[str]:
    asked = []
    while (name := answer(world, session)) is not None:
        asked.append(name)
        assert len(asked) < 50
    return asked


def mode_of(world: Any, session: str) -> str:
    (row,) = world.rows("SELECT mode FROM study_session WHERE id = :id", id=session)
    return str(row["mode"])


@contextmanager
def statements(world: Any) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(world.ctx.engine, "before_cursor_execute", note)
    yield seen
    event.remove(world.ctx.engine, "before_cursor_execute", note)


def test_before_anything_was_studied_every_question_on_a_fact_is_new(water: Any) -> None:
    memory = memory_of([facts_of(water)["rising"]])
    assert (memory.questions, memory.cards, memory.studied, memory.recall) == (3, 3, 0, None)
    assert (memory.due, memory.new) == (0, 3)


def test_recall_of_a_fact_is_the_mean_over_its_cards_that_were_studied_and_fades(water: Any) -> None:
    session = session_on(water, "rising")
    answer(water, session)
    today = memory_of([facts_of(water)["rising"]])
    assert today.studied == 1
    assert today.recall == pytest.approx(1.0)
    water.clock.forward(days=30)
    later = memory_of([facts_of(water)["rising"]])
    assert later.recall is not None
    assert later.recall < 0.9
    questions = facts_of(water)["rising"].questions
    assert sum(one.known.recall is not None for one in questions) == 1


def test_recall_is_a_mean_and_not_that_of_the_worst_card(water: Any) -> None:
    answer_all(water, session_on(water, "falling"))
    water.clock.forward(days=9)
    answer_all(water, session_on(water, "rising"))
    water.clock.forward(days=2)
    questions = facts_of(water)["falling"].questions
    recalls = [one.known.recall for one in questions if one.known.recall is not None]
    assert len(set(recalls)) == 2
    assert memory_of([facts_of(water)["falling"]]).recall == pytest.approx(sum(recalls) / 2)


def test_each_card_counts_in_the_mean_and_not_each_question(water: Any) -> None:
    falling = facts_of(water)["falling"]
    both, gaps = falling.questions
    asked = (
        replace(both, known=Known(new=0, learning=0, review=1, recall=0.4)),
        replace(gaps, known=Known(new=0, learning=1, review=1, recall=0.7)),
    )
    assert memory_of([replace(falling, questions=asked)]).recall == pytest.approx(0.6)


def test_all_of_a_long_paragraphs_questions_are_practised(water: Any) -> None:
    water.write(*(question(f"q{i}", "rising") for i in range(30)), facts=FACTS)
    water.sync()
    with water.ctx.engine.begin() as connection:
        far = "state = 2, stability = 90, difficulty = 5, due_day = 99999, last_review_day = 20000"
        connection.execute(text(f"UPDATE card SET {far}"))
    (row,) = water.rows("SELECT queue FROM study_session WHERE id = :id", id=session_on(water, "rising"))
    assert len(json.loads(row["queue"])) == 30


def test_a_question_on_two_facts_counts_once_where_both_are_told(water: Any) -> None:
    facts = facts_of(water)
    both = memory_of([facts["rising"], facts["falling"]])
    assert both.questions == 4
    assert both.cards == 5


def test_a_fact_nobody_asks_about_has_citations_and_no_memory(water: Any) -> None:
    alone = facts_of(water)["unasked"]
    assert [one.paragraph for one in alone.citations] == [9]
    assert memory_of([alone]).questions == 0
    assert memory_of([alone]).recall is None


def test_a_suspended_card_is_neither_counted_nor_asked(water: Any) -> None:
    question_id = facts_of(water)["rising"].questions[0].id
    sitting = water.start()
    study.suspend(water.ctx, water.learner, sitting.id, CardRef(question_id, 0))
    memory = memory_of([facts_of(water)["rising"]])
    assert (memory.cards, memory.new) == (2, 2)
    assert sorted(set(answer_all(water, session_on(water, "rising")))) == ["both", "out"]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.integers(0, 9), max_size=4), right=st.integers(0, 2**30))
def test_what_the_page_counts_is_what_is_asked(water: Any, days: list[int], right: int) -> None:
    for number, gap in enumerate(days):
        water.clock.forward(days=gap, hours=1)
        session = session_on(water, *(["rising"] if number % 2 else ["falling", "rising"]))
        for turn in range(4):
            answer(water, session, right=bool(right >> (4 * number + turn) & 1))
    water.clock.forward(days=sum(days) % 3, minutes=sum(days))
    fact = "falling" if right % 2 else "rising"
    memory = memory_of([facts_of(water)[fact]])
    session = session_on(water, fact)
    if memory.due + memory.new:
        assert mode_of(water, session) == Mode.SCHEDULED
        assert len(set(answer_all(water, session))) == memory.due + memory.new
    else:
        assert mode_of(water, session) == Mode.PRACTICE
        assert len(set(answer_all(water, session))) == memory.questions
    assert replay_reviews(water.ctx).differences == ()


def test_being_tested_on_a_fact_passes_the_daily_limits(water: Any) -> None:
    learners.update_settings(water.ctx, water.learner, new_per_day=0, reviews_per_day=0)
    assert isinstance(water.start().look(), Finished)
    for _ in range(2):
        session = session_on(water, "falling")
        assert mode_of(water, session) == Mode.SCHEDULED
        assert set(answer_all(water, session)) == {"both", "gaps"}
        water.clock.forward(days=40)


def test_where_nothing_is_due_or_new_the_questions_are_practised_and_the_schedule_stays(water: Any) -> None:
    answer_all(water, session_on(water, "rising"))
    before, lines = water.cards(), len(water.log())
    session = session_on(water, "rising")
    assert mode_of(water, session) == Mode.PRACTICE
    assert sorted(answer_all(water, session)) == ["both", "out", "up"]
    assert (water.cards(), len(water.log())) == (before, lines)


def test_the_end_of_such_a_study_session_knows_its_text_and_can_be_had_again(water: Any) -> None:
    session = session_on(water, "rising")
    answer_all(water, session)
    assert study.summary(water.ctx, water.learner, session).from_text
    key, facts = briefings.facts_studied(water.ctx, water.learner, session)
    assert (key, facts) == ("water", {"rising": 3, "falling": 1})
    after = study.start_again(water.ctx, water.learner, session)
    assert after != session
    assert mode_of(water, after) == Mode.PRACTICE
    assert sorted(answer_all(water, after)) == ["both", "out", "up"]


def test_studying_a_whole_bank_did_not_begin_from_a_text(water: Any) -> None:
    sitting = water.start()
    assert not study.summary(water.ctx, water.learner, sitting.id).from_text
    for journey in (briefings.facts_studied, study.start_again):
        with pytest.raises(NotFound):
            journey(water.ctx, water.learner, sitting.id)
        with pytest.raises(NotFound):
            journey(water.ctx, water.learner, "unknown")


@pytest.mark.parametrize("facts", [(), ("unknown",), ("unasked",), ("\ud800",), ("rising\0",)])
def test_nobody_is_tested_on_facts_without_questions(water: Any, facts: tuple[str, ...]) -> None:
    with pytest.raises(NotFound):
        session_on(water, *facts)
    with pytest.raises(NotFound):
        study.start_on_facts(water.ctx, water.learner, "elsewhere", ("rising",))


def test_drafts_and_questions_that_went_away_are_neither_told_nor_asked(water: Any) -> None:
    draft = question("sketch", "unasked") + "    draft: true\n"
    water.write(*QUESTIONS[1:], draft, facts=FACTS)
    assert water.sync().problems == ()
    facts = facts_of(water)
    assert [one.question.id for one in facts["rising"].questions] == ["out", "both"]
    assert facts["unasked"].questions == ()
    assert set(answer_all(water, session_on(water, "rising"))) == {"out", "both"}
    with pytest.raises(NotFound):
        session_on(water, "unasked")
    water.write(*QUESTIONS[1:2], facts=FACTS)
    assert water.sync().problems == ()
    with pytest.raises(NotFound):
        session_on(water, "falling")


def test_undo_in_such_a_study_session_leaves_everything_as_it_was(water: Any) -> None:
    before = water.cards()
    session = session_on(water, "rising")
    first = study.current(water.ctx, water.learner, session)
    answer(water, session)
    assert study.undo(water.ctx, water.learner, session)
    again = study.current(water.ctx, water.learner, session)
    assert isinstance(first, CardShown)
    assert isinstance(again, CardShown)
    assert again.card == first.card
    assert [{**row, "version": 0} for row in water.cards()] == [{**row, "version": 0} for row in before]
    assert replay_reviews(water.ctx).differences == ()


def test_a_passage_is_quoted_where_its_text_is_installed(water: Any) -> None:
    found = briefings.read(water.ctx, water.learner, "water")
    assert found.installed == {"survey"}
    quoted = {one.fact.id: [citation.quotation for citation in one.citations] for one in found.facts}
    assert quoted == {
        "rising": ["By far the most vapour comes from the sea"],
        "falling": ["", "It “falls” <b>down</b> again"],
        "unasked": [""],
    }


def test_a_changed_text_is_read_again(water: Any) -> None:
    assert facts_of(water)["rising"].citations[0].quotation
    path = water.folder / "sources" / "survey.txt"
    path.write_text("Title\n\nBy far the most of all vapour is from the sea.\n", encoding="utf-8")
    assert facts_of(water)["rising"].citations[0].quotation == "By far the most of all vapour is from the sea"
    path.unlink()
    assert facts_of(water)["rising"].citations[0].quotation == ""


def test_a_text_is_located_once_while_it_stays_the_same(water: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    facts_of(water)
    monkeypatch.setattr(passages, "check_evidence", lambda *_: pytest.fail("it was located again"))
    assert facts_of(water)["rising"].citations[0].quotation


def test_a_text_changed_within_the_same_instant_to_one_of_the_same_length_is_noticed(water: Any) -> None:
    assert facts_of(water)["rising"].citations[0].quotation
    path = water.folder / "sources" / "survey.txt"
    before = path.stat()
    path.write_text(TEXT.replace("By far the most", "BY far the most"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert facts_of(water)["rising"].citations[0].quotation == ""


@pytest.mark.parametrize("trouble", ["folder", "bytes", "unreadable"])
def test_a_text_that_cannot_be_read_counts_as_not_installed(
    water: Any, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = water.folder / "sources" / "survey.txt"
    path.unlink()
    if trouble == "folder":
        path.mkdir()
    elif trouble == "bytes":
        path.write_bytes(b"\xff\xfe\0\0" * 50)
    else:
        path.write_text(TEXT, encoding="utf-8")

        def refuse(_path: Path) -> bytes:
            raise PermissionError("no")

        monkeypatch.setattr(Path, "read_bytes", refuse)
    assert {citation.quotation for one in facts_of(water).values() for citation in one.citations} == {""}


def test_a_large_bank_is_read_with_as_few_statements_as_a_small_one(water: Any) -> None:
    with statements(water) as few:
        facts_of(water)
    water.write(*(question(f"q{i}", "rising") for i in range(120)), facts=FACTS)
    water.sync()
    water.clock.forward(seconds=1)
    with statements(water) as many:
        facts = facts_of(water)
    assert len(facts["rising"].questions) == 120
    assert len(many) <= len(few) + 3
    assert len(many) < 16


def test_reading_writes_nothing(water: Any) -> None:
    with statements(water) as seen:
        facts_of(water)
    assert [one for one in seen if not one.lstrip().upper().startswith(("SELECT", "BEGIN"))] == []


def test_the_fading_is_that_of_the_learners_own_day(water: Any) -> None:
    answer_all(water, session_on(water, "rising"))
    water.clock.now += timedelta(hours=10)
    same = memory_of([facts_of(water)["rising"]]).recall
    water.clock.now += timedelta(hours=10)  # past 04:00, where the learner's day begins
    assert same == pytest.approx(1.0)
    later = memory_of([facts_of(water)["rising"]]).recall
    assert later is not None
    assert later < same
