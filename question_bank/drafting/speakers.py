"""Who may have said something: a person or a body, by name or by what they are."""

from __future__ import annotations

import re

from question_bank.drafting.mentions import MentionKind
from question_bank.drafting.names import Names
from question_bank.drafting.vocabulary import INSTITUTIONS, TITLES
from question_bank.grading.rows import row

_SPEAKERS = row(
    """man woman spokesperson professor doctor farmer expert experts official officials critic critics author
    authors survey study studies report researchers scientists researcher scientist engineer engineers police
    witness witnesses neighbour resident residents player coach trainer captain lawyer nurse pilot chief head
    family owner owners board team staff union paper newspaper magazine website statement law company firm
    office judge jury witness teacher pupil student historian driver guide guard artist poet musician member
    members people analyst analysts economist economists friend widow wife husband son daughter brother sister
    figures documents records"""
)
_MAKERS = re.compile(r"(?:[a-z]{2,}(?:er|or|ist|ian|ant|man|woman|people|men|women|ers|ors|ists|ians))$")
_OF = re.compile(r"\s(?:of|for|at|from|in|on|with|who|that|which)\s")
_LONGEST = 9  # words


def is_speaker(who: str, names: Names) -> bool:
    """Say whether a noun phrase can stand for whoever says something: `12 novels` or `the roof` cannot."""
    phrase = who.split(",")[0].strip()
    if any(char.isdigit() for char in phrase) or len(phrase.split()) > _LONGEST:
        return False
    found = names.find(phrase)
    if any(each.kind in (MentionKind.PERSON, MentionKind.ORGANISATION) for each in found):
        return True
    head = _OF.split(phrase)[0].split(" ")[-1].strip(".'’").casefold()
    if head in _SPEAKERS | INSTITUTIONS | TITLES or (_MAKERS.search(head) and phrase.startswith(_ARTICLES)):
        return True
    # A name of which nothing more is known may be anybody's, a country's too.
    return bool(found) and found[0].end == len(phrase)


_ARTICLES = ("the ", "The ", "a ", "an ")
