"""What makes a bank or a question bad although it can be read; one function per code."""

from question_bank.rules.check import check_rules

__all__ = ["check_rules"]
