"""Anki's newer blobs are Protocol Buffers: a message's fields by number, as the wire format has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

_VARINT, _EIGHT_BYTES, _BYTES, _FOUR_BYTES = 0, 1, 2, 5
_LONGEST_VARINT = 10


class MessageError(Exception):
    """These bytes are no message, or not the one that was expected."""


class Field(NamedTuple):
    """One field as it came: a whole number (also of eight and four bytes), or bytes."""

    number: int
    value: int | bytes


def fields(message: bytes) -> Iterator[Field]:
    """Yield the message's fields in order. Raises MessageError, as all here do."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, wire_type = key >> 3, key & 7
        if not number:
            raise MessageError("there is no field 0")
        if wire_type == _VARINT:
            value, at = _varint(message, at)
            yield Field(number, value)
            continue
        if wire_type == _BYTES:
            size, at = _varint(message, at)
        elif wire_type in (_EIGHT_BYTES, _FOUR_BYTES):
            size = 8 if wire_type == _EIGHT_BYTES else 4
        else:
            raise MessageError(f"wire type {wire_type} is not known")
        data = message[at : at + size]
        if len(data) != size:
            raise MessageError("a message ends in the middle")
        at += size
        yield Field(number, data if wire_type == _BYTES else int.from_bytes(data, "little"))


def number_of(message: bytes, number: int) -> int:
    """Return the last whole number in this field, 0 if there is none, as the format says."""
    found = [field.value for field in fields(message) if field.number == number]
    if not found:
        return 0
    if not isinstance(found[-1], int):
        raise MessageError(f"field {number} is no number")
    return found[-1]


def signed_of(message: bytes, number: int) -> int:
    """Return the last whole number in this field, which may be below zero."""
    value = number_of(message, number)
    return value - 2**64 if value >= 2**63 else value


def bytes_of(message: bytes, number: int) -> bytes:
    """Return the last bytes in this field, none if there are none."""
    found = [field.value for field in fields(message) if field.number == number]
    if not found:
        return b""
    if not isinstance(found[-1], bytes):
        raise MessageError(f"field {number} holds no bytes")
    return found[-1]


def text_of(message: bytes, number: int) -> str:
    """Return the last text in this field, "" if there is none."""
    try:
        return bytes_of(message, number).decode()
    except UnicodeDecodeError as error:
        raise MessageError(f"field {number} is no text") from error


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """Return the number that begins at `at`, and where it ends."""
    value = 0
    for place, byte in enumerate(message[at : at + _LONGEST_VARINT]):
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return value, at + place + 1
    raise MessageError("a number ends in the middle, or never")
