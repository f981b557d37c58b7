"""What rests on a source: its paragraphs, their passages, findings where they belong, numbers that add up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.services import evidence
from quiz.services.errors import NotFound
from quiz.services.evidence import SourcePage
from quiz.services.passages import Passages
from quiz.services.source_paragraphs import Coverage, ParagraphShown, cut
from quiz.services.source_texts import Shelves

BANK = """\
bank: water
title: Water
language: en
sources:
  - {id: survey, title: A survey of water, file: survey.txt, body: 2-6}
  - {id: poem, title: A poem}
"""
FACTS = """\
facts:
  - id: end
    says: It ends in the sea.
    evidence: [{source: survey, paragraph: 1, from: "into the sea", to: "the sea"}]
  - id: whole
    says: Rivers run.
    by: the surveyors
    evidence:
      - {source: survey, paragraph: 1, from: "All rivers", to: "the sea"}
      - {source: poem, paragraph: 7, from: "O", to: "river"}
  - id: lost
    says: Nobody finds this.
    evidence:
      - {source: survey, paragraph: 1, from: "whales", to: "the sea"}
      - {source: survey, paragraph: 3, from: "it", to: "rains"}
      - {source: survey, paragraph: 9, from: "a", to: "b"}
"""
QUESTIONS = """\
  - {id: q-end, kind: short_answer, prompt: Where does it end?, answer: sea, facts: [end]}
  - {id: q-both, kind: short_answer, prompt: What runs?, answer: whales, facts: [whole, end]}
  - {id: q-draft, kind: flashcard, prompt: Is it?, answer: It is, facts: [end], draft: true}
"""
TEXT = (
    "Navigation\nAll rivers run into the sea.\n\nThe second is about nothing.\n"
    "it rains and it rains\nlast\nAdvert\n"
)


@pytest.fixture
def water(empty_world: Any) -> Any:
    world = empty_world
    assert world.learner == 1
    world.write(QUESTIONS, bank=BANK, facts=FACTS)
    report = world.sync()
    assert report.added == 3, report.problems
    return world


def install(world: Any, text: str = TEXT) -> None:
    (world.folder / "sources").mkdir(exist_ok=True)
    (world.folder / "sources" / "survey.txt").write_text(text, encoding="utf-8")


def page(world: Any, source: str = "survey") -> SourcePage:
    return evidence.source_page(world.ctx, world.learner, "water", source)


def facts_of(paragraph: ParagraphShown) -> list[tuple[int, str, int]]:
    return [(one.number, one.fact.id, len(one.passages)) for one in paragraph.facts]


def test_without_the_text_citations_stand_by_paragraph_and_nothing_is_called_verified(water: Any) -> None:
    shown = page(water)
    assert shown.installed is None
    assert [(one.number, one.line, one.pieces, one.missing) for one in shown.paragraphs] == [
        (1, None, (), False),
        (3, None, (), False),
        (9, None, (), False),
    ]
    passages = [one for each in shown.paragraphs for fact in each.facts for one in fact.passages]
    assert {(one.stretch, one.problem) for one in passages} == {(None, None)}
    assert shown.coverage == Coverage(covered=3, unverified=5, facts=3, questions=2)


def test_with_the_text_every_passage_is_found_or_says_why_not(water: Any) -> None:
    install(water)
    first, second, third, fourth, ninth = page(water).paragraphs
    assert [one.line for one in (first, second, third, fourth, ninth)] == [2, 4, 5, 6, None]
    assert facts_of(first) == [(1, "whole", 1), (2, "end", 1), (3, "lost", 1)]
    assert [one.passages[0].problem and one.passages[0].problem.code for one in first.facts] == [
        None,
        None,
        "E403",
    ]
    assert (second.facts, second.missing) == ((), False)
    (repeated,) = third.facts[0].passages
    assert repeated.problem is not None
    assert repeated.problem.code == "E406"
    (beyond,) = ninth.facts[0].passages
    assert (ninth.missing, beyond.problem and beyond.problem.code) == (True, "E401")
    assert fourth.facts == ()


def test_overlapping_passages_share_a_piece_and_each_ends_once(water: Any) -> None:
    install(water)
    pieces = page(water).paragraphs[0].pieces
    assert [(one.text, one.facts, one.begins, one.ends) for one in pieces] == [
        ("All rivers run ", (1,), (1,), ()),
        ("into the sea", (1, 2), (2,), (1, 2)),
        (".", (), (), ()),
    ]


def test_questions_stand_at_their_facts_and_a_missing_answer_is_found_at_its_question(water: Any) -> None:
    install(water)
    (water.folder / "sources" / "poem.txt").write_text("1\n2\n3\n4\n5\n6\nO mighty river\n", encoding="utf-8")
    whole, end, lost = page(water).paragraphs[0].facts
    assert [one.question.id for one in whole.questions] == ["q-both"]
    assert [one.question.id for one in end.questions] == ["q-end", "q-both", "q-draft"]
    assert lost.questions == ()
    assert [problem.code for problem in whole.questions[0].problems] == ["E407"]
    assert [one.problems for one in end.questions if one.question.id != "q-both"] == [(), ()]


def test_a_question_that_rests_on_a_text_not_here_is_not_judged(water: Any) -> None:
    install(water)
    assert [one.problems for one in page(water).paragraphs[0].facts[0].questions] == [()]


def test_the_numbers_add_up(water: Any) -> None:
    install(water)
    assert page(water).coverage == Coverage(
        paragraphs=4, covered=2, verified=2, missed=3, facts=3, questions=2, words=17, words_covered=6
    )
    listed = evidence.source_list(water.ctx, water.learner, "water").sources
    assert [(one.source.id, one.installed, one.coverage.passages) for one in listed] == [
        ("survey", True, 5),
        ("poem", False, 1),
    ]
    assert listed[0].coverage == page(water).coverage
    assert page(water, "poem").coverage == Coverage(covered=1, unverified=1, facts=1, questions=1)


def test_a_body_beyond_the_end_of_the_text_is_said_once_for_the_whole(water: Any) -> None:
    install(water, "Navigation\nAll rivers run into the sea.\n")
    assert [problem.code for problem in page(water).problems] == ["E400"]
    install(water)
    assert page(water).problems == ()


def test_a_source_that_is_not_there_is_not_found(water: Any) -> None:
    for learner, key, source in ((1, "water", "nothing"), (1, "fire", "survey"), (99, "water", "survey")):
        with pytest.raises(NotFound):
            evidence.source_page(water.ctx, learner, key, source)
    with pytest.raises(NotFound):
        evidence.source_list(water.ctx, water.learner, "fire")


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(1, 5)), max_size=8)


@given(st.text(min_size=1, max_size=40), spans)
def test_pieces_are_the_text_to_the_letter_and_know_their_passages(
    text: str, drawn: list[tuple[int, int, int]]
) -> None:
    inside = [(begin, min(end, len(text)), number) for begin, end, number in drawn if begin < end]
    inside = [(begin, end, number) for begin, end, number in inside if begin < end]
    pieces = cut(text, inside)
    assert "".join(piece.text for piece in pieces) == text
    position = 0
    begun: list[int] = []
    for piece in pieces:
        for at in range(position, position + len(piece.text)):
            assert set(piece.facts) == {number for begin, end, number in inside if begin <= at < end}
        position += len(piece.text)
        assert set(piece.ends) == {number for _, end, number in inside if end == position}
        begun += piece.begins
    assert sorted(begun) == sorted({number for _, _, number in inside})


def test_the_shipped_banks_articles_are_shown_whole_and_proven(
    empty_world: Any, articles: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = empty_world
    assert world.learner == 1
    world.folder = root / "question_bank" / "banks" / "russia-korea-2011"
    assert world.sync().added
    # The articles lie beside the checkout, and nothing may be written into the bank that is shipped.
    monkeypatch.setattr(Passages, "shelves", lambda *_: Shelves(own=articles))
    for line in evidence.source_list(world.ctx, world.learner, "russia-korea-2011").sources:
        shown = evidence.source_page(world.ctx, world.learner, "russia-korea-2011", line.source.id)
        assert shown.installed is not None
        assert (shown.coverage.missed, shown.coverage.unverified, shown.problems) == (0, 0, ())
        assert shown.coverage.covered == shown.coverage.paragraphs > 10
        assert shown.coverage.words_covered > 0.8 * shown.coverage.words
        facts = [fact for paragraph in shown.paragraphs for fact in paragraph.facts]
        assert [one.problems for fact in facts for one in fact.questions if one.problems] == []
