"""Reading a package from Anki: the way in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from question_bank.anki.packages.assembly import assembled
from question_bank.anki.packages.messages import MEDIA
from question_bank.anki.packages.process import WORKER, reading
from question_bank.anki.packages.refusals import BadPackageError, Reason
from question_bank.anki.packages.values import LIMITS, AnkiMedia, AnkiPackage, Limits


def read_package(
    path: Path, work: Path, limits: Limits = LIMITS, command: Sequence[str] = WORKER
) -> AnkiPackage:
    """Return what the .apkg or .colpkg holds; its pictures and sounds then stand in the folder `work`.

    The file is opened by a process of its own with limits of time and memory (`command`), never by this one.
    It is a whole collection if its name ends in .colpkg: nothing inside tells. `work` is made if it is
    not there; after an error it is as it was. Raises BadPackageError.
    """
    with _folder(work) as scratch:
        with reading(path.absolute(), scratch, limits, command) as messages:
            whole = path.suffix.lower() == ".colpkg"
            package = assembled(messages, scratch / MEDIA, whole=whole, limits=limits)
        return replace(package, media=_settled(package.media, work))


@contextmanager
def _folder(work: Path) -> Iterator[Path]:
    """Give a folder within `work` that is gone afterwards; `work` is made, and gone too after an error."""
    is_new = not work.exists()
    try:
        work.mkdir(exist_ok=True)
        with TemporaryDirectory(dir=work, prefix="reading-") as scratch:
            yield Path(scratch).absolute()
    except BaseException as error:
        if is_new:
            with suppress(OSError):
                work.rmdir()
        if isinstance(error, OSError):
            raise BadPackageError(Reason.NO_ROOM, error.strerror or "") from error
        raise


def _settled(media: Sequence[AnkiMedia], work: Path) -> tuple[AnkiMedia, ...]:
    """Move the files into the work folder, all of them or none."""
    moved: list[Path] = []
    try:
        for file in sorted({each.file for each in media}):
            target = work / file.name
            if not target.exists():  # or it is the same, for it is named by its content
                file.replace(target)
                moved.append(target)
    except OSError:
        for target in moved:
            target.unlink(missing_ok=True)
        raise
    return tuple(replace(each, file=work / each.file.name) for each in media)
