"""A text taken out of what a question accepts, in its author's own block: every other byte stays."""

from __future__ import annotations

from collections.abc import Sequence

from question_bank.grading.normal import decimal_mark
from question_bank.model import NumberQuestion, Question, ShortAnswer
from question_bank.writing.accepting import read_block
from question_bank.writing.additions import Addition, Into, same, without_additions
from question_bank.writing.outline import CannotRewriteError, OutlineEntry
from question_bank.writing.patches import Block, Patch
from question_bank.writing.scalars import inline


def block_without(
    block: str, additions: Sequence[Addition], before: Question, language: str = "en", own: str = ""
) -> str:
    """Return a question's block, `- id: ...` at column one, without what was added when it was `before`.

    Whatever else was changed since stays, to the byte. What is in it no longer is no obstacle. `own` is the
    block as it was before, if that is known: a key that it has not goes with its last text. `language` is the
    bank's. Raises CannotRewriteError if the block would not be the same question without the additions.
    """
    question = read_block(block, language)
    if question is None:
        raise CannotRewriteError("the text is not one question")
    wanted = without_additions(question, additions, before, language)
    patched = Block.of(block)
    for addition in additions:
        now = read_block(patched.result, language)
        if now is not None and without_additions(now, [addition], before, language) != now:
            _take_out(patched, now, addition, before, now.lang or language)
    _drop_what_is_new(patched, additions, own)
    if read_block(patched.result, language) != wanted:
        raise CannotRewriteError("it would not read back as the same question without what was added")
    return patched.result


def _take_out(block: Block, now: Question, addition: Addition, before: Question, language: str) -> None:
    text = addition.text
    match addition.into:
        case Into.ACCEPT:
            _drop_text(block, ("accept",), text)
            known = before.reject if isinstance(before, ShortAnswer) else ()
            rejected = now.reject if isinstance(now, ShortAnswer) else ()
            for each in known:
                if same(each, text, language) and each not in rejected:
                    block.add_text(block.entry, "reject", each, ("accept", "answer"))
        case Into.REJECT:
            _drop_text(block, ("reject",), text)
        case Into.ITEM:
            _drop_wording(block, addition)
        case Into.ANSWER:
            _drop_answer(block, text)
        case Into.GAP:
            _drop_in_gap(block, addition)
        case Into.UNIT:
            _drop_text(block, ("unit", "accept"), text)
        case Into.TOLERANCE:
            _put_tolerance(block, before, language)


def _drop_text(block: Block, path: tuple[str, ...], text: str) -> None:
    """Take a text out of the list at the end of a path; the key goes with the last text."""
    found = block.field(*path)
    owner = block.field(*path[:-1]) if len(path) > 1 else block.entry
    if found is None or owner is None:
        raise CannotRewriteError(f"its `{path[-1]}` cannot be found")
    _drop_from(block, owner, found, text)


def _drop_from(block: Block, owner: OutlineEntry, found: OutlineEntry, text: str) -> None:
    texts = [each.node.text for each in found.node.entries] if found.node.listed else [found.node.text]
    if text not in texts:
        raise CannotRewriteError(f"{text!r} is written there in a way that cannot be taken out")
    if len(texts) > 1:
        block.drop(found, texts.index(text))
    else:
        block.drop(owner, [each.key for each in owner.node.entries].index(found.key))


def _drop_wording(block: Block, addition: Addition) -> None:
    answers = block.field("answers")
    for entry in answers.node.entries if answers is not None else ():
        named = any(each.key == "answer" and each.node.text == addition.item for each in entry.node.entries)
        accept = next((each for each in entry.node.entries if each.key == "accept"), None)
        if not named or accept is None:
            continue
        last = len(accept.node.entries) == 1 or not accept.node.listed
        plain = {each.key for each in entry.node.entries} == {"answer", "accept"}
        if last and plain and entry.node.flow:
            block.put(Patch(entry.node.start, entry.node.end, inline(addition.item, flow=True)))
        else:
            _drop_from(block, entry, accept, addition.text)
        return
    raise CannotRewriteError("the answer cannot be found in the list")


def _drop_answer(block: Block, text: str) -> None:
    answers = block.field("answers")
    texts = [each.node.text for each in answers.node.entries] if answers is not None else []
    if answers is None or text not in texts:
        raise CannotRewriteError(f"other wordings were added to {text!r} since")
    block.drop(answers, texts.index(text))


def _drop_in_gap(block: Block, addition: Addition) -> None:
    """Take a text out of a gap's own list, which stays with nothing in it: each gap has its entry."""
    accept = block.field("accept")
    if accept is None or addition.gap >= len(accept.node.entries):
        raise CannotRewriteError("its `accept` cannot be found")
    own = accept.node.entries[addition.gap]
    if own.node.listed and len(own.node.entries) > 1:
        _drop_from(block, own, own, addition.text)
        return
    block.put(Patch(own.node.start, own.node.end, "[]"))
    now = block.field("accept")
    if now is not None and all(each.node.listed and not each.node.entries for each in now.node.entries):
        _drop_key(block, "accept")


def _put_tolerance(block: Block, before: Question, language: str) -> None:
    found = block.field("tolerance")
    tolerance = before.tolerance if isinstance(before, NumberQuestion) else None
    if found is None or tolerance is None:
        raise CannotRewriteError("its `tolerance` cannot be found")
    if not tolerance.amount:
        _drop_key(block, "tolerance")
        return
    amount = f"{tolerance.amount:f}".replace(".", decimal_mark(language))
    block.replace_value(found, inline(f"{amount}%" if tolerance.percent else amount, flow=True))


def _drop_what_is_new(block: Block, additions: Sequence[Addition], own: str) -> None:
    """Take a list's `need` out again that had to be written with one more answer."""
    if not own or all(each.into is not Into.ANSWER for each in additions):
        return
    need, answers = block.field("need"), block.field("answers")
    if need is None or answers is None or Block.of(own).field("need") is not None:
        return
    if need.node.text == str(len(answers.node.entries)):
        _drop_key(block, "need")


def _drop_key(block: Block, key: str) -> None:
    block.drop(block.entry, [each.key for each in block.entry.node.entries].index(key))
