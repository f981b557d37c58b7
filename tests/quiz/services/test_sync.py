import shutil

import pytest

from question_bank.model import ChoiceResponse
from quiz.memory.card import State
from quiz.services import banks, replays, study, sync
from quiz.services.errors import NotFound
from quiz.services.overview import overview


def test_a_bank_is_taken_over_once_and_then_left_alone(world):
    revisions = world.rows("SELECT * FROM revision")
    report = world.sync()
    assert (report.changed, report.bank_key) == (False, "water")
    assert world.rows("SELECT * FROM revision") == revisions
    assert len(world.cards()) == 5


def test_a_mended_typo_keeps_every_card_and_shows_the_new_text(world, pieces):
    world.start().finish()
    cards = world.cards()
    mended = pieces["origin"].replace("come from?", "originate?")
    report = world.sync(mended, pieces["capitals"], pieces["salt"], pieces["river"])
    assert (report.revised, report.added, report.archived, report.relearn) == (1, 0, 0, 0)
    assert world.cards() == cards
    page = banks.bank_page(world.ctx, world.learner, "water")
    assert page.questions[0].question.prompt == "Where does most water vapour originate?"
    assert [len(rows) for rows in _revisions(world).values()] == [2, 1, 1, 1]


def test_a_vanished_question_is_archived_and_a_returning_one_has_its_cards_again(world, pieces):
    world.start().finish()
    cards = world.cards()
    report = world.sync(pieces["capitals"], pieces["salt"], pieces["river"])
    assert report.archived == 1
    assert _memories(world.cards()) == _memories(cards)
    assert overview(world.ctx, world.learner).banks[0].questions == 3
    world.clock.forward(days=60)
    assert _asked(world) == {"capitals", "salt", "river"}
    report = world.sync(pieces["origin"], pieces["capitals"], pieces["salt"], pieces["river"])
    assert (report.restored, report.added, report.revised) == (1, 0, 0)
    assert "vapour-origin" in _asked(world)


def test_a_new_id_that_says_what_it_was_keeps_its_cards(world, pieces):
    world.start().finish()
    cards = world.cards()
    renamed = pieces["origin"].replace("id: vapour-origin", "id: vapour\n    was: [vapour-origin]")
    report = world.sync(renamed, pieces["capitals"], pieces["salt"], pieces["river"])
    assert (report.added, report.archived, report.revised) == (0, 0, 1)
    assert world.cards() == cards
    [row] = world.rows("SELECT * FROM question WHERE key = 'vapour'")
    assert row["first_key"] == "vapour-origin"


def test_an_archived_questions_id_can_be_taken_by_a_rename(world, pieces):
    world.start().finish()
    world.sync(pieces["origin"], pieces["salt"])
    report = world.sync(pieces["origin"], pieces["salt"].replace("id: salt", "id: river\n    was: [salt]"))
    assert (report.problems, report.added, report.archived) == ((), 0, 0)
    keys = {row["id"]: row["key"] for row in world.rows("SELECT id, key FROM question")}
    assert (keys[1], keys[3]) == ("vapour-origin", "river")
    assert keys[4] != "river"
    assert _asked(world) == set()  # whoever learnt it as `salt` need not learn it again


def test_a_raised_edition_makes_studied_cards_new_again_by_a_line_in_the_log(world, pieces):
    world.start().finish()
    before = world.log()
    raised = pieces["origin"].replace("answer: The oceans", "edition: 2\n    answer: The seas")
    report = world.sync(raised, pieces["capitals"], pieces["salt"], pieces["river"])
    assert (report.relearn, report.revised) == (1, 1)
    added = [line for line in world.log() if line not in before]
    assert [(line["kind"], line["repetition"], line["rating"]) for line in added] == [("edition", 2, None)]
    card = world.rows("SELECT * FROM card WHERE question_id = 1")[0]
    assert (card["state"], card["reviews"], card["stability"], card["version"]) == (State.NEW, 0, None, 3)
    assert replays.replay_reviews(world.ctx).differences == ()
    world.sync(raised, pieces["salt"])
    world.sync(raised, pieces["capitals"], pieces["salt"], pieces["river"])
    assert len(world.log()) == len(before) + 1


def test_a_raised_edition_of_what_nobody_studied_leaves_no_line_in_the_log(world, pieces):
    raised = pieces["origin"].replace("answer: The oceans", "edition: 2\n    answer: The seas")
    assert world.sync(raised, pieces["capitals"], pieces["salt"], pieces["river"]).revised == 1
    assert world.log() == []


def test_an_answer_to_the_old_edition_is_not_counted_for_the_new_one(world, pieces):
    sitting = world.start()
    sitting.answer(right=False)
    world.clock.forward(minutes=2)
    other = world.start()
    stale = other.card()
    assert stale.question.id == "vapour-origin"
    world.sync(pieces["origin"].replace("answer: The oceans", "edition: 2\n    answer: The seas"))
    lines = len(world.log())

    assert other.send(stale, ChoiceResponse(("The oceans",))).duplicate
    assert len(world.log()) == lines


def test_a_file_with_errors_leaves_the_last_good_version_serving(world, pieces):
    world.start().answer()
    served, cards = world.rows("SELECT * FROM question"), world.cards()
    report = world.sync(pieces["origin"].replace("distractors:", "distracters:"))
    assert not report.changed
    assert report.problems
    assert world.rows("SELECT * FROM question") == served
    assert world.cards() == cards
    [bank] = overview(world.ctx, world.learner).banks
    assert bank.problems == report.problems
    assert bank.questions == 4
    world.start().card()
    world.sync(pieces["origin"], pieces["capitals"], pieces["salt"], pieces["river"])
    assert overview(world.ctx, world.learner).banks[0].problems == ()
    assert world.rows("SELECT * FROM question") == served


def test_a_bank_that_was_never_good_is_named_with_its_problems_and_serves_once_mended(empty_world, pieces):
    world = empty_world
    assert world.learner == 1
    report = world.sync(pieces["origin"], bank="bank: water\ntitle: [\n")
    assert report.problems
    [bank] = overview(world.ctx, world.learner).banks
    assert (bank.servable, bank.questions, bank.problems) == (False, 0, report.problems)
    assert world.sync(pieces["origin"]).added == 1
    [bank] = overview(world.ctx, world.learner).banks
    assert (bank.key, bank.servable, bank.problems) == ("water", True, ())


def test_drafts_are_never_shown_and_published_ones_are(world, pieces):
    draft = pieces["salt"].replace("kind: flashcard", "kind: flashcard\n    draft: true")
    world.sync(pieces["origin"], draft)
    assert overview(world.ctx, world.learner).banks[0].questions == 1
    assert _asked(world) == {"vapour-origin"}
    world.sync(pieces["origin"], pieces["salt"])
    assert "salt" in _asked(world)


def test_cloze_numbers_come_and_go_with_the_text(world, pieces):
    world.start().finish()
    fewer = pieces["capitals"].replace("{{c2::Pyongyang}}", "Pyongyang")
    world.sync(fewer)
    world.clock.forward(days=60)
    sitting = world.start()
    assert sitting.finish() == 1
    more = pieces["capitals"].replace("the south", "{{c3::the south}}")
    world.sync(more)
    parts = world.rows("SELECT part FROM card WHERE question_id = 2 ORDER BY part")
    assert [row["part"] for row in parts] == [1, 2, 3]


def test_new_cards_follow_the_order_of_the_bank_as_it_is_now(world, pieces):
    assert world.start().card().question.id == "vapour-origin"
    world.sync(pieces["river"], pieces["origin"], pieces["capitals"], pieces["salt"])
    assert world.start().card().question.id == "river"


def test_a_copy_of_a_bank_under_the_same_id_is_named_and_changes_nothing(world):
    copy = world.folder.with_name("water-copy")
    shutil.copytree(world.folder, copy)
    (copy / "questions" / "all.yaml").write_text("questions: []\n", encoding="utf-8")
    served = world.rows("SELECT * FROM question")
    first, second = sync.sync_all(world.ctx)
    assert (first.folder, first.changed, first.problems) == (world.folder, False, ())
    assert [problem.code for problem in second.problems] == ["E201"]
    assert world.folder.name in second.problems[0].message
    assert world.rows("SELECT * FROM question") == served


PICTURED = """\
  - id: pictured
    kind: flashcard
    prompt: What is on the map?
    answer: The sea
    facts: [evaporation]
    media: [{file: images/map.png, alt: A map}]
"""


def test_only_images_that_a_question_declares_are_served(world):
    (world.folder / "images").mkdir(parents=True, exist_ok=True)
    for name in ("map.png", "other.png"):
        (world.folder / "images" / name).write_bytes(b"png")
    (world.folder.parent / "secret.png").write_bytes(b"secret")
    assert world.sync(PICTURED).problems == ()
    assert banks.media_file(world.ctx, "water", "images/map.png") == world.folder / "images" / "map.png"
    for wrong in (
        "../secret.png",
        "bank.yaml",
        "images/none.png",
        "images/other.png",
        "images",
        "",
        "a\0.png",
    ):
        assert banks.media_file(world.ctx, "water", wrong) is None
    assert banks.media_file(world.ctx, "fire", "images/map.png") is None


def test_another_picture_under_the_same_name_is_a_new_revision_of_its_question(world):
    (world.folder / "images").mkdir(parents=True, exist_ok=True)
    (world.folder / "images" / "map.png").write_bytes(b"png")
    world.sync(PICTURED)
    assert world.sync().changed is False
    (world.folder / "images" / "map.png").write_bytes(b"another png")
    assert world.sync().revised == 1


def test_the_bank_page_lists_questions_sources_and_suspended_cards(world):
    (world.folder / "briefing.md").write_text("Water goes up. [evaporation]\n", encoding="utf-8")
    world.sync()
    sitting = world.start()
    card = sitting.card().card
    study.suspend(world.ctx, sitting.learner, sitting.id, card)
    page = banks.bank_page(world.ctx, sitting.learner, "water")
    assert [each.card for each in page.suspended] == [card]
    assert page.summary.suspended == 1
    assert page.briefing.startswith("Water goes up.")
    assert [source.title for source in page.sources] == ["A survey of water"]
    assert [len(each.states) for each in page.questions] == [1, 2, 1, 1]
    with pytest.raises(NotFound):
        banks.bank_page(world.ctx, sitting.learner, "fire")


def _asked(world):
    """The questions that a study session beginning now would show, without answering any."""
    sitting = world.start()
    asked = set()
    while hasattr(shown := sitting.look(), "question"):
        asked.add(shown.question.id)
        study.skip(world.ctx, sitting.learner, sitting.id, shown.card)
    return asked


def _memories(cards):
    """The cards without their places among the new ones, which follow the bank."""
    return [{name: value for name, value in card.items() if name != "position"} for card in cards]


def _revisions(world):
    found = {}
    for row in world.rows("SELECT question_id, id FROM revision ORDER BY question_id, id"):
        found.setdefault(row["question_id"], []).append(row["id"])
    return found
