"""JSON text to the nodes that a bank's YAML is read into: values with their places, by the same reader."""

from __future__ import annotations

import json
import re

from question_bank.reading.limits import DEPTH
from question_bank.reading.tree import Mapping, Node, Scalar, Sequence

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*"')
_ALONE = re.compile("[\ud800-\udfff]")  # half of a letter that takes two
_WORD = re.compile(r"-?(?:0|[1-9][0-9]{0,99})(?:\.[0-9]{1,99})?(?:[eE][-+]?[0-9]{1,3})?|true|false|null")

_Open = Mapping | Sequence


class JsonError(ValueError):
    """The text is no JSON; `index` is where."""

    def __init__(self, message: str, index: int) -> None:
        super().__init__(message)
        self.message = message
        self.index = index


def parse_json(text: str) -> Node:
    """Return the value; JsonError where it ends too soon, is nested too deep, or is none. No null stays."""
    parser = _Parser(text)
    parser.read()
    if parser.root is None:
        raise JsonError("there is nothing but null in the file", 0)
    return parser.root


class _Parser:
    """Goes through the text once; what is open is on a list, so that nesting cannot exhaust anything."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.index = 0
        self.root: Node | None = None
        self.stack: list[_Open] = []
        self.keys: list[Scalar | None] = []

    def read(self) -> None:
        self._skip()
        self._value()
        while self.stack:
            self._next()
        self._skip()
        if self.index < len(self.text):
            raise JsonError("something follows the end of the JSON", self.index)

    def _next(self) -> None:
        """Read one key with its value, one item, or the end of what is open."""
        open_, closing = self.stack[-1], "}" if type(self.stack[-1]) is Mapping else "]"
        self._skip()
        if self._peek() == closing:
            self.index += 1
            open_.end = self.index
            self.stack.pop()
            self.keys.pop()
            return
        if open_.end >= 0:  # it has an entry before
            if self._peek() != ",":
                raise JsonError(f"here ',' or '{closing}' is missing", self.index)
            self.index += 1
            self._skip()
        open_.end = self.index
        if type(open_) is Mapping:
            self.keys[-1] = self._key()
        self._value()

    def _key(self) -> Scalar:
        if self._peek() != '"':
            raise JsonError("here a name in quotation marks is missing", self.index)
        key = self._string()
        self._skip()
        if self._peek() != ":":
            raise JsonError("after the name ':' is missing", self.index)
        self.index += 1
        self._skip()
        return key

    def _value(self) -> None:
        char, start = self._peek(), self.index
        if char == '"':
            self._put(self._string())
        elif char in ("{", "["):
            node = Mapping(True, start, -1) if char == "{" else Sequence(True, start, -1)
            self._put(node)
            self.index += 1
            self.stack.append(node)
            self.keys.append(None)
            if len(self.stack) > DEPTH:
                raise JsonError(f"brackets are nested more than {DEPTH} deep", start)
        elif word := _WORD.match(self.text, start):
            self.index = word.end()
            if word[0] != "null":
                self._put(Scalar(word[0], "", start, self.index))
        else:
            raise JsonError("here a value is missing", start)

    def _string(self) -> Scalar:
        found = _STRING.match(self.text, self.index)
        if found is None:
            raise JsonError("a text in quotation marks is never closed, or has a bare line break", self.index)
        try:
            value: str = json.loads(found[0])
        except ValueError as error:
            raise JsonError("a text has a backslash before a letter that needs none", self.index) from error
        self.index = found.end()
        return Scalar(_ALONE.sub("\ufffd", value), '"', found.start(), found.end())

    def _put(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        parent, key = self.stack[-1], self.keys[-1]
        if type(parent) is Sequence:
            parent.items.append(node)
        elif key is not None:
            parent.pairs.append((key, node))  # type: ignore[union-attr]  # told apart by its exact type

    def _peek(self) -> str:
        return self.text[self.index : self.index + 1]

    def _skip(self) -> None:
        found = _SPACE.match(self.text, self.index)
        self.index = found.end() if found else self.index
