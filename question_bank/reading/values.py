"""The kinds whose answer is a number or a date."""

from __future__ import annotations

from typing import Any

from question_bank.grading.number_reading import read_number
from question_bank.model import DateQuestion, NumberQuestion, Precision, Question, Scale, Tolerance, Unit
from question_bank.reading import figures
from question_bank.reading.fields import Fields
from question_bank.reading.tree import Mapping

_EXACTNESS = tuple(Precision)  # from the year to the day


def read_number_question(fields: Fields, common: dict[str, Any], language: str) -> Question | None:
    """Return a number question; None after a finding that leaves it unusable."""
    prompt, written = fields.text("prompt"), fields.text("answer")
    tolerance, unit = _tolerance(fields, language), _unit(fields)
    scale = Scale(fields.one_of("scale", tuple(word.value for word in Scale if word.value)) or "")
    values = () if written is None else figures.figure_values(written, language)
    if written is not None and len(values) != 1:
        _report_figure(fields, written, [str(value) for value in values], language)
    if prompt is None or written is None or not values:
        return None
    return NumberQuestion(
        **common,
        prompt=prompt,
        answer=values[0],
        written=written.strip(),
        tolerance=tolerance,
        unit=unit,
        scale=scale,
    )


def _report_figure(fields: Fields, written: str, values: list[str], language: str) -> None:
    if values:
        message = f"{written.strip()!r} may mean {' or '.join(f'{value}' for value in values)}"
        fields.report("E138", message, "answer", f"write {values[0]!r} or {values[-1]!r}")
        return
    words = written.split()
    hint = "write the figure alone, e.g. 10,000, 2.5 or 1e6"
    meanings = read_number(written, language)
    if len(meanings) == 1 and not any(char.isdigit() for char in written):
        hint = f"write the figure: answer: {meanings[0].value:f}"
    elif len(words) > 1 and words[-1].lower() in tuple(Scale):
        hint = f"write 'answer: {' '.join(words[:-1])}' and 'scale: {words[-1].lower()}'"
    elif len(words) > 1 and words[0][:1].isdigit():
        hint = f"write 'answer: {words[0]}' and 'unit: {' '.join(words[1:])}'"
    fields.report("E137", f"{written.strip()!r} is not a number", "answer", hint)


def _tolerance(fields: Fields, language: str) -> Tolerance:
    node = fields.nodes.get("tolerance")
    text = None if node is None else fields.document.text(node, "tolerance")
    if text is None:
        return Tolerance()
    read = figures.read_tolerance(text, language)
    if read is None:
        fields.report(
            "E140", f"tolerance {text!r} cannot be read", "tolerance", "write an amount (5) or percent (5%)"
        )
        return Tolerance()
    return Tolerance(amount=read[0], percent=read[1])


def _unit(fields: Fields) -> Unit | None:
    node = fields.nodes.get("unit")
    if node is None:
        return None
    if type(node) is not Mapping:
        name = fields.document.text(node, "unit")
        return None if name is None else Unit(name=name)
    inner = fields.document.fields(node, "a unit", ("name", "accept", "required"), {})
    name = None if inner is None else inner.text("name")
    if inner is None or name is None:
        return None
    return Unit(name=name, accept=inner.texts("accept"), required=inner.truth("required"))


def read_date_question(fields: Fields, common: dict[str, Any], language: str) -> Question | None:
    """Return a date question; None after a finding that leaves it unusable."""
    prompt, written = fields.text("prompt"), fields.text("answer")
    asked = fields.one_of("precision", _EXACTNESS)
    answer = None if written is None else figures.read_date(written)
    if written is not None and answer is None:
        better = figures.better_date(written, language)
        hint = f"did you mean {better}?" if better else "write 2011, 2011-08 or 2011-08-24"
        message = f"{written.strip()!r} is not a date"
        if figures.is_no_day(written):
            message, hint = (
                f"{written.strip()!r} is not in the calendar",
                "look it up again, and write 2011, 2011-08 or 2011-08-24",
            )
        fields.report("E139", message, "answer", hint)
    if prompt is None or answer is None:
        return None
    precision = Precision(asked) if asked else answer.precision
    if _EXACTNESS.index(precision) > _EXACTNESS.index(answer.precision):
        message = f"precision is {precision.value}, but the answer {answer} names no {precision.value}"
        fields.report("E147", message, "precision", f"write: precision: {answer.precision.value}")
        precision = answer.precision
    return DateQuestion(**common, prompt=prompt, answer=answer, precision=precision)
