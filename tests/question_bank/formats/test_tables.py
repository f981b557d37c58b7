"""A table of questions as teachers and their spreadsheets make it."""

from __future__ import annotations

import pytest

from question_bank.formats import Imported, open_text, read_csv, write_csv
from question_bank.model import (
    Bank,
    Cloze,
    DateQuestion,
    Distractor,
    Flashcard,
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
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)


def only(text: str, language: str = "en") -> Question:
    imported = read_csv(text, language=language)
    assert (imported.problems, imported.losses) == ((), ())
    (question,) = imported.questions
    return question


def test_a_row_without_kind_and_id_is_what_its_cells_look_like() -> None:
    table = (
        "Question;Answer;Wrong\n"
        "Where is rain from?;The sea;The moon | The sun\n"
        "Which are wet?;Rain | Snow;Sand\n"
        "Ice floats.;TRUE;\n"
        "Name a metal.;iron;\n"
        "A week has {{c1::seven}} days.;;\n"
    )
    made = read_csv(table).questions
    assert [type(each) for each in made] == [SingleChoice, MultipleChoice, TrueFalse, ShortAnswer, Cloze]
    assert made[0] == SingleChoice(
        id="where-is-rain-from",
        prompt="Where is rain from?",
        answer="The sea",
        distractors=(Distractor(text="The moon"), Distractor(text="The sun")),
    )


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "id,kind,prompt,answer,accept\nq,list,Two?,a ~ b | c,\n",
            ListQuestion(
                id="q",
                prompt="Two?",
                answers=(ListItem(answer="a", accept=("b",)), ListItem(answer="c")),
                need=2,
            ),
        ),
        (
            "id,kind,prompt,answer,spare\nq,matching,Pair,Fe -> iron | Au -> gold,lead\n",
            Matching(
                id="q",
                prompt="Pair",
                pairs=(Pair(left="Fe", right="iron"), Pair(left="Au", right="gold")),
                spare=("lead",),
            ),
        ),
        (
            "id,kind,prompt,answer\nq,ordering,Order,first ~ 1999 | then\n",
            Ordering(
                id="q",
                prompt="Order",
                items=(OrderingItem(text="first", label="1999"), OrderingItem(text="then")),
            ),
        ),
        (
            "id,kind,prompt,accept\nq,cloze,{{c1::a}} {{c2::b}},[] | x ~ y\n",
            Cloze(id="q", text="{{c1::a}} {{c2::b}}", accept=((), ("x", "y"))),
        ),
        (
            "id,prompt,answer,wrong 1,wrong 2,feedback 2,tags\nq,Who?,a,b | c,d,no,x | y\n",
            SingleChoice(
                id="q",
                prompt="Who?",
                answer="a",
                distractors=(Distractor(text="b | c"), Distractor(text="d", feedback="no")),
                tags=("x", "y"),
            ),
        ),
        (
            "id,prompt,answer,media\nq,Who?,a,map.png ~ A map\n",
            ShortAnswer(id="q", prompt="Who?", answer="a", media=(Media(file="map.png", alt="A map"),)),
        ),
        (
            "\ufeffid\tKind\t Prompt \tanswer\tdraft\r\n"
            'q\tflashcard\t"a ""b""\r\nc"\t\'=1+1\tWAHR\r\n\t\t\t\t\r\n',
            Flashcard(id="q", prompt='a "b"\nc', answer="=1+1", draft=True),
        ),
    ],
)
def test_cells_hold_several_values_divided_by_signs(table: str, expected: Question) -> None:
    assert only(table) == expected


def test_a_figure_means_what_it_means_in_the_banks_language() -> None:
    question = only("kind;prompt;answer;tolerance\nnumber;Wie viel?;2,5;0,1\n", language="de")
    assert isinstance(question, NumberQuestion)
    assert (str(question.answer), str(question.tolerance.amount)) == ("2.5", "0.1")


def test_a_date_that_a_spreadsheet_turned_round_is_taken_for_what_it_was_and_said() -> None:
    imported = read_csv("kind,prompt,answer\ndate,When?,24.08.2011\n")
    (question,) = imported.questions
    assert isinstance(question, DateQuestion)
    assert question.answer == PartialDate(2011, 8, 24)
    assert [loss.code for loss in imported.losses] == ["W715"]


@pytest.mark.parametrize("text", ["=1+1", "+x", "-x", "@sum", "'=x", "''", "-5", "\uff1dx", "'"])
def test_no_cell_is_a_formula_and_every_text_comes_back(text: str) -> None:
    question = Flashcard(id="q", prompt=text, answer=text)
    table = write_csv(Bank(id="water", title="Water", questions=(question,))).text
    cell = table.splitlines()[1].split(",")[2]
    assert cell == "-5" or cell[0] not in "=+-@\uff1d"
    assert read_csv(table).questions == (question,)


def test_a_table_says_what_of_the_bank_it_does_not_hold() -> None:
    question = Flashcard(id="q", prompt="a", answer="b", media=(Media(file="a.png", alt="a"),))
    bank = Bank(id="water", title="Water", language="de", briefing="Rain.", questions=(question,))
    assert [loss.message for loss in write_csv(bank).losses] == [
        "CSV has no equal for language and briefing of the bank 'water'",
        "CSV has no equal for the file of the picture a.png of 'q'",
    ]


def found(imported: Imported) -> list[tuple[str, int, int]]:
    return [
        (each.code, each.place.line, each.place.column) for each in (*imported.problems, *imported.losses)
    ]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("", [("E704", 1, 1)]),
        ("a,b\nc,d\n", [("E704", 1, 1)]),
        ('prompt,answer\n"x,y\n', [("E704", 2, 1)]),
        ("prompt,answer\nx,y\nz,\n", [("E130", 3, 1)]),
        ("kind,prompt,answer\nriddle,x,y\n", [("E134", 2, 1)]),
        ("kind,prompt,answer\nnumber,x,many\n", [("E137", 2, 10)]),
        ("prompt,answer,Points\nx,y,3\n", [("W713", 1, 15)]),
        ("prompt,answer\nx,y,z\n", [("W713", 2, 5)]),
        ("prompt,answer,answer\nx,y,z\n", [("W713", 1, 15)]),
        ("prompt,answer,wrong,feedback\nx,y,z,no | yes\n", [("W713", 2, 7)]),
        ("id,prompt,answer\nQ 1,x,y\n", [("W716", 2, 1)]),
    ],
)
def test_what_is_wrong_in_a_table_is_named_with_its_cell(
    table: str, expected: list[tuple[str, int, int]]
) -> None:
    assert found(read_csv(table)) == expected


def test_a_missing_answer_is_spoken_of_by_its_column() -> None:
    (problem,) = read_csv("kind,prompt\nmultiple_choice,Which?\n").problems[:1]
    assert problem.message == "a question of kind multiple_choice has no 'answer'"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04rest", "E701"),
        (b"%PDF-1.7", "E701"),
        ("abcdefgh".encode("utf-16-le") * 20, "E701"),
        (b"x" * (16 * 1024 * 1024 + 1), "E701"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(content: bytes, code: str) -> None:
    opened = open_text("quiz.csv", content)
    assert opened.text is None
    assert [each.code for each in opened.problems] == [code]


@pytest.mark.parametrize(
    ("content", "text", "repairs"),
    [
        ("\ufeffGröße".encode(), "Größe", 0),
        ("Größe".encode("utf-16"), "Größe", 0),
        ("Größe".encode("cp1252"), "Größe", 1),
        (b"a\0b\x07c", "a b c", 2),
        (b"a\0" + b"bcdefghi\0" * 50, "a " + "bcdefghi " * 50, 21),
    ],
)
def test_text_of_any_program_is_read_and_what_was_cleaned_is_said(
    content: bytes, text: str, repairs: int
) -> None:
    opened = open_text("quiz.csv", content)
    assert (opened.text, len(opened.repairs)) == (text, repairs)
