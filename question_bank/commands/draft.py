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
from question_bank.drafting.encodings import UnreadableError, readable
from question_bank.drafting.landing import offered_file, read_offered
from question_bank.folders import LARGEST_SOURCE, LOCK_FILE, Snapshot, snapshot, source_text
from question_bank.model import Bank
from question_bank.reading.questions import LANGUAGE
from question_bank.writing import CannotRewriteError, NotYamlError
from question_bank.writing.lock import read_lock, text_hash

_LONGEST = 110
# Of these the rules have dozens for every article. They are counted, and listed only where that is wanted.
_MANY = (Refusal.WEAK, Refusal.SURPLUS, Refusal.DUPLICATE, Refusal.UNCLEAR, Refusal.NOTHING)


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
    parser.add_argument(
        "--left-out",
        action="store_true",
        help="list everything that was left out, sentences that gave nothing and weak questions too",
    )
    parser.epilog = "Every question is a draft: nobody is asked it before its `draft: true` is taken away."


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    article, folder = arguments.article, arguments.into
    if not LANGUAGE.fullmatch(arguments.language):
        raise WrongUseError(f"--language {arguments.language}: write a tag such as en, de or pt-BR")
    text = _text(article)
    taken, bank = _bank_in(folder)
    offered = _offered(folder, bank)
    try:
        made = draft(
            text,
            name=article.name,
            bank=bank,
            method=Method(arguments.method),
            model=arguments.model,
            language=arguments.language,
            texts=_texts(folder, bank),
            dropped=_dropped(taken, bank, offered),
        )
    except DraftingError as error:
        raise WrongUseError(str(error)) from None
    _report(made, terminal, every=arguments.left_out)
    if not made.questions:
        terminal.talk(_nothing(made))
        return 1
    try:
        landing = land(made, bank, taken.files, _present(taken), offered.get(made.source.id, ()))
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
    try:
        return readable(content)
    except UnreadableError as error:
        raise WrongUseError(
            f"{article} is neither UTF-8 nor surely in another encoding, {error}; save it as UTF-8"
        ) from None


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


def _texts(folder: Path, bank: Bank | None) -> dict[str, str]:
    """Return the texts of the bank's sources that lie in its folder, by the source's id."""
    sources = {each.id: folder / "sources" / each.file for each in bank.sources if each.file} if bank else {}
    found = {name: source_text(path) for name, path in sources.items()}
    return {name: text for name, text in found.items() if text is not None}


def _offered(folder: Path, bank: Bank | None) -> dict[str, frozenset[str]]:
    """Return the hashes of the drafts that were made before, by the source's id."""
    paths = {each.id: folder / offered_file(each.id) for each in bank.sources} if bank else {}
    return {name: read_offered(path.read_bytes()) for name, path in paths.items() if path.is_file()}


def _dropped(taken: Snapshot, bank: Bank | None, offered: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the hashes of drafts, and of questions in the lock, that the bank has no more."""
    if bank is None:
        return frozenset()
    drafts = {each for hashes in offered.values() for each in hashes}
    gone = drafts - {text_hash(each) for each in bank.questions}
    if taken.lock is not None:
        lock, _ = read_lock(taken.lock.decode("utf-8", errors="replace"), LOCK_FILE)
        there = {name for each in bank.questions for name in (each.id, *each.was)}
        gone |= {each.content_hash for each in lock.entries.values() if each.id not in there}
    return frozenset(gone)


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


def _report(made: Draft, terminal: Terminal, *, every: bool) -> None:
    left_out = Counter(line.furniture.value for line in made.lines if line.furniture and line.text)
    if left_out:
        shown = ", ".join(f"{name} {count}" for name, count in sorted(left_out.items()))
        terminal.talk(f"{counted(sum(left_out.values()), 'line')} left out as page furniture: {shown}")
    if made.again:
        terminal.talk(f"this article is the source {made.source.id!r} already: going on with that")
    listed = [
        each
        for each in made.refused
        if every or each.why not in _MANY or (made.method is Method.LLM and each.why is not Refusal.KNOWN)
    ]
    for each in listed:
        what = each.what if len(each.what) <= _LONGEST else f"{each.what[:_LONGEST]}..."
        more = f" ({counted(each.count, 'place')})" if each.count > 1 else ""
        terminal.talk(f"refused ({each.why}): {what}{more}" + (f"\n    {each.detail}" if each.detail else ""))
    counts = made.left_out()
    if counts:
        shown = ", ".join(f"{why} {count:,}" for why, count in sorted(counts.items()))
        more = "" if len(listed) == len(made.refused) else "; --left-out lists all"
        terminal.talk(f"left out: {shown}{more}")


def _nothing(made: Draft) -> str:
    counts = made.left_out()
    if counts[Refusal.KNOWN] + counts[Refusal.DROPPED]:
        return (
            "nothing new was drafted: what the article gives is in the bank already, or was dropped from it"
        )
    return "nothing was drafted: no sentence of the article could be made a question"


def _talk(folder: Path, made: Draft, landing: Landing, terminal: Terminal) -> None:
    for name in sorted(landing.made):
        terminal.result(f"made {(folder / name).as_posix()}")
    for name in sorted(landing.grown):
        terminal.result(f"added to {(folder / name).as_posix()}")
    kinds: Mapping[str, int] = Counter(each.question.kind.value for each in made.questions)
    shown = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
    facts, questions = (
        counted(len(made.new_facts), "new fact"),
        counted(len(made.questions), "draft question"),
    )
    terminal.talk(f"{facts}, {questions}: {shown}")
    terminal.talk(
        "the facts still lean on the article's words: put them into your own; "
        f"then run `check {folder.as_posix()} --sources {(folder / 'sources').as_posix()}`"
    )
