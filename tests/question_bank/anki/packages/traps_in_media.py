"""Traps in the list of media, and in the files that it names."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from question_bank.anki.packages.values import Reason
from tests.question_bank.anki.packages.making import SMALL, Honest, Trap, packed_new, zipped

_UPWARDS = "../../../.ssh/authorized_keys"


def _listing(reason: Reason, met: str, *pairs: tuple[str, str]) -> Trap:
    """An old package whose list has these members and names; a dict would lose what comes twice."""
    text = ",".join(f"{json.dumps(member)}:{json.dumps(name)}" for member, name in pairs)
    return _saying(reason, met, f"{{{text}}}".encode())


def _saying(reason: Reason, met: str, text: bytes) -> Trap:
    return Trap(reason, met, lambda honest: zipped({**honest.old, "media": text}))


def _field(number: int, data: bytes) -> bytes:
    """A field of a message: a short text or bytes."""
    return bytes([number << 3 | 2, len(data)]) + data


def _entry(name: str, size: int, sha1: bytes) -> bytes:
    return _field(1, _field(1, name.encode()) + bytes([2 << 3, size]) + _field(3, sha1))


def _new_list(reason: Reason, met: str, text: bytes) -> Trap:
    return Trap(reason, met, lambda honest: packed_new({**honest.new, "media": text}))


def _another_file(honest: Honest) -> bytes:
    """A new package in which one file changed after the list was written, and kept its size."""
    return packed_new({**honest.new, "0": b"?" + honest.new["0"][1:]})


def _another_size(honest: Honest) -> bytes:
    """A new package whose list knows a file's sum, but not its size."""
    data = b"GIF89a, or what begins so"
    listed = _entry("a.gif", len(data) - 1, hashlib.sha1(data).digest())
    return packed_new({**honest.new, "0": data, "media": listed})


MEDIA = {
    "a path upwards in the list": _listing(Reason.UNSAFE_NAME, _UPWARDS, ("0", _UPWARDS)),
    "an absolute path in the list": _listing(Reason.UNSAFE_NAME, "/etc/x", ("0", "/etc/x")),
    "a path of Windows in the list": _listing(Reason.UNSAFE_NAME, "C:", ("0", "C:\\Windows\\x.png")),
    "a device of Windows in the list": _listing(Reason.UNSAFE_NAME, "con.png", ("0", "con.png")),
    "a NUL in the list": _listing(Reason.UNSAFE_NAME, "a.png", ("0", "a.png\0.exe")),
    "a line break in the list": _listing(Reason.UNSAFE_NAME, "a", ("0", "a\n.png")),
    "no name in the list": _listing(Reason.UNSAFE_NAME, "", ("0", "")),
    "the folder itself in the list": _listing(Reason.UNSAFE_NAME, "..", ("0", "..")),
    "two files of one name": _listing(Reason.TWICE, "a.png", ("0", "a.png"), ("1", "a.png")),
    "one name in two spellings": _listing(Reason.TWICE, "e", ("0", "\u00e9.png"), ("1", "e\u0301.png")),
    "one file under two names": _listing(Reason.TWICE, "b.png", ("0", "a.png"), ("0", "b.png")),
    "a list without end": _listing(
        Reason.TOO_MANY, "70 media files", *((str(count), f"{count}.png") for count in range(70))
    ),
    "a list that names the collection": _listing(
        Reason.WRONG_VALUE, "list of media", ("collection.anki21", "a.png")
    ),
    "half a letter in the list": _saying(Reason.WRONG_VALUE, "no text", b'{"0": "\\ud800.png"}'),
    "a name in the list that is no text": _saying(Reason.WRONG_VALUE, "no text", b'{"0": {"1": "a"}}'),
    "a list in depth": Trap(
        Reason.WRONG_VALUE,
        "no JSON",
        lambda honest: zipped({**honest.old, "media": b'{"0":' * 10_000}),
        replace(SMALL, ratio=1_000),
    ),
    "a list that is a number": _saying(Reason.WRONG_VALUE, "list of media", b"17"),
    "a list that is no text": _saying(Reason.WRONG_VALUE, "no JSON", b"\xff\xfe\xfd"),
    "a path upwards in a new list": _new_list(Reason.UNSAFE_NAME, "../x", _entry("../x", 1, b"")),
    "two files of one name in a new list": _new_list(Reason.TWICE, "a.png", _entry("a.png", 1, b"") * 2),
    "a new list without end": _new_list(
        Reason.TOO_MANY, "70", b"".join(_entry(f"{count}.png", 1, b"") for count in range(70))
    ),
    "a new list that ends in the middle": _new_list(Reason.DAMAGED, "list of media", b"\x0a\x7fx"),
    "a new list with a number for a name": _new_list(Reason.DAMAGED, "list of media", _field(1, b"\x08\x01")),
    "a new list with a field of no number": _new_list(Reason.DAMAGED, "no field 0", b"\x00\x01"),
    "a new list of no letters": _new_list(Reason.DAMAGED, "no text", _field(1, _field(1, b"\xff\xfe"))),
    "a file of another size than the listed one": Trap(Reason.LYING, "a.gif is not the file", _another_size),
    "a file that is not the listed one": Trap(Reason.LYING, "is not the file", _another_file),
}
