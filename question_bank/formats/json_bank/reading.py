"""JSON to a bank: the same keys, read and judged by the same reader as YAML, with places in the JSON."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from question_bank.folders import bytes_digest
from question_bank.formats.json_bank.parsing import JsonError, parse_json
from question_bank.formats.json_bank.writing import VERSION
from question_bank.formats.opening import UNSEEN
from question_bank.formats.reports import Arriving, quoted
from question_bank.formats.values import Imported
from question_bank.model import Bank, Question
from question_bank.reading import material
from question_bank.reading.fields import ID, Document, Fields
from question_bank.reading.media import is_servable
from question_bank.reading.questions import read_language, read_question
from question_bank.reading.source_text import SourceText
from question_bank.reading.tree import Mapping, Node, Scalar, Sequence

_KEYS = ("factdeck", *material.BANK_KEYS, "facts", "questions", "briefing", "pictures")
T = TypeVar("T")


def read_json(text: str, file: str = "bank.json", language: str = "en") -> Imported:
    """Return the bank and questions of a JSON text; bad content never raises.

    `language` is the bank's where the text names none.
    """
    source = SourceText(file, text)
    arriving = Arriving(source)
    try:
        root = parse_json(text)
    except (JsonError, RecursionError) as error:
        index = min(getattr(error, "index", 0), max(len(text) - 1, 0))
        message = f"the file is not JSON: {error}"
        arriving.refused("E705", message, index, index + 1, "mend it there, or export the bank again")
        return Imported((), (), tuple(arriving.problems))
    document = Document(source, arriving.problems)
    if not _is_ours(document, root):
        return Imported((), (), tuple(arriving.problems))
    fields = document.fields(root, "the bank", _KEYS, {})
    return _Taking(arriving, document, fields, language).taken() if fields else _nothing(arriving)


def _nothing(arriving: Arriving) -> Imported:
    return Imported((), (), tuple(arriving.problems))


def _is_ours(document: Document, root: Node) -> bool:
    """Say whether the JSON names a version that can be read."""
    hint = f'a bank begins {{"factdeck": {VERSION}, "bank": ..., "questions": [...]}}'
    if type(root) is not Mapping:
        document.report("E705", "the JSON is no object", root, hint)
        return False
    version = next((node for key, node in root.pairs if _text(key) == "factdeck"), None)
    if version is None:
        document.report("E705", "the JSON has no 'factdeck' with its version, so it is no bank", root, hint)
    elif _text(version) != str(VERSION):
        message = f"version {_text(version)} of the format is not known here"
        document.report("E705", message, version, f"version {VERSION} is; a newer Factdeck may know it")
    return version is not None and _text(version) == str(VERSION)


def _text(node: Node) -> str:
    return node.value if type(node) is Scalar else ""


class _Taking:
    """Reads the parts of one JSON bank."""

    def __init__(self, arriving: Arriving, document: Document, fields: Fields, language: str) -> None:
        self.arriving = arriving
        self.document = document
        self.fields = fields
        self.language = read_language(fields, "language") or language
        self.files: dict[str, str] = {}
        self.seen: set[str] = set()

    def taken(self) -> Imported:
        """Return all that could be read."""
        bank = self._bank()
        pictures = self._pictures()
        questions = tuple(_with_digests(each, pictures) for each in self._questions())
        used = {media.file for question in questions for media in question.media}
        for name in [name for name in pictures if name not in used]:
            message = f"the picture {quoted(name)} belongs to no question and was left out"
            self.arriving.losses.append(self.arriving.about("W713", message))
            del pictures[name]
        return Imported(
            questions,
            tuple(self.arriving.losses),
            tuple(self.arriving.problems),
            self.files,
            bank,
            pictures,
        )

    def _bank(self) -> Bank | None:
        if "bank" not in self.fields.nodes:
            return None
        name, title = self.fields.identifier("bank"), self.fields.text("title")
        sources = self._each("sources", material.read_source)
        facts = self._each("facts", material.read_fact)
        briefing = self.fields.nodes.get("briefing")
        if name is None or title is None:
            return None
        return Bank(
            id=name,
            title=title,
            language=self.language,
            description=self.fields.optional_text("description"),
            sources=sources,
            facts=facts,
            briefing=UNSEEN.sub(" ", _text(briefing)) if briefing else "",
        )

    def _each(
        self, name: str, read: Callable[[Document, Node], tuple[str | None, T | None]]
    ) -> tuple[T, ...]:
        """Return what the entries of a list make; an id that is there twice is the first one's."""
        node, made, ids = self.fields.nodes.get(name), [], set()
        if node is not None and type(node) is not Sequence:
            self.document.report("E705", f"'{name}' is no list", node, f'write "{name}": [...]')
        for item in node.items if type(node) is Sequence else ():
            given, value = read(self.document, item)
            if given is not None and given in ids:
                self.document.report("E201", f"id {given!r} is taken already", item, "give it another id")
            elif value is not None:
                made.append(value)
            ids.add(given)
        return tuple(made)

    def _questions(self) -> tuple[Question, ...]:
        self.fields.require("questions")
        return self._each("questions", self._question)

    def _question(self, document: Document, node: Node) -> tuple[str | None, Question | None]:
        file = ""
        if type(node) is Mapping:
            file = next((_text(value) for key, value in node.pairs if _text(key) == "file"), "")
            node.pairs = [(key, value) for key, value in node.pairs if _text(key) != "file"]
        given, question = read_question(document, node, self.language)
        if question is None or given is None or given in self.seen:
            return given, question
        self.seen.add(given)
        if ID.fullmatch(file):
            self.files[given] = file
        return given, question

    def _pictures(self) -> dict[str, bytes]:
        node = self.fields.nodes.get("pictures")
        found: dict[str, bytes] = {}
        for key, value in node.pairs if type(node) is Mapping else ():
            name = _text(key)
            if not is_servable(name):
                hint = "name a picture inside the bank's folder, e.g. images/map.png"
                self.document.report("E705", f"{name!r} is no place for a picture", key, hint)
                continue
            try:
                found[name] = base64.b64decode(_text(value), validate=True)
            except (binascii.Error, ValueError):
                hint = "its bytes are written in base64"
                self.document.report("E705", f"the picture {name!r} cannot be read", value, hint)
        return found


def _with_digests(question: Question, pictures: dict[str, bytes]) -> Question:
    if not question.media:
        return question
    media = tuple(
        replace(each, digest=bytes_digest(pictures[each.file])) if each.file in pictures else each
        for each in question.media
    )
    return replace(question, media=media)
