"""Pictures and sounds of a package: known by what is in them, and named by it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from question_bank.anki.packages import wire
from question_bank.anki.packages.archive import Archive
from question_bank.anki.packages.collection import is_zstd
from question_bank.anki.packages.kinds import ending_of, is_drawing
from question_bank.anki.packages.layout import name as file_name
from question_bank.anki.packages.layout import no_more, parsed
from question_bank.anki.packages.messages import Message
from question_bank.anki.packages.names import is_unsafe
from question_bank.anki.packages.refusals import BadPackageError, Reason
from question_bank.anki.packages.streams import CHUNK, Counted
from question_bank.anki.packages.values import Limits, MediaLeft

_LIST = "media"
_BYTES_OF_A_LIST = 2**24
_ENTRIES, _NAME, _SIZE, _SHA1 = 1, 1, 2, 3


class Listed(NamedTuple):
    """A file as the list has it: its member in the zip and, in newer packages, its size and its SHA-1."""

    member: str
    name: str
    size: int | None = None
    sha1: bytes = b""


def listed(archive: Archive, ending: str, limits: Limits) -> list[Listed]:
    """Return the package's list of media, judged before any of them is unpacked."""
    if _LIST not in archive:
        return []
    text = archive.read(_LIST, _BYTES_OF_A_LIST, zstd=is_zstd(ending))
    found = _of_messages(text) if is_zstd(ending) else _of_json(text, limits)
    no_more(len(found), limits.members, "media files")
    seen, members = set(), set()
    for entry in found:
        if is_unsafe(entry.name):
            raise BadPackageError(Reason.UNSAFE_NAME, entry.name)
        # Two spellings of one letter are one name to some computers.
        same = normalize("NFC", entry.name)
        if same in seen or entry.member in members:
            raise BadPackageError(Reason.TWICE, f"the media file {entry.name}")
        seen.add(same)
        members.add(entry.member)
    return sorted(found, key=lambda entry: entry.name)


def unpack(
    archive: Archive, ending: str, entries: Sequence[Listed], folder: Path, limits: Limits
) -> Iterator[Message]:
    """Write pictures and sounds into the folder and yield what became of each file of the list."""
    total = 0
    for entry in entries:
        if entry.member not in archive:
            yield "left", [[entry.name, MediaLeft.MISSING]]
            continue
        source = archive.open(entry.member, limits.media_bytes, zstd=is_zstd(ending))
        try:
            yield _unpacked(source, entry, folder)
        except BadPackageError as error:
            if error.reason is not Reason.TOO_LARGE:
                raise
            yield "left", [[entry.name, MediaLeft.TOO_LARGE]]
        total += source.count
        if total > limits.all_media_bytes:
            most = f"{limits.all_media_bytes:,} bytes"
            raise BadPackageError(Reason.TOO_LARGE, f"its media have more than {most}")


def _unpacked(source: Counted, entry: Listed, folder: Path) -> Message:
    """Read the whole stream, also of what is not taken: its end tells whether it is what was promised."""
    first = source.read(CHUNK)
    kind = ending_of(first)
    part = folder / "part"
    sha256, sha1 = hashlib.sha256(), hashlib.sha1(usedforsecurity=False)
    with part.open("wb") as out:
        data = first
        while data:
            sha256.update(data)
            sha1.update(data)
            if kind:
                out.write(data)
            data = source.read(CHUNK)
    if entry.size is not None and (entry.size != source.count or entry.sha1 != sha1.digest()):
        raise BadPackageError(Reason.LYING, f"{entry.name} is not the file that the list of media tells of")
    if not kind:
        reason = MediaLeft.EMPTY if not first else MediaLeft.DRAWING if is_drawing(first) else MediaLeft.OTHER
        return "left", [[entry.name, reason]]
    name = f"{sha256.hexdigest()}.{kind}"
    part.replace(folder / name)
    return "media", [[entry.name, name, source.count]]


def _of_json(text: bytes, limits: Limits) -> list[Listed]:
    # As pairs, for an object forgets that a key came twice.
    pairs = parsed(text, "the list of media", object_pairs_hook=list)
    is_object = isinstance(pairs, list) and all(isinstance(pair, tuple) for pair in pairs)
    if not is_object or not all(member.isdecimal() for member, _ in pairs):
        raise BadPackageError(Reason.WRONG_VALUE, "the list of media is none")
    return [Listed(member, file_name(value, "a media file", limits)) for member, value in pairs]


def _of_messages(text: bytes) -> list[Listed]:
    try:
        entries = [field.value for field in wire.fields(text) if field.number == _ENTRIES]
        return [_entry(number, entry) for number, entry in enumerate(entries) if isinstance(entry, bytes)]
    except wire.MessageError as error:
        raise BadPackageError(Reason.DAMAGED, f"the list of media: {error}") from error


def _entry(number: int, entry: bytes) -> Listed:
    size, sha1 = wire.number_of(entry, _SIZE), wire.bytes_of(entry, _SHA1)
    return Listed(str(number), wire.text_of(entry, _NAME), size, sha1)
