"""A bank's folder to a Reading: which files are read, in which order, and what they make together."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from question_bank.model import Bank
from question_bank.problems import Place, Problem
from question_bank.reading import limits
from question_bank.reading.briefing import read_briefing
from question_bank.reading.conflicts import settled
from question_bank.reading.draft import Draft
from question_bank.reading.references import check_references

_DIGEST_LENGTH = 16
_ENDINGS = (".yaml", ".yml", ".yaml.txt", ".yml.txt")  # editors add .txt, and Windows hides it


@dataclass(frozen=True)
class Reading:
    """`bank` is whatever could be read, None if bank.yaml is unusable; `texts` are by path in the folder.

    `problems` are sorted by place. `digest` is over the files' names and bytes: equal digest, equal bank.
    """

    bank: Bank | None
    problems: tuple[Problem, ...]
    texts: Mapping[str, str]
    digest: str


def read_bank(folder: Path) -> Reading:
    """Read a bank's folder. Bad content never raises; files are shown as the folder was given."""
    files: dict[str, bytes] = {}
    present: list[str] = []
    trouble: list[Problem] = []
    total = 0
    prefix = "" if folder == Path() else f"{folder.as_posix()}/"
    for path in _files_under(folder):
        name = path.relative_to(folder).as_posix()
        present.append(name)
        if not _is_read(name):
            continue
        try:
            # One byte more than allowed is enough to say that there are too many.
            with path.open("rb") as opened:
                files[name] = opened.read(limits.FILE_BYTES + 1)
        except OSError as error:
            message = f"the file cannot be read: {error.strerror}"
            trouble.append(Problem("E208", message, Place(prefix + name)))
            continue
        total += len(files[name])
        if total > limits.BANK_BYTES or len(files) > limits.FILES:
            message = f"the bank has more than {limits.FILES:,} files or {limits.BANK_BYTES:,} bytes"
            trouble.append(Problem("E109", message, Place(folder.as_posix()), "divide it into several banks"))
            break
    return _read(files, present, prefix, trouble, lambda name: _file_digest(folder / name))


def read_bank_texts(files: Mapping[str, bytes], prefix: str = "") -> Reading:
    """Read a bank from its files' bytes by path in the folder; `prefix` goes before names in findings."""
    return _read(files, tuple(files), prefix, [], lambda name: _bytes_digest(files[name]))


def find_banks(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the folders with a bank.yaml at or under the paths; a file inside a bank names that bank."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir() and not (path / "bank.yaml").is_file():
            inside = sorted(each.parent for each in path.rglob("bank.yaml") if each.is_file())
            found.update(dict.fromkeys(inside or _enclosing(path)))
        else:
            found.update(dict.fromkeys([path] if path.is_dir() else _enclosing(path)))
    return tuple(found)


def _enclosing(path: Path) -> list[Path]:
    return [parent for parent in path.parents if (parent / "bank.yaml").is_file()][:1]


def _files_under(folder: Path) -> Iterator[Path]:
    """Return the files in a bank's folder, sorted, without hidden ones and the texts of sources."""
    if not folder.is_dir():
        return
    try:
        inside = sorted(folder.iterdir(), key=lambda each: each.name)
    except OSError:  # a folder that may not be opened holds nothing for us
        return
    for path in inside:
        if path.name.startswith(".") or (path.name == "sources" and path.is_dir()):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files_under(path)
        elif path.is_file():
            yield path


def _is_read(name: str) -> bool:
    return name in ("bank.yaml", "facts.yaml", "briefing.md") or _is_questions_file(name)


def _is_questions_file(name: str) -> bool:
    return name.startswith("questions/") and name.endswith(".yaml") and name.count("/") == 1


@contextmanager
def _collector_off() -> Iterator[None]:
    """Keep Python's cyclic collector from walking the growing nodes again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(
    files: Mapping[str, bytes],
    present: Collection[str],
    prefix: str,
    trouble: list[Problem],
    digest_of: Callable[[str], str],
) -> Reading:
    with _collector_off():
        draft = Draft(problems=trouble)
        texts: dict[str, str] = {}
        for name in sorted(name for name in files if _is_read(name)):
            text = limits.decoded(prefix + name, files[name], draft.problems)
            texts[name] = settled(prefix + name, text, draft.problems)
        _read_files(draft, texts, prefix)
        _report_files(draft, texts, present, prefix)
        pictures = _look_at_media(draft, present, digest_of)
        bank = _bank(draft, texts.get("briefing.md", ""))
        read_briefing(texts.get("briefing.md", ""), f"{prefix}briefing.md", draft)
        check_references(draft, present, prefix)
    problems = tuple(sorted(dict.fromkeys(draft.problems), key=lambda problem: problem.sort_key))
    return Reading(bank, problems, texts, _digest({**files, **pictures}))


def _look_at_media(
    draft: Draft, present: Collection[str], digest_of: Callable[[str], str]
) -> dict[str, bytes]:
    """Give every declared image that is there the digest of its bytes; return these by file."""
    declared = {media.file for question in draft.questions for media in question.media}
    digests = {file: digest_of(file) for file in sorted(declared.intersection(present))}
    for index, question in enumerate(draft.questions):
        if question.media:
            media = tuple(replace(each, digest=digests.get(each.file, "")) for each in question.media)
            draft.questions[index] = replace(question, media=media)
    return {file: digest.encode() for file, digest in digests.items()}


def _file_digest(path: Path) -> str:
    try:
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()[:_DIGEST_LENGTH]
    except OSError:  # whoever needs the picture will say so
        return ""


def _bytes_digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_DIGEST_LENGTH]


def _read_files(draft: Draft, texts: Mapping[str, str], prefix: str) -> None:
    # The bank's language decides what a figure means, so bank.yaml comes first.
    if "bank.yaml" in texts:
        draft.read_bank_file(f"{prefix}bank.yaml", texts["bank.yaml"])
    if "facts.yaml" in texts:
        draft.read_facts_file(f"{prefix}facts.yaml", texts["facts.yaml"])
    for name, text in texts.items():
        if _is_questions_file(name):
            draft.read_questions_file(prefix + name, text)


def _report_files(draft: Draft, texts: Mapping[str, str], present: Collection[str], prefix: str) -> None:
    if "bank.yaml" not in texts and not any(p.place.file == f"{prefix}bank.yaml" for p in draft.problems):
        hint = "make it with 'bank:', 'title:' and 'sources:'"
        draft.problems.append(Problem("E208", "bank.yaml is missing", Place(f"{prefix}bank.yaml"), hint))
    for name in present:
        if name.lower().endswith(_ENDINGS) and not _is_read(name):
            hint = f"rename it to {_read_name(name)}" if _read_name(name) not in present else _WHERE
            draft.problems.append(Problem("E207", "this file is not read", Place(prefix + name), hint))


_WHERE = "questions are read from questions/NAME.yaml, facts from facts.yaml"


def _read_name(name: str) -> str:
    """Return the name under which a file would be read."""
    stem = name.rpartition("/")[2].split(".")[0]
    return f"{stem.lower()}.yaml" if stem.lower() in ("bank", "facts") else f"questions/{stem}.yaml"


def _bank(draft: Draft, briefing: str) -> Bank | None:
    if draft.bank is None or draft.title is None:
        return None
    return Bank(
        id=draft.bank,
        title=draft.title,
        language=draft.language,
        description=draft.description,
        sources=tuple(draft.sources),
        facts=tuple(draft.facts),
        questions=tuple(draft.questions),
        briefing=briefing,
        at=draft.at,
    )


def _digest(files: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name in sorted(files):
        for part in (name.encode("utf-8", "surrogateescape"), files[name]):
            whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()
