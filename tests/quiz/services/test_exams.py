import pytest

from question_bank.model import AskAgain, ChoiceResponse, DontKnow, TextResponse, TextsResponse
from quiz.services import exams
from quiz.services.errors import NotFound


@pytest.fixture
def attempt(world):
    return exams.start(world.ctx, world.learner, "water", (), 10, "7")


def test_the_same_seed_gives_the_same_paper_and_another_seed_another(world):
    def drawn(seed, count=10, tags=()):
        return exams.paper(world.ctx, "water", tags, count, seed).items

    assert drawn("7") == drawn("7")
    assert len({tuple(item.question.id for item in drawn(str(seed))) for seed in range(20)}) > 1
    papers = [{item.question.id: item for item in drawn(str(seed))} for seed in range(20)]
    assert len({paper["vapour-origin"].presentation for paper in papers}) > 1
    assert drawn("7", count=2) == drawn("7")[:2]
    assert {item.question.id for item in drawn("7", tags=("places",))} == {"capitals", "river"}


def test_flashcards_are_left_out_and_a_cloze_is_asked_whole(world):
    items = {item.question.id: item for item in exams.paper(world.ctx, "water", (), 10, "7").items}
    assert set(items) == {"vapour-origin", "capitals", "river"}
    assert items["capitals"].key == "Seoul; Pyongyang"
    assert items["river"].citations[0].fact.startswith("Most water vapour")


def test_an_attempt_is_the_printed_paper(world, attempt):
    paper = exams.paper(world.ctx, "water", (), 10, "7")
    for item in paper.items:
        page = exams.page(world.ctx, world.learner, attempt, item.position)
        assert (page.question, page.presentation) == (item.question, item.presentation)


def test_answers_are_saved_changed_and_cleared_without_feedback(world, attempt):
    position = _position(world, attempt, "river")
    assert exams.save(world.ctx, world.learner, attempt, position, TextResponse("The Nile")) is None
    assert exams.save(world.ctx, world.learner, attempt, position, TextResponse("The Han")) is None
    page = exams.page(world.ctx, world.learner, attempt, position)
    assert (page.response, page.answered, page.count) == (TextResponse("The Han"), (position,), 3)
    assert world.rows("SELECT grade FROM test_answer") == [{"grade": None}]
    assert exams.save(world.ctx, world.learner, attempt, position, TextResponse(" ")) is None
    assert exams.page(world.ctx, world.learner, attempt, position).response is None


def test_the_score_counts_every_question_and_names_its_source(world, attempt):
    learner = world.learner
    origin, capitals = (_position(world, attempt, name) for name in ("vapour-origin", "capitals"))
    exams.save(world.ctx, learner, attempt, origin, ChoiceResponse(("The oceans",)))
    exams.save(world.ctx, learner, attempt, capitals, TextsResponse(("Seoul", "Busan")))
    with pytest.raises(NotFound):
        exams.result(world.ctx, learner, attempt)
    world.clock.forward(minutes=3)
    exams.finish(world.ctx, learner, attempt)
    result = exams.result(world.ctx, learner, attempt)
    assert (result.score, result.maximum, result.seed) == (1.5, 3, "7")
    assert (result.finished_at - result.started_at).total_seconds() == 180
    grades = {item.question.id: item.grade.fraction for item in result.items}
    assert grades == {"vapour-origin": 1.0, "capitals": 0.5, "river": 0.0}
    assert all(item.citations for item in result.items)
    [line] = exams.history(world.ctx, learner)
    assert (line.score, line.maximum, line.answered, line.bank_key) == (1.5, 3, 2, "water")


def test_a_finished_test_stays_as_it_is(world, attempt):
    learner = world.learner
    exams.finish(world.ctx, learner, attempt)
    before = exams.result(world.ctx, learner, attempt)
    world.clock.forward(minutes=1)
    exams.save(world.ctx, learner, attempt, 1, DontKnow())
    exams.finish(world.ctx, learner, attempt)
    assert exams.result(world.ctx, learner, attempt) == before
    assert exams.page(world.ctx, learner, attempt, 1).finished


def test_an_edit_during_a_test_changes_nothing_for_who_sits_it(world, attempt, pieces):
    before = [exams.page(world.ctx, world.learner, attempt, position) for position in (1, 2, 3)]
    world.sync(pieces["origin"].replace("answer: The oceans", "answer: The sea"))
    assert [exams.page(world.ctx, world.learner, attempt, position) for position in (1, 2, 3)] == before


def test_a_test_never_touches_cards_or_the_log(world, attempt):
    cards = world.cards()
    exams.save(world.ctx, world.learner, attempt, 1, DontKnow())
    exams.finish(world.ctx, world.learner, attempt)
    assert (world.cards(), world.log()) == (cards, [])


def test_an_unreadable_answer_is_asked_again(world, pieces):
    number = """\
  - id: share
    kind: number
    prompt: How many per cent?
    answer: 10
    facts: [evaporation]
"""
    assert world.sync(pieces["origin"], number).problems == ()
    attempt = exams.start(world.ctx, world.learner, "water", (), 10, "")
    position = _position(world, attempt, "share")
    assert isinstance(exams.save(world.ctx, world.learner, attempt, position, TextResponse("many")), AskAgain)
    assert exams.page(world.ctx, world.learner, attempt, position).response is None


def test_what_is_not_on_the_paper_is_not_found(world, attempt):
    for position in (0, 4, -1):
        with pytest.raises(NotFound):
            exams.page(world.ctx, world.learner, attempt, position)
    with pytest.raises(NotFound):
        exams.page(world.ctx, world.learner + 1, attempt, 1)
    with pytest.raises(NotFound):
        exams.start(world.ctx, world.learner, "fire", (), 10, "")
    assert exams.start(world.ctx, world.learner, "water", ("nothing",), 10, "") is None


def _position(world, attempt, name):
    for position in range(1, 4):
        if exams.page(world.ctx, world.learner, attempt, position).question.id == name:
            return position
    raise AssertionError(f"{name} is not on the paper")
