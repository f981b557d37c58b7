"""What a candidate is worth beside those that were taken before it: kinds and claims come by turns."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from question_bank.drafting.article import Told
from question_bank.drafting.candidates import Candidate

LEAST_WORTH = 0.4
_SHORT_CLAIM = 10  # words
_UNCLEAR = 0.2  # what a claim about `the release` is worth less: which one, only the sentence before says
_PLANNED = 0.15  # what is to come may never come
_FUTURE = re.compile(r"\b(?:will|plans? to|is to|are to|intends?)\b")
_OF_ONE_CLAIM = 2
_REPEATED = 0.035  # what each further question of a kind, or of a claim, is worth less
_DEFINITE = re.compile(r"^(?:[Ii]n \d{4},?\s)?(?:[Tt]he|[Ee]ach|[Ss]uch)\s(?P<what>[a-z]+(?:\s[a-z]+)?)$")


@dataclass(slots=True)
class Taken:
    """How many questions were taken so far, by kind and by claim."""

    kinds: Counter[str] = field(default_factory=Counter)
    claims: Counter[Told] = field(default_factory=Counter)

    def add(self, candidate: Candidate) -> None:
        self.kinds[candidate.suffix] += 1
        self.claims.update(candidate.told)

    def best_of(self, waiting: list[Candidate]) -> Candidate:
        """Return the candidate to look at next: the most useful one, the first in the article of equals."""
        return max(waiting, key=lambda each: (self.worth(each), *(-part for part in _place(each))))

    def worth(self, candidate: Candidate) -> float:
        unclear = _UNCLEAR if candidate.suffix in ("gap", "true", "false") else _UNCLEAR / 2
        less = sum(unclear for told in candidate.told if refers_back(told)) / len(candidate.told)
        less += _PLANNED if any(_FUTURE.search(told.says) for told in candidate.told) else 0.0
        again = self.kinds[candidate.suffix] + 3 * max(self.claims[told] for told in candidate.told)
        return candidate.usefulness - less - _REPEATED * again

    def too_much(self, candidate: Candidate) -> str:
        """Return why one more of its kind or claim is too much, "" if it is not."""
        first = candidate.told[0]
        if len(candidate.told) == 1 and self.claims[first] >= _most_of(first):
            return "its statement is asked about enough"
        if candidate.suffix == "false" and self.kinds["false"] > self.kinds["true"]:
            return "who always says true would be right too seldom"
        return ""


def refers_back(told: Told) -> bool:
    """Say whether a claim is about something that was introduced before: `The release` and no more."""
    subject = told.clause.subject if told.clause else " ".join(told.says.split(" ")[:2])
    return bool(_DEFINITE.match(subject))


def _most_of(told: Told) -> int:
    """Return how many questions a claim may have: a short one says only one thing."""
    return 1 if len(told.says.split()) <= _SHORT_CLAIM else _OF_ONE_CLAIM


def _place(candidate: Candidate) -> tuple[int, int]:
    return candidate.told[0].claim.sentence.paragraph, candidate.told[0].claim.sentence.start
