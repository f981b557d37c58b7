"""Which word of a statement can only be the finite verb of its subject; nothing where two may be."""

from __future__ import annotations

import re
from dataclasses import dataclass

from question_bank.drafting.verbs import DOUBTFUL, HELPERS, PAST, THIRD
from question_bank.grading.rows import row

WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*|[$€£%]|[,;:()—–]")
DETERMINERS = row(
    """the a an its their his her our this that these those every each no any some most many few several
    all"""
)
PREPOSITIONS = row(
    """in on at by of for from with to into over under between after before near about through as than
    against along across during without within among around"""
)
JOINERS = row(
    """that which who whom whose when where because if after before while as than and but or until since
    although though so whether how what to"""
) | {",", ";", ":", "—", "–", "("}


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark of a statement, and its span there."""

    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        return self.text.casefold()


def verb_at(tokens: list[Token], begin: int) -> int | None:
    """Return the index of the only word that can be the verb of the subject beginning at `begin`."""
    at = begin
    found: int | None = None
    while at < len(tokens):
        token = tokens[at]
        if token.text in (",", "(", "—", "–"):
            behind = _behind_aside(tokens, at)
            if behind is None:
                return None
            at = behind
            continue
        if token.word in ("that", "which", "who", "whom", "whose", "where", "when") and at > begin:
            return None
        if at > begin and _may_be_verb(tokens, at):
            found = at
            break
        at += 1
    if found is None or _is_reduced(tokens, found):
        return None
    return found


def _behind_aside(tokens: list[Token], at: int) -> int | None:
    closing = {",": ",", "(": ")", "—": "—", "–": "–"}[tokens[at].text]
    end = next((other for other in range(at + 1, len(tokens)) if tokens[other].text == closing), None)
    if end is None or end + 1 >= len(tokens):
        return None
    # Only an apposition, `, the head of the mine,`; a list or another clause makes another sentence of it.
    inner = [token.word for token in tokens[at + 1 : end]]
    if closing == "," and (
        len(inner) < 2 or inner[0] in ("and", "or") or tokens[end + 1].word in ("and", "or")
    ):
        return None
    return end + 1 if _may_be_verb(tokens, end + 1) else None


def _may_be_verb(tokens: list[Token], at: int) -> bool:
    token, before = tokens[at], tokens[at - 1]
    if token.word in HELPERS:
        return not (token.text[0].isupper() and token.word in ("may", "will", "can"))
    if token.text[0].isupper() or before.word in DETERMINERS or before.word in PREPOSITIONS:
        return False
    if token.word in PAST:
        return True
    if token.word in THIRD:
        follows = tokens[at + 1].word if at + 1 < len(tokens) else ""
        certain = follows in DETERMINERS or follows in PREPOSITIONS or follows[:1].isdigit()
        return certain if token.word in DOUBTFUL else bool(follows) and follows not in HELPERS
    return False


def _is_reduced(tokens: list[Token], at: int) -> bool:
    """Say whether the word may be a participle that describes the subject: `trains built here carried`."""
    if tokens[at].word in HELPERS or tokens[at].word in THIRD:
        return False
    for later in range(at + 1, len(tokens)):
        token = tokens[later]
        if token.word in JOINERS:
            return False
        if _may_be_verb(tokens, later):
            # A participle before a noun, `carried damaged goods`, is none; who knows.
            return True
    return False
