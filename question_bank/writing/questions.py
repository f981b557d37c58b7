"""A question as YAML: only what differs from the default, keys in canonical order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from question_bank.grading.normal import decimal_mark
from question_bank.model import (
    Cloze,
    DateQuestion,
    Distractor,
    Flashcard,
    ListItem,
    ListQuestion,
    Matching,
    Media,
    MultipleChoice,
    NumberQuestion,
    Ordering,
    OrderingItem,
    Question,
    ShortAnswer,
    SingleChoice,
    Tolerance,
    TrueFalse,
    Unit,
)
from question_bank.writing import layout
from question_bank.writing.layout import Entry, Fields, Items, Value


def question_to_yaml(question: Question, language: str = "en") -> str:
    """Return the question as one list item beginning `- id: ...` at column one, ending in a newline.

    `language` is the bank's: it decides how the reader takes a decimal mark.
    """
    return layout.item(Fields(question_fields(question, language).entries, open=True))


def question_fields(question: Question, language: str) -> Fields:
    """Return the question's keys and values in canonical order."""
    return fields(
        id=question.id,
        was=texts(question.was),
        kind=question.kind.value,
        lang=question.lang,
        **_own(question, question.lang or language),
        explanation=question.explanation,
        media=_open(_media(media) for media in question.media),
        facts=texts(question.facts),
        derived=question.derived,
        unsourced=question.unsourced,
        tags=texts(question.tags),
        difficulty=str(question.difficulty or ""),
        edition=str(question.edition) if question.edition != 1 else None,
        draft=truth(question.draft),
    )


def fields(**values: Value | None) -> Fields:
    """Return a mapping of the values that say something; None, "" and empty lists say nothing."""
    return record(tuple(values.items()))


def record(pairs: Iterable[tuple[str, Value | None]]) -> Fields:
    """Return a mapping in the given order; for keys that are Python's own words, such as `from`."""
    return Fields(tuple(Entry(value, key) for key, value in pairs if value is not None and _says(value)))


def _says(value: Value) -> bool:
    return bool(value if isinstance(value, str) else value.entries)


def texts(values: Iterable[str]) -> Items:
    return Items(tuple(Entry(value) for value in values))


def text_or_texts(values: tuple[str, ...]) -> Value:
    """Return a single text as itself, several as a list."""
    return values[0] if len(values) == 1 and values[0] else texts(values)


def truth(value: bool) -> Value | None:
    return "true" if value else None


def _own(question: Question, language: str) -> dict[str, Value | None]:
    """Return the keys that only this kind has."""
    match question:
        case Flashcard():
            return {"prompt": question.prompt, "answer": question.answer}
        case TrueFalse():
            return {"prompt": question.prompt, "answer": "true" if question.answer else "false"}
        case SingleChoice():
            return {
                "prompt": question.prompt,
                "answer": question.answer,
                "distractors": _distractors(question.distractors),
            }
        case MultipleChoice():
            return {
                "prompt": question.prompt,
                "answers": _open(question.answers),
                "distractors": _distractors(question.distractors),
            }
        case ShortAnswer():
            return _short_answer(question)
        case ListQuestion():
            return _list(question)
        case NumberQuestion():
            return _number(question, language)
        case DateQuestion():
            return _date(question)
        case Cloze():
            accept = Items(tuple(Entry(text_or_texts(group)) for group in question.accept))
            return {"text": question.text, "accept": accept}
        case Ordering():
            return {
                "prompt": question.prompt,
                "items": _open(_ordering_item(item) for item in question.items),
            }
        case Matching():
            pairs = _open(fields(left=pair.left, right=pair.right) for pair in question.pairs)
            return {"prompt": question.prompt, "pairs": pairs, "spare": texts(question.spare)}
        case _:
            assert_never(question)


def _short_answer(question: ShortAnswer) -> dict[str, Value | None]:
    return {
        "prompt": question.prompt,
        "answer": question.answer,
        "accept": texts(question.accept),
        "reject": texts(question.reject),
        "strict": truth(question.strict),
    }


def _list(question: ListQuestion) -> dict[str, Value | None]:
    need = None if question.need == len(question.answers) else str(question.need)
    return {
        "prompt": question.prompt,
        "answers": _open(_list_item(i) for i in question.answers),
        "need": need,
    }


def _number(question: NumberQuestion, language: str) -> dict[str, Value | None]:
    return {
        "prompt": question.prompt,
        "answer": question.written,
        "tolerance": _tolerance(question.tolerance, language),
        "unit": _unit(question.unit) if question.unit else None,
        "scale": question.scale.value,
    }


def _date(question: DateQuestion) -> dict[str, Value | None]:
    precision = None if question.precision == question.answer.precision else question.precision.value
    return {"prompt": question.prompt, "answer": str(question.answer), "precision": precision}


def _open(values: Iterable[Value]) -> Items:
    return Items(tuple(Entry(value) for value in values), open=True)


def _distractors(distractors: tuple[Distractor, ...]) -> Items:
    return _open(fields(text=d.text, feedback=d.feedback) if d.feedback else d.text for d in distractors)


def _list_item(item: ListItem) -> Value:
    return fields(answer=item.answer, accept=texts(item.accept)) if item.accept else item.answer


def _ordering_item(item: OrderingItem) -> Value:
    return fields(text=item.text, label=item.label) if item.label else item.text


def _media(media: Media) -> Fields:
    return fields(file=media.file, alt=media.alt)


def _tolerance(tolerance: Tolerance, language: str) -> Value | None:
    if tolerance == Tolerance():
        return None
    amount = f"{tolerance.amount:f}".replace(".", decimal_mark(language))
    return f"{amount}%" if tolerance.percent else amount


def _unit(unit: Unit) -> Value:
    if not unit.accept and not unit.required:
        return unit.name
    return fields(name=unit.name, accept=texts(unit.accept), required=truth(unit.required))
