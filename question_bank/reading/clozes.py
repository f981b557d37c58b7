"""Is a cloze's text well formed: gaps that are closed, not nested, numbered from 1, and not empty."""

from __future__ import annotations

import re

from question_bank.model.cloze import deletions
from question_bank.reading.fields import Fields
from question_bank.reading.tree import Sequence

_OPENING = re.compile(r"\{\{c([0-9]+)::")
_ALMOST = re.compile(
    r"(?<!\{)\{(?:\{\s*(?:[cC]?\s*(?P<number>[0-9]+)\s*(?=:))?|\s*[cC]\s*(?P<single>[0-9]+)\s*(?=:))"
    r"(?P<inner>[^{}]*)\}{1,2}"
)
_NEARLY = re.compile(r"\{+\s*[cC]?\s*[0-9]+\s*:+|\{\{")


def check_cloze(fields: Fields, text: str) -> bool:
    """Report what is wrong with the gaps; say whether any can be asked."""
    gaps = deletions(text)
    if not gaps and not _OPENING.search(text):
        nearly = _NEARLY.search(text)
        hint = "write each gap as {{c1::answer}} or {{c1::answer::hint}}"
        found = f"{nearly[0]!r} does not begin a gap" if nearly else "the text has no gap"
        fields.report("E142", found, "text", hint)
        return False
    amiss = _report_almost_gaps(fields, text)
    covered = [(gap.start, gap.end) for gap in gaps]
    for opening in _OPENING.finditer(text):
        inside = [start for start, end in covered if start < opening.start() < end]
        if inside:
            _report_at(
                fields, f"gap {opening[0]!r} stands inside another gap", opening[0], "let one end first"
            )
        elif not any(start == opening.start() for start, _ in covered):
            _report_at(fields, f"gap {opening[0]!r} is never closed", opening[0], "end it with '}}'")
    for gap in gaps:
        if gap.number < 1:
            fields.report("E143", "gaps are numbered from 1, not 0", "text", "write {{c1::...}}")
        if not gap.answer.strip():
            fields.report("E143", f"gap c{gap.number} hides nothing", "text", "put the answer after '::'")
    if not amiss and len(gaps) == len(_OPENING.findall(text)):  # else their number is not yet settled
        _check_accept(fields, len(gaps))
    return bool(gaps)


def _report_at(fields: Fields, message: str, piece: str, hint: str) -> None:
    """Report a piece of the text where it stands, or the whole text where escapes or folds hide the piece."""
    node, source = fields.nodes["text"], fields.document.source
    start = source.text.find(piece, node.start, node.end)
    if start < 0 or source.text.count(piece, node.start, node.end) > 1:
        fields.report("E143", message, "text", hint)
        return
    fields.document.problems.append(source.problem("E143", message, start, start + len(piece), hint))


def _report_almost_gaps(fields: Fields, text: str) -> bool:
    """Report what was meant as a gap and is shown as text, with the gap as it is written."""
    found = [each for each in _ALMOST.finditer(text) if not _OPENING.match(each[0])]
    for each in found:
        inner = each["inner"].strip().lstrip(":").strip()
        number = each["number"] or each["single"] or len(deletions(text[: each.start()])) + 1
        better = f"{{{{c{number}::{inner}}}}}"
        _report_at(fields, f"{each[0]!r} is not a gap", each[0], f"write {better}")
    return bool(found)


def _check_accept(fields: Fields, gaps: int) -> None:
    node = fields.nodes.get("accept")
    if type(node) is Sequence and len(node.items) != gaps:
        message = f"'accept' has {len(node.items)}, and the text {gaps} gap{'' if gaps == 1 else 's'}"
        fields.report("E144", message, "accept", "one entry a gap in order of appearance, [] for none")
