"""Numbers of 32 bits count as a 32-bit processor does."""

from __future__ import annotations

import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.memory.single import Single

numbers = st.floats(min_value=2**-10, max_value=1e4, width=32)


def in_32_bits(value: float) -> float:
    return float(struct.unpack("f", struct.pack("f", value))[0])


@given(numbers, numbers)
def test_every_step_is_rounded_to_32_bits(left: float, right: float) -> None:
    a, b = Single(left), Single(right)
    assert (a + b, right + a) == (in_32_bits(left + right), in_32_bits(left + right))
    assert (a - b, left - b) == (in_32_bits(left - right), in_32_bits(left - right))
    assert (a * b, right * a) == (in_32_bits(left * right), in_32_bits(left * right))
    assert (a / b, left / b) == (in_32_bits(left / right), in_32_bits(left / right))
    assert isinstance(-(a + 1) * 2 / b - 1, Single)


@given(numbers, st.floats(min_value=-1, max_value=1, width=32))
def test_powers_are_rounded_to_32_bits_and_e_is_exact(base: float, exponent: float) -> None:
    assert Single(base) ** exponent == in_32_bits(math.pow(base, exponent))
    assert base ** Single(exponent) == in_32_bits(math.pow(base, exponent))
    assert math.e ** Single(exponent) == in_32_bits(math.exp(exponent))


@pytest.mark.parametrize(
    ("value", "places", "kept"),
    [
        (2.30651, 4, 2.3065),
        (4790.78322, 4, 4790.783),
        (28560.668, 4, 28560.668),
        (5.0, 3, 5.0),
        (0.1, 4, 0.1),
    ],
)
def test_the_shortest_decimal_that_names_the_number_is_kept(value: float, places: int, kept: float) -> None:
    assert Single(value).kept(places) == kept


@given(st.floats(min_value=2**-10, max_value=36500, width=32))
def test_what_is_kept_names_the_same_number_when_it_is_read_again(value: float) -> None:
    once = Single(value).kept(4)
    assert Single(once).kept(4) == once
    assert abs(once - value) <= 0.5e-4 + value * 2**-23
