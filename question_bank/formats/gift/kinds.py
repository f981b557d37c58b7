"""What stands before, between and after the braces, kind by kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import assert_never

from question_bank.formats.dates import date_forms
from question_bank.formats.figures import plain, written
from question_bank.formats.gift.escaping import escaped
from question_bank.formats.gift.fields import Texts
from question_bank.formats.gift.gaps import Written, write_cloze
from question_bank.formats.hypertext import from_plain
from question_bank.formats.reports import Leaving, quoted
from question_bank.model import (
    Bank,
    Cloze,
    DateQuestion,
    Distractor,
    Flashcard,
    ListItem,
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

# The shares of a mark that Moodle takes; any other is refused at the import.
_GRADES = tuple(
    Decimal(each)
    for each in (
        *("100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333"),
        *("30", "25", "20", "16.66667", "14.28571", "12.5", "11.11111", "10", "5"),
    )
)
_EXACT_DIGITS = 15


_Prompted = (
    Flashcard
    | TrueFalse
    | SingleChoice
    | MultipleChoice
    | ShortAnswer
    | ListQuestion
    | NumberQuestion
    | DateQuestion
    | Ordering
    | Matching
)


def write_kind(bank: Bank, question: Question, leaving: Leaving) -> tuple[Written, ...]:
    """Return the question for GIFT: one question, or several for a cloze with several gaps."""
    texts = Texts(leaving)
    if isinstance(question, Cloze):
        return tuple(write_cloze(question, texts))
    return (_written(bank, question, texts),)


def _written(bank: Bank, question: _Prompted, texts: Texts) -> Written:
    prompt = f"{texts.rich(question.prompt)} "
    feedback = texts.rich(question.explanation) if question.explanation else ""
    match question:
        case TrueFalse():
            return Written(prompt, ("TRUE" if question.answer else "FALSE",), feedback)
        case SingleChoice():
            right = f"={texts.rich(question.answer)}"
            return Written(prompt, (right, *_wrong(question.distractors, "~", texts)), feedback)
        case MultipleChoice():
            return Written(prompt, tuple(_several(question, texts)), feedback)
        case ShortAnswer():
            return _short(question, prompt, feedback, texts)
        case NumberQuestion():
            return _number(question, question.lang or bank.language, feedback, texts)
        case DateQuestion():
            return _date(question, question.lang or bank.language, prompt, feedback, texts)
        case Flashcard():
            return _essay(question, prompt, (question.answer,), texts)
        case ListQuestion():
            return _essay(question, prompt, tuple(map(_item, question.answers)), texts)
        case Matching():
            return _matching(question, prompt, feedback, texts)
        case Ordering():
            return _ordering(question, prompt, feedback, texts)
        case _:
            assert_never(question)


def _wrong(distractors: Sequence[Distractor], sign: str, texts: Texts) -> Iterator[str]:
    for wrong in distractors:
        told = f"#{texts.rich(wrong.feedback)}" if wrong.feedback else ""
        yield f"{sign}{texts.rich(wrong.text)}{told}"


def _several(question: MultipleChoice, texts: Texts) -> Iterator[str]:
    """Yield the options: a right tick earns its share of the mark, and a wrong one costs as much."""
    share = Decimal(100) / len(question.answers)
    weight = min(_GRADES, key=lambda grade: abs(grade - share))
    if abs(weight - share) > Decimal("0.001"):
        texts.leaving.changed(f"each right option earns {weight}% in Moodle, not {share:.2f}%", "answers")
    yield from (f"~%{weight}%{texts.rich(answer)}" for answer in question.answers)
    yield from _wrong(question.distractors, f"~%-{weight}%", texts)


def _short(question: ShortAnswer, prompt: str, feedback: str, texts: Texts) -> Written:
    answers = [f"={texts.typed(question.answer, 'the answer', 'answer')}"]
    for index, text in enumerate(question.accept):
        answers.append(f"={texts.typed(text, 'the answer', 'accept', index)}")
    for index, text in enumerate(question.reject):
        answers.append(
            f"=%0%{texts.typed(text, 'the rejected answer', 'reject', index).removeprefix('%100%')}"
        )
    if question.strict:
        hint = "Moodle forgives no slip in any short answer"
        texts.leaving.lost("'strict'", "strict", hint=hint)
    return Written(prompt, tuple(answers), feedback)


def _number(question: NumberQuestion, language: str, feedback: str, texts: Texts) -> Written:
    leaving, value = texts.leaving, question.answer
    figure, off = plain(value), question.tolerance.amount
    if question.written != written(value, language):
        leaving.changed(f"the figure {question.written} is written {figure}", "answer")
    if len(value.as_tuple().digits) > _EXACT_DIGITS:
        leaving.changed(f"Moodle rounds {figure} to {_EXACT_DIGITS} digits", "answer")
    if question.tolerance.percent:
        off = abs(value) * off / 100
        leaving.changed(
            f"the tolerance of {plain(question.tolerance.amount)}% is written {plain(off)}", "tolerance"
        )
    margin = f":{plain(off)}" if off else ""
    prompt = texts.rich(question.prompt + _asked_for(question, leaving))
    return Written(f"{prompt} ", (f"#{figure}{margin}",), feedback)


def _asked_for(question: NumberQuestion, leaving: Leaving) -> str:
    """Return what the prompt must say where only a bare number can be typed."""
    unit = question.unit
    words = [word for word in (question.scale.value, unit.name if unit else "") if word]
    if not words:
        return ""
    missing = [word for word in words if word.lower() not in question.prompt.lower()]
    said = " ".join(words)
    leaving.changed(
        f"only the number is typed in Moodle; its {quoted(said)} is asked for in the prompt",
        "unit" if unit else "scale",
    )
    if unit and (unit.accept or unit.required):
        leaving.lost("what is accepted as a unit", "unit")
    return f" ({from_plain(' '.join(missing))})" if missing else ""


def _date(question: DateQuestion, language: str, prompt: str, feedback: str, texts: Texts) -> Written:
    forms = date_forms(question.answer, question.precision, language)
    texts.leaving.changed(f"a date became a short answer that takes {quoted(', '.join(forms))}", "answer")
    return Written(prompt, tuple(f"={escaped(form)}" for form in forms), feedback)


def _item(item: ListItem) -> str:
    return " / ".join((item.answer, *item.accept))


def _essay(
    question: Flashcard | ListQuestion, prompt: str, answers: tuple[str, ...], texts: Texts
) -> Written:
    """Return a question without a key: what is right is told afterwards, and nobody is graded by Moodle."""
    kind = "flashcard" if isinstance(question, Flashcard) else "list"
    hint = "a teacher grades it in Moodle, or write it as another kind"
    texts.leaving.changed(f"a {kind} became an essay with the answer as its feedback", "kind", hint=hint)
    if isinstance(question, ListQuestion) and question.need != len(question.answers):
        texts.leaving.lost(f"'need: {question.need}'", "need")
    told = "; ".join(answers)
    if question.explanation:
        texts.leaving.changed("the explanation stands behind the answer", "explanation")
        told = f"{told}\\\n{question.explanation}"
    return Written(prompt, (), texts.rich(told))


def _matching(question: Matching, prompt: str, feedback: str, texts: Texts) -> Written:
    answers = []
    for index, pair in enumerate(question.pairs):
        right = escaped(texts.plain(pair.right, "the right side", "pairs", index, "right"))
        answers.append(f"={texts.rich(pair.left)} -> {right}")
    for index, spare in enumerate(question.spare):
        answers.append(f"= -> {escaped(texts.plain(spare, 'the spare', 'spare', index))}")
    return Written(prompt, tuple(answers), feedback)


def _ordering(question: Ordering, prompt: str, feedback: str, texts: Texts) -> Written:
    labels = [item.label or f"\0{index}" for index, item in enumerate(question.items)]
    texts.leaving.changed("an ordering became a matching of things with their places", "items")
    if any(item.label for item in question.items):
        texts.leaving.lost("the labels", "items")
    places = [labels.index(label) + 1 for label in labels]
    pairs = zip(question.items, places, strict=True)
    return Written(prompt, tuple(f"={texts.rich(item.text)} -> {place}" for item, place in pairs), feedback)
