"""A bank's folder to a Reading: which files are read, in which order, and what they make together."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from question_bank.folders import Snapshot, bytes_digest, file_digest, is_questions_file, is_read, snapshot
from question_bank.model import Bank
from question_bank.problems import Place, Problem
from question_bank.reading import limits
from question_bank.reading.briefing import read_briefing
from question_bank.reading.conflicts import settled
from question_bank.reading.draft import Draft
from question_bank.reading.parts import KnownParts
from question_bank.reading.references import check_references

_ENDINGS = (".yaml", ".yml", ".yaml.txt", ".yml.txt")  # editors add .txt, and Windows hides it


@dataclass(frozen=True)
class Reading:
    """`bank` is whatever could be read, None if bank.yaml is unusable; `texts` are by path in the folder.

    `problems` are sorted by place. `digest` is over the files' names and bytes: equal digest, equal bank.
    """

    bank: Bank | None
    problems: tuple[Problem, ...]
    texts: Mapping[str, str]
    digest: str


def read_bank(folder: Path) -> Reading:
    """Read a bank's folder. Bad content never raises; files are shown as the folder was given."""
    return read_snapshot(snapshot(folder))


def read_snapshot(taken: Snapshot, known: KnownParts | None = None) -> Reading:
    """Read a bank's folder as it was when the snapshot was taken; files that are `known` are not parsed."""
    return _read(
        taken.files,
        taken.present,
        taken.prefix,
        list(taken.trouble),
        lambda name: file_digest(taken.folder / name),
        known,
    )


def read_bank_texts(files: Mapping[str, bytes], prefix: str = "") -> Reading:
    """Read a bank from its files' bytes by path in the folder; `prefix` goes before names in findings."""
    return _read(files, tuple(files), prefix, [], lambda name: bytes_digest(files[name]))


@contextmanager
def collector_off() -> Iterator[None]:
    """Keep Python's cyclic collector from walking a bank's many objects again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(
    files: Mapping[str, bytes],
    present: Collection[str],
    prefix: str,
    trouble: list[Problem],
    digest_of: Callable[[str], str],
    known: KnownParts | None = None,
) -> Reading:
    with collector_off():
        draft = Draft(problems=trouble, known=known)
        texts: dict[str, str] = {}
        for name in sorted(name for name in files if is_read(name)):
            text = limits.decoded(prefix + name, files[name], draft.problems)
            texts[name] = settled(prefix + name, text, draft.problems)
        _read_files(draft, texts, prefix)
        _report_files(draft, texts, present, prefix)
        pictures = _look_at_media(draft, present, digest_of)
        bank = _bank(draft, texts.get("briefing.md", ""))
        read_briefing(texts.get("briefing.md", ""), f"{prefix}briefing.md", draft)
        check_references(draft, present, prefix)
    problems = tuple(sorted(dict.fromkeys(draft.problems), key=lambda problem: problem.sort_key))
    return Reading(bank, problems, texts, _digest({**files, **pictures}))


def _look_at_media(
    draft: Draft, present: Collection[str], digest_of: Callable[[str], str]
) -> dict[str, bytes]:
    """Give every declared image that is there the digest of its bytes; return these by file."""
    declared = {media.file for question in draft.questions for media in question.media}
    digests = {file: digest_of(file) for file in sorted(declared.intersection(present))}
    for index, question in enumerate(draft.questions):
        if question.media:
            media = tuple(replace(each, digest=digests.get(each.file, "")) for each in question.media)
            draft.questions[index] = replace(question, media=media)
    return {file: digest.encode() for file, digest in digests.items()}


def _read_files(draft: Draft, texts: Mapping[str, str], prefix: str) -> None:
    # The bank's language decides what a figure means, so bank.yaml comes first.
    if "bank.yaml" in texts:
        draft.read_bank_file(f"{prefix}bank.yaml", texts["bank.yaml"])
    if "facts.yaml" in texts:
        draft.read_facts_file(f"{prefix}facts.yaml", texts["facts.yaml"])
    for name, text in texts.items():
        if is_questions_file(name):
            draft.read_questions_file(prefix + name, text)


def _report_files(draft: Draft, texts: Mapping[str, str], present: Collection[str], prefix: str) -> None:
    if "bank.yaml" not in texts and not any(p.place.file == f"{prefix}bank.yaml" for p in draft.problems):
        hint = "make it with 'bank:', 'title:' and 'sources:'"
        draft.problems.append(Problem("E208", "bank.yaml is missing", Place(f"{prefix}bank.yaml"), hint))
    for name in present:
        if name.lower().endswith(_ENDINGS) and not is_read(name):
            hint = f"rename it to {_read_name(name)}" if _read_name(name) not in present else _WHERE
            draft.problems.append(Problem("E207", "this file is not read", Place(prefix + name), hint))


_WHERE = "questions are read from questions/NAME.yaml, facts from facts.yaml"


def _read_name(name: str) -> str:
    """Return the name under which a file would be read."""
    stem = name.rpartition("/")[2].split(".")[0]
    return f"{stem.lower()}.yaml" if stem.lower() in ("bank", "facts") else f"questions/{stem}.yaml"


def _bank(draft: Draft, briefing: str) -> Bank | None:
    if draft.bank is None or draft.title is None:
        return None
    return Bank(
        id=draft.bank,
        title=draft.title,
        language=draft.language,
        description=draft.description,
        sources=tuple(draft.sources),
        facts=tuple(draft.facts),
        questions=tuple(draft.questions),
        briefing=briefing,
        at=draft.at,
    )


def _digest(files: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name in sorted(files):
        for part in (name.encode("utf-8", "surrogateescape"), files[name]):
            whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()
