"""A row of the table as the nodes that a question in YAML is read from, so that the same reader judges it."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence as SequenceOf

from question_bank.formats.csv_table.cells import Cell
from question_bank.formats.csv_table.columns import LISTS, TRUTHS
from question_bank.formats.csv_table.lists import ARROW, INNER, NONE, split, unescaped
from question_bank.model import Kind
from question_bank.reading.tree import Mapping, Node, Scalar, Sequence

# What spreadsheets of some languages make of true and false, and what people type.
_YES = frozenset({"true", "wahr", "vrai", "verdadero", "vero", "yes", "ja", "oui", "1", "x", "t"})
_NO = frozenset({"false", "falsch", "faux", "falso", "no", "nein", "non", "0", "f"})


class Row:
    """The cells of one question by column; a numbered column (`wrong 2`) adds a cell to its list."""

    def __init__(self, cells: MappingOf[str, SequenceOf[tuple[int, Cell]]]) -> None:
        self.cells = cells
        first = min(cell.start for each in cells.values() for _, cell in each)
        self.start, self.end = first, max(cell.end for each in cells.values() for _, cell in each)

    def text(self, column: str) -> str:
        """Return what a column says, "" if nothing."""
        found = self.cells.get(column)
        return found[0][1].text if found else ""

    def kind(self) -> str:
        """Return the kind that the row names, or else the one that its cells look like."""
        named = "_".join(self.text("kind").lower().replace("-", " ").replace("_", " ").split())
        if named:
            return named
        if "{{c1::" in self.text("prompt"):
            return Kind.CLOZE
        if self.cells.get("distractors"):
            many = len(split(self.text("answer"))) > 1
            return Kind.MULTIPLE_CHOICE if many else Kind.SINGLE_CHOICE
        is_truth = self.text("answer").strip().lower() in {"true", "false", "wahr", "falsch", "vrai", "faux"}
        return Kind.TRUE_FALSE if is_truth else Kind.SHORT_ANSWER

    def node(self, name: str) -> Mapping:
        """Return the question as a mapping; `name` is its id."""
        kind = self.kind()
        pairs: list[tuple[str, Node]] = [("id", self._scalar("id", name))]
        pairs.append(("kind", self._scalar("kind", kind)))
        for column in self.cells:
            if column not in ("id", "kind", "feedback", "unit_required"):
                pairs += self._entry(column, kind)
        mapping = Mapping(True, self.start, self.end)
        mapping.pairs = [(Scalar(key, "", node.start, node.end), node) for key, node in pairs]
        return mapping

    def _entry(self, column: str, kind: str) -> list[tuple[str, Node]]:
        if column == "prompt":
            return [("text" if kind == Kind.CLOZE else "prompt", self._scalar(column))]
        if column == "answer":
            return [self._answer(kind)]
        if column == "distractors":
            return [(column, self._distractors())]
        if column == "accept" and kind == Kind.CLOZE:
            return [(column, self._list(column, [self._alternatives(each) for each in self._values(column)]))]
        if column == "unit":
            return [(column, self._unit())]
        if column == "media":
            return [(column, self._records(column, ("file", "alt"), INNER))]
        if column in LISTS:
            values = [self._scalar(column, unescaped(each)) for each in self._values(column) if each]
            return [(column, self._list(column, values))]
        if column in TRUTHS:
            return [(column, self._scalar(column, truth(self.text(column))))]
        return [(column, self._scalar(column))]

    def feedback_without_option(self) -> list[str]:
        """Return what is told of wrong options that are not there."""
        texts = self._values("distractors")
        told = enumerate(self._values("feedback"))
        return [unescaped(each) for index, each in told if each and not (index < len(texts) and texts[index])]

    def _answer(self, kind: str) -> tuple[str, Node]:
        match kind:
            case Kind.MULTIPLE_CHOICE:
                values = [self._scalar("answer", unescaped(each)) for each in self._values("answer") if each]
                return "answers", self._list("answer", values)
            case Kind.LIST:
                return "answers", self._list("answer", list(map(self._item, self._values("answer"))))
            case Kind.ORDERING:
                return "items", self._records("answer", ("text", "label"), INNER)
            case Kind.MATCHING:
                return "pairs", self._records("answer", ("left", "right"), ARROW)
            case Kind.TRUE_FALSE:
                return "answer", self._scalar("answer", truth(self.text("answer")))
            case _:
                return "answer", self._scalar("answer")

    def _item(self, value: str) -> Node:
        """Return one answer of a list, with what is accepted for it."""
        first, *others = split(value, INNER)
        if not others:
            return self._scalar("answer", unescaped(first))
        accept = self._list("answer", [self._scalar("answer", unescaped(each)) for each in others])
        return self._record(
            "answer", [("answer", self._scalar("answer", unescaped(first))), ("accept", accept)]
        )

    def _alternatives(self, value: str) -> Node:
        texts = [] if value in ("", NONE) else split(value, INNER)
        return self._list("accept", [self._scalar("accept", unescaped(each)) for each in texts])

    def _distractors(self) -> Node:
        texts, told = self._values("distractors"), self._values("feedback")
        items: list[Node] = []
        for index, text in enumerate(texts):
            if not text:
                continue
            feedback = told[index] if index < len(told) else ""
            pairs = [("text", self._scalar("distractors", unescaped(text)))]
            if feedback:
                pairs.append(("feedback", self._scalar("feedback", unescaped(feedback))))
            items.append(self._record("distractors", list(pairs)))
        return self._list("distractors", items)

    def _unit(self) -> Node:
        first, *others = split(self.text("unit"), INNER)
        pairs: list[tuple[str, Node]] = [("name", self._scalar("unit", unescaped(first)))]
        if others:
            texts = [self._scalar("unit", unescaped(each)) for each in others]
            pairs.append(("accept", self._list("unit", list(texts))))
        if self.text("unit_required"):
            pairs.append(("required", self._scalar("unit_required", truth(self.text("unit_required")))))
        return self._record("unit", pairs)

    def _records(self, column: str, keys: tuple[str, str], sign: str) -> Node:
        """Return a list of things with two parts, of which the second may be missing."""
        items: list[Node] = []
        for value in self._values(column):
            first, *rest = split(value, sign)
            second = f" {sign} ".join(rest)
            pairs = [(keys[0], self._scalar(column, unescaped(first)))]
            if rest:
                pairs.append((keys[1], self._scalar(column, unescaped(second))))
            items.append(self._record(column, list(pairs)))
        return self._list(column, items)

    def _values(self, column: str) -> list[str]:
        """Return a list's values, still escaped: those of one cell, or one of each numbered cell."""
        values: list[str] = []
        for number, cell in sorted(self.cells.get(column, ()), key=lambda each: each[0]):
            if not number:
                values += split(cell.text)
                continue
            values += [""] * (number - 1 - len(values))
            values.append(cell.text.strip().replace("\\", "\\\\"))
        return values

    def _scalar(self, column: str, text: str | None = None) -> Node:
        start, end = self._span(column)
        return Scalar(self.text(column) if text is None else text, '"', start, end)

    def _list(self, column: str, items: list[Node]) -> Node:
        made = Sequence(True, *self._span(column))
        made.items = items
        return made

    def _record(self, column: str, pairs: list[tuple[str, Node]]) -> Node:
        made = Mapping(True, *self._span(column))
        made.pairs = [(Scalar(key, "", value.start, value.end), value) for key, value in pairs]
        return made

    def _span(self, column: str) -> tuple[int, int]:
        found = self.cells.get(column)
        return (found[0][1].start, found[0][1].end) if found else (self.start, self.start + 1)


def truth(text: str) -> str:
    """Return `true` or `false` for what stands for it, and anything else as it is, to be reported."""
    word = text.strip().lower()
    return "true" if word in _YES else "false" if word in _NO else text
