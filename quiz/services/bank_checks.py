"""What `check` says of a bank's files as they are on the disk now, or would be with an edit in them."""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

from question_bank.commands.checking import hashes, judged
from question_bank.commands.findings import Findings
from question_bank.commands.known import HeldFiles
from question_bank.commands.loading import LoadedBank, with_excerpts
from question_bank.commands.remembered import text_digest
from question_bank.folders import Snapshot
from question_bank.model import Bank
from question_bank.problems import Problem
from question_bank.reading import collector_off

TextsOf = Callable[[Bank], Mapping[str, str]]

_VERSIONS_KEPT = 6
_BANKS_KEPT = 3


@dataclass(frozen=True, eq=False)
class Checked:
    """A bank as its files say, None if bank.yaml is unusable, with the findings that need no learners.

    `answers` are the hashes of its questions' answers, by their ids.
    """

    taken: Snapshot
    loaded: LoadedBank
    findings: Findings
    answers: Mapping[str, str]

    @property
    def bank(self) -> Bank | None:
        return self.loaded.reading.bank

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """The findings, sorted; their files are named within the bank's folder."""
        return self.inside(self.findings.problems)

    def inside(self, problems: tuple[Problem, ...] | list[Problem]) -> tuple[Problem, ...]:
        """Return findings about this bank with the names that files have within its folder."""
        found = [_inside(each, self.taken.prefix) for each in with_excerpts(problems, self.loaded)]
        return tuple(sorted(found, key=lambda problem: problem.sort_key))

    def file(self, shown: str) -> str:
        """Return the name within the folder of a file as places have it."""
        return shown.removeprefix(self._prefix)

    @cached_property
    def _prefix(self) -> str:
        return self.taken.prefix


class Checks:
    """The last versions that were checked; of a changed bank only the changed files are read again."""

    def __init__(self) -> None:
        self._versions: OrderedDict[str, tuple[Checked, dict[str, str | None], _Stats]] = OrderedDict()
        self._files: OrderedDict[Path, Mapping[str, Any]] = OrderedDict()
        self._lock = Lock()

    def of(self, taken: Snapshot, texts_of: TextsOf) -> Checked:
        """Return what is found in these files; `texts_of` gives the texts of a bank's sources, by id."""
        key = _digest(taken)
        with self._lock, collector_off():
            known = self._versions.get(key)
            if known is not None and _same_beside(known, texts_of):
                self._versions.move_to_end(key)
                return known[0]
            checked = self._check(taken, texts_of)
            if not taken.trouble:  # what could not be read may be readable the next time
                self._versions[key] = checked, _texts(checked.bank, texts_of), _images(checked)
                _let_go(self._versions, _VERSIONS_KEPT)
            return checked

    def _check(self, taken: Snapshot, texts_of: TextsOf) -> Checked:
        held = HeldFiles(self._files.pop(taken.folder, None))
        loaded, findings = judged(taken, texts_of, held)
        bank = loaded.reading.bank
        prints = hashes(loaded, bank, held) if bank else {}
        checked = Checked(taken, loaded, findings, {key: each.key for key, each in prints.items()})
        self._files[taken.folder] = held.files
        _let_go(self._files, _BANKS_KEPT)
        return checked


_Stats = dict[str, tuple[int, int] | None]


def with_files(taken: Snapshot, files: Mapping[str, bytes | None]) -> Snapshot:
    """Return the folder as it would be with these files in it; None stands for one that is removed."""
    contents = {**taken.files, **{name: content for name, content in files.items() if content is not None}}
    gone = {name for name, content in files.items() if content is None}
    present = sorted({*taken.present, *files} - gone)
    kept = {name: content for name, content in contents.items() if name not in gone}
    return replace(taken, files=kept, present=tuple(present))


def _inside(problem: Problem, prefix: str) -> Problem:
    if not prefix:
        return problem
    return replace(
        problem,
        place=replace(problem.place, file=problem.place.file.removeprefix(prefix)),
        message=problem.message.replace(prefix, ""),
        suggestion=problem.suggestion.replace(prefix, ""),
    )


def _digest(taken: Snapshot) -> str:
    whole = hashlib.sha256(os.fsencode(taken.folder))
    for name in taken.present:
        for part in (os.fsencode(name), taken.files.get(name, b"")):
            whole.update(len(part).to_bytes(8, "big") + part)
    whole.update(b"no lock" if taken.lock is None else b"lock" + taken.lock)
    return whole.hexdigest()


def _same_beside(known: tuple[Checked, dict[str, str | None], _Stats], texts_of: TextsOf) -> bool:
    """Say whether the articles' texts and the images are what they were."""
    checked, texts, images = known
    return texts == _texts(checked.bank, texts_of) and images == _images(checked)


def _texts(bank: Bank | None, texts_of: TextsOf) -> dict[str, str | None]:
    return {name: text_digest(text) for name, text in texts_of(bank).items()} if bank else {}


def _images(checked: Checked) -> _Stats:
    questions = checked.bank.questions if checked.bank else ()
    names = {media.file for question in questions for media in question.media}
    return {name: _stat(checked.taken.folder / name) for name in sorted(names)}


def _stat(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_mtime_ns


def _let_go(kept: OrderedDict[Any, Any], most: int) -> None:
    while len(kept) > most:
        kept.popitem(last=False)
