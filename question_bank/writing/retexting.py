"""One text of a question said otherwise, in its author's own block: every other byte stays."""

from __future__ import annotations

from collections.abc import Sequence

from question_bank.writing.outline import CannotRewriteError, Node
from question_bank.writing.patches import Block, Patch
from question_bank.writing.scalars import inline


def block_with_text(block: str, path: Sequence[str | int], text: str) -> str:
    """Return a question's block, `- id: ...` at column one, with another text at a path of keys and numbers.

    An item that is a text alone stands for the first of the keys that it could have. Raises
    CannotRewriteError where no text on lines of its own stands there that could give way.
    """
    patched = Block.of(block)
    node, flow = _find(patched.entry.node, path)
    if node.text is None or node.block or node.entries:
        raise CannotRewriteError("no plain text stands there")
    patched.put(Patch(node.start, node.end, inline(text, flow=flow)))
    return patched.result


def _find(node: Node, path: Sequence[str | int]) -> tuple[Node, bool]:
    """Return the node at the end of a path, and whether it is inside of `[...]` or `{...}`."""
    flow = node.flow
    for step in path:
        if node.text is not None:
            break
        if isinstance(step, int):
            found = node.entries[step] if node.listed and step < len(node.entries) else None
        else:
            found = next((each for each in node.entries if each.key == step), None)
        if found is None:
            raise CannotRewriteError("nothing stands there")
        flow = flow or node.flow
        node = found.node
    return node, flow
