"""The words in use in a bank: a typed word that is one of them was meant, so it is never taken for a slip."""

from __future__ import annotations

from dataclasses import dataclass

from question_bank.grading.normal import words_of
from question_bank.model import Bank
from question_bank.model.texts import answer_texts, option_texts, prompt_text


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Folded words, as `normal.words_of` makes them."""

    words: frozenset[str] = frozenset()

    def __contains__(self, word: object) -> bool:
        return word in self.words


def vocabulary_of(bank: Bank) -> Vocabulary:
    """Return the words of all answers, distractors, rejected answers, facts and prompts.

    A bank of 10,000 questions takes about a second, so keep the result with the bank's digest.
    """
    texts = [fact.says for fact in bank.facts]
    for question in bank.questions:
        texts += [prompt_text(question), *answer_texts(question), *option_texts(question)]
        texts += getattr(question, "reject", ())
        texts += getattr(question, "spare", ())
    return Vocabulary(frozenset().union(*(words_of(text, bank.language) for text in texts)))
