"""Places by path, looked up in the nodes when somebody asks: making them all would cost more than reading."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf

from question_bank.problems import Place
from question_bank.reading.source_text import SourceText
from question_bank.reading.tree import Mapping, Node, Scalar, Sequence

Path = tuple[str | int, ...]


class NodePlaces(MappingOf[Path, Place]):
    """The places of every value under a node, by its path of keys and list positions."""

    __slots__ = ("_node", "_source")

    def __init__(self, source: SourceText, node: Node) -> None:
        self._source = source
        self._node = node

    def __getitem__(self, path: Path) -> Place:
        node = self._node
        for step in path:
            child = _child(node, step)
            if child is None:
                raise KeyError(path)
            node = child
        return self._source.place(node.start, node.end)

    def __iter__(self) -> Iterator[Path]:
        stack: list[tuple[Path, Node]] = [((), self._node)]
        while stack:
            path, node = stack.pop()
            if path:
                yield path
            if type(node) is Sequence:
                stack.extend(((*path, index), item) for index, item in enumerate(node.items))
            elif type(node) is Mapping:
                stack.extend(((*path, key.value), value) for key, value in node.pairs if type(key) is Scalar)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _child(node: Node, step: str | int) -> Node | None:
    if type(node) is Mapping:
        return next((value for key, value in node.pairs if type(key) is Scalar and key.value == step), None)
    if type(node) is Sequence and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None
