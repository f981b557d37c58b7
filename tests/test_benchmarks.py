"""The benchmarks run; what they measure is read by people and, but for its direction, not asserted."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import fmean

import pytest

from benchmarks import anki_export, drafting, repairs
from benchmarks.backlog import ORDERS, measure
from benchmarks.drafting import drafted, judged
from benchmarks.guess_correction import Outcome, Population, Study, studied
from benchmarks.replaying import REPLIES, AnotherPromptError, replayed_texts, replaying
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


@pytest.mark.parametrize("method", [Method.RULES, Method.LLM])
def test_most_drafts_have_a_verdict_and_a_strict_reader_keeps_more_than_half_of_them(method) -> None:
    found = list(judged(drafted(method)))
    decided = [each for each in found if each.kept is not None]
    assert 2 * len(decided) > len(found)
    assert 2 * sum(each.kept is True for each in decided) > len(decided)


@pytest.mark.parametrize("method", ["rules", "llm"])
def test_the_figures_of_a_drafting_method_are_those_in_the_readme(method, capsys) -> None:
    drafting.main(["--method", method])
    *_, refused, row = capsys.readouterr().out.splitlines()
    written_down = Path(drafting.__file__).with_name("README.md").read_text(encoding="utf-8").splitlines()
    assert row in written_down
    assert method != "llm" or f"    {refused}" in written_down


def test_a_reply_to_another_prompt_is_refused_with_a_sentence(monkeypatch, tmp_path, capsys) -> None:
    name = min(replayed_texts())
    kept = json.loads((REPLIES / f"{name}.json").read_text(encoding="utf-8"))
    (tmp_path / f"{name}.json").write_text(json.dumps({**kept, "prompt": "0" * 64}), encoding="utf-8")
    with pytest.raises(AnotherPromptError, match="answers another prompt"):
        replaying(name, tmp_path)("What else?")
    monkeypatch.setattr(drafting, "replaying", lambda text: replaying(text, tmp_path))
    with pytest.raises(SystemExit):
        drafting.main(["--method", "llm"])
    assert "ask a model anew" in capsys.readouterr().err


def test_a_response_of_three_learners_is_accepted_and_taken_back(capsys) -> None:
    assert repairs.main(3) == 0
    assert "6 answers, 3 tests, 3 learners" in capsys.readouterr().out


def test_a_package_is_compared_with_genankis_of_the_same_notes(capsys) -> None:
    anki_export.main(["25", "1"])
    assert "25 questions: " in capsys.readouterr().out
    notes = anki_export.ready_notes(anki_export.ours(anki_export.made_bank(25)))
    assert len(notes) == len({guid for _, guid, _, _ in notes}) == 25
