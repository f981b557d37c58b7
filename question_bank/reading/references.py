"""Does everything the bank refers to exist, and do the parts of a question go together."""

from __future__ import annotations

from collections.abc import Collection

from question_bank.reading.draft import Draft


def check_references(draft: Draft, present: Collection[str], prefix: str) -> None:
    """Report what does not fit together; `present` are the files in the bank's folder."""
