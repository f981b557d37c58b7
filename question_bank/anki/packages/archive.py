"""The zip around a collection: its list of members, judged before any of them is unpacked."""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Sequence
from typing import BinaryIO

from question_bank.anki.packages.names import is_unsafe
from question_bank.anki.packages.refusals import BadPackageError, Reason
from question_bank.anki.packages.streams import Checked, Counted, Inflated, Readable, Stored, Unzstd, whole
from question_bank.anki.packages.values import Limits

_LOCAL = struct.Struct("<4s5H3L2H")
_LOCAL_MARK = b"PK\x03\x04"
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_END_OF_MANY_MARK = b"PK\x06\x07"
_MARK_OF_MANY_BYTES = 20
_LONGEST_COMMENT = 2**16 - 1
_BYTES_AN_ENTRY = 1024  # 46 and a name, as a mean
_LOCKED = 0x1 | 0x40 | 0x2000  # encrypted, strongly, or with its list hidden
_PATCHED = 0x20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Archive:
    """A zip's members by name, each to be read once, in whatever order.

    Raises BadPackageError for a list that no honest zip has, and so do the streams for what is in them.
    """

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self._file = file
        self._limits = limits
        members = _members(file, limits)
        _judge(members)
        self._members = {member.orig_filename: member for member in members}
        _refuse_overlaps(members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def open(self, name: str, most: int, *, zstd: bool = False) -> Counted:
        """Return the member's bytes, at most `most`; unpacked once more if it is a Zstandard stream."""
        member = self._members[name]
        packed = Stored(self._file, member.compress_size)
        self._seek(member)
        stored = member.compress_type == zipfile.ZIP_STORED
        if stored and member.compress_size != member.file_size:
            raise BadPackageError(Reason.LYING, f"{name} has another size than is written down")
        plain: Readable = packed if stored else Inflated(packed)
        checked = Checked(plain, name, member.file_size, member.CRC)
        counted = Counted(checked, name, member.compress_size, most, self._limits)
        return Counted(Unzstd(counted), name, member.compress_size, most, self._limits) if zstd else counted

    def read(self, name: str, most: int, *, zstd: bool = False) -> bytes:
        """Return the whole member, which has at most `most` bytes."""
        return whole(self.open(name, most, zstd=zstd))

    def _seek(self, member: zipfile.ZipInfo) -> None:
        """Put the file where the member's bytes begin, by the entry that stands in front of them."""
        self._file.seek(member.header_offset)
        head = self._file.read(_LOCAL.size)
        if len(head) < _LOCAL.size or not head.startswith(_LOCAL_MARK):
            raise BadPackageError(Reason.DAMAGED, f"{member.orig_filename} is not where the list says")
        _, _, flags, method, _, _, _, _, _, name_bytes, extra_bytes = _LOCAL.unpack(head)
        if flags & _LOCKED:
            raise BadPackageError(Reason.ENCRYPTED, member.orig_filename)
        name = self._file.read(name_bytes)
        encoding = "utf-8" if member.flag_bits & 0x800 else "cp437"
        if name != member.orig_filename.encode(encoding) or method != member.compress_type:
            raise BadPackageError(Reason.LYING, f"{member.orig_filename} has another name where it stands")
        self._file.seek(extra_bytes, 1)


def _members(file: BinaryIO, limits: Limits) -> list[zipfile.ZipInfo]:
    _refuse_long_list(file, limits)
    try:
        # Only the list is read through it: the members' bytes are unpacked and counted here.
        members = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, EOFError) as error:
        raise BadPackageError(Reason.DAMAGED, str(error)) from error
    if len(members) > limits.members:
        raise BadPackageError(Reason.TOO_MANY, f"{len(members):,} files, and {limits.members:,} is the most")
    return members


def _refuse_long_list(file: BinaryIO, limits: Limits) -> None:
    """Look how long the zip's list is before anybody reads it: millions of entries would fill the memory."""
    size = file.seek(0, 2)
    if size > limits.package_bytes:
        raise BadPackageError(Reason.TOO_LARGE, f"{size:,} bytes, and {limits.package_bytes:,} is the most")
    file.seek(0)
    begins_as_zip = file.read(4) == _LOCAL_MARK
    file.seek(max(0, size - _LONGEST_COMMENT - _END.size - _MARK_OF_MANY_BYTES))
    tail = file.read()
    at = tail.rfind(_END_MARK)
    if at < 0 or len(tail) - at < _END.size:
        if begins_as_zip:
            raise BadPackageError(Reason.DAMAGED, "its end is missing")
        raise BadPackageError(Reason.NOT_A_PACKAGE, "not even a zip" if size else "it is empty")
    list_bytes = _END.unpack_from(tail, at)[5]
    is_long = tail[max(0, at - _MARK_OF_MANY_BYTES) : at].startswith(_END_OF_MANY_MARK)
    if is_long or list_bytes > limits.members * _BYTES_AN_ENTRY:
        raise BadPackageError(Reason.TOO_MANY, f"more than {limits.members:,} files")


def _judge(members: Sequence[zipfile.ZipInfo]) -> None:
    seen = set()
    for member in members:
        name = member.orig_filename
        if is_unsafe(name, folders=True):
            raise BadPackageError(Reason.UNSAFE_NAME, name)
        if name in seen:
            raise BadPackageError(Reason.TWICE, name)
        seen.add(name)
        if member.flag_bits & _LOCKED:
            raise BadPackageError(Reason.ENCRYPTED, name)
        if not _is_file(member):
            raise BadPackageError(Reason.LINK, name)
        if member.compress_type not in _METHODS or member.flag_bits & _PATCHED:
            raise BadPackageError(Reason.NOT_A_PACKAGE, f"{name} is packed in a way that Anki never uses")


def _is_file(member: zipfile.ZipInfo) -> bool:
    """Return whether it is a plain file, or a folder, which is passed over like all that Anki ignores."""
    mode = member.external_attr >> 16
    return stat.S_IFMT(mode) in (0, stat.S_IFREG) or (stat.S_ISDIR(mode) and member.is_dir())


def _refuse_overlaps(members: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse members that share bytes: that is how a small file holds thousands of large ones."""
    free_from = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < free_from:
            raise BadPackageError(Reason.LYING, f"{member.orig_filename} lies within another file")
        free_from = member.header_offset + _LOCAL.size + len(member.orig_filename) + member.compress_size
