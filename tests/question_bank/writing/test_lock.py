"""bank.lock: it sees a changed answer, keeps ids taken, and its times only grow."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from question_bank.model import (
    Bank,
    Cloze,
    DateQuestion,
    Distractor,
    Evidence,
    Fact,
    Flashcard,
    ListItem,
    ListQuestion,
    Matching,
    MultipleChoice,
    NumberQuestion,
    Ordering,
    OrderingItem,
    Pair,
    PartialDate,
    Passage,
    Precision,
    Question,
    Scale,
    ShortAnswer,
    SingleChoice,
    Source,
    Tolerance,
    TrueFalse,
    Unit,
)
from question_bank.writing.lock import (
    Lock,
    check_lock,
    content_hash,
    key_hash,
    read_lock,
    render_lock,
    updated_lock,
)

NOW = datetime(2026, 3, 1, 12, 0, 0, 987654, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
CARD = ShortAnswer(id="capital", prompt="What is the capital?", answer="Astana")
FOG = Flashcard(id="fog", prompt="What is fog?", answer="A cloud")


def bank(*questions: Question, name: str = "water") -> Bank:
    return Bank(id=name, title="Water", questions=questions)


def locked(*questions: Question) -> Lock:
    return updated_lock(bank(*questions), Lock(), NOW)


def codes(now: Bank, lock: Lock | None) -> list[str]:
    return [problem.code for problem in check_lock(now, lock)]


def test_a_lock_just_written_has_nothing_to_say() -> None:
    assert codes(bank(CARD, FOG), locked(CARD, FOG)) == []


def test_a_lock_reads_back_as_it_was_written() -> None:
    lock = updated_lock(bank(FOG), locked(CARD, FOG), LATER)
    again, problems = read_lock(render_lock(lock))
    assert problems == ()
    assert again == lock
    assert render_lock(again) == render_lock(lock)


def test_the_lock_does_not_depend_on_the_order_of_questions() -> None:
    assert render_lock(locked(CARD, FOG)) == render_lock(locked(FOG, CARD))


def test_times_are_utc_to_the_second() -> None:
    text = render_lock(locked(CARD))
    assert " 2026-03-01T12:00:00Z\n" in text
    assert locked(CARD).changed(CARD, bank(CARD)) == NOW.replace(microsecond=0)


def test_a_missing_lock_is_a_warning_with_the_next_step() -> None:
    (problem,) = check_lock(bank(CARD), None, "banks/water/bank.lock")
    assert problem.code == "W301"
    assert "python -m question_bank fmt banks/water" in problem.suggestion


def test_new_and_changed_questions_make_the_lock_out_of_date() -> None:
    typo = replace(CARD, prompt="What is the capital today?")
    (problem,) = check_lock(bank(typo, FOG), locked(CARD))
    assert problem.code == "W302"
    assert "1 new and 1 changed" in problem.message


def test_a_changed_answer_without_a_new_edition_is_an_error_until_it_is_decided() -> None:
    changed = bank(replace(CARD, answer="Nur-Sultan"))
    lock = locked(CARD)
    assert codes(changed, lock) == ["E301"]
    assert codes(changed, updated_lock(changed, lock, LATER)) == ["E301"]


def test_raising_the_edition_settles_a_changed_answer() -> None:
    changed = bank(replace(CARD, answer="Nur-Sultan", edition=2))
    lock = updated_lock(changed, locked(CARD), LATER)
    assert codes(changed, lock) == []
    assert lock.entries["capital"].edition == 2


def test_saying_that_it_is_the_same_answer_settles_it_too() -> None:
    reworded = bank(replace(CARD, answer="Astana (Kazakhstan)"))
    lock = updated_lock(reworded, locked(CARD), LATER, same_answer=["capital"])
    assert codes(reworded, lock) == []
    assert lock.entries["capital"].edition == 1
    assert lock.entries["capital"].changed > locked(CARD).entries["capital"].changed


def test_an_edition_never_goes_back() -> None:
    lock = locked(replace(CARD, edition=3))
    assert codes(bank(CARD), lock) == ["E305"]
    assert codes(bank(CARD), updated_lock(bank(CARD), lock, LATER)) == ["E305"]


def test_changed_grows_even_if_the_clock_goes_back() -> None:
    lock = locked(CARD)
    typo = replace(CARD, prompt="What is the capital today?")
    fresh = updated_lock(bank(typo), lock, NOW - timedelta(days=400))
    assert fresh.entries["capital"].changed == lock.entries["capital"].changed + timedelta(seconds=1)


def test_a_raised_edition_alone_is_a_change() -> None:
    raised = updated_lock(bank(replace(CARD, edition=2)), locked(CARD), LATER)
    assert raised.entries["capital"].changed == LATER.replace(microsecond=0)


def test_changed_stays_while_the_content_stays() -> None:
    moved = replace(CARD, difficulty=3, unsourced="from an old list")
    assert updated_lock(bank(moved), locked(CARD), LATER) == locked(CARD)


def test_a_removed_question_is_told_once_and_its_id_stays_taken() -> None:
    lock = locked(CARD, FOG)
    assert codes(bank(FOG), lock) == ["W303"]
    gone = updated_lock(bank(FOG), lock, LATER)
    assert codes(bank(FOG), gone) == []
    other = bank(FOG, replace(CARD, prompt="Who?", answer="Somebody"))
    assert codes(other, gone) == ["E303"]
    assert codes(other, updated_lock(other, gone, LATER)) == ["E303"]


def test_a_removed_question_that_comes_back_is_as_it_was() -> None:
    lock = locked(CARD, FOG)
    gone = updated_lock(bank(FOG), lock, LATER)
    assert updated_lock(bank(CARD, FOG), gone, LATER) == lock


def test_a_rename_with_was_keeps_first_id_and_time() -> None:
    renamed = bank(replace(CARD, id="capital-city", was=("capital",)))
    assert codes(renamed, locked(CARD)) == ["W302"]
    lock = updated_lock(renamed, locked(CARD), LATER)
    assert list(lock.entries) == ["capital-city"]
    assert lock.entries["capital-city"].first_id == "capital"
    assert lock.entries["capital-city"].changed == locked(CARD).entries["capital"].changed
    assert codes(renamed, lock) == []


def test_a_rename_without_was_is_recognised_by_its_content() -> None:
    (first, second) = check_lock(bank(replace(CARD, id="capital-city")), locked(CARD))
    assert first.code == "W304"
    assert "was: [capital]" in first.suggestion
    assert second.code == "W302"


def test_losing_the_first_id_is_an_error() -> None:
    lock = locked(replace(CARD, id="b", was=("a",)))
    assert codes(bank(replace(CARD, id="b")), lock) == ["E304"]
    assert codes(bank(replace(CARD, id="c", was=("b",))), lock) == ["E304"]
    assert codes(bank(replace(CARD, id="c", was=("a", "b"))), lock) == ["W302"]


def test_a_changed_bank_id_is_an_error() -> None:
    renamed = bank(CARD, name="rivers")
    assert codes(renamed, locked(CARD)) == ["E306"]
    assert codes(renamed, updated_lock(renamed, locked(CARD), LATER)) == ["E306"]


def test_drafts_may_change_as_they_like_until_they_are_published() -> None:
    draft = replace(CARD, draft=True)
    lock = locked(draft)
    assert lock.entries == {}
    assert codes(bank(replace(draft, answer="Almaty")), lock) == []


def test_a_published_question_that_becomes_a_draft_is_not_gone() -> None:
    draft = bank(replace(CARD, draft=True))
    assert codes(draft, locked(CARD)) == []
    assert updated_lock(draft, locked(CARD), LATER) == locked(CARD)


def test_merge_marks_are_told_and_the_newer_line_wins() -> None:
    old, new = locked(CARD), updated_lock(bank(replace(CARD, prompt="Which?")), locked(CARD), LATER)
    ours, theirs = render_lock(old).splitlines()[-1], render_lock(new).splitlines()[-1]
    text = f"bank water\n<<<<<<< ours\n{theirs}\n=======\n{ours}\n>>>>>>> theirs\n"
    lock, problems = read_lock(text, "banks/water/bank.lock")
    assert [(problem.code, problem.place.line) for problem in problems] == [
        ("E302", 2),
        ("E302", 4),
        ("E302", 6),
    ]
    assert lock == new


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("newer", "older"),
    [("2 2026-01-01", "1 2026-02-01"), ("1 2026-02-01", "1 2026-01-01"), ("3 2026-02-01", "2 2026-02-01")],
)
def test_of_two_lines_the_higher_edition_wins_and_then_the_later_change(
    newer: str, older: str, turned: bool
) -> None:
    lines = [
        f"a a {edition} {'0' * 16} {'0' * 16} {day}T00:00:00Z"
        for edition, day in (newer.split(), older.split())
    ]
    lock, problems = read_lock("\n".join(lines[::-1] if turned else lines))
    assert problems == ()
    assert render_lock(lock).splitlines()[-1] == lines[0]


@pytest.mark.parametrize(
    "line", ["nonsense", "a a 1 xyz xyz 2026-01-01T00:00:00Z", "a a 0 " + "0" * 16, "\x00"]
)
def test_a_line_that_is_not_one_is_a_finding(line: str) -> None:
    lock, problems = read_lock(f"bank water\n{line}\n")
    assert [problem.code for problem in problems] == ["E302"]
    assert lock.entries == {}


def test_an_impossible_date_is_a_finding() -> None:
    line = f"a a 1 {'0' * 16} {'0' * 16} 2026-02-31T00:00:00Z"
    assert [problem.code for problem in read_lock(line)[1]] == ["E302"]


NUMBER = NumberQuestion(id="n", prompt="P", answer=Decimal(11), written="11", scale=Scale.BILLION)
CHOICE = SingleChoice(id="c", prompt="P", answer="x", distractors=(Distractor(text="y"),))
MANY = MultipleChoice(id="m", prompt="P", answers=("x", "y"), distractors=(Distractor(text="z"),))
LIST = ListQuestion(id="l", prompt="P", answers=(ListItem(answer="x"), ListItem(answer="y")), need=2)
DATE = DateQuestion(id="d", prompt="P", answer=PartialDate(2011, 8), precision=Precision.MONTH)
GAPS = Cloze(id="z", text="The {{c1::sea::what}} is {{c2::salt}}.")
ORDER = Ordering(
    id="o", prompt="P", items=(OrderingItem(text="x", label="1"), OrderingItem(text="y", label="1"))
)
MATCH = Matching(id="t", prompt="P", pairs=(Pair(left="x", right="1"), Pair(left="y", right="2")))
TRUE = TrueFalse(id="f", prompt="P", answer=True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (CARD, replace(CARD, answer="ASTANA ", accept=("Akmola",), reject=("Almaty",), strict=True)),
        (NUMBER, replace(NUMBER, answer=Decimal("11000.0"), written="11,000", scale=Scale.MILLION)),
        (NUMBER, replace(NUMBER, tolerance=Tolerance(amount=Decimal(1)))),
        (CHOICE, replace(CHOICE, distractors=(Distractor(text="z"),))),
        (MANY, replace(MANY, answers=("y", "x"))),
        (LIST, replace(LIST, answers=(ListItem(answer="y", accept=("why",)), ListItem(answer="x")))),
        (GAPS, replace(GAPS, text="Salt: the {{c1::sea}} is {{c2::salt::taste}}!", accept=(("ocean",),))),
        (ORDER, replace(ORDER, items=tuple(reversed(ORDER.items)))),
        (MATCH, replace(MATCH, pairs=tuple(reversed(MATCH.pairs)), spare=("3",))),
        (TRUE, replace(TRUE, prompt="Q", explanation="E")),
    ],
)
def test_what_need_not_be_learnt_anew_leaves_the_key_alone_but_is_a_change(
    old: Question, new: Question
) -> None:
    assert key_hash(old) == key_hash(new)
    assert content_hash(old, bank(old)) != content_hash(new, bank(new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (CARD, replace(CARD, answer="Almaty")),
        (NUMBER, replace(NUMBER, scale=Scale.MILLION)),
        (NUMBER, replace(NUMBER, unit=Unit(name="dollars"))),
        (CHOICE, replace(CHOICE, answer="z")),
        (CHOICE, ShortAnswer(id="c", prompt="P", answer="x")),
        (MANY, replace(MANY, answers=("x",))),
        (LIST, replace(LIST, need=1)),
        (DATE, replace(DATE, answer=PartialDate(2011, 9))),
        (DATE, replace(DATE, precision=Precision.YEAR)),
        (GAPS, replace(GAPS, text="The {{c1::lake}} is {{c2::salt}}.")),
        (ORDER, replace(ORDER, items=(OrderingItem(text="y", label="1"), OrderingItem(text="x", label="2")))),
        (MATCH, replace(MATCH, pairs=(Pair(left="x", right="2"), Pair(left="y", right="1")))),
        (TRUE, replace(TRUE, answer=False)),
    ],
)
def test_another_answer_is_another_key(old: Question, new: Question) -> None:
    assert key_hash(old) != key_hash(new)


def test_the_hashes_are_the_same_for_ever() -> None:
    """Committed locks hold these: if this fails, every bank would seem changed."""
    line = render_lock(locked(CARD)).splitlines()[-1]
    assert line == "capital capital 1 b24dca82d0baebbe 0c2d5e6c0c29d814 2026-03-01T12:00:00Z"


def test_a_mended_title_of_a_cited_source_is_a_change_so_that_it_reaches_anki() -> None:
    cited = replace(CARD, facts=("fact",))
    evidence = Evidence(passages=(Passage(source="book", paragraph=1, begins="a", ends="b"),))
    now = Bank(
        id="water",
        title="Water",
        sources=(Source(id="book", title="The Bok"),),
        facts=(Fact(id="fact", says="x", evidence=evidence),),
        questions=(cited,),
    )
    lock = updated_lock(now, Lock(), NOW)
    mended = replace(now, sources=(Source(id="book", title="The Book"),))
    assert codes(now, lock) == []
    assert codes(mended, lock) == ["W302"]
    later = updated_lock(mended, lock, NOW)
    changed, before = later.changed(cited, mended), lock.changed(cited, now)
    assert changed is not None
    assert before is not None
    assert changed > before


CITED = replace(CARD, facts=("fact",))
PASSAGE = Passage(source="book", paragraph=1, begins="a", ends="b")
FACT = Fact(id="fact", says="x", evidence=Evidence(passages=(PASSAGE,)))


@pytest.mark.parametrize(
    "changed",
    [
        replace(FACT, by=("the author",)),
        replace(FACT, via=("an agency",)),
        *(
            replace(FACT, evidence=Evidence(passages=(replace(PASSAGE, **{name: value}),)))
            for name, value in {"paragraph": 2, "begins": "c", "ends": "c"}.items()
        ),
        replace(FACT, evidence=Evidence(passages=(PASSAGE, replace(PASSAGE, paragraph=2)))),
    ],
)
def test_whatever_a_citation_shows_is_part_of_the_content(changed: Fact) -> None:
    now = replace(bank(CITED), facts=(FACT,), sources=(Source(id="book", title="The Book"),))
    assert content_hash(CITED, now) != content_hash(CITED, replace(now, facts=(changed,)))


def test_allowing_a_sources_passages_on_cards_is_a_change_and_saying_nothing_is_none() -> None:
    quiet = Source(id="book", title="The Book")
    now = replace(bank(CITED), facts=(FACT,), sources=(quiet,))
    assert content_hash(CITED, now) == "8e972ccd75666c88"
    assert content_hash(CITED, replace(now, sources=(replace(quiet, quote=True),))) != "8e972ccd75666c88"
