"""From candidates to drafts: ids and facts given, each checked as a bank is, the better of two kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from question_bank.drafting.article import Article, Told
from question_bank.drafting.candidates import Candidate
from question_bank.drafting.leaning import leans_on
from question_bank.drafting.passages import passage_of
from question_bank.drafting.values import DraftFact, DraftQuestion, Refusal, Refused
from question_bank.drafting.worth import LEAST_WORTH, Taken
from question_bank.evidence import check_evidence
from question_bank.grading.words import content_words, figures, tokens
from question_bank.markup import plain_text
from question_bank.model import Bank, Evidence, Fact, Question, Source
from question_bank.model.texts import key_text, prompt_text
from question_bank.problems import Problem
from question_bank.reading import read_bank_texts
from question_bank.rules.check import check_each
from question_bank.rules.sourcing import OWN_WORDS_MISSING, speakers_unnamed
from question_bank.writing import bank_to_files
from question_bank.writing.lock import content_hash, text_hash
from question_bank.writing.names import Ids, slug

MOST_QUESTIONS = 60  # more than a teacher looks through at once
_MOST_CANDIDATES = 500
_ID_WORDS = 5
_TOLD_SHARE = 0.6
_SAME_SHARE = (
    0.5  # of the shorter answer's words: "Berg" and "Anna Berg", but not two reasons with one word alike
)
_HAD = (Refusal.KNOWN, Refusal.DROPPED)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an earlier question asks and answers, in words that tell; `of_bank` is its id there, or ""."""

    asks: frozenset[str]
    key: frozenset[str]
    of_bank: str = ""


@dataclass(slots=True)
class Screen:
    """Takes candidates one by one; what it has taken passes the checks together.

    `dropped` are hashes (`text_hash` or `content_hash`) of questions that were taken out of the bank.
    """

    article: Article
    source: Source
    text: str
    bank: Bank | None
    dropped: Collection[str] = ()
    facts: dict[str, DraftFact] = field(default_factory=dict)
    questions: list[DraftQuestion] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    _before: list[_Asked] = field(default_factory=list)
    _asked: set[tuple[tuple[Told, ...], str]] = field(default_factory=set)
    _fact_ids: Ids = field(default_factory=Ids)
    _ids: Ids = field(default_factory=Ids)
    _made: dict[Told, DraftFact | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.bank is None:
            return
        self._fact_ids = Ids({fact.id for fact in self.bank.facts})
        self._ids = Ids({name for each in self.bank.questions for name in (each.id, *each.was)})
        self._before = [self._words(each, each.id) for each in self.bank.questions]

    def take_best(self, candidates: Iterable[Candidate]) -> None:
        """Take the most useful of the candidates, kinds and claims by turns, until there are enough."""
        waiting = sorted(candidates, key=lambda each: -each.usefulness)
        self._leave(waiting[_MOST_CANDIDATES:], Refusal.SURPLUS)
        waiting = waiting[:_MOST_CANDIDATES]
        taken = Taken()
        while waiting and len(self.questions) < MOST_QUESTIONS:
            best = taken.best_of(waiting)
            if taken.worth(best) < LEAST_WORTH:
                break
            waiting.remove(best)
            if enough := taken.too_much(best):
                self._refuse(best, Refusal.SURPLUS, enough)
            elif self.take(best) or self.refused[-1].why in _HAD:
                taken.add(best)  # what the bank has, or had, is not made up for by weaker questions
        full = len(self.questions) >= MOST_QUESTIONS
        self._leave(waiting, Refusal.SURPLUS if full else Refusal.WEAK)

    def take_all(self, candidates: Iterable[Candidate]) -> None:
        """Take all candidates that the checks have nothing against, the most useful first.

        Those of a model are few, and were paid for: a teacher sees the weaker ones too, lower down.
        """
        waiting = sorted(candidates, key=lambda each: -each.usefulness)
        self._leave(waiting[_MOST_CANDIDATES:], Refusal.SURPLUS)
        waiting = waiting[:_MOST_CANDIDATES]
        taken = Taken()
        while waiting:
            best = taken.best_of(waiting)
            waiting.remove(best)
            if self.take(best):
                taken.add(best)

    def take(self, candidate: Candidate) -> bool:
        """Take one candidate if the checks have nothing against it; say whether."""
        asked = (candidate.told, candidate.asks)
        facts = [self._fact(told) for told in dict.fromkeys(candidate.told)]
        known = [fact for fact in facts if fact is not None]
        if len(known) < len(facts):
            detail = "six words at its ends do not tell its sentence apart"
            return self._refuse(candidate, Refusal.NOT_FOUND, detail)
        question = replace(candidate.question, id="draft", facts=tuple(fact.fact.id for fact in known))
        words = self._words(question)
        told = self._told_by(words)
        if told is not None and told.of_bank:
            return self._refuse(candidate, Refusal.KNOWN, told.of_bank)
        if self._was_dropped(question, known):
            self._asked.add(asked)  # nor is the same asked in another form
            return self._refuse(candidate, Refusal.DROPPED)
        if told is not None or asked in self._asked:
            return self._refuse(candidate, Refusal.DUPLICATE)
        problem = self._problem(question, known)
        if problem is not None:
            return self._refuse(candidate, _why(problem), f"{problem.code} {problem.message}")
        question = replace(
            question, id=self._ids.free(f"{known[0].fact.id[:50].strip('-')}-{candidate.suffix}")
        )
        self._before.append(words)
        self._asked.add(asked)
        for fact in known:
            self.facts.setdefault(fact.fact.id, fact)
        self.questions.append(DraftQuestion(question, round(candidate.usefulness, 3)))
        return True

    def _leave(self, candidates: Iterable[Candidate], why: Refusal) -> None:
        for each in candidates:
            self._refuse(each, why)

    def _refuse(self, candidate: Candidate, why: Refusal, detail: str = "") -> bool:
        self.refused.append(Refused(plain_text(prompt_text(candidate.question)), why, detail))
        return False

    def _fact(self, told: Told) -> DraftFact | None:
        if told not in self._made:
            self._made[told] = self._new_fact(told)
        return self._made[told]

    def _new_fact(self, told: Told) -> DraftFact | None:
        sentence = told.claim.sentence
        found = passage_of(self.source.id, self.article.paragraphs[sentence.paragraph - 1], sentence)
        if found is None:
            return None
        passage, stretch = found
        evidence = Evidence(passages=(passage,))
        by = (told.claim.by,) if told.claim.by else ()
        for fact in self.bank.facts if self.bank else ():
            if fact.evidence.passages == evidence.passages and (fact.says, fact.by) == (told.says, by):
                return DraftFact(fact, stretch, known=True)
        fact = Fact(
            id=self._fact_ids.free(_fact_id(told, self.article.language)),
            says=told.says,
            by=by,
            evidence=evidence,
            tags=(OWN_WORDS_MISSING,) if leans_on(told.says, stretch) else (),
        )
        return DraftFact(fact, stretch)

    def _small(self, question: Question, facts: Sequence[DraftFact]) -> Bank:
        return Bank(
            id="draft",
            title="draft",
            language=self.article.language,
            sources=(self.source,),
            facts=tuple(each.fact for each in facts),
            questions=(question,),
        )

    def _was_dropped(self, question: Question, facts: Sequence[DraftFact]) -> bool:
        if not self.dropped:
            return False
        hashes = {text_hash(question), content_hash(question, self._small(question, facts))}
        return not hashes.isdisjoint(self.dropped)

    def _problem(self, question: Question, facts: Sequence[DraftFact]) -> Problem | None:
        """Return the first thing that the checks find in a question and its facts."""
        small = self._small(question, facts)
        # Written and read again: a text may hold what YAML or a question's own rules refuse.
        found = list(
            read_bank_texts({name: text.encode() for name, text in bank_to_files(small).items()}, "").problems
        )
        if found:
            return found[0]
        found = [*check_each(small), *speakers_unnamed(small)]
        evidence = check_evidence(small, {self.source.id: self.text})
        found += [problem for problem in evidence.problems if problem.code != "W409"]
        return found[0] if found else None

    def _words(self, question: Question, of_bank: str = "") -> _Asked:
        language = question.lang or self.article.language
        return _Asked(
            _telling(prompt_text(question), language), _telling(key_text(question), language), of_bank
        )

    def _told_by(self, words: _Asked) -> _Asked | None:
        """Return an earlier question that asks the same, tells the answer, or is answered by this prompt."""
        asks, key = words.asks, words.key
        for other in self._before:
            shared = len(asks & other.asks)
            near = shared >= _TOLD_SHARE * min(len(asks), len(other.asks))
            if near and (_same(key, other.key) or key <= other.asks or other.key <= asks):
                return other
        return None


def _same(key: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether two answers are one: figures tell them apart, whatever they count, and else most words."""
    if _figures(key) and _figures(other):
        return not _figures(key).isdisjoint(_figures(other))
    shared = len(key & other)
    return shared > 0 and shared >= _SAME_SHARE * min(len(key), len(other))


def _figures(key: frozenset[str]) -> frozenset[str]:
    return figures(tuple(key))


def _why(problem: Problem) -> Refusal:
    return Refusal.UNSUPPORTED if problem.code in ("E407", "E408") else Refusal.FAULTY


def _fact_id(told: Told, language: str) -> str:
    words = list(content_words(told.says, language).values())[:_ID_WORDS]
    return slug(" ".join(words)) or "fact"


def _telling(text: str, language: str) -> frozenset[str]:
    plain = plain_text(text)
    return frozenset(content_words(plain, language).keys() | figures(tokens(plain)))
