"""Questions appended to a file, taken out of it, given an edition: every other byte stays."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from question_bank.model import ShortAnswer
from question_bank.writing import (
    CannotRewriteError,
    append,
    block_of,
    editions_in,
    put,
    put_last,
    question_to_yaml,
    remove,
    splice_among_errors,
    with_edition,
)

NEW = "- id: new\n  kind: flashcard\n  prompt: N?\n  answer: |\n    x\n\n    y # no comment\n"
PUT = "  - id: new\n    kind: flashcard\n    prompt: N?\n    answer: |\n      x\n\n      y # no comment\n"
FIRST = "  # about a\n  - id: a\n    kind: flashcard\n    prompt: 'A?'   # odd\n    answer: yes\n"
SECOND = "  - id: b\n    answer: no\n    draft: true\n    # b's own\n"
FILE = f"# head\nquestions:   # all\n{FIRST}\n{SECOND}# end\n"
TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


def read(text: str) -> list[dict[str, str]]:
    return yaml.load(text, Loader=yaml.CBaseLoader)["questions"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"questions:\n{PUT}"),
        ("# only\n", f"# only\nquestions:\n{PUT}"),
        ("# only", f"# only\nquestions:\n{PUT}"),
        ("questions: []\n", f"questions:\n{PUT}"),
        ("questions: [ ]  # none yet\n# end\n", f"questions:  # none yet\n{PUT}# end\n"),
        ("questions:\n", f"questions:\n{PUT}"),
        ("questions:", f"questions:\n{PUT}"),
        (FILE, f"# head\nquestions:   # all\n{FIRST}\n{SECOND}\n{PUT}# end\n"),
        (f"questions:\n{FIRST}{SECOND}", f"questions:\n{FIRST}{SECOND}{PUT}"),
        ("questions:\n- id: a", "questions:\n- id: a\n\n" + NEW),
    ],
)
def test_a_question_is_appended_where_a_person_would_write_it(before, after):
    assert append(before, NEW) == after
    windows = "\ufeff" + before.replace("\n", "\r\n")
    if before.count("\n"):  # a file without any line end gets plain ones
        assert append(windows, NEW) == "\ufeff" + after.replace("\n", "\r\n")


@given(TEXTS)
def test_any_question_is_appended_comes_out_again_and_leaves_the_file_as_it_was(answer):
    new = question_to_yaml(ShortAnswer(id="new", prompt="Which?", answer=answer, accept=(answer, "x")))
    result = append(FILE, new)
    assert block_of(result, "new") == new
    assert read(result)[:2] == read(FILE)
    assert read(result)[2]["answer"] == answer
    assert read(remove(result, "new")) == read(FILE)
    assert result.replace(result[len(FILE.removesuffix("# end\n")) : result.index("# end")], "") == FILE


@pytest.mark.parametrize("new", ["", "id: x\n", "- id: x\n- id: y\n", "- id: [\n", "- id: x\nfacts: []\n"])
def test_what_is_not_one_question_is_not_appended(new):
    with pytest.raises(CannotRewriteError):
        append(FILE, new)


@pytest.mark.parametrize("before", ["questions: [{id: a}]\n", "questions: none\n", "- id: a\n", "a: [\n"])
def test_a_file_that_cannot_take_a_question_is_left_alone(before):
    with pytest.raises(CannotRewriteError):
        append(before, NEW)


def test_a_text_with_mistakes_is_placed_where_it_would_stand():
    placed = put_last(FILE, "- id: x\n  prompt: [\n")
    assert placed.text.split("\n")[placed.line - 1] == "  - id: x"
    assert placed.column == 2


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("a", f"# head\nquestions:   # all\n  # about a\n\n{SECOND}# end\n"),
        ("b", f"# head\nquestions:   # all\n{FIRST}\n    # b's own\n# end\n"),
    ],
)
def test_removing_a_question_takes_its_block_and_no_comment_outside(name, after):
    assert remove(FILE, name) == after
    assert remove(FILE.replace("\n", "\r\n"), name) == after.replace("\n", "\r\n")


def test_without_its_last_question_a_file_has_an_empty_list():
    assert remove(remove(FILE, "a"), "b").startswith("# head\nquestions: []   # all\n")


def test_of_two_empty_lines_around_a_removed_question_one_goes():
    text = "questions:\n\n  - id: a\n    x: 1\n\n  - id: b\n    x: 2\n\n  - id: c\n    x: 3\n"
    assert remove(text, "b") == "questions:\n\n  - id: a\n    x: 1\n\n  - id: c\n    x: 3\n"
    assert remove(text, "a") == "questions:\n\n  - id: b\n    x: 2\n\n  - id: c\n    x: 3\n"


def test_an_unknown_question_cannot_be_removed():
    with pytest.raises(KeyError):
        remove(FILE, "zebra")


def test_an_edition_is_written_before_draft_or_last_or_in_its_place():
    assert with_edition(FILE, "a", 2) == FILE.replace("answer: yes\n", "answer: yes\n    edition: 2\n")
    assert with_edition(FILE, "b", 3) == FILE.replace("draft:", "edition: 3\n    draft:")
    raised = with_edition(with_edition(FILE, "a", 2).replace("\n", "\r\n"), "a", 12)
    assert raised == with_edition(FILE, "a", 12).replace("\n", "\r\n")
    assert editions_in(raised) == {"a": 12, "b": 1}


def test_an_edition_is_written_into_braces_too():
    text = "questions:\n- {id: a, edition: 3, answer: x}\n- {id: b, answer: x}  # b\n"
    assert with_edition(text, "a", 4) == text.replace("3", "4")
    assert with_edition(text, "b", 2) == text.replace("x}  # b", "x, edition: 2}  # b")


BROKEN = FILE.replace("answer: no", "answer: [no")


def test_in_a_file_with_a_syntax_error_a_question_is_found_by_its_lines():
    placed = put(BROKEN, "a", NEW)
    assert placed.text == BROKEN.replace(FIRST.removeprefix("  # about a\n"), PUT)
    assert splice_among_errors(BROKEN, "a", NEW) == placed.text
    mended = splice_among_errors(BROKEN, "b", "- id: b\n  answer: no\n  draft: true\n")
    assert mended == FILE


def test_a_syntax_error_is_not_brought_into_a_file_that_has_one():
    with pytest.raises(CannotRewriteError):
        splice_among_errors(BROKEN, "a", "- id: a\n  answer: [\n")


@pytest.mark.parametrize("name", ["zebra", "n", "draft"])
def test_what_only_looks_like_a_question_is_not_found_in_a_broken_file(name):
    with pytest.raises(CannotRewriteError):
        put(BROKEN, name, NEW)
