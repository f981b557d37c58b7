"""A sentence made into a claim: whose it is, what it says in few words, and whether it stands alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from question_bank.drafting.names import Names
from question_bank.drafting.sentences import Sentence
from question_bank.drafting.speakers import is_speaker
from question_bank.drafting.standing import refers_outside, stands_alone

_SAID = (
    r"(?:said|says|told\s[\w\s]{2,40}?|added|adds|explained|explains|noted|notes|argued|argues"
    r"|warned|warns|announced|wrote|writes"
    r"|insisted|claimed|claims|stated|states|believes|believed|acknowledged|admitted|concluded"
    r"|estimated|estimates|predicted"
    r"|recalled|reported|suggested|found|reports)"
)
_WHO = r"(?P<who>[A-Z\w][^,“”\"]{1,90}?(?:,\s[^,“”\"]{3,90},)?)"
_QUOTE = re.compile(
    rf"^[“\"](?P<said>[^“”\"]+?)[,.!?]?[”\"],?\s+(?:{_WHO}\s{_SAID}[^“”\"]*"
    rf"|{_SAID}\s(?P<who2>[^“”\"]+?))\.?$"
)
_BEHIND = re.compile(
    rf"^(?P<said>[^“”\"]+),\s(?:according to (?P<who>[^“”\"]+?)"
    rf"|(?P<who2>[^,“”\"]{{2,70}})\s{_SAID}(?:\s(?:on|in|at|at the time|this|later)\b[^,]*)?"
    rf"|{_SAID}\s(?P<who3>(?!that\b)[^“”\"]{{2,90}}))\.$"
)
_BEFORE = re.compile(
    rf"^(?:According to (?P<who>[^“”\"]+?),\s(?P<said>[^“”\"]+)"
    rf"|{_WHO.replace('who', 'who2')}\s{_SAID}\s(?:that\s)(?P<said2>[^“”\"]+))$"
)
_OPENING = re.compile(
    r"^(?:(?:and|but|yet|so|or)\s|(?:however|moreover|furthermore|meanwhile|in addition"
    r"|nevertheless|nonetheless|besides|therefore"
    r"|thus|instead|indeed|in fact|in particular|for example|for instance|still|similarly"
    r"|likewise|overall|of course|in turn|also"
    r"|by contrast|on the other hand|as a result|consequently|eventually|finally|at first"
    r"|in the end|today|unfortunately|remarkably|surprisingly|crucially|importantly|notably"
    r"|in other words|to this day|even so|perhaps|fortunately),\s)+",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\s\([^()]{1,120}\)|\s?—\s[^—]{3,120}\s—|\s–\s[^–]{3,120}\s–|,\s(?:which|who|whose"
    r"|where)\s[^,;]{3,140},(?!\s(?:and|or)\s[^,]{1,40},)"
)
_TAIL = re.compile(
    r"(?:\s(?:although|though|whereas)\s(?:[^,;]|(?<=\d),(?=\d))*"
    r"|,\s(?:which|who|whose|where|while|whereas|although|though|even though|despite|making"
    r"|leaving|causing|forcing|prompting|allowing"
    r"|giving|bringing|according to|adding|saying|but|so|as|and (?:it|he|she|they|that|this|by"
    r"|in|then|has|had|is|was|were|will|can))\b[^;]*|;\s.*|\s—\s[^—]*|\s–\s[^–]*|:\s.*)\.?$"
)
_FLOATING = re.compile(
    r"(?<=\w)(?<!Since)(?<!since)(?<!By)(?<!by)(?<!until)(?<!Until)"
    r"\s(?:also|then|however|therefore|thus|too|meanwhile|indeed|even|just|, however,"
    r"|, in turn,)(?=\s)|,\s(?:however|too|meanwhile|therefore|in turn|in fact|of course),"
)

_QUOTES = re.compile(r"[“”\"„«»]")
_FEWEST = 5  # words that make a statement
_MOST = 34  # words; beyond that a prompt is a paragraph
_PRONOUN = re.compile(r"^(?P<word>He|She)\s(?=\w)")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sentence says. `says` is condensed and stands alone; `by` is whose claim it is."""

    sentence: Sentence
    says: str
    by: str = ""


def claim_of(sentence: Sentence, names: Names, before: Sentence | None) -> Claim | None:
    """Return what a sentence claims, or None if it cannot be understood without its neighbours."""
    said, by = _attributed(sentence.text, names)
    if by == "?" or (_QUOTES.search(said)):
        return None
    said = _with_subject(said, names, before)
    says = condensed(said)
    says = _without_apposition(says)
    words = says.split()
    if not _FEWEST <= len(words) <= _MOST or not stands_alone(says):
        return None
    if refers_outside(says, [each.start for each in names.find(says) if each.kind in ("person", "name")]):
        return None
    full = names.full.get(by, by)
    return Claim(sentence, says, full)


def _attributed(text: str, names: Names) -> tuple[str, str]:
    """Return what is said and whose claim it is: "" for the reporter's own, "?" where that cannot be told."""
    for pattern in (_QUOTE, _BEFORE, _BEHIND):
        found = pattern.match(text)
        if found is None:
            continue
        groups = found.groupdict()
        who = next((groups[key] for key in ("who", "who2", "who3") if groups.get(key)), "")
        said = next(groups[key] for key in ("said", "said2") if groups.get(key))
        who = re.sub(r"\s(?:on|in|last|this|at|after|during|has|had|have|later)\b.*$", "", who).strip(" ,.")
        if (
            not who
            or _DATED.match(who)
            or not is_speaker(who, names)
            or re.match(
                r"(?i)(?:he|she|they|it|one|some|many|both|officials?|experts?|critics|scientists|people"
                r"|who|which)\b",
                who,
            )
        ):
            return said, "?"
        if who[0].islower() and not who.startswith(("the ", "a ", "an ")):
            return said, "?"
        return said, _speaker(who)
    return text, ""


_DATED = re.compile(r"(?:In|On|At|By|After|Before|During|Since|For|When|While)\s")


def _speaker(who: str) -> str:
    """Return the name of whoever said it: the first part of `Ana Ruiz, head of the mine` and the like."""
    name = who.split(",")[0].strip()
    return name[4:] if name.startswith("the ") and name[4:5].isupper() else name


def _with_subject(text: str, names: Names, before: Sentence | None) -> str:
    """Return the text with `He` or `She` at its beginning replaced by the one person named before."""
    found = _PRONOUN.match(text)
    if found is None or before is None:
        return text
    people = {mention.key for mention in names.find(before.text) if mention.kind == "person"}
    opening = names.find(before.text)[:1]
    if len(people) != 1 or not opening or opening[0].kind != "person" or opening[0].start > 0:
        return text
    return people.pop() + text[found.end("word") :]


def condensed(text: str) -> str:
    """Return a statement without what opens it, asides and what trails behind, as far as enough is left."""
    short = _capital(_OPENING.sub("", text.strip()))
    short = _FLOATING.sub("", short)
    for pattern in (_ASIDE, _TAIL):
        shorter = pattern.sub("", short)
        if len(shorter.split()) >= _FEWEST + 1:
            short = shorter
    short = " ".join(short.split()).rstrip(" ,;:—–-.")
    return _capital(short) + "." if short and short[-1] not in "?!" else _capital(short)


_APPOSITION = re.compile(
    r"^(?P<who>(?:The\s|In\s\d{4},?\s)?(?:[A-Z][\w'’.-]*\s?(?:of\s|de\s|van\s)?){1,6}),\s(?:an?"
    r"|the|one of the|head|director|president|which|who)\s[^,;]{3,90},\s"
)


def _without_apposition(says: str) -> str:
    """Return a statement without what explains the name it begins with: that is a claim of its own."""
    found = _APPOSITION.match(says)
    if (
        found is None
        or len(says[found.end() :].split()) < _FEWEST - 1
        or re.match(r"(?:and|or)\b", says[found.end() :])
    ):
        return says
    return f"{found['who'].strip()} {says[found.end() :]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
