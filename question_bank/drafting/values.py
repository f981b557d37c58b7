"""What a draft is: the article's lines sorted out, candidate facts and questions, and what was refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum

from question_bank.model import Bank, Fact, Question, Source


class Method(StrEnum):
    """How candidates are found. The first needs nothing more; the others are extras of the package."""

    RULES = "rules"
    NLP = "nlp"
    LLM = "llm"


def command_for(method: Method) -> str:
    """Return what to do to get a method; Factdeck is in no package index, so that its folder is named."""
    return f"pip install '.[{method.value}]' in Factdeck's folder"


class Furniture(StrEnum):
    """Why a line of the pasted page is no material. The first three tell about the article itself."""

    TITLE = "title"
    BYLINE = "byline"
    DATE = "date"
    NAVIGATION = "navigation"
    ADVERT = "advert"
    CAPTION = "caption"
    SUBSCRIPTION = "subscription"
    SHARING = "sharing"
    COOKIES = "cookies"
    RELATED = "related"
    RIGHTS = "rights"
    SCRAP = "scrap"
    CHOSEN = "chosen"  # the teacher said so


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the pasted article; `furniture` is None for material, `sign` the words that show it."""

    number: int  # from 1, in the article as pasted
    text: str
    furniture: Furniture | None = None
    sign: str = ""


@dataclass(frozen=True, slots=True)
class DraftFact:
    """A candidate fact. The rules' `says` leans on the article's words: somebody must put it into others."""

    fact: Fact
    stretch: str  # the words of the article that its passage encloses, as evidence checked it
    known: bool = False  # the bank has it already, and it is not written again


@dataclass(frozen=True, slots=True)
class DraftQuestion:
    """A candidate question (`draft: true`) with how useful it promises to be, from 0 to 1."""

    question: Question
    usefulness: float


class Refusal(StrEnum):
    """Why a candidate did not become a draft, or a stretch of the article no candidate."""

    NOT_FOUND = "not found"  # its passage is not in the article
    UNSUPPORTED = "unsupported"  # its answer is not in its passage
    UNREADABLE = "unreadable"  # not what was asked for
    FAULTY = "faulty"  # the checks would call it an error, or bad craft
    KNOWN = "asked already"  # the bank asks it
    DROPPED = "dropped before"  # the bank had it, and somebody took it out
    DUPLICATE = "duplicate"  # another draft asks the same, or tells the answer
    WEAK = "hardly worth asking"
    SURPLUS = "surplus"  # more than anybody would look through
    UNCLEAR = "not understood alone"  # a sentence that leans on those around it
    NOTHING = "nothing to ask for"  # a sentence that names no figure, date, name or reason
    TOO_LONG = "too long"  # what was not read


@dataclass(frozen=True, slots=True)
class Refused:
    """What was left out: what it said, why, and the particulars; `count` where it stands for several."""

    what: str
    why: Refusal
    detail: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft of bank entries, checked: with `text` as the source's file there are no errors in it.

    `text` is the article as it is to be stored in `source.file`: a paragraph a line, the body in the lines
    that `source.body` names, everything else of the page around it. Questions come best first, kinds
    and claims by turns. `again` says that the bank has this article as `source` already, and its text.
    """

    method: Method
    language: str
    source: Source
    text: str
    lines: tuple[Line, ...]
    facts: tuple[DraftFact, ...]
    questions: tuple[DraftQuestion, ...]
    refused: tuple[Refused, ...] = ()
    again: bool = False

    @property
    def new_facts(self) -> tuple[DraftFact, ...]:
        return tuple(each for each in self.facts if not each.known)

    def left_out(self) -> Counter[Refusal]:
        """Return how many candidates and sentences were left out, by the reason."""
        counts: Counter[Refusal] = Counter()
        for each in self.refused:
            counts[each.why] += each.count
        return counts

    def added_to(self, bank: Bank) -> Bank:
        """Return the bank with the draft's source, facts and questions at its ends."""
        return replace(
            bank,
            sources=bank.sources if self.again else (*bank.sources, self.source),
            facts=(*bank.facts, *(each.fact for each in self.new_facts)),
            questions=(*bank.questions, *(each.question for each in self.questions)),
        )


class DraftingError(Exception):
    """The method cannot be used here; the text says why, and what to do."""
