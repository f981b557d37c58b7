"""What stands in the fields: readable without our templates, and telling nothing on the front."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from question_bank import model as m
from question_bank.anki.citations import Citations
from question_bank.anki.dates import date_text, rounded
from question_bank.anki.escaping import neutral, neutral_text
from question_bank.anki.fields import field_names, note_fields
from question_bank.anki.note_types import note_type

ChangedIn = Callable[..., m.Bank]


def fields_of(bank: m.Bank, question_id: str) -> dict[str, str]:
    question = next(question for question in bank.questions if question.id == question_id)
    return note_fields(bank, question, lambda file: file.rpartition("/")[2])


def front_of(bank: m.Bank, question: m.Question) -> dict[str, str]:
    """Return the fields that the front's template shows."""
    (template,) = note_type(question.kind).templates
    shown = set(re.findall(r"\{\{(?:cloze:)?([^#/:}]+)\}\}", template["qfmt"]))
    return {name: text for name, text in note_fields(bank, question, str).items() if name in shown}


def test_every_kind_fills_exactly_its_note_types_fields(water: m.Bank) -> None:
    for question in water.questions:
        assert tuple(note_fields(water, question, str)) == field_names(question.kind)


def single(answer: str, *wrong: str) -> m.Question:
    return m.SingleChoice(id="q", prompt="p", answer=answer, distractors=distractors(*wrong))


def multiple(answers: str, *wrong: str) -> m.Question:
    return m.MultipleChoice(id="q", prompt="p", answers=tuple(answers), distractors=distractors(*wrong))


def distractors(*texts: str) -> tuple[m.Distractor, ...]:
    return tuple(m.Distractor(text=text) for text in texts)


def ordering(texts: str) -> m.Question:
    return m.Ordering(id="q", prompt="p", items=tuple(m.OrderingItem(text=text) for text in texts))


def matching(rights: str, spare: str) -> m.Question:
    pairs = tuple(m.Pair(left=f"left {number}", right=right) for number, right in enumerate(rights))
    return m.Matching(id="q", prompt="p", pairs=pairs, spare=tuple(spare))


def number(written: str, scale: m.Scale) -> m.Question:
    unit = m.Unit(name="km")
    return m.NumberQuestion(
        id="q", prompt="p", answer=Decimal(written), written=written, unit=unit, scale=scale
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (single("a", "b", "c"), single("c", "a", "b")),
        (multiple("ab", "c"), multiple("c", "b", "a")),
        (m.TrueFalse(id="q", prompt="p", answer=True), m.TrueFalse(id="q", prompt="p", answer=False)),
        (ordering("abcd"), ordering("dbca")),
        (matching("ab", "c"), matching("ca", "b")),
        (
            m.ShortAnswer(id="q", prompt="p", answer="a"),
            m.ShortAnswer(id="q", prompt="p", answer="another", accept=("b",)),
        ),
        (number("1", m.Scale.NONE), number("90", m.Scale.MILLION)),
    ],
    ids=lambda question: question.kind.value,
)
def test_the_front_says_the_same_whatever_the_key_is(one: m.Question, other: m.Question) -> None:
    bank = m.Bank(id="b", title="B")
    assert note_fields(bank, one, str) != note_fields(bank, other, str)
    assert front_of(bank, one) == front_of(bank, other)


def test_options_stand_in_a_different_order_in_different_questions() -> None:
    bank = m.Bank(id="b", title="B")
    wrong = tuple(m.Distractor(text=text) for text in "bcd")
    fronts = {
        front_of(bank, m.SingleChoice(id=f"q{number}", prompt="p", answer="a", distractors=wrong))["Options"]
        for number in range(50)
    }
    assert len(fronts) > 10


def test_the_solution_stands_in_the_order_of_the_options(water: m.Bank) -> None:
    for question_id in ("vapour-origin", "states", "lakes"):
        fields = fields_of(water, question_id)
        texts = re.sub(r'<div class="feedback">.*?</div>| class="\w+"', "", fields["Solution"])
        assert texts == fields["Options"]


def test_the_id_field_names_bank_and_first_id(water: m.Bank) -> None:
    assert fields_of(water, "vapour-origin")["ID"] == "water/vapor-origin"


def test_a_distractors_feedback_stands_with_it(water: m.Bank) -> None:
    assert (
        '<li class="wrong">Glaciers<div class="feedback">Ice gives off very little vapour.</div></li>'
        in fields_of(water, "vapour-origin")["Solution"]
    )


def test_the_source_names_title_author_publisher_date_paragraph_and_whose_claim_it_is(water: m.Bank) -> None:
    assert fields_of(water, "cycle")["Source"] == (
        "<ul><li><b>According to the survey&#x27;s authors</b>, via the Field Agency<br>"
        '<a href="https://example.org/survey?a=1&amp;b=2"><cite>The water survey</cite></a>, R. Hale, '
        "Field Notes, 25 August 2011, paragraph 4 (“By far the … the sea”)</li></ul>"
    )


def test_alternative_passages_are_joined_by_or(water: m.Bank) -> None:
    source = fields_of(water, "lakes")["Source"]
    assert (
        "paragraph 6 (“Rivers … coast”) or <cite>A letter on rivers</cite>, River Weekly, paragraph 2"
        in source
    )


def test_passages_of_one_source_are_cited_together(water: m.Bank) -> None:
    passages = tuple(
        m.Passage(source="letter", paragraph=number, begins=begins, ends="end")
        for number, begins in ((2, "one"), (2, "two"), (5, "end"))
    )
    fact = m.Fact(id="f", says="s", evidence=m.Evidence(passages=passages), by=("A", "B", "C"))
    bank = replace(water, facts=(fact,))
    html = Citations(bank).html(m.Flashcard(id="q", prompt="p", answer="a", facts=("f", "gone")))
    assert "According to A, B and C</b><br>" in html
    assert html.count("A letter on rivers") == 1
    assert "paragraph 2 (“one … end”, “two … end”), paragraph 5 (“end”)" in html


def test_only_web_addresses_become_links(water: m.Bank) -> None:
    sources = tuple(replace(source, url="javascript:alert(1)") for source in water.sources)
    assert "<a" not in Citations(replace(water, sources=sources)).html(water.questions[0])


def test_an_image_that_no_text_places_stands_in_the_media_field(water: m.Bank) -> None:
    assert (
        fields_of(water, "vapour-origin")["Media"] == '<div><img src="sea.GIF" alt="The sea at noon"></div>'
    )
    assert fields_of(water, "capital")["Media"] == ""
    assert '<img src="map.gif"' in fields_of(water, "capital")["Prompt"]


def test_an_image_placed_in_the_explanation_is_not_shown_on_the_front(
    water: m.Bank, changed_in: ChangedIn
) -> None:
    bank = changed_in(water, "vapour-origin", explanation="See ![](images/sea.GIF)")
    fields = fields_of(bank, "vapour-origin")
    assert fields["Media"] == ""
    assert '<img src="sea.GIF"' in fields["Explanation"]


def test_a_number_is_typed_without_its_unit_unless_that_is_required(water: m.Bank) -> None:
    volume, length = fields_of(water, "volume"), fields_of(water, "length")
    assert (volume["Typed"], volume["Hint"], volume["Answer"]) == (
        "1.1 million",
        "in litres",
        "1.1 million litres",
    )
    assert (length["Typed"], length["Hint"], length["Answer"]) == ("12 km", "with its unit", "12 km")
    assert volume["Also accepted"] == "up to 5 % more or less"
    assert length["Also accepted"] == ""


def test_a_date_is_typed_as_exactly_as_it_must_be_known_and_shown_whole(water: m.Bank) -> None:
    fields = fields_of(water, "flood")
    assert (fields["Typed"], fields["Hint"], fields["Answer"]) == (
        "August 2011",
        "like March 1999",
        "24 August 2011",
    )


def test_dates_of_other_languages_are_written_the_iso_way(water: m.Bank) -> None:
    fields = fields_of(replace(water, language="ko"), "flood")
    assert (fields["Typed"], fields["Hint"], fields["Answer"]) == ("2011-08", "as YYYY-MM", "2011-08-24")
    assert date_text(date(2011, 8, 25), "en-GB") == "25 August 2011"
    assert str(rounded(m.PartialDate(2011, 8, 24), m.Precision.YEAR)) == "2011"


def test_markdown_around_a_gap_still_works(water: m.Bank) -> None:
    assert fields_of(water, "path")["Text"] == (
        "Rain falls on <strong>{{c1::land}}</strong>, runs into {{c2::rivers::what flows?}} "
        "and reaches the {{c1::sea}}."
    )


def test_a_gap_that_markdown_would_swallow_makes_the_text_plain(water: m.Bank, changed_in: ChangedIn) -> None:
    bank = changed_in(water, "path", text="![{{c1::a}}](images/none.gif) and [{{c2::b}}]({{c3::c}})")
    assert (
        fields_of(bank, "path")["Text"] == "!&#91;{{c1::a}}](images/none.gif) and &#91;{{c2::b}}]({{c3::c}})"
    )


def test_equal_labels_share_a_rank(water: m.Bank) -> None:
    assert re.findall(r'data-rank="(\d)"', fields_of(water, "steps")["Solution"]) == ["0", "1", "2", "2"]


def test_items_without_labels_never_tie(water: m.Bank, changed_in: ChangedIn) -> None:
    bank = changed_in(water, "steps", items=tuple(m.OrderingItem(text=text) for text in "abc"))
    assert re.findall(r'data-rank="(\d)"', fields_of(bank, "steps")["Solution"]) == ["0", "1", "2"]


def test_a_list_has_as_many_blanks_as_answers_are_needed(water: m.Bank) -> None:
    fields = fields_of(water, "oceans")
    assert fields["Options"].count("<li>") == 3
    assert fields["Hint"] == "3 answers"
    assert '<li>Southern<div class="also">Antarctic</div></li>' in fields["Solution"]


def test_mathjax_finds_no_delimiter_but_an_attribute_stays_whole() -> None:
    assert neutral('<img alt="\\(x\\)">\\(y\\)') == (
        '<img alt="&#92;(x&#92;)">&#92;<span></span>(y&#92;<span></span>)'
    )


def test_characters_that_no_field_can_hold_are_dropped() -> None:
    assert neutral_text("a\x1fb\x00c\ud800d\x7f") == "abcd"
    assert neutral_text("tab\tand\nline") == "tab\tand\nline"


def test_a_scale_that_the_prompt_names_need_not_be_typed(water: m.Bank, changed_in: ChangedIn) -> None:
    fields = fields_of(changed_in(water, "volume", prompt="How many million litres does it hold?"), "volume")
    assert (fields["Typed"], fields["Answer"]) == ("1.1", "1.1 million litres")


def test_facts_of_one_speaker_are_cited_in_one_entry(water: m.Bank) -> None:
    def fact(number: int, by: str) -> m.Fact:
        passage = m.Passage(source="letter", paragraph=number, begins=f"w{number}", ends=f"w{number}")
        return m.Fact(id=f"f{number}", says="s", by=(by,), evidence=m.Evidence(passages=(passage,)))

    bank = replace(water, facts=(fact(9, "A"), fact(2, "B"), fact(3, "A")))
    html = Citations(bank).html(m.Flashcard(id="q", prompt="p", answer="a", facts=("f9", "f2", "f3")))
    assert html == (
        "<ul><li><b>According to A</b><br><cite>A letter on rivers</cite>, River Weekly, "
        "paragraph 3 (“w3”), paragraph 9 (“w9”)</li>"
        "<li><b>According to B</b><br><cite>A letter on rivers</cite>, River Weekly, "
        "paragraph 2 (“w2”)</li></ul>"
    )
