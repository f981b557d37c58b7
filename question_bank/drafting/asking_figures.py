"""Questions for figures and dates: typed numbers, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from question_bank.drafting.article import Article, Told
from question_bank.drafting.candidates import Candidate, framed, is_named_twice, without
from question_bank.drafting.clauses import Clause, is_copula
from question_bank.drafting.mentions import APPROXIMATE, Figure, Mention, MentionKind
from question_bank.drafting.trimming import up_to_comma
from question_bank.model import DateQuestion, NumberQuestion, Precision, Tolerance, Unit

_BEFORE = re.compile(
    r"(?:^|\s)(?P<preposition>to|from|in|for|across|on|at|through|by|after|within)$", re.IGNORECASE
)
_DATE_BEFORE = re.compile(r"(?:^|,?\s)(?P<preposition>in|on|since|until|by|from)\s$", re.IGNORECASE)
_SO_MANY_TO = re.compile(
    r"(?<!from )(?:\b\w*\d[\w.,]*|\b(?:two|three|four|five|six|seven|eight|nine|ten))\sto$"
)
_SECOND = re.compile(
    r"(?:\band\s|\bor\s|^\sto\s)(?:\w+ly\s|about\s|only\s|another\s|the other\s)?"
    r"(?:[$€£]?\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty)\b)"
)
_LONG = re.compile(r"^\s(?P<word>long|wide|high|deep|tall|thick|away|across|apart)\b")
_PER = re.compile(
    r"^\s(?:an?|per|each|every)\s(?:day|year|week|month|hour|night|person|second|minute|season)\b"
)
_CLAUSES = re.compile(r"[,;:]|\b(?:and|but|or|which|who|because|when|while|where|as|if|than|that)\b")
_BARE = re.compile(r"^(?:(?:only|just|a total of|exactly|up)\s*)?$")
_APPROXIMATELY = Decimal(5)  # percent off that a figure given as `about` may be


def number_questions(told: Told, article: Article) -> Iterator[Candidate]:
    """Yield `How many ...?` for every figure of the claim that can be asked for so."""
    clause = told.clause
    for mention in told.of(MentionKind.FIGURE):
        figure = mention.figure
        if figure is None or clause is None or is_named_twice(mention, told) or not _is_askable(figure):
            continue
        asked = _asked_number(told, clause, mention, figure)
        if asked is None:
            continue
        question = NumberQuestion(
            id="",
            draft=True,
            prompt=framed(f"{asked}?", told, article, mention.text),
            answer=figure.value,
            written=figure.written,
            tolerance=leeway(figure),
            unit=_unit(figure),
            scale=figure.scale,
        )
        worth = (
            0.88
            - (0.0 if mention.text[0].isdigit() or mention.text[0] in "$€£¥" else 0.14)
            - (0.12 if figure.value < 5 else 0.0)
        )
        yield Candidate(question, (told,), "number", mention.text, worth)


def leeway(figure: Figure) -> Tolerance:
    """Return how far off an answer may be: a little where the article itself says `about`."""
    return Tolerance(amount=_APPROXIMATELY, percent=True) if figure.hedge in APPROXIMATE else Tolerance()


def _is_askable(figure: Figure) -> bool:
    return figure.hedge in ("", *APPROXIMATE, "only", "just") and bool(figure.noun or figure.unit)


def _unit(figure: Figure) -> Unit | None:
    """Return the unit; what is merely counted need not be typed."""
    if figure.unit == "percent":
        return Unit(name="percent", accept=("%",))
    return Unit(name=figure.unit) if figure.unit else None


def _asked_number(told: Told, clause: Clause, mention: Mention, figure: Figure) -> str | None:
    about = "about " if figure.hedge in APPROXIMATE else ""
    hedged = mention.start - len(figure.hedge) - 1 if figure.hedge else mention.start
    text = told.says.rstrip(".")
    if hedged >= clause.rest_at:
        return _in_rest(text, clause, mention, figure, hedged, about)
    if hedged == clause.subject_at and mention.end <= clause.verb_at and not figure.unit.endswith("dollars"):
        if _SECOND.search(clause.rest):
            return None
        behind = (
            text[mention.end : clause.verb_at]
            if figure.unit == "percent"
            else text[figure.whole_end : clause.verb_at]
        )
        what = "what percentage" if figure.unit == "percent" else f"how many {_counted(figure)}"
        front = f"{clause.front}, " if clause.front else ""
        return _capital(f"{front}{about}{what} {' '.join(behind.split())} {clause.told()}".replace("  ", " "))
    return None


def _in_rest(
    text: str, clause: Clause, mention: Mention, figure: Figure, hedged: int, about: str
) -> str | None:
    before = text[clause.rest_at : hedged].strip()
    whole_end = figure.whole_end if figure.unit != "percent" else mention.end
    after = up_to_comma(text[whole_end:])
    if _SO_MANY_TO.search(before) or _SECOND.search(after):
        return None  # one end of a range, or one of two figures: the other would be left over
    found = _BEFORE.search(before)
    lead = before[: found.start()].strip() if found else before
    if _CLAUSES.search(before) or re.search(r"\b(?:not|of|with|between|to)$", lead):
        return None
    preposition = f"{found['preposition'].lower()} " if found else ""
    if not found and not _BARE.match(_without_verbs(lead, clause)):
        return None
    what = _what(figure)
    tail = ""
    if of := _OF.match(after):
        what, after = f"{what}{of[0]}", after[of.end() :]
    if long := _LONG.match(after):
        what, after = f"{what} {long['word']}", after[long.end() :]
    if per := _PER.match(after):
        what, after = f"{what}{per[0]}", after[per.end() :]
    if figure.unit.endswith(("dollars", "euros", "pounds", "yen", "roubles", "won")):
        if figure.noun or (found and preposition.strip() not in ("for", "at")):
            return None
        what, tail = "how much", f", in {figure.unit}"
    lead = re.sub(r"\b(?:only|just|a total of)$", "", lead).strip()
    rest = f"{lead} {after.strip()}".strip()
    front = f"{clause.front}, " if clause.front else ""
    if re.match(r"^(?:and|or|but|,|;)", after.strip()):
        return None
    return _capital(f"{front}{preposition}{about}{what} {clause.asked(rest)}{tail}")


def _without_verbs(lead: str, clause: Clause) -> str:
    """Return what stands between the finite verb and the figure without the rest of the verb."""
    if not clause.helper or clause.base:
        return re.sub(r"^(?:up|out|down|over|off|away)\b\s*", "", lead)
    return (
        re.sub(
            r"^(?:\w+ly\s)?(?:be|been|have been)?\s*(?:\w+ly\s)?(?:\w+)?\s*(?:up|out|down)?\s*",
            "",
            lead,
            count=1,
        )
        if not is_copula(clause)
        else re.sub(r"^\w+(?:ed|ing|en|t)?\s*", "", lead, count=1)
    )


_OF = re.compile(
    r"^\sof(?:\s(?:the|all))?(?:\s(?!in\b|on\b|at\b|to\b|from\b|by\b|and\b|for\b|with\b|that\b"
    r"|which\b|who\b|during\b|after\b)[\w'’-]+){1,4}"
)


def _what(figure: Figure) -> str:
    if figure.unit == "percent":
        return "what percentage"
    return f"how many {_counted(figure)}"


def _counted(figure: Figure) -> str:
    if figure.unit and not figure.noun.startswith(figure.unit):
        return f"{figure.unit} {figure.noun}".strip()
    return figure.noun


@dataclass(frozen=True, slots=True)
class _When:
    asked: str
    precision: Precision


_ASKED = {
    Precision.YEAR: "which year",
    Precision.MONTH: "which month of which year",
    Precision.DAY: "what date (day, month and year)",
}


_SINCE = re.compile(r"\b[Ss]ince\s$")


def date_questions(told: Told, article: Article) -> Iterator[Candidate]:
    """Yield `In which year ...?` for every date of the claim that can be asked for so."""
    clause = told.clause
    dates = told.of(MentionKind.DATE)
    for mention in dates:
        if (
            clause is not None
            and clause.did in ("is", "are", "does", "do")
            and _SINCE.search(told.says, 0, mention.start)
        ):
            continue  # `since` wants another tense in a question
        if clause is None or mention.date is None or is_named_twice(mention, told):
            continue
        asked = _asked_date(told, clause, mention)
        if asked is None or any(
            f"{other.date.year}" in asked
            for other in dates
            if other.date and other.date.year == mention.date.year
        ):
            continue
        question = DateQuestion(
            id="",
            draft=True,
            prompt=framed(f"{asked}?", told, article, mention.text),
            answer=mention.date,
            precision=mention.date.precision,
        )
        yield Candidate(question, (told,), "date", mention.text, 0.82)


def _asked_date(told: Told, clause: Clause, mention: Mention) -> str | None:
    text = told.says.rstrip(".")
    found = _DATE_BEFORE.search(text, 0, mention.start)
    if found is None or mention.date is None:
        return None
    preposition = found["preposition"].lower()
    what = _ASKED[mention.date.precision]
    if mention.date.precision is Precision.DAY and preposition not in ("on", "since", "until", "by", "from"):
        return None
    if found.start("preposition") >= clause.rest_at:
        before, after = text[clause.rest_at : found.start()], text[mention.end :]
        if _CLAUSES.search(before) or re.match(r"^\s*(?:to|and|or|until|,?\s?(?:when|which|where))\b", after):
            return None
        rest = without(f"{before} {up_to_comma(after)}", len(before), len(before) + 1)
        front = f"{clause.front}, " if clause.front else ""
        return _capital(f"{front}{preposition} {what} {clause.asked(rest)}")
    if clause.front and clause.front.casefold().endswith(mention.text.casefold()):
        if clause.front.casefold() != f"{preposition} {mention.text}".casefold():
            return None
        return _capital(f"{preposition} {what} {clause.asked(up_to_comma(clause.rest))}")
    return None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
