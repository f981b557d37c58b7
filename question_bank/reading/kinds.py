"""What only one kind of question has: its keys, and how its class is made from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from question_bank.model import (
    Cloze,
    Distractor,
    Flashcard,
    Kind,
    ListItem,
    ListQuestion,
    Matching,
    MultipleChoice,
    Ordering,
    OrderingItem,
    Pair,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from question_bank.reading.clozes import check_cloze
from question_bank.reading.fields import Document, Fields, truth_of
from question_bank.reading.key_names import nearest
from question_bank.reading.tree import Mapping, Node, Scalar, Sequence
from question_bank.reading.values import read_date_question, read_number_question

Common = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KindReader:
    """`keys` are the kind's own; `read` returns None where a finding leaves the question unusable."""

    keys: tuple[str, ...]
    read: Callable[[Fields, Common, str], Question | None]


def _flashcard(fields: Fields, common: Common, _language: str) -> Question | None:
    prompt, answer = fields.text("prompt"), fields.text("answer")
    return None if prompt is None or answer is None else Flashcard(**common, prompt=prompt, answer=answer)


def _true_false(fields: Fields, common: Common, _language: str) -> Question | None:
    prompt, node = fields.text("prompt"), fields.require("answer")
    answer = None if node is None else truth_of(fields.document, node, "answer")
    return None if prompt is None or answer is None else TrueFalse(**common, prompt=prompt, answer=answer)


def _single_choice(fields: Fields, common: Common, _language: str) -> Question | None:
    prompt, answer = fields.text("prompt"), fields.text("answer")
    wrong = fields.items("distractors", _distractor(fields.document))
    if prompt is None or answer is None or wrong is None:
        return None
    return SingleChoice(**common, prompt=prompt, answer=answer, distractors=wrong)


def _multiple_choice(fields: Fields, common: Common, _language: str) -> Question | None:
    prompt, answers = fields.text("prompt"), fields.items("answers", fields.document.text)
    wrong = fields.items("distractors", _distractor(fields.document))
    if prompt is None or answers is None or wrong is None:
        return None
    return MultipleChoice(**common, prompt=prompt, answers=answers, distractors=wrong)


def _short_answer(fields: Fields, common: Common, _language: str) -> Question | None:
    prompt, answer = fields.text("prompt"), fields.text("answer")
    accept, reject, strict = fields.texts("accept"), fields.texts("reject"), fields.truth("strict")
    if prompt is None or answer is None:
        return None
    return ShortAnswer(**common, prompt=prompt, answer=answer, accept=accept, reject=reject, strict=strict)


def _list(fields: Fields, common: Common, _language: str) -> Question | None:
    prompt, answers = fields.text("prompt"), fields.items("answers", _list_item(fields.document))
    written = fields.nodes.get("answers")
    count = len(written.items) if type(written) is Sequence else 0
    need = fields.whole("need", count)
    if count and need is not None and need > count:
        answers_text = "answer" if count == 1 else "answers"
        fields.report(
            "E145", f"'need' is {need}, but there are {count} {answers_text}", "need", "lower 'need'"
        )
        need = count
    if prompt is None or answers is None or not need:
        return None
    return ListQuestion(**common, prompt=prompt, answers=answers, need=need)


def _cloze(fields: Fields, common: Common, _language: str) -> Question | None:
    text = fields.text("text")
    node = fields.nodes.get("accept")
    accept = None if node is None else fields.document.each(node, "accept", _accepted(fields.document))
    if text is None or not check_cloze(fields, text):
        return None
    return Cloze(**common, text=text, accept=accept or ())


def _ordering(fields: Fields, common: Common, _language: str) -> Question | None:
    prompt, items = fields.text("prompt"), fields.items("items", _ordering_item(fields.document), least=2)
    return None if prompt is None or items is None else Ordering(**common, prompt=prompt, items=items)


def _matching(fields: Fields, common: Common, _language: str) -> Question | None:
    prompt, pairs = fields.text("prompt"), fields.items("pairs", _pair(fields.document), least=2)
    spare = fields.texts("spare")
    return (
        None
        if prompt is None or pairs is None
        else Matching(**common, prompt=prompt, pairs=pairs, spare=spare)
    )


def _distractor(document: Document) -> Callable[[Node, str], Distractor | None]:
    def read(node: Node, name: str) -> Distractor | None:
        if not _has_key(node, ("text", "feedback")):
            text = document.text(node, name)
            return None if text is None else Distractor(text=text)
        fields = document.fields(node, "a distractor", ("text", "feedback"), {})
        text = fields.text("text") if fields else None
        return (
            Distractor(text=text, feedback=fields.optional_text("feedback"))
            if fields and text is not None
            else None
        )

    return read


def _list_item(document: Document) -> Callable[[Node, str], ListItem | None]:
    def read(node: Node, name: str) -> ListItem | None:
        if not _has_key(node, ("answer", "accept")):
            text = document.text(node, name)
            return None if text is None else ListItem(answer=text)
        fields = document.fields(node, "an answer", ("answer", "accept"), {})
        text = fields.text("answer") if fields else None
        return ListItem(answer=text, accept=fields.texts("accept")) if fields and text is not None else None

    return read


def _ordering_item(document: Document) -> Callable[[Node, str], OrderingItem | None]:
    def read(node: Node, name: str) -> OrderingItem | None:
        if not _has_key(node, ("text", "label")):
            text = document.text(node, name)
            return None if text is None else OrderingItem(text=text)
        fields = document.fields(node, "an item", ("text", "label"), {})
        text = fields.text("text") if fields else None
        return (
            OrderingItem(text=text, label=fields.optional_text("label"))
            if fields and text is not None
            else None
        )

    return read


def _pair(document: Document) -> Callable[[Node, str], Pair | None]:
    def read(node: Node, _name: str) -> Pair | None:
        if type(node) is Mapping and len(node.pairs) == 1 and not _has_key(node, ("left", "right")):
            left_node, right_node = node.pairs[0]
            if type(left_node) is Scalar and type(right_node) is Scalar:
                hint = f"write: {{left: {left_node.value}, right: {right_node.value}}}"
                document.report("E131", "a pair is written with 'left' and 'right'", node, hint)
                return Pair(left=left_node.value, right=right_node.value)
        fields = document.fields(node, "a pair", ("left", "right"), {})
        if fields is None:
            return None
        left, right = fields.text("left"), fields.text("right")
        return None if left is None or right is None else Pair(left=left, right=right)

    return read


def _accepted(document: Document) -> Callable[[Node, str], tuple[str, ...] | None]:
    def read(node: Node, name: str) -> tuple[str, ...] | None:
        if type(node) is Sequence:
            return document.each(node, name, document.text) or ()
        text = document.text(node, name)
        return None if text is None else (text,)

    return read


def _has_key(node: Node, names: tuple[str, ...]) -> bool:
    """Say whether a mapping means to be a record, rather than a text that a colon tore apart."""
    if type(node) is not Mapping:
        return False
    keys = [key.value for key, _ in node.pairs if type(key) is Scalar]
    return len(node.pairs) > 1 or any(nearest(key, names) for key in keys)


READERS: dict[Kind, KindReader] = {
    Kind.FLASHCARD: KindReader(("prompt", "answer"), _flashcard),
    Kind.TRUE_FALSE: KindReader(("prompt", "answer"), _true_false),
    Kind.SINGLE_CHOICE: KindReader(("prompt", "answer", "distractors"), _single_choice),
    Kind.MULTIPLE_CHOICE: KindReader(("prompt", "answers", "distractors"), _multiple_choice),
    Kind.SHORT_ANSWER: KindReader(("prompt", "answer", "accept", "reject", "strict"), _short_answer),
    Kind.LIST: KindReader(("prompt", "answers", "need"), _list),
    Kind.NUMBER: KindReader(("prompt", "answer", "tolerance", "unit", "scale"), read_number_question),
    Kind.DATE: KindReader(("prompt", "answer", "precision"), read_date_question),
    Kind.CLOZE: KindReader(("text", "accept"), _cloze),
    Kind.ORDERING: KindReader(("prompt", "items"), _ordering),
    Kind.MATCHING: KindReader(("prompt", "pairs", "spare"), _matching),
}
