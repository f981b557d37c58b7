"""All findings about one bank: what reading, rules, evidence and lock say, without what merely follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from question_bank.commands.findings import Findings
from question_bank.commands.follow_ups import without_follow_ups
from question_bank.commands.known import KnownFiles
from question_bank.commands.loading import LoadedBank, load_snapshot, with_excerpts
from question_bank.commands.remembered import (
    NO_MEMORY,
    Memory,
    program_digest,
    read_kept,
    text_digest,
    write_kept,
)
from question_bank.evidence import check_evidence, find_sources
from question_bank.folders import Snapshot
from question_bank.model import Bank
from question_bank.problems import Problem
from question_bank.reading import collector_off
from question_bank.rules import check_rules
from question_bank.writing.lock import Fingerprints, check_lock


def check_snapshot(taken: Snapshot, sources: Path, memory: Memory = NO_MEMORY) -> Findings:
    """Return all findings about one bank; the folder `sources` holds the articles' texts.

    Files that `memory` holds are neither parsed nor judged by themselves again.
    """
    with collector_off():
        path = memory.parts_file(taken, sources)
        if path is None:
            return _check(taken, sources)
        known = KnownFiles(read_kept(path) or {}, program_digest())
        findings = _check(taken, sources, known)
        if known.plain is not None and not taken.trouble:
            write_kept(path, known.plain)
        return findings


def judged(
    taken: Snapshot, texts_of: Callable[[Bank], Mapping[str, str]], known: KnownFiles | None = None
) -> tuple[LoadedBank, Findings]:
    """Return a bank with all findings about it; `texts_of` gives the texts of its sources, by their id."""
    loaded = load_snapshot(taken, known)
    bank = loaded.reading.bank
    if bank is None:
        return loaded, Findings((*loaded.reading.problems, *loaded.lock_problems))
    texts = texts_of(bank)
    evidence = check_evidence(bank, texts)
    rules = check_rules(bank, known.check_each, known.note) if known else check_rules(bank)
    further = (*rules, *evidence.problems, *_lock_problems(bank, loaded, known))
    problems = (
        *loaded.reading.problems,
        *loaded.lock_problems,
        *without_follow_ups(bank, loaded.reading.problems, further),
    )
    return loaded, Findings(
        tuple(with_excerpts(dict.fromkeys(problems), loaded)),
        len(bank.questions),
        len(bank.facts),
        evidence.verified,
        evidence.unverified,
        tuple(source.file for source in bank.sources if source.file and source.id not in texts),
        {source.file: text_digest(texts.get(source.id)) for source in bank.sources if source.file},
        _images(bank),
    )


def _check(taken: Snapshot, sources: Path, known: KnownFiles | None = None) -> Findings:
    return judged(taken, lambda bank: find_sources(bank, sources), known)[1]


def _lock_problems(bank: Bank, loaded: LoadedBank, known: KnownFiles | None) -> tuple[Problem, ...]:
    if any(problem.place.file == loaded.lock_file for problem in loaded.reading.problems):
        return ()  # it is there, and cannot be read
    if known is None or loaded.lock is None:
        return check_lock(bank, loaded.lock, loaded.lock_file)
    prints = hashes(loaded, bank, known)
    return check_lock(bank, loaded.lock, loaded.lock_file, lambda question, _: prints[question.id])


def hashes(loaded: LoadedBank, bank: Bank, known: KnownFiles) -> dict[str, Fingerprints]:
    """Return all questions' hashes by id; those of files that have not changed are known."""
    cited = [loaded.reading.texts.get(name, "") for name in ("bank.yaml", "facts.yaml")]
    return known.fingerprints(bank, cited)


def _images(bank: Bank) -> dict[str, str]:
    return {media.file: media.digest for question in bank.questions for media in question.media}
