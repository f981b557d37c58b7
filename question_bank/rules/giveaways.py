"""Rules about what gives a key away to somebody who knows the craft of tests but not the matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from question_bank.grading.normal import is_english
from question_bank.grading.words import content_words
from question_bank.markup import plain_text
from question_bank.model import Bank, MultipleChoice, SingleChoice
from question_bank.problems import Problem
from question_bank.rules.options import language_of, right_options, wrong_options

_LONGER = 1.5  # times as long as any distractor: what is seen at a glance
_LONGER_BY = 12  # letters; "North Korea" beside "China" gives nothing away
_SEEN = 4  # letters in which forms of a word agree

_ARTICLE_BEFORE_OPTIONS = re.compile(r"\b(an?)\s*(?:…|\.{3}|_{2,}|:)?\s*[?.]?\s*$", re.IGNORECASE)
_VOWEL_SOUND = re.compile(
    r"(?!(?:uni(?!n|m)|use|usu|eu|one\b|once\b))[aeiou]|hour|honest|honou?r|heir", re.IGNORECASE
)
_ABSOLUTE = {
    "en": re.compile(
        r"\b(?:always|never|all|none|every|everyone|everybody|everything|everywhere|nobody|nothing|only|"
        r"entirely|completely|absolutely|totally)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\b(?:immer|nie|niemals|alle[ns]?|keine[rs]?|jede[rsnm]?|niemand|nichts|nur|völlig|vollkommen|"
        r"ausschließlich)\b",
        re.IGNORECASE,
    ),
}


def longest_option_is_key(bank: Bank) -> Iterator[Problem]:
    """W510: the key does not stand out by its length."""
    for question in bank.questions:
        if not isinstance(question, SingleChoice) or len(question.distractors) < 2:
            continue
        key = len(plain_text(question.answer))
        longest = max(len(plain_text(wrong.text)) for wrong in question.distractors)
        if key >= longest * _LONGER and key - longest >= _LONGER_BY:
            yield Problem(
                "W510",
                f"the key of {question.id!r} has {key} letters, the longest distractor {longest}",
                question.at.of("answer"),
                "say the key in fewer words, or make the distractors as exact as the key",
            )


def prompt_echoed_in_key(bank: Bank) -> Iterator[Problem]:
    """W511: no telling word of the prompt comes back in the key alone."""
    for question in bank.questions:
        if not isinstance(question, SingleChoice):
            continue
        language = language_of(question, bank)
        prompt = plain_text(question.prompt)
        asked = content_words(prompt, language)
        elsewhere = _words(wrong_options(question), language)
        for word, written in content_words(plain_text(question.answer), language).items():
            # `US` is read as United States, but nobody sees the word there.
            is_seen = written[:_SEEN].casefold() in prompt.casefold()
            if word in asked and word not in elsewhere and is_seen:
                yield Problem(
                    "W511",
                    f"{written!r} in the key of {question.id!r} stands in its prompt, and in no distractor",
                    question.at.of("answer"),
                    "use the word in a distractor too, or another word in the prompt",
                )
                break


def article_fits_key_only(bank: Bank) -> Iterator[Problem]:
    """W512: a prompt that ends in `a` or `an` fits more than the key."""
    for question in bank.questions:
        if not isinstance(question, SingleChoice) or not is_english(language_of(question, bank)):
            continue
        article = _ARTICLE_BEFORE_OPTIONS.search(plain_text(question.prompt))
        if article is None:
            continue
        wants_vowel = article[1].casefold() == "an"
        fitting = [
            text
            for text in wrong_options(question)
            if bool(_VOWEL_SOUND.match(plain_text(text))) == wants_vowel
        ]
        if not fitting:
            yield Problem(
                "W512",
                f"{article[1]!r} at the end of the prompt of {question.id!r} fits the key alone",
                question.at.of("prompt"),
                "write 'a(n)', or put the article into every option",
            )


def absolute_words_in_distractors_only(bank: Bank) -> Iterator[Problem]:
    """W517: `always` and its like do not mark the distractors."""
    for question in bank.questions:
        absolute = _ABSOLUTE.get(language_of(question, bank).split("-")[0].casefold())
        if absolute is None or not isinstance(question, (SingleChoice, MultipleChoice)):
            continue
        if any(absolute.search(plain_text(text)) for text in right_options(question)):
            continue
        for at, text in enumerate(wrong_options(question)):
            if found := absolute.search(plain_text(text)):
                yield Problem(
                    "W517",
                    f"{found[0]!r} stands in a distractor of {question.id!r}, and no key has a word like it",
                    question.at.of("distractors", at),
                    "say it without the absolute word, or use one in the key too",
                )
                break


def _words(texts: tuple[str, ...], language: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in content_words(plain_text(text), language))
