"""The workshop's lists: banks and questions as the files are on the disk now, found by what is asked for."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from question_bank.model import Flashcard, Kind
from quiz.services import noticing
from quiz.services.errors import NotFound
from quiz.services.workshop.filtering import chosen, plain, said_by
from quiz.services.workshop.listing import bank_list, question_list, refused_list
from quiz.services.workshop.values import Only, QuestionFilter, QuestionLine

FILE = "questions/all.yaml"


def listed(world, page=1, **wanted):
    return question_list(world.ctx, world.learner, "water", QuestionFilter(**wanted), page)


def ids(found):
    return [line.question.id for line in found.questions]


def change(world, old, new, file=FILE):
    path = world.folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_questions_come_in_the_banks_order_with_their_places(world):
    found = listed(world)
    assert ids(found) == ["vapour-origin", "capitals", "salt", "river"]
    assert [(line.file, line.line) for line in found.questions][:2] == [(FILE, 2), (FILE, 12)]
    assert found.kinds == (
        (Kind.CLOZE, 1),
        (Kind.FLASHCARD, 1),
        (Kind.SHORT_ANSWER, 1),
        (Kind.SINGLE_CHOICE, 1),
    )
    assert found.tags == (("air", 1), ("places", 2), ("water", 1))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"kind": Kind.CLOZE}, ["capitals"]),
        ({"tag": "places"}, ["capitals", "river"]),
        ({"file": "questions/other.yaml"}, []),
        ({"fact": "evaporation", "kind": Kind.FLASHCARD}, ["salt"]),
        ({"fact": "unknown"}, []),
        ({"text": "SEOUL"}, ["river", "capitals"]),
        ({"text": "seoul pyongyang"}, ["capitals"]),
        ({"text": "glaciers vapour"}, ["vapour-origin"]),
        ({"text": "salt"}, ["salt"]),
        ({"text": "evaporation", "tag": "air"}, ["vapour-origin"]),
        ({"text": "nowhere to be found"}, []),
        ({"only": Only.DRAFTS}, []),
        ({"only": Only.ARCHIVED}, []),
    ],
)
def test_a_filter_lets_through_what_is_like_it(world, wanted, expected):
    found = listed(world, **wanted)
    assert sorted(ids(found)) == sorted(expected)
    assert found.found == len(expected)


def test_a_word_of_the_prompt_counts_for_more_than_one_of_an_explanation_and_an_id_for_most():
    def card(name, prompt, answer="x", explanation=""):
        return Flashcard(id=name, prompt=prompt, answer=answer, explanation=explanation)

    cards = [
        card("a", "Other?", explanation="the zebra"),
        card("b", "Other?", "zebra"),
        card("c", "What is a zebra like?"),
        card("zebra", "Other?"),
        card("d", "Nothing"),
    ]
    lines = [(QuestionLine(question=each, file="f", line=1), said_by(each)) for each in cards]
    found = chosen(QuestionFilter(text="Zebra"), lines)
    assert [line.question.id for line in found] == ["zebra", "c", "b", "a"]


@given(st.text(max_size=20))
@example("𝔍")  # a capital only once it is taken for the letter J
def test_words_are_found_whatever_their_case_and_accents(text):
    assert plain(plain(text)) == plain(text)
    assert plain("Élan VÖLLIG") == "elan vollig"


def test_states_are_counted_and_filtered(world, pieces):
    world.start().finish()
    draft = pieces["river"] + "    draft: true\n"
    bare = pieces["capitals"].replace("facts: [evaporation]", "unsourced: it was imported")
    world.sync(draft, bare, pieces["origin"])
    found = listed(world)
    counts = {only: count for only, count in found.states if count}
    assert counts[Only.ALL] == 3
    assert counts[Only.DRAFTS] == 1
    assert counts[Only.WITHOUT_FACT] == 1
    assert counts[Only.ARCHIVED] == 1
    assert ids(listed(world, only=Only.DRAFTS)) == ["river"]
    assert ids(listed(world, only=Only.WITHOUT_FACT)) == ["capitals"]
    (gone,) = listed(world, only=Only.ARCHIVED).questions
    assert (gone.question.id, gone.archived, gone.file) == ("salt", True, "")
    assert ids(listed(world, only=Only.ARCHIVED, text="river")) == []


def test_findings_name_their_question_and_how_many_learners_know_the_old_answer(world):
    world.start().finish()
    change(world, "answer: Salt", "answer: Iodine")
    found = listed(world)
    (about,) = [each for each in found.findings if each.problem.code == "E301"]
    assert about.question == "salt"
    assert "1 learner knows the old one" in about.problem.message
    assert ids(listed(world, only=Only.ERRORS)) == ["salt"]
    assert found.bank.learners == 1


def test_a_broken_file_is_listed_as_it_is_with_the_place_that_breaks_it(world):
    change(world, "prompt: What does", "prompt: [What does")
    found = listed(world)
    assert "river" in ids(found)
    assert found.bank.broken[0].place.file == FILE
    assert found.bank.servable
    assert {each.file: each.errors for each in found.files}[FILE] == found.bank.errors > 0
    (line,) = bank_list(world.ctx, world.learner)
    assert (line.errors, line.broken) == (found.bank.errors, found.bank.broken)


def test_a_bank_that_cannot_be_read_at_all_still_has_its_page(world):
    (world.folder / "bank.yaml").write_text("bank: [\n", encoding="utf-8")
    found = listed(world)
    assert found.questions == ()
    assert found.bank.broken
    shutil.rmtree(world.folder)
    assert listed(world).bank.broken


def test_pages_have_fifty_questions_and_one_too_far_is_the_last(world):
    card = "  - id: q{0}\n    kind: flashcard\n    prompt: What is {0}?\n    answer: Number {0}\n"
    world.write(*(card.format(number) for number in range(120)))
    found = listed(world, page=2)
    assert (found.first, found.pages, found.found) == (51, 3, 120)
    assert ids(found)[0] == "q50"
    last = listed(world, page=99)
    assert (last.page, len(last.questions)) == (3, 20)


def test_coverage_says_what_was_verified_with_the_texts_at_hand(world):
    assert (listed(world).bank.passages, listed(world).bank.verified) == (1, 0)
    (world.folder / "sources").mkdir()
    (world.folder / "sources" / "survey.txt").write_text(
        "One.\nTwo.\nThree.\nBy far the largest part of vapour rises from the sea.\n", encoding="utf-8"
    )
    assert listed(world).bank.verified == 1


def test_a_copy_of_a_bank_is_listed_as_not_served(world):
    copy = world.folder.with_name("copy")
    shutil.copytree(world.folder, copy)
    noticing.look(world.ctx, at_once=True, wait=lambda _seconds: None)
    (refused,) = refused_list(world.ctx)
    assert refused.folder == str(copy)
    assert refused.problem.code == "E201"
    assert [line.key for line in bank_list(world.ctx, world.learner)] == ["water"]


def test_an_unknown_bank_is_not_there(world):
    with pytest.raises(NotFound):
        question_list(world.ctx, world.learner, "air", QuestionFilter())
