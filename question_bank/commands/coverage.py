"""`coverage`: what rests on each paragraph of each source, and which paragraphs nothing rests on."""

from __future__ import annotations

import argparse
from pathlib import Path

from question_bank.commands.loading import readable_bank
from question_bank.commands.terminal import Terminal, WrongUseError, counted
from question_bank.evidence import ParagraphCoverage, SourceCoverage, coverage, find_sources


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="PATH", help="a bank's folder or a file in it")
    parser.add_argument(
        "--sources",
        type=Path,
        metavar="DIR",
        help="the articles' texts (default: the bank's own sources folder)",
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Exit 1 if a paragraph has no fact, as with other findings."""
    loaded, bank = readable_bank(arguments.path)
    sources: Path = arguments.sources or loaded.folder / "sources"
    if not sources.is_dir():
        raise WrongUseError(f"there is no folder {sources}; give the articles' texts with --sources DIR")
    found = coverage(bank, find_sources(bank, sources))
    for source in found:
        _show(source, terminal)
    bare = sum(len(source.paragraphs) - source.covered for source in found)
    unread = sum(not source.readable for source in found)
    total = sum(len(source.paragraphs) for source in found)
    terminal.talk(f"{counted(total, 'paragraph')}, {total - bare} with facts")
    if unread:
        terminal.talk(f"{counted(unread, 'source')} could not be read: no such file in {sources}")
    return 1 if bare or unread else 0


def _show(source: SourceCoverage, terminal: Terminal) -> None:
    shown = f"{source.source.id}: {source.source.title}"
    terminal.result(terminal.heading(shown))
    if not source.readable:
        terminal.result(f"  not read: no file '{source.source.file}'")
    for paragraph in source.paragraphs:
        terminal.result(_row(paragraph))


def _row(one: ParagraphCoverage) -> str:
    if not one.facts:
        return f"  {one.paragraph.number:>3}  no fact"
    counts = f"{counted(len(one.facts), 'fact')}, {counted(len(one.questions), 'question')}"
    return f"  {one.paragraph.number:>3}  {counts}: {' '.join(one.facts)}"
