"""What makes a bank or a question bad although it can be read; one function per code."""

from question_bank.rules.check import check_each, check_rules
from question_bank.rules.notes import Observe

__all__ = ["Observe", "check_each", "check_rules"]
