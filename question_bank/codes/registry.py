"""All codes in one table; a code that is used and not explained here fails a test."""

from __future__ import annotations

from question_bank.codes import (
    evidence,
    formats,
    item_writing,
    learners,
    lock,
    references,
    rules,
    shape,
    yaml_traps,
)
from question_bank.codes.entry import Entry

_MODULES = (yaml_traps, shape, references, lock, evidence, rules, item_writing, learners, formats)


def all_entries() -> dict[str, Entry]:
    """Return every entry by its code, sorted by number."""
    entries = [entry for module in _MODULES for entry in module.ENTRIES]
    return {entry.code: entry for entry in sorted(entries, key=lambda entry: (entry.code[1:], entry.code[0]))}
