"""A source's paragraphs with the facts that rest on them, their passages cut out of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from question_bank.evidence import EvidenceReport, Located, Paragraph, Stretch, body_paragraphs
from question_bank.model import Bank, Fact, Passage, Question, Source
from question_bank.problems import Problem

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageShown:
    """A passage of a fact: found as `stretch`, or missed for `problem`; neither without the text."""

    passage: Passage
    stretch: Stretch | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionShown:
    """A question on a fact; `problems` say which parts of its answer the passages do not hold."""

    question: Question
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactShown:
    """A fact that rests on a paragraph, its number there, and its passages in it."""

    number: int
    fact: Fact
    passages: tuple[PassageShown, ...]
    questions: tuple[QuestionShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a paragraph with the numbers of the facts whose passages hold it.

    `begins` are those of them that have not begun before, `ends` those one of whose passages ends here.
    """

    text: str
    facts: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphShown:
    """`pieces` make the whole text, and are none where it is not here; `line` is the one in the file.

    `missing` says that passages name this paragraph although the text has none of this number.
    """

    number: int
    line: int | None = None
    pieces: tuple[Piece, ...] = ()
    facts: tuple[FactShown, ...] = ()
    missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of a source is asked about, and proven; questions are counted without drafts.

    Without the text `paragraphs` and the words are 0, and `covered` counts the paragraphs that are cited.
    """

    paragraphs: int = 0
    covered: int = 0
    verified: int = 0
    missed: int = 0
    unverified: int = 0
    facts: int = 0
    questions: int = 0
    words: int = 0
    words_covered: int = 0

    @property
    def passages(self) -> int:
        return self.verified + self.missed + self.unverified


def cut(text: str, spans: Iterable[tuple[int, int, int]]) -> tuple[Piece, ...]:
    """Cut `text` wherever one of the spans (begin, end, number of its fact) begins or ends."""
    filled = [(begin, end, number) for begin, end, number in spans if begin < end]
    first = {number: begin for begin, _end, number in sorted(filled, reverse=True)}
    edges = sorted({0, len(text), *(edge for begin, end, _ in filled for edge in (begin, end))})
    return tuple(
        Piece(
            text=text[left:right],
            facts=_numbers(n for begin, end, n in filled if begin <= left and right <= end),
            begins=_numbers(n for n, begin in first.items() if begin == left),
            ends=_numbers(n for _begin, end, n in filled if end == right),
        )
        for left, right in pairwise(edges)
    )


def _numbers(found: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(found)))


def passages_in(fact: Fact, source: Source) -> list[tuple[int, Passage]]:
    return [
        (index, passage)
        for index, passage in enumerate(fact.evidence.passages)
        if passage.source == source.id
    ]


@dataclass(frozen=True, slots=True)
class _Findings:
    """A report, looked up by what it is about."""

    located: Mapping[tuple[str, int], Located]
    missed: Mapping[tuple[str, int], Problem]
    unsupported: Mapping[str, tuple[Problem, ...]]


def _findings(report: EvidenceReport) -> _Findings:
    unsupported: dict[str, tuple[Problem, ...]] = {}
    for one in report.unsupported:
        unsupported[one.question] = (*unsupported.get(one.question, ()), one.problem)
    return _Findings(
        {(found.fact, found.index): found for found in report.located},
        {(found.fact, found.index): found.problem for found in report.missed},
        unsupported,
    )


def paragraphs_of(
    bank: Bank, source: Source, text: str | None, report: EvidenceReport
) -> tuple[ParagraphShown, ...]:
    """Return every paragraph of the text, and those that only passages know of."""
    findings = _findings(report)
    asked: dict[str, list[QuestionShown]] = {}
    for question in bank.questions:
        shown = QuestionShown(question=question, problems=findings.unsupported.get(question.id, ()))
        for fact_id in dict.fromkeys(question.facts):
            asked.setdefault(fact_id, []).append(shown)
    resting: dict[int, list[tuple[Fact, list[PassageShown]]]] = {}
    for fact in bank.facts:
        for number, passages in _shown(fact, source, findings).items():
            resting.setdefault(number, []).append((fact, passages))
    body = {} if text is None else {one.number: one for one in body_paragraphs(source, text)}
    return tuple(
        _paragraph(number, body.get(number), resting.get(number, ()), asked, missing=text is not None)
        for number in sorted({*body, *resting})
    )


def _shown(fact: Fact, source: Source, findings: _Findings) -> dict[int, list[PassageShown]]:
    """Return the fact's passages in a source by paragraph."""
    shown: dict[int, list[PassageShown]] = {}
    for index, passage in passages_in(fact, source):
        found = findings.located.get((fact.id, index))
        shown.setdefault(passage.paragraph, []).append(
            PassageShown(
                passage=passage,
                stretch=found.stretch if found else None,
                problem=findings.missed.get((fact.id, index)),
            )
        )
    return shown


def _paragraph(
    number: int,
    paragraph: Paragraph | None,
    resting: Iterable[tuple[Fact, list[PassageShown]]],
    asked: Mapping[str, list[QuestionShown]],
    *,
    missing: bool,
) -> ParagraphShown:
    """Number the facts as their passages begin in the text; those without a place come last."""
    ordered = sorted(resting, key=lambda one: _first(one[1]))
    facts = tuple(
        FactShown(number=place, fact=fact, passages=tuple(passages), questions=tuple(asked.get(fact.id, ())))
        for place, (fact, passages) in enumerate(ordered, 1)
    )
    if paragraph is None:
        return ParagraphShown(number=number, facts=facts, missing=missing)
    spans = [
        (one.stretch.start, one.stretch.end, fact.number)
        for fact in facts
        for one in fact.passages
        if one.stretch
    ]
    return ParagraphShown(number=number, line=paragraph.line, pieces=cut(paragraph.text, spans), facts=facts)


def _first(passages: Iterable[PassageShown]) -> tuple[bool, int]:
    starts = [one.stretch.start for one in passages if one.stretch]
    return not starts, min(starts, default=0)


def coverage_of(paragraphs: Iterable[ParagraphShown], *, has_text: bool) -> Coverage:
    shown = [fact for one in paragraphs for fact in one.facts]
    passages = [passage for fact in shown for passage in fact.passages]
    verified = sum(one.stretch is not None for one in passages)
    missed = sum(one.problem is not None for one in passages)
    words = [_words(one) for one in paragraphs]
    return Coverage(
        paragraphs=sum(not one.missing for one in paragraphs) if has_text else 0,
        covered=sum(bool(one.facts) and not one.missing for one in paragraphs),
        verified=verified,
        missed=missed,
        unverified=len(passages) - verified - missed,
        facts=len({fact.fact.id for fact in shown}),
        questions=len({q.question.id for fact in shown for q in fact.questions if not q.question.draft}),
        words=sum(all_words for all_words, _covered in words),
        words_covered=sum(covered for _all_words, covered in words),
    )


def _words(paragraph: ParagraphShown) -> tuple[int, int]:
    """Return how many words a paragraph has, and how many of them a passage holds at least in part."""
    covered: list[bool] = []
    for piece in paragraph.pieces:
        covered += [bool(piece.facts)] * len(piece.text)
    words = list(_WORD.finditer("".join(piece.text for piece in paragraph.pieces)))
    return len(words), sum(any(covered[word.start() : word.end()]) for word in words)
