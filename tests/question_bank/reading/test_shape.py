"""One entry by itself: keys, types, ids, figures, dates, gaps."""

from __future__ import annotations

from decimal import Decimal

import pytest

from question_bank.model import Kind, NumberQuestion
from question_bank.reading.kinds import READERS
from question_bank.reading.material import BANK_KEYS, FACT_KEYS, PASSAGE_KEYS, SOURCE_KEYS
from question_bank.reading.questions import COMMON_KEYS
from question_bank.writing import keys as written


def _question(kind: str, *lines: str) -> str:
    return (
        "\n".join(("questions:", "  - id: a", f"    kind: {kind}", *(f"    {line}" for line in lines))) + "\n"
    )


def _number(*lines: str) -> str:
    return _question("number", "prompt: How many?", *lines)


SHAPES = [
    (_question("single_choice", "prompt: b", "answer: c", "distractors: d, e"), "E131", 6, 18, "[d, e], or"),
    (
        _question("matching", "prompt: b", "pairs: [{left: c, right: d}, {e: f}]"),
        "E131",
        5,
        34,
        "{left: e, right: f}",
    ),
    ("questions:\n  - {id: säge, kind: flashcard, prompt: b, answer: c}\n", "E133", 2, 10, "'sage'"),
    (_question("single_choice", "prompt: b", "answer: c", "options: [d]"), "E103", 6, 5, "'distractors'"),
    (_question("cloze", "prompt: a {{c1::b}}"), "E103", 4, 5, "did you mean 'text'?"),
    ("questions:\n  - {id: a, type: flashcard, prompt: b, answer: c}\n", "E103", 2, 13, "mean 'kind'?"),
    (_question("cloze", "text: a {{c1::b}} {c2::d}"), "E143", 4, 23, "write {{c2::d}}"),
    (_question("cloze", "text: a {{c1::b}} {{c2:d}}", "accept: [[], []]"), "E143", 4, 23, "write {{c2::d}}"),
    (_question("cloze", "text: a {{c1::b}} {{d}}"), "E143", 4, 23, "write {{c2::d}}"),
    (_question("cloze", "text: a {{c1::b}} {{C2::d}}"), "E143", 4, 23, "write {{c2::d}}"),
    (_number("answer: forty thousand"), "E137", 5, 13, "answer: 40000"),
    (_question("date", "prompt: b", "answer: 24 August 2011"), "E139", 5, 13, "2011-08-24?"),
    (_question("date", "prompt: b", "answer: 08/24/2011"), "E139", 5, 13, "2011-08-24?"),
    (_question("date", "prompt: b", "answer: 2011-02-30"), "E139", 5, 13, "look it up"),
    (
        _question("flashcard", "prompt: b", "answer: c", "media: images/map.png"),
        "E131",
        6,
        12,
        "file: images/map.png",
    ),
    (_question("flashcard", "prompt: b", "answer: c", "id: other"), "E104", 6, 5, "write: - id: other"),
    ("questions:\n  id: a\n  kind: flashcard\n", "E131", 2, 3, "here: - id: a"),
    (_question("flashcard", "prompt: b", "answers: c"), "E103", 5, 5, "did you mean 'answer'?"),
    (
        _question("flashcard", "prompt: b", "answer: c", "tolerance: 5"),
        "E103",
        6,
        5,
        "belongs to kind number",
    ),
    (_question("flashcard", "prompt: b", "answer: c", "zzz: 5"), "E103", 6, 5, "may have: id"),
    (_question("single_choice", "prompt: b", "answer: c", "distracters: [d]"), "E103", 6, 5, "'distractors'"),
    (_question("flashcard", "prompt: b"), "E130", 2, 5, "add 'answer: ...'"),
    ("questions:\n  - {kind: flashcard, prompt: b, answer: c}\n", "E130", 2, 5, "add 'id: ...'"),
    ("questions:\n  - {id: a, prompt: b, answer: c}\n", "E130", 2, 5, "add 'kind: ...'"),
    (_question("flashcard", "prompt: b", "answer: [c, d]"), "E131", 5, 13, 'answer: "[c, d]"'),
    (_question("flashcard", "prompt: b", "answer:", "  c: d", "  e: f"), "E131", 6, 7, "one text"),
    (_question("flashcard", "prompt: b", "answer:", "  - c"), "E131", 6, 7, "write: answer: c"),
    (_question("single_choice", "prompt: b", "answer: c", "distractors: d"), "E131", 6, 18, "[d]"),
    (
        _question("single_choice", "prompt: b", "answer: c", "distractors: [{texte: d}]"),
        "E103",
        6,
        20,
        "did you mean 'text'?",
    ),
    ("questions: text\n", "E131", 1, 12, "questions: [text]"),
    ("questions:\n  - text\n", "E131", 2, 5, "id: ..."),
    ("- id: a\n  kind: flashcard\n", "E131", 1, 1, "questions"),
    (_question("flashcard", "prompt: b", 'answer: ""'), "E132", 5, 13, "delete the key"),
    (_question("flashcard", "prompt: b", "answer:"), "E132", 5, 5, "delete the key"),
    ("", "E132", 1, 1, "questions:"),
    (
        "questions:\n  - {id: A b, kind: flashcard, prompt: b, answer: c}\n",
        "E133",
        2,
        10,
        "did you mean 'a-b'?",
    ),
    ("questions:\n  - {id: ß, kind: flashcard, prompt: b, answer: c}\n", "E133", 2, 10, "lowercase letters"),
    (_question("flash-card", "prompt: b", "answer: c"), "E134", 3, 11, "did you mean 'flashcard'?"),
    (_question("essay", "prompt: b", "answer: c"), "E134", 3, 11, "write one of: flashcard"),
    (_number("answer: 5", "scale: Billion"), "E135", 6, 12, "did you mean 'billion'?"),
    (_number("answer: 5", "difficulty: 6"), "E136", 6, 17, ""),
    (_number("answer: 5", "difficulty: hard"), "E136", 6, 17, ""),
    (_number("answer: 5", "edition: 0"), "E136", 6, 14, ""),
    (_number("answer: many"), "E137", 5, 13, "the figure alone"),
    (_number("answer: 10,000 km"), "E137", 5, 13, "'unit: km'"),
    (_number("answer: 11 billion"), "E137", 5, 13, "'scale: billion'"),
    (_number("answer: 1,23"), "E138", 5, 13, "'1.23'"),
    (_number("answer: 1.5", "lang: de"), "E138", 5, 13, "1.5"),
    (_number("answer: 5", "tolerance: some"), "E140", 6, 16, "5%"),
    (_number("answer: 5", "unit: {name: km, requird: true}"), "E103", 6, 22, "'required'"),
    (_number("answer: 5", "unit: {accept: [k]}"), "E130", 6, 11, "name"),
    (_question("date", "prompt: b", "answer: 2011-13"), "E139", 5, 13, "2011-08"),
    (_question("date", "prompt: b", "answer: 24.8.2011"), "E139", 5, 13, "did you mean 2011-08-24?"),
    (_question("date", "prompt: b", "answer: 2011-8-4"), "E139", 5, 13, "did you mean 2011-08-04?"),
    (_question("date", "prompt: b", "answer: 2011", "precision: day"), "E147", 6, 16, "precision: year"),
    (_question("cloze", "text: no gap"), "E142", 4, 11, "{{c1::answer}}"),
    (_question("cloze", "text: a {{c1::b"), "E143", 4, 13, "'}}'"),
    (_question("cloze", "text: a {{c1::b {{c2::c}}}}"), "E143", 4, 21, "one end first"),
    (_question("cloze", "text: a {{c0::b}}"), "E143", 4, 11, "c1"),
    (_question("cloze", "text: a {{c1::}}"), "E143", 4, 11, "answer"),
    (_question("cloze", "text: a {{c1::b}}", "accept: [[c], [d]]"), "E144", 5, 13, "entry a gap"),
    (_question("list", "prompt: b", "answers: [c, d]", "need: 3"), "E145", 6, 11, "lower"),
    (_question("list", "prompt: b", "answers: [c, d]", "need: 0"), "E136", 6, 11, ""),
    (_question("matching", "prompt: b", "pairs: [{left: c, right: d}]"), "E146", 5, 12, "add"),
    (_question("ordering", "prompt: b", "items: [c]"), "E146", 5, 12, "add"),
    (_question("multiple_choice", "prompt: b", "answers: []", "distractors: [c]"), "E146", 5, 14, "add"),
    (_question("true_false", "prompt: b", "answer: yes"), "E148", 5, 13, "did you mean 'true'?"),
    (_question("true_false", "prompt: b", "answer: No"), "E148", 5, 13, "did you mean 'false'?"),
    (_question("flashcard", "prompt: b", "answer: c", "draft: on"), "E148", 6, 12, "'true'"),
    (_question("flashcard", "prompt: b", "answer: c", "lang: British English"), "E151", 6, 11, "pt-BR"),
    (_question("flashcard", "prompt: b", f"answer: {'x' * 10_001}"), "E141", 5, 13, "fewer"),
    ("questions: []\nfacts: []\n", "E103", 2, 1, "facts.yaml"),
    (
        "questions:\n  - id: a\n    kind: flashcard\n    prompt: b\n    answer: c\ntags: [d]\n",
        "E121",
        6,
        1,
        "indent",
    ),
]


@pytest.mark.parametrize(("text", "code", "line", "column", "hint"), SHAPES)
def test_a_misfit_is_the_only_finding_at_its_place_with_a_suggestion(
    text: str, code: str, line: int, column: int, hint: str, read_questions
) -> None:
    problems = read_questions(text).problems
    assert [problem.code for problem in problems] == [code]
    assert (problems[0].place.line, problems[0].place.column) == (line, column)
    assert hint in problems[0].suggestion


@pytest.mark.parametrize(
    ("language", "written", "value"),
    [
        ("en", "10,000", "10000"),
        ("en", "1,234", "1234"),
        ("en", "1.234", "1.234"),
        ("en", "-5", "-5"),
        ("en", "1e3", "1000"),
        ("en", "10 000", "10000"),
        ("de", "1.234", "1234"),
        ("de", "1,5", "1.5"),
    ],
)
def test_a_figure_is_read_by_the_language(language: str, written: str, value: str, read_questions) -> None:
    reading = read_questions(_number(f"answer: {written}", f"lang: {language}"))
    assert reading.problems == ()
    [question] = [one for one in reading.bank.questions if isinstance(one, NumberQuestion)]
    assert question.answer == Decimal(value)
    assert question.written == written


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("published: 2011-08", "E139"),
        ("published: 25.8.2011", "E139"),
        ("url: ftp://x", "E152"),
        ("file: ../x.txt", "E206"),
        ("body: eleven", "E150"),
        ("body: 9-3", "E150"),
    ],
)
def test_a_source_is_checked(line: str, code: str, read_with) -> None:
    text = f"bank: water\ntitle: Water\nsources:\n  - id: survey\n    title: T\n    {line}\n"
    [problem] = read_with({"bank.yaml": text}).problems
    assert (problem.code, problem.place.line, problem.excerpt) == (code, 6, f"    {line}")


@pytest.mark.parametrize(
    ("passage", "code"),
    [
        ("[{source: survey, paragraph: 0, from: a, to: b}]", "E136"),
        ("[{source: survey, paragraph: first, from: a, to: b}]", "E136"),
        ("[{source: survey, paragraph: 1, from: a}]", "E130"),
        ("{source: survey, paragraph: 1, from: a, to: b}", "E131"),
        ("{all: [{source: survey, paragraph: 1, from: a, to: b}]}", "E103"),
        ("[]", "E146"),
    ],
)
def test_evidence_is_checked(passage: str, code: str, read_with) -> None:
    text = f"facts:\n  - id: evaporation\n    says: x\n    evidence: {passage}\n"
    assert code in {problem.code for problem in read_with({"facts.yaml": text}).problems}


@pytest.mark.parametrize("kind", list(Kind))
def test_reading_and_writing_know_the_same_keys(kind: Kind) -> None:
    record = dict(written.QUESTION.cases)[kind.value]
    assert {key.name for key in record.keys} == {*COMMON_KEYS, *READERS[kind].keys}


def test_reading_and_writing_know_the_same_keys_of_material() -> None:
    for record, keys in [
        (written.BANK_FILE, BANK_KEYS),
        (written.SOURCE, SOURCE_KEYS),
        (written.FACT, FACT_KEYS),
        (written.PASSAGE, PASSAGE_KEYS),
    ]:
        assert {key.name for key in record.keys} == set(keys)
