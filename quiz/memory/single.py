"""Numbers that count in 32-bit floating point, as Anki's scheduler does."""

from __future__ import annotations

import math
from ctypes import c_float
from typing import SupportsFloat


class Single(float):
    """A float that is rounded to 32 bits after every step of arithmetic.

    Anki's FSRS counts so, and in `1 - recall` a few units of the last bit grow: with 64 bits a stability of
    633 days differs in its fourth decimal. Any formula written with Python's operators counts as Anki does
    once its numbers are of this class.
    """

    __slots__ = ()

    def __new__(cls, value: SupportsFloat) -> Single:
        return super().__new__(cls, c_float(float(value)).value)

    def __add__(self, other: float) -> Single:
        return Single(float(self) + c_float(other).value)

    __radd__ = __add__

    def __sub__(self, other: float) -> Single:
        return Single(float(self) - c_float(other).value)

    def __rsub__(self, other: float) -> Single:
        return Single(c_float(other).value - float(self))

    def __mul__(self, other: float) -> Single:
        return Single(float(self) * c_float(other).value)

    __rmul__ = __mul__

    def __truediv__(self, other: float) -> Single:
        return Single(float(self) / c_float(other).value)

    def __rtruediv__(self, other: float) -> Single:
        return Single(c_float(other).value / float(self))

    def __neg__(self) -> Single:
        return Single(-float(self))

    def __pow__(self, other: float, _modulus: None = None) -> Single:
        return Single(math.pow(float(self), c_float(other).value))

    def __rpow__(self, base: float, _modulus: None = None) -> Single:
        return Single(math.exp(self) if base == math.e else math.pow(c_float(base).value, self))

    def kept(self, places: int) -> float:
        """Return the number rounded to `places` decimals, as the shortest decimal naming it in 32 bits."""
        factor = 10**places
        rounded = Single(round(float(self * factor))) / factor
        named = (round(float(rounded), shorter) for shorter in range(places))
        return next((short for short in named if Single(short) == rounded), round(float(rounded), places))
