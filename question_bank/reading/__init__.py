"""YAML text to a bank: every value with its place, every misfit a finding, never an exception."""

from question_bank.folders import find_banks
from question_bank.reading.folder import (
    Reading,
    collector_off,
    read_bank,
    read_bank_texts,
    read_snapshot,
)
from question_bank.reading.parts import KnownParts

__all__ = [
    "KnownParts",
    "Reading",
    "collector_off",
    "find_banks",
    "read_bank",
    "read_bank_texts",
    "read_snapshot",
]
