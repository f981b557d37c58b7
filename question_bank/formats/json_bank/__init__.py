"""A bank as JSON, without any loss, in and out."""

from question_bank.formats.json_bank.reading import read_json
from question_bank.formats.json_bank.writing import write_json

__all__ = ["read_json", "write_json"]
