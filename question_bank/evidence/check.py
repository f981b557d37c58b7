"""Proving a bank's passages and answers against the texts of its sources, as far as these are at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from question_bank.evidence.answers import missing_parts
from question_bank.evidence.locate import LONGEST_END, Miss, Stretch, locate
from question_bank.evidence.messages import (
    absent_answer,
    misplaced_body,
    missed_passage,
    missing_paragraph,
    overlong_end,
    uncovered_paragraph,
)
from question_bank.evidence.paragraphs import Paragraph, body_paragraphs, line_count
from question_bank.model import Bank, Fact, Passage
from question_bank.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Located:
    """A passage proven: which fact's, its index among that fact's passages, and the stretch itself."""

    fact: str
    index: int
    passage: Passage
    paragraph: Paragraph
    stretch: Stretch


@dataclass(frozen=True, slots=True)
class Missed:
    """A passage that could not be proven although its source's text is at hand, named as in `Located`."""

    fact: str
    index: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A part of a question's answer that its facts' passages do not hold."""

    question: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class EvidenceReport:
    """`verified` passages stand in their source; for `unverified` ones the source's text is not at hand.

    `missed` and `unsupported` say of `problems` which passage and which question they are about.
    """

    problems: tuple[Problem, ...]
    verified: int
    unverified: int
    located: tuple[Located, ...]
    missed: tuple[Missed, ...] = ()
    unsupported: tuple[Unsupported, ...] = ()


Bodies = Mapping[str, tuple[Paragraph, ...]]


def check_evidence(bank: Bank, texts: Mapping[str, str]) -> EvidenceReport:
    """Verify every passage, and that answers occur in passages; `texts` are by source id, not all needed."""
    bodies = {
        source.id: body_paragraphs(source, texts[source.id]) for source in bank.sources if source.id in texts
    }
    problems = [*_body_problems(bank, texts), *_long_ends(bank)]
    located: list[Located] = []
    missed: list[Missed] = []
    unverified = 0
    for fact in bank.facts:
        for index, passage in enumerate(fact.evidence.passages):
            if passage.source not in bodies:
                unverified += bank.source(passage.source) is not None
                continue
            found = _locate(fact, index, passage, bodies[passage.source])
            if isinstance(found, Problem):
                missed.append(Missed(fact.id, index, found))
            else:
                located.append(found)
    unsupported = tuple(_unsupported(bank, located))
    problems += [one.problem for one in missed]
    problems += [one.problem for one in unsupported]
    problems += _uncovered(bank, bodies)
    ordered = tuple(sorted(problems, key=lambda problem: (problem.place, problem.code)))
    return EvidenceReport(ordered, len(located), unverified, tuple(located), tuple(missed), unsupported)


def passage_place(fact: Fact, index: int, key: str) -> Place:
    """Return where a passage's `from`, `to` or `paragraph` is written."""
    inside = ("any", index, key) if fact.evidence.alternatives else (index, key)
    return fact.at.of("evidence", *inside)


def _body_problems(bank: Bank, texts: Mapping[str, str]) -> Iterator[Problem]:
    for source in bank.sources:
        if source.id in texts and source.body is not None:
            lines = line_count(texts[source.id])
            if source.body[1] > lines:
                yield misplaced_body(source, lines)


def _long_ends(bank: Bank) -> Iterator[Problem]:
    for fact in bank.facts:
        for index, passage in enumerate(fact.evidence.passages):
            for key, words in (("from", passage.begins), ("to", passage.ends)):
                if len(words.split()) > LONGEST_END:
                    yield overlong_end(key, words, passage_place(fact, index, key))


def _locate(fact: Fact, index: int, passage: Passage, body: tuple[Paragraph, ...]) -> Located | Problem:
    if not 1 <= passage.paragraph <= len(body):
        return missing_paragraph(passage, body, passage_place(fact, index, "paragraph"))
    paragraph = body[passage.paragraph - 1]
    found = locate(paragraph.text, passage.begins, passage.ends)
    if isinstance(found, Miss):
        key = "from" if found is Miss.BEGIN_ABSENT else "to"
        return missed_passage(found, passage, paragraph, body, passage_place(fact, index, key))
    return Located(fact.id, index, passage, paragraph, found)


def _unsupported(bank: Bank, located: list[Located]) -> Iterator[Unsupported]:
    """A question is judged only when every passage of all its facts was found."""
    stretches: dict[str, list[str]] = {}
    for one in located:
        stretches.setdefault(one.fact, []).append(one.stretch.text)
    whole = {
        fact.id
        for fact in bank.facts
        if fact.evidence.passages and len(stretches.get(fact.id, ())) == len(fact.evidence.passages)
    }
    for question in bank.questions:
        if question.derived or not question.facts or not whole.issuperset(question.facts):
            continue
        passages = [text for fact in question.facts for text in stretches[fact]]
        for missing in missing_parts(question, passages, question.lang or bank.language):
            yield Unsupported(question.id, absent_answer(question, missing))


def _uncovered(bank: Bank, bodies: Bodies) -> Iterator[Problem]:
    cited = {(passage.source, passage.paragraph) for fact in bank.facts for passage in fact.evidence.passages}
    for source in bank.sources:
        for paragraph in bodies.get(source.id, ()):
            if (source.id, paragraph.number) not in cited:
                yield uncovered_paragraph(source, paragraph)
