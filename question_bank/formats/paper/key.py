"""The key to one question, for whoever marks the sheets: what is right, what else is, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import assert_never

from question_bank.formats.paper.shuffling import letter
from question_bank.formats.paper.texts import Texts
from question_bank.model import (
    Bank,
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
    cloze,
)
from question_bank.model.texts import number_text


def key_of(question: Question, options: Sequence[str], texts: Texts) -> str:
    """Return the right answer as HTML, by the letters that `options` have on the sheet."""
    match question:
        case TrueFalse():
            return "True" if question.answer else "False"
        case SingleChoice():
            return _lettered(question.answer, options, texts)
        case MultipleChoice():
            chosen = sorted(question.answers, key=options.index)
            return "; ".join(_lettered(answer, options, texts) for answer in chosen)
        case Flashcard():
            return texts.html(question.answer)
        case ShortAnswer():
            return texts.html(question.answer) + _also(question.accept)
        case ListQuestion():
            return "; ".join(texts.html(item.answer) + _also(item.accept) for item in question.answers)
        case NumberQuestion():
            return escape(number_text(question)) + _off_by(question)
        case DateQuestion():
            return escape(str(question.answer))
        case Cloze():
            return "; ".join(_gaps(question, texts))
        case Ordering():
            return " → ".join(
                texts.html(item.text) + (f" ({escape(item.label)})" if item.label else "")
                for item in question.items
            )
        case Matching():
            return "; ".join(
                f"{texts.html(pair.left)}: {_lettered(pair.right, options, texts)}" for pair in question.pairs
            )
        case _:
            assert_never(question)


def stands_in(bank: Bank, question: Question) -> str:
    """Return the paragraphs that the question's facts rest on as text, "" without facts."""
    cited: dict[str, set[int]] = {}
    for fact in filter(None, map(bank.fact, question.facts)):
        for passage in fact.evidence.passages:
            source = bank.source(passage.source)
            cited.setdefault(source.title if source else passage.source, set()).add(passage.paragraph)
    return "; ".join(f"¶ {', '.join(map(str, sorted(numbers)))}, {title}" for title, numbers in cited.items())


def _lettered(text: str, options: Sequence[str], texts: Texts) -> str:
    return f"<b>{letter(options.index(text))}</b> {texts.html(text)}"


def _gaps(question: Cloze, texts: Texts) -> Iterator[str]:
    accepted = dict(enumerate(question.accept))
    for index, gap in enumerate(cloze.deletions(question.text)):
        yield texts.html(gap.answer) + _also(accepted.get(index, ()))


def _also(accept: Sequence[str]) -> str:
    return f" (also: {escape(', '.join(accept))})" if accept else ""


def _off_by(question: NumberQuestion) -> str:
    amount = question.tolerance.amount
    return f" (± {amount.normalize():f}{' %' if question.tolerance.percent else ''})" if amount else ""
