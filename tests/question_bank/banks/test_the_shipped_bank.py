"""The shipped bank is large enough, uses every kind, names every speaker, and is fair to its learners."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from question_bank.__main__ import main
from question_bank.grading.words import content_words
from question_bank.markup import marked_blocks
from question_bank.model import Bank, DateQuestion, Kind, NumberQuestion, Precision, SingleChoice, TrueFalse
from question_bank.model.texts import answer_texts, option_texts, prompt_text
from question_bank.reading import Reading
from question_bank.rules import check_rules

SPOKEN = re.compile(r"\baccording to\b", re.IGNORECASE)
HANGING = re.compile(
    r"\bthe (?:article|text|passage|author)s?\b|\bthis report\b|\babove\b|\byesterday\b|\btoday\b",
    re.IGNORECASE,
)
ANCHOR = re.compile(
    r"\b20\d\d\b|\bKim\b|Kremlin|Konovalov|Timakova|Nuland|six-party|Moscow|Pyongyang|Ulan.Ude", re.IGNORECASE
)
LONGEST_QUOTATION = 5  # words


def test_the_bank_reads_without_a_finding(reading: Reading) -> None:
    assert reading.problems == ()


def test_the_bank_is_in_canonical_form_and_its_lock_is_current(folder: Path) -> None:
    assert main(["fmt", "--check", str(folder)]) == 0
    assert main(["check", str(folder)]) == 0


def test_no_rule_finds_fault_with_the_bank(bank: Bank) -> None:
    assert check_rules(bank) == ()


def test_there_are_at_least_sixty_facts_and_a_hundred_and_ten_questions(bank: Bank) -> None:
    assert len(bank.facts) >= 60
    assert sum(not question.draft for question in bank.questions) >= 110


def test_all_eleven_kinds_are_used_more_than_once(bank: Bank) -> None:
    counts = Counter(question.kind for question in bank.questions)
    assert {kind for kind, count in counts.items() if count > 1} == set(Kind)


def test_every_fact_is_asked_about(bank: Bank) -> None:
    asked = {fact for question in bank.questions for fact in question.facts}
    assert {fact.id for fact in bank.facts} - asked == set()


def test_every_question_has_fact_tag_explanation_and_difficulty(bank: Bank) -> None:
    bare = [
        question.id
        for question in bank.questions
        if not (question.facts and question.tags and question.explanation and question.difficulty)
    ]
    assert bare == []


def test_the_questions_are_of_all_five_difficulties(bank: Bank) -> None:
    assert {question.difficulty for question in bank.questions} == {1, 2, 3, 4, 5}


def test_a_question_about_a_claim_names_the_speaker_before_or_in_its_answer(bank: Bank) -> None:
    claims = {fact.id: fact for fact in bank.facts if fact.by}
    assert len(claims) >= 20
    silent = []
    for question in bank.questions:
        shown = " ".join([prompt_text(question), *answer_texts(question), *option_texts(question)])
        words = content_words(shown.replace("'s", ""))
        for fact_id in claims.keys() & set(question.facts):
            named = any(content_words(speaker).keys() & words.keys() for speaker in claims[fact_id].by)
            if not named:
                silent.append((question.id, fact_id))
    assert silent == []


def test_nine_in_ten_questions_about_claims_say_according_to(bank: Bank) -> None:
    claims = {fact.id for fact in bank.facts if fact.by}
    about = [question for question in bank.questions if claims & set(question.facts)]
    without = [question.id for question in about if not SPOKEN.search(prompt_text(question))]
    assert len(without) <= len(about) / 10, without


def test_true_false_about_a_claim_always_says_according_to(bank: Bank) -> None:
    claims = {fact.id for fact in bank.facts if fact.by}
    without = [
        question.id
        for question in bank.questions
        if isinstance(question, TrueFalse)
        and claims & set(question.facts)
        and not SPOKEN.search(question.prompt)
    ]
    assert without == []


def test_every_prompt_can_be_understood_months_later(bank: Bank) -> None:
    prompts = {question.id: prompt_text(question) for question in bank.questions}
    assert {key: prompt for key, prompt in prompts.items() if HANGING.search(prompt)} == {}
    assert {key: prompt for key, prompt in prompts.items() if not ANCHOR.search(prompt)} == {}


def test_numbers_are_asked_with_their_unit(bank: Bank) -> None:
    numbers = [question for question in bank.questions if isinstance(question, NumberQuestion)]
    assert all(question.unit for question in numbers)
    assert all(re.search(r"\bhow many\b", question.prompt, re.IGNORECASE) for question in numbers)


def test_dates_are_asked_with_the_precision_they_want(bank: Bank) -> None:
    asked = {Precision.DAY: "(day, month, year)", Precision.MONTH: "month", Precision.YEAR: "year"}
    dates = [question for question in bank.questions if isinstance(question, DateQuestion)]
    assert [one.id for one in dates if asked[one.precision] not in one.prompt] == []


def test_at_most_one_question_in_ten_is_derived(bank: Bank) -> None:
    assert sum(bool(question.derived) for question in bank.questions) * 10 <= len(bank.questions)


def test_true_and_false_are_about_as_frequent(bank: Bank) -> None:
    answers = [question.answer for question in bank.questions if isinstance(question, TrueFalse)]
    assert 0.4 <= answers.count(True) / len(answers) <= 0.6


def test_choosing_the_longest_option_is_no_better_than_guessing(bank: Bank) -> None:
    choices = [question for question in bank.questions if isinstance(question, SingleChoice)]
    longest = [one for one in choices if len(one.answer) > max(len(wrong.text) for wrong in one.distractors)]
    shortest = [one for one in choices if len(one.answer) < min(len(wrong.text) for wrong in one.distractors)]
    assert len(longest) / len(choices) <= 0.3
    assert len(shortest) / len(choices) <= 0.3


def test_options_of_a_question_are_of_similar_length(bank: Bank) -> None:
    for question in bank.questions:
        lengths = [len(text) for text in option_texts(question)]
        if lengths:
            assert max(lengths) - min(lengths) <= max(16, min(lengths)), question.id


def test_no_option_refers_to_the_others(bank: Bank) -> None:
    texts = " / ".join(text for question in bank.questions for text in option_texts(question))
    assert not re.search(r"\b(?:all|none|both) of the (?:above|others?)\b", texts, re.IGNORECASE)


def test_a_typed_or_chosen_key_is_not_given_away_by_its_prompt(bank: Bank) -> None:
    told = [
        question.id
        for question in bank.questions
        if question.kind in {Kind.SINGLE_CHOICE, Kind.SHORT_ANSWER}
        and content_words(answer_texts(question)[0]).keys() <= content_words(prompt_text(question)).keys()
        and content_words(answer_texts(question)[0])
    ]
    assert told == []


def test_quotations_are_shorter_than_six_words(bank: Bank) -> None:
    read = [fact.says for fact in bank.facts] + [bank.briefing]
    for question in bank.questions:
        read += [prompt_text(question), question.explanation, *answer_texts(question)]
    quotations = [quotation for text in read for quotation in re.findall(r'["“](.*?)["”]', text)]
    assert quotations
    assert [one for one in quotations if len(one.split()) > LONGEST_QUOTATION] == []


def test_the_two_reports_are_asked_about_side_by_side(bank: Bank) -> None:
    sources = {fact.id: {one.source for one in fact.evidence.passages} for fact in bank.facts}
    both = [
        question
        for question in bank.questions
        if len(set().union(*(sources[fact] for fact in question.facts))) > 1
    ]
    assert len(both) >= 8
    assert {"comparison"} <= {tag for question in both for tag in question.tags}


def test_every_paragraph_of_the_briefing_names_facts_sentence_by_sentence(bank: Bank) -> None:
    paragraphs = [block.stretches for block in marked_blocks(bank.briefing) if block.stretches]
    assert len(paragraphs) >= 8
    assert all(sum(bool(one.facts) for one in paragraph) >= 3 for paragraph in paragraphs)
    assert max(len(one.facts) for paragraph in paragraphs for one in paragraph) <= 3


def test_the_briefing_tells_every_fact_once(bank: Bank) -> None:
    named = [
        name.strip()
        for found in re.findall(r"\[facts: ([^\]]*)\]", bank.briefing)
        for name in found.split(",")
    ]
    assert Counter(named) == Counter(fact.id for fact in bank.facts)


def test_the_briefing_is_a_page_or_two(bank: Bank) -> None:
    words = re.sub(r"\[facts:[^\]]*\]", "", bank.briefing).split()
    assert 600 <= len(words) <= 1200


@pytest.mark.parametrize(("source", "lines"), [("afp", (11, 51)), ("summit", (8, 38))])
def test_the_body_of_each_source_leaves_the_page_furniture_out(
    bank: Bank, source: str, lines: tuple[int, int]
) -> None:
    found = bank.source(source)
    assert found is not None
    assert found.body == lines
