"""One question: the keys that all kinds have, and the choice of the reader for its kind."""

from __future__ import annotations

import re
from typing import Any

from question_bank.model import Kind, Media, Question
from question_bank.problems import Place
from question_bank.reading.fields import ID, Document, Fields
from question_bank.reading.key_names import nearest
from question_bank.reading.kinds import READERS
from question_bank.reading.tree import Mapping, Node, Scalar, Sequence

COMMON_KEYS = (
    *("id", "was", "kind", "lang", "explanation", "media", "facts", "derived"),
    *("unsourced", "tags", "difficulty", "edition", "draft"),
)
LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")

_KEYS = {kind: (*COMMON_KEYS[:4], *reader.keys, *COMMON_KEYS[4:]) for kind, reader in READERS.items()}
_ALL_KEYS = tuple(dict.fromkeys(key for keys in _KEYS.values() for key in keys))
_INSIDE = {
    **dict.fromkeys(("file", "alt"), "media"),
    **dict.fromkeys(("name", "required"), "unit"),
    "feedback": "distractors",
    "label": "items",
    **dict.fromkeys(("left", "right"), "pairs"),
}


def _elsewhere(kind: Kind) -> dict[str, str]:
    """Return what to say about keys that other kinds have, or that belong one level deeper."""
    said = {key: f"it belongs into an entry of '{parent}': indent it" for key, parent in _INSIDE.items()}
    for key in _ALL_KEYS:
        homes = [other.value for other, keys in _KEYS.items() if key in keys]
        near = nearest(key, READERS[kind].keys)
        if kind is Kind.CLOZE and key == "prompt":
            continue  # its text is meant
        if kind.value not in homes and not near:
            said[key] = f"{key!r} belongs to kind {' or '.join(homes)}"
    return said


QUESTION_KEYS = (*_ALL_KEYS, *_INSIDE)
_ELSEWHERE = {kind: _elsewhere(kind) for kind in Kind}
_WHAT = {kind: f"a question of kind {kind.value}" for kind in Kind}


def read_question(document: Document, node: Node, language: str) -> tuple[str | None, Question | None]:
    """Return a question's id and the question, each None where a finding leaves it unusable."""
    kind = _kind_of(node)
    keys, what = (_KEYS[kind], _WHAT[kind]) if kind else (_ALL_KEYS, "a question")
    fields = document.fields(node, what, keys, _ELSEWHERE[kind] if kind else {})
    if fields is None:
        return None, None
    common = _common(fields)
    if kind is None:
        _report_kind(fields)
        return common["id"], None
    question = READERS[kind].read(fields, common, common.get("lang") or language)
    return common["id"], question if common["id"] is not None else None


def named_facts(document: Document, node: Node) -> tuple[tuple[str, Place], ...]:
    """Return the facts that an entry names, with their places, however unusable the rest of it is."""
    pairs = node.pairs if type(node) is Mapping else ()
    given = next((value for key, value in pairs if type(key) is Scalar and key.value == "facts"), None)
    items = given.items if type(given) is Sequence else (given,)
    return tuple(
        (item.value, document.source.place(item.start, item.end))
        for item in items
        if type(item) is Scalar and ID.fullmatch(item.value)
    )


def _kind_of(node: Node) -> Kind | None:
    if type(node) is Mapping:
        for key, value in node.pairs:
            if type(key) is Scalar and key.value in ("kind", "type"):
                return _KINDS.get(value.value.strip()) if type(value) is Scalar else None
    return None


_KINDS = {kind.value: kind for kind in Kind}


def _report_kind(fields: Fields) -> None:
    node = fields.require("kind")
    word = None if node is None else fields.document.word(node, "kind")
    if word is not None:
        near = nearest(word.replace("-", "_"), tuple(_KINDS))
        hint = f"did you mean {near!r}?" if near else f"write one of: {', '.join(_KINDS)}"
        fields.report("E134", f"unknown kind {word!r}", "kind", hint)


def _common(fields: Fields) -> dict[str, Any]:
    """Return what is there of the keys that all kinds share; the rest has its default."""
    common: dict[str, Any] = {"id": fields.identifier("id"), "at": fields.at}
    present = fields.nodes
    for name in ("was", "facts"):
        if name in present:
            common[name] = fields.identifiers(name)
    if "tags" in present:
        common["tags"] = fields.texts("tags")
    for name in ("explanation", "derived", "unsourced"):
        if name in present:
            common[name] = fields.optional_text(name)
    if "difficulty" in present:
        common["difficulty"] = fields.whole("difficulty", None, 1, 5)
    if "edition" in present:
        common["edition"] = fields.whole("edition", 1)
    if "draft" in present:
        common["draft"] = fields.truth("draft")
    if "lang" in present:
        common["lang"] = read_language(fields, "lang")
    if "media" in present:
        common["media"] = fields.document.each(present["media"], "media", _media(fields.document)) or ()
    return common


def read_language(fields: Fields, name: str) -> str:
    """Return a well-formed language tag; "" after a finding."""
    tag = fields.optional_word(name)
    if tag and not LANGUAGE.fullmatch(tag):
        fields.report("E151", f"{tag!r} is not a language tag", name, "write a tag such as en, de or pt-BR")
        return ""
    return tag


def _media(document: Document) -> Any:
    def read(node: Node, _name: str) -> Media | None:
        fields = document.fields(node, "an image", ("file", "alt"), {})
        if fields is None:
            return None
        file, alt = fields.text("file"), fields.text("alt")
        return None if file is None or alt is None else Media(file=file, alt=alt)

    return read
