"""`draft`: an article becomes draft facts and questions, each with its passage, for a teacher to judge."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from question_bank.commands.files import replace_file
from question_bank.commands.loading import load_snapshot
from question_bank.commands.terminal import Terminal, WrongUseError, counted
from question_bank.drafting import Draft, DraftingError, Landing, Method, Refusal, draft, land
from question_bank.folders import LARGEST_SOURCE, Snapshot, decoded, snapshot
from question_bank.model import Bank
from question_bank.reading.questions import LANGUAGE
from question_bank.writing import CannotRewriteError, NotYamlError

_SHOWN = 20  # refused candidates that are listed
_LONGEST = 110


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "article", type=Path, metavar="ARTICLE", help="a plain text file, as pasted from the page"
    )
    parser.add_argument(
        "--into",
        required=True,
        type=Path,
        metavar="DIR",
        help="a bank's folder, or a new one; what is there stays as it is",
    )
    parser.add_argument(
        "--method",
        choices=tuple(method.value for method in Method),
        default=Method.RULES.value,
        help="how candidates are found (default: rules; nlp and llm are extras)",
    )
    parser.add_argument("--model", default="", metavar="NAME", help="the model that nlp or llm is to use")
    parser.add_argument(
        "--language", default="en", metavar="TAG", help="the language of a new bank (default: en)"
    )
    parser.epilog = "Every question is a draft: nobody is asked it before its `draft: true` is taken away."


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    article, folder = arguments.article, arguments.into
    if not LANGUAGE.fullmatch(arguments.language):
        raise WrongUseError(f"--language {arguments.language}: write a tag such as en, de or pt-BR")
    text = _text(article)
    taken, bank = _bank_in(folder)
    try:
        made = draft(
            text,
            name=article.name,
            bank=bank,
            method=Method(arguments.method),
            model=arguments.model,
            language=arguments.language,
        )
    except DraftingError as error:
        raise WrongUseError(str(error)) from None
    _report(made, terminal)
    if not made.questions:
        terminal.talk("nothing was drafted: no sentence of the article could be made a question")
        return 1
    try:
        landing = land(made, bank, taken.files, _present(taken))
    except (CannotRewriteError, NotYamlError) as error:
        raise WrongUseError(f"{folder.as_posix()} cannot take a draft: {error}") from None
    _write(folder, landing)
    _talk(folder, made, landing, terminal)
    return 0


def _text(article: Path) -> str:
    if not article.is_file():
        raise WrongUseError(f"there is no file {article}")
    with article.open("rb") as opened:
        content = opened.read(LARGEST_SOURCE + 1)
    if len(content) > LARGEST_SOURCE:
        raise WrongUseError(
            f"{article} has more than {LARGEST_SOURCE:,} bytes; divide it into several articles"
        )
    if content.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise WrongUseError(f"{article} is a word processor's document; save it as plain text")
    return decoded(content)[0]


def _bank_in(folder: Path) -> tuple[Snapshot, Bank | None]:
    """Return what is in a folder that may be a bank, may be none, and may not be there yet."""
    if folder.exists() and not folder.is_dir():
        raise WrongUseError(f"--into {folder} is not a folder")
    taken = snapshot(folder)
    loaded = load_snapshot(taken)
    bank = loaded.reading.bank
    if bank is None and "bank.yaml" in taken.present:
        raise WrongUseError(f"{folder.as_posix()} cannot be read; run `check` on it first")
    return taken, bank


def _present(taken: Snapshot) -> frozenset[str]:
    """Return the names of all files, the texts of sources too, which a snapshot leaves out."""
    sources = taken.folder / "sources"
    kept = [f"sources/{each.name}" for each in sources.iterdir()] if sources.is_dir() else []
    return frozenset((*taken.present, *kept))


def _write(folder: Path, landing: Landing) -> None:
    """Write the new files, none over another, and last of all bank.yaml, which makes them count."""
    order = sorted(landing.made, key=lambda name: name == "bank.yaml")
    for name in order:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as opened:
            opened.write(landing.made[name])
            opened.flush()
            os.fsync(opened.fileno())
    for name in sorted(landing.grown, reverse=True):
        replace_file(folder / name, landing.grown[name])


def _report(made: Draft, terminal: Terminal) -> None:
    left_out = Counter(line.furniture.value for line in made.lines if line.furniture and line.text)
    if left_out:
        shown = ", ".join(f"{name} {count}" for name, count in sorted(left_out.items()))
        terminal.talk(f"{counted(sum(left_out.values()), 'line')} left out as page furniture: {shown}")
    refused = [each for each in made.refused if each.why is not Refusal.DUPLICATE]
    for each in refused[:_SHOWN]:
        what = each.what if len(each.what) <= _LONGEST else f"{each.what[:_LONGEST]}..."
        terminal.talk(f"refused ({each.why}): {what}" + (f"\n    {each.detail}" if each.detail else ""))
    if len(refused) > _SHOWN:
        terminal.talk(f"{len(refused) - _SHOWN} more refused")


def _talk(folder: Path, made: Draft, landing: Landing, terminal: Terminal) -> None:
    for name in sorted(landing.made):
        terminal.result(f"made {(folder / name).as_posix()}")
    for name in sorted(landing.grown):
        terminal.result(f"added to {(folder / name).as_posix()}")
    kinds: Mapping[str, int] = Counter(each.question.kind.value for each in made.questions)
    shown = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
    terminal.talk(
        f"{counted(len(made.facts), 'fact')}, {counted(len(made.questions), 'draft question')}: {shown}"
    )
    terminal.talk(
        "the facts still lean on the article's words: put them into your own; "
        f"then run `check {folder.as_posix()} --sources {(folder / 'sources').as_posix()}`"
    )
