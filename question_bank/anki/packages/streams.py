"""Bytes that are counted as they come out: a size that somebody wrote down is never believed."""

from __future__ import annotations

import zlib
from typing import BinaryIO, Protocol

import zstandard

from question_bank.anki.packages.refusals import BadPackageError, Reason
from question_bank.anki.packages.values import Limits

CHUNK = 2**18
# Anki packs with the smallest window; a frame that asks for more than this asks for our memory.
_WINDOW_BYTES = 2**26
# A frame's blocks have four bytes at least and hold 128 KiB at most, so a sip becomes 32 MiB at most.
_SIP = 2**10


class Readable(Protocol):
    """Whatever gives at most `size` bytes a call, and none at its end."""

    def read(self, size: int = -1, /) -> bytes: ...


class Stored:
    """The `size` bytes of a file from where it stands."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._left = size

    def read(self, size: int = CHUNK, /) -> bytes:
        data = self._file.read(min(size, self._left))
        self._left -= len(data)
        return data


class Inflated:
    """What a deflated stream holds, never more at once than was asked for."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._inflater = zlib.decompressobj(-zlib.MAX_WBITS)

    def read(self, size: int = CHUNK, /) -> bytes:
        while not self._inflater.eof:
            packed = self._inflater.unconsumed_tail or self._source.read(CHUNK)
            try:
                data = self._inflater.decompress(packed, size)
            except zlib.error as error:
                raise BadPackageError(Reason.DAMAGED, str(error)) from error
            if data:
                return data
            if not packed:
                raise BadPackageError(Reason.DAMAGED, "a part of it ends in the middle")
        if self._inflater.unused_data or self._source.read(1):
            raise BadPackageError(Reason.LYING, "bytes follow after the end of a part")
        return b""


class Unzstd:
    """What a Zstandard stream holds, frame after frame."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._packed = b""
        self._ready = b""

    def read(self, size: int = CHUNK, /) -> bytes:
        while not self._ready:
            self._packed = self._packed or self._source.read(_SIP)
            if not self._packed:
                if self._frame:
                    raise BadPackageError(Reason.DAMAGED, "a part of it ends in the middle")
                return b""
            self._ready = self._unpacked()
        data, self._ready = self._ready[:size], self._ready[size:]
        return data

    def _unpacked(self) -> bytes:
        frame = self._frame or zstandard.ZstdDecompressor(max_window_size=_WINDOW_BYTES).decompressobj()
        try:
            data = frame.decompress(self._packed)
        except zstandard.ZstdError as error:
            raise BadPackageError(Reason.DAMAGED, str(error)) from error
        self._packed = frame.unused_data if frame.eof else b""
        self._frame = None if frame.eof else frame
        return data


class Counted:
    """A stream that ends with an error as soon as more came out than may come out of `packed` bytes."""

    def __init__(self, source: Readable, name: str, packed: int, most: int, limits: Limits) -> None:
        self.count = 0
        self._source = source
        self._name = name
        self._most = most
        self._swollen = max(limits.ratio_from_bytes, packed * limits.ratio)

    def read(self, size: int = CHUNK, /) -> bytes:
        data = self._source.read(size)
        self.count += len(data)
        if self.count > self._swollen:
            raise BadPackageError(Reason.SWELLS, self._name)
        if self.count > self._most:
            raise BadPackageError(Reason.TOO_LARGE, f"{self._name} has more than {self._most:,} bytes")
        return data


class Checked:
    """A stream that ends with an error unless its length and its sum are those that were written down."""

    def __init__(self, source: Readable, name: str, size: int, crc: int) -> None:
        self._source = source
        self._name = name
        self._left = size
        self._crc = crc
        self._sum = 0

    def read(self, size: int = CHUNK, /) -> bytes:
        data = self._source.read(size)
        self._left -= len(data)
        self._sum = zlib.crc32(data, self._sum)
        if self._left < 0 or (not data and self._left):
            raise BadPackageError(Reason.LYING, f"{self._name} has another size than is written down")
        if not data and self._sum != self._crc:
            raise BadPackageError(Reason.DAMAGED, f"{self._name} has changed since it was packed")
        return data


def whole(source: Readable) -> bytes:
    """Return all that a stream holds; it must be one that counts."""
    return b"".join(iter(lambda: source.read(CHUNK), b""))
