"""The benchmarks run; what they measure is read by people and, but for its direction, not asserted."""

from __future__ import annotations

from statistics import fmean

from benchmarks import anki_export, repairs
from benchmarks.backlog import ORDERS, measure
from benchmarks.drafting import judged
from benchmarks.guess_correction import Outcome, Population, Study, studied
from question_bank.drafting import Method

CARDS = 12


def true_recall(reckoned: float, luck: float = 0.5) -> float:
    """Return how much of what they review four learners know in the second year."""
    study = Study(0.90, luck, reckoned, CARDS, seed=7)
    learners = Population(0.15).learners(2, seed=7, target=0.90)
    outcomes: list[Outcome] = [studied(learner, study) for learner in learners]
    return fmean(outcome.recall[1] for outcome in outcomes)


def test_guess_correction_brings_recall_of_true_or_false_nearer_to_the_target() -> None:
    assert abs(true_recall(reckoned=0.5) - 0.90) < abs(true_recall(reckoned=0.0) - 0.90)


def test_the_same_seed_gives_the_same_simulation() -> None:
    assert true_recall(reckoned=0.5) == true_recall(reckoned=0.5)


def test_a_backlog_is_gone_sooner_when_what_is_most_worth_saving_comes_first() -> None:
    gone = {
        name: fmean(each.gone_after for each in measure(ORDERS[name], 120, 3, 60, 6, seed=1))
        for name in ("most worth saving", "most forgotten")
    }
    assert 0 < gone["most worth saving"] < gone["most forgotten"]


def test_most_drafts_have_a_verdict_and_a_strict_reader_keeps_more_than_half_of_them() -> None:
    found = list(judged(Method.RULES))
    decided = [each for each in found if each.kept is not None]
    assert 2 * len(decided) > len(found)
    assert 2 * sum(each.kept is True for each in decided) > len(decided)


def test_a_response_of_three_learners_is_accepted_and_taken_back(capsys) -> None:
    assert repairs.main(3) == 0
    assert "6 answers, 3 tests, 3 learners" in capsys.readouterr().out


def test_a_package_is_compared_with_genankis_of_the_same_notes(capsys) -> None:
    anki_export.main(["25", "1"])
    assert "25 questions: " in capsys.readouterr().out
    notes = anki_export.ready_notes(anki_export.ours(anki_export.made_bank(25)))
    assert len(notes) == len({guid for _, guid, _, _ in notes}) == 25
