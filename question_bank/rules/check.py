"""All rules over one bank. A new rule is a function from a bank to its findings, added to a list here."""

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
from question_bank.rules.notes import Note, at_once
from question_bank.rules.options import distractors_of_another_form, overlapping_options
from question_bank.rules.sourcing import (
    derived_too_often,
    facts_in_borrowed_words,
    facts_without_question,
    questions_without_fact,
    sources_without_fact,
    speakers_unnamed,
)
from question_bank.rules.stems import all_or_none_of_the_above, unmarked_negatives

Rule = Callable[[Bank], Iterable[Problem]]

# These judge each question by itself: of the bank they see the language and nothing else. Whoever judges many
# questions again and again (`check` does) may do so file by file.
EACH: tuple[Rule, ...] = (
    questions_without_fact,
    options_alike,
    contradicting_reject,
    longest_option_is_key,
    prompt_echoed_in_key,
    article_fits_key_only,
    all_or_none_of_the_above,
    unmarked_negatives,
    distractors_of_another_form,
    overlapping_options,
    absolute_words_in_distractors_only,
)
WHOLE: tuple[Rule, ...] = (
    facts_without_question,
    derived_too_often,
    sources_without_fact,
    facts_in_borrowed_words,
    true_and_false_out_of_balance,
)
# These compare questions, by what they note of each.
COMPARING: tuple[Callable[[Bank, Note], Iterable[Problem]], ...] = (
    speakers_unnamed,
    options_right_elsewhere,
    prompt_answers_another,
    key_positions_out_of_balance,
)


def check_each(bank: Bank) -> tuple[Problem, ...]:
    """Return what is found in the questions one by one, in no order."""
    return tuple(problem for rule in EACH for problem in rule(bank))


def check_rules(
    bank: Bank, check_each: Callable[[Bank], Iterable[Problem]] = check_each, note: Note = at_once
) -> tuple[Problem, ...]:
    """Return what the rules find in `bank`, in the order of the places.

    Whoever remembers what was found before gives other ways to the same findings and notes.
    """
    found = list(check_each(bank))
    found += [problem for rule in WHOLE for problem in rule(bank)]
    found += [problem for comparing in COMPARING for problem in comparing(bank, note)]
    return tuple(sorted(found, key=lambda problem: problem.sort_key))
