"""What briefing.md may say about its own text: `[facts: id, id]` names the facts of what stands before it.

A mark reaches back to the mark before it or to the beginning of its paragraph, so that it may follow a
clause, a sentence or a whole paragraph. `[facts:]` ends a stretch that rests on no fact.
"""

from __future__ import annotations

import re

# `end` is empty where the bracket was forgotten: that is for the check to say.
MARK = re.compile(r"\[facts?:(?P<ids>[^\]\n]*)(?P<end>\]?)", re.IGNORECASE)
NAME = re.compile(r"[^,\s]+")


def named(ids: str) -> tuple[str, ...]:
    """Return the ids that a mark names, each once."""
    return tuple(dict.fromkeys(NAME.findall(ids)))
