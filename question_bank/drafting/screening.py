"""From candidates to drafts: ids and facts given, each checked as a bank is, the better of two kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from question_bank.drafting.article import Article, Told
from question_bank.drafting.candidates import Candidate
from question_bank.drafting.passages import passage_of
from question_bank.drafting.values import DraftFact, DraftQuestion, Refusal, Refused
from question_bank.evidence import check_evidence
from question_bank.grading.words import content_words, figures, tokens
from question_bank.markup import plain_text
from question_bank.model import Bank, Evidence, Fact, Question, Source
from question_bank.model.texts import key_text, prompt_text
from question_bank.problems import Problem
from question_bank.reading import read_bank_texts
from question_bank.rules.check import check_each
from question_bank.rules.sourcing import speakers_unnamed
from question_bank.writing import bank_to_files
from question_bank.writing.names import Ids, slug

MOST_QUESTIONS = 60  # more than a teacher looks through at once
_MOST_CANDIDATES = 500
_ID_WORDS = 5
_LEAST_WORTH = 0.4
_SHORT_CLAIM = 10  # words
_UNCLEAR = 0.2  # what a claim about `the release` is worth less: which one, only the sentence before says
_PLANNED = 0.15  # what is to come may never come
_FUTURE = re.compile(r"\b(?:will|plans? to|is to|are to|intends?)\b")
_OF_ONE_CLAIM = 2
_REPEATED = 0.035  # what each further question of a kind, or of a claim, is worth less
_TOLD_SHARE = 0.6


@dataclass(slots=True)
class Screen:
    """Takes candidates one by one; what it has taken passes the checks together."""

    article: Article
    source: Source
    text: str
    bank: Bank | None
    facts: dict[str, DraftFact] = field(default_factory=dict)
    questions: list[DraftQuestion] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    _prompts: list[tuple[frozenset[str], frozenset[str]]] = field(default_factory=list)
    _asked: set[tuple[tuple[Told, ...], str]] = field(default_factory=set)
    _fact_ids: Ids = field(default_factory=Ids)
    _ids: Ids = field(default_factory=Ids)
    _made: dict[Told, DraftFact | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.bank is None:
            return
        self._fact_ids = Ids({fact.id for fact in self.bank.facts})
        self._ids = Ids({name for each in self.bank.questions for name in (each.id, *each.was)})
        for question in self.bank.questions:
            self._prompts.append(self._words(question))

    def take_best(self, candidates: Iterable[Candidate]) -> None:
        """Take the most useful of the candidates, kinds and claims by turns, until there are enough."""
        waiting = sorted(candidates, key=lambda each: -each.usefulness)[:_MOST_CANDIDATES]
        kinds: Counter[str] = Counter()
        claims: Counter[Told] = Counter()
        while waiting and len(self.questions) < MOST_QUESTIONS:
            best = max(
                waiting, key=lambda each: (_worth(each, kinds, claims), tuple(-part for part in _place(each)))
            )
            waiting.remove(best)
            if _worth(best, kinds, claims) < _LEAST_WORTH:
                break
            if len(best.told) == 1 and claims[best.told[0]] >= _most_of(best.told[0]):
                continue
            if best.suffix == "false" and kinds["false"] > kinds["true"]:
                continue  # who always says true would be right too seldom
            if self.take(best):
                kinds[best.suffix] += 1
                claims.update(best.told)

    def take(self, candidate: Candidate) -> bool:
        """Take one candidate if the checks have nothing against it; say whether."""
        asked = (candidate.told, candidate.asks)
        if asked in self._asked:
            return False
        facts = [self._fact(told) for told in dict.fromkeys(candidate.told)]
        known = [fact for fact in facts if fact is not None]
        if len(known) < len(facts):
            return self._refuse(
                candidate, Refusal.NOT_FOUND, "six words at its ends do not tell its sentence apart"
            )
        question = replace(candidate.question, id="draft", facts=tuple(fact.fact.id for fact in known))
        words = self._words(question)
        if self._is_told(words):
            return False  # another draft asks the same, or tells the answer
        problem = self._problem(question, known)
        if problem is not None:
            return self._refuse(candidate, _why(problem), f"{problem.code} {problem.message}")
        question = replace(
            question, id=self._ids.free(f"{known[0].fact.id[:50].strip('-')}-{candidate.suffix}")
        )
        self._prompts.append(words)
        self._asked.add(asked)
        for fact in known:
            self.facts.setdefault(fact.fact.id, fact)
        self.questions.append(DraftQuestion(question, round(candidate.usefulness, 3)))
        return True

    def _refuse(self, candidate: Candidate, why: Refusal, detail: str) -> bool:
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
        fact = Fact(
            id=self._fact_ids.free(_fact_id(told, self.article.language)),
            says=told.says,
            by=(told.claim.by,) if told.claim.by else (),
            evidence=Evidence(passages=(passage,)),
            tags=(TAG,) if _leans_on(told.says, stretch) else (),
        )
        return DraftFact(fact, stretch)

    def _problem(self, question: Question, facts: Sequence[DraftFact]) -> Problem | None:
        """Return the first thing that the checks find in a question and its facts."""
        small = Bank(
            id="draft",
            title="draft",
            language=self.article.language,
            sources=(self.source,),
            facts=tuple(each.fact for each in facts),
            questions=(question,),
        )
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

    def _words(self, question: Question) -> tuple[frozenset[str], frozenset[str]]:
        language = question.lang or self.article.language
        return _telling(prompt_text(question), language), _telling(key_text(question), language)

    def _is_told(self, words: tuple[frozenset[str], frozenset[str]]) -> bool:
        """Say whether an earlier question asks the same, tells the answer, or is answered by this prompt."""
        asks, key = words
        for other_asks, other_key in self._prompts:
            shared = len(asks & other_asks)
            near = shared >= _TOLD_SHARE * min(len(asks), len(other_asks))
            if near and (key & other_key or key <= other_asks or other_key <= asks):
                return True
        return False


TAG = "own-words-missing"
_BORROWED_SHARE = 0.85  # of the words that say something
_RUN = 6  # words in a row that are the article's own


def _leans_on(says: str, stretch: str) -> bool:
    """Say whether a fact repeats the article in its own words or nearly so."""
    words = content_words(says)
    if len(words.keys() & content_words(stretch).keys()) >= _BORROWED_SHARE * len(words):
        return True
    said, held = " ".join(tokens(says)).split(), " ".join(tokens(stretch))
    runs = (" ".join(said[at : at + _RUN]) for at in range(max(1, len(said) - _RUN + 1)))
    return any(f" {run} " in f" {held} " for run in runs)


def _worth(candidate: Candidate, kinds: Counter[str], claims: Counter[Told]) -> float:
    unclear = _UNCLEAR if candidate.suffix in ("gap", "true", "false") else _UNCLEAR / 2
    less = sum(unclear for told in candidate.told if refers_back(told)) / len(candidate.told)
    less += _PLANNED if any(_FUTURE.search(told.says) for told in candidate.told) else 0.0
    again = kinds[candidate.suffix] + 3 * max(claims[told] for told in candidate.told)
    return candidate.usefulness - less - _REPEATED * again


_DEFINITE = re.compile(r"^(?:[Ii]n \d{4},?\s)?(?:[Tt]he|[Ee]ach|[Ss]uch)\s(?P<what>[a-z]+(?:\s[a-z]+)?)$")


def refers_back(told: Told) -> bool:
    """Say whether a claim is about something that was introduced before: `The release` and no more."""
    subject = told.clause.subject if told.clause else " ".join(told.says.split(" ")[:2])
    return bool(_DEFINITE.match(subject))


def _most_of(told: Told) -> int:
    """Return how many questions a claim may have: a short one says only one thing."""
    return 1 if len(told.says.split()) <= _SHORT_CLAIM else _OF_ONE_CLAIM


def _place(candidate: Candidate) -> tuple[int, int]:
    return candidate.told[0].claim.sentence.paragraph, candidate.told[0].claim.sentence.start


def _why(problem: Problem) -> Refusal:
    return Refusal.UNSUPPORTED if problem.code in ("E407", "E408") else Refusal.FAULTY


def _fact_id(told: Told, language: str) -> str:
    words = list(content_words(told.says, language).values())[:_ID_WORDS]
    return slug(" ".join(words)) or "fact"


def _telling(text: str, language: str) -> frozenset[str]:
    plain = plain_text(text)
    return frozenset(content_words(plain, language).keys() | figures(tokens(plain)))
