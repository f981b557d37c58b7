"""Reading a package from Anki: the way in."""

from __future__ import annotations

from pathlib import Path

from question_bank.anki.packages.values import LIMITS, AnkiPackage, Limits


def read_package(path: Path, work: Path, limits: Limits = LIMITS) -> AnkiPackage:
    """Return what the .apkg or .colpkg holds; its pictures and sounds then stand in the folder `work`.

    The file is opened by a process of its own with limits of time and memory, never by this one. It is a
    whole collection if its name ends in .colpkg. `work` is made if it is not there.
    After an error it is as it was.
    Raises BadPackageError.
    """
    raise NotImplementedError
