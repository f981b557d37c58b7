"""Two banks that have every kind, in the model's own classes, and the real Anki to judge their package."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.import_export_pb2 import ImportResponse

from question_bank import model as m
from question_bank.anki import ExportOptions, ExportReport, write_package

CHANGED = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
# A picture of one grey pixel: the smallest file that browsers and Anki take for an image.
PIXEL = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x90\x90\x90\x00\x00\x00!\xf9\x04\x00\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
NASTY = (
    "<script>alert(1)</script> {{Prompt}} }} {{c1::x}} a::b [sound:x.mp3] [latex]y[/latex] "
    "`\\(z\\)` \\\\(z\\\\) x < 3 and y > 4 \"q\" 's' 😀"
)
NASTY_GAPS = (
    "{{c1::ratio 1::hint [sound:h] \\(h\\)}} [sound:x.mp3] \\\\(z\\\\) }} "
    "<script>alert(1)</script> "
    "{{c2::a [latex] } b: {c \x1f <b>}} x < 3 and y > 4"
)


def water_bank() -> m.Bank:
    """A bank with every kind of question."""
    return m.Bank(
        id="water",
        title="Where water goes",
        description="A short course on the water cycle.",
        sources=(
            m.Source(
                id="survey",
                title="The water survey",
                publisher="Field Notes",
                author="R. Hale",
                published=date(2011, 8, 25),
                url="https://example.org/survey?a=1&b=2",
            ),
            m.Source(id="letter", title="A letter on rivers", publisher="River Weekly"),
        ),
        facts=(
            m.Fact(
                id="evaporation",
                says="Most water vapour comes from the sea.",
                evidence=m.Evidence(
                    passages=(m.Passage(source="survey", paragraph=4, begins="By far the", ends="the sea"),)
                ),
                by=("the survey's authors",),
                via=("the Field Agency",),
            ),
            m.Fact(
                id="rivers",
                says="Rivers carry most of it back.",
                evidence=m.Evidence(
                    passages=(
                        m.Passage(source="survey", paragraph=6, begins="Rivers", ends="coast"),
                        m.Passage(source="letter", paragraph=2, begins="In the end", ends="to the sea"),
                    ),
                    alternatives=True,
                ),
            ),
        ),
        questions=(*_choice_questions(), *_typed_questions(), *_arranged_questions()),
    )


def _choice_questions() -> tuple[m.Question, ...]:
    return (
        m.Flashcard(
            id="cycle",
            prompt="What drives the *water cycle*?",
            answer="The **sun's** heat",
            explanation="It lifts water as vapour; gravity brings it back.",
            facts=("evaporation",),
            tags=("water", "big idea"),
        ),
        m.TrueFalse(
            id="lakes", prompt="Lakes hold more fresh water than glaciers.", answer=False, facts=("rivers",)
        ),
        m.SingleChoice(
            id="vapour-origin",
            was=("vapor-origin",),
            prompt="According to the survey's authors, where does most water vapour come from?",
            answer="The oceans",
            distractors=(
                m.Distractor(text="Rivers and the lakes they feed"),
                m.Distractor(text="Glaciers", feedback="Ice gives off very little vapour."),
                m.Distractor(text="Forests"),
            ),
            explanation="Evaporation from the sea exceeds all land sources together.",
            facts=("evaporation",),
            tags=("water",),
            media=(m.Media(file="images/sea.GIF", alt="The sea at noon"),),
        ),
        m.MultipleChoice(
            id="states",
            prompt="Which of these are forms of frozen water?",
            answers=("Hail", "Snow"),
            distractors=(m.Distractor(text="Fog", feedback="Fog is droplets."), m.Distractor(text="Dew")),
            facts=("evaporation", "rivers"),
        ),
    )


def _typed_questions() -> tuple[m.Question, ...]:
    return (
        m.ShortAnswer(
            id="capital",
            prompt="Which river runs through Vienna? ![](images/map.gif)",
            answer="The Danube",
            accept=("Danube", "Donau"),
            media=(m.Media(file="images/map.gif", alt='A map of "Vienna"'),),
            facts=("rivers",),
        ),
        m.ListQuestion(
            id="oceans",
            prompt="Name three oceans.",
            answers=(
                m.ListItem(answer="Pacific"),
                m.ListItem(answer="Atlantic"),
                m.ListItem(answer="Indian"),
                m.ListItem(answer="Southern", accept=("Antarctic",)),
            ),
            need=3,
            facts=("rivers",),
        ),
        m.NumberQuestion(
            id="volume",
            prompt="How much water does the lake hold?",
            answer=Decimal("1.1"),
            written="1.1",
            scale=m.Scale.MILLION,
            unit=m.Unit(name="litres"),
            tolerance=m.Tolerance(amount=Decimal(5), percent=True),
            facts=("rivers",),
        ),
        m.NumberQuestion(
            id="length",
            prompt="How long is the canal, with its unit?",
            answer=Decimal(12),
            written="12",
            unit=m.Unit(name="km", required=True),
            unsourced="imported",
        ),
        m.DateQuestion(
            id="flood",
            prompt="When was the flood?",
            answer=m.PartialDate(2011, 8, 24),
            precision=m.Precision.MONTH,
            facts=("rivers",),
        ),
    )


def _arranged_questions() -> tuple[m.Question, ...]:
    return (
        m.Cloze(
            id="path",
            text="Rain falls on **{{c1::land}}**, runs into {{c2::rivers::what flows?}} "
            "and reaches the {{c1::sea}}.",
            accept=((), ("streams",), ("ocean",)),
            facts=("rivers",),
        ),
        m.Ordering(
            id="steps",
            prompt="Put the steps of the cycle in order.",
            items=(
                m.OrderingItem(text="Evaporation", label="first"),
                m.OrderingItem(text="Condensation", label="then"),
                m.OrderingItem(text="Rain", label="last"),
                m.OrderingItem(text="Snow", label="last"),
            ),
            explanation="Rain and snow share a place.",
            facts=("evaporation",),
        ),
        m.Matching(
            id="rivers-lands",
            prompt="Which river is in which land?",
            pairs=(
                m.Pair(left="Loire", right="France"),
                m.Pair(left="Elbe", right="Germany"),
                m.Pair(left="Seine", right="France"),
            ),
            spare=("Italy",),
            facts=("rivers",),
        ),
        m.Flashcard(id="unfinished", prompt="Not ready", answer="Not ready", draft=True),
    )


def nasty_bank(text: str = NASTY, gaps: str = NASTY_GAPS) -> m.Bank:
    """A bank whose every text is `text`: full of what Anki, LaTeX, MathJax and HTML take for their own."""
    wrong = m.Distractor(text=f"wrong {text}", feedback=text)
    evidence = m.Evidence(passages=(m.Passage(source="s", paragraph=1, begins=text, ends=text),))
    common = {"facts": ("f",), "explanation": text, "tags": ('a b"c', "x::y")}
    prompt = {"prompt": text, **common}
    questions: tuple[m.Question, ...] = (
        m.Flashcard(id="n-flashcard", answer=text, **prompt),
        m.TrueFalse(id="n-true-false", answer=True, **prompt),
        m.SingleChoice(id="n-single", answer=text, distractors=(wrong,), **prompt),
        m.MultipleChoice(id="n-multiple", answers=(text,), distractors=(wrong,), **prompt),
        m.ShortAnswer(id="n-short", answer=text, accept=(text,), **prompt),
        m.ListQuestion(id="n-list", answers=(m.ListItem(answer=text, accept=(text,)),), need=1, **prompt),
        m.NumberQuestion(
            id="n-number", answer=Decimal(3), written="3", unit=m.Unit(name=text, required=True), **prompt
        ),
        m.DateQuestion(id="n-date", answer=m.PartialDate(2011), precision=m.Precision.YEAR, **prompt),
        m.Cloze(
            id="n-cloze",
            text=gaps,
            **common,
        ),
        m.Ordering(
            id="n-ordering",
            items=(m.OrderingItem(text=text, label=text), m.OrderingItem(text=f"2 {text}")),
            **prompt,
        ),
        m.Matching(id="n-matching", pairs=(m.Pair(left=text, right=text),), spare=(f"no {text}",), **prompt),
    )
    return m.Bank(
        id="nasty",
        title='Nasty::"title" <b>',
        sources=(
            m.Source(id="s", title=text, publisher=text, author=text, url='https://e.org/"><b>[sound:x]'),
        ),
        facts=(m.Fact(id="f", says=text, by=(text,), via=(text, text), evidence=evidence),),
        questions=questions,
    )


Pack = Callable[..., tuple[bytes, ExportReport]]
Load = Callable[[bytes], ImportResponse.Log]


def packed(
    *banks: m.Bank,
    newer: str = "",
    media: Callable[[m.Bank, str], bytes] = lambda bank, file: PIXEL,
    options: ExportOptions | None = None,
) -> tuple[bytes, ExportReport]:
    """Return the package's bytes and report; the question `newer` changed a day after the others."""
    out = io.BytesIO()

    def changed(bank: m.Bank, question: m.Question) -> datetime:
        return CHANGED + timedelta(days=question.id == newer)

    report = write_package(banks, changed, media, out, options or ExportOptions())
    return out.getvalue(), report


@pytest.fixture
def water() -> m.Bank:
    return water_bank()


@pytest.fixture(scope="session")
def water_for_all() -> m.Bank:
    return water_bank()


@pytest.fixture
def nasty() -> m.Bank:
    return nasty_bank()


@pytest.fixture(scope="session")
def full_of() -> Callable[[str, str], m.Bank]:
    """Returns a bank with every kind whose every text is the first argument, and its cloze the second."""
    return nasty_bank


@pytest.fixture
def pack() -> Pack:
    return packed


@pytest.fixture
def changed_in() -> Callable[..., m.Bank]:
    """Returns the bank with the named question's attributes replaced."""

    def _changed(bank: m.Bank, question_id: str, **attributes: object) -> m.Bank:
        questions = (
            replace(question, **attributes) if question.id == question_id else question
            for question in bank.questions
        )
        return replace(bank, questions=tuple(questions))

    return _changed


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    """A learner's empty collection in the real Anki."""
    opened = Collection(str(tmp_path / "learner.anki2"))
    yield opened
    opened.close()


@pytest.fixture
def load(collection: Collection, tmp_path: Path) -> Load:
    """Imports a package into the collection, with Anki's own default choices, and returns its log."""

    def _load(package: bytes) -> ImportResponse.Log:
        path = tmp_path / "deck.apkg"
        path.write_bytes(package)
        request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
        return collection.import_anki_package(request).log

    return _load
