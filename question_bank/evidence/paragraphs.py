"""The body of a source, its paragraphs counted from 1, and finding the texts of a bank's sources."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from question_bank.folders import source_text
from question_bank.model import Bank, Source


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One non-empty line of the body: its number within the body and its line in the file, both from 1."""

    number: int
    line: int
    text: str


def body_paragraphs(source: Source, text: str) -> tuple[Paragraph, ...]:
    """Return the non-empty lines within the source's `body`; without `body` the whole file is material."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first, last = source.body or (1, len(lines))
    filled = [
        (number, line) for number, line in enumerate(lines, 1) if first <= number <= last and line.strip()
    ]
    return tuple(Paragraph(count, number, line.strip()) for count, (number, line) in enumerate(filled, 1))


def line_count(text: str) -> int:
    """Return how many lines an editor shows, not counting the empty one after a final newline."""
    return len(text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n"))


def find_sources(bank: Bank, folder: Path) -> dict[str, str]:
    """Return the text of each source whose `file` lies in `folder`, by source id; others are left out."""
    texts: dict[str, str] = {}
    for source in bank.sources:
        if not is_plain_name(source.file):
            continue
        text = source_text(folder / source.file)
        if text is not None:
            texts[source.id] = text
    return texts


def is_plain_name(name: str) -> bool:
    """Say whether `name` cannot lead out of the folder on any system."""
    return (
        bool(name)
        and name not in {".", ".."}
        and PurePosixPath(name).name == PureWindowsPath(name).name == name
    )
