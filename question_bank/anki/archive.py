"""The file that Anki opens: a zip of the database and the images, the same bytes for the same contents."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import BinaryIO

from question_bank.anki.media import MediaFiles

_REGULAR_FILE = 0o100644 << 16
_UNIX = 3
_LEVEL = 1  # a fifth larger than the usual level makes it, in a quarter of the time
_CHUNK = 1 << 18
_LARGE = 1 << 31


def write_archive(out: BinaryIO, collection: Path, images: MediaFiles) -> None:
    """Write the package; members are in the order of their names."""
    names = sorted(images.names)
    index = json.dumps({str(number): name for number, name in enumerate(names)}, sort_keys=True)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for number in sorted(range(len(names)), key=str):
            # An image has been made as small as it can be.
            archive.writestr(zipfile.ZipInfo(str(number)), images.content(names[number]), zipfile.ZIP_STORED)
        large = collection.stat().st_size >= _LARGE
        with (
            collection.open("rb") as source,
            archive.open("collection.anki2", "w", force_zip64=large) as member,
        ):
            shutil.copyfileobj(source, member, _CHUNK)
        with archive.open("media", "w") as member:
            member.write(index.encode())
        for entry in archive.infolist():
            # zipfile would note the system it runs on. The date is the same for all, the first day of 1980.
            entry.create_system = _UNIX
            entry.external_attr = _REGULAR_FILE
