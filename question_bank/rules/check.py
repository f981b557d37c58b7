"""All rules over one bank. A new rule is a function from a bank to its findings, added to the list here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from question_bank.model import Bank
from question_bank.problems import Problem
from question_bank.rules.answers import contradicting_reject, options_alike, options_right_elsewhere
from question_bank.rules.sourcing import (
    derived_too_often,
    facts_without_question,
    questions_without_fact,
    sources_without_fact,
    speakers_unnamed,
)

Rule = Callable[[Bank], Iterable[Problem]]

RULES: tuple[Rule, ...] = (
    facts_without_question,
    questions_without_fact,
    speakers_unnamed,
    derived_too_often,
    sources_without_fact,
    options_alike,
    contradicting_reject,
    options_right_elsewhere,
)


def check_rules(bank: Bank) -> tuple[Problem, ...]:
    """Return what the rules find in `bank`, in the order of the places."""
    found = [problem for rule in RULES for problem in rule(bank)]
    return tuple(sorted(found, key=lambda problem: problem.sort_key))
