"""Opening a text to edit it."""

from __future__ import annotations

from quiz.services.context import Context
from quiz.services.editing.bench import Bench, StoppedError, find_bench
from quiz.services.editing.blocks import find_question
from quiz.services.editing.conflicts import base_name, keep
from quiz.services.editing.disk import is_writable
from quiz.services.editing.texts import decode, typed
from quiz.services.editing.values import LARGEST_FORM, Opened, Reason, Target
from quiz.services.errors import NotFound


def open_file(ctx: Context, learner_id: int, key: str, file: str) -> Opened:
    """Return a file of bank `key` to be edited, an empty text for one that may be made; raises NotFound."""
    bench = find_bench(ctx, learner_id, key)
    try:
        bench.check_editable(file)
    except StoppedError as error:
        raise NotFound(f"{file!r} is no file that can be edited") from error
    content = bench.content(file)
    if content is not None and len(content) > LARGEST_FORM:
        return _opened(bench, Target(bank_key=key, file=file), "", trouble=Reason.TOO_LARGE)
    try:
        return _opened(bench, Target(bank_key=key, file=file), typed(decode(content)))
    except UnicodeDecodeError as error:
        target = Target(bank_key=key, file=file)
        return _opened(bench, target, "", trouble=Reason.NOT_TEXT, detail=error.reason)


def open_question(ctx: Context, learner_id: int, key: str, question_key: str) -> Opened:
    """Return the text of a question as it stands in its file on the disk; raises NotFound."""
    bench = find_bench(ctx, learner_id, key)
    found = find_question(bench.taken, question_key)
    target = Target(bank_key=key, file=found.file, question=question_key)
    if found.trouble is not None:
        return _opened(bench, target, "", trouble=found.trouble.reason, detail=found.trouble.detail)
    if found.block is None:
        raise NotFound(f"there is no question {question_key!r} on the disk")
    return _opened(bench, target, found.block.text, first_line=found.block.line)


def _opened(
    bench: Bench,
    target: Target,
    text: str,
    *,
    first_line: int = 1,
    trouble: Reason | None = None,
    detail: str = "",
) -> Opened:
    content = bench.content(target.file)
    if content is not None:
        keep(bench.ctx, content)
    return Opened(
        target=target,
        text=text,
        base=base_name(content),
        first_line=first_line,
        writable=is_writable(bench.folder, target.file),
        trouble=trouble,
        detail=detail,
    )
