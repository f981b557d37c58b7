"""What every kind of candidate shares: the words around what is asked, and how it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from question_bank.drafting.article import Article, Told, lowered
from question_bank.drafting.clauses import Clause, uncapital
from question_bank.drafting.mentions import NAMES, Mention
from question_bank.grading.words import content_words
from question_bank.model import Question


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question yet without its id and facts: `told` are the claims it rests on, `asks` what it asks for."""

    question: Question
    told: tuple[Told, ...]
    suffix: str
    asks: str
    usefulness: float


def framed(prompt: str, told: Told, article: Article, answer: str) -> str:
    """Return the prompt with whose claim it is and, where nothing is named, what it is about."""
    by = told.claim.by
    if by:
        return f"According to {uncapital(by)}, {_small(prompt, article)}"
    topic = article.topic
    if not article.english or _is_anchored(prompt, told, article, answer):
        return prompt
    if (
        not topic
        or (content_words(topic).keys() & content_words(answer).keys())
        or topic.casefold() in prompt.casefold()
    ):
        return prompt
    return f"{topic}: {_small(prompt, article) if prompt.endswith('?') else prompt}"


def _small(prompt: str, article: Article) -> str:
    """Return a prompt as it goes on after a comma: a name keeps its capital."""
    return lowered(prompt, article.names) or prompt


def _is_anchored(prompt: str, told: Told, article: Article, answer: str) -> bool:
    """Say whether the prompt names the topic, or speaks of somebody or something with a name of its own."""
    named = [
        mention.key for mention in article.names.find(prompt) if answer not in (mention.key, mention.text)
    ]
    if article.topic in named:
        return True
    # `The European eel` names what the headline is about, `the bridge` does not.
    head = " ".join(told.says.split()[:_HEAD])
    if content_words(head).keys() & content_words(article.topic).keys() and not re.match(
        r"The [a-z]+\b", head
    ):
        return True
    # A name of several words tells what is asked for apart, unless that is `the stones` or `the dance`.
    if any(" " in key and key not in answer for key in named) and not _BARE_THE.search(prompt):
        return True
    subject = told.clause.subject if told.clause else told.says
    opening = article.names.find(subject)
    return bool(opening) and opening[0].start <= _ARTICLE and opening[0].key in named


_HEAD = 4  # words of a statement in which its subject is named
_BARE_THE = re.compile(r"\b[Tt]he [a-z]+s?(?=[.?]|$| (?:in|on|at|by|for|to|and|with|from|after|before)\b)")
_OWN = re.compile(r"(?:the|its|their|his|her|this|that|these|those|each|both|all|some|\d)\b", re.IGNORECASE)


def is_general(clause: Clause) -> bool:
    """Say whether a clause tells what holds of all of a kind: `Copper melts at`, `A beaver can`."""
    now = clause.did in ("is", "are", "can", "may", "do", "does")
    return now and not clause.front and clause.subject[:1].islower() and not _OWN.match(clause.subject)


_ARTICLE = 4  # letters: a name, or `The` and a name


def without(text: str, start: int, end: int) -> str:
    """Return a text with a stretch cut out, commas and spaces in order."""
    joined = f"{text[:start].rstrip()} {text[end:].lstrip()}"
    return re.sub(r"\s+([,.;])", r"\1", re.sub(r",\s*(?=[,.])", "", " ".join(joined.split()))).strip(" ,")


def overlaps(mention: Mention, start: int, end: int) -> bool:
    return mention.start < end and start < mention.end


def is_named_twice(mention: Mention, told: Told) -> bool:
    """Say whether the same is named elsewhere in the claim, which would give it away."""
    others = [each for each in told.mentions if each is not mention]
    if mention.kind in NAMES:
        return any(each.key == mention.key for each in others) or told.says.count(mention.text) > 1
    return any(each.text == mention.text for each in others)
