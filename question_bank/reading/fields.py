"""A mapping read key by key: every misfit becomes a finding, and what fits is returned."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from collections.abc import Mapping as MappingOf
from typing import TypeVar

from question_bank.problems import Place, Places, Problem
from question_bank.reading import limits, traps
from question_bank.reading.key_names import meant, nearest
from question_bank.reading.places import NodePlaces
from question_bank.reading.source_text import SourceText
from question_bank.reading.tree import Mapping, Node, Scalar, Sequence

T = TypeVar("T")

ID = re.compile(r"[a-z][a-z0-9-]{0,63}")


class Document:
    """A text and the findings about it."""

    def __init__(self, source: SourceText, problems: list[Problem]) -> None:
        self.source = source
        self.problems = problems

    def report(self, code: str, message: str, node: Node, suggestion: str = "") -> None:
        """Add a finding about a node."""
        self.problems.append(self.source.problem(code, message, node.start, node.end, suggestion))

    def text(self, node: Node, name: str) -> str | None:
        """Return a node's text; None after a finding."""
        if type(node) is not Scalar:
            traps.report_not_text(self.source, node, name, self.problems)
            return None
        value = node.value
        if node.style == "":
            if not value:
                traps.report_empty(self.source, node, name, self.problems)
                return None
            if traps.is_cut_by_comment(self.source.text, node.end):
                self.problems.append(traps.eaten_by_comment(self.source, node))
        elif not self._is_sound(node, name):
            return None
        if len(value) > limits.TEXT_CHARACTERS:
            message = f"{name!r} has {len(value):,} characters, and {limits.TEXT_CHARACTERS:,} is the most"
            self.report("E141", message, node, "say it in fewer words")
        return value

    def word(self, node: Node, name: str) -> str | None:
        """Return a node's text where only one word can stand, so that a comment after it is a comment."""
        if type(node) is Scalar and node.value and node.style in ("", '"', "'"):
            return node.value.strip()
        found = self.text(node, name)
        return found.strip() if found else None

    def identifier(self, node: Node, name: str) -> str | None:
        """Return a well-formed id; None after a finding."""
        value = self.word(node, name)
        if value is None or ID.fullmatch(value):
            return value
        hint = "lowercase letters, digits and hyphens, beginning with a letter, 64 at most"
        letters = unicodedata.normalize("NFKD", value.lower()).encode("ascii", "ignore").decode()
        better = re.sub(r"[^a-z0-9]+", "-", letters).strip("-0123456789")[:64].strip("-")
        self.report(
            "E133", f"bad id {value!r}", node, f"did you mean {better!r}?" if better else f"use {hint}"
        )
        return None

    def each(self, node: Node, name: str, read: Callable[[Node, str], T | None]) -> tuple[T, ...] | None:
        """Return what `read` makes of a list's items; None if it is no list."""
        if type(node) is not Sequence:
            traps.report_not_list(self.source, node, name, self.problems)
            return None
        traps.report_split_numbers(self.source, node, self.problems)
        found = [read(item, name) for item in node.items]
        return tuple(item for item in found if item is not None)

    def one_or_more(self, node: Node, name: str, read: Callable[[Node, str], T | None]) -> tuple[T, ...]:
        """Return a single value as a list of one, a list as it is."""
        if type(node) is Sequence:
            return self.each(node, name, read) or ()
        if traps.report_unspaced_dashes(self.source, node, self.problems):
            return ()
        single = read(node, name)
        return () if single is None else (single,)

    def fields(
        self, node: Node, what: str, known: tuple[str, ...], elsewhere: MappingOf[str, str]
    ) -> Fields | None:
        """Return a mapping's fields; None after a finding if it is no mapping."""
        if type(node) is not Mapping:
            traps.report_not_mapping(self.source, node, what, known, self.problems)
            return None
        return Fields(self, node, what, known, elsewhere)

    def _is_sound(self, node: Scalar, name: str) -> bool:
        if not node.value.strip():
            traps.report_empty(self.source, node, name, self.problems)
            return False
        if node.style == '"' and (found := _HIDDEN.search(node.value)):
            message = f"{name!r} holds the control character U+{ord(found[0]):04X}"
            self.report("E102", message, node, "delete it")
            return False
        return True


_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


class Fields:
    """One mapping's values by key. Unknown and duplicate keys are reported when it is made.

    `what` names the thing for messages ("a question of kind list"); `elsewhere` explains keys that are
    known in another place.
    """

    def __init__(
        self,
        document: Document,
        node: Mapping,
        what: str,
        known: tuple[str, ...],
        elsewhere: MappingOf[str, str],
    ) -> None:
        self.document = document
        self.node = node
        self.what = what
        self.nodes: dict[str, Node] = {}
        misspelt: dict[str, Node] = {}
        for key, value in node.pairs:
            if type(key) is Scalar and self._begins_another(key):
                break
            if type(key) is not Scalar:
                traps.report_odd_key(document.source, node, key, document.problems)
            elif key.value in self.nodes:
                self._report_duplicate(key)
            elif key.value in known:
                self.nodes[key.value] = value
            else:
                meant = self._report_unknown(key, value, known, elsewhere)
                misspelt[meant] = value
        for name, value in misspelt.items():
            # What stands under a misspelt key is checked as what was meant, and not called missing.
            if name:
                self.nodes.setdefault(name, value)

    @property
    def at(self) -> Places:
        """The places of the values, for the model."""
        return Places(self.place, NodePlaces(self.document.source, self.node))

    @property
    def place(self) -> Place:
        return self.document.source.place(self.node.start, self.node.start + 1)

    def report(self, code: str, message: str, name: str, suggestion: str = "") -> None:
        """Add a finding about a key's value, or about the whole where the key is missing."""
        node = self.nodes.get(name)
        if node is not None:
            self.document.report(code, message, node, suggestion)
            return
        start = self.node.start
        first = self.node.pairs[0][0].end if self.node.pairs and not self.node.flow else start + 1
        self.document.problems.append(self.document.source.problem(code, message, start, first, suggestion))

    def require(self, name: str) -> Node | None:
        """Return a key's node; None after a finding if the key is missing."""
        node = self.nodes.get(name)
        if node is None:
            self.report("E130", f"{self.what} has no {name!r}", name, f"add '{name}: ...'")
        return node

    def text(self, name: str) -> str | None:
        """Return a required text; None after a finding."""
        node = self.require(name)
        return None if node is None else self.document.text(node, name)

    def optional_text(self, name: str) -> str:
        node = self.nodes.get(name)
        return "" if node is None else self.document.text(node, name) or ""

    def optional_word(self, name: str) -> str:
        node = self.nodes.get(name)
        return "" if node is None else self.document.word(node, name) or ""

    def identifier(self, name: str) -> str | None:
        """Return a required id; None after a finding."""
        node = self.require(name)
        return None if node is None else self.document.identifier(node, name)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts of an optional list, of which a single one may stand without a list."""
        node = self.nodes.get(name)
        return () if node is None else self.document.one_or_more(node, name, self.document.text)

    def identifiers(self, name: str) -> tuple[str, ...]:
        node = self.nodes.get(name)
        return () if node is None else self.document.one_or_more(node, name, self.document.identifier)

    def items(self, name: str, read: Callable[[Node, str], T | None], least: int = 1) -> tuple[T, ...] | None:
        """Return what `read` makes of a required list; None after a finding, or if any item is unusable."""
        node = self.require(name)
        if node is None:
            return None
        found = self.document.each(node, name, read)
        if found is None or type(node) is not Sequence:
            return None
        if len(node.items) < least:
            few = "is empty" if not node.items else f"has {len(node.items)}"
            self.report("E146", f"{name!r} {few}, and {self.what} needs at least {least}", name, "add to it")
            return None
        return found if len(found) == len(node.items) else None

    def whole(self, name: str, default: int | None, least: int = 1, most: int | None = None) -> int | None:
        """Return a whole number in its range, or the default, after a finding if it is none."""
        node = self.nodes.get(name)
        if node is None:
            return default
        value = self.document.word(node, name)
        if value is None:
            return default
        if (
            re.fullmatch(r"[0-9]{1,9}", value)
            and least <= int(value)
            and (most is None or int(value) <= most)
        ):
            return int(value)
        span = f"from {least} to {most}" if most is not None else f"from {least} up"
        self.report(
            "E136", f"{name!r} is {value!r}, not a whole number {span}", name, f"write a figure {span}"
        )
        return default

    def truth(self, name: str) -> bool:
        """Return an optional true or false; False after a finding if it is neither."""
        node = self.nodes.get(name)
        return False if node is None else bool(truth_of(self.document, node, name))

    def one_of(self, name: str, words: tuple[str, ...]) -> str | None:
        """Return one of a few words; None if the key is missing, or after a finding."""
        node = self.nodes.get(name)
        value = None if node is None else self.document.word(node, name)
        if value is None or value in words:
            return value
        near = nearest(value.lower(), words)
        hint = f"did you mean {near!r}?" if near else f"write one of: {', '.join(words)}"
        self.report("E135", f"{name!r} is {value!r}", name, hint)
        return None

    def _begins_another(self, key: Scalar) -> bool:
        """Report a second `id` on a line of its own: the next entry, without its dash."""
        if key.value != "id" or "id" not in self.nodes or self.node.flow:
            return False
        source = self.document.source
        line = source.line_text(source.line_of(key.start)).strip()
        message = "a second 'id' in one entry: each entry begins with '- '"
        self.document.report("E104", message, key, f"write: - {line}, two columns to the left")
        return True

    def _report_duplicate(self, key: Scalar) -> None:
        first = next(
            other for other, _ in self.node.pairs if type(other) is Scalar and other.value == key.value
        )
        line = self.document.source.place(first.start, first.end).line
        self.document.report(
            "E104", f"key {key.value!r} is there twice, first in line {line}", key, "keep one of them"
        )

    def _report_unknown(
        self, key: Scalar, value: Node, known: tuple[str, ...], elsewhere: MappingOf[str, str]
    ) -> str:
        """Report a key; return the known key that was probably meant, or ""."""
        if traps.report_split_mapping(self.document.source, self.node, key, value, self.document.problems):
            return ""
        if key.value in elsewhere:
            said = elsewhere[key.value]
            code = "E121" if "indent" in said else "E103"
            self.document.report(code, f"unknown key {key.value!r}", key, said)
            return ""
        written = {other.value for other, _ in self.node.pairs if type(other) is Scalar}
        near = meant(key.value, tuple(name for name in known if name not in written))
        hint = f"did you mean {near!r}?" if near else f"{self.what} may have: {', '.join(known)}"
        self.document.report("E103", f"unknown key {key.value!r}", key, hint)
        return near


_YES = {"yes", "on", "y", "right", "correct"}
_NO = {"no", "off", "n", "wrong", "incorrect"}


def truth_of(document: Document, node: Node, name: str) -> bool | None:
    """Return true or false; None after a finding if the text is neither."""
    value = document.word(node, name)
    if value is None:
        return None
    if value.lower() in ("true", "false"):
        return value.lower() == "true"
    meant = "true" if value.lower() in _YES else "false" if value.lower() in _NO else ""
    hint = f"did you mean {meant!r}?" if meant else "write true or false"
    document.report("E148", f"{name!r} is {value!r}, neither true nor false", node, hint)
    return None
