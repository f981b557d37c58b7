"""What answers say about questions, from the log to findings: who counts, once, and nobody too early."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from question_bank.model import ChoiceResponse, DontKnow, TextResponse, TextsResponse, TrueFalseResponse
from quiz.memory.item_analysis import FEWEST_ATTEMPTS
from quiz.memory.item_judgements import Reason
from quiz.services import exams, my_data, study
from quiz.services.checking import check_banks
from quiz.services.errors import NotFound
from quiz.services.item_statistics import Only, Order, bank_statistics, question_statistics
from quiz.services.item_table import statistics_as_csv
from quiz.services.study import Mode
from tests.quiz.answering_class import Answer, enter_class, let_answer
from tests.quiz.services.conftest import FACTS

FILLERS = [
    f"  - {{id: filler-{n}, kind: true_false, prompt: 'Is {n} right?', answer: true, facts: [fact-{n}]}}\n"
    for n in range(6)
]
# Questions on one fact give each other's answers away, and are not compared.
ALL_FACTS = FACTS + "".join(
    f"  - {{id: fact-{n}, says: {n} is right., by: the survey's authors, evidence: "
    "[{source: survey, paragraph: 4, from: By far the largest, to: from the sea}]}\n"
    for n in range(6)
)
OCEANS, RIVERS = Answer(ChoiceResponse(("The oceans",)), 1.0), Answer(ChoiceResponse(("Rivers",)), 0.0)


def truth(value):
    return Answer(TrueFalseResponse(value), float(value))


def figures(world, question="vapour-origin", learner=1):
    return question_statistics(world.ctx, learner, "water", question).cards[0].analysis


@pytest.fixture
def room(world, pieces):
    """A bank of which six questions tell the better half of a class of forty from the others."""
    world.sync(
        pieces["origin"], pieces["capitals"], pieces["salt"], pieces["river"], *FILLERS, facts=ALL_FACTS
    )
    class_of = enter_class(world.ctx.engine, 40)
    fillers = {f"filler-{n}": [truth(place < 20 or place % 7 == n) for place in range(40)] for n in range(6)}
    let_answer(world.ctx.engine, class_of, fillers)
    return class_of


def accuse(world, room):
    """Let the better half of the class choose what does not count as right."""
    let_answer(world.ctx.engine, room, {"vapour-origin": [RIVERS] * 18 + [OCEANS] * 22})


def test_a_wrong_key_is_found_by_check_and_stands_first(world, room):
    accuse(world, room)
    page = bank_statistics(world.ctx, 1, "water")
    first = page.lines[0]
    assert (first.question.id, first.reasons[0]) == ("vapour-origin", Reason.KEY)
    flaw = first.analysis.flaws[0]
    assert (flaw.text, flaw.value, flaw.beside) == ("Rivers", 18, 2)
    told = [problem for problem in check_banks(world.ctx).problems if problem.code == "W605"]
    assert "of the better half of the learners 18 gave 'Rivers' and 2 the answer" in told[0].message
    assert told[0].place.line == 2
    assert page.reasons[0] == (Reason.KEY, 1)


def test_below_thirty_first_attempts_there_is_the_count_and_nothing_else(world, room):
    few = FEWEST_ATTEMPTS - 1
    given = [Answer(ChoiceResponse(("Rivers",)), 0.0, 61_234, (False,) * 3)] * few + [None] * (40 - few)
    let_answer(world.ctx.engine, room, {"vapour-origin": given})
    analysis = figures(world)
    assert (analysis.attempts, analysis.answers, analysis.measures, analysis.flaws) == (
        few,
        4 * few,
        None,
        (),
    )
    row = next(
        row
        for row in statistics_as_csv(world.ctx, 1, "water").decode().splitlines()
        if "vapour-origin" in row
    )
    assert row.rstrip(",") == f"vapour-origin,,single_choice,{few},{4 * few}"
    assert not any("vapour" in each.message and "W6" in each.code for each in check_banks(world.ctx).problems)


def test_a_test_that_came_first_has_the_first_attempt(world, room):
    let_answer(world.ctx.engine, room, {"vapour-origin": [OCEANS] * 35 + [None] * 5})
    learner = room[-1]
    attempt = exams.start(world.ctx, learner, "water", ("water",), 1, "7")
    exams.save(world.ctx, learner, attempt, 1, ChoiceResponse(("Lakes",)))
    assert figures(world).attempts == 35, "it is not finished"
    exams.finish(world.ctx, learner, attempt)
    shares = {share.text: share.count for share in figures(world).measures.shares}
    assert (figures(world).attempts, shares["Lakes"]) == (36, 1)
    world.clock.forward(minutes=1)
    again = exams.start(world.ctx, learner, "water", ("water",), 1, "8")
    exams.save(world.ctx, learner, again, 1, ChoiceResponse(("Glaciers",)))
    exams.finish(world.ctx, learner, again)
    assert (figures(world).attempts, figures(world).answers) == (36, 36)
    assert {share.text: share.count for share in figures(world).measures.shares} == shares


def test_what_was_left_empty_in_a_test_is_no_attempt_and_neither_is_what_follows(world, room):
    attempt = exams.start(world.ctx, 1, "water", ("water",), 1, "7")
    exams.finish(world.ctx, 1, attempt)
    assert figures(world).attempts == 0
    world.clock.forward(hours=1)
    sitting = world.start(tags=("water",))
    sitting.answer()
    assert (figures(world).attempts, figures(world).answers) == (0, 1)


def test_a_cloze_asked_whole_in_a_test_counts_for_each_of_its_gaps(world, room):
    given = Answer(TextsResponse(("Seoul",)), 1.0)
    let_answer(world.ctx.engine, room, {"capitals": [given] * 39 + [None]}, part=1)
    attempt = exams.start(world.ctx, room[-1], "water", ("places",), 2, "7")
    for position in (1, 2):
        page = exams.page(world.ctx, room[-1], attempt, position)
        if page.question.id == "capitals":
            exams.save(world.ctx, room[-1], attempt, position, TextsResponse(("Seoul", "Busan")))
    exams.finish(world.ctx, room[-1], attempt)
    one, two = question_statistics(world.ctx, 1, "water", "capitals").cards
    assert (one.part, one.analysis.attempts, two.part, two.analysis.attempts) == (1, 40, 2, 1)
    assert one.analysis.measures.facility.value == 1


def test_practice_leaves_no_trace_and_takes_the_first_attempt_away(world, room):
    world.start(Mode.PRACTICE, tags=("water",)).answer()
    assert (figures(world).attempts, figures(world).answers) == (0, 0)
    world.clock.forward(hours=1)
    world.start(tags=("water",)).answer()
    assert (figures(world).attempts, figures(world).answers) == (0, 1)


def test_an_undone_answer_counts_for_nothing(world, room):
    sitting = world.start(tags=("water",))
    sitting.answer(right=False)
    assert figures(world).attempts == 1
    study.undo(world.ctx, 1, sitting.id)
    assert (figures(world).attempts, figures(world).answers) == (0, 0)
    sitting.answer()
    assert figures(world).attempts == 1


def test_an_answer_that_was_right_after_all_counts_as_right(world, room):
    han = Answer(TextResponse("the han"), 1.0)
    let_answer(world.ctx.engine, room, {"river": [han] * 35 + [None] * 5})
    sitting = world.start(tags=("places",))
    shown = sitting.card()
    while shown.question.id != "river":
        sitting.answer()
        shown = sitting.card()
    number = sitting.send(shown, TextResponse("Hangang")).number
    assert figures(world, "river").measures.facility.value < 1
    study.say_right(world.ctx, 1, sitting.id, number)
    measures = figures(world, "river").measures
    assert (measures.facility.value, measures.shares[0].count, measures.others) == (1, 36, 0)
    study.take_back_right(world.ctx, 1, sitting.id, number)
    assert figures(world, "river").measures.facility.value < 1


def test_a_new_edition_begins_anew_and_a_reworded_answer_goes_on(world, room, pieces):
    let_answer(world.ctx.engine, room, {"vapour-origin": [OCEANS] * 30 + [RIVERS] * 10})
    rest = (pieces["capitals"], pieces["salt"], pieces["river"], *FILLERS)
    world.sync(pieces["origin"].replace("answer: The oceans", "answer: The seas"), *rest, facts=ALL_FACTS)
    share = figures(world).measures.shares[0]
    assert (share.text, share.count, share.is_key) == ("The seas", 30, True)
    world.sync(pieces["origin"] + "    edition: 2\n", *rest, facts=ALL_FACTS)
    assert (figures(world).attempts, figures(world).answers) == (0, 0)


def test_new_answers_are_seen_at_once_and_deleted_ones_gone(world, room):
    let_answer(world.ctx.engine, room[:39], {"vapour-origin": [OCEANS] * 39})
    assert figures(world).attempts == 39
    let_answer(world.ctx.engine, room[39:], {"vapour-origin": [RIVERS]})
    assert figures(world).attempts == 40
    my_data.delete_everything(world.ctx, room[0])
    assert figures(world, learner=1).attempts == 39


def test_a_leech_is_whoever_forgot_a_card_eight_times_and_told_only_of_measured_questions(world, room):
    let_answer(world.ctx.engine, room, {"vapour-origin": [OCEANS] * 20 + [RIVERS] * 20})
    let_answer(world.ctx.engine, room[:29], {"salt": [Answer(fraction=1.0)] * 29})
    lapses = {room[0]: 7, room[1]: 8, room[2]: 12}
    with world.ctx.engine.begin() as connection:
        for learner, count in lapses.items():
            connection.execute(
                text("UPDATE card SET lapses = :count WHERE learner_id = :learner"),
                {"count": count, "learner": learner},
            )
    found = figures(world)
    assert found.measures.leeches == 2
    assert [flaw.value for flaw in found.flaws if flaw.reason is Reason.LEECH] == [2]
    assert (figures(world, "salt").attempts, figures(world, "salt").measures) == (29, None)
    told = [each.message for each in check_banks(world.ctx).problems if each.code == "W603"]
    assert any("'vapour-origin'" in message and "by 2 learners, 20 times" in message for message in told)


def test_the_list_can_be_ordered_and_filtered(world, room):
    accuse(world, room)

    def ids(**given):
        return [line.question.id for line in bank_statistics(world.ctx, 1, "water", **given).lines]

    everything = ids(order=Order.BANK)
    assert everything[:4] == ["vapour-origin", "capitals", "capitals", "salt"]
    assert ids(only=Only.POOR)[0] == "vapour-origin"
    assert ids(only=Reason.KEY) == ["vapour-origin"]
    assert ids(only=Only.WAITING) == ["capitals", "capitals", "salt", "river"]
    assert len(ids(only=Only.MEASURED)) == 7
    for order in Order:
        assert sorted(ids(order=order)) == sorted(everything)
    assert ids(order=Order.DISCRIMINATION)[0] == "vapour-origin"
    assert ids(order=Order.FACILITY)[-4:] == ["capitals", "capitals", "salt", "river"]


def test_the_table_has_a_line_for_every_card_and_no_formula(world, room, pieces):
    accuse(world, room)
    lines = statistics_as_csv(world.ctx, 1, "water").decode().splitlines()
    assert len(lines) == 1 + 11
    assert lines[1].startswith("vapour-origin,,single_choice,40,40,0.550,")
    assert "*The oceans: 0.550 | Rivers: 0.450" in lines[1]
    assert "W605:key" in lines[1]


def test_of_a_draft_there_is_nothing_to_say_and_of_no_question_not_even_that(world, pieces):
    world.sync(pieces["origin"], pieces["salt"] + "    draft: true\n")
    assert figures(world, "salt").attempts == 0
    with pytest.raises(NotFound):
        figures(world, "nobody")
    with pytest.raises(NotFound):
        bank_statistics(world.ctx, 1, "wine")


def test_half_a_million_lines_are_not_read_for_a_handful_of_learners(world, monkeypatch):
    world.start().answer()
    for name in ("analyses", "at_once"):
        monkeypatch.setattr(type(world.ctx.items), name, lambda *_: pytest.fail("it was read"))
    check_banks(world.ctx)


def test_what_nobody_knew_is_told_apart_from_a_wrong_answer(world, room):
    given = [OCEANS] * 20 + [RIVERS] * 8 + [Answer(DontKnow(), 0.0)] * 12
    let_answer(world.ctx.engine, room, {"vapour-origin": given})
    measures = figures(world).measures
    assert measures.dont_know == 12
    assert {share.text: share.count for share in measures.shares} == {
        "The oceans": 20,
        "Rivers": 8,
        "Glaciers": 0,
        "Lakes": 0,
    }
