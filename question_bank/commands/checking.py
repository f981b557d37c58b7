"""All findings about one bank: what reading, rules, evidence and lock say, without what merely follows."""

from __future__ import annotations

from pathlib import Path

from question_bank.commands.findings import Findings
from question_bank.commands.follow_ups import without_follow_ups
from question_bank.commands.loading import load_snapshot, with_excerpts
from question_bank.commands.remembered import text_digest
from question_bank.evidence import check_evidence, find_sources
from question_bank.folders import Snapshot
from question_bank.model import Bank
from question_bank.rules import check_rules
from question_bank.writing.lock import check_lock


def check_snapshot(taken: Snapshot, sources: Path) -> Findings:
    """Return all findings about one bank; the folder `sources` holds the articles' texts."""
    loaded = load_snapshot(taken)
    bank = loaded.reading.bank
    if bank is None:
        return Findings((*loaded.reading.problems, *loaded.lock_problems))
    texts = find_sources(bank, sources)
    evidence = check_evidence(bank, texts)
    further = (*check_rules(bank), *evidence.problems, *check_lock(bank, loaded.lock, loaded.lock_file))
    problems = (
        *loaded.reading.problems,
        *loaded.lock_problems,
        *without_follow_ups(bank, loaded.reading.problems, further),
    )
    return Findings(
        tuple(with_excerpts(dict.fromkeys(problems), loaded)),
        len(bank.questions),
        len(bank.facts),
        evidence.verified,
        evidence.unverified,
        tuple(source.file for source in bank.sources if source.file and source.id not in texts),
        {source.file: text_digest(texts.get(source.id)) for source in bank.sources if source.file},
        _images(bank),
    )


def _images(bank: Bank) -> dict[str, str]:
    return {media.file: media.digest for question in bank.questions for media in question.media}
