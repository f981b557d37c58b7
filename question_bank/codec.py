"""Model values as plain JSON-ready data and back, exactly: what the database keeps of a revision."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from question_bank import model
from question_bank.problems import Places

T = TypeVar("T")

_PLAIN = frozenset({str, int, bool, type(None)})
_UNSTORED = {"at"}  # places belong to the file that was read, not to the value


def to_plain(value: object) -> Any:
    """Return `value` as dicts, lists, strings and numbers; a model object carries its class as `type`."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        plain: dict[str, Any] = {"type": type(value).__name__}
        for name, default in _stored(type(value)):
            held = getattr(value, name)
            if held != default:
                plain[name] = held if type(held) in _PLAIN else to_plain(held)
        return plain
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, (Decimal, date)):
        return str(value)
    return value


@cache
def _stored(kind: type) -> tuple[tuple[str, Any], ...]:
    """Return the fields that are stored, with their defaults, looked up once a class."""
    return tuple((item.name, item.default) for item in dataclasses.fields(kind) if item.name not in _UNSTORED)


def question_from_plain(plain: Mapping[str, Any]) -> model.Question:
    """Return the question that `to_plain` was given."""
    return typing.cast("model.Question", _object(plain))


def placed_from_plain(plain: Mapping[str, Any], at: Places) -> Any:
    """Return the fact or question that `to_plain` was given, with the places of its values."""
    return _object(plain, at=at)


def response_from_plain(plain: Mapping[str, Any]) -> model.Response:
    """Return the response that `to_plain` was given."""
    return typing.cast("model.Response", _object(plain))


def from_plain(plain: Mapping[str, Any], expected: type[T]) -> T:
    """Return the model object of class `expected` that `to_plain` was given; TypeError if it is another."""
    value = _object(plain)
    if not isinstance(value, expected):
        raise TypeError(f"expected {expected.__name__}, got {type(value).__name__}")
    return value


def _object(plain: Mapping[str, Any], **unstored: Any) -> Any:
    kind = getattr(model, plain["type"])
    hints = _hints(kind)
    return kind(
        **{
            name: held if type(held) is str and hints[name] is str else _restore(held, hints[name])
            for name, held in plain.items()
            if name != "type"
        },
        **unstored,
    )


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


_arguments = cache(typing.get_args)


def _restore(plain: Any, hint: Any) -> Any:
    if plain is None:
        return None
    if isinstance(plain, dict):
        return _object(plain)
    if isinstance(plain, list):
        arguments = _arguments(hint)
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            each = arguments[0]
            return tuple(plain) if each is str else tuple(_restore(item, each) for item in plain)
        if isinstance(hint, types.UnionType):
            return _restore(plain, next(part for part in arguments if part is not types.NoneType))
        return tuple(_restore(item, part) for item, part in zip(plain, arguments, strict=True))
    for candidate in _arguments(hint) if isinstance(hint, types.UnionType) else (hint,):
        if candidate is Decimal:
            return Decimal(plain)
        if candidate is date:
            return date.fromisoformat(plain)
        if isinstance(candidate, type) and issubclass(candidate, Enum):
            return candidate(plain)
    return plain
