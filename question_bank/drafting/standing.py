"""Can a statement be understood without the sentences around it?"""

from __future__ import annotations

import re

_LEANING = re.compile(
    r"^(?:though|although|while|he|she|it|they|we|you|i|its|his|her|their|this|that|these|those"
    r"|there|here|both|neither|such|another|others|some|many|most|few|none|one|each|all|so|nor"
    r"|what|why|how"
    r"|if|then|other|more|two|three|four|the (?:two|three|four|five|others?|latter|former|same"
    r"|\w+est (?:that|which|of (?:these|them|all)|still|so far)"
    r"|first|second|third|rest|result|results|former|figure|move|decision|deal|idea|plan|reason"
    r"|problem|answer|question|work|following)|not|nobody|nothing|at (?:that|the) time|by then"
    r"|since then|in this|in that|in these|like|unlike|yet|even)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:(?:before|after|since|until|for|ended) that(?=[ ,.])"
    r"|this|these|those|that (?:year|day|time|night|week|month|decade|date|point)"
    r"|the (?:former|latter|same|others?|two|three|next|previous|following|rest of them)|such a"
    r"|yesterday|today|tomorrow|tonight|now|ago|recently|currently"
    r"|(?:for|of|such|a new|another) one(?=[\s.,]|$)|more (?:careful|cautious|optimistic"
    r"|sceptical|important|likely|expensive|often|serious)(?!\s(?:\w+\s){0,3}than)"
    r"|better than before|as (?:many|much) as before|than before|the new (?:one|beginning)"
    r"|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|at the last"
    r"|last (?:year|week|month|night|summer|winter|spring|autumn|monday|tuesday|wednesday"
    r"|thursday|friday|saturday|sunday)|next (?:year|week|month)|so far|to date|the year before"
    r"|a year (?:later|earlier)|years? (?:later|earlier)|days? (?:later|earlier)|respectively"
    r"|the other|others|another|them|him|himself)\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"\b(?:I|we|you|me|us|my|our|your|ours|mine|I['’]m|we['’]re|you['’]re|I['’]ve|we['’]ve"
    r"|it['’]s|that['’]s)\b",
    re.IGNORECASE,
)
_UNSAID = re.compile(
    r"\bsuch (?!as\b)\w+|\bthere\b(?!\s(?:is|are|was|were|had|has|have|will|may|might|could)\b)"
    r"|\bthat (?:it|they|she|he)\b"
    r"|\b(?:minutes?|hours?|weeks?|months?|days?|years?|decades?) (?:later|earlier|before"
    r"|afterwards)\b(?! \w+)"
    r"|\w+ (?:minutes?|hours?|days?|weeks?|months?|years?) (?:later|earlier)\b|\b(?:half|most"
    r"|some|part|all|none|both|each) of (?:that|this|it|them|the sum)\b"
    r"|\bthe (?:above|following|latter|former|said)\b|\bof the kind\b|\bdoing so\b|\bdo so\b|\bdid so\b",
    re.IGNORECASE,
)


def stands_alone(says: str) -> bool:
    """Say whether a statement can be understood without the sentences around it."""
    if says.endswith(("?", "!")) or not says[:1].isalnum() or _UNSAID.search(says):
        return False
    return not (_LEANING.match(says) or _PERSONAL.search(says) or _RELATIVE.search(says))


_HERS = re.compile(r"\b(?:he|she|his|hers?|him)\b", re.IGNORECASE)
_ITS = re.compile(r"\bits\b")
# A name, or a noun with its article or without, for which `its` may stand.
_ONE_THING = re.compile(
    r"\b(?:the|an?|each|every|this|one)\s\w|(?<=\s)[A-ZÀ-Þ]\w|^(?!In\b|On\b|At\b|After\b|Since\b|During\b)[A-ZÀ-Þ][\w-]*[^s\W]\s",
    re.ASCII,
)
_THEIRS = re.compile(r"\b(?:it|they|them)\b", re.IGNORECASE)
# Behind one of these a pronoun may stand for what the statement named before.
_JOINED = re.compile(
    r"\b(?:because|although|though|when|if|as|that|which|where|while|since|before|after|and|but|until|so"
    r"|until|once|unless|than|what|how|why|whether|for|of|from|with|in|by|to|on)\s(?:it|they|them)\b",
    re.IGNORECASE,
)
_FEWEST_BEFORE = 3  # words in which something can have been named


def refers_outside(says: str, people_at: list[int]) -> bool:
    """Say whether a pronoun stands for somebody or something that the statement does not name before it.

    `people_at` are the places at which people are named, or what may be people.
    """
    its = _ITS.search(says)
    if its is not None and not _ONE_THING.search(says[: its.start()]):
        return True
    for found in _HERS.finditer(says):
        if not any(at < found.start() for at in people_at):
            return True
    allowed = [found.end() for found in _JOINED.finditer(says) if _names_before(says[: found.start()])]
    return any(found.end() not in allowed for found in _THEIRS.finditer(says))


def _names_before(before: str) -> bool:
    """Say whether a main clause has begun: not only `When`, `In 2009`, `After the war,` or `About 60`."""
    enough = len(before.split()) >= _FEWEST_BEFORE
    return enough and not (_FRONT_ONLY.match(before) or _QUANTITY_ONLY.match(before))


_FRONT = r"(?:In|On|At|By|After|Before|When|While|Since|As|If|During|Until)\b[^,]*"
_FRONT_ONLY = re.compile(rf"^{_FRONT},?\s*$")
_QUANTITY_ONLY = re.compile(
    rf"^(?:{_FRONT},\s)?(?:(?:about|roughly|around|approximately|some|nearly|almost|only|just|over|under"
    r"|up to|(?:more|less|fewer) than|at (?:least|most)|another|a further|an estimated)\s)*"
    r"[£$€]?\d[\d.,]*%?(?:\s(?:per\s?cent|thousand|million|billion))?(?:\s[a-z]+)?\s*$",
    re.IGNORECASE,
)
