"""An article read once: its claims with what can be asked about each, its names, its topic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from question_bank.drafting.claims import Claim, claim_of
from question_bank.drafting.clauses import Clause, clause_of
from question_bank.drafting.mentions import Mention, MentionKind, dates_in, figures_in
from question_bank.drafting.names import Names, names_of
from question_bank.drafting.sentences import Sentence, sentences
from question_bank.grading.normal import is_english
from question_bank.markup import plain_text
from question_bank.model import Bank
from question_bank.model.texts import answer_texts

_MOST_SENTENCES = 400  # of a book nobody drafts questions at once
_LONGEST_TOPIC = 60
_OPENING = 3  # sentences in which an article says what it is about
_FUNCTION = re.compile(
    r"\b(?:the|of|and|to|in|was|were|is|that|for|it|with|as|by|on|at|from|had|has)\b", re.IGNORECASE
)
_ENGLISH_SHARE = 0.15
_SPECIAL = re.compile(r"[\\`*_\[\]<>{}|#~]|::|!\[|&\w+;|https?://|www\.|@")


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with all that can be asked for in it; `clause` is None where it could not be taken apart."""

    claim: Claim
    mentions: tuple[Mention, ...]
    clause: Clause | None

    @property
    def says(self) -> str:
        return self.claim.says

    def of(self, *kinds: MentionKind) -> tuple[Mention, ...]:
        return tuple(each for each in self.mentions if each.kind in kinds)


@dataclass(frozen=True, slots=True)
class Article:
    """`others` are names from the bank by type, for distractors; `topic` is what to name where nothing is named."""

    language: str
    english: bool
    topic: str
    names: Names
    told: tuple[Told, ...]
    sentences: tuple[Sentence, ...]
    paragraphs: tuple[str, ...]
    others: tuple[str, ...]


def read_article(paragraphs: Sequence[str], title: str, language: str, bank: Bank | None) -> Article:
    """Return what can be asked about in the paragraphs."""
    every = (each for number, text in enumerate(paragraphs, 1) for each in sentences(number, text))
    cut = list(islice(every, _MOST_SENTENCES))
    english = is_english(language) and _reads_english(cut)
    names = names_of(each.text for each in cut) if english else Names()
    told: list[Told] = []
    said: set[str] = set()
    for at, sentence in enumerate(cut):
        before = cut[at - 1] if at and cut[at - 1].paragraph == sentence.paragraph else None
        claim = _claim(sentence, names, before, english)
        if claim is not None and claim.says not in said and not _SPECIAL.search(claim.says):
            said.add(claim.says)
            told.append(_told(claim, names, language, english))
    return Article(
        language=language,
        english=english,
        topic=_topic(title, cut, names),
        names=names,
        told=tuple(told),
        sentences=tuple(cut),
        paragraphs=tuple(paragraphs),
        others=_answers_of(bank),
    )


def _claim(sentence: Sentence, names: Names, before: Sentence | None, english: bool) -> Claim | None:
    if english:
        return claim_of(sentence, names, before)
    # What is known of other languages are figures and dates: their sentences stay as they are.
    return Claim(sentence, sentence.text) if len(sentence.text) <= 300 else None


def _told(claim: Claim, names: Names, language: str, english: bool) -> Told:
    dates = dates_in(claim.says, language)
    figures = figures_in(claim.says, language, dates)
    taken = (*dates, *figures)
    named = [
        each
        for each in names.find(claim.says)
        if not any(each.start < other.end and other.start < each.end for other in taken)
    ]
    mentions = tuple(sorted((*taken, *named), key=lambda each: each.start))
    return Told(claim, mentions, clause_of(claim.says) if english else None)


def _reads_english(cut: Sequence[Sentence]) -> bool:
    words = sum(len(each.text.split()) for each in cut[:40])
    return words > 0 and sum(len(_FUNCTION.findall(each.text)) for each in cut[:40]) >= _ENGLISH_SHARE * words


def _topic(title: str, cut: Sequence[Sentence], names: Names) -> str:
    """Return the name that the article is about: in its headline or at its beginning, and most often in it."""
    opening = [mention.key for each in cut[:_OPENING] for mention in names.find(each.text)]
    in_title = [mention.key for mention in names.find(title)]
    candidates = [key for key in (in_title or opening) if key in names.counts]
    best = max(candidates, key=lambda key: (names.counts[key], -candidates.index(key)), default="")
    if best and names.counts[best] > 1:
        return best
    return title if len(title) <= _LONGEST_TOPIC and not _SPECIAL.search(title) else best


def _answers_of(bank: Bank | None) -> tuple[str, ...]:
    """Return what the bank's questions ask for, as far as it is short enough to be a name."""
    if bank is None:
        return ()
    texts = (plain_text(text) for question in bank.questions for text in answer_texts(question))
    return tuple(dict.fromkeys(text for text in texts if len(text.split()) <= 5 and text[:1].isupper()))
