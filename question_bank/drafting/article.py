"""An article read once: its claims with what can be asked about each, its names, its topic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from question_bank.drafting.claims import Claim, claim_of, condensed
from question_bank.drafting.clauses import Clause, clause_of
from question_bank.drafting.mentions import Mention, MentionKind, dates_in, figures_in
from question_bank.drafting.names import Names, names_of
from question_bank.drafting.sentences import LONGEST, LONGEST_PARAGRAPH, Sentence, sentences
from question_bank.drafting.standing import stands_alone
from question_bank.drafting.trimming import without_aside
from question_bank.drafting.values import Refusal, Refused
from question_bank.drafting.vocabulary import FUNCTION_WORDS
from question_bank.grading.normal import is_english
from question_bank.markup import plain_text
from question_bank.model import Bank, DateQuestion, NumberQuestion, Precision, Scale, Source
from question_bank.model.texts import answer_texts

_MOST_SENTENCES = 400  # of a book nobody drafts questions at once
_LONGEST_TOPIC = 60
_SHOWN = 200  # characters of what was left out
_TOPIC_WORDS = 6
_OPENING = 3  # sentences in which an article says what it is about
_FUNCTION = re.compile(
    r"\b(?:the|of|and|to|in|was|were|is|that|for|it|with|as|by|on"
    r"|at|from|had|has|an?|its|their|are|be|or|who|which|without|after)\b",
    re.IGNORECASE,
)
_ENGLISH_SHARE = 0.12
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
class BankFigure:
    """A figure that a question of the bank asks for; `asked` is its prompt, which says what it counts."""

    value: Decimal
    scale: Scale
    unit: str
    asked: str


@dataclass(frozen=True, slots=True)
class Article:
    """`others` are names from the bank by type, for distractors; `topic` is what to name where nothing is
    named."""

    language: str
    english: bool
    topic: str
    names: Names
    told: tuple[Told, ...]
    sentences: tuple[Sentence, ...]
    paragraphs: tuple[str, ...]
    others: tuple[str, ...]
    bank_figures: tuple[BankFigure, ...] = ()
    bank_years: tuple[int, ...] = ()
    year: int = 0  # in which the article appeared
    left_out: tuple[Refused, ...] = ()  # sentences of which nothing can be claimed


def read_article(
    paragraphs: Sequence[str], source: Source, headline: str, language: str, bank: Bank | None
) -> Article:
    """Return what can be asked about in the paragraphs."""
    cut, left_out = _read_sentences(paragraphs)
    english = is_english(language) and _reads_english(cut)
    names = names_of(each.text for each in cut) if english else Names()
    told: list[Told] = []
    said: set[str] = set()
    for at, sentence in enumerate(cut):
        before = cut[at - 1] if at and cut[at - 1].paragraph == sentence.paragraph else None
        claims = _claims(sentence, names, before, english)
        plain = [each for each in claims if not _SPECIAL.search(each.says)]
        if not plain:
            detail = "it has marks or addresses that a question cannot show" if claims else ""
            left_out.append(Refused(sentence.text, Refusal.UNCLEAR, detail))
        for each in plain:
            if each.says not in said:
                said.add(each.says)
                told.append(_told(each, names, language, english))
    return Article(
        language=language,
        english=english,
        topic=_topic(headline, cut, names),
        names=names,
        told=tuple(told),
        sentences=tuple(cut),
        paragraphs=tuple(paragraphs),
        others=_answers_of(bank),
        bank_figures=tuple(
            BankFigure(each.answer, each.scale, each.unit.name if each.unit else "", each.prompt)
            for each in (bank.questions if bank else ())
            if isinstance(each, NumberQuestion)
        ),
        bank_years=tuple(
            each.answer.year
            for each in (bank.questions if bank else ())
            if isinstance(each, DateQuestion) and each.precision is Precision.YEAR
        ),
        year=source.published.year if source.published else 0,
        left_out=tuple(left_out),
    )


def _read_sentences(paragraphs: Sequence[str]) -> tuple[list[Sentence], list[Refused]]:
    """Return the sentences that are read, and what of the text is not."""
    every: list[Sentence] = []
    left_out: list[Refused] = []
    for number, text in enumerate(paragraphs, 1):
        if len(text) > LONGEST_PARAGRAPH:
            detail = f"paragraph {number} has {len(text):,} characters and is read as none"
            left_out.append(Refused(text[:_SHOWN], Refusal.TOO_LONG, detail))
        for each in sentences(number, text):
            if len(each.text) > LONGEST:
                detail = f"a sentence of {len(each.text):,} characters"
                left_out.append(Refused(each.text[:_SHOWN], Refusal.TOO_LONG, detail))
            else:
                every.append(each)
    if beyond := every[_MOST_SENTENCES:]:
        detail = f"only the first {_MOST_SENTENCES} sentences are read; divide the text"
        left_out.append(Refused(beyond[0].text, Refusal.TOO_LONG, detail, len(beyond)))
    return every[:_MOST_SENTENCES], left_out


def _claims(sentence: Sentence, names: Names, before: Sentence | None, english: bool) -> tuple[Claim, ...]:
    """Return what a sentence claims in its parts, and by the way."""
    claim = _claim(sentence, names, before, english)
    if not english:
        return (claim,) if claim else ()
    return (*(_parts(claim) if claim else ()), *_beside(sentence, names))


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
        if not any(each.start < _whole_end(other) and other.start < each.end for other in taken)
    ]
    mentions = tuple(sorted((*taken, *named), key=lambda each: each.start))
    clause = clause_of(claim.says) if english else None
    if clause is not None:
        subject = lowered(without_aside(clause.subject), names)
        clause = replace(clause, subject=subject) if subject else None
    return Told(claim, mentions, clause)


def _whole_end(mention: Mention) -> int:
    """Return where a date or a figure ends with its unit, which may be called after somebody: Celsius."""
    return max(mention.end, mention.figure.whole_end if mention.figure else 0)


_COMMON = re.compile(r"(?:s|ion|ment|ness|ity|ing|ence|ance|ers?|ism|ure|age)$")


def lowered(text: str, names: Names) -> str:
    """Return a text as it goes on within a sentence, "" if nobody can tell whether it begins with a name."""
    first = text.split(" ", 1)[0].strip(",.")
    found = names.find(text)
    if found and found[0].start == 0:
        return text
    if first.casefold() in FUNCTION_WORDS or first[:1].islower() or first[:1].isdigit():
        return text[:1].lower() + text[1:]
    if not first.isalpha() or any(char.isupper() for char in first[1:]):
        return text
    if first.casefold() in names.small:
        return text[:1].lower() + text[1:]
    return text[:1].lower() + text[1:] if _COMMON.search(first) and first.isascii() else ""


def _beside(sentence: Sentence, names: Names) -> Iterator[Claim]:
    """Yield what a sentence tells by the way of whom and what it names: `Ana Ruiz, head of the mine,`."""
    for mention in names.find(sentence.text):
        found = _APPOSITION.match(sentence.text, mention.end)
        if (
            found is None
            or not stands_alone(f"{mention.key} is {found['what']}.")
            or _BACK.search(found["what"])
        ):
            continue
        named = sentence.text[: mention.start].split(" ")[-2:]
        if any(
            word.casefold() in ("of", "in", "at", "for", "by", "and", "or") for word in named if word
        ) or _PAST.search(found["what"]):
            continue
        what = (
            found["what"]
            if found["what"].split(" ")[0] in ("a", "an", "the", "one")
            else f"the {found['what']}"
        )
        yield Claim(sentence, f"{mention.key} is {what}.")


_APPOSITION = re.compile(
    r",\s(?P<what>(?:an?|the|one of the|(?:deputy\s|chief\s|general\s)?(?:head|director"
    r"|president|chair|chairman|chairwoman|mayor|minister|founder|leader))"
    r"\s(?!two|three|four|latter|former)[^,;:]{8,90}),(?!\s(?:and|or)\b)"
)
_BACK = re.compile(r"\b(?:its|his|her|their|whose|this|that|these|those)\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:former|then|late|ex-|from|until|since|between|\d{4})\b")


def _parts(claim: Claim) -> tuple[Claim, ...]:
    """Return the two statements of a sentence that joins them by `, and`, else the claim as it is."""
    first, joiner, second = claim.says.rstrip(".").partition(", and ")
    if not joiner or claim.by or ", and " in second:
        return (claim,)
    whole = (f"{first}.", second[:1].upper() + second[1:] + ".")
    if (
        clause_of(whole[0]) is None
        or clause_of(whole[1]) is None
        or min(len(each.split()) for each in whole) < 5
    ):
        return (claim,)
    return tuple(replace(claim, says=says) for says in whole if stands_alone(says))


def _reads_english(cut: Sequence[Sentence]) -> bool:
    words = sum(len(each.text.split()) for each in cut[:40])
    return words > 0 and sum(len(_FUNCTION.findall(each.text)) for each in cut[:40]) >= _ENGLISH_SHARE * words


def _topic(title: str, cut: Sequence[Sentence], names: Names) -> str:
    """Return the name that the article is about: in its headline or at its beginning, and often in it."""
    opening = [mention.key for each in cut[:_OPENING] for mention in names.find(each.text)]
    in_title = [mention.key for mention in names.find(title)]
    candidates = [
        key
        for key in (in_title or opening)
        if names.kinds[key] is not MentionKind.PERSON and (in_title or names.counts[key] > 2)
    ]
    best = max(candidates, key=lambda key: (names.counts[key], -candidates.index(key)), default="")
    if best:
        return best
    if not in_title and (first := _first_subject(cut, names)):
        return first
    return title if len(title) <= _LONGEST_TOPIC and not _SPECIAL.search(title) else best


def _first_subject(cut: Sequence[Sentence], names: Names) -> str:
    """Return what the first sentence is about, if that has a name: `The lighthouse of Cape Morra`."""
    clause = clause_of(condensed(cut[0].text)) if cut else None
    if (
        clause is None
        or clause.front
        or not names.find(clause.subject)
        or not stands_alone(condensed(cut[0].text))
    ):
        return ""
    subject = without_aside(clause.subject)
    return subject if len(subject.split()) <= _TOPIC_WORDS else ""


def _answers_of(bank: Bank | None) -> tuple[str, ...]:
    """Return what the bank's questions ask for, as far as it is short enough to be a name."""
    if bank is None:
        return ()
    texts = (plain_text(text) for question in bank.questions for text in answer_texts(question))
    return tuple(dict.fromkeys(text for text in texts if len(text.split()) <= 5 and text[:1].isupper()))
