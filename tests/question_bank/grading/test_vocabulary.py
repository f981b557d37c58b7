"""Which words of a bank guard against being taken for a slip."""

from __future__ import annotations

from question_bank.grading import Vocabulary, grade, vocabulary_of
from question_bank.model import (
    Bank,
    Distractor,
    Evidence,
    Fact,
    Grade,
    Passage,
    ShortAnswer,
    SingleChoice,
    TextResponse,
)

PASSAGE = Passage(source="s", paragraph=1, begins="a", ends="b")
KEY = ShortAnswer(id="q", prompt="Which link is planned?", answer="trilateral")
BANK = Bank(
    id="b",
    title="B",
    facts=(
        Fact(id="f", says="The commission plans bilateral links.", evidence=Evidence(passages=(PASSAGE,))),
    ),
    questions=(
        KEY,
        SingleChoice(
            id="r", prompt="Who *met*?", answer="Medvedev", distractors=(Distractor(text="Kim Jong-Il"),)
        ),
        ShortAnswer(id="t", prompt="?", answer="pipeline", reject=("pipelane",)),
    ),
)


def test_answers_distractors_facts_prompts_and_rejected_answers_are_words_in_use() -> None:
    vocabulary = vocabulary_of(BANK)
    for word in ("trilateral", "bilateral", "medvedev", "jong", "il", "met", "planned", "pipelane"):
        assert word in vocabulary


def test_a_slip_that_makes_a_word_of_the_bank_is_no_slip() -> None:
    typed = TextResponse("pipelane")
    question = ShortAnswer(id="u", prompt="?", answer="pipeline")
    free = grade(question, typed, Vocabulary())
    guarded = grade(question, typed, vocabulary_of(BANK))
    assert isinstance(free, Grade)
    assert isinstance(guarded, Grade)
    assert free.right
    assert not guarded.right
