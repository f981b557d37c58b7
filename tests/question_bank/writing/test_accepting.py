"""A text added to what a question accepts: the same question and the text, and every other byte stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.model import Cloze, ListItem, ListQuestion, NumberQuestion, ShortAnswer, Unit
from question_bank.reading import read_bank_texts
from question_bank.writing import Addition, CannotRewriteError, Into, UnfitError, block_with, with_additions
from question_bank.writing import question_to_yaml as written

SHORT = "- id: river   # which one\n  kind: short_answer\n  prompt: 'Which?'\n  answer:   The Han  # known\n"
CITIES = "- id: cities\n  kind: cloze\n  text: '{{c1::Seoul}} and {{c1::Busan}}'\n"
SEAS = "- id: seas\n  kind: list\n  prompt: Both?\n  answers:\n    # cold\n    - Baltic  # sea\n    - Black\n"
SPEED = "- id: speed\n  kind: number\n  prompt: How fast?\n  answer: 5\n"


def accept(text: str) -> Addition:
    return Addition(into=Into.ACCEPT, text=text)


def gap(number: int, text: str) -> Addition:
    return Addition(into=Into.GAP, gap=number, text=text)


def read(block: str):
    files = {"bank.yaml": b"bank: b\ntitle: b\n", "questions/a.yaml": f"questions:\n{block}".encode()}
    (question,) = read_bank_texts(files).bank.questions
    return question


@pytest.mark.parametrize(
    ("block", "addition", "after"),
    [
        (SHORT, accept("Han River"), SHORT + "  accept: [Han River]\n"),
        (SHORT + "  tags: [a]\n", accept("no: it"), SHORT + '  accept: ["no: it"]\n  tags: [a]\n'),
        (SHORT + "  accept: Han\n", accept("Hangang"), SHORT + "  accept: [Han, Hangang]\n"),
        (SHORT + "  accept: [Han]  # both\n", accept("a, b"), SHORT + '  accept: [Han, "a, b"]  # both\n'),
        (SHORT + "  accept: []\n", accept("x"), SHORT + "  accept: [x]\n"),
        (
            SHORT + "  accept:\n    # the people's\n    - Han  # short\n  # below\n  tags: [a]\n",
            accept("Hangang"),
            SHORT
            + "  accept:\n    # the people's\n    - Han  # short\n    - Hangang\n  # below\n  tags: [a]\n",
        ),
        (
            SHORT + "  reject: [Rhine, Han river]\n",
            accept("han River"),
            SHORT + "  accept: [han River]\n  reject: [Rhine]\n",
        ),
        (
            SHORT + "  reject: [Han river, Rhine]\n",
            accept("Han river"),
            SHORT + "  accept: [Han river]\n  reject: [Rhine]\n",
        ),
        (
            SHORT + "  reject: Han river\n  tags: [a]\n",
            accept("Han river"),
            SHORT + "  accept: [Han river]\n  tags: [a]\n",
        ),
        (
            SHORT + "  reject:\n    - Rhine\n    - Han river\n",
            accept("Han river"),
            SHORT + "  accept: [Han river]\n  reject:\n    - Rhine\n",
        ),
        (
            "- {id: a, kind: short_answer, prompt: Q?, answer: b, tags: [c]}\n",
            accept("d]"),
            '- {id: a, kind: short_answer, prompt: Q?, answer: b, accept: ["d]"], tags: [c]}\n',
        ),
        (SHORT, Addition(into=Into.REJECT, text="Rhine"), SHORT + "  reject: [Rhine]\n"),
        (
            SEAS,
            Addition(into=Into.ITEM, item="Baltic", text="Ostsee"),
            SEAS.replace("- Baltic", "- {answer: Baltic, accept: [Ostsee]}"),
        ),
        (
            SEAS.replace("- Black", "- answer: Black\n      accept: [Euxine]"),
            Addition(into=Into.ITEM, item="Black", text="Pontus"),
            SEAS.replace("- Black", "- answer: Black\n      accept: [Euxine, Pontus]"),
        ),
        (SEAS, Addition(into=Into.ANSWER, text="Aral"), SEAS + "    - Aral\n  need: 2\n"),
        (SEAS + "  need: 1\n", Addition(into=Into.ANSWER, text="Aral"), SEAS + "    - Aral\n  need: 1\n"),
        (CITIES, gap(1, "Pusan"), CITIES + "  accept: [[], Pusan]\n"),
        (CITIES + "  accept: [Soul]\n", gap(0, "Sŏul"), CITIES + "  accept: [[Soul, Sŏul], []]\n"),
        (
            CITIES + "  accept:\n    - [Soul]\n",
            gap(1, "Pusan"),
            CITIES + "  accept:\n    - [Soul]\n    - Pusan\n",
        ),
        (CITIES + "  accept: [[], [Pusan]]\n", gap(1, "Fusan"), CITIES + "  accept: [[], [Pusan, Fusan]]\n"),
        (
            SPEED + "  unit: km/h\n",
            Addition(into=Into.UNIT, text="kph"),
            SPEED + "  unit: {name: km/h, accept: [kph]}\n",
        ),
        (
            SPEED + "  unit:\n    name: km/h\n    required: true\n",
            Addition(into=Into.UNIT, text="kph"),
            SPEED + "  unit:\n    name: km/h\n    accept: [kph]\n    required: true\n",
        ),
        (SPEED, Addition(into=Into.TOLERANCE, text="0.5"), SPEED + "  tolerance: 0.5\n"),
        (
            SPEED + "  tolerance: 1%  # wide\n",
            Addition(into=Into.TOLERANCE, text="2"),
            SPEED + "  tolerance: 2  # wide\n",
        ),
    ],
)
def test_a_text_goes_where_its_author_would_put_it(block: str, addition: Addition, after: str) -> None:
    assert block_with(block, [addition]) == after
    assert read(after) == with_additions(read(block), [addition])
    assert block_with(after, [addition]) == after


def test_several_texts_go_into_one_block() -> None:
    both = [gap(0, "Soul"), gap(1, "Pusan")]
    assert block_with(CITIES, both) == CITIES + "  accept: [Soul, Pusan]\n"


def test_a_text_in_another_language_has_its_decimal_mark() -> None:
    addition = Addition(into=Into.TOLERANCE, text="0.5")
    assert block_with(SPEED, [addition], "de") == SPEED + '  tolerance: "0,5"\n'


def test_what_has_no_place_is_refused() -> None:
    with pytest.raises(UnfitError):
        block_with(SHORT, [gap(0, "x")])
    with pytest.raises(UnfitError):
        block_with(CITIES, [gap(2, "x")])
    with pytest.raises(UnfitError):
        block_with(SEAS, [Addition(into=Into.ITEM, item="Dead", text="x")])
    with pytest.raises(UnfitError):
        block_with(SPEED, [Addition(into=Into.UNIT, text="x")])
    with pytest.raises(CannotRewriteError):
        block_with("kind: short_answer\n", [accept("x")])


TEXTS = (
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cf"]), min_size=1, max_size=30)
    .map(str.strip)
    .filter(bool)
)
KEYS = st.lists(TEXTS, unique=True, max_size=3).map(tuple)
SHORTS = st.builds(ShortAnswer, id=st.just("a"), prompt=st.just("Q?"), answer=TEXTS, accept=KEYS, reject=KEYS)
LISTS = st.lists(
    st.builds(ListItem, answer=TEXTS, accept=KEYS), min_size=1, max_size=3, unique_by=lambda item: item.answer
).map(lambda items: ListQuestion(id="a", prompt="Q?", answers=tuple(items), need=1))
CLOZES = st.lists(KEYS, max_size=2).map(
    lambda accept: Cloze(id="a", text="{{c1::x}} {{c2::y}} {{c1::z}}", accept=tuple(accept))
)
CASES = st.one_of(
    st.tuples(SHORTS, TEXTS.map(accept)),
    st.tuples(SHORTS, TEXTS.map(lambda text: Addition(into=Into.REJECT, text=text))),
    LISTS.flatmap(
        lambda question: st.tuples(
            st.just(question),
            st.builds(
                Addition,
                into=st.sampled_from([Into.ITEM, Into.ANSWER]),
                text=TEXTS,
                item=st.sampled_from([item.answer for item in question.answers]),
            ),
        )
    ),
    st.tuples(CLOZES, st.builds(gap, st.integers(0, 2), TEXTS)),
)


def block_style(block: str) -> str:
    """Write the flow lists of a block one item a line, with a comment at each."""
    lines = []
    for line in block.split("\n"):
        head, mark, rest = line.partition(": [")
        if (
            mark
            and line.startswith("  ")
            and not line.startswith("   ")
            and rest.endswith("]")
            and '"' not in rest
        ):
            items = [each for each in rest[:-1].split(", ") if each]
            if items and not any(mark in rest for mark in "[{'"):
                lines += [f"{head}:", *(f"    - {item}  # {number}" for number, item in enumerate(items))]
                continue
        lines.append(line)
    return "\n".join(lines)


@given(CASES, st.booleans())
@settings(max_examples=150)
def test_any_text_is_read_back_with_the_same_question(case, in_block_style: bool) -> None:
    question, addition = case
    block = written(question)
    block = block_style(block) if in_block_style else block
    before = read(block)
    if before != question:  # what YAML cannot hold, such as a text of spaces only
        return
    after = block_with(block, [addition])
    assert read(after) == with_additions(question, [addition])
    comments = [line.rpartition("  # ")[2] for line in block.split("\n") if "  # " in line]
    kept = [line.rpartition("  # ")[2] for line in after.split("\n") if "  # " in line]
    if addition.into is not Into.ACCEPT or not question.reject:
        assert kept == comments
        assert [line for line in block.split("\n") if line not in after.split("\n")][1:] == []


@given(st.sampled_from(["", "accept: [km]", "required: true"]), TEXTS)
def test_any_unit_is_read_back(more: str, text: str) -> None:
    question = NumberQuestion(
        id="a",
        prompt="Q?",
        answer=5,
        written="5",
        unit=Unit(name="m", accept=("k",) if "acc" in more else (), required="req" in more),
    )
    block = written(question)
    addition = Addition(into=Into.UNIT, text=text)
    assert read(block_with(block, [addition])) == with_additions(read(block), [addition])
