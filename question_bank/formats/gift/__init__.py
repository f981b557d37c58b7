"""GIFT, Moodle's text format for questions, in and out."""

from question_bank.formats.gift.reading import read_gift
from question_bank.formats.gift.writing import write_gift

__all__ = ["read_gift", "write_gift"]
