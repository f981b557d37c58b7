"""Anki's cloze notation, taken apart as the real Anki does it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from anki.collection import Collection

from question_bank.anki.taking.clozes import is_flat, numbers, parsed, read_cloze
from question_bank.anki.taking.sanitising import TooLongError
from question_bank.model import Media
from question_bank.model.cloze import blanked, deletions, revealed

PICTURE = Media(file="images/heart.png", alt="A heart")


def find(address: str, words: str) -> Media | None:
    return PICTURE if address == "heart.png" else None


def texts(html: str) -> list[str]:
    """Return what a note becomes: one text, or one for each card where a bank cannot hold them together."""
    nodes = parsed(html)
    asked = [None] if is_flat(nodes) else numbers(nodes)
    return [read_cloze(nodes, find, number).text for number in asked]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("{{c1::Rain}} falls", ["{{c1::Rain}} falls"]),
        ("{{c2::A::the hint}} and {{c1::B}}", ["{{c2::A::the hint}} and {{c1::B}}"]),
        (
            "{{c1::Canberra was {{c2::founded}} in 1913}}",
            ["{{c1::Canberra was founded in 1913}}", "Canberra was {{c2::founded}} in 1913"],
        ),
        ("{{c1,2::x}} and {{c2::y}}", ["{{c1::x}} and y", "{{c2::x}} and {{c2::y}}"]),
        ("{{c1,1::x}}", ["{{c1::x}}"]),
        ("{{c0::shown}} {{c01::b}}", ["shown {{c1::b}}"]),
        ("<b>A {{c1::b</b> c}}", ["A {{c1::b c}}"]),
        ("{{c1::<b>A</b><br>B}}", ["{{c1::**A**\\\nB}}"]),
        (
            "{{c1::a&#58;:b}} {{x}} {c1:q}",
            ["{{c1::a&#58;&#58;b}} &#123;&#123;x&#125;&#125; &#123;c1:q&#125;"],
        ),
        (r"\(\frac{a}{ {{c1::b^2}} }\)", [r"\frac{a}{ {{c1::b²}} &#125;"]),
        (r"{{c1::\(\frac{a}{b}\)}}", [r"{{c1::`\frac{a}{b}`}}"]),
        ('{{c1::<img src="heart.png">}}', ["{{c1::![](images/heart.png)}}"]),
        ("{{c1::never closed", ["&#123;&#123;c1::never closed"]),
        ("{{c1::}} nothing", ["nothing"]),
        ("{{c1::a}} &#xFDD2;7&#xFDD3;b&#xFDD5;", ["{{c1::a}} 7 b"]),
    ],
)
def test_a_text_with_gaps_becomes_what_a_bank_can_hold(html: str, expected: list[str]) -> None:
    assert texts(html) == expected


@pytest.mark.parametrize("html", ["{{c1::" * 9 + "x" + "}}" * 9, "{{c1::x}}" * 501])
def test_more_gaps_than_anybody_makes_are_refused(html: str) -> None:
    with pytest.raises(TooLongError):
        parsed(html)


NOTES = (
    "{{c1::Canberra was {{c2::founded}} in 1913}}",
    "{{c1,2::x}} and {{c2::y}}",
    "{{c1::a::h::i}} b",
    "{{c1::<b>a::b</b>c}}",
    "{{c1::a <b>::h</b>}}",
    "{{c0::zero}} {{c1::b}}",
    "{{c1::{{c1::in}} out::hh}}",
    "{{c1::x::image}} {{c1::y}} {{c3::z}}",
    "{{c1::a {{c2::b::hint2}} c::hint1}}",
    "{{c1::a::b {{c2::x}} c}}",
    "{{c1::a}}} {{c 1::x}} {{C2::y}} {{c01::w}}",
    "<div>{{c1::one}}</div><div>two &lt;b&gt; {{c2::th&amp;ree}}</div>",
)


@pytest.fixture(scope="module")
def shown_by_anki(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[int, tuple[str, str]]]:
    """What the real Anki shows of each note, front and back, by cloze number."""
    collection = Collection(str(Path(tmp_path_factory.mktemp("clozes")) / "collection.anki2"))
    found = {}
    for html in NOTES:
        note = collection.new_note(collection.models.by_name("Cloze"))
        note["Text"] = html
        collection.add_note(note, 1)
        found[html] = {
            card.ord + 1: (_plain(card.question()), _plain(card.answer())) for card in note.cards()
        }
    collection.close()
    return found


def _plain(html: str) -> str:
    without_style = html.rpartition("</style>")[2]
    return "".join(unescape(re.sub("<[^>]*>", "", without_style)).split())


@pytest.mark.parametrize("html", NOTES)
def test_every_card_asks_and_shows_what_it_does_in_the_real_anki(html: str, shown_by_anki) -> None:
    nodes = parsed(html)
    assert set(numbers(nodes)) == set(shown_by_anki[html])
    for number, (front, back) in shown_by_anki[html].items():
        text = read_cloze(nodes, find, number).text
        assert {gap.number for gap in deletions(text)} == {number}
        assert _as_shown(blanked(text)) == front
        assert _as_shown(revealed(text)) == back


def _as_shown(markdown: str) -> str:
    plain = unescape(re.sub(r"\*\*|\\\n", "", markdown))
    return "".join(plain.split())
