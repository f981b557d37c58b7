"""A value stored is the value restored."""

from __future__ import annotations

import json
import typing
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.codec import from_plain, question_from_plain, response_from_plain, to_plain
from question_bank.model import Fact, NumberQuestion, Question, Response, Tolerance, questions
from question_bank.problems import Places

finite = st.decimals(allow_nan=False, allow_infinity=False)
exact = {"at": st.just(Places())}
numbers = st.builds(
    NumberQuestion,
    answer=finite,
    tolerance=st.builds(Tolerance, amount=finite, percent=st.booleans()),
    **exact,
)
any_question = st.one_of(
    numbers,
    *(st.builds(kind, **exact) for kind in typing.get_args(Question) if kind is not NumberQuestion),
)


@given(any_question)
def test_any_question_survives_json(question: Question) -> None:
    assert question_from_plain(json.loads(json.dumps(to_plain(question)))) == question


@given(st.one_of(*(st.builds(kind) for kind in typing.get_args(Response))))
def test_any_response_survives_json(response: Response) -> None:
    assert response_from_plain(json.loads(json.dumps(to_plain(response)))) == response


@given(st.builds(Fact, **exact))
def test_any_fact_survives_json(fact: Fact) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(fact))), Fact) == fact


def test_another_class_than_expected_is_refused() -> None:
    question = questions.TrueFalse(id="a", prompt="b", answer=True)
    with pytest.raises(TypeError, match="expected Fact, got TrueFalse"):
        from_plain(to_plain(question), Fact)


def test_defaults_are_not_stored() -> None:
    question = NumberQuestion(id="a", prompt="b", answer=Decimal(3), written="3")
    assert to_plain(question) == {
        "type": "NumberQuestion",
        "id": "a",
        "prompt": "b",
        "answer": "3",
        "written": "3",
    }
