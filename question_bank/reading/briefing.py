"""briefing.md: free Markdown in which `[facts: id, id]` names the facts that the text before it rests on."""

from __future__ import annotations

from question_bank.model.briefing import MARK, NAME
from question_bank.problems import Place
from question_bank.reading.draft import Draft
from question_bank.reading.fields import ID
from question_bank.reading.key_names import nearest
from question_bank.reading.source_text import SourceText


def read_briefing(text: str, file: str, draft: Draft) -> None:
    """Report facts that the text names and the bank does not have."""
    if not text:
        return
    source = draft.documents[file] = SourceText(file, text)
    known: dict[str, Place] = draft.ids["facts"]
    for found in MARK.finditer(text):
        if not found["end"]:
            draft.problems.append(
                source.problem(
                    "E211", "'[facts:' is not closed", found.start(), found.end(), "end it with ']'"
                )
            )
        for name in NAME.finditer(found["ids"]):
            if name[0] in known:
                continue
            start = found.start("ids") + name.start()
            near = nearest(name[0], tuple(known)) if ID.fullmatch(name[0]) else ""
            hint = f"did you mean {near!r}?" if near else "name the ids of facts in facts.yaml, with commas"
            draft.problems.append(
                source.problem("E210", f"unknown fact {name[0]!r}", start, start + len(name[0]), hint)
            )
