"""Pasted pages: which lines are material, what the page says of its article, and how it is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from question_bank.drafting import Furniture, draft
from question_bank.evidence import body_paragraphs

LEAD = "The harbour of Minta was dredged in 1987, and the largest ships have used it ever since."
NEXT = "Its two cranes lift as many as forty boxes an hour, which no other port on the coast can do."


def page(*lines: str) -> str:
    return "\n".join(lines)


def reasons(*lines: str) -> dict[str, Furniture]:
    """Return what each line between two paragraphs of an article is taken for; material is left out."""
    made = draft(page(LEAD, *lines, NEXT), name="harbour.txt")
    return {line.text: line.furniture for line in made.lines if line.furniture}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Advertisement", Furniture.ADVERT),
        ("Story continues below", Furniture.ADVERT),
        ("Home > World > Harbours", Furniture.NAVIGATION),
        ("News | Sport | Weather | Shop", Furniture.NAVIGATION),
        ("Skip to main content", Furniture.NAVIGATION),
        ("Photo: Ana Weiss/Reuters", Furniture.CAPTION),
        ("The old pier, pictured in 1950", Furniture.SCRAP),
        ("Figure 3. Boxes an hour in each of the ports.", Furniture.CAPTION),
        ("Workers on the quay last summer. (Getty Images)", Furniture.CAPTION),
        ("Subscribe to our newsletter and never miss a story.", Furniture.SUBSCRIPTION),
        ("You have read 3 of 5 free articles this month.", Furniture.SUBSCRIPTION),
        ("Already a subscriber? Log in to continue.", Furniture.SUBSCRIPTION),
        ("Share on Facebook", Furniture.SHARING),
        ("Facebook Twitter WhatsApp Email", Furniture.SHARING),
        ("12 comments", Furniture.SHARING),
        ("We use cookies to improve your visit. Accept all cookies", Furniture.COOKIES),
        ("Related: Five ports that vanished", Furniture.RELATED),
        ("Read more: why harbours silt up", Furniture.RELATED),
        ("Most read", Furniture.RELATED),
        ("By Nora Lind, staff reporter", Furniture.BYLINE),
        ("Published on 3 May 2020 at 10:15", Furniture.DATE),
        ("4 min read", Furniture.DATE),
        ("© 2020 Minta Herald. All rights reserved.", Furniture.RIGHTS),
        ("* * *", Furniture.SCRAP),
        ("A short heading", Furniture.SCRAP),
    ],
)
def test_furniture_is_told_from_material_with_its_reason(line: str, reason: Furniture) -> None:
    assert reasons(line) == {line: reason}


@pytest.mark.parametrize(
    "sentence",
    [
        "The newspaper sold more subscriptions in 1990 than in any year before, and its owner "
        "built a printing house with the money that the new readers brought in.",
        "Home prices in Minta rose by 12 per cent.",
        "Cookies were first baked on the island in 1820.",
        "She shared the prize with two others.",
        "“It never rains here,” she said.",
    ],
)
def test_sentences_about_such_things_stay(sentence: str) -> None:
    assert reasons(sentence) == {}


def test_the_page_tells_title_author_publisher_and_day() -> None:
    made = draft(
        page(
            "Home",
            "How Minta got its harbour",
            "By Nora Lind",
            "Published: 3 May 2020",
            LEAD,
            NEXT,
            "© 2020 Minta Herald. All rights reserved.",
            "https://example.org/minta",
        ),
        name="minta.txt",
    )
    source = made.source
    assert (source.title, source.author, source.publisher) == (
        "How Minta got its harbour",
        "Nora Lind",
        "Minta Herald",
    )
    assert source.published == date(2020, 5, 3)


def test_a_day_that_may_be_two_is_not_guessed() -> None:
    assert draft(page("Published on 04/05/2020", LEAD, NEXT), name="x.txt").source.published is None


def test_a_title_that_the_text_takes_up_beats_another_line_above_it() -> None:
    made = draft(page("Great holiday flats", "Minta and its harbour", "Sunny tomorrow", LEAD, NEXT), name="x")
    assert made.source.title == "Minta and its harbour"


def test_the_kept_text_has_the_paragraphs_and_nothing_else_in_its_body() -> None:
    made = draft(page("Menu", LEAD, "Advertisement", NEXT, "Most read"), name="x.txt")
    assert [each.text for each in body_paragraphs(made.source, made.text)] == [LEAD, NEXT]
    assert all(word in made.text for word in ("Menu", "Advertisement", "Most read"))


def test_a_broken_paragraph_is_one_paragraph_again() -> None:
    first = [
        "The harbour of Minta was dredged in the year 1987, and the",
        "largest ships of all have used it ever since, from all over",
        "the world and in every season but the shortest winter.",
    ]
    second = [
        "Its two cranes lift as many as forty boxes an hour, and no other",
        "port on the whole of the western coast can do as much, since its",
        "quays are short and the water beside them is shallow.",
    ]
    made = draft(page(*first, "", *second), name="x.txt")
    assert [each.text for each in body_paragraphs(made.source, made.text)] == [
        " ".join(first),
        " ".join(second),
    ]


def test_the_teacher_overrules_any_line() -> None:
    text = page(LEAD, "Advertisement", NEXT)
    made = draft(text, name="x.txt", chosen={2: True, 3: False})
    assert [line.furniture for line in made.lines] == [None, None, Furniture.CHOSEN]
    assert [each.text for each in body_paragraphs(made.source, made.text)] == [LEAD, "Advertisement"]


def test_a_line_kept_from_the_furniture_says_by_which_words_it_was_known() -> None:
    made = draft(page(LEAD, "Please subscribe today to go on.", NEXT), name="x.txt")
    assert [line.sign for line in made.lines if line.furniture] == ["subscribe"]


SHARED = Path(__file__).parents[4] / "shared" / "sources"


@pytest.mark.parametrize(
    ("number", "paragraphs", "title"), [("000", 21, "heads to China"), ("002", 17, "eyes energy gains")]
)
def test_the_articles_of_the_first_bank_lose_their_furniture(
    number: str, paragraphs: int, title: str
) -> None:
    found = sorted(SHARED.glob(f"{number}_*.txt")) if SHARED.is_dir() else []
    if not found:
        # The articles are other people's and not in the repository: elsewhere there is nothing to see.
        return
    made = draft(found[0].read_text(encoding="utf-8"), name=found[0].name)
    assert title in made.source.title
    assert len(body_paragraphs(made.source, made.text)) == paragraphs
