"""Notes that a Factdeck sent out whose bank is not here: they become what they were, as far as notes tell."""

from __future__ import annotations

import re
from typing import Any

from question_bank.anki.ids import NOTE_TYPE_IDS
from question_bank.anki.packages.values import AnkiNote, AnkiNoteType
from question_bank.anki.taking import clozes
from question_bank.anki.taking.choices import truth
from question_bank.anki.taking.knowing import key_of
from question_bank.anki.taking.lists import Item, attribute, list_items
from question_bank.anki.taking.making import Made, cards_of
from question_bank.anki.taking.notes import Notice, media_of
from question_bank.anki.taking.sanitising import TooLongError
from question_bank.anki.taking.texts import Find, Text, joined_markdown, read_text
from question_bank.anki.taking.values import Reason
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
from question_bank.reading.fields import ID
from question_bank.reading.questions import LANGUAGE
from question_bank.writing.names import slug

KINDS = {number: kind for kind, number in NOTE_TYPE_IDS.items()}
_LONGEST_ID = 53  # and a hyphen and the key after it


def read_back(
    note: AnkiNote,
    note_type: AnkiNoteType,
    find: Find,
    common: dict[str, Any],
    notice: Notice,
    language: str,
) -> Made | Reason:
    """Return the question that a note of one of our own types was made from, or why that cannot be told.

    `language` is that of the bank that it comes into.
    """
    reader = _Reader(dict(zip(note_type.fields, note.fields, strict=False)), find, notice)
    try:
        own = reader.own(KINDS[note_type.id])
        if isinstance(own, Reason):
            return own
        question_class, keys, another = own
        keys |= reader.about(language)
    except TooLongError:
        return Reason.TOO_LONG
    given = reader.fields.get("ID", "").rpartition("/")[2]
    name = given[:_LONGEST_ID].rstrip("-") if ID.fullmatch(given) else slug(keys.get("prompt", "")) or "note"
    media = media_of(*reader.texts)
    question: Question = question_class(id=f"{name}-{key_of(note.guid)}", media=media, **keys, **common)
    return Made(question, 0, tuple(cards_of(question, 0)), another)


_Own = tuple[type[Any], dict[str, Any], bool]


class _Reader:
    def __init__(self, fields: dict[str, str], find: Find, notice: Notice) -> None:
        self.fields = fields
        self.find = find
        self.notice = notice
        self.texts: list[Text] = []

    def say(self, name: str) -> str:
        return self._markdown(self.fields.get(name, ""))

    def about(self, language: str) -> dict[str, str]:
        """Return what explains the question, its sources in words, and its language if it is another."""
        self.say("Media")
        # The passages are somebody else's text, which is not for another bank to keep.
        self.notice.unused |= dict.fromkeys(name for name in ("Passage", "Link") if self.fields.get(name))
        said = [text for name in ("Explanation", "Source") if (text := self.say(name))]
        given = self.fields.get("Language", "")
        is_other = given != language and LANGUAGE.fullmatch(given) is not None
        return {"explanation": joined_markdown(said, "\\\n")} | ({"lang": given} if is_other else {})

    def own(self, kind: Kind) -> _Own | Reason:
        """Return the question's class and keys, and whether it was of another kind before."""
        if kind is Kind.CLOZE:
            return self._cloze()
        prompt, answer = self.say("Prompt"), self.say("Answer")
        keys: dict[str, Any] = {"prompt": prompt}
        if not prompt:
            return Reason.NO_PROMPT
        made = self._by_parts(kind, keys) or self._by_answer(kind, keys, answer)
        if made is not None:
            return made
        return (
            (Flashcard, keys | {"answer": answer}, kind is not Kind.FLASHCARD) if answer else Reason.NO_ANSWER
        )

    def _by_parts(self, kind: Kind, keys: dict[str, Any]) -> _Own | None:
        """Return the question of a kind whose key is a list, None if the list is not whole any more."""
        match kind:
            case Kind.SINGLE_CHOICE | Kind.MULTIPLE_CHOICE:
                return self._choice(kind, keys)
            case Kind.LIST:
                return self._list(keys)
            case Kind.ORDERING:
                return self._ordering(keys)
            case Kind.MATCHING:
                return self._matching(keys)
            case _:
                return None

    def _by_answer(self, kind: Kind, keys: dict[str, Any], answer: str) -> _Own | None:
        """Return the question of a kind with one answer; figures and dates as the texts that notes hold."""
        if not answer:
            return None
        match kind:
            case Kind.TRUE_FALSE if (said := truth(answer)) is not None:
                return TrueFalse, keys | {"answer": said}, False
            case Kind.SHORT_ANSWER:
                accept = tuple(piece for piece in self.say("Also accepted").split(", ") if piece)
                return ShortAnswer, keys | {"answer": answer, "accept": accept}, False
            case Kind.NUMBER | Kind.DATE:
                typed = self.say("Typed")
                accept = (typed,) if typed and typed != answer else ()
                return ShortAnswer, keys | {"answer": answer, "accept": accept}, True
            case _:
                return None

    def _markdown(self, html: str) -> str:
        text = read_text(html, self.find)
        self.texts.append(text)
        self.notice.add(text)
        return text.markdown

    def _items(self, field: str) -> tuple[Item, ...]:
        return list_items(self.fields.get(field, ""))

    def _cloze(self) -> _Own | Reason:
        nodes = clozes.parsed(self.fields.get("Text", ""))
        if not clozes.is_flat(nodes):
            return Reason.NO_GAP
        text = clozes.read_cloze(nodes, self.find)
        self.texts.append(text.whole)
        self.notice.add(text.whole)
        if self.fields.get("Also accepted", ""):
            self.notice.lost["other answers that gaps take"] = None
        return (Cloze, {"text": text.text}, False) if text.gaps else Reason.NO_GAP

    def _choice(self, kind: Kind, keys: dict[str, Any]) -> _Own | None:
        right, wrong = [], []
        for item in self._items("Solution"):
            text = self._markdown(item.html)
            if item.attributes.get("class") == "right":
                right.append(text)
            else:
                wrong.append(Distractor(text=text, feedback=self._markdown(item.parts.get("feedback", ""))))
        texts = [*right, *(each.text for each in wrong)]
        if not right or not wrong or not all(texts) or len(set(texts)) < len(texts):
            return None
        if kind is Kind.SINGLE_CHOICE and len(right) == 1:
            return SingleChoice, keys | {"answer": right[0], "distractors": tuple(wrong)}, False
        return MultipleChoice, keys | {"answers": tuple(right), "distractors": tuple(wrong)}, False

    def _list(self, keys: dict[str, Any]) -> _Own | None:
        items = tuple(
            ListItem(
                answer=self._markdown(item.html),
                accept=tuple(
                    piece for piece in self._markdown(item.parts.get("also", "")).split(", ") if piece
                ),
            )
            for item in self._items("Solution")
        )
        need = attribute(self.fields.get("Solution", ""), "data-need")
        count = int(need) if re.fullmatch(r"[0-9]{1,3}", need) else len(items)
        if not items or not _each_once([item.answer for item in items]):
            return None
        return ListQuestion, keys | {"answers": items, "need": max(1, min(count, len(items)))}, False

    def _ordering(self, keys: dict[str, Any]) -> _Own | None:
        items = tuple(
            OrderingItem(text=self._markdown(item.html), label=self._markdown(item.parts.get("label", "")))
            for item in self._items("Solution")
        )
        if len(items) < 2 or not _each_once([item.text for item in items]):
            return None
        return Ordering, keys | {"items": items}, False

    def _matching(self, keys: dict[str, Any]) -> _Own | None:
        rights = [self._markdown(item.html) for item in self._items("Rights")]
        lefts = [self._markdown(item.html) for item in self._items("Lefts")]
        places = [item.attributes.get("data-right", "") for item in self._items("Solution")]
        if len(lefts) != len(places) or not all(
            re.fullmatch(r"[0-9]{1,3}", place) and int(place) < len(rights) for place in places
        ):
            return None
        pairs = tuple(
            Pair(left=left, right=rights[int(place)]) for left, place in zip(lefts, places, strict=True)
        )
        spare = tuple(text for text in rights if text and text not in {pair.right for pair in pairs})
        if len(pairs) < 2 or not _each_once(lefts) or not all(pair.right for pair in pairs):
            return None
        return Matching, keys | {"pairs": pairs, "spare": spare}, False


def _each_once(texts: list[str]) -> bool:
    return all(texts) and len(set(texts)) == len(texts)
