"""Small changes inside one question's block: an item more, an item less, a key more; all else stays."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from question_bank.writing.outline import CannotRewriteError, Node, OutlineEntry, outline
from question_bank.writing.scalars import inline
from question_bank.writing.stretches import QUESTIONS, end_of, question_entries

_HEAD = f"{QUESTIONS}:\n"


@dataclass(frozen=True, slots=True)
class Patch:
    """What takes the place of the stretch from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Block:
    """A question's text, `- id: ...` at column one, that changes patch by patch."""

    text: str

    @classmethod
    def of(cls, block: str) -> Block:
        return cls(_HEAD + block)

    @property
    def result(self) -> str:
        return self.text.removeprefix(_HEAD)

    @property
    def entry(self) -> OutlineEntry:
        """Return the question's entry in the text as it is now. Raises CannotRewriteError."""
        found = question_entries(outline(self.text))
        if found is None or len(found[1]) != 1:
            raise CannotRewriteError("the text is not one question")
        return found[1][0]

    def field(self, *path: str) -> OutlineEntry | None:
        """Return the entry at the end of a path of keys, None if there is none."""
        entry: OutlineEntry | None = self.entry
        for key in path:
            entry = next((each for each in entry.node.entries if each.key == key), None) if entry else None
        return entry

    def put(self, patch: Patch) -> None:
        self.text = self.text[: patch.start] + patch.text + self.text[patch.end :]

    def add_text(self, owner: OutlineEntry, key: str, text: str, after: Collection[str]) -> None:
        """Add a text to a list of texts below `key`, which may be absent, one text, or a list."""
        found = next((each for each in owner.node.entries if each.key == key), None)
        if found is None:
            self.add_key(owner, key, f"[{inline(text, flow=True)}]", after)
        elif found.node.listed:
            self.add_item(found.node, inline(text, flow=found.node.flow))
        else:
            self.put(self._in_list(found, text))

    def add_item(self, node: Node, written: str) -> None:
        """Add an item, as it is `written`, to the end of a list."""
        if not node.entries:
            self.put(Patch(node.start, node.end, f"[{written}]"))
            return
        last = node.entries[-1]
        if node.flow:
            self.put(Patch(last.node.end, last.node.end, f", {written}"))
        else:
            end = end_of(self.text, last)
            self.put(Patch(end, end, f"\n{' ' * last.column}- {written}"))

    def add_key(self, owner: OutlineEntry, key: str, written: str, after: Collection[str]) -> None:
        """Add a key behind the last of those that it comes `after`."""
        entries = owner.node.entries
        anchor = next((each for each in reversed(entries) if each.key in after), entries[-1])
        if owner.node.flow:
            self.put(Patch(anchor.node.end, anchor.node.end, f", {key}: {written}"))
        else:
            end = end_of(self.text, anchor)
            self.put(Patch(end, end, f"\n{' ' * anchor.column}{key}: {written}"))

    def replace_value(self, entry: OutlineEntry, written: str) -> None:
        """Put another value in the place of a text."""
        if entry.node.block:
            raise CannotRewriteError("the text runs over several lines")
        if entry.node.start == entry.node.end:
            at = self.text.index(":", entry.key_end) + 1 if entry.key else entry.node.end
            self.put(Patch(at, at, f" {written}"))
        else:
            self.put(Patch(entry.node.start, entry.node.end, written))

    def drop(self, owner: OutlineEntry, number: int) -> None:
        """Take an entry out of a list or mapping that has others, with the comment beside it."""
        entries = owner.node.entries
        entry = entries[number]
        if not owner.node.flow:
            begin = self.text.rfind("\n", 0, entry.start) + 1
            if self.text[begin : entry.start].strip():  # the key beside the question's dash
                raise CannotRewriteError("it stands on the line of the question's dash")
            self.put(Patch(begin, min(end_of(self.text, entry) + 1, len(self.text)), ""))
        elif number + 1 < len(entries):
            self.put(Patch(entry.start, entries[number + 1].start, ""))
        else:
            self.put(Patch(entries[number - 1].node.end, entry.node.end, ""))

    def _in_list(self, found: OutlineEntry, text: str) -> Patch:
        """Return what makes a single text a list of two, or of one where there was none yet."""
        old = found.node
        if old.block or old.text is None:
            raise CannotRewriteError(f"its `{found.key}` is written in a way that cannot be added to")
        texts = [each for each in (old.text, text) if each]
        written = f"[{', '.join(inline(each, flow=True) for each in texts)}]"
        if old.start == old.end:
            at = self.text.index(":", found.key_end) + 1
            return Patch(at, at, f" {written}")
        return Patch(old.start, old.end, written)
