"""A note with options to choose from: which question it makes, and what becomes of one that makes none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from question_bank.anki.taking.choices import lines, normal, right_ones, truth
from question_bank.anki.taking.field_names import is_feedback, option_of
from question_bank.anki.taking.notes import ReadNote
from question_bank.anki.taking.texts import Text, joined
from question_bank.anki.taking.values import Reason, Role
from question_bank.model import Distractor, Flashcard, Kind, MultipleChoice, SingleChoice, TrueFalse

_ONE_IS_RIGHT = "2"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The class of the question, its own keys, and the texts that it is made of."""

    kind: type[Any]
    own: dict[str, Any]
    texts: tuple[Text, ...]
    is_another_kind: bool = False


@dataclass(slots=True)
class _Options:
    """Options as Markdown, each once; `right` are those that are right."""

    language: str
    feedback: dict[str, tuple[str, str]] = field(default_factory=dict)  # by option: its field, what it says
    texts: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    is_repeated: bool = False

    def add(self, option: str, *, is_right: bool) -> None:
        plain = normal(option, self.language)
        if plain in self.seen:
            self.is_repeated = True
            return
        self.seen.add(plain)
        self.texts.append(option)
        if is_right:
            self.right.append(option)

    @property
    def wrong(self) -> tuple[str, ...]:
        return tuple(text for text in self.texts if text not in self.right)


def chosen(read: ReadNote, kind: Kind, language: str) -> Chosen | Reason:
    """Return what a note with options becomes, or the reason why it is nothing.

    Raises:
        TooLongError: no text for a card is so long.
    """
    named = read.texts(Role.OPTION)
    single = [text for _, text in named]
    listed = [text for _, text in read.texts(Role.OPTIONS)]
    wrong = [text for _, text in read.texts(Role.WRONG)]
    correct = joined([text for _, text in read.texts(Role.CORRECT)])
    texts = (*single, *listed, *wrong, correct)
    given = [text.markdown for text in single] + [entry for text in listed for entry in lines(text)]
    given = [option for option in given if option]
    options = _sorted_out(given, wrong, correct, language)
    if isinstance(options, Reason):
        return options
    options.feedback = _feedback(read, named)
    if options.is_repeated:
        read.notice.lost["options that are there twice"] = None
    if not options.right or not options.wrong:
        return _as_flashcard(options, texts)
    return _question(read, options, kind, texts)


def _sorted_out(
    given: Sequence[str], wrong: Sequence[Text], correct: Text, language: str
) -> _Options | Reason:
    options = _Options(language)
    entries = [entry for text in wrong for entry in _entries(text)]
    if not given and not entries:
        return Reason.NO_OPTIONS
    places = right_ones(correct, given, language) if given else None
    if places is None:
        if not correct.markdown or (given and len(correct.words) < 2):  # a letter that is no option's
            return Reason.NO_RIGHT_OPTION
        for text in _entries(correct):
            options.add(text, is_right=True)
        for option in given:
            options.add(option, is_right=False)
    else:
        # The right ones first, so that of two alike the right one is kept.
        order = sorted(range(len(given)), key=lambda place: place not in places)
        for place in order:
            options.add(given[place], is_right=place in places)
    for entry in entries:
        options.add(entry, is_right=False)
    return options


def _entries(text: Text) -> tuple[str, ...]:
    """Return the items of a list, and any other text as it is."""
    is_list = text.markdown.startswith(("• ", "1. ")) and "\\\n" in text.markdown
    if is_list:
        return lines(text)
    return (text.markdown,) if text.markdown else ()


def _question(read: ReadNote, options: _Options, kind: Kind, texts: tuple[Text, ...]) -> Chosen:
    said = {truth(text): text for text in options.texts}
    if len(options.texts) == 2 and set(said) == {True, False}:
        return Chosen(TrueFalse, {"answer": truth(options.right[0])}, ())
    one = any(html.strip() == _ONE_IS_RIGHT for _, html in read.raw(Role.CHOICE_TYPE))
    wrong = tuple(_distractor(read, options, text) for text in options.wrong)
    if len(options.right) == 1 and (kind is Kind.SINGLE_CHOICE or one):
        return Chosen(SingleChoice, {"answer": options.right[0], "distractors": wrong}, texts)
    return Chosen(MultipleChoice, {"answers": tuple(options.right), "distractors": wrong}, texts)


def _feedback(read: ReadNote, options: Sequence[tuple[str, Text]]) -> dict[str, tuple[str, str]]:
    """Return, by option, the field that tells about it alone, and what it says."""
    about = {
        option_of(name): (name, text.markdown)
        for name, text in read.texts(Role.EXTRA, Role.EXPLANATION)
        if is_feedback(name) and text.markdown and not text.media
    }
    found = {text.markdown: about.get(option_of(name)) for name, text in options}
    return {option: said for option, said in found.items() if said is not None}


def _distractor(read: ReadNote, options: _Options, text: str) -> Distractor:
    """Return a wrong option with what is said of it, which then need not be in the explanation."""
    name, said = options.feedback.get(text, ("", ""))
    read.placed.add(name)
    return Distractor(text=text, feedback=said)


def _as_flashcard(options: _Options, texts: tuple[Text, ...]) -> Chosen:
    """Return the options marked one by one, where all of them are right or none is."""
    marked = (f"{'✓' if text in options.right else '✗'} {text}" for text in options.texts)
    return Chosen(Flashcard, {"answer": "\\\n".join(marked)}, texts, is_another_kind=True)
