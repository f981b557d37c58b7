"""What each rule finds, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace

from question_bank.model import (
    Bank,
    Cloze,
    Distractor,
    Evidence,
    Fact,
    Flashcard,
    MultipleChoice,
    Passage,
    Question,
    ShortAnswer,
    SingleChoice,
    Source,
    TrueFalse,
)
from question_bank.problems import Place, Places
from question_bank.rules import check_rules

PASSAGE = Passage(source="s", paragraph=1, begins="a", ends="b")
SOURCES = (Source(id="s", title="S"),)


def fact(fact_id: str, *by: str, says: str = "x") -> Fact:
    return Fact(id=fact_id, says=says, by=by, evidence=Evidence(passages=(PASSAGE,)))


def codes(
    *questions: Question, facts: tuple[Fact, ...] = (), sources: tuple[Source, ...] = SOURCES
) -> list[str]:
    known = (fact("f"), *facts)
    bank = Bank(id="b", title="B", sources=sources, facts=known, questions=(card("base"), *questions))
    return [problem.code for problem in check_rules(bank)]


def card(question_id: str, prompt: str = "?", answer: str = "x", *, on: str = "f", **more: str) -> Flashcard:
    return Flashcard(id=question_id, prompt=prompt, answer=answer, facts=(on,), **more)  # type: ignore[arg-type]  # texts only


def single(question_id: str, answer: str, *wrong: str, prompt: str = "Which?") -> SingleChoice:
    distractors = tuple(Distractor(text=text) for text in wrong)
    return SingleChoice(id=question_id, prompt=prompt, answer=answer, distractors=distractors, facts=("f",))


def test_a_bank_with_questions_on_all_facts_has_no_findings() -> None:
    assert codes() == []


def test_a_fact_without_a_question_is_a_warning() -> None:
    assert codes(facts=(fact("lonely"),)) == ["W501"]


def test_a_question_without_a_fact_needs_a_reason() -> None:
    assert codes(Flashcard(id="q", prompt="?", answer="x")) == ["E502"]
    assert codes(Flashcard(id="q", prompt="?", answer="x", unsourced="imported")) == []


def test_a_claim_is_asked_as_its_speakers() -> None:
    claim = fact("claim", "Natalya Timakova")
    assert codes(card("q", "Will talks resume?", on="claim"), facts=(claim,)) == ["W503"]
    assert codes(card("q", "According to Ms. Timakova, what is next?", on="claim"), facts=(claim,)) == []
    assert codes(card("q", "Who said so?", "Timakova", on="claim"), facts=(claim,)) == []
    assert codes(card("q", "What is next?", on="claim", explanation="So *Timakova*."), facts=(claim,)) == []


def test_any_one_of_several_speakers_is_enough() -> None:
    claim = fact("claim", "Natalya Timakova", "the Kremlin")
    assert codes(card("q", "What did the Kremlin announce?", on="claim"), facts=(claim,)) == []


def test_a_statement_to_be_judged_and_a_cloze_name_the_speaker_too() -> None:
    claim = fact("claim", "Vedomosti")
    plain = TrueFalse(id="q", prompt="The project is madness.", answer=True, facts=("claim",))
    said = TrueFalse(id="q", prompt="Vedomosti called it madness.", answer=True, facts=("claim",))
    assert codes(plain, facts=(claim,)) == ["W503"]
    assert codes(said, facts=(claim,)) == []
    assert (
        codes(Cloze(id="q", text="{{c1::Vedomosti}} called it madness.", facts=("claim",)), facts=(claim,))
        == []
    )


def test_a_word_that_stands_everywhere_in_the_bank_names_nobody() -> None:
    facts = tuple(fact(f"f{at}", says="Korea is far.") for at in range(4))
    asked = tuple(card(f"q{at}", on=f"f{at}") for at in range(4))
    claim = fact("claim", "officials of the Korea Foundation")
    vague = card("q", "What does Korea want?", on="claim")
    named = card("q", "What do officials want?", on="claim")
    assert codes(*asked, vague, facts=(*facts, claim)) == ["W503"]
    assert codes(*asked, named, facts=(*facts, claim)) == []


def test_one_question_in_ten_may_be_derived() -> None:
    plain = [card(f"q{at}") for at in range(17)]
    derived = [card(f"d{at}", derived="worked out") for at in range(3)]
    assert codes(*plain, *derived[:2]) == []
    assert codes(*plain, *derived) == ["E504"]


def test_a_small_bank_may_have_one_derived_question() -> None:
    assert codes(card("d", derived="worked out")) == []


def test_a_source_without_a_fact_is_a_warning() -> None:
    assert codes(sources=(*SOURCES, Source(id="t", title="T"))) == ["W505"]


def test_a_fact_that_was_drafted_and_not_reworded_is_a_warning() -> None:
    drafted = replace(fact("drafted"), tags=("own-words-missing",))
    assert codes(card("q", on="drafted"), facts=(drafted,)) == ["W509"]


def test_options_that_differ_in_spelling_only_are_found() -> None:
    assert codes(single("q", "Ulan-Ude", "Ulan Ude", "Chita")) == ["E506"]
    assert codes(single("q", "an armoured train", "a plane", "armored train")) == ["E506"]
    twice = MultipleChoice(
        id="q", prompt="?", answers=("Café", "Tea"), distractors=(Distractor(text="Cafe"),), facts=("f",)
    )
    assert codes(twice) == ["E506"]
    assert codes(single("q", "2", "3", "20")) == []
    assert codes(single("q", "Kim Jong-Il", "Kim Jong-un", "Kim Il-sung")) == []


def test_an_answer_cannot_be_taken_and_rejected() -> None:
    both = ShortAnswer(
        id="q", prompt="?", answer="the sea", accept=("oceans",), reject=("Oceans.",), facts=("f",)
    )
    assert codes(both) == ["E507"]
    apart = ShortAnswer(id="q", prompt="?", answer="résumé", reject=("resume",), facts=("f",))
    assert codes(apart) == []


def test_what_one_question_calls_right_no_other_with_the_same_prompt_calls_wrong() -> None:
    assert codes(single("q", "China", "Japan"), single("r", "Russia", "China", prompt="which?")) == ["E508"]
    assert codes(single("q", "China", "Japan"), single("r", "Russia", "China", prompt="Who else?")) == []


def test_findings_are_sorted_by_place() -> None:
    late = Flashcard(id="q", prompt="?", answer="x", at=Places(start=Place("a.yaml", 9, 1)))
    early = Flashcard(id="r", prompt="?", answer="x", at=Places(start=Place("a.yaml", 2, 1)))
    found = check_rules(Bank(id="b", title="B", questions=(late, early)))
    assert [problem.place.line for problem in found] == [2, 9]
