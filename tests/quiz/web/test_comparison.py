"""Beside a response stand the key's own options, whatever was chosen."""

from __future__ import annotations

from question_bank.model import (
    ChoiceResponse,
    Distractor,
    Grade,
    SingleChoice,
    TrueFalse,
    TrueFalseResponse,
)
from quiz.memory.presenting import Presentation
from quiz.web.comparison import compare


def test_the_right_option_is_marked_right_and_the_chosen_one_chosen() -> None:
    question = SingleChoice(id="q", prompt="?", answer="Sea", distractors=(Distractor(text="Rock"),))
    compared = compare(question, 0, Presentation(("Rock", "Sea")), ChoiceResponse(("Rock",)), Grade(0.0))
    assert [(one.text, one.chosen, one.right) for one in compared.options] == [
        ("Rock", True, False),
        ("Sea", False, True),
    ]


def test_the_truth_is_marked_right_and_not_what_was_said() -> None:
    question = TrueFalse(id="q", prompt="?", answer=True)
    compared = compare(question, 0, Presentation(), TrueFalseResponse(value=False), Grade(0.0))
    assert [(one.text, one.chosen, one.right) for one in compared.options] == [
        ("true", False, True),
        ("false", True, False),
    ]
