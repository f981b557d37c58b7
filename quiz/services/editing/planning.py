"""What an edit makes of its file, decided before anything is judged or written."""

from __future__ import annotations

from dataclasses import dataclass, replace

from question_bank.folders import is_questions_file
from question_bank.writing import (
    CannotRewriteError,
    NotYamlError,
    Placed,
    append,
    remove,
    splice,
    splice_among_errors,
)
from question_bank.writing.splice import single_item
from quiz.services.editing.bench import Bench, StoppedError, base_of
from quiz.services.editing.blocks import find_block, find_question, is_same, text_of
from quiz.services.editing.conflicts import base_name, conflict_of
from quiz.services.editing.merging import is_settled, merged, three_way
from quiz.services.editing.placing import Placement, Region, place_edit, place_new
from quiz.services.editing.texts import decode, rewritten, typed
from quiz.services.editing.values import Conflict, Edit, Origin, Reason, Target
from quiz.services.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A file's new bytes, None if it goes; `text` is what somebody sent, which stands in `after`."""

    target: Target
    text: str
    content: bytes | None
    origin: Origin
    before: Region | None
    after: Region
    merged: bool = False

    @property
    def shown(self) -> Target:
        """What `text` is the text of: a question, or the whole file."""
        whole = self.after.last is None
        return replace(self.target, question="") if whole and self.target.question else self.target


def plan_save(bench: Bench, edit: Edit) -> Plan | Conflict | None:
    """Return what a save writes, None if that is nothing. Raises StoppedError."""
    if not edit.target.question:
        bench.check_editable(edit.target.file)
        return _plan_file(bench, edit)
    block = find_block(bench.content(edit.target.file), edit.target.question)
    if block is None:
        edit, block = _followed(bench, edit)
    bench.check_editable(edit.target.file)
    return _plan_question(bench, edit, block)


def plan_new(bench: Bench, file: str, block: str) -> Plan | None:
    """Return how one more question is written, None if it is there already. Raises StoppedError."""
    bench.check_editable(file)
    if not is_questions_file(file):
        raise StoppedError(Reason.NO_FILE, file)
    target = Target(bank_key=bench.row.key, file=file, question=id_in(block))
    if target.question:
        try:
            there = find_question(bench.taken, target.question)
        except NotFound:
            pass
        else:
            if there.file == file and there.block and is_same(block, there.block.text):
                return None  # the form was sent twice
            raise StoppedError(Reason.ID_IS_TAKEN, target.question)
    return _appended(bench, target, typed(block))


def plan_removal(bench: Bench, target: Target, base: str) -> Plan | Conflict | None:
    """Return how a question is taken out, if it is what it was when that was decided. Raises StoppedError."""
    bench.check_editable(target.file)
    now = bench.content(target.file)
    block = find_block(now, target.question)
    if block is None:
        return None
    if base_name(now) != base and _block_then(bench, base, target.question) != block.text:
        return conflict_of(bench.ctx, Edit(target=target, text="", base=base), now)
    try:
        content = remove(decode(now), target.question).encode()
    except (CannotRewriteError, KeyError) as error:
        raise StoppedError(Reason.NOT_REWRITABLE, str(error)) from error
    last = block.line + block.text.count("\n") - 1
    return Plan(
        target=target,
        text="",
        content=content,
        origin=Origin.REMOVE,
        before=Region(file=target.file, first=block.line, last=last, indent=block.column),
        after=Region(file=target.file, first=block.line, last=max(block.line - 1, 1)),
        merged=base_name(now) != base,
    )


def check_plan(bench: Bench, plan: Plan) -> None:
    """Raise StoppedError unless the plan leaves every other question what it is."""
    key = plan.target.question
    if not key or plan.origin not in (Origin.SAVE, Origin.NEW):
        return
    try:
        single_item(plan.text)
    except CannotRewriteError as error:
        raise StoppedError(Reason.NOT_ONE_QUESTION, str(error)) from error
    before = decode(bench.content(plan.target.file))
    try:
        new = plan.origin is Origin.NEW
        written = append(before, plan.text) if new else _spliced(before, key, plan.text)
    except (CannotRewriteError, KeyError) as error:
        raise StoppedError(Reason.NOT_REWRITABLE, str(error)) from error
    if written.encode() != plan.content:
        raise StoppedError(Reason.NOT_REWRITABLE)


def _spliced(text: str, key: str, block: str) -> str:
    try:
        return splice(text, key, block)
    except NotYamlError:
        return splice_among_errors(text, key, block)


def _followed(bench: Bench, edit: Edit) -> tuple[Edit, Placed | None]:
    """Return the edit for the file that its question stands in now, if that is another one."""
    try:
        there = find_question(bench.taken, edit.target.question)
    except NotFound:
        return edit, None
    if there.trouble is not None:
        raise there.trouble
    return replace(edit, target=replace(edit.target, file=there.file)), there.block


def _plan_question(bench: Bench, edit: Edit, block: Placed | None) -> Plan | Conflict | None:
    now = bench.content(edit.target.file)
    as_begun = base_name(now) == edit.base
    before = text_of(block) if as_begun else _block_then(bench, edit.base, edit.target.question)
    if block is None:
        if not edit.text.strip():
            return None
        # What was not there when it was begun is new; what was there then was removed by somebody.
        known_absent = before == ""
        if not known_absent:
            return conflict_of(bench.ctx, edit, now)
        named = id_in(edit.text) or edit.target.question
        return _appended(bench, replace(edit.target, question=named), edit.text)
    if not edit.text.strip():
        raise StoppedError(Reason.EMPTY)
    if is_same(edit.text, block.text) or (before and is_same(edit.text, before)):
        return None
    if before != block.text:
        return conflict_of(bench.ctx, edit, now)
    return _placed(edit, _place(now, edit), Origin.SAVE, merged_in=not as_begun)


def _block_then(bench: Bench, base: str, key: str) -> str | None:
    """Return a question's block in the file that an edit was begun from; None if that file is not known."""
    content = base_of(bench.ctx, base)
    if content is None and base:
        return None
    try:
        return text_of(find_block(content, key))
    except StoppedError:
        return None


def _plan_file(bench: Bench, edit: Edit) -> Plan | Conflict | None:
    now = bench.content(edit.target.file)
    mine = typed(edit.text)
    if now is None:
        if edit.base:
            return conflict_of(bench.ctx, edit, now)
        return _whole(edit, mine.encode(), Origin.NEW, merged_in=False) if mine else None
    there = _decoded(now)
    if mine == typed(there):
        return None
    if base_name(now) == edit.base:
        return _whole(edit, rewritten(there, mine).encode(), Origin.SAVE, merged_in=False)
    before = base_of(bench.ctx, edit.base)
    if before is None:
        return conflict_of(bench.ctx, edit, now)
    text = merged_text(_decoded(before), mine, there)
    if text is None:
        return conflict_of(bench.ctx, edit, now)
    if text == typed(there):
        return None
    return _whole(edit, rewritten(there, text).encode(), Origin.SAVE, merged_in=True)


def merged_text(base: str, mine: str, theirs: str) -> str | None:
    """Return both changes in one text with plain line ends, None if they meet."""
    base, mine, theirs = typed(base), typed(mine), typed(theirs)
    pieces = three_way(base, mine, theirs)
    if not is_settled(pieces):
        return None
    text = merged(pieces, ())
    # Merging gives the last line its end: whether it has one is merged by itself.
    ended = [each.endswith("\n") for each in (base, mine, theirs)]
    wanted = ended[2] if ended[1] == ended[0] else ended[1]
    return text if wanted or not text else text.removesuffix("\n")


def _decoded(content: bytes) -> str:
    try:
        return decode(content)
    except UnicodeDecodeError as error:
        raise StoppedError(Reason.NOT_TEXT, error.reason) from error


def _appended(bench: Bench, target: Target, text: str) -> Plan:
    try:
        placement = place_new(bench.content(target.file), target.file, text)
    except UnicodeDecodeError as error:
        raise StoppedError(Reason.NOT_TEXT, error.reason) from error
    except CannotRewriteError as error:
        raise StoppedError(Reason.NOT_REWRITABLE, str(error)) from error
    base = base_name(bench.content(target.file))
    return _placed(Edit(target=target, text=text, base=base), placement, Origin.NEW, merged_in=False)


def _place(content: bytes | None, edit: Edit) -> Placement:
    try:
        return place_edit(content, edit)
    except UnicodeDecodeError as error:
        raise StoppedError(Reason.NOT_TEXT, error.reason) from error
    except CannotRewriteError as error:
        raise StoppedError(Reason.NOT_REWRITABLE, str(error)) from error


def _placed(edit: Edit, placement: Placement, origin: Origin, *, merged_in: bool) -> Plan:
    return Plan(
        target=edit.target,
        text=edit.text,
        content=placement.content,
        origin=origin,
        before=placement.before,
        after=placement.after,
        merged=merged_in,
    )


def _whole(edit: Edit, content: bytes, origin: Origin, *, merged_in: bool) -> Plan:
    region = Region(file=edit.target.file)
    return Plan(
        target=edit.target,
        text=edit.text,
        content=content,
        origin=origin,
        before=region,
        after=region,
        merged=merged_in,
    )


def id_in(block: str) -> str:
    """Return the id of a block, "" if it has none that can be read."""
    try:
        item = single_item(block)
    except CannotRewriteError:
        return ""
    found = item.get("id", "") if isinstance(item, dict) else ""
    return found if isinstance(found, str) else ""
