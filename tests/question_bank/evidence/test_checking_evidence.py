"""A whole bank held against the texts of its sources."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from question_bank.evidence import EvidenceReport, check_evidence, coverage, find_sources
from question_bank.model import Bank, Evidence, Fact, Passage, ShortAnswer, Source
from question_bank.problems import Place, Places, Problem

TEXT = """\
Home | News
The sea gives most of it.

Rivers give the rest of it.
The lakes give little, and the sea gives much.
Subscribe!
"""
NOWHERE = Places()
SEA = Source(id="sea", title="The sea", file="sea.txt", body=(2, 5), published=date(2011, 8, 25))
LAND = Source(id="land", title="The land", file="land.txt")


def fact(fact_id: str, *passages: Passage, alternatives: bool = False, at: Places = NOWHERE) -> Fact:
    return Fact(id=fact_id, says="x", evidence=Evidence(passages=passages, alternatives=alternatives), at=at)


def passage(paragraph: int, begins: str, ends: str, source: str = "sea") -> Passage:
    return Passage(source=source, paragraph=paragraph, begins=begins, ends=ends)


MOST = fact("most", passage(1, "The sea", "of it"))
REST = fact("rest", passage(2, "Rivers", "of it"))
LITTLE = fact("little", passage(3, "The lakes", "much"))


def checked(
    *facts: Fact, questions: tuple[ShortAnswer, ...] = (), text: str = TEXT, source: Source = SEA
) -> EvidenceReport:
    bank = Bank(id="b", title="B", sources=(source, LAND), facts=facts, questions=questions)
    return check_evidence(bank, {"sea": text})


def only(report: EvidenceReport, *codes: str) -> list[Problem]:
    return [problem for problem in report.problems if problem.code in codes]


def test_a_bank_that_proves_itself_has_no_findings() -> None:
    report = checked(MOST, REST, LITTLE)
    assert (report.problems, report.verified, report.unverified) == ((), 3, 0)
    assert [one.stretch.text for one in report.located][1] == "Rivers give the rest of it"
    assert [one.paragraph.line for one in report.located] == [2, 4, 5]


def test_passages_of_a_source_whose_text_is_missing_are_counted_and_not_blamed() -> None:
    report = checked(MOST, REST, LITTLE, fact("land", passage(9, "No", "text", "land")))
    assert (report.problems, report.verified, report.unverified) == ((), 3, 1)


def test_a_passage_of_an_unknown_source_is_left_to_the_reader() -> None:
    report = checked(MOST, REST, LITTLE, fact("sky", passage(1, "a", "b", "sky")))
    assert (report.problems, report.unverified) == ((), 0)


def test_lines_end_alike_on_every_system() -> None:
    report = checked(MOST, REST, LITTLE, text="\ufeff" + TEXT.replace("\n", "\r\n"))
    assert (report.problems, report.verified) == ((), 3)


def test_words_in_another_paragraph_are_pointed_to() -> None:
    report = checked(MOST, REST, LITTLE, fact("off", passage(1, "Rivers", "of it")))
    (problem,) = only(report, "E403")
    assert "paragraph 1 of 'sea' (line 2 of its file)" in problem.message
    assert problem.suggestion == "did you mean paragraph 2?"


def test_words_that_differ_in_case_are_shown_as_the_source_writes_them() -> None:
    (problem,) = only(checked(MOST, REST, LITTLE, fact("off", passage(2, "rivers", "of it"))), "E403")
    assert "'Rivers'" in problem.suggestion


def test_words_that_go_on_differently_show_how_far_they_agree() -> None:
    (problem,) = only(
        checked(MOST, REST, LITTLE, fact("off", passage(2, "Rivers", "the rest of us"))), "E404"
    )
    assert "'the rest of'" in problem.suggestion


def test_each_way_of_missing_has_a_code_of_its_own() -> None:
    report = checked(
        MOST,
        REST,
        LITTLE,
        fact("absent", passage(4, "a", "b")),
        fact("turned", passage(2, "of it", "Rivers")),
        fact("twice", passage(3, "gives", "gives"), passage(3, "give", "the")),
        fact("open", passage(3, "The lakes", "e")),
    )
    assert sorted(problem.code for problem in report.problems) == ["E401", "E404", "E405"]


def test_words_that_occur_twice_are_asked_for_one_word_more() -> None:
    report = checked(
        MOST, REST, fact("little", passage(1, "The sea", "it")), text=TEXT.replace("most of", "it most of")
    )
    (problem,) = only(report, "E406")
    assert problem.suggestion == "'it' occurs 2 times; add a word to it"


def test_a_finding_stands_at_the_words_it_is_about() -> None:
    here, there = Place("facts.yaml", 7, 9), Place("facts.yaml", 12, 3)
    plain = Places(by_path={("evidence", 0, "from"): here})
    either = Places(by_path={("evidence", "any", 1, "to"): there})
    report = checked(
        MOST,
        REST,
        LITTLE,
        fact("one", passage(1, "Whales", "it"), at=plain),
        fact(
            "two",
            passage(1, "The sea", "of it"),
            passage(2, "Rivers", "whales"),
            alternatives=True,
            at=either,
        ),
    )
    assert [problem.place for problem in only(report, "E403", "E404")] == [here, there]


def test_long_ends_are_found_without_any_text() -> None:
    long = fact("long", passage(1, "one two three four five six seven", "ok"))
    report = check_evidence(Bank(id="b", title="B", sources=(SEA,), facts=(long,)), {})
    assert [problem.code for problem in report.problems] == ["E402"]
    assert report.unverified == 1


def test_a_body_beyond_the_file_is_found() -> None:
    source = Source(id="sea", title="The sea", file="sea.txt", body=(2, 60))
    assert [problem.code for problem in only(checked(source=source), "E400")] == ["E400"]


def test_a_paragraph_without_a_fact_is_a_warning() -> None:
    (problem,) = checked(MOST, LITTLE).problems
    assert (problem.code, "paragraph 2" in problem.message) == ("W409", True)


def test_an_answer_is_looked_for_in_the_passages_of_all_its_facts_together() -> None:
    answer = ShortAnswer(id="q", prompt="?", answer="sea and rivers", facts=("most", "rest"))
    assert checked(MOST, REST, LITTLE, questions=(answer,)).problems == ()


def test_an_answer_outside_the_passage_is_found_though_its_paragraph_holds_it() -> None:
    question = ShortAnswer(id="q", prompt="?", answer="the sea", facts=("lakes",))
    narrow = fact("lakes", passage(3, "The lakes", "give little"))
    (problem,) = checked(MOST, REST, narrow, questions=(question,)).problems
    assert (problem.code, "'sea'" in problem.message) == ("E407", True)


def test_a_derived_question_is_excused_and_an_unprovable_one_not_judged() -> None:
    derived = ShortAnswer(id="q", prompt="?", answer="whales", facts=("most",), derived="worked out")
    land = fact("land", passage(9, "No", "text", "land"))
    unproven = ShortAnswer(id="r", prompt="?", answer="whales", facts=("most", "land"))
    assert checked(MOST, REST, LITTLE, land, questions=(derived, unproven)).problems == ()


def test_a_finding_about_a_passage_or_an_answer_says_whose_it_is() -> None:
    question = ShortAnswer(id="q", prompt="?", answer="whales", facts=("most",))
    two = fact("two", passage(2, "Rivers", "of it"), passage(2, "Whales", "of it"))
    report = checked(MOST, two, LITTLE, questions=(question,))
    assert [(one.fact, one.index, one.problem.code) for one in report.missed] == [("two", 1, "E403")]
    assert [(one.question, one.problem.code) for one in report.unsupported] == [("q", "E407")]
    assert set(report.problems) == {one.problem for one in (*report.missed, *report.unsupported)}


def test_coverage_names_the_facts_and_questions_of_each_paragraph() -> None:
    questions = (
        ShortAnswer(id="q", prompt="?", answer="sea", facts=("most", "rest")),
        ShortAnswer(id="r", prompt="?", answer="sea", facts=("most",), draft=True),
    )
    bank = Bank(id="b", title="B", sources=(SEA, LAND), facts=(MOST, REST), questions=questions)
    sea, land = coverage(bank, {"sea": TEXT})
    assert [(one.paragraph.line, one.facts, one.questions) for one in sea.paragraphs] == [
        (2, ("most",), ("q",)),
        (4, ("rest",), ("q",)),
        (5, (), ()),
    ]
    assert (sea.covered, land.readable, land.paragraphs) == (2, False, ())


def test_sources_are_found_by_their_file_and_never_outside_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "texts"
    inside.mkdir()
    (inside / "sea.txt").write_bytes(b"\xef\xbb\xbfThe sea.\n")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    escaping = Source(id="x", title="X", file="../secret.txt")
    windows = Source(id="y", title="Y", file="..\\secret.txt")
    bank = Bank(id="b", title="B", sources=(SEA, LAND, escaping, windows, Source(id="z", title="Z")))
    assert find_sources(bank, inside) == {"sea": "The sea.\n"}
