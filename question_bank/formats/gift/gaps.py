"""A cloze in GIFT: one gap is Moodle's missing word; of several each becomes a question of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from question_bank.formats.gift.escaping import escaped
from question_bank.formats.gift.fields import Texts, is_safe
from question_bank.formats.gift.question import BLANK, GAP
from question_bank.formats.hypertext import from_plain
from question_bank.formats.reports import quoted
from question_bank.model import Cloze, cloze


@dataclass(frozen=True, slots=True)
class Written:
    """A question's text before its braces, its answers, the general feedback, and the text after."""

    before: str
    answers: tuple[str, ...]
    feedback: str = ""
    after: str = ""


def write_cloze(question: Cloze, texts: Texts) -> Iterator[Written]:
    """Yield a question per gap, the gaps with other numbers filled in."""
    gaps = cloze.deletions(question.text)
    feedback = texts.rich(question.explanation) if question.explanation else ""
    if len(gaps) > 1:
        message = f"its {len(gaps)} gaps became {len(gaps)} questions, since one has one gap in Moodle"
        texts.leaving.changed(message, "text")
    elif gaps[0].number != 1:
        texts.leaving.changed(f"the gap's number {gaps[0].number} becomes 1 when it comes back", "text")
    accepted = (*question.accept, *[()] * len(gaps))
    for gap, others in zip(gaps, accepted, strict=False):
        answers = tuple(texts.typed(text, "the gap", "text") for text in (gap.answer, *others))
        before, after = _sides(question, gap, texts)
        yield Written(before, tuple(f"={answer}" for answer in answers), feedback, after)


def _sides(question: Cloze, asked: cloze.Deletion, texts: Texts) -> tuple[str, str]:
    """Return what stands before and after a gap."""
    hint = ""
    if asked.hint:
        texts.leaving.changed(f"the hint {quoted(asked.hint)} stands behind the gap", "text")
        hint = f" [{from_plain(asked.hint)}]"
    sentence = "".join(
        piece if isinstance(piece, str) else _shown(piece, asked, hint)
        for piece in cloze.pieces(question.text.replace(GAP, ""))
    ).strip()
    if sentence.endswith(GAP):
        texts.leaving.changed("the gap at the end became a short answer", "text")
        sentence = f"{sentence[:-1]}{BLANK} {GAP}"
    if is_safe(sentence):
        before, _, after = sentence.partition(GAP)
        return escaped(before), escaped(after)
    before, _, after = texts.html(sentence).partition(GAP)
    return f"[html]{escaped(before)}", escaped(after)


def _shown(piece: cloze.Deletion, asked: cloze.Deletion, hint: str) -> str:
    if piece.start == asked.start:
        return f"{GAP}{hint}"
    return BLANK if piece.number == asked.number else piece.answer
