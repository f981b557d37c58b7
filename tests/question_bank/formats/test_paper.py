"""The printed sheet: questions without their keys, the key on a page of its own, and nothing from outside."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from question_bank.formats import write_paper
from question_bank.model import (
    Bank,
    Cloze,
    DateQuestion,
    Distractor,
    Evidence,
    Fact,
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
    Passage,
    Precision,
    Question,
    ShortAnswer,
    SingleChoice,
    Source,
    Tolerance,
    TrueFalse,
    Unit,
)

KINDS: tuple[Question, ...] = (
    Flashcard(id="a", prompt="What is dew?", answer="Water"),
    TrueFalse(id="b", prompt="Steam is water.", answer=True),
    SingleChoice(
        id="c", prompt="From?", answer="Sea", distractors=(Distractor(text="Rock", feedback="Dry"),)
    ),
    MultipleChoice(id="d", prompt="Wet?", answers=("Lake", "Rain"), distractors=(Distractor(text="Dust"),)),
    ShortAnswer(id="e", prompt="Name?", answer="fog", accept=("mist",)),
    ListQuestion(
        id="f",
        prompt="Two seas?",
        answers=(ListItem(answer="Aral", accept=("Oral",)), ListItem(answer="Red")),
        need=2,
    ),
    NumberQuestion(
        id="g",
        prompt="How far?",
        answer=Decimal(12),
        written="12",
        tolerance=Tolerance(amount=Decimal("5.0"), percent=True),
        unit=Unit(name="km"),
    ),
    DateQuestion(id="h", prompt="When?", answer=PartialDate(2011, 8), precision=Precision.MONTH),
    Cloze(id="i", text="The {{c1::sun::star}} *draws* {{c2::vapour}}.", accept=((), ("steam",))),
    Ordering(
        id="j", prompt="Order?", items=(OrderingItem(text="rise", label="1st"), OrderingItem(text="fall"))
    ),
    Matching(
        id="k",
        prompt="Which?",
        pairs=(Pair(left="Ice", right="solid"), Pair(left="Tea", right="liquid")),
        spare=("gas",),
    ),
)
KEYS = (
    "Water",
    "True",
    "<b>B</b> Sea",
    "<b>A</b> Rain; <b>B</b> Lake",
    "fog (also: mist)",
    "Aral (also: Oral); Red",
    "12 km (± 5 %)",
    "2011-08",
    "sun; vapour (also: steam)",
    "rise (1st) → fall",
    "Ice: <b>C</b> solid; Tea: <b>B</b> liquid",
)


class Loads(HTMLParser):
    """Collects what a browser would load or run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag in {"script", "link", "iframe"} or any(name.startswith("on") for name in found):
            self.found.append(tag)
        if "src" in found:
            self.found.append(str(found["src"]))


def sheet(*questions: Question, bank: Bank | None = None) -> tuple[str, str]:
    """The pages of questions, and the key."""
    whole = replace(bank or Bank(id="water", title="Water"), questions=questions)
    text = write_paper(whole).text
    pages, _, key = text.partition('<section class="key"')
    assert key
    return pages, key


CASES = [pytest.param(question, key, id=question.kind) for question, key in zip(KINDS, KEYS, strict=True)]


@pytest.mark.parametrize(("question", "key"), CASES)
def test_the_key_of_every_kind_stands_after_the_page_break_and_nowhere_before(
    question: Question, key: str
) -> None:
    pages, behind = sheet(question)
    assert f'dir="auto">{key}</li>' in behind
    assert "break-before: page" in pages
    for said in ("Water</li>", "fog", "mist", "Aral", "Oral", "12 km", "2011", "sun", "vapour", "1st", "Dry"):
        assert said not in pages.partition("<ol>")[2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TrueFalse(id="q", prompt="?", answer=True), TrueFalse(id="q", prompt="?", answer=False)),
        (
            SingleChoice(id="q", prompt="?", answer="x", distractors=(Distractor(text="y", feedback="no"),)),
            SingleChoice(id="q", prompt="?", answer="y", distractors=(Distractor(text="x"),)),
        ),
        (
            MultipleChoice(
                id="q", prompt="?", answers=("x",), distractors=(Distractor(text="y"), Distractor(text="z"))
            ),
            MultipleChoice(id="q", prompt="?", answers=("z", "y"), distractors=(Distractor(text="x"),)),
        ),
        (Cloze(id="q", text="a {{c1::b::d}} c"), Cloze(id="q", text="a {{c2::a longer one::d}} c")),
        (
            Ordering(id="q", prompt="?", items=(OrderingItem(text="x"), OrderingItem(text="y"))),
            Ordering(id="q", prompt="?", items=(OrderingItem(text="y", label="9"), OrderingItem(text="x"))),
        ),
        (
            Matching(id="q", prompt="?", pairs=(Pair(left="l", right="x"),), spare=("y",)),
            Matching(id="q", prompt="?", pairs=(Pair(left="l", right="y"),), spare=("x",)),
        ),
    ],
)
def test_sheets_that_differ_in_what_is_right_alone_have_the_same_question_pages(
    one: Question, other: Question
) -> None:
    assert sheet(one)[0] == sheet(other)[0]
    assert sheet(one)[1] != sheet(other)[1]


def test_the_same_bank_gives_the_same_sheet_and_another_question_another_order() -> None:
    bank = Bank(id="water", title="Water", questions=KINDS)
    assert write_paper(bank).text == write_paper(bank).text
    wrong = tuple(Distractor(text=text) for text in "bcdefgh")
    choices = (
        SingleChoice(id=name, prompt="?", answer="a", distractors=wrong) for name in ("one", "two", "three")
    )
    orders = {tuple(re.findall(r"<span>([a-h])</span></li>", sheet(each)[0])) for each in choices}
    assert len(orders) == 3


def test_a_sheet_loads_nothing_and_shows_what_a_bank_says_as_text() -> None:
    evil = "<script>x</script><img src=//e.org/a onerror=x> ![m](https://e.org/b)"
    media = (Media(file="images/sea.png", alt="The sea"),)
    question = replace(KINDS[0], prompt=f"{evil} ![](images/sea.png)", media=media)
    exported = write_paper(
        Bank(id="w", title="</title><script>", questions=(question,)), {"images/sea.png": b"PNG"}.get
    )
    assert Loads(exported.text).found == ["data:image/png;base64,UE5H"]
    assert "&lt;script&gt;x&lt;/script&gt;" in exported.text
    assert "default-src 'none'" in exported.text
    assert exported.losses == ()


def test_a_picture_that_no_text_places_stands_under_the_prompt_and_one_that_is_gone_is_told_in_words() -> (
    None
):
    media = (Media(file="a.jpg", alt="The <sea>"), Media(file="b.png", alt="The sky"))
    exported = write_paper(
        Bank(id="w", title="W", questions=(replace(KINDS[0], media=media),)), {"a.jpg": b""}.get
    )
    assert '<img src="data:image/jpeg;base64," alt="The &lt;sea&gt;">' in exported.text
    assert "[The sky]" in exported.text
    assert [(each.code, "b.png" in each.message) for each in exported.losses] == [("W711", True)]


def test_drafts_stay_behind_and_are_named() -> None:
    exported = write_paper(Bank(id="w", title="W", questions=(replace(KINDS[0], draft=True), KINDS[1])))
    assert "dew" not in exported.text
    assert [each.message for each in exported.losses] == ["A printed sheet has no equal for the draft of 'a'"]


def test_a_gap_that_cannot_be_rendered_keeps_its_line() -> None:
    pages, _key = sheet(Cloze(id="q", text="[x](http://e.org/{{c1::b}})"))
    assert pages.partition("<ol>")[2].count('class="line"') == 1


def test_the_key_says_where_an_answer_stands() -> None:
    passages = (
        Passage(source="s", paragraph=4, begins="a", ends="b"),
        Passage(source="s", paragraph=2, begins="a", ends="b"),
    )
    bank = Bank(
        id="w",
        title="W",
        sources=(Source(id="s", title="A <b>Survey</b>"),),
        facts=(Fact(id="f", says="x", evidence=Evidence(passages=passages)),),
    )
    pages, key = sheet(replace(KINDS[1], facts=("f",)), bank=bank)
    assert "¶ 2, 4, A &lt;b&gt;Survey&lt;/b&gt;" in key
    assert "Survey" not in pages
