"""What a question says, as text: its prompt, its key, and every answer that is taken."""

from __future__ import annotations

from typing import assert_never

from question_bank.model import cloze
from question_bank.model.questions import (
    Cloze,
    DateQuestion,
    Flashcard,
    ListQuestion,
    Matching,
    MultipleChoice,
    NumberQuestion,
    Ordering,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)


def prompt_text(question: Question) -> str:
    """Return what the learner is asked; for a cloze its text with gaps."""
    return cloze.blanked(question.text) if isinstance(question, Cloze) else question.prompt


def parts(question: Question) -> tuple[int, ...]:
    """Return the numbers of the question's cards: the cloze numbers, or 0 alone."""
    return cloze.numbers(question.text) if isinstance(question, Cloze) else (0,)


def key_text(question: Question, part: int = 0) -> str:
    """Return the right answer in one line; of a cloze, the gaps of cloze number `part` (0: all)."""
    match question:
        case Flashcard() | SingleChoice() | ShortAnswer():
            return question.answer
        case TrueFalse():
            return "true" if question.answer else "false"
        case MultipleChoice():
            return "; ".join(question.answers)
        case ListQuestion():
            return "; ".join(item.answer for item in question.answers)
        case NumberQuestion():
            return number_text(question)
        case DateQuestion():
            return str(question.answer)
        case Cloze():
            return "; ".join(gap.answer for gap in gaps(question, part))
        case Ordering():
            return " → ".join(item.text for item in question.items)
        case Matching():
            return "; ".join(f"{pair.left}: {pair.right}" for pair in question.pairs)
        case _:
            assert_never(question)


def answer_texts(question: Question) -> tuple[str, ...]:
    """Return every accepted answer as text, the key first."""
    match question:
        case ShortAnswer():
            return (question.answer, *question.accept)
        case ListQuestion():
            return tuple(text for item in question.answers for text in (item.answer, *item.accept))
        case MultipleChoice():
            return question.answers
        case Cloze():
            accepted = [*question.accept, *[()] * len(gaps(question))]
            return tuple(
                text
                for gap, others in zip(gaps(question), accepted, strict=False)
                for text in (gap.answer, *others)
            )
        case Ordering():
            return tuple(item.text for item in question.items)
        case Matching():
            return tuple(f"{pair.left}: {pair.right}" for pair in question.pairs)
        case Flashcard() | TrueFalse() | SingleChoice() | NumberQuestion() | DateQuestion():
            return (key_text(question),)
        case _:
            assert_never(question)


def option_texts(question: Question) -> tuple[str, ...]:
    """Return the options of a choice question, right and wrong alike, sorted; () for the other kinds."""
    match question:
        case SingleChoice():
            return tuple(sorted([question.answer, *(wrong.text for wrong in question.distractors)]))
        case MultipleChoice():
            return tuple(sorted([*question.answers, *(wrong.text for wrong in question.distractors)]))
        case _:
            return ()


def gaps(question: Cloze, part: int = 0) -> tuple[cloze.Deletion, ...]:
    """Return the gaps of cloze number `part` in order of appearance; all gaps for part 0."""
    return tuple(gap for gap in cloze.deletions(question.text) if part in (0, gap.number))


def number_text(question: NumberQuestion) -> str:
    """Return the figure with its scale word and unit, e.g. `11 billion dollars`."""
    unit = question.unit.name if question.unit else ""
    return " ".join(piece for piece in (question.written, question.scale.value, unit) if piece)
