"""What may stand in a bank's file or question, said from the table that the schema comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from question_bank.model import Kind
from question_bank.writing.keys import BANK_FILE, FACT, PASSAGE, QUESTION, SOURCE
from question_bank.writing.shapes import Key, OneOf, Record, Truth
from quiz.services.key_samples import BANK_SAMPLE, FACT_SAMPLE, QUESTION_SAMPLES


class Part(StrEnum):
    """What a group of keys belongs to."""

    KIND = "kind"
    EVERY_QUESTION = "every question"
    KINDS = "kinds"
    BANK = "bank"
    SOURCE = "source"
    FACT = "fact"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyHelp:
    """A key with its sentence, in English; `words` are all that it takes, () where it takes a text."""

    name: str
    description: str
    required: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPart:
    part: Part
    keys: tuple[KeyHelp, ...]
    kind: Kind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """`sample` is a small text that passes every check."""

    parts: tuple[HelpPart, ...] = ()
    sample: str = ""


def help_for(file: str, kind: Kind | None = None) -> Help:
    """Return the help for a question of `kind`, or for a whole file if `kind` is None."""
    if kind is not None:
        record = _records()[kind]
        own = tuple(_said(key) for key in record.keys if not key.shared)
        parts = (HelpPart(part=Part.KIND, keys=own, kind=kind), _every_question(record))
        return Help(parts=parts, sample=QUESTION_SAMPLES[kind])
    if file == "bank.yaml":
        return Help(parts=(_of(Part.BANK, BANK_FILE), _of(Part.SOURCE, SOURCE)), sample=BANK_SAMPLE)
    if file == "facts.yaml":
        return Help(parts=(_of(Part.FACT, FACT), _of(Part.PASSAGE, PASSAGE)), sample=FACT_SAMPLE)
    kinds = tuple(
        KeyHelp(name=each.value, description=f"{record.description} {_names(record)}")
        for each, record in _records().items()
    )
    sample = "questions:\n" + "\n".join(
        "".join(f"  {line}\n" for line in QUESTION_SAMPLES[each].splitlines())
        for each in (Kind.SINGLE_CHOICE, Kind.SHORT_ANSWER)
    )
    record = _records()[Kind.FLASHCARD]
    return Help(parts=(HelpPart(part=Part.KINDS, keys=kinds), _every_question(record)), sample=sample)


def _records() -> dict[Kind, Record]:
    return {Kind(word): record for word, record in QUESTION.cases}


def _every_question(record: Record) -> HelpPart:
    return HelpPart(part=Part.EVERY_QUESTION, keys=tuple(_said(key) for key in record.keys if key.shared))


def _of(part: Part, record: Record) -> HelpPart:
    return HelpPart(part=part, keys=tuple(_said(key) for key in record.keys))


def _names(record: Record) -> str:
    return "(" + ", ".join(key.name for key in record.keys if not key.shared) + ")"


def _said(key: Key) -> KeyHelp:
    words: tuple[str, ...] = ()
    if isinstance(key.shape, OneOf):
        words = tuple(str(word) for word in key.shape.words)
    elif isinstance(key.shape, Truth):
        words = ("true", "false")
    return KeyHelp(name=key.name, description=key.description, required=key.required, words=words)
