"""A question's `draft: true` taken out of its block, with every other character left alone."""

from __future__ import annotations

from question_bank.writing.outline import CannotRewriteError, OutlineEntry, outline
from question_bank.writing.splice import flush, single_item

_DRAFT = "draft"
_TOP = "questions:\n"


def without_draft(block: str) -> str:
    """Return a question's block, `- id: ...`, without its mark as a draft.

    The mark goes with its line; inside `{...}` it becomes `false`. CannotRewriteError if the rest would
    not be the same.
    """
    text = f"{_TOP}{flush(block)}\n"
    entry = outline(text).root.entries[0].node.entries[0]
    mark = next((each for each in entry.node.entries if each.key == _DRAFT), None)
    if mark is None:
        return block
    wanted = single_item(block)
    made = _in_flow(text, mark) if entry.node.flow else _without_line(text, entry, mark)
    found = single_item(made)
    if not isinstance(wanted, dict) or not isinstance(found, dict):
        raise CannotRewriteError("it is no question")
    if {**wanted, _DRAFT: "false"} != {_DRAFT: "false", **found}:
        raise CannotRewriteError("the question would not be the same without its mark as a draft")
    return made


def _in_flow(text: str, mark: OutlineEntry) -> str:
    return (text[: mark.node.start] + "false" + text[mark.node.end :])[len(_TOP) :]


def _without_line(text: str, entry: OutlineEntry, mark: OutlineEntry) -> str:
    begin = text.rfind("\n", 0, mark.start) + 1
    end = text.find("\n", mark.node.end) + 1
    if begin > entry.start:
        return (text[:begin] + text[end:])[len(_TOP) :]
    # It shares the line of the dash: the next key takes its place, or nothing would be left.
    following = next((each for each in entry.node.entries if each.start > mark.start), None)
    if following is None:
        raise CannotRewriteError("nothing but the mark is in it")
    return (text[: mark.start] + text[following.start :])[len(_TOP) :]
