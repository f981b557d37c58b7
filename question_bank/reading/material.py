"""bank.yaml's head and sources, and the facts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from question_bank.model import Evidence, Fact, Passage, Source
from question_bank.reading import figures
from question_bank.reading.fields import Document, Fields
from question_bank.reading.tree import Mapping, Node, Scalar

BANK_KEYS = ("bank", "title", "language", "description", "sources")
SOURCE_KEYS = ("id", "title", "publisher", "author", "published", "url", "file", "body", "quote")
FACT_KEYS = ("id", "says", "by", "via", "evidence", "tags")
PASSAGE_KEYS = ("source", "paragraph", "from", "to")

_BODY = re.compile(r"([0-9]{1,7})\s*[-–]\s*([0-9]{1,7})")
_AFTER_SLASH = re.compile(r"[/\\]")
_URL = re.compile(r"https?://[^\s/]+\S*")


def read_source(document: Document, node: Node) -> tuple[str | None, Source | None]:
    """Return a source's id and the source, each None where a finding leaves it unusable."""
    fields = document.fields(node, "a source", SOURCE_KEYS, {})
    if fields is None:
        return None, None
    source_id, title = fields.identifier("id"), fields.text("title")
    url = fields.optional_word("url")
    if url and not _URL.fullmatch(url):
        fields.report("E152", f"{url!r} is not a web address", "url", "write it with https://")
        url = ""
    published, body = _published(fields), _body(fields)
    publisher, author = fields.optional_text("publisher"), fields.optional_text("author")
    file, quote = _file(fields), fields.truth("quote")
    if source_id is None or title is None:
        return source_id, None
    return source_id, Source(
        id=source_id,
        title=title,
        publisher=publisher,
        author=author,
        published=published,
        url=url,
        file=file,
        body=body,
        quote=quote,
        at=fields.at,
    )


def _published(fields: Fields) -> date | None:
    text = fields.optional_word("published")
    if not text:
        return None
    read = figures.read_date(text)
    if read is None or not read.day:
        better = figures.better_date(text)
        hint = f"did you mean {better}?" if better else "write the day as 2011-08-25"
        fields.report("E139", f"{text!r} is not a day", "published", hint)
        return None
    return date(read.year, read.month, read.day)


def _body(fields: Fields) -> tuple[int, int] | None:
    text = fields.optional_word("body")
    found = _BODY.fullmatch(text)
    if found and 1 <= int(found[1]) <= int(found[2]):
        return int(found[1]), int(found[2])
    if text:
        hint = "write the first and last line that are material, e.g. 11-51"
        fields.report("E150", f"{text!r} names no lines", "body", hint)
    return None


def _file(fields: Fields) -> str:
    file = fields.optional_text("file")
    if file and ("/" in file or "\\" in file or file in (".", "..")):
        hint = f"write: file: {_AFTER_SLASH.split(file)[-1]}"
        fields.report("E206", f"{file!r} is a path; only a file's name can stand here", "file", hint)
        return ""
    return file


def read_fact(document: Document, node: Node) -> tuple[str | None, Fact | None]:
    """Return a fact's id and the fact, each None where a finding leaves it unusable."""
    inside = dict.fromkeys(PASSAGE_KEYS, "it belongs into an entry of 'evidence': indent it")
    fields = document.fields(node, "a fact", FACT_KEYS, inside)
    if fields is None:
        return None, None
    fact_id, says = fields.identifier("id"), fields.text("says")
    by, via, tags = fields.texts("by"), fields.texts("via"), fields.texts("tags")
    evidence = _evidence(fields)
    if fact_id is None or says is None or evidence is None:
        return fact_id, None
    return fact_id, Fact(id=fact_id, says=says, evidence=evidence, by=by, via=via, tags=tags, at=fields.at)


def _evidence(fields: Fields) -> Evidence | None:
    node = fields.require("evidence")
    if node is None:
        return None
    if type(node) is Mapping and not any(_is_key(key, "source") for key, _ in node.pairs):
        inner = fields.document.fields(node, "evidence", ("any",), {})
        passages = None if inner is None else inner.items("any", _passage(fields.document))
        return None if passages is None else Evidence(passages=passages, alternatives=True)
    if type(node) is Mapping:
        hint = "begin each passage with '- '"
        fields.report("E131", "'evidence' is a single passage, not a list", "evidence", hint)
        single = _passage(fields.document)(node, "evidence")
        return None if single is None else Evidence(passages=(single,))
    passages = fields.items("evidence", _passage(fields.document))
    return None if passages is None else Evidence(passages=passages)


def _is_key(node: Node, name: str) -> bool:
    return type(node) is Scalar and node.value == name


def _passage(document: Document) -> Callable[[Node, str], Passage | None]:
    def read(node: Node, _name: str) -> Passage | None:
        fields = document.fields(node, "a passage", PASSAGE_KEYS, {})
        if fields is None:
            return None
        source, begins, ends = fields.identifier("source"), fields.text("from"), fields.text("to")
        paragraph = fields.whole("paragraph", None) if fields.require("paragraph") is not None else None
        if source is None or begins is None or ends is None or paragraph is None:
            return None
        return Passage(source=source, paragraph=paragraph, begins=begins, ends=ends)

    return read
