"""Each construct of Moodle's GIFT, as a question of a bank, with what cannot be kept in the report."""

from __future__ import annotations

from decimal import Decimal

import pytest

from question_bank.formats import Imported, read_gift
from question_bank.model import (
    Cloze,
    Distractor,
    Flashcard,
    Matching,
    MultipleChoice,
    NumberQuestion,
    Pair,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)


def only(text: str) -> Question:
    """The question of a text in which nothing is lost."""
    imported = read_gift(text)
    assert (imported.problems, imported.losses) == ((), ())
    (question,) = imported.questions
    return question


def codes(imported: Imported) -> list[str]:
    return [each.code for each in (*imported.problems, *imported.losses)]


def wrong(*texts: str) -> tuple[Distractor, ...]:
    return tuple(Distractor(text=text) for text in texts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a choice of one, the right option anywhere, on one line or on several
        (
            "Which gas do plants take in? {~Oxygen =Carbon dioxide ~Helium}",
            SingleChoice(
                id="which-gas-do-plants-take-in",
                prompt="Which gas do plants take in?",
                answer="Carbon dioxide",
                distractors=wrong("Oxygen", "Helium"),
            ),
        ),
        (
            "::Leaves::A leaf\nis {\n\t=green # by its chlorophyll\n\t~blue # the sky is\n}",
            SingleChoice(
                id="leaves",
                prompt="A leaf is",
                answer="green",
                explanation="by its chlorophyll",
                distractors=(Distractor(text="blue", feedback="the sky is"),),
            ),
        ),
        # a missing word
        (
            "A plant needs {~sugar =light ~wind} to grow.",
            SingleChoice(
                id="a-plant-needs-to-grow",
                prompt="A plant needs _____ to grow.",
                answer="light",
                distractors=wrong("sugar", "wind"),
            ),
        ),
        (
            "A week has {=seven =7} days.",
            Cloze(id="a-week-has-days", text="A week has {{c1::seven}} days.", accept=(("7",),)),
        ),
        # several right options
        (
            "Which are noble gases? {~%50%Neon ~%50%Argon ~%-50%Oxygen}",
            MultipleChoice(
                id="which-are-noble-gases",
                prompt="Which are noble gases?",
                answers=("Neon", "Argon"),
                distractors=wrong("Oxygen"),
            ),
        ),
        # true or false, long and short
        ("Ice floats. {T}", TrueFalse(id="ice-floats", prompt="Ice floats.", answer=True)),
        ("Ice sinks. {FALSE}", TrueFalse(id="ice-sinks", prompt="Ice sinks.", answer=False)),
        (
            "Ice floats. {TRUE####It is lighter than water.}",
            TrueFalse(
                id="ice-floats", prompt="Ice floats.", answer=True, explanation="It is lighter than water."
            ),
        ),
        # typed answers, some rejected
        (
            "What is H2O? {=water =%100%aqua =%0%ice}",
            ShortAnswer(
                id="what-is-h2o", prompt="What is H2O?", answer="water", accept=("aqua",), reject=("ice",)
            ),
        ),
        ("What is H2O? {water}", ShortAnswer(id="what-is-h2o", prompt="What is H2O?", answer="water")),
        # pairs, and an answer that belongs to none
        (
            "Which metal? {\n=Fe -> iron\n=Au -> gold\n= -> lead\n}",
            Matching(
                id="which-metal",
                prompt="Which metal?",
                pairs=(Pair(left="Fe", right="iron"), Pair(left="Au", right="gold")),
                spare=("lead",),
            ),
        ),
        # escapes
        (
            r"Which is code\: \{x\}? {=a \= b \# c ~d \~ e\\f\ng}",
            SingleChoice(
                id="which-is-code-x",
                prompt="Which is code: {x}?",
                answer="a = b # c",
                distractors=wrong("d ~ e\\f\\\ng"),
            ),
        ),
        # formats
        (
            "[html]<p>What is <b>wet</b>?<br>Say &quot;it&quot;.</p>{=water}",
            ShortAnswer(id="what-is-wet-say-it", prompt='What is **wet**?\\\nSay "it".', answer="water"),
        ),
        (
            "[html]Is H<sub>2</sub>O &lt; 10<sup>-3</sup>? {=no}",
            ShortAnswer(id="is-h2o-10-3", prompt="Is H₂O < 10⁻³?", answer="no"),
        ),
        (
            "[markdown]What is **wet**? {=water}",
            ShortAnswer(id="what-is-wet", prompt="What is **wet**?", answer="water"),
        ),
        (
            "[plain]What is *not* <b>? {=[plain]a tag}",
            ShortAnswer(id="what-is-not-b", prompt="What is \\*not\\* \\<b\\>?", answer="a tag"),
        ),
        # ids and tags as Moodle writes them, and comments between the lines
        (
            "// question: 7  name: Wet\n// [id:wet-1] [tag:sea] [tag:a\\]b] [tags:x, y]\n"
            "::Wet 1::Is\n// no\nit wet? {T}",
            TrueFalse(id="wet-1", prompt="Is it wet?", answer=True, tags=("sea", "a]b", "x", "y")),
        ),
    ],
)
def test_a_construct_of_gift_is_a_question_of_a_bank(text: str, expected: Question) -> None:
    imported = read_gift(text)
    assert imported.problems == ()
    assert imported.questions == (expected,)


@pytest.mark.parametrize(
    ("answers", "value", "off"),
    [
        ("#1822", "1822", "0"),
        ("#1822:5", "1822", "5"),
        ("#-0.5:0.25", "-0.5", "0.25"),
        ("#1..5", "3", "2"),
        ("#3.141..3.142", "3.1415", "0.0005"),
        ("#=1e3:1.5e1", "1000", "15"),
        ("#.5", "0.5", "0"),
    ],
)
def test_a_number_has_a_margin_or_is_a_range(answers: str, value: str, off: str) -> None:
    question = only(f"How many? {{{answers}}}")
    assert isinstance(question, NumberQuestion)
    assert (question.answer, question.tolerance.amount) == (Decimal(value), Decimal(off))


def test_a_number_is_written_as_the_bank_writes_numbers() -> None:
    (question,) = read_gift("Wie viel? {#2.5}", language="de").questions
    assert isinstance(question, NumberQuestion)
    assert question.written == "2,5"


def test_an_essay_is_a_card_with_its_general_feedback_on_the_back_or_a_draft() -> None:
    told, untold = read_gift("Why? {####Because.}\n\nWhy not? {}").questions
    assert isinstance(told, Flashcard)
    assert isinstance(untold, Flashcard)
    assert (told.answer, told.draft, untold.draft) == ("Because.", False, True)


def test_categories_become_files_and_tags() -> None:
    text = (
        "Wet? {T}\n\n$CATEGORY: $course$/top/Default for X/Physics/Sea\\/air//water\n\nDry? {F}\n\n"
        "$CATEGORY: top\n\nOld? {T}"
    )
    wet, dry, old = (imported := read_gift(text)).questions
    assert (wet.tags, dry.tags, old.tags) == ((), ("air/water",), ())
    assert imported.files == {"dry": "physics-sea-air-water"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Wet? {=a ~%50%b ~c}", '50% for "b" is lost'),
        ("Wet? {=a =b ~c}", '"b" is right as well'),
        ("Wet? {~%60%a ~%40%b ~%-50%c}", "60% for"),
        ("Wet? {~%50%a ~%50%b ~c}", 'ticking "c" cost nothing'),
        ("Wet? {=a =%50%b#nearly}", '"nearly"'),
        ("Wet? {=a*}", "stands for any letters"),
        ("Wet? {#\n=5:0\n=%50%5:2#close\n~#no}", '"no"'),
        ("Wet? {TRUE#so wrong#so right}", '"so wrong"'),
        ("Wet? {=a ~b ~b}", "there twice"),
        ("Wet? {=a ~b ~}", "without a text"),
        ("[html]<u>Wet</u> <img src='a' alt='rain'>? {T}", "<u> and a picture (rain)"),
        ("[html]x<sup>th</sup> {T}", "<sup>"),
        ("[markdown]# Wet\n{T}", "headings"),
        ("Wet {=a} or {=b}?", "only the first braces"),
        ("Wet? {T}\n\nDo not look out.", "a description"),
        ("// [id:wet]\n::All about rain::Wet? {T}", '"All about rain"'),
        ("::日本::Wet? {T}", '"日本"'),
        ("Match {=a -> b =a -> c =d -> e}", "there twice"),
    ],
)
def test_what_a_bank_cannot_hold_is_listed_with_its_words_and_its_place(text: str, said: str) -> None:
    imported = read_gift(text, "quiz.txt")
    assert imported.problems == ()
    (found,) = [loss for loss in imported.losses if said in loss.message]
    assert (found.place.file, found.code[:2]) == ("quiz.txt", "W7")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Wet {=a} or {=b}?", "make a question of its own for each gap"),
        ("Wet? {T}\nDry? {F}", "put an empty line between two questions, or"),
        ("Is this wet? {T}\n::Dry::Is it dry? {F}\n", "put an empty line between two questions, or"),
    ],
)
def test_whoever_forgot_the_line_between_two_questions_is_told(text: str, hint: str) -> None:
    (found,) = [loss for loss in read_gift(text, "quiz.txt").losses if "first braces" in loss.message]
    assert found.suggestion.startswith(hint)


@pytest.mark.parametrize(
    ("bad", "place", "code"),
    [
        ("Bad {=x", "5", "E702"),
        ("Bad {=x\n\n=y}", "5", "E702"),
        ("Bad } x", "5", "E702"),
        ("Bad {~a ~b}", "6", "E703"),
        ("Bad {~%50%a ~%50%b}", "6", "E703"),
        ("Bad {#many}", "7", "E703"),
        ("Bad {#5..1}", "7", "E703"),
        ("Bad {#1e999999999}", "7", "E703"),
        ("Bad {=a -> b =c}", "14", "E703"),
        ("Bad {=a -> b}", "6", "E703"),
        ("Bad {=%50%a}", "6", "E703"),
    ],
)
def test_a_bad_question_is_named_with_line_and_column_and_the_others_come_in(
    bad: str, place: str, code: str
) -> None:
    imported = read_gift(f"One? {{T}}\n\n{bad}\n\nTwo? {{F}}\n")
    assert [question.prompt for question in imported.questions] == ["One?", "Two?"]
    (problem,) = imported.problems
    assert (problem.code, problem.place.line, problem.place.column) == (code, 3, int(place))
    assert problem.suggestion


def test_the_same_title_twice_gives_two_ids_and_the_same_ones_each_time() -> None:
    text = "::Rain::Wet? {T}\n\n::Rain::Dry? {F}\n\n::rain-2::Old? {T}"
    first, second = read_gift(text), read_gift(text)
    assert [question.id for question in first.questions] == ["rain", "rain-2", "rain-2-2"]
    assert first.questions == second.questions


def test_line_ends_of_every_system_divide_questions() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert len(read_gift(f"One? {{T}}{end}{end}Two? {{F}}{end} \t{end}Three? {{T}}").questions) == 3


def test_a_file_without_a_question_says_what_one_looks_like() -> None:
    assert codes(read_gift("")) == ["E703"]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("Q {=%150%a ~b}", "W714", '"%150%" was read as 100%'),
        ("Q {=right ~%-300%b}", "W714", '"%-300%" was read as -100%'),
        ("Q {~%abc%b =a}", "W714", '"%abc%" is no share of the mark, and stays in the answer\'s text'),
        ("Q {=%50,5%a =b}", "W714", '"%50,5%" is no share of the mark'),
        ("Q {=a =%-50%b}", "W713", 'the answer "b" cost 50%, and a wrong answer costs nothing'),
        ("Q {#=5 ~6}", "W713", 'the answer "6" is wrong, and a bank\'s number lists no wrong ones'),
        ("// about\n// more\nQ {T}", "W713", '2 comment lines stay behind: "// about", "// more"'),
        ("Q {T}\n\n// [tag:a] and words", "W713", '1 comment line stays behind: "// [tag:a] and words"'),
    ],
)
def test_nothing_is_dropped_without_a_word(text: str, code: str, said: str) -> None:
    imported = read_gift(text)
    assert len(imported.questions) == 1
    found = {each.message: each for each in imported.losses}
    (own,) = (each for message, each in found.items() if said in message)
    assert own.code == code
    assert own.place.line == text[: text.index(said.split('"')[1])].count("\n") + 1
    assert own.suggestion or code == "W713"


def test_what_moodle_and_factdeck_write_as_comments_themselves_is_no_loss() -> None:
    assert codes(read_gift("// question: 12  name: Sea\n// [id:sea] [tags:a,b]\n::Sea::Salty? {T}")) == []


def test_the_last_of_several_categories_in_a_row_counts() -> None:
    assert only("$CATEGORY: a\n$CATEGORY: b/c\nQ {T}").tags == ("c",)
