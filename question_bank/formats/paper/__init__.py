"""A bank as a sheet of paper: questions without their keys, then the key on a page of its own."""

from question_bank.formats.paper.writing import write_paper

__all__ = ["write_paper"]
