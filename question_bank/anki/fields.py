"""What the fields of a question's note hold. Fields are HTML; their order is the note type's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import assert_never

from question_bank.anki.citations import Citations
from question_bank.anki.dates import date_hint, date_text, rounded
from question_bank.anki.escaping import Renderer, neutral_text
from question_bank.anki.identity import note_name, shuffled
from question_bank.markup import plain_text
from question_bank.model import (
    Bank,
    Cloze,
    DateQuestion,
    Distractor,
    Flashcard,
    Kind,
    ListItem,
    ListQuestion,
    Matching,
    MultipleChoice,
    NumberQuestion,
    Ordering,
    Question,
    Scale,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from question_bank.model.texts import gaps, number_text

# `Passage` and `Link` were spare fields at first; they kept their places and ids.
_TAIL = ("Explanation", "Source", "Media", "Language", "Passage", "Link", "Spare 3", "Spare 4")
_CHOICE = ("ID", "Prompt", "Options", "Answer", "Solution", *_TAIL)
_TYPED = ("ID", "Prompt", "Hint", "Typed", "Answer", "Also accepted", *_TAIL)


@cache
def field_names(kind: Kind) -> tuple[str, ...]:
    """Return the fields of the kind's note type, in order. Anki freezes old notes if one is added."""
    match kind:
        case Kind.FLASHCARD:
            return ("ID", "Prompt", "Answer", *_TAIL)
        case Kind.TRUE_FALSE | Kind.SINGLE_CHOICE | Kind.MULTIPLE_CHOICE | Kind.ORDERING:
            return _CHOICE
        case Kind.SHORT_ANSWER | Kind.NUMBER | Kind.DATE:
            return _TYPED
        case Kind.LIST:
            return ("ID", "Prompt", "Hint", "Options", "Answer", "Solution", *_TAIL)
        case Kind.CLOZE:
            return ("ID", "Text", "Also accepted", *_TAIL)
        case Kind.MATCHING:
            return ("ID", "Prompt", "Lefts", "Rights", "Answer", "Solution", *_TAIL)
        case _:
            assert_never(kind)


def note_fields(
    bank: Bank,
    question: Question,
    image_name: Callable[[str], str],
    *,
    passages: Sequence[str] = (),
    link: str = "",
    citations: Citations | None = None,
) -> dict[str, str]:
    """Return the contents of every field by name.

    `image_name` says what a media file is called in Anki, `passages` are texts of the sources to be shown as
    they are, and `link` is the address of the question's page. Whoever asks for many questions of the bank
    keeps its `citations`.
    """
    render = Renderer(question, image_name)
    language = question.lang or bank.language
    fields = dict.fromkeys(field_names(question.kind), "")
    fields |= _own_fields(question, render, language)
    fields["ID"] = neutral_text(note_name(bank.id, question.first_id))
    fields["Explanation"] = render.html(question.explanation)
    fields["Source"] = (citations or Citations(bank)).html(question)
    fields["Language"] = neutral_text(language)
    if passages:
        fields["Passage"] = "".join(f"<blockquote>{neutral_text(text)}</blockquote>" for text in passages)
    if link:
        fields["Link"] = neutral_text(link)
    if question.media:  # what is left of it when all texts have placed theirs
        fields["Media"] = render.unplaced_media()
    return fields


def _own_fields(question: Question, render: Renderer, language: str) -> dict[str, str]:
    if isinstance(question, Cloze):
        return {"Text": render.cloze_html(question), "Also accepted": _cloze_accepts(question, render)}
    prompt = {"Prompt": render.html(question.prompt)}
    match question:
        case Flashcard():
            return prompt | {"Answer": render.html(question.answer)}
        case TrueFalse():
            return prompt | _true_false(question.answer)
        case SingleChoice():
            return prompt | _choices(question, (question.answer,), question.distractors, render)
        case MultipleChoice():
            return prompt | _choices(question, question.answers, question.distractors, render)
        case ShortAnswer():
            return prompt | _short_answer(question, render)
        case ListQuestion():
            return prompt | _list(question, render)
        case NumberQuestion():
            return prompt | _number(question)
        case DateQuestion():
            return prompt | _date(question, language)
        case Ordering():
            return prompt | _ordering(question, render)
        case Matching():
            return prompt | _matching(question, render)
        case _:
            assert_never(question)


@cache
def _true_false(answer: bool) -> dict[str, str]:
    keys = [(label, value is answer) for label, value in (("True", True), ("False", False))]
    return {
        "Options": _bullets(label for label, _ in keys),
        "Answer": next(label for label, right in keys if right),
        "Solution": _list_html("ul", ((_verdict(right), label) for label, right in keys)),
    }


def _choices(
    question: SingleChoice | MultipleChoice,
    answers: tuple[str, ...],
    distractors: tuple[Distractor, ...],
    render: Renderer,
) -> dict[str, str]:
    feedback = {wrong.text: wrong.feedback for wrong in distractors}
    shown = shuffled(question, (*answers, *feedback))
    solution = [
        (
            _verdict(text in answers),
            render.html(text) + _small("feedback", render.html(feedback.get(text, ""))),
        )
        for text in shown
    ]
    return {
        "Options": _bullets(render.html(text) for text in shown),
        "Answer": "; ".join(render.html(text) for text in answers),
        "Solution": _list_html("ul", solution),
    }


def _short_answer(question: ShortAnswer, render: Renderer) -> dict[str, str]:
    return {
        "Typed": neutral_text(plain_text(question.answer)),
        "Answer": render.html(question.answer),
        "Also accepted": _accepts(question.accept, render),
    }


def _list(question: ListQuestion, render: Renderer) -> dict[str, str]:
    hint = "1 answer" if question.need == 1 else f"{question.need} answers"
    return {
        "Hint": hint,
        "Options": _list_html("ol", [("", "")] * question.need),
        "Answer": "; ".join(render.html(item.answer) for item in question.answers),
        "Solution": f'<div data-need="{question.need}">'
        + _bullets(_list_item(item, render) for item in question.answers)
        + "</div>",
    }


def _list_item(item: ListItem, render: Renderer) -> str:
    return render.html(item.answer) + _small("also", _accepts(item.accept, render))


def _number(question: NumberQuestion) -> dict[str, str]:
    scale = f" {question.scale.value}" if question.scale is not Scale.NONE else ""
    unit = question.unit.name if question.unit else ""
    required = question.unit is not None and question.unit.required
    tolerance = question.tolerance
    off = f"{tolerance.amount:f} %" if tolerance.percent else f"{tolerance.amount:f}{scale} {unit}".strip()
    return {
        "Hint": "with its unit" if required else neutral_text(f"in {unit}") if unit else "",
        "Typed": neutral_text(number_text(question) if required else _figure(question)),
        "Answer": neutral_text(number_text(question)),
        "Also accepted": neutral_text(f"up to {off} more or less") if tolerance.amount else "",
    }


def _figure(question: NumberQuestion) -> str:
    """Return what is typed where the unit need not be: without the scale if the prompt already names it."""
    scale = question.scale.value
    return question.written if scale in question.prompt.lower() else f"{question.written} {scale}"


def _date(question: DateQuestion, language: str) -> dict[str, str]:
    return {
        "Hint": date_hint(question.precision, language),
        "Typed": date_text(rounded(question.answer, question.precision), language),
        "Answer": date_text(question.answer, language),
    }


def _ordering(question: Ordering, render: Renderer) -> dict[str, str]:
    shown = shuffled(question, tuple(item.text for item in question.items))
    labels = [item.label or f"\x00{index}" for index, item in enumerate(question.items)]
    solution = [
        (
            f'data-item="{shown.index(item.text)}" data-rank="{labels.index(label)}"',
            render.html(item.text) + _small("label", render.html(item.label)),
        )
        for item, label in zip(question.items, labels, strict=True)
    ]
    return {
        "Options": _bullets(render.html(text) for text in shown),
        "Answer": " → ".join(render.html(item.text) for item in question.items),
        "Solution": _list_html("ol", solution),
    }


def _matching(question: Matching, render: Renderer) -> dict[str, str]:
    rights = dict.fromkeys((*(pair.right for pair in question.pairs), *question.spare))
    shown = shuffled(question, tuple(rights))
    pairs = [(render.html(pair.left), render.html(pair.right)) for pair in question.pairs]
    solution = [
        (f'data-right="{shown.index(pair.right)}"', f"<b>{left}</b> → <span>{right}</span>")
        for pair, (left, right) in zip(question.pairs, pairs, strict=True)
    ]
    return {
        "Lefts": _bullets(left for left, _ in pairs),
        "Rights": _bullets(render.html(right) for right in shown),
        "Answer": "; ".join(f"{left} → {right}" for left, right in pairs),
        "Solution": _list_html("ul", solution),
    }


def _cloze_accepts(question: Cloze, render: Renderer) -> str:
    """Return a line per gap; each names its cloze number, so that the script can leave out other cards'."""
    return "".join(
        f'<div data-part="{gap.number}">{render.html(gap.answer)}: {_accepts(accepted, render)}</div>'
        for gap, accepted in zip(gaps(question), question.accept, strict=False)
        if accepted
    )


def _accepts(texts: tuple[str, ...], render: Renderer) -> str:
    return ", ".join(render.html(text) for text in texts)


def _verdict(right: bool) -> str:
    return 'class="right"' if right else 'class="wrong"'


def _small(name: str, html: str) -> str:
    return f'<div class="{name}">{html}</div>' if html else ""


def _bullets(items: Iterable[str]) -> str:
    return _list_html("ul", (("", item) for item in items))


def _list_html(tag: str, items: Iterable[tuple[str, str]]) -> str:
    rows = (
        f"<li {attributes}>{html}</li>" if attributes else f"<li>{html}</li>" for attributes, html in items
    )
    return f"<{tag}>{''.join(rows)}</{tag}>"
