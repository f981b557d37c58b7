"""Traps in the zip around a collection, and in the streams that it holds."""

from __future__ import annotations

import io
import json
import stat
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace

import zstandard

from question_bank.anki.packages.values import Reason
from tests.question_bank.anki.packages.making import (
    SMALL,
    Honest,
    Trap,
    number,
    packed_new,
    patched,
    zipped,
)

OLD, NEW = "collection.anki21", "collection.anki21b"
ZEROS = b"\0" * 2_000_000
PICTURE = b"GIF89a" + ZEROS


def _named(name: str, data: bytes = b"x") -> Trap:
    return Trap(Reason.UNSAFE_NAME, "", lambda honest: zipped({**honest.old, name: data}))


def _with_entry(honest: Honest, entry: zipfile.ZipInfo, data: bytes = b"x") -> bytes:
    out = io.BytesIO(zipped(honest.old))
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as archive:
        warnings.simplefilter("ignore")  # that a name comes twice is the point
        archive.writestr(entry, data)
    return out.getvalue()


def _of_mode(mode: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("0link")
    entry.create_system = 3
    entry.external_attr = (mode | 0o777) << 16
    return entry


def _with_nul(honest: Honest) -> bytes:
    return zipped({**honest.old, "nul?x": b"x"}).replace(b"nul?x", b"nul\0x")


def _another_method(honest: Honest) -> bytes:
    entry = zipfile.ZipInfo("odd")
    entry.compress_type = zipfile.ZIP_BZIP2
    return _with_entry(honest, entry)


def _overlapping(honest: Honest) -> bytes:
    """A list whose entries all lead to the bytes of the first member."""
    package = zipped({"0": b"x" * 5000, "1": b"x" * 5000, **honest.old})
    return patched(package, "1", 42, number(0))


def _overlapping_by_a_byte(honest: Honest) -> bytes:
    """A list that lets a file begin with the last byte of the one before it."""
    package = zipped({"0": b"x" * 5000, "1": b"x" * 5000, **honest.old})
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        begin = archive.getinfo("1").header_offset
    return patched(package, "1", 42, number(begin - 1))


def _flagged(flag: int) -> Callable[[Honest], bytes]:
    return lambda honest: patched(zipped(honest.old), OLD, 8, struct.pack("<H", flag))


def _many_small_bombs(honest: Honest) -> bytes:
    """Pictures that each stay below the size from which a ratio counts."""
    count = 20
    pictures = {str(place): b"GIF89a" + bytes([place]) * 30_000 for place in range(count)}
    names = json.dumps({member: f"{member}.gif" for member in pictures}).encode()
    return zipped({**honest.old, **pictures, "media": names})


def _bytes_after_the_end(honest: Honest) -> bytes:
    """A deflated member that ends before its bytes do: what follows is for somebody else to find."""
    data = b"x" * 100
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    hidden = squeeze.compress(data) + squeeze.flush() + b"hidden"
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name, content in {**honest.old, "media": hidden}.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    package = stored.getvalue()
    for listed in (True, False):
        at = 10 if listed else 8
        package = patched(package, "media", at, struct.pack("<H", zipfile.ZIP_DEFLATED), listed=listed)
        package = patched(package, "media", at + 6, number(zlib.crc32(data)), listed=listed)
        package = patched(package, "media", at + 14, number(len(data)), listed=listed)
    return package


def _of_streams(honest: Honest, **streams: bytes) -> bytes:
    """A new package in which these members are the streams given."""
    plain = ("meta", "collection.anki2")
    pack = zstandard.ZstdCompressor().compress
    members = {name: data if name in plain else pack(data) for name, data in honest.new.items()}
    return zipped({**members, **{name.replace("_", "."): data for name, data in streams.items()}})


def _wide(data: bytes) -> bytes:
    """A stream that asks for a window of 128 MiB."""
    parameters = zstandard.ZstdCompressionParameters(window_log=27, compression_level=1)
    squeeze = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    return squeeze.compress(data) + squeeze.flush()


def _squeezed(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


def _long_list(honest: Honest) -> bytes:
    return zipped({**honest.old, **{f"{'n' * 1000}{count}": b"" for count in range(80)}})


def _very_many(honest: Honest) -> bytes:
    package = zipped(honest.old)
    end = package.rfind(b"PK\x05\x06")
    return package[:end] + b"PK\x06\x07" + bytes(16) + package[end:]


def _cut(honest: Honest) -> bytes:
    package = zipped(honest.old)
    return package[: len(package) // 2]


def _changed(honest: Honest) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in honest.old.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue().replace(b"SQLite format 3\0", b"SQLite format 4\0")


ZIPS = {
    "nothing at all": Trap(Reason.NOT_A_PACKAGE, "it is empty", lambda honest: b""),
    "a text": Trap(Reason.NOT_A_PACKAGE, "not even a zip", lambda honest: b"Dear reader, " * 50),
    "another program's zip": Trap(
        Reason.NOT_A_PACKAGE, "no collection inside", lambda honest: zipped({"word/document.xml": b"<x/>"})
    ),
    "half a package": Trap(Reason.DAMAGED, "its end is missing", _cut),
    "a changed byte": Trap(Reason.DAMAGED, "has changed since it was packed", _changed),
    "a package of great size": Trap(
        Reason.TOO_LARGE,
        "1,000 is the most",
        lambda honest: zipped(honest.old),
        replace(SMALL, package_bytes=1_000),
    ),
    "very many files": Trap(
        Reason.TOO_MANY,
        "60 is the most",
        lambda honest: zipped({**honest.old, **{str(count): b"" for count in range(70)}}),
    ),
    "a list that fills the memory": Trap(Reason.TOO_MANY, "more than 60 files", _long_list),
    "a list for more than 65,535 files": Trap(Reason.TOO_MANY, "more than 60 files", _very_many),
    "a bomb for a picture": Trap(Reason.SWELLS, "0", lambda honest: zipped({**honest.old, "0": PICTURE})),
    "a bomb for a collection": Trap(Reason.SWELLS, OLD, lambda honest: zipped({**honest.old, OLD: ZEROS})),
    "a bomb for a list of media": Trap(
        Reason.SWELLS, "media", lambda honest: zipped({**honest.old, "media": b" " * 2_000_000})
    ),
    "a bomb of many small pictures": Trap(Reason.TOO_LARGE, "more than 262,144 bytes", _many_small_bombs),
    "a large collection": Trap(
        Reason.TOO_LARGE,
        "more than 65,536 bytes",
        lambda honest: zipped(honest.old),
        replace(SMALL, database_bytes=65_536),
    ),
    "files within one another": Trap(Reason.LYING, "lies within another file", _overlapping),
    "files that overlap by a byte": Trap(Reason.LYING, "lies within another file", _overlapping_by_a_byte),
    "a size that is too small": Trap(
        Reason.LYING, "another size", lambda honest: patched(zipped(honest.old), OLD, 24, number(1000))
    ),
    "a size that is too large": Trap(
        Reason.LYING, "another size", lambda honest: patched(zipped(honest.old), OLD, 24, number(10**9))
    ),
    "a packed size that is too large": Trap(
        Reason.LYING, "", lambda honest: patched(zipped(honest.old), "0", 20, number(10**9))
    ),
    "bytes after a part's end": Trap(Reason.LYING, "bytes follow", _bytes_after_the_end),
    "another name in front of a file": Trap(
        Reason.LYING, "another name", lambda honest: patched(zipped(honest.old), OLD, 30, b"C", listed=False)
    ),
    "a file twice": Trap(Reason.TWICE, OLD, lambda honest: _with_entry(honest, zipfile.ZipInfo(OLD))),
    "a password": Trap(
        Reason.ENCRYPTED, OLD, lambda honest: patched(zipped(honest.old), OLD, 8, struct.pack("<H", 1))
    ),
    "a strong password": Trap(Reason.ENCRYPTED, OLD, _flagged(0x40)),
    "a list that is locked": Trap(Reason.ENCRYPTED, OLD, _flagged(0x2000)),
    "a change to another file in place of a file": Trap(Reason.NOT_A_PACKAGE, OLD, _flagged(0x20)),
    "a hidden password": Trap(
        Reason.ENCRYPTED,
        OLD,
        lambda honest: patched(zipped(honest.old), OLD, 6, struct.pack("<H", 1), listed=False),
    ),
    "a path upwards": _named("../../etc/cron.d/x"),
    "a path upwards within": _named("media/../../x"),
    "an absolute path": _named("/etc/passwd"),
    "a path with backslashes": _named("..\\..\\x"),
    "a path to a drive": _named("C:x"),
    "a device for a name": _named("lpt1.txt"),
    "a NUL in a name": Trap(Reason.UNSAFE_NAME, "nul\N{REPLACEMENT CHARACTER}x", _with_nul),
    "a symbolic link": Trap(
        Reason.LINK, "0link", lambda honest: _with_entry(honest, _of_mode(stat.S_IFLNK), b"/etc/passwd")
    ),
    "a named pipe": Trap(Reason.LINK, "0link", lambda honest: _with_entry(honest, _of_mode(stat.S_IFIFO))),
    "a way of packing that Anki never uses": Trap(Reason.NOT_A_PACKAGE, "odd", _another_method),
}

STREAMS = {
    "a package of tomorrow": Trap(
        Reason.NEWER, "version 4", lambda honest: zipped({**honest.old, "meta": b"\x08\x04"})
    ),
    "a meta that is none": Trap(
        Reason.DAMAGED, "meta", lambda honest: zipped({**honest.old, "meta": b"\xff\xff"})
    ),
    "a meta of great size": Trap(
        Reason.TOO_LARGE,
        "meta has more than",
        lambda honest: zipped({**honest.old, "meta": b"\x08\x02" * 9999}),
    ),
    "only the decoy": Trap(
        Reason.DAMAGED,
        "collection.anki21b is missing",
        lambda honest: zipped({name: data for name, data in honest.new.items() if name != NEW}),
    ),
    "a Zstandard bomb for a collection": Trap(
        Reason.SWELLS, NEW, lambda honest: packed_new({**honest.new, NEW: ZEROS})
    ),
    "a Zstandard bomb for a picture": Trap(
        Reason.SWELLS, "0", lambda honest: packed_new({**honest.new, "0": PICTURE})
    ),
    "a Zstandard bomb for a list of media": Trap(
        Reason.SWELLS, "media", lambda honest: packed_new({**honest.new, "media": ZEROS})
    ),
    "a Zstandard bomb in a deflate bomb": Trap(
        Reason.SWELLS,
        NEW,
        lambda honest: _of_streams(honest, collection_anki21b=_squeezed(b"SQLite") * 100_000),
    ),
    "half a Zstandard stream": Trap(
        Reason.DAMAGED,
        "ends in the middle",
        lambda honest: _of_streams(honest, collection_anki21b=_squeezed(honest.new[NEW])[:-2000]),
    ),
    "a Zstandard stream of a huge window": Trap(
        Reason.DAMAGED, "", lambda honest: _of_streams(honest, collection_anki21b=_wide(honest.new[NEW]))
    ),
    "no Zstandard stream": Trap(
        Reason.DAMAGED, "", lambda honest: _of_streams(honest, collection_anki21b=honest.new[NEW])
    ),
}
