"""One question replaced inside a file: every other byte stays."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.model import Flashcard, ShortAnswer
from question_bank.writing import CannotRewriteError, block_of, question_to_yaml, splice

HEAD = "# head\n\nquestions:   # all\n\n"
FIRST = "- id: a   # odd   spacing\n  kind: flashcard\n  prompt: 'A?'\n  answer:   yes  # last\n"
BETWEEN = "\n  # about b\n\n"
SECOND = "- {id: b, kind: flashcard, prompt: B?, answer: no}\n"
AFTER = "# below b\n"
THIRD = "-   id: c\n    kind: flashcard\n    prompt: C?\n    answer: |\n      several\n      lines\n\n"
TAIL = "# tail\n\n# end"
FILE = HEAD + FIRST + BETWEEN + SECOND + AFTER + THIRD + TAIL
NEW = "- id: new\n  kind: flashcard\n  prompt: N?\n  answer: |\n    x\n\n    y # no comment\n"


def read(text: str) -> list[dict[str, str]]:
    return yaml.load(text, Loader=yaml.CBaseLoader)["questions"]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a", HEAD, BETWEEN + SECOND + AFTER + THIRD + TAIL),
        ("b", HEAD + FIRST + BETWEEN, AFTER + THIRD + TAIL),
        ("c", HEAD + FIRST + BETWEEN + SECOND + AFTER, "\n" + TAIL),
    ],
)
def test_every_byte_outside_the_block_stays(name: str, before: str, after: str) -> None:
    assert splice(FILE, name, NEW) == before + NEW + after


def test_only_that_question_changes_its_value() -> None:
    changed = read(splice(FILE, "b", NEW))
    assert [item["id"] for item in changed] == ["a", "new", "c"]
    assert changed[0] == read(FILE)[0]
    assert changed[2] == read(FILE)[2]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60), st.integers(0, 6))
@settings(max_examples=200, deadline=None)
def test_any_question_fits_at_any_indentation_and_comes_out_again(answer: str, indent: int) -> None:
    pad = " " * indent
    head, tail = (
        f"questions:\n{pad}# above\n",
        f"\n{pad}# below\n\n{pad}- id: z\n{pad}  kind: flashcard\n# end\n",
    )
    text = f"{head}{pad}- id: a\n{pad}  kind: flashcard{tail}"
    new = question_to_yaml(ShortAnswer(id="a", prompt="Which?", answer=answer, accept=(answer, "x")))
    result = splice(text, "a", new)
    assert result.startswith(head)
    assert result.endswith(tail)
    assert read(result)[0]["answer"] == answer
    assert block_of(result, "a") == new


@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_putting_a_block_back_changes_nothing(name: str) -> None:
    assert splice(FILE, name, block_of(FILE, name)) == FILE


@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_line_ends_and_a_byte_order_mark_stay(name: str) -> None:
    windows = "\ufeff" + FILE.replace("\n", "\r\n")
    assert splice(windows, name, NEW) == "\ufeff" + splice(FILE, name, NEW).replace("\n", "\r\n")


def test_mixed_line_ends_outside_the_block_stay() -> None:
    mixed = FILE.replace("# head\n", "# head\r\n").replace("# below b\n", "# below b\r\n")
    result = splice(mixed, "b", SECOND)
    assert result == mixed


def test_the_block_ends_with_the_comment_on_its_last_line() -> None:
    assert block_of(FILE, "a") == FIRST


@pytest.mark.parametrize(
    "new",
    [
        "id: x\n",
        "- id: x\n- id: y\n",
        "- id: x\nquestions: []\n",
        "- id: [\n",
        "",
        "- id: x\n  answer: &a b\n",
    ],
)
def test_text_that_is_not_one_item_is_refused(new: str) -> None:
    with pytest.raises(CannotRewriteError):
        splice(FILE, "a", new)


def test_a_list_in_brackets_is_refused_with_the_way_out() -> None:
    with pytest.raises(CannotRewriteError, match="run `fmt` first"):
        splice("questions: [{id: a, kind: flashcard}]\n", "a", NEW)


def test_an_unknown_question_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        splice(FILE, "zebra", NEW)


def test_a_question_of_one_line_replaces_one_of_many() -> None:
    card = Flashcard(id="c", prompt="C?", answer="one")
    assert read(splice(FILE, "c", question_to_yaml(card)))[2]["answer"] == "one"
