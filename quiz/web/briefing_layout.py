"""Where each fact stands on the page of a briefing: blocks of text, sentences with anchors, and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from question_bank.markup import Block, marked_blocks

FACTS_A_PAGE = 200  # of those that the text does not name


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the text as HTML; with an anchor and facts, or, with neither, the text between."""

    html: Markup
    anchor: str = ""
    facts: tuple[str, ...] = ()

    @property
    def has_link(self) -> bool:
        """Return whether the stretch holds a link of its own, so that it cannot be one."""
        return "<a " in self.html


@dataclass(frozen=True, slots=True)
class Paragraph:
    anchor: str
    sentences: tuple[Sentence, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fact for one in self.sentences for fact in one.facts))


@dataclass(frozen=True, slots=True)
class Outline:
    """`blocks` are paragraphs and, as HTML, what stands between; `rest` are the facts the text leaves out."""

    blocks: tuple[Markup | Paragraph, ...]
    rest: tuple[str, ...]

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def pages(self) -> int:
        return max(-(-len(self.rest) // FACTS_A_PAGE), 1)

    def rest_on(self, page: int) -> tuple[str, ...]:
        """Return the facts that a page, from 1, lists."""
        return self.rest[(page - 1) * FACTS_A_PAGE : page * FACTS_A_PAGE]


@dataclass(frozen=True, slots=True)
class Spot:
    """An anchor, and the page of further facts on which it is: 1 for what the text names."""

    anchor: str
    page: int = 1


@lru_cache(maxsize=64)
def outline(text: str, fact_ids: tuple[str, ...]) -> Outline:
    """Return how a briefing is laid out; names that are no fact of the bank are passed over."""
    unseen = dict.fromkeys(fact_ids)
    known = frozenset(fact_ids)
    blocks: list[Markup | Paragraph] = []
    number = 0
    for block in marked_blocks(text):
        if block.html:
            blocks.append(Markup(block.html))  # noqa: S704  markup.py shows raw HTML as text
        else:
            number += 1
            blocks.append(_paragraph(block, number, known, unseen))
    return Outline(tuple(blocks), tuple(unseen))


def find_spot(found: Outline, wanted: Mapping[str, int]) -> Spot | None:
    """Return where the page tells most of the wanted facts, each with its weight; None if nowhere."""
    told = [paragraph for paragraph in found.paragraphs if _weight(paragraph.facts, wanted)]
    if told:
        paragraph = max(told, key=lambda one: _weight(one.facts, wanted))
        sentence = max(paragraph.sentences, key=lambda one: _weight(one.facts, wanted))
        return Spot(sentence.anchor)
    left = next((place for place, fact in enumerate(found.rest) if fact in wanted), None)
    return None if left is None else Spot(anchor_of(found.rest[left]), left // FACTS_A_PAGE + 1)


def anchor_of(fact: str) -> str:
    return f"fact-{fact}"


def _weight(facts: Iterable[str], wanted: Mapping[str, int]) -> int:
    return sum(wanted.get(fact, 0) for fact in facts)


def _paragraph(block: Block, number: int, known: frozenset[str], unseen: dict[str, None]) -> Paragraph:
    sentences: list[Sentence] = []
    for place, stretch in enumerate(block.stretches):
        facts = tuple(fact for fact in stretch.facts if fact in known)
        html = Markup(stretch.html)  # noqa: S704  as above
        sentences.append(Sentence(html, _anchor(facts, unseen, f"{number}-{place}"), facts))
        for fact in facts:
            unseen.pop(fact, None)
    return Paragraph(f"paragraph-{number}", tuple(sentences))


def _anchor(facts: Sequence[str], unseen: Mapping[str, None], place: str) -> str:
    """Return the anchor of the fact that is told here first; a fact told once more keeps its first place."""
    first = next((fact for fact in facts if fact in unseen), None)
    if first is not None:
        return anchor_of(first)
    return f"sentence-{place}" if facts else ""
