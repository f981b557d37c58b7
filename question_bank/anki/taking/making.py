"""A foreign note's cards as questions, by the mapping of its note type; or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from question_bank.anki.taking import clozes as anki_clozes
from question_bank.anki.taking.choices import truth
from question_bank.anki.taking.choosing import chosen
from question_bank.anki.taking.knowing import CLOZES, PICTURE, key_of
from question_bank.anki.taking.notes import ReadNote, media_of
from question_bank.anki.taking.sanitising import TooLongError
from question_bank.anki.taking.texts import Text
from question_bank.anki.taking.values import CardMapping, CardOf, Reason, Role
from question_bank.anki.taking.wording import Wording
from question_bank.markup import plain_text
from question_bank.model import Cloze, Flashcard, Kind, Question, ShortAnswer, TrueFalse
from question_bank.model.texts import parts, prompt_text
from question_bank.reading.limits import TEXT_CHARACTERS
from question_bank.writing.names import slug

_LONGEST_TYPED = 120
_ENOUGH_FOR_AN_ID = 300
_PROMPT_OF_A_PICTURE = "What do the covered parts of the picture show?"


@dataclass(frozen=True, slots=True)
class Made:
    """A question of a note; `number` is what its id is made of beside the GUID (see `key_of`)."""

    question: Question
    number: int
    cards: tuple[CardOf, ...]
    is_another_kind: bool = False
    is_picture: bool = False


def make(
    read: ReadNote,
    mapping: CardMapping,
    common: dict[str, Any],
    language: str,
    wording: Wording = Wording(),  # noqa: B008  # a frozen value
) -> tuple[Made, ...] | Reason:
    """Return the questions that the cards of one template become.

    `common` is what all questions of the note share: `tags`, `unsourced`.
    """
    try:
        made = tuple(_make(_Maker(read, mapping.template, common, wording), mapping, language))
    except _NoQuestionError as nothing:
        return nothing.reason
    except TooLongError:
        return Reason.TOO_LONG
    return Reason.TOO_LONG if any(_is_too_long(each.question) for each in made) else made or Reason.NO_GAP


class _NoQuestionError(ValueError):
    """The note makes no question, and why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def _make(maker: _Maker, mapping: CardMapping, language: str) -> Iterator[Made]:
    if maker.read.has_role(Role.PICTURE):
        yield maker.picture()
        return
    match mapping.kind:
        case Kind.CLOZE:
            yield from maker.clozes()
        case Kind.SINGLE_CHOICE | Kind.MULTIPLE_CHOICE:
            yield maker.choice(mapping.kind, language)
        case Kind.SHORT_ANSWER:
            yield maker.short_answer()
        case Kind.TRUE_FALSE:
            yield maker.true_false()
        case _:
            yield maker.flashcard()


class _Maker:
    def __init__(self, read: ReadNote, template: int, common: dict[str, Any], wording: Wording) -> None:
        self.read = read
        self.wording = wording
        self.template = template
        self.common = common

    def flashcard(self, *, another: bool = False) -> Made:
        prompt, answer = self._prompt(), self._answer()
        return self._made(
            Flashcard, (prompt, answer), another, prompt=prompt.markdown, answer=answer.markdown
        )

    def short_answer(self) -> Made:
        prompt, answer = self._prompt(), self._answer()
        if answer.media or "\n" in answer.markdown or len(answer.words) > _LONGEST_TYPED:
            return self.flashcard(another=True)
        accept = tuple(
            piece
            for _, text in self.read.texts(Role.ACCEPT)
            for piece in _several(text)
            if piece != answer.markdown
        )
        return self._made(
            ShortAnswer, (prompt,), prompt=prompt.markdown, answer=answer.markdown, accept=accept
        )

    def true_false(self) -> Made:
        prompt, answer = self._prompt(), self._answer()
        said = truth(answer.words)
        if said is None:
            return self.flashcard(another=True)
        return self._made(TrueFalse, (prompt,), prompt=prompt.markdown, answer=said)

    def choice(self, kind: Kind, language: str) -> Made:
        prompt = self._prompt()
        found = chosen(self.read, kind, language)
        if isinstance(found, Reason):
            raise _NoQuestionError(found)
        return self._made(
            found.kind, (prompt, *found.texts), found.is_another_kind, prompt=prompt.markdown, **found.own
        )

    def picture(self) -> Made:
        """Return the whole picture as a flashcard's answer: a bank has nothing to cover its parts with."""
        shown = self.read.text(Role.PICTURE)
        if not shown.media:
            raise _NoQuestionError(Reason.NO_PICTURE)
        header = self.read.text(Role.PROMPT, Role.ANSWER)
        if any(self.read.raw(Role.MASKS)):
            self.read.notice.changed["covered parts of pictures (the whole picture is the answer)"] = None
        prompt = header.markdown or _PROMPT_OF_A_PICTURE
        made = self._made(
            Flashcard, (header, shown), prompt=prompt, answer=shown.markdown, number=PICTURE, cards=()
        )
        return Made(made.question, made.number, (), is_picture=True)

    def clozes(self) -> Iterator[Made]:
        html = "<br>".join(text for _, text in self.read.raw(Role.TEXT))
        if not html:
            raise _NoQuestionError(Reason.NO_PROMPT)
        nodes = anki_clozes.parsed(html)
        flat = anki_clozes.is_flat(nodes)
        asked = anki_clozes.numbers(nodes)
        whole = anki_clozes.read_cloze(nodes, self.read.find) if flat else None
        if whole is not None and not any(gap.is_picture for gap in whole.gaps):
            yield self._cloze(whole, 0)
            return
        for number in asked:
            text = anki_clozes.read_cloze(nodes, self.read.find, number)
            if any(gap.is_picture for gap in text.gaps):
                yield self._uncovered(text, number)
            elif text.gaps:
                yield self._cloze(text, CLOZES + number)

    def _cloze(self, text: anki_clozes.ClozeText, number: int) -> Made:
        if not text.gaps:
            raise _NoQuestionError(Reason.NO_GAP)
        self.read.notice.add(text.whole)
        return self._made(Cloze, (text.whole,), text=text.text, number=number)

    def _uncovered(self, text: anki_clozes.ClozeText, number: int) -> Made:
        """Return a flashcard for gaps that hide pictures: nobody can type them."""
        self.read.notice.add(text.whole)
        answer = "; ".join(gap.answer for gap in text.gaps)
        return self._made(
            Flashcard, (text.whole,), True, prompt=text.asked(), answer=answer, number=CLOZES + number
        )

    def _prompt(self) -> Text:
        prompt = self.wording.around(self.read.texts(Role.PROMPT))
        if not prompt.markdown:
            raise _NoQuestionError(Reason.ONLY_SOUND if prompt.sounds else Reason.NO_PROMPT)
        return prompt

    def _answer(self) -> Text:
        answer = self.read.text(Role.ANSWER)
        if not answer.markdown:
            raise _NoQuestionError(Reason.ONLY_SOUND if answer.sounds else Reason.NO_ANSWER)
        return answer

    def _made(
        self, kind: type[Any], texts: tuple[Text, ...], another: bool = False, *, number: int = -1, **own: Any
    ) -> Made:
        cards = own.pop("cards", None)
        number = self.template if number < 0 else number
        explanation = self.read.explanation()
        question: Question = kind(
            id="", explanation=explanation.markdown, media=media_of(*texts, explanation), **self.common, **own
        )
        name = named(question, self.read.note.guid, number)
        question = replace(question, id=name)
        if cards is None:
            cards = tuple(cards_of(question, number))
        return Made(question, number, cards, another)


def cards_of(question: Question, number: int) -> Iterator[CardOf]:
    if isinstance(question, Cloze):
        for part in parts(question):
            yield CardOf(ord=part - 1, question_id=question.id, part=part)
    else:
        yield CardOf(ord=number - CLOZES - 1 if number > CLOZES else number, question_id=question.id)


def named(question: Question, guid: str, number: int) -> str:
    """Return a question's id: words to read, and what it is recognised by at the next import."""
    alts = {media.file: media.alt for media in question.media}
    beginning = prompt_text(question)[:_ENOUGH_FOR_AN_ID]
    return f"{slug(plain_text(beginning, alts)) or 'note'}-{key_of(guid, number)}"


def _several(text: Text) -> tuple[str, ...]:
    pieces = text.markdown.replace("\\\n", ";").split(";")
    return tuple(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))


def _is_too_long(question: Question) -> bool:
    shown = (getattr(question, name, "") for name in ("prompt", "text", "answer"))
    return any(isinstance(text, str) and len(text) > TEXT_CHARACTERS for text in shown)
