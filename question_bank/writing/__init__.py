"""A question or a bank as YAML, one question spliced inside a file, the canonical form, and the lock."""

from question_bank.writing.accepting import block_with
from question_bank.writing.additions import (
    Addition,
    Into,
    UnfitError,
    has_addition,
    with_additions,
    without_additions,
)
from question_bank.writing.banks import bank_to_files
from question_bank.writing.comments import comments_in
from question_bank.writing.earlier_ids import block_with_was, with_was
from question_bank.writing.editions import editions_in, with_edition
from question_bank.writing.formatting import format_text
from question_bank.writing.items import append, put_last, remove
from question_bank.writing.outline import CannotRewriteError, NotYamlError
from question_bank.writing.questions import question_to_yaml
from question_bank.writing.removing import block_without
from question_bank.writing.retexting import block_with_text
from question_bank.writing.schema import schema_text
from question_bank.writing.splice import (
    Placed,
    block_of,
    placed_block,
    put,
    splice,
    splice_among_errors,
)

__all__ = [
    "Addition",
    "CannotRewriteError",
    "Into",
    "NotYamlError",
    "Placed",
    "UnfitError",
    "append",
    "bank_to_files",
    "block_of",
    "block_with",
    "block_with_text",
    "block_with_was",
    "block_without",
    "comments_in",
    "editions_in",
    "format_text",
    "has_addition",
    "placed_block",
    "put",
    "put_last",
    "question_to_yaml",
    "remove",
    "schema_text",
    "splice",
    "splice_among_errors",
    "with_additions",
    "with_edition",
    "with_was",
    "without_additions",
]
