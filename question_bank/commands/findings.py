"""What `check` found out about one bank, and the same as plain data, so that it can be remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from question_bank.problems import Problem, problem_from_row, problem_to_row


@dataclass(frozen=True, slots=True)
class Findings:
    """One bank's Problems, and how many of its passages could be held against their source.

    `texts` and `images` are the files beside the bank's own that were looked at, with their digests:
    sources by file name (None where the text is not at hand), images by path in the bank's folder.
    """

    problems: tuple[Problem, ...]
    questions: int = 0
    facts: int = 0
    verified: int = 0
    unverified: int = 0
    missing: tuple[str, ...] = ()  # the texts of sources that were not found
    texts: Mapping[str, str | None] = field(default_factory=dict)
    images: Mapping[str, str] = field(default_factory=dict)


def to_plain(findings: Findings) -> dict[str, Any]:
    """Return the findings as lists, texts and numbers."""
    return {
        "problems": [problem_to_row(one) for one in findings.problems],
        "counts": [findings.questions, findings.facts, findings.verified, findings.unverified],
        "missing": list(findings.missing),
        "texts": dict(findings.texts),
        "images": dict(findings.images),
    }


def from_plain(plain: Mapping[str, Any]) -> Findings:
    """Return the findings that `to_plain` was given."""
    questions, facts, verified, unverified = plain["counts"]
    return Findings(
        tuple(problem_from_row(one) for one in plain["problems"]),
        questions,
        facts,
        verified,
        unverified,
        tuple(plain["missing"]),
        plain["texts"],
        plain["images"],
    )
