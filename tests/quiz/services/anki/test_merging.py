"""Whatever part of a log comes first, the whole log makes the same card."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.anki_history import AnkiAnswer
from quiz.memory.card import NEW_CARD
from quiz.memory.days import Moment
from quiz.memory.replay import effective, replay
from quiz.memory.scheduling import Settings
from quiz.services.aims import Aims
from quiz.services.anki.merging import Receiver, merge
from quiz.services.anki.recognising import Found
from quiz.store.anki_history import RevisionTime
from quiz.store.cards import CardRow
from quiz.store.learners import LearnerRow
from quiz.store.log import log_line

from .in_anki import DAY_MS, InAnki, ms

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEARNER = LearnerRow(
    id=1,
    name="",
    time_zone="Europe/Berlin",
    new_per_day=20,
    reviews_per_day=200,
    single_key_shortcuts=True,
    parameter_set_id=1,
    desired_retention=0.9,
    type_clozes=True,
)
SETS = {1: Settings(fuzz=False)}
RECEIVER = Receiver(
    learner=LEARNER,
    now=Moment(NOW),
    sets=SETS,
    aims=Aims(parameters=SETS[1], desired_retention=0.9, banks={}),
    day_zero=0,
)
NEW = CardRow(learner_id=1, question_id=5, part=0, version=0, position=0, suspended=False, card=NEW_CARD)
(ANKI_CARD,) = InAnki().add("salt").package.cards
RESET = (4, 0, 0, 0)
# kind, ease, interval, factor; and how long after the line before
LINES = st.lists(
    st.tuples(
        st.one_of(
            st.just(RESET),
            st.tuples(
                st.sampled_from([0, 0, 1, 1, 1, 2, 3]),
                st.sampled_from([0, 1, 2, 3, 3, 4]),
                st.sampled_from([-600, 0, 1, 5, 40]),
                st.sampled_from([0, 300, 2500]),
            ),
        ),
        st.one_of(st.integers(1, 3), st.integers(1, 20 * DAY_MS)),
    ),
    max_size=9,
)


def log_of(drawn) -> list[AnkiAnswer]:
    at_ms = ms(NOW) - sum(gap for _, gap in drawn) - DAY_MS
    lines = []
    for (kind, ease, interval, factor), gap in drawn:
        at_ms += gap
        lines.append(AnkiAnswer(id_ms=at_ms, kind=kind, ease=ease, interval=interval, factor=factor))
    return lines


def bring(lines, before=NEW, rows=()):
    found = Found(key=(5, 0), bank_id=1, card=ANKI_CARD, lines=tuple(lines))
    merged = merge(RECEIVER, found, before, rows, [RevisionTime(0, 7)])
    after = replace(before, version=before.version + len(merged.rows), card=merged.after)
    return merged, after, (*rows, *merged.rows)


def lines_of(rows):
    return [log_line(row, SETS) for row in rows]


def counting(rows):
    return [
        (line.moment.at, line.rating, line.interval_days)
        for line in effective(lines_of(rows))
        if line.kind != "refit"
    ]


@given(LINES, st.data())
def test_a_part_first_and_then_the_whole_is_the_whole(drawn, data):
    lines = log_of(drawn)
    begins = data.draw(st.integers(0, len(lines)))
    ends = data.draw(st.integers(begins, len(lines)))
    _, part, rows = bring(lines[begins:ends])
    _, after, rows = bring(lines, part, rows)
    _, at_once, once = bring(lines)
    assert counting(rows) == counting(once)
    kept = {"stability": None, "difficulty": None}
    assert replace(after.card, **kept) == replace(at_once.card, **kept)
    # What goes on from memories that are kept is rounded at each step, and what is counted anew is not.
    memories = [[getattr(card, name) or 0 for name in kept] for card in (after.card, at_once.card)]
    assert memories[0] == pytest.approx(memories[1], rel=5e-3)


@given(LINES)
def test_the_card_is_what_its_lines_make_of_it_and_a_second_time_adds_none(drawn):
    merged, after, rows = bring(log_of(drawn))
    assert [row.repetition for row in rows] == list(range(len(rows)))
    assert replay(lines_of(rows)) == after.card
    again, _, _ = bring(log_of(drawn), after, rows)
    assert (again.rows, again.after) == ((), after.card)
    assert again.known == merged.answers + merged.resets
    assert again.left == merged.left
