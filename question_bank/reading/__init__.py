"""YAML text to a bank: every value with its place, every misfit a finding, never an exception."""

from question_bank.folders import find_banks
from question_bank.reading.folder import Reading, read_bank, read_bank_texts, read_snapshot

__all__ = ["Reading", "find_banks", "read_bank", "read_bank_texts", "read_snapshot"]
