"""All rules over one bank. A new rule is a function from a bank to its findings, added to the list here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from question_bank.model import Bank
from question_bank.problems import Problem
from question_bank.rules.answers import contradicting_reject, options_alike, options_right_elsewhere
from question_bank.rules.balance import key_positions_out_of_balance, true_and_false_out_of_balance
from question_bank.rules.cueing import prompt_answers_another
from question_bank.rules.giveaways import (
    absolute_words_in_distractors_only,
    article_fits_key_only,
    longest_option_is_key,
    prompt_echoed_in_key,
)
from question_bank.rules.options import distractors_of_another_form, overlapping_options
from question_bank.rules.sourcing import (
    derived_too_often,
    facts_without_question,
    questions_without_fact,
    sources_without_fact,
    speakers_unnamed,
)
from question_bank.rules.stems import all_or_none_of_the_above, unmarked_negatives

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
    longest_option_is_key,
    prompt_echoed_in_key,
    article_fits_key_only,
    all_or_none_of_the_above,
    unmarked_negatives,
    distractors_of_another_form,
    overlapping_options,
    absolute_words_in_distractors_only,
    prompt_answers_another,
    true_and_false_out_of_balance,
    key_positions_out_of_balance,
)


def check_rules(bank: Bank) -> tuple[Problem, ...]:
    """Return what the rules find in `bank`, in the order of the places."""
    found = [problem for rule in RULES for problem in rule(bank)]
    return tuple(sorted(found, key=lambda problem: problem.sort_key))
