"""Imported questions as new files of a bank: none that is there is touched, and none is named twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from question_bank.formats.reports import listed
from question_bank.formats.values import Imported
from question_bank.model import Bank, Question
from question_bank.problems import Place, Problem
from question_bank.writing import bank_to_files
from question_bank.writing.names import Ids, slug

_DEFAULT = "imported"


@dataclass(frozen=True, slots=True)
class Landed:
    """A question as it stands in its new file, by its path; `given_id` is what the imported file calls it."""

    file: str
    question: Question
    given_id: str


@dataclass(frozen=True, slots=True)
class Landing:
    """`files` holds the new files' bytes by path in the bank's folder; `losses` what found no place there.

    `landed` are the questions in the order of the files, `left` those that the bank has already.
    """

    files: Mapping[str, bytes]
    losses: tuple[Problem, ...] = ()
    questions: int = 0
    landed: tuple[Landed, ...] = ()
    left: tuple[Question, ...] = ()

    @property
    def known(self) -> int:
        """The number of questions that the bank has already."""
        return len(self.left)


def land(
    imported: Imported,
    present: Mapping[str, bytes],
    bank: Bank | None,
    name: str,
    language: str = "en",
    taken: Collection[str] = (),
) -> Landing:
    """Return the files in which the questions go into a bank's folder, for somebody to review.

    `present` are the files that are there, `bank` what they say, None if there is no bank yet. `name` is that
    of the imported file, and `language` that of a bank which has to be made. `taken` are ids that no question
    may have though none has them now. A question that names no fact of the bank says that it was imported,
    and from where.
    """
    name = name.rpartition("/")[2]
    stem = name.rsplit(".", 1)[0].strip()
    losses: list[Problem] = []
    whole = bank or imported.bank or _new_bank(stem, language)
    known = {_said(question) for question in bank.questions} if bank else set()
    fresh = [question for question in imported.questions if _said(question) not in known]
    files = _head(imported, whole, present, bank, name, losses)
    facts = _usable_facts(imported, bank, "facts.yaml" in files)
    ids = Ids(_ids_of(bank) | set(taken))
    by_file: dict[str, list[tuple[Question, str]]] = {}
    for question in fresh:
        file = imported.files.get(question.id) or slug(stem) or _DEFAULT
        named = _named(_in_language(question, imported.bank, whole), ids, losses)
        by_file.setdefault(file, []).append((_sourced(named, facts, name, losses), question.id))
    landed = _written(by_file, whole, present, files)
    files |= _pictures(imported, present, name, losses)
    left = tuple(question for question in imported.questions if _said(question) in known)
    return Landing(files, tuple(losses), len(fresh), landed, left)


def _new_bank(stem: str, language: str) -> Bank:
    return Bank(id=slug(stem) or _DEFAULT, title=stem or _DEFAULT, language=language)


def _ids_of(bank: Bank | None) -> set[str]:
    """Return the ids that the bank's questions have and had."""
    return {name for each in bank.questions for name in (each.id, *each.was)} if bank else set()


def _written(
    by_file: Mapping[str, list[tuple[Question, str]]],
    whole: Bank,
    present: Mapping[str, bytes],
    files: dict[str, bytes],
) -> tuple[Landed, ...]:
    """Add the files of questions to `files` and return where each question is."""
    landed: list[Landed] = []
    for file, entries in by_file.items():
        questions = tuple(entry for entry, _ in entries)
        text = bank_to_files(replace(whole, facts=(), questions=questions))["questions/questions.yaml"]
        path = _free(f"questions/{file}", ".yaml", present)
        files[path] = text.encode()
        landed += [Landed(path, entry, given_id) for entry, given_id in entries]
    return tuple(landed)


def _head(
    imported: Imported,
    whole: Bank,
    present: Mapping[str, bytes],
    bank: Bank | None,
    name: str,
    losses: list[Problem],
) -> dict[str, bytes]:
    """Return bank.yaml, facts.yaml and briefing.md where they are new."""
    made = bank_to_files(replace(imported.bank or whole, questions=()))
    if bank is None:
        return {path: text.encode() for path, text in made.items() if path not in present}
    if imported.bank is not None:
        own = {fact.id: fact for fact in bank.facts}
        foreign = [fact.id for fact in imported.bank.facts if own.get(fact.id) != fact]
        if foreign:
            message = f"{len(foreign)} facts stay behind ({', '.join(foreign[:5])}): the bank has its own"
            hint = "add them to facts.yaml, with their sources in bank.yaml, or import into a new folder"
            losses.append(Problem("W713", message.replace("1 facts stay", "1 fact stays"), Place(name), hint))
        parts = ("description", "sources", "briefing")
        behind = [part for part in parts if getattr(imported.bank, part) not in (getattr(bank, part), "", ())]
        if behind:
            message = f"{listed(behind)} of the file stay behind: the bank has its own"
            losses.append(Problem("W713", message, Place(name)))
    return {}


def _usable_facts(imported: Imported, bank: Bank | None, are_new: bool) -> set[str]:
    """Return the facts that questions may name: the bank's own, where they say what the file's say."""
    given = {fact.id: fact for fact in imported.bank.facts} if imported.bank else {}
    if bank is None:
        return set(given) if are_new else set()
    return {fact.id for fact in bank.facts if given.get(fact.id, fact) == fact}


def _in_language(question: Question, origin: Bank | None, whole: Bank) -> Question:
    """Return the question with its language, where the bank that it comes to speaks another."""
    if origin is None or question.lang or origin.language == whole.language:
        return question
    return replace(question, lang=origin.language)


def _said(question: Question) -> tuple[type, Question]:
    """Return what a question says, whatever it is called and whatever it rests on."""
    return type(question), replace(question, id="", was=(), facts=(), unsourced="", draft=False)


def _named(question: Question, ids: Ids, losses: list[Problem]) -> Question:
    """Return the question with an id that the bank has not given to another one."""
    free = ids.free(question.id)
    if free != question.id:
        message = f"the bank has another question {question.id!r}; this one became {free!r}"
        losses.append(Problem("W716", message, question.at.start))
    return replace(question, id=free)


def _sourced(question: Question, facts: set[str], name: str, losses: list[Problem]) -> Question:
    """Return the question with those of its facts that are there, or the reason why there are none."""
    kept = tuple(fact for fact in question.facts if fact in facts)
    gone = [fact for fact in question.facts if fact not in facts]
    if gone:
        message = f"{question.id!r} names what is no fact of this bank: {', '.join(gone)}"
        losses.append(Problem("W713", message, question.at.start, "write the fact first, then name it"))
    reason = question.unsourced or ("" if kept else f"imported from {name}")
    return replace(question, facts=kept, unsourced=reason)


def _pictures(
    imported: Imported, present: Mapping[str, bytes], name: str, losses: list[Problem]
) -> dict[str, bytes]:
    """Return the pictures that are new; one that is another under the same name stays what it is."""
    for path, content in imported.media.items():
        if present.get(path, content) != content:
            message = f"the bank has another picture {path!r}, which stays"
            losses.append(Problem("W716", message, Place(name), "give one of the two another name"))
    return {path: content for path, content in imported.media.items() if path not in present}


def _free(stem: str, ending: str, present: Mapping[str, bytes]) -> str:
    number, path = 1, f"{stem}{ending}"
    while path in present:
        number += 1
        path = f"{stem}-{number}{ending}"
    return path
