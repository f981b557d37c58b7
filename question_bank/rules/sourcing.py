"""Rules about the chain from source to fact to question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from question_bank.grading.words import content_words, tokens
from question_bank.markup import plain_text
from question_bank.model import Bank, Cloze, Matching, Question, TrueFalse
from question_bank.model.texts import answer_texts, option_texts, prompt_text
from question_bank.problems import Problem
from question_bank.rules.notes import Note, at_once

DERIVED_SHARE = 10  # one question in so many may be derived
OWN_WORDS_MISSING = "own-words-missing"  # the tag of a fact that was drafted in the article's words


def facts_without_question(bank: Bank) -> Iterator[Problem]:
    """W501: every fact is asked about. A draft counts: somebody has begun to ask."""
    asked = {fact_id for question in bank.questions for fact_id in question.facts}
    for fact in bank.facts:
        if fact.id not in asked:
            yield Problem(
                "W501",
                f"no question asks about the fact {fact.id!r}",
                fact.at.of("id"),
                "write one and name this fact in its 'facts'",
            )


def questions_without_fact(bank: Bank) -> Iterator[Problem]:
    """E502: every question rests on a fact, or says why it does not."""
    for question in bank.questions:
        if not question.facts and not question.unsourced:
            yield Problem(
                "E502",
                f"question {question.id!r} rests on no fact",
                question.at.of("facts"),
                "add 'facts: [...]', or 'unsourced:' with the reason",
            )


def speakers_unnamed(bank: Bank, note: Note = at_once) -> Iterator[Problem]:
    """W503: a question about somebody's claim says whose it is, in what the learner reads."""
    facts = {fact.id: fact for fact in bank.facts if fact.by}
    common = _common_words(bank) if facts else frozenset()
    for question in bank.questions:
        claims = [facts[fact_id] for fact_id in question.facts if fact_id in facts]
        if not claims:
            continue
        read = frozenset(note(words_shown, question, bank))
        for fact in claims:
            if not any(_is_named(speaker, read, common, bank.language) for speaker in fact.by):
                yield Problem(
                    "W503",
                    f"question {question.id!r} asks about a claim by {fact.by[0]} as if it were a truth",
                    question.at.of("text" if isinstance(question, Cloze) else "prompt"),
                    f"begin with 'According to {fact.by[0]}', or name the speaker otherwise",
                )


def derived_too_often(bank: Bank) -> Iterator[Problem]:
    """E504: at most one question in ten excuses itself from having its answer in the passages."""
    derived = [question for question in bank.questions if question.derived]
    allowed = max(1, len(bank.questions) // DERIVED_SHARE)
    if len(derived) > allowed:
        first = derived[allowed]
        yield Problem(
            "E504",
            f"{len(derived)} of {len(bank.questions)} questions are derived; {allowed} may be",
            first.at.of("derived"),
            "ask for what a passage says, or cite the passage that says it",
        )


def sources_without_fact(bank: Bank) -> Iterator[Problem]:
    """W505: a source is listed because facts rest on it."""
    cited = {passage.source for fact in bank.facts for passage in fact.evidence.passages}
    for source in bank.sources:
        if source.id not in cited:
            yield Problem(
                "W505",
                f"no fact rests on the source {source.id!r}",
                source.at.of("id"),
                "write facts with passages in it, or take it out",
            )


def facts_in_borrowed_words(bank: Bank) -> Iterator[Problem]:
    """W509: a fact says it in our own words; one that was drafted says so until somebody has reworded it."""
    for fact in bank.facts:
        if OWN_WORDS_MISSING in fact.tags:
            yield Problem(
                "W509",
                f"the fact {fact.id!r} still says it in the article's words",
                fact.at.of("says"),
                f"say it in your own, and take the tag {OWN_WORDS_MISSING!r} away",
            )


def words_shown(question: Question, _: str) -> list[str]:
    """Return the words that a learner reads."""
    return sorted(set(tokens(" ".join(plain_text(text) for text in _shown(question)))))


def _shown(question: Question) -> tuple[str, ...]:
    """Return what a learner reads of a question before or after answering."""
    texts = (prompt_text(question), question.explanation, *option_texts(question))
    if isinstance(question, TrueFalse):
        return texts
    if isinstance(question, Matching):
        texts = (*texts, *question.spare)
    return (*texts, *answer_texts(question))


def _is_named(speaker: str, read: frozenset[str], common: frozenset[str], language: str) -> bool:
    """Say whether a telling word of the speaker's name or office was read, or half of all its words.

    `Ms. Timakova` names Natalya Timakova, but `Korea` alone does not name the officials of South Korea.
    """
    words = content_words(speaker, language).keys()
    return bool(read & (words - common)) or 2 * len(read & words) >= len(words)


def _common_words(bank: Bank) -> frozenset[str]:
    """Return the words that stand in so many facts that reading one of them names nobody."""
    counts = Counter(word for fact in bank.facts for word in set(tokens(fact.says)))
    enough = max(3, len(bank.facts) // 10)
    return frozenset(word for word, count in counts.items() if count >= enough)
