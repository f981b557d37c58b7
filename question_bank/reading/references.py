"""Does everything the bank refers to exist, and is no id given twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from question_bank.model import Question
from question_bank.problems import Place, Problem
from question_bank.reading.draft import Draft
from question_bank.reading.key_names import nearest
from question_bank.reading.media import check_media

_SUGGESTIONS = 50  # comparing an unknown id with thousands of known ones takes a while


def check_references(draft: Draft, present: Collection[str], prefix: str) -> None:
    """Report what does not fit together; `present` are the files in the bank's folder."""
    found = [*_unknown_sources(draft, prefix), *_unknown_facts(draft, prefix), *_earlier_ids(draft)]
    found += check_media(draft.questions, frozenset(present))
    draft.problems += [draft.with_excerpt(problem) for problem in found]


def _unknown_sources(draft: Draft, prefix: str) -> Iterator[Problem]:
    known = tuple(draft.ids["sources"])
    if not known and any(problem.place.file == f"{prefix}bank.yaml" for problem in draft.problems):
        return
    for fact in draft.facts:
        for index, passage in enumerate(fact.evidence.passages):
            if passage.source in draft.ids["sources"]:
                continue
            path = ("any", index, "source") if fact.evidence.alternatives else (index, "source")
            near = nearest(passage.source, known)
            hint = (
                f"did you mean {near!r}?"
                if near
                else f"sources in bank.yaml: {', '.join(known[:8]) or 'none'}"
            )
            place = fact.at.of("evidence", *path)
            yield Problem("E203", f"unknown source {passage.source!r}", place, hint)


def _unknown_facts(draft: Draft, prefix: str) -> Iterator[Problem]:
    known = draft.ids["facts"]
    named = [facts for facts in draft.named_facts if facts]
    if named and f"{prefix}facts.yaml" not in draft.documents:
        if any(problem.code == "E207" and "facts.yaml" in problem.suggestion for problem in draft.problems):
            return
        message = f"facts.yaml is missing, and {len(named)} question{'s' * (len(named) > 1)} name facts"
        yield Problem("E209", message, Place(f"{prefix}facts.yaml"), "make it with 'facts:'")
        return
    if not known and any(problem.place.file == f"{prefix}facts.yaml" for problem in draft.problems):
        return
    spent = 0
    for facts in named:
        for fact_id, place in facts:
            if fact_id in known:
                continue
            spent += 1
            near = nearest(fact_id, tuple(known)) if spent <= _SUGGESTIONS else ""
            hint = f"did you mean {near!r}?" if near else "write the fact into facts.yaml first"
            yield Problem("E202", f"unknown fact {fact_id!r}", place, hint)


def _earlier_ids(draft: Draft) -> Iterator[Problem]:
    """Report ids under `was` that are still, or again, somebody's."""
    owners: dict[str, Question] = {}
    for question in draft.questions:
        for index, earlier in enumerate(question.was):
            place = question.at.of("was", index)
            other = draft.ids["questions"].get(earlier)
            if earlier in owners:
                other = owners[earlier].at.of("was")
            if other is not None:
                whose = "its own id" if earlier == question.id else f"taken in {other.file}:{other.line}"
                message = f"'was' names {earlier!r}, which is {whose}"
                yield Problem("E201", message, place, "an earlier id belongs to one question only")
            owners.setdefault(earlier, question)
