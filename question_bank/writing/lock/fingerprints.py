"""Hashes by which the lock notices that a question's answer or its text changed."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any, NamedTuple, assert_never

from question_bank import codec
from question_bank.model import (
    Bank,
    Cloze,
    DateQuestion,
    Flashcard,
    ListQuestion,
    Matching,
    MultipleChoice,
    NumberQuestion,
    Ordering,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    cloze,
)

# What a learner never sees of a question, or what is about its place in the bank rather than about itself.
_BOOKKEEPING = {"id", "was", "facts", "difficulty", "edition", "draft", "derived", "unsourced"}
_LENGTH = 16  # 64 bits: within one bank two different texts never meet by accident


class Fingerprints(NamedTuple):
    """A question's two hashes in the lock."""

    key: str
    content: str


def fingerprints(question: Question, bank: Bank) -> Fingerprints:
    return Fingerprints(key_hash(question), content_hash(question, bank))


def key_hash(question: Question) -> str:
    """Return a hash of what a learner has to know: the kind and its right answer.

    Case, spaces and the ways of writing one character do not count. Nor does what merely widens or
    narrows the marking (accept, reject, strict, tolerance, distractors): nobody has to learn that anew.
    """
    return _hash([question.kind.value, _key(question)])


def text_hash(question: Question) -> str:
    """Return a hash of what the question itself shows a learner, its tags included."""
    return _hash(_shown(question))


def content_hash(question: Question, bank: Bank) -> str:
    """Return a hash of everything a learner sees with the question: its own text, and what it cites.

    An Anki note carries the citations, so a mended title of a source must reach those who have the note.
    """
    return _hash([_shown(question), [_cited(bank, fact_id) for fact_id in question.facts]])


def _shown(question: Question) -> dict[str, Any]:
    plain = codec.to_plain(question)
    return {name: value for name, value in plain.items() if name not in _BOOKKEEPING}


def _cited(bank: Bank, fact_id: str) -> Any:
    fact = bank.fact(fact_id)
    if fact is None:
        return None
    passages = []
    for passage in fact.evidence.passages:
        source = bank.source(passage.source)
        about = source and [source.title, source.publisher, source.author, str(source.published), source.url]
        # Only where it is so: no lock from before may call its questions changed.
        quoted = ["quoted"] if source and source.quote else []
        passages.append([about, passage.paragraph, passage.begins, passage.ends, *quoted])
    return [fact.by, fact.via, fact.evidence.alternatives, passages]


def _key(question: Question) -> Any:
    match question:
        case Flashcard() | SingleChoice() | ShortAnswer():
            return _plain(question.answer)
        case TrueFalse():
            return question.answer
        case MultipleChoice():
            return sorted(_plain(answer) for answer in question.answers)
        case ListQuestion():
            return [question.need, sorted(_plain(item.answer) for item in question.answers)]
        case NumberQuestion():
            return [f"{(question.answer * question.scale.factor).normalize():f}", _unit(question)]
        case DateQuestion():
            return [str(question.answer), question.precision.value]
        case Cloze():
            return [[gap.number, _plain(gap.answer)] for gap in cloze.deletions(question.text)]
        case Ordering():
            return _order(question)
        case Matching():
            return sorted([_plain(pair.left), _plain(pair.right)] for pair in question.pairs)
        case _:
            assert_never(question)


def _unit(question: NumberQuestion) -> str:
    return _plain(question.unit.name) if question.unit else ""


def _order(question: Ordering) -> list[list[str]]:
    """Return the items' ranks; those that share a label are tied, and their order is free."""
    ranks: dict[str, list[str]] = {}
    for number, item in enumerate(question.items):
        ranks.setdefault(_plain(item.label) or f"#{number}", []).append(_plain(item.text))
    return [sorted(tied) for tied in ranks.values()]


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _hash(value: Any) -> str:
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:_LENGTH]
