"""A table of questions for spreadsheets, in and out."""

from question_bank.formats.csv_table.reading import read_csv
from question_bank.formats.csv_table.writing import write_csv

__all__ = ["read_csv", "write_csv"]
