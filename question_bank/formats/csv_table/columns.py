"""The table's columns, and the names by which people call them."""

from __future__ import annotations

import re

# In the order in which a teacher fills them in; `answer` and `prompt` serve every kind of question.
COLUMNS = (
    *("id", "kind", "prompt", "answer", "distractors", "feedback", "accept", "reject", "spare"),
    *("explanation", "tags", "difficulty", "facts", "need", "tolerance", "unit", "unit_required", "scale"),
    *("precision", "strict", "lang", "draft", "edition", "was", "derived", "unsourced", "media"),
)
# The keys of a bank whose values stand in a column of another name.
COLUMN_OF = {"text": "prompt", "answers": "answer", "items": "answer", "pairs": "answer"}
LISTS = frozenset({"distractors", "feedback", "accept", "reject", "spare", "tags", "facts", "was", "media"})
TRUTHS = frozenset({"unit_required", "strict", "draft"})

_ALIASES = {
    **dict.fromkeys(("question", "question_text", "text", "stem"), "prompt"),
    **dict.fromkeys(("answers", "correct", "correct_answer", "right", "key", "items", "pairs"), "answer"),
    **dict.fromkeys(("distractor", "wrong", "wrong_answer", "wrong_answers", "wrong_options"), "distractors"),
    **dict.fromkeys(("type", "question_type"), "kind"),
    **dict.fromkeys(("tag", "topic", "topics"), "tags"),
    **dict.fromkeys(("also", "accepted"), "accept"),
    "rejected": "reject",
    "fact": "facts",
    "language": "lang",
    "units": "unit",
    "why": "explanation",
    "name": "id",
}
_NUMBERED = re.compile(r"(?P<name>.*?)_?(?P<number>[0-9]{1,2})")


def column_named(header: str) -> tuple[str, int]:
    """Return the column that a header means, "" if none, and the number in `wrong 2`, 0 without."""
    name = re.sub(r"[\s_-]+", "_", header.strip().lower()).strip("_")
    number = 0
    if (found := _NUMBERED.fullmatch(name)) and found["name"]:
        name, number = found["name"], int(found["number"])
    known = name if name in COLUMNS else _ALIASES.get(name, "")
    return (known, number) if not number or known in LISTS else ("", 0)
