"""Whatever is pasted: no crash, the same draft twice, and no error in the bank that comes of it."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from question_bank.drafting import Draft, draft, land
from question_bank.evidence import check_evidence
from question_bank.model import Bank
from question_bank.problems import Problem
from question_bank.reading import read_bank_texts
from question_bank.rules.check import check_rules


def errors_of(made: Draft) -> list[Problem]:
    """Return the errors that check finds in the files of a new bank made of the draft alone."""
    landing = land(made, None, {}, ())
    files = {name: content for name, content in landing.made.items() if not name.startswith("sources/")}
    reading = read_bank_texts(files, "")
    bank = reading.bank
    assert bank is not None, reading.problems
    evidence = check_evidence(bank, {made.source.id: made.text})
    return [
        problem
        for problem in (*reading.problems, *check_rules(bank), *evidence.problems)
        if problem.code[0] == "E"
    ]


def questions_read(made: Draft) -> int:
    landing = land(made, None, {}, ())
    reading = read_bank_texts({k: v for k, v in landing.made.items() if not k.startswith("sources/")}, "")
    return len(reading.bank.questions) if reading.bank else 0


WORDS = """
Anna Berg Bergen the a of in 1987 2011-08-24 3 May 2001 12 per cent $4 billion 10,000 3.5 km two people trains
was were built carried said University Institute Dr. Mr. U.S. Russia London 1/2 -5 because and or not “ ” (
) , . ; : — ! ? {{c1::x}} * _ ` [a](b) <b> # - ... 🌋 東京 שלום مرحبا é ½ ² ’s ' " \\ | % & @ https://x.y/z
\u200b \u202e
"""
PROSE = st.lists(
    st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=25).map(" ".join), min_size=0, max_size=8
).map("\n".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(PROSE, st.text(max_size=400)))
def test_no_text_gives_an_error_or_two_different_drafts(text: str) -> None:
    made = draft(text, name="x.txt")
    assert errors_of(made) == []
    assert questions_read(made) == len(made.questions)
    assert draft(text, name="x.txt") == made


@pytest.mark.parametrize("name", ["", ".", "..", "a/b\\c.txt", "📰.txt", "x" * 300, "article.tar.gz", "١٢٣"])
def test_any_name_gives_a_source_that_can_be_kept(name: str) -> None:
    made = draft("Anna Berg was born in 1987 in the city of Bergen.", name=name)
    assert errors_of(made) == []
    assert "/" not in made.source.file


HOSTILE = {
    "nothing": "",
    "no sentence": "word " * 5_000,
    "one endless line": "The bridge of Minta was built in 1987. " * 120_000,
    "no spaces": "x" * 4_900_000,
    "capitals": "Anna " * 200_000,
    "brackets": "(" * 200_000,
    "quotes": "“" * 100_000 + " said",
    "commas": "a, " * 200_000,
    "digits": "1,234 " * 200_000,
    "dots": ". " * 300_000,
    "lines": "A line.\n" * 300_000,
    "right to left": "נבנה בשנת 1987 בעיר ברגן. " * 2_000,
    "Chinese": "东京塔建于1958年，高333米。" * 2_000,
    "emoji": "🌋🌋 erupted in 1987 near 🗻. " * 2_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_read_in_seconds(name: str) -> None:
    text = HOSTILE[name]
    began = time.process_time()
    made = draft(text, name=f"{name}.txt")
    assert time.process_time() - began < 5
    assert errors_of(made) == []


def test_other_scripts_get_gaps_for_their_figures_and_years() -> None:
    made = draft(
        "东京塔建于1958年，高333米。它是东京的象征，每年有很多人来这里参观。", name="tower.txt", language="zh"
    )
    assert made.language == "zh"
    assert errors_of(made) == []


def test_a_bank_that_asks_it_already_is_not_asked_again() -> None:
    text = "Anna Berg founded the Minta Library in 1987 with 400 books."
    first = draft(text, name="x.txt")
    empty = Bank(id="b", title="B")
    assert first.questions
    again = draft(text, name="y.txt", bank=first.added_to(empty))
    assert {each.question.id for each in again.questions}.isdisjoint(
        each.question.id for each in first.questions
    )
    assert len(again.questions) < len(first.questions) or not again.questions
