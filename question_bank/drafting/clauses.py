"""A plain statement taken apart into what stands in front, subject, verb and the rest, and asked about.

Only what is certain is taken apart: a word may be the verb of more than one clause, or no verb at all, and a
wrong guess makes a question that nobody would ask. Without a clause a sentence becomes a gap text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from question_bank.drafting.finite import DETERMINERS, JOINERS, WORD, Token, verb_at
from question_bank.drafting.verbs import BEING, HELPERS, PAST, THIRD, is_participle
from question_bank.drafting.vocabulary import FUNCTION_WORDS
from question_bank.grading.rows import row

_FRONT_WORDS = row(
    """in on at by after before during from since until within between under for with over throughout
    through near despite because as when while although to of among inside outside along without"""
)
_DATED_FRONT = re.compile(
    r"^(?:In|On|By|Since|From|During|Between)\s(?:the\s)?(?:early\s|late\s|mid-)?(?:(?:spring"
    r"|summer|autumn|winter|end|year|middle"
    r"|beginning)\s(?:of\s)?)?(?:\d{1,2}\s)?(?:[A-Z][a-z]+\s)?(?:\d{1,2},\s)?\d{4}(?:\s(?:and"
    r"|to)\s\d{4})?(?=\s(?!and\b|to\b)[^,])"
)
_ADVERBS = re.compile(
    r"(?:\w+ly|also|not|never|always|already|still|now|once|twice|soon|often|even|only|first"
    r"|long|since|ever|just|almost|then)$"
)
_SUBJECT_WORDS = 14


@dataclass(frozen=True, slots=True)
class Clause:
    """`front` stands before the subject (without its comma), `helper` is the finite auxiliary, "" if there
    is none. Without a helper `verb` is the finite verb as written and `base` its base; with one, `verb`
    is "" and `rest` holds whatever follows the helper. `subject_at` and `rest_at` are where those begin
    in the text."""

    front: str
    subject: str
    helper: str
    verb: str
    base: str
    rest: str
    subject_at: int
    verb_at: int
    rest_at: int

    @property
    def did(self) -> str:
        """The auxiliary with which a question begins."""
        if self.helper:
            return self.helper
        return "did" if self.verb in PAST else "does" if self.verb in THIRD else "do"

    def asked(self, rest: str) -> str:
        """Return auxiliary, subject and base form with another rest, as after a question word."""
        return " ".join(part for part in (self.did, self.subject, self.base, rest.strip(" ,.")) if part)

    def told(self, rest: str | None = None) -> str:
        """Return the verb and what follows, as after `Who`."""
        said = self.rest if rest is None else rest
        return " ".join(part for part in (self.verb or self.helper, said.strip(" ,.")) if part)


def clause_of(says: str) -> Clause | None:
    """Return the parts of a statement that is one plain clause; None where they are not certain."""
    text = says.rstrip(".")
    tokens = [Token(found[0], found.start(), found.end()) for found in WORD.finditer(text)]
    begin = _subject_at(text, tokens)
    if begin is None:
        return None
    at = verb_at(tokens, begin)
    if at is None or not begin < at <= begin + _SUBJECT_WORDS:
        return None
    subject = text[tokens[begin].start : tokens[at].start].strip()
    if not subject or subject.casefold() in (
        "he",
        "she",
        "it",
        "they",
        "we",
        "there",
        "this",
        "that",
        "which",
        "who",
    ):
        return None
    front = text[: tokens[begin].start].strip(" ,")
    return _built(text, tokens, at, front, subject, tokens[begin].start)


def _built(
    text: str, tokens: list[Token], at: int, front: str, subject: str, subject_at: int
) -> Clause | None:
    verb = tokens[at]
    rest = text[verb.end :].strip()
    after = tokens[at + 1].start if at + 1 < len(tokens) else len(text)
    if verb.word in HELPERS and not _is_full_having(tokens, at):
        return Clause(front, subject, verb.word, "", "", rest, subject_at, verb.start, after)
    base = "have" if verb.word in ("has", "have", "had") else PAST.get(verb.word) or THIRD.get(verb.word, "")
    written = {"has": "has", "had": "had"}.get(verb.word, verb.word)
    if base == "have":
        return _having(front, subject, written, rest, subject_at, verb.start, after)
    return Clause(front, subject, "", written, base, rest, subject_at, verb.start, after) if base else None


def _having(
    front: str, subject: str, written: str, rest: str, subject_at: int, verb_at: int, rest_at: int
) -> Clause:
    helper = {"has": "does", "had": "did", "have": "do"}[written]
    return Clause(front, subject, helper, written, "have", rest, subject_at, verb_at, rest_at)


def _is_full_having(tokens: list[Token], at: int) -> bool:
    """Say whether has, have or had is the verb itself: no participle follows."""
    if tokens[at].word not in ("has", "have", "had"):
        return False
    behind = at + 1
    while behind < len(tokens) and _ADVERBS.match(tokens[behind].word):
        behind += 1
    return behind < len(tokens) and not is_participle(tokens[behind].word)


def _subject_at(text: str, tokens: list[Token]) -> int | None:
    """Return the index of the token with which the subject begins: behind what stands in front."""
    if not tokens:
        return None
    if dated := _DATED_FRONT.match(text):
        return next((at for at, token in enumerate(tokens) if token.start >= dated.end()), None)
    if tokens[0].word not in _FRONT_WORDS:
        return 0
    comma = next((at for at, token in enumerate(tokens) if token.text == ","), None)
    if comma is None or comma + 1 >= len(tokens):
        return None
    between = [token.word for token in tokens[1:comma]]
    if tokens[comma + 1].word in JOINERS or len(between) > 14:
        return None
    return comma + 1


def uncapital(text: str) -> str:
    """Return a subject as it stands within a sentence."""
    first = text.split(" ", 1)[0]
    return (
        text[:1].lower() + text[1:]
        if first.casefold() in FUNCTION_WORDS or first.casefold() in DETERMINERS
        else text
    )


def is_copula(clause: Clause) -> bool:
    return clause.helper in BEING
