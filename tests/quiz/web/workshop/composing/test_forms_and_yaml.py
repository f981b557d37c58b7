"""What is typed into a form becomes YAML that the real reader reads as exactly that question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, assert_never

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from question_bank.model import (
    Cloze,
    DateQuestion,
    Distractor,
    Flashcard,
    Kind,
    ListItem,
    ListQuestion,
    Matching,
    Media,
    MultipleChoice,
    NumberQuestion,
    Ordering,
    OrderingItem,
    Pair,
    PartialDate,
    Precision,
    Question,
    Scale,
    ShortAnswer,
    SingleChoice,
    Tolerance,
    TrueFalse,
    Unit,
)
from quiz.config import Config
from quiz.factory import create_app
from quiz.services.editing.composing import block_of_new, read_block
from quiz.web.workshop.composing import FORMS, QuestionForm

Typed = list[tuple[str, str]]

NASTY = [
    *(
        "no",
        "yes",
        "null",
        "~",
        "true",
        "1e3",
        "12:30",
        "0x1F",
        "2011-08-24",
        "10,000",
        "1_000",
        ".5",
        "-",
        "---",
    ),
    *("# x", "a #b", "What is # 3?", "a: b", "a:", ": a", "- x", "? x", "!x", "*x*", "&x", "@x", "%x", "`x`"),
    *(
        '"x"',
        "'x",
        'it\'s "so"',
        "“curly” ‘quotes’",
        "|",
        ">-",
        "{x",
        "{{x}}",
        "[x](y)",
        "x, y",
        "\\n",
        "C:\\new",
    ),
    *(
        " x",
        "x  ",
        "\tx",
        "x\ty",
        "\u00a0x",
        "a\u2028b",
        "😀👩‍🏫",
        "שלום: עולם",
        "مرحبا #1",
        "e\u0301",
        "日本語：語",
        "<b>&amp;",
    ),
    *("word " * 60 + "end", "word  " * 40, "x" * 300),
]
LONG = [*NASTY, "one\ntwo", "\none", "one\n\n two\n", "- a\n- b", "  indented\nless", "x \ny", "# a\n# b\n"]
HIDDEN = [*map(chr, range(32)), *map(chr, range(127, 160)), "\ufeff", "\ufffe", "\uffff"]
characters = st.characters(exclude_categories=["Cs"], exclude_characters=HIDDEN)
signs = st.sampled_from("ab1 :#-?,[]{}'\"\\&*!|>%@`~.“”")


def filled(text: str) -> bool:
    return bool(text.strip())


lines = st.one_of(
    st.sampled_from(NASTY),
    st.text(signs, min_size=1, max_size=20),
    st.text(characters, min_size=1, max_size=30),
).filter(filled)
texts = st.one_of(lines, st.sampled_from(LONG)).filter(filled)
maybe = st.just("") | texts
some = st.lists(lines, max_size=3).map(tuple)


def many(values: st.SearchStrategy[Any], least: int = 1) -> st.SearchStrategy[Any]:
    return st.lists(values, min_size=least, max_size=4).map(tuple)


@st.composite
def shared(draw: st.DrawFn) -> dict[str, Any]:
    facts = draw(st.sampled_from([(), ("f0",), ("f0", "f1")]))
    return {
        "id": draw(st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)),
        "facts": facts,
        "unsourced": draw(maybe if facts else texts),
        "derived": draw(maybe),
        "tags": draw(some),
        "explanation": draw(maybe),
        "difficulty": draw(st.none() | st.integers(1, 5)),
        "draft": draw(st.booleans()),
        "media": draw(
            st.lists(st.builds(Media, file=st.just("images/a.png"), alt=lines), max_size=2).map(tuple)
        ),
        "lang": draw(st.sampled_from(["", "de", "pt-BR"])),
    }


@st.composite
def cloze_texts(draw: st.DrawFn) -> dict[str, Any]:
    words = st.sampled_from(["sea", "a b", "x: y", "no", "#1", "it's", '"x"', "1,000", "*sea*"])
    pieces, accept = [draw(st.sampled_from(["", "The ", "- ", "# ", "a: ", "\n", "“"]))], []
    for _ in range(draw(st.integers(1, 3))):
        hint = draw(st.sampled_from(["", "::hint", "::a: b"]))
        pieces.append(f"{{{{c{draw(st.integers(1, 3))}::{draw(words)}{hint}}}}}")
        pieces.append(draw(st.sampled_from(["", " and ", ": ", " # ", "\n", "”"])))
        accept.append(tuple(draw(st.lists(words, max_size=2))))
    return {"text": "".join(pieces), "accept": tuple(accept) if any(accept) else ()}


@st.composite
def numbers(draw: st.DrawFn) -> dict[str, Any]:
    value = draw(st.integers(-(10**12), 10**12))
    amounts = st.decimals(min_value=0, max_value=10**6, places=1).filter(lambda amount: amount > 0)
    units = st.builds(Unit, name=lines, accept=some, required=st.booleans())
    return {
        "answer": Decimal(value),
        "written": str(value),
        "tolerance": draw(st.just(Tolerance()) | st.builds(Tolerance, amount=amounts, percent=st.booleans())),
        "unit": draw(st.none() | units),
        "scale": draw(st.sampled_from(Scale)),
    }


@st.composite
def dates(draw: st.DrawFn) -> dict[str, Any]:
    day = draw(st.dates(min_value=date(1000, 1, 1)))
    whole = (day.year, day.month, day.day)
    answer = PartialDate(*whole[: draw(st.integers(1, 3))])
    finest = list(Precision).index(answer.precision)
    return {"answer": answer, "precision": draw(st.sampled_from(list(Precision)[: finest + 1]))}


@st.composite
def lists(draw: st.DrawFn) -> dict[str, Any]:
    answers = draw(many(st.builds(ListItem, answer=lines, accept=some)))
    return {"answers": answers, "need": draw(st.integers(1, len(answers)))}


distractors = many(st.builds(Distractor, text=lines, feedback=st.just("") | lines))
OWN: dict[type[Question], st.SearchStrategy[dict[str, Any]]] = {
    Flashcard: st.fixed_dictionaries({"prompt": texts, "answer": texts}),
    TrueFalse: st.fixed_dictionaries({"prompt": texts, "answer": st.booleans()}),
    SingleChoice: st.fixed_dictionaries({"prompt": texts, "answer": lines, "distractors": distractors}),
    MultipleChoice: st.fixed_dictionaries(
        {"prompt": texts, "answers": many(lines), "distractors": distractors}
    ),
    ShortAnswer: st.fixed_dictionaries(
        {"prompt": texts, "answer": lines, "accept": some, "reject": some, "strict": st.booleans()}
    ),
    ListQuestion: st.tuples(st.fixed_dictionaries({"prompt": texts}), lists()).map(
        lambda two: two[0] | two[1]
    ),
    NumberQuestion: st.tuples(st.fixed_dictionaries({"prompt": texts}), numbers()).map(
        lambda two: two[0] | two[1]
    ),
    DateQuestion: st.tuples(st.fixed_dictionaries({"prompt": texts}), dates()).map(
        lambda two: two[0] | two[1]
    ),
    Cloze: cloze_texts(),
    Ordering: st.fixed_dictionaries(
        {
            "prompt": texts,
            "items": many(st.builds(OrderingItem, text=lines, label=st.just("") | lines), 2),
        }
    ),
    Matching: st.fixed_dictionaries(
        {"prompt": texts, "pairs": many(st.builds(Pair, left=lines, right=lines), 2), "spare": some}
    ),
}


@st.composite
def questions(draw: st.DrawFn) -> Question:
    kind = draw(st.sampled_from(list(OWN)))
    return kind(**draw(shared()), **draw(OWN[kind]))


def typed(question: Question) -> Typed:
    """Return what a teacher would type for a question, as a browser sends it."""
    sent = [
        ("id", question.id),
        ("explanation", question.explanation),
        ("derived", question.derived),
        ("unsourced", question.unsourced),
        ("difficulty", str(question.difficulty or "")),
        ("lang", question.lang),
        *(("facts", fact) for fact in question.facts),
        *((f"tags-{index}", tag) for index, tag in enumerate(question.tags)),
        *(
            (f"media-{i}-{name}", getattr(m, name))
            for i, m in enumerate(question.media)
            for name in ("file", "alt")
        ),
        *own_typed(question),
    ]
    if question.draft:
        sent.append(("draft", "y"))
    return [(name, value.replace("\n", "\r\n")) for name, value in sent]


def own_typed(question: Question) -> Iterator[tuple[str, str]]:
    yield ("text", question.text) if isinstance(question, Cloze) else ("prompt", question.prompt)
    match question:
        case Flashcard() | SingleChoice() | ShortAnswer():
            yield "answer", question.answer
        case TrueFalse():
            yield "answer", "true" if question.answer else "false"
        case MultipleChoice():
            yield from ((f"answers-{index}", answer) for index, answer in enumerate(question.answers))
        case ListQuestion():
            yield "need", str(question.need)
            for index, item in enumerate(question.answers):
                yield f"answers-{index}-answer", item.answer
                yield f"answers-{index}-accept", "\n".join(item.accept)
        case NumberQuestion():
            yield from number_typed(question)
        case DateQuestion():
            yield from (("answer", str(question.answer)), ("precision", question.precision.value))
        case Cloze():
            yield from ((f"accept-{i}", "\n".join(words)) for i, words in enumerate(question.accept))
        case Ordering():
            for index, thing in enumerate(question.items):
                yield from ((f"items-{index}-text", thing.text), (f"items-{index}-label", thing.label))
        case Matching():
            for index, pair in enumerate(question.pairs):
                yield from ((f"pairs-{index}-left", pair.left), (f"pairs-{index}-right", pair.right))
            yield from ((f"spare-{index}", text) for index, text in enumerate(question.spare))
        case _:
            assert_never(question)
    if isinstance(question, SingleChoice | MultipleChoice):
        for index, wrong in enumerate(question.distractors):
            yield f"distractors-{index}-text", wrong.text
            yield f"distractors-{index}-feedback", wrong.feedback
    if isinstance(question, ShortAnswer):
        yield from (("accept", "\n".join(question.accept)), ("reject", "\n".join(question.reject)))
        if question.strict:
            yield "strict", "y"


def number_typed(question: NumberQuestion) -> Iterator[tuple[str, str]]:
    yield from (("answer", question.written), ("scale", question.scale.value))
    if question.tolerance != Tolerance():
        mark = "," if question.lang in ("de", "pt-BR") else "."
        amount = str(question.tolerance.amount).replace(".", mark)
        yield "tolerance", amount + " %" * question.tolerance.percent
    if question.unit:
        yield from (("unit-name", question.unit.name), ("unit-accept", "\n".join(question.unit.accept)))
        if question.unit.required:
            yield "unit-required", "y"


@pytest.fixture(scope="module")
def form_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Kind, Typed], QuestionForm]]:
    app: Flask = create_app(Config(instance=tmp_path_factory.mktemp("instance")))

    def make(kind: Kind, sent: Typed) -> QuestionForm:
        return FORMS[kind](MultiDict(sent), meta={"csrf": False})

    with app.test_request_context():
        yield make


def test_there_is_a_form_for_every_kind() -> None:
    assert set(FORMS) == set(Kind) == {each.kind for each in OWN}


@given(question=questions())
@settings(
    max_examples=120,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
def test_what_is_typed_is_the_question_that_the_file_will_hold(
    form_of: Callable[[Kind, Typed], QuestionForm], question: Question
) -> None:
    form = form_of(question.kind, typed(question))
    assert form.judge(), [(leaf.id, leaf.errors) for leaf in form.faulty]
    assert form.question() == question
    assert read_block(block_of_new(form.question(), "en"), "en") == question
