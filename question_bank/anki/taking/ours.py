"""Notes that a bank sent out, come back: what was edited in Anki, led back to what it is in the question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from question_bank.anki.fields import field_names, note_fields
from question_bank.anki.identity import shuffled
from question_bank.anki.packages.values import AnkiNote, AnkiNoteType
from question_bank.anki.taking import clozes
from question_bank.anki.taking.edits import Path, value_at, with_value
from question_bank.anki.taking.knowing import Known
from question_bank.anki.taking.lists import list_items
from question_bank.anki.taking.notes import without_tags
from question_bank.anki.taking.sanitising import TooLongError
from question_bank.anki.taking.texts import Find, read_text
from question_bank.anki.taking.values import EditedInAnki
from question_bank.formats.reports import quoted_apart
from question_bank.model import (
    Bank,
    Cloze,
    Distractor,
    Flashcard,
    ListQuestion,
    Matching,
    Media,
    MultipleChoice,
    Ordering,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)

# Made from the bank's sources and settings: an edit there says nothing about the question.
_NOT_COMPARED = {"ID", "Source", "Media", "Language", "Passage", "Link", "Spare 3", "Spare 4"}


@dataclass(frozen=True, slots=True)
class _Said:
    """What a field, or one item of a list in it, says; `path` is () where it cannot be led back."""

    path: Path
    markdown: str
    is_whole: bool = True  # False if the text shows a picture that the question does not have


def differences(
    bank: Bank, question: Question, note: AnkiNote, note_type: AnkiNoteType, known: Known
) -> tuple[EditedInAnki, ...]:
    """Return what the note says otherwise than an export of the question would now."""
    theirs = dict(zip(note_type.fields, note.fields, strict=False))
    ours = note_fields(bank, question, lambda file: known.image_name(bank, file))
    names = {known.image_name(bank, media.file): media for media in question.media}

    def find(address: str, words: str) -> Media | None:
        del words
        return names.get(address)

    found: list[EditedInAnki] = []
    for field in field_names(question.kind):
        if field in _NOT_COMPARED or field not in theirs or theirs[field] == ours[field]:
            continue
        found += _compared(bank, question, note, field, (ours[field], theirs[field]), find)
    return tuple({(each.path or each.field, each.theirs): each for each in reversed(found)}.values())[::-1]


def _compared(
    bank: Bank, question: Question, note: AnkiNote, field: str, html: tuple[str, str], find: Find
) -> Iterator[EditedInAnki]:
    try:
        before, after = (_said(question, field, each, find) for each in html)
    except TooLongError:
        before, after = ([_Said((), each)] for each in quoted_apart(*map(without_tags, html)))
    if len(before) != len(after) or [said.path for said in before] != [said.path for said in after]:
        before, after = ([_Said((), _plain(each, find))] for each in html)
    for one, other in zip(before, after, strict=True):
        if one.markdown == other.markdown:
            continue
        replacement = with_value(question, other.path, other.markdown) if other.is_whole else None
        yield EditedInAnki(
            bank_id=bank.id,
            question_id=question.id,
            field=field,
            ours=value_at(question, one.path) if one.path else one.markdown,
            theirs=other.markdown,
            changed_s=note.changed_s,
            path=other.path if replacement is not None else (),
            replacement=replacement,
        )


def _plain(html: str, find: Find) -> str:
    return read_text(html, find).markdown


def _said(question: Question, field: str, html: str, find: Find) -> list[_Said]:
    """Return what a field of the question's kind says, piece by piece."""
    if paths := _item_paths(question, field):
        return list(_items(paths, html, find))
    if isinstance(question, Cloze) and field == "Text":
        return [_cloze(html, find)]
    text = read_text(html, find)
    return [_Said(_path(question, field), text.markdown, not text.lost)]


def _cloze(html: str, find: Find) -> _Said:
    nodes = clozes.parsed(html)
    if not clozes.is_flat(nodes) or not clozes.numbers(nodes):
        return _Said(("text",), read_text(html, find).markdown, is_whole=False)
    made = clozes.read_cloze(nodes, find)
    return _Said(("text",), made.text, not made.whole.lost)


def _path(question: Question, field: str) -> Path:
    """Return where in the question a field with one text belongs, () where it was made of several things."""
    match field, question:
        case (("Prompt" | "Explanation"), _):
            return (field.lower(),)
        case "Answer", Flashcard() | SingleChoice() | ShortAnswer() | TrueFalse():
            return ("answer",)
        case "Typed", ShortAnswer():
            return ("answer",)
        case "Also accepted", ShortAnswer() if not any(", " in text for text in question.accept):
            return ("accept",)
        case _:
            return ()


def _item_paths(question: Question, field: str) -> list[Mapping[str, Path]]:
    """Return for each item of a field's list where it, and each part of it, belongs; [] if it has no list."""
    match field, question:
        case (("Options" | "Solution"), SingleChoice() | MultipleChoice()):
            return _option_paths(question)
        case "Options", Ordering():
            places = {item.text: index for index, item in enumerate(question.items)}
            return [{"": ("items", places[text], "text")} for text in shuffled(question, tuple(places))]
        case "Solution", Ordering():
            count = range(len(question.items))
            return [{"": ("items", index, "text"), "label": ("items", index, "label")} for index in count]
        case "Solution", ListQuestion():
            count = range(len(question.answers))
            return [
                {"": ("answers", index, "answer"), "also": ("answers", index, "accept")} for index in count
            ]
        case "Lefts", Matching():
            return [{"": ("pairs", index, "left")} for index in range(len(question.pairs))]
        case "Rights", Matching():
            return _right_paths(question)
        case _:
            return []


def _option_paths(question: SingleChoice | MultipleChoice) -> list[Mapping[str, Path]]:
    wrong: Mapping[str, int] = {each.text: index for index, each in enumerate(question.distractors)}
    answers = (question.answer,) if isinstance(question, SingleChoice) else question.answers
    shown = shuffled(question, (*answers, *_texts(question.distractors)))
    paths: list[Mapping[str, Path]] = []
    for text in shown:
        if text in wrong:
            index = wrong[text]
            paths.append({"": ("distractors", index, "text"), "feedback": ("distractors", index, "feedback")})
        elif isinstance(question, SingleChoice):
            paths.append({"": ("answer",)})
        else:
            paths.append({"": ("answers", question.answers.index(text))})
    return paths


def _texts(distractors: tuple[Distractor, ...]) -> Iterator[str]:
    yield from dict.fromkeys(each.text for each in distractors)


def _right_paths(question: Matching) -> list[Mapping[str, Path]]:
    rights = [pair.right for pair in question.pairs]
    shown = shuffled(question, tuple(dict.fromkeys((*rights, *question.spare))))
    return [
        {
            "": ("pairs", rights.index(text), "right")
            if text in rights
            else ("spare", question.spare.index(text))
        }
        for text in shown
    ]


def _items(paths: list[Mapping[str, Path]], html: str, find: Find) -> Iterator[_Said]:
    items = list_items(html)
    if len(items) != len(paths):
        yield _Said((), _plain(html, find))
        return
    for item, by_part in zip(items, paths, strict=True):
        for part, path in by_part.items():
            text = read_text(item.parts.get(part, "") if part else item.html, find)
            yield _Said(path, text.markdown, not text.lost)
