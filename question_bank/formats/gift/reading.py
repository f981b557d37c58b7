"""GIFT to questions: each block by its form, with all that a bank cannot hold reported at its place."""

from __future__ import annotations

import re
from typing import Any

from question_bank.formats.gift import choices, typed
from question_bank.formats.gift.answers import Answers, Form, answers_of, span
from question_bank.formats.gift.blocks import Block, blocks
from question_bank.formats.gift.question import Reader
from question_bank.formats.reports import Arriving, quoted
from question_bank.formats.values import Imported
from question_bank.model import Bank, Question
from question_bank.problems import Places
from question_bank.reading.fields import ID
from question_bank.reading.questions import LANGUAGE
from question_bank.reading.source_text import SourceText
from question_bank.writing.names import Ids, says_all, slug

_TOP = re.compile(r"\$(?:course|module|cat|coursecat|system)\$|top|Default for .*")


def read_gift(text: str, file: str = "questions.gift", language: str = "en") -> Imported:
    """Return the questions of a GIFT text; `file` is its name in findings and in the reason for no facts.

    `language` is the bank's: figures are written as it writes them, unless the text itself names another.
    Bad content never raises: the other questions still come in.
    """
    arriving = Arriving(SourceText(file, text))
    taking = _Taking(arriving, language, Ids())
    for block in blocks(text, arriving):
        taking.take(block)
    if not taking.questions and not arriving.problems:
        hint = "a GIFT question is a text with its answers in braces, e.g. The sea is salty. {TRUE}"
        arriving.problems.append(arriving.about("E703", "there is no question in this file", hint))
    return Imported(
        tuple(taking.questions),
        tuple(arriving.losses),
        tuple(arriving.problems),
        taking.files,
        taking.bank,
    )


class _Taking:
    """Turns blocks into questions, and gives each its id, its tags and its file."""

    def __init__(self, arriving: Arriving, language: str, ids: Ids) -> None:
        self.arriving = arriving
        self.language = language
        self.ids = ids
        self.questions: list[Question] = []
        self.files: dict[str, str] = {}
        self.bank: Bank | None = None

    def take(self, block: Block) -> None:
        own = dict(block.comments.own)
        self._meet_bank(own, block)
        answers = answers_of(block)
        reader = Reader(block, answers, self.arriving, self.language)
        if answers.form is Form.DESCRIPTION:
            hint = "it stays in the file that you imported; write it into briefing.md if learners need it"
            where = span(block, block.begin, block.end)
            message = f"{quoted(block.raw[where.start : where.end])} is a description, not a question"
            reader.lost(message, where, hint)
            return
        if not reader.prompt_words().strip():
            hint = "write what is asked before the braces"
            reader.refused("the question has no text", answers.inside or span(block, 0, len(block.raw)), hint)
            return
        name, tags, file = self._id(block, reader), list(block.comments.tags), own.get("file", "")
        if block.category and "bank" not in own:
            path = _path(block.category)
            tags += [tag for tag in path[-1:] if tag not in tags]
            file = slug(" ".join(path))
        common = {"tags": tuple(tags), "at": Places(self.arriving.source.place(block.start, block.start + 1))}
        question = _question(reader, answers, {"id": name, **common})
        if question is None:
            return
        self.questions.append(question)
        if file and ID.fullmatch(file):
            self.files[name] = file

    def _meet_bank(self, own: dict[str, str], block: Block) -> None:
        """Take over what Factdeck wrote about the bank when it made the file."""
        named = own.get("bank", "")
        if self.bank is not None or not ID.fullmatch(named):
            return
        language = own.get("language", "")
        self.language = language if LANGUAGE.fullmatch(language) else self.language
        title = next(iter(_path(block.category)), named)
        self.bank = Bank(id=named, title=title, language=self.language)

    def _id(self, block: Block, reader: Reader) -> str:
        """Propose an id: Moodle's id number, or else the title, or else the first words."""
        given, title = block.comments.id, block.title
        name = self.ids.propose(given, title, " ".join(reader.prompt_words().split()[:8]))
        where = span(block, block.begin if not title else block.raw.find("::"), block.end)
        if given and given != name:
            reader.renamed(f"the id number {quoted(given)} became the id {name!r}", where)
        # Words that are in the id are not lost.
        if title and title not in (given, name) and not says_all(title, re.sub(r"-[0-9]+$", "", name)):
            reader.lost(f"the title {quoted(title)} of {name!r} has no place in a bank", where)
        return name


def _path(category: str) -> list[str]:
    """Return the names of a category from the top down, without those that Moodle puts above all."""
    names = [name.replace("\x00", "/").strip() for name in category.replace("//", "\x00").split("/")]
    return [name for name in names if name and not _TOP.fullmatch(name)]


def _question(reader: Reader, answers: Answers, common: dict[str, Any]) -> Question | None:
    match answers.form:
        case Form.CHOICE:
            return choices.read_choice(reader, common)
        case Form.MATCHING:
            return choices.read_matching(reader, common)
        case Form.TRUTH:
            return choices.read_truth(reader, common)
        case Form.NUMERICAL:
            return typed.read_number(reader, common)
        case Form.SHORT:
            return typed.read_short(reader, common)
        case Form.ESSAY | Form.DESCRIPTION:
            return typed.read_essay(reader, common)
