"""A fact or a source as YAML, and a fact put at the end of facts.yaml with every other sign left alone."""

from __future__ import annotations

from question_bank.model import Fact, Source
from question_bank.writing import layout
from question_bank.writing.banks import fact_fields, source_fields
from question_bank.writing.entries import WithEntries, append_entries
from question_bank.writing.layout import Fields

_TOP = "facts"


def fact_to_yaml(fact: Fact) -> str:
    """Return the fact as one list item beginning `- id: ...` at column one, ending in a newline."""
    return layout.item(Fields(fact_fields(fact).entries, open=True))


def source_to_yaml(source: Source) -> str:
    """Return the source as one list item beginning `- id: ...` at column one, ending in a newline."""
    return layout.item(Fields(source_fields(source).entries, open=True))


def append_fact(unix: str, block: str) -> WithEntries:
    """Return a file of facts, with plain line ends, with one more at its end; an empty text becomes a file.

    CannotRewriteError if the result would not hold what was there and the new fact.
    """
    return append_entries(unix, _TOP, (block,))
