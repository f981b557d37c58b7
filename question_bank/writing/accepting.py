"""A text added to what a question accepts, or rejects, in its author's own block: every other byte stays."""

from __future__ import annotations

from collections.abc import Sequence

from question_bank.grading.normal import decimal_mark
from question_bank.model import Cloze, ListQuestion, Question
from question_bank.model.cloze import deletions
from question_bank.reading import read_bank_texts
from question_bank.writing.additions import Addition, Into, with_additions
from question_bank.writing.additions import same as means_the_same
from question_bank.writing.outline import CannotRewriteError, OutlineEntry
from question_bank.writing.patches import Block, Patch
from question_bank.writing.scalars import inline
from question_bank.writing.splice import flush

_FILE = "questions/one.yaml"


def block_with(block: str, additions: Sequence[Addition], language: str = "en") -> str:
    """Return a question's block, `- id: ...` at column one, with these additions written into it.

    `language` is the bank's. Raises CannotRewriteError if the block would not be the same question with the
    additions, and UnfitError if it has no place for one.
    """
    question = read_block(block, language)
    if question is None:
        raise CannotRewriteError("the text is not one question")
    wanted = with_additions(question, additions, language)
    patched = Block.of(block)
    for addition in additions:
        before = read_block(patched.result, language)
        if before is not None and with_additions(before, [addition], language) != before:
            _write(patched, before, addition, before.lang or language)
    if read_block(patched.result, language) != wanted:
        raise CannotRewriteError("it would not read back as the same question with what was added")
    return patched.result


def _write(block: Block, question: Question, addition: Addition, language: str) -> None:
    text = addition.text
    match addition.into:
        case Into.ACCEPT:
            _forgive(block, text, language)
            block.add_text(block.entry, "accept", text, ("answer",))
        case Into.REJECT:
            block.add_text(block.entry, "reject", text, ("accept", "answer"))
        case Into.ITEM:
            _write_wording(block, addition)
        case Into.ANSWER:
            block.add_item(_get(block, "answers").node, inline(text, flow=_get(block, "answers").node.flow))
            if isinstance(question, ListQuestion) and block.field("need") is None:
                block.add_key(block.entry, "need", str(question.need), ("answers",))
        case Into.GAP:
            gaps = len(deletions(question.text)) if isinstance(question, Cloze) else 0
            _write_gap(block, addition, gaps)
        case Into.UNIT:
            _write_unit(block, text)
        case Into.TOLERANCE:
            written = text.replace(".", decimal_mark(language))
            found = block.field("tolerance")
            if found is None:
                block.add_key(block.entry, "tolerance", inline(written, flow=True), ("answer",))
            else:
                block.replace_value(found, inline(written, flow=True))


def _forgive(block: Block, text: str, language: str) -> None:
    """Take what says the same out of `reject`, and the key with the last of it."""
    while (rejected := block.field("reject")) is not None:
        entries = rejected.node.entries
        texts = [entry.node.text or "" for entry in entries] if rejected.node.listed else [rejected.node.text]
        number = next((i for i, each in enumerate(texts) if means_the_same(each or "", text, language)), None)
        if number is None:
            return
        if len(texts) > 1:
            block.drop(rejected, number)
        else:
            block.drop(block.entry, [each.key for each in block.entry.node.entries].index("reject"))


def _write_wording(block: Block, addition: Addition) -> None:
    for entry in _get(block, "answers").node.entries:
        if entry.node.text == addition.item:
            answer, text = (inline(each, flow=True) for each in (addition.item, addition.text))
            block.replace_value(entry, f"{{answer: {answer}, accept: [{text}]}}")
            return
        if any(each.key == "answer" and each.node.text == addition.item for each in entry.node.entries):
            block.add_text(entry, "accept", addition.text, ("answer",))
            return
    raise CannotRewriteError("the answer cannot be found in the list")


def _write_gap(block: Block, addition: Addition, gaps: int) -> None:
    """Add to a gap's own list; gaps without one get an empty one, since each has its entry or none has."""
    written = inline(addition.text, flow=True)
    found = block.field("accept")
    if found is None:
        entries = [written if at == addition.gap else "[]" for at in range(gaps)]
        block.add_key(block.entry, "accept", f"[{', '.join(entries)}]", ("text",))
        return
    known = len(found.node.entries)
    if addition.gap < known:
        own = found.node.entries[addition.gap]
        if own.node.listed and not own.node.entries:
            block.put(Patch(own.node.start, own.node.end, written))
        elif own.node.listed:
            block.add_item(own.node, written)
        else:
            block.replace_value(own, f"[{inline(own.node.text or '', flow=True)}, {written}]")
    for at in range(known, gaps):
        block.add_item(_get(block, "accept").node, written if at == addition.gap else "[]")


def _write_unit(block: Block, text: str) -> None:
    unit = _get(block, "unit")
    if unit.node.text is None:
        block.add_text(unit, "accept", text, ("name",))
    else:
        name, accepted = (inline(each, flow=True) for each in (unit.node.text, text))
        block.replace_value(unit, f"{{name: {name}, accept: [{accepted}]}}")


def _get(block: Block, key: str) -> OutlineEntry:
    found = block.field(key)
    if found is None:
        raise CannotRewriteError(f"it has no `{key}`")
    return found


def read_block(block: str, language: str) -> Question | None:
    """Return the question that a block is; its facts and pictures are not at hand here."""
    bank = f"bank: b\ntitle: b\nlanguage: {language}\n"
    files = {"bank.yaml": bank.encode(), _FILE: f"questions:\n{flush(block)}\n".encode()}
    reading = read_bank_texts(files)
    questions = reading.bank.questions if reading.bank is not None else ()
    return questions[0] if len(questions) == 1 else None
