"""A question or a bank as YAML, one question spliced inside a file, the canonical form, and the lock."""

from question_bank.writing.banks import bank_to_files
from question_bank.writing.questions import question_to_yaml
from question_bank.writing.schema import schema_text

__all__ = ["bank_to_files", "question_to_yaml", "schema_text"]
