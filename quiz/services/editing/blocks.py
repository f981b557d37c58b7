"""Which file a question stands in, and its text there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from question_bank.folders import Snapshot, is_questions_file
from question_bank.writing import CannotRewriteError, Placed, placed_block
from question_bank.writing.splice import flush
from quiz.services.editing.bench import StoppedError
from quiz.services.editing.texts import decode
from quiz.services.editing.values import Reason
from quiz.services.errors import NotFound


@dataclass(frozen=True, slots=True)
class Found:
    """A question's file, with its block, or with why that cannot be taken out of it."""

    file: str
    block: Placed | None
    trouble: StoppedError | None = None


def find_question(taken: Snapshot, key: str) -> Found:
    """Return where a question stands. Raises NotFound."""
    unsure: Found | None = None
    looks_like = re.compile(rb"""id["']?[ \t]*:[ \t]*["']?""" + re.escape(key.encode()) + rb"(?![a-z0-9-])")
    for file, content in sorted(taken.files.items()):
        if not is_questions_file(file) or not looks_like.search(content):
            continue
        try:
            block = find_block(content, key)
        except StoppedError as trouble:
            unsure = unsure or Found(file, None, trouble)
        else:
            if block is not None:
                return Found(file, block)
    if unsure is None:
        raise NotFound(f"there is no question {key!r} on the disk")
    return unsure


def find_block(content: bytes | None, key: str) -> Placed | None:
    """Return a question's block in a file, None if the file has none. Raises StoppedError."""
    if not content:
        return None
    try:
        return placed_block(decode(content), key)
    except KeyError:
        return None
    except UnicodeDecodeError as error:
        raise StoppedError(Reason.NOT_TEXT, error.reason) from error
    except CannotRewriteError as error:
        raise StoppedError(Reason.NOT_REWRITABLE, str(error)) from error


def text_of(block: Placed | None) -> str:
    return block.text if block else ""


def is_same(typed_text: str, block: str) -> bool:
    """Say whether a text is a block, apart from empty lines around it and its indentation."""
    return flush(typed_text) == flush(block)
