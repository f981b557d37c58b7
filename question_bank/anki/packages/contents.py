"""All that a package holds, as messages: the whole work of the reading process."""

from __future__ import annotations

import errno
import time
from collections.abc import Iterator
from pathlib import Path

from question_bank.anki.packages import collection, media
from question_bank.anki.packages.archive import Archive
from question_bank.anki.packages.messages import END, MEDIA, REFUSED, Message
from question_bank.anki.packages.refusals import BadPackageError, Reason
from question_bank.anki.packages.values import Limits

_COLLECTION = "collection"
_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


def messages(package: Path, folder: Path, limits: Limits) -> Iterator[Message]:
    """Yield what the package holds, or why it is refused; what is unpacked goes into the folder."""
    try:
        yield from _read(package, folder, limits)
    except BadPackageError as error:
        yield REFUSED, [[error.reason, error.detail]]
    except MemoryError:
        yield REFUSED, [[Reason.NO_MEMORY, ""]]
    except OSError as error:
        full = error.errno in _FULL
        yield REFUSED, [[Reason.NO_ROOM if full else Reason.UNREADABLE, error.strerror or ""]]
    else:
        yield END, []


def _read(package: Path, folder: Path, limits: Limits) -> Iterator[Message]:
    deadline = time.monotonic() + limits.seconds
    unpacked, pictures = folder / _COLLECTION, folder / MEDIA
    pictures.mkdir()
    with package.open("rb") as file:
        archive = Archive(file, limits)
        ending = collection.format_of(archive)
        listed = media.listed(archive, ending, limits)
        collection.unpack(archive, ending, unpacked, limits)
        yield from collection.contents(unpacked, ending, limits, deadline)
        unpacked.unlink()
        yield from media.unpack(archive, ending, listed, pictures, limits)
