"""Reports, disputes and leeches on their way to whoever teaches."""

import pytest

from question_bank.model import ChoiceResponse, DontKnow, TextResponse
from quiz.services import disputes, exams, my_data, reporting, study
from quiz.services.errors import NotFound
from quiz.services.reporting import LONGEST_MESSAGE, Reason, Report
from quiz.services.study import CardRef
from quiz.store import banks
from quiz.store import disputes as stored_disputes
from quiz.store.database import writing

TYPO = Report(Reason.TYPO, "  Seul \r\n should be Seoul\0 ")
UNCLEAR = Report(Reason.UNCLEAR)
SALTY = "  - {id: salty, kind: flashcard, prompt: Is it salty?, answer: It is, unsourced: an example}\n"


@pytest.fixture
def river(empty_world, pieces):
    """A world with one card, whose answer is typed."""
    assert empty_world.learner == 1
    empty_world.sync(pieces["river"])
    return empty_world


@pytest.fixture
def answer(river):
    """A wrong answer as (study session, number)."""
    sitting = river.start()
    return sitting.id, sitting.send(sitting.card(), TextResponse("The Rhine")).number


def answer_wrongly(world, learner, text):
    """Let a learner answer wrongly and say they were right."""
    session = study.start(world.ctx, learner, (), study.Mode.SCHEDULED)
    shown = study.current(world.ctx, learner, session)
    given = study.answer(
        world.ctx,
        learner,
        session,
        shown.card,
        shown.repetition,
        shown.revision_id,
        TextResponse(text),
        response_ms=900,
    )
    study.say_right(world.ctx, learner, session, given.number)


def reports(world, **given):
    return disputes.reports(world.ctx, world.learner, "water", **given)


def waiting(world):
    return disputes.waiting(world.ctx, world.learner, "water")


def test_a_report_keeps_what_was_answered_and_the_words_cleaned(river, answer):
    reporting.report_answer(river.ctx, 1, *answer, TYPO)
    (question,) = reports(river).disputed
    (response,) = question.responses
    assert question.question.id == "river"
    assert question.citations[0].source_title == "A survey of water"
    assert (response.response, response.right) == (TextResponse("The Rhine"), 0)
    (remark,) = response.remarks
    assert (remark.reason, remark.message) == (Reason.TYPO, "Seul \n should be Seoul")
    assert remark.said_at == response.first_at == response.last_at


def test_saying_the_same_again_is_one_report_and_other_words_are_another(river, answer):
    for report in (TYPO, TYPO, UNCLEAR, TYPO):
        reporting.report_answer(river.ctx, 1, *answer, report)
        river.clock.forward(seconds=1)
    (question,) = reports(river).disputed
    assert [remark.reason for remark in question.responses[0].remarks] == [Reason.TYPO, Reason.UNCLEAR]


def test_a_card_is_reported_before_its_answer_and_stays_the_current_one(river):
    sitting = river.start()
    shown = sitting.card()
    reporting.report_card(river.ctx, 1, sitting.id, shown.card, shown.revision_id, UNCLEAR)
    assert sitting.card() == shown
    (question,) = reports(river).disputed
    assert question.responses[0].response is None
    assert (river.log(), question.count) == ([], 1)


def test_a_question_of_a_finished_test_is_reported(world):
    attempt = exams.start(world.ctx, 1, "water", ("water",), 1, "7")
    exams.save(world.ctx, 1, attempt, 1, ChoiceResponse(("Rivers",)))
    with pytest.raises(NotFound):
        reporting.report_item(world.ctx, 1, attempt, 1, UNCLEAR)
    exams.finish(world.ctx, 1, attempt)
    reporting.report_item(world.ctx, 1, attempt, 1, UNCLEAR)
    (question,) = reports(world).disputed
    assert question.responses[0].response == ChoiceResponse(("Rivers",))
    for position in (0, 2):
        with pytest.raises(NotFound):
            reporting.report_item(world.ctx, 1, attempt, position, UNCLEAR)


def test_any_kind_of_answer_can_be_reported(world):
    sitting = world.start()
    kinds = set()
    while isinstance(shown := sitting.look(), study.CardShown) and len(kinds) < 4:
        kinds.add(shown.question.kind)
        number = sitting.send(shown, DontKnow()).number
        reporting.report_answer(world.ctx, 1, sitting.id, number, UNCLEAR)
    assert len(reports(world).disputed) == len(kinds) == 4


def test_a_report_longer_than_a_thousand_characters_is_none():
    assert len(Report(Reason.OTHER, "x" * LONGEST_MESSAGE + "\r\n").message) == 1000
    with pytest.raises(ValueError, match="1000 characters"):
        Report(Reason.OTHER, "x" * (LONGEST_MESSAGE + 1))


def test_what_is_not_the_learners_own_cannot_be_reported(river, answer):
    session, number = answer
    sitting = river.start()
    other = river.another_learner()
    for learner, of, at in ((other, session, number), (1, "none", number), (1, session, number + 1)):
        with pytest.raises(NotFound):
            reporting.report_answer(river.ctx, learner, of, at, UNCLEAR)
    for card, revision in ((CardRef(99, 0), 1), (CardRef(1, 0), 99), (CardRef(1, 7), 1)):
        with pytest.raises(NotFound):
            reporting.report_card(river.ctx, 1, sitting.id, card, revision, UNCLEAR)
    with pytest.raises(NotFound):
        reporting.report_card(river.ctx, other, sitting.id, CardRef(1, 0), 1, UNCLEAR)
    assert reports(river).disputed == ()


def test_disputes_are_gathered_by_question_and_response_the_most_frequent_first(river, answer):
    study.say_right(river.ctx, 1, *answer)
    river.clock.forward(hours=1)
    answer_wrongly(river, river.another_learner(), "Hangang")
    river.clock.forward(hours=1)
    answer_wrongly(river, river.another_learner(), "Hangang")
    (question,) = reports(river).disputed
    assert [(each.response, each.right) for each in question.responses] == [
        (TextResponse("Hangang"), 2),
        (TextResponse("The Rhine"), 1),
    ]
    hangang = question.responses[0]
    assert (hangang.last_at - hangang.first_at).total_seconds() == 3600
    assert (question.count, reports(river).open_count, waiting(river)) == (3, 3, 1)


def test_what_was_withdrawn_waits_for_nobody(river, answer):
    assert waiting(river) is None
    study.say_right(river.ctx, 1, *answer)
    assert waiting(river) == 1
    study.take_back_right(river.ctx, 1, *answer)
    assert (reports(river).disputed, waiting(river)) == ((), 0)


def test_a_teacher_closes_what_is_done_with_and_can_open_it_again(river, answer):
    study.say_right(river.ctx, 1, *answer)
    (question,) = reports(river).disputed
    ids = question.responses[0].ids
    assert [disputes.close(river.ctx, 1, "water", ids) for _ in range(2)] == [1, 0]
    page = reports(river)
    assert (page.disputed, page.open_count, page.closed_count, waiting(river)) == ((), 0, 1, 0)
    assert reports(river, closed=True).disputed == (question,)
    assert study.feedback(river.ctx, 1, *answer).said_right
    assert disputes.reopen(river.ctx, 1, "water", ids) == 1
    assert reports(river).disputed == (question,)


def test_closing_touches_nothing_that_came_later_or_belongs_to_another_bank(river, answer):
    study.say_right(river.ctx, 1, *answer)
    (seen,) = reports(river).disputed
    answer_wrongly(river, river.another_learner(), "The Rhine")
    disputes.close(river.ctx, 1, "water", seen.responses[0].ids)
    (question,) = reports(river).disputed
    assert question.count == 1
    with river.ctx.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO bank SELECT 2, 'fire', title, language, folder, digest, document, problems_digest, "
            "problems, synced_ms FROM bank"
        )
        banks.enrol(connection, 1, 2, 0)
    assert disputes.close(river.ctx, 1, "fire", question.responses[0].ids) == 0
    assert disputes.close(river.ctx, 1, "water", [(1, "no such"), (77, "x")]) == 0
    assert reports(river).open_count == 1


def test_the_reports_of_a_bank_are_for_whoever_has_it(river):
    for ask in (disputes.reports, disputes.waiting):
        with pytest.raises(NotFound):
            ask(river.ctx, 1, "fire")
    for change in (disputes.close, disputes.reopen):
        with pytest.raises(NotFound):
            change(river.ctx, 1, "fire", [])


def test_a_question_that_was_archived_meanwhile_is_still_shown(river, answer, pieces):
    study.say_right(river.ctx, 1, *answer)
    river.sync(pieces["salt"])
    (question,) = reports(river).disputed
    assert question.question.id == "river"


def test_reports_are_in_the_learners_data_and_go_with_it(river, answer):
    reporting.report_answer(river.ctx, 1, *answer, TYPO)
    assert b"Seul" in my_data.as_json(river.ctx, 1)
    my_data.delete_everything(river.ctx, 1)
    assert river.rows("SELECT * FROM dispute") == []


def forget(world, times):
    """Let the card's lapses become so many; return the last answer as (study session, number)."""
    while True:
        (card,) = world.cards()
        if card["lapses"] >= times:
            (last,) = world.rows(
                "SELECT study_session_id, number FROM review ORDER BY repetition DESC LIMIT 1"
            )
            return last["study_session_id"], last["number"]
        sitting = world.start()
        text = "The Rhine" if card["state"] == 2 else "The Han"
        sitting.send(sitting.card(), TextResponse(text))
        world.clock.forward(days=500)


def test_the_eighth_lapse_offers_another_look_and_shows_the_question_to_the_teacher(river):
    seventh = forget(river, 7)
    assert study.feedback(river.ctx, 1, *seventh).leech is None
    assert (reports(river).failing, waiting(river)) == ((), None)
    eighth = forget(river, 8)
    assert study.feedback(river.ctx, 1, *eighth).leech == 8
    (failing,) = reports(river).failing
    assert (failing.question.id, failing.learners, failing.lapses) == ("river", 1, 8)
    assert failing.citations[0].paragraph == 4
    assert waiting(river) == 1
    ninth = forget(river, 9)
    assert [study.feedback(river.ctx, 1, *each).leech for each in (ninth, eighth)] == [None, 8]
    study.say_right(river.ctx, 1, *eighth)
    assert [study.feedback(river.ctx, 1, *each).leech for each in (eighth, ninth)] == [None, 8]
    assert waiting(river) == 1, "a question that is disputed and failing waits once"


def test_what_was_closed_can_be_said_again(river, answer):
    reporting.report_answer(river.ctx, 1, *answer, TYPO)
    (question,) = reports(river).disputed
    disputes.close(river.ctx, 1, "water", question.responses[0].ids)
    reporting.report_answer(river.ctx, 1, *answer, TYPO)
    page = reports(river)
    assert (page.open_count, page.closed_count) == (1, 1)


def test_what_two_learners_say_of_one_question_is_said_twice(world):
    for learner in (1, world.another_learner()):
        attempt = exams.start(world.ctx, learner, "water", ("water",), 1, "7")
        exams.finish(world.ctx, learner, attempt)
        reporting.report_item(world.ctx, learner, attempt, 1, UNCLEAR)
    assert reports(world).open_count == 2


def test_a_dispute_is_named_by_its_learner_and_its_id_together(river):
    other = river.another_learner()
    for learner in (1, other):
        answer_wrongly(river, learner, "The Rhine")
    with writing(river.ctx.engine) as connection:
        connection.exec_driver_sql("UPDATE dispute SET id = 'same'")
        assert stored_disputes.find_dispute(connection, other, "same").learner_id == other
        stored_disputes.save_status(connection, other, "same", "withdrawn")
    assert reports(river).open_count == 1
    assert disputes.close(river.ctx, 1, "water", [(other, "same")]) == 0
    assert reports(river).open_count == 1


def test_the_reports_of_one_bank_tell_nothing_of_another(river, answer, pieces):
    reporting.report_answer(river.ctx, 1, *answer, TYPO)
    forget(river, 8)
    river.folder = river.folder.with_name("salt")
    river.sync(SALTY, bank="bank: salt\ntitle: Salt\nlanguage: en\n", facts="facts: []\n")
    page = disputes.reports(river.ctx, 1, "salt")
    assert (page.disputed, page.failing, page.open_count) == ((), (), 0)
    assert disputes.waiting(river.ctx, 1, "salt") is None
    sitting = river.start(banks=("salt",))
    number = sitting.send(sitting.card(), DontKnow()).number
    reporting.report_answer(river.ctx, 1, sitting.id, number, UNCLEAR)
    assert disputes.waiting(river.ctx, 1, "salt") == 1


def test_a_question_that_is_withdrawn_or_a_draft_again_fails_nobody_any_longer(river, pieces):
    forget(river, 8)
    river.sync(pieces["river"] + "    draft: true\n", pieces["salt"])
    assert reports(river).failing == ()
    river.sync(pieces["river"], pieces["salt"])
    assert len(reports(river).failing) == 1
    river.sync(pieces["salt"])
    assert reports(river).failing == ()


def test_failing_questions_are_read_from_an_index_of_their_own(river):
    plan = river.rows(
        "EXPLAIN QUERY PLAN SELECT COUNT(*) FROM card c JOIN question q ON q.id = c.question_id "
        "WHERE c.lapses >= 8 AND q.bank_id = 1"
    )
    assert any("ix_card_leech" in step["detail"] for step in plan)
