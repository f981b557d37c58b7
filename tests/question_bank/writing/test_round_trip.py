"""What the writer wrote the reader reads as the same bank, whatever a teacher may have typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from question_bank.model import (
    Bank,
    Cloze,
    DateQuestion,
    Distractor,
    Evidence,
    Fact,
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
    Passage,
    Precision,
    Question,
    Scale,
    ShortAnswer,
    SingleChoice,
    Source,
    Tolerance,
    TrueFalse,
    Unit,
)
from question_bank.problems import Problem
from question_bank.reading import read_bank_texts
from question_bank.writing import bank_to_files, block_of, format_text, question_to_yaml, splice

NO_BYTES = "e3b0c44298fc1c14"  # the digest of an empty file, as `as_bytes` has it
NASTY = [
    *(
        "no",
        "1e3",
        "# x",
        "a: b",
        "a:",
        "a #b",
        "-",
        "- x",
        "---",
        "? x",
        "!x",
        "*x",
        "&x",
        "@x",
        "%x",
        "`x",
        "'x",
    ),
    *(
        '"x"',
        "\"x\" 'y'",
        "|",
        ">-",
        "{x",
        "{{x",
        "[x",
        "x, y",
        "~",
        "null",
        "true",
        " x",
        "x ",
        "x\n",
        "\nx",
    ),
    *(
        "x\n\ny",
        "x \ny",
        "\tx",
        "x\ty",
        "\u00a0x",
        "x\u2028y",
        "\\n",
        "日本語: 語",
        "😀",
        "10,000",
        "12:30",
        "<b>",
    ),
    *("word " * 60 + "end", "word  " * 40 + "end", "x" * 300, "one line\n  two\n", "What is # 3?"),
]
HIDDEN = [
    *map(chr, range(9)),
    *map(chr, range(11, 32)),
    *map(chr, range(127, 160)),
    "\ufeff",
    "\ufffe",
    "\uffff",
]
characters = st.characters(exclude_categories=["Cs"], exclude_characters=HIDDEN)
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(alphabet=st.sampled_from("ab1 :#-?,[]{}'\"\\\n\t&*!|>%@`~."), min_size=1, max_size=20),
    st.text(alphabet=characters, min_size=1, max_size=40),
).filter(lambda text: text.strip() != "")
some_texts = st.lists(texts, max_size=3).map(tuple)
decimals = st.decimals(min_value=0, max_value=10**9, places=2).filter(lambda value: value > 0)
LANGUAGES = ["en", "de", "fr", "ru"]


@st.composite
def common(draw: st.DrawFn, number: int) -> dict[str, object]:
    return {
        "id": f"q{number}",
        "was": tuple(f"old-{number}-{each}" for each in range(draw(st.integers(0, 2)))),
        "facts": draw(st.sampled_from([(), ("f0",), ("f0", "f1")])),
        "tags": draw(some_texts),
        "explanation": draw(st.just("") | texts),
        "difficulty": draw(st.none() | st.integers(1, 5)),
        "edition": draw(st.integers(1, 12)),
        "draft": draw(st.booleans()),
        "media": draw(
            st.sampled_from([(), (Media(file="images/a.png", alt="a: map, #1", digest=NO_BYTES),)])
        ),
        "derived": draw(st.just("") | texts),
        "unsourced": draw(st.just("") | texts),
    }


@st.composite
def gaps(draw: st.DrawFn) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """A cloze's text and what its gaps accept."""
    words = st.sampled_from(["sea", "a b", "x: y", "no", "#1", "it's", '"x"', "1,000"])
    pieces, accept = [draw(st.sampled_from(["", "The ", "- ", "# ", "a: "]))], []
    for _ in range(draw(st.integers(1, 3))):
        hint = draw(st.sampled_from(["", "::hint", "::a: b"]))
        pieces.append(f"{{{{c{draw(st.integers(1, 3))}::{draw(words)}{hint}}}}}")
        pieces.append(draw(st.sampled_from(["", " and ", ": ", " # ", "\n"])))
        accept.append(tuple(draw(st.lists(words, max_size=2))))
    return "".join(pieces), tuple(accept) if draw(st.booleans()) else ()


@st.composite
def numbers(draw: st.DrawFn, shared: dict[str, object]) -> NumberQuestion:
    value = draw(st.integers(-(10**12), 10**12))
    unit = Unit(name=draw(texts), accept=draw(some_texts), required=draw(st.booleans()))
    return NumberQuestion(
        **shared,
        prompt=draw(texts),
        answer=Decimal(value),
        written=str(value),
        tolerance=draw(st.builds(Tolerance, amount=decimals, percent=st.booleans()) | st.just(Tolerance())),
        unit=draw(st.sampled_from([None, unit])),
        scale=draw(st.sampled_from(Scale)),
    )


@st.composite
def dates(draw: st.DrawFn, shared: dict[str, object]) -> DateQuestion:
    day = draw(st.dates(min_value=date(1000, 1, 1)))
    answer = draw(
        st.sampled_from(
            [
                PartialDate(day.year),
                PartialDate(day.year, day.month),
                PartialDate(day.year, day.month, day.day),
            ]
        )
    )
    finest = list(Precision).index(answer.precision)
    precision = draw(st.sampled_from(list(Precision)[: finest + 1]))
    return DateQuestion(**shared, prompt=draw(texts), answer=answer, precision=precision)


@st.composite
def questions(draw: st.DrawFn, number: int) -> Question:
    shared = draw(common(number))
    kind = draw(st.sampled_from(Kind))
    if kind is Kind.NUMBER:
        return draw(numbers(shared))
    if kind is Kind.DATE:
        return draw(dates(shared))
    if kind is Kind.CLOZE:
        text, accept = draw(gaps())
        return Cloze(**shared, text=text, accept=accept)
    shared["prompt"] = draw(texts)
    return draw(CHOICES[kind](shared))


def many(values: st.SearchStrategy, least: int = 1) -> st.SearchStrategy:
    return st.lists(values, min_size=least, max_size=4).map(tuple)


distractors = many(st.builds(Distractor, text=texts, feedback=st.just("") | texts))
list_items = st.builds(ListItem, answer=texts, accept=some_texts)
CHOICES = {
    Kind.FLASHCARD: lambda shared: st.builds(Flashcard, **just(shared), answer=texts),
    Kind.TRUE_FALSE: lambda shared: st.builds(TrueFalse, **just(shared), answer=st.booleans()),
    Kind.SINGLE_CHOICE: lambda shared: st.builds(
        SingleChoice, **just(shared), answer=texts, distractors=distractors
    ),
    Kind.MULTIPLE_CHOICE: lambda shared: st.builds(
        MultipleChoice, **just(shared), answers=many(texts), distractors=distractors
    ),
    Kind.SHORT_ANSWER: lambda shared: st.builds(
        ShortAnswer, **just(shared), answer=texts, accept=some_texts, reject=some_texts, strict=st.booleans()
    ),
    Kind.LIST: lambda shared: many(list_items).flatmap(
        lambda answers: st.builds(
            ListQuestion, **just(shared), answers=st.just(answers), need=st.integers(1, len(answers))
        )
    ),
    Kind.ORDERING: lambda shared: st.builds(
        Ordering,
        **just(shared),
        items=many(st.builds(OrderingItem, text=texts, label=st.just("") | texts), 2),
    ),
    Kind.MATCHING: lambda shared: st.builds(
        Matching, **just(shared), pairs=many(st.builds(Pair, left=texts, right=texts), 2), spare=some_texts
    ),
}


def just(values: dict[str, object]) -> dict[str, st.SearchStrategy]:
    return {name: st.just(value) for name, value in values.items()}


@st.composite
def banks(draw: st.DrawFn) -> Bank:
    passages = many(
        st.builds(Passage, source=st.just("s"), paragraph=st.integers(1, 99), begins=texts, ends=texts)
    )
    source = Source(
        id="s",
        title=draw(texts),
        publisher=draw(st.just("") | texts),
        author=draw(st.just("") | texts),
        published=draw(st.none() | st.dates(min_value=date(1000, 1, 1))),
        url=draw(st.sampled_from(["", "https://example.org/a?b=c#d"])),
        file=draw(st.sampled_from(["", "a b.txt", "000_1.txt", "#1.txt"])),
        body=draw(st.sampled_from([None, (1, 1), (11, 51)])),
        quote=draw(st.booleans()),
    )
    facts = [
        Fact(
            id=f"f{number}",
            says=draw(texts),
            evidence=draw(st.builds(Evidence, passages=passages, alternatives=st.booleans())),
            by=draw(some_texts),
            via=draw(some_texts),
            tags=draw(some_texts),
        )
        for number in range(2)
    ]
    return Bank(
        id="water",
        title=draw(texts),
        language=draw(st.sampled_from(LANGUAGES)),
        description=draw(st.just("") | texts),
        sources=(source,),
        facts=tuple(facts),
        questions=tuple(draw(questions(number)) for number in range(draw(st.integers(0, 3)))),
    )


def as_bytes(files: dict[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in files.items()} | {"images/a.png": b""}


def of_reading(problems: tuple[Problem, ...]) -> list[str]:
    """Findings about YAML and shape; that random answers are alike, or mean nothing, is another matter."""
    families = ("E10", "E11", "E13", "W1")
    return [f"{each.code} {each.message}" for each in problems if each.code.startswith(families)]


generous = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@given(banks())
@generous
def test_a_written_bank_reads_back_as_the_same_bank(bank: Bank) -> None:
    reading = read_bank_texts(as_bytes(bank_to_files(bank)))
    assert of_reading(reading.problems) == []
    assert reading.bank == bank


@given(banks())
@generous
def test_what_the_writer_wrote_is_canonical(bank: Bank) -> None:
    for text in bank_to_files(bank).values():
        assert format_text(text) == text


@given(banks(), st.sampled_from(LANGUAGES))
@generous
def test_a_question_spliced_into_a_file_is_read_as_that_question(bank: Bank, language: str) -> None:
    bank = replace(bank, language=language)
    card = Flashcard(id="here", prompt="P", answer="A")
    files = bank_to_files(replace(bank, questions=(card, Flashcard(id="last", prompt="P", answer="A"))))
    name = "questions/questions.yaml"
    for question in bank.questions:
        text = splice(files[name], "here", question_to_yaml(question, language))
        reading = read_bank_texts(as_bytes({**files, name: text}))
        assert reading.bank is not None
        assert reading.bank.questions[0] == question
        assert reading.bank.questions[1].id == "last"
        assert block_of(text, question.id) == question_to_yaml(question, language)
