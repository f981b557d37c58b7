"""What a template says around its fields is part of the question; its furniture is not."""

from __future__ import annotations

import pytest

from question_bank.model import Flashcard
from tests.question_bank.anki.taking.making import note_type, package, taken, template

FIELDS = ("Country", "Capital", "Flag")


def prompts(
    *fronts: str, names: tuple[str, ...] = ("Card 1", "Card 2"), values=("<i>France</i>", "Paris", "blue")
):
    of = note_type(
        *FIELDS,
        templates=[
            template(front, "{{FrontSide}}{{Capital}}{{Flag}}{{Country}}", name)
            for front, name in zip(fronts, names, strict=False)
        ],
    )
    taking = taken(package(of, values))
    return [question.prompt for question in taking.questions if isinstance(question, Flashcard)]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("What is the capital of <b>{{Country}}</b>?", "What is the capital of *France*?"),
        ("<div>Geography</div><div>Capital of&nbsp;{{Country}}&hellip;</div>", "Capital of *France*…"),
        ("{{#Country}}In which land lies {{Capital}}?{{/Country}}", "In which land lies Paris?"),
        ("{{Country}}<br>its flag is {{Flag}}", "*France*\\\nits flag is blue"),
        ("Is 2 * 3 * 4 [x] in {{Country}}?", r"Is 2 * 3 * 4 [x] in *France*?"),
        ("{{Country}}", "*France*"),
        ("Country: {{Country}}", "*France*"),
        ("<script>var a = '{{Country}} is'</script>{{Country}}", "*France*"),
        ("<button>Show {{Country}} now</button>{{Country}}", "*France*"),
        ("<!-- for {{Country}} --> {{Country}}", "*France*"),
        ("<div>" * 200 + "Capital of {{Country}}?", "*France*"),
    ],
)
def test_the_words_around_a_field_ask_with_it(front: str, expected: str) -> None:
    assert prompts(front) == [expected]


def test_words_around_nothing_ask_nothing() -> None:
    assert prompts("The capital of {{Country}}?", values=("", "Paris", "blue")) == []


def test_cards_that_would_ask_the_same_are_told_apart_by_their_names() -> None:
    both = ("{{Country}}", "{{Country}}")
    assert prompts(*both, names=("Capital?", "Flag *?*")) == [
        "*France*\\\n(Capital?)",
        r"*France*" + "\\\n" + r"(Flag \*?\*)",
    ]
    assert prompts(*both) == ["*France*"], "nothing tells them apart, so they are one"
    assert prompts("{{Country}}", "Flag of {{Country}}?", names=("Capital?", "Flag?")) == [
        "*France*",
        "Flag of *France*?",
    ]
