"""A question that is there already, as what stands in the fields of its kind's form."""

from __future__ import annotations

from typing import Any, assert_never

from question_bank.model import (
    Cloze,
    DateQuestion,
    Distractor,
    Flashcard,
    ListQuestion,
    Matching,
    MultipleChoice,
    NumberQuestion,
    Ordering,
    Question,
    ShortAnswer,
    SingleChoice,
    Tolerance,
    TrueFalse,
)


def data_of(question: Question) -> dict[str, Any]:
    """Return the data of the form's own fields, and of what all kinds have."""
    return {**_own(question), **_common(question)}


def _common(question: Question) -> dict[str, Any]:
    return {
        "explanation": question.explanation,
        "facts": list(question.facts),
        "unsourced": question.unsourced,
        "derived": question.derived,
        "tags": list(question.tags),
        "difficulty": str(question.difficulty or ""),
        "draft": question.draft,
        "lang": question.lang,
        "id": question.id,
        "media": [{"file": each.file, "alt": each.alt} for each in question.media],
    }


def _own(question: Question) -> dict[str, Any]:
    match question:
        case Flashcard():
            return {"prompt": question.prompt, "answer": question.answer}
        case TrueFalse():
            return {"prompt": question.prompt, "answer": "true" if question.answer else "false"}
        case SingleChoice():
            wrong = _distractors(question.distractors)
            return {"prompt": question.prompt, "answer": question.answer, "distractors": wrong}
        case MultipleChoice():
            wrong = _distractors(question.distractors)
            return {"prompt": question.prompt, "answers": list(question.answers), "distractors": wrong}
        case ShortAnswer() | ListQuestion():
            return _typed(question)
        case NumberQuestion() | DateQuestion():
            return _measured(question)
        case Cloze():
            return {"text": question.text, "accept": [_lines(each) for each in question.accept]}
        case Ordering():
            items = [{"text": each.text, "label": each.label} for each in question.items]
            return {"prompt": question.prompt, "items": items}
        case Matching():
            pairs = [{"left": each.left, "right": each.right} for each in question.pairs]
            return {"prompt": question.prompt, "pairs": pairs, "spare": list(question.spare)}
        case _:
            assert_never(question)


def _typed(question: ShortAnswer | ListQuestion) -> dict[str, Any]:
    if isinstance(question, ShortAnswer):
        return {
            "prompt": question.prompt,
            "answer": question.answer,
            "accept": _lines(question.accept),
            "reject": _lines(question.reject),
            "strict": question.strict,
        }
    need = "" if question.need == len(question.answers) else str(question.need)
    items = [{"answer": each.answer, "accept": _lines(each.accept)} for each in question.answers]
    return {"prompt": question.prompt, "answers": items, "need": need}


def _measured(question: NumberQuestion | DateQuestion) -> dict[str, Any]:
    if isinstance(question, DateQuestion):
        exact = "" if question.precision is question.answer.precision else question.precision.value
        return {"prompt": question.prompt, "answer": str(question.answer), "precision": exact}
    unit = question.unit
    return {
        "prompt": question.prompt,
        "answer": question.written,
        "scale": question.scale.value,
        "tolerance": _tolerance(question.tolerance),
        "unit": {"name": unit.name, "accept": _lines(unit.accept), "required": unit.required} if unit else {},
    }


def _tolerance(tolerance: Tolerance) -> str:
    return f"{tolerance.amount}{'%' if tolerance.percent else ''}" if tolerance.amount else ""


def _distractors(distractors: tuple[Distractor, ...]) -> list[dict[str, str]]:
    return [{"text": each.text, "feedback": each.feedback} for each in distractors]


def _lines(texts: tuple[str, ...]) -> str:
    return "\n".join(texts)
