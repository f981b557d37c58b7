"""What a question leaves away of its statement: explanations by the way, and what else is said behind."""

from __future__ import annotations

import re

from question_bank.drafting.verbs import PAST

_COMMA = re.compile(
    r",\s|;|:\s|\s(?:but|while)\s"
    r"|\sand\s(?=\w+ed\b|[^,]{0,40}\b(?:was|were|had|has|is|are|fell|came|took|made)\b)"
)


_ENUMERATION = re.compile(
    r"^[^,]*(?:,\s(?!(?:in|on|at|by|for|with|of|from|more|less)\s)[^,]{2,30}){1,4}\sand\s[^,]{2,30}$"
)
_OWN_CLAUSE = re.compile(r"^[^,;]*\b(?:that|whether|how)\s")
_AND = re.compile(r"\sand\s(?P<word>\w+)")


def up_to_comma(after: str) -> str:
    """Return what follows a figure up to where the sentence begins to say something else."""
    if _ENUMERATION.match(after) and not any(found["word"] in PAST for found in _AND.finditer(after)):
        return after
    # `and` within a clause of its own, `that children with brothers and sisters had`, ends nothing.
    inside = _OWN_CLAUSE.search(after)
    if inside is not None:
        comma = after.find(", ", inside.end())
        return after[:comma] if comma >= 0 else after
    ends = [found.start() for found in _COMMA.finditer(after)]
    ends += [found.start() for found in _AND.finditer(after) if found["word"] in PAST]
    return after[: min(ends, default=len(after))]


_BY_THE_WAY = re.compile(r",\s[^,]{3,120},$|,\s[^,]{3,120},(?=\s[^,]+$)")


def without_aside(subject: str) -> str:
    """Return a subject without what explains it: `the Old Bridge, built in 1897,`."""
    return _BY_THE_WAY.sub("", subject).strip(" ,")
