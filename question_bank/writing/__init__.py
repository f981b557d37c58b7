"""A question or a bank as YAML, one question spliced inside a file, the canonical form, and the lock."""

from question_bank.writing.banks import bank_to_files
from question_bank.writing.formatting import format_text
from question_bank.writing.outline import CannotRewriteError
from question_bank.writing.questions import question_to_yaml
from question_bank.writing.schema import schema_text
from question_bank.writing.splice import block_of, splice

__all__ = [
    "CannotRewriteError",
    "bank_to_files",
    "block_of",
    "format_text",
    "question_to_yaml",
    "schema_text",
    "splice",
]
