"""What entries refer to has to exist, once."""

from __future__ import annotations

import pytest

CARD = "questions:\n  - id: a\n    kind: flashcard\n    prompt: b\n    answer: c\n"
IMAGE = "{file: images/map.png, alt: A map}"


@pytest.mark.parametrize(
    ("line", "code", "hint"),
    [
        ("facts: [evaporatoin]", "E202", "did you mean 'evaporation'?"),
        ("facts: [evaporation, clouds]", "E202", "facts.yaml first"),
        ("was: [a]", "E201", ""),
        ("was: [other]", "E201", ""),
        ("media: [{file: images/mop.png, alt: x}]", "E205", "put the file there"),
        ("media: [{file: images/Map.png, alt: x}]", "E205", "did you mean 'images/map.png'?"),
        ("media: [{file: /etc/passwd.png, alt: x}]", "E206", ""),
        ("media: [{file: images/../../map.png, alt: x}]", "E206", ""),
        ('media: [{file: "images\\\\map.png", alt: x}]', "E206", ""),
        ("media: [{file: 'https://example.org/map.png', alt: x}]", "E206", ""),
        ("media: [{file: sources/map.png, alt: x}]", "E206", ""),
        ("media: [{file: images/map.svg, alt: x}]", "E212", "script"),
        ("media: [{file: images/map.exe, alt: x}]", "E212", "png"),
        ("explanation: See ![](images/map.png)", "E204", "media: [{file: images/map.png"),
    ],
)
def test_a_reference_into_nothing_is_a_finding(line: str, code: str, hint: str, read_questions) -> None:
    [problem] = read_questions(f"{CARD}    {line}\n").problems
    assert (problem.code, problem.place.line, problem.excerpt) == (code, 6, f"    {line}")
    assert hint in problem.suggestion


@pytest.mark.parametrize(
    "spoilt", [("id: a", "id: A b"), ("kind: flashcard", "kind: flashcart"), ("prompt: b", "tags: [b]")]
)
def test_an_unknown_fact_of_an_unusable_question_is_a_finding_too(
    spoilt: tuple[str, str], read_questions
) -> None:
    found = read_questions(f"{CARD.replace(*spoilt)}    facts: [evaporation, cluods]\n").problems
    assert len(found) == 2
    [problem] = [each for each in found if each.code == "E202"]
    assert (problem.place.line, problem.place.column, problem.place.width) == (6, 26, 6)


def test_declared_images_may_be_placed_or_not(read_questions) -> None:
    assert read_questions(f"{CARD}    media: [{IMAGE}]\n").problems == ()
    placed = f"{CARD}    explanation: See ![](images/map.png)\n    media: [{IMAGE}]\n"
    assert read_questions(placed).problems == ()


def test_an_id_in_two_files_names_the_first_place(read_with) -> None:
    files = {"questions/x.yaml": CARD, "questions/y.yaml": CARD}
    [problem] = read_with(files).problems
    assert (problem.code, problem.place.file, problem.place.line) == ("E201", "questions/y.yaml", 2)
    assert "questions/x.yaml:2" in problem.message


def test_an_earlier_id_belongs_to_one_question(read_with) -> None:
    first = CARD + "    was: [old]\n"
    second = first.replace("id: a", "id: d")
    [problem] = read_with({"questions/x.yaml": first, "questions/y.yaml": second}).problems
    assert (problem.code, problem.place.file) == ("E201", "questions/y.yaml")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("kind: single_choice\n    answer: x\n    distractors: [y, x]", "E120"),
        ("kind: single_choice\n    answer: x\n    distractors: [y, {text: y, feedback: z}]", "E120"),
        ("kind: multiple_choice\n    answers: [x, x]\n    distractors: [y]", "E120"),
        ("kind: short_answer\n    answer: x\n    accept: [y]\n    reject: [y]", "E213"),
        ("kind: list\n    answers: [x, y, x]", "E214"),
        ("kind: ordering\n    items: [x, {text: x}]", "E214"),
        ("kind: matching\n    pairs: [{left: x, right: y}, {left: x, right: z}]", "E214"),
        ("kind: matching\n    pairs: [{left: x, right: y}, {left: z, right: y}]\n    spare: [y]", "E215"),
    ],
)
def test_parts_that_contradict_each_other_are_found(body: str, code: str, read_questions) -> None:
    problems = read_questions(f"questions:\n  - id: a\n    prompt: b\n    {body}\n").problems
    assert [problem.code for problem in problems] == [code]


def test_an_unknown_source_is_found_in_both_forms_of_evidence(read_with) -> None:
    passage = "{source: surwey, paragraph: 1, from: a, to: b}"
    for evidence in (f"[{passage}]", f"{{any: [{passage}]}}"):
        text = f"facts:\n  - id: evaporation\n    says: x\n    evidence: {evidence}\n"
        [problem] = read_with({"facts.yaml": text}).problems
        assert (problem.code, problem.suggestion) == ("E203", "did you mean 'survey'?")
        assert problem.excerpt[problem.place.column - 1 :].startswith("surwey")


def test_the_briefing_may_name_facts_that_exist(read_with) -> None:
    assert read_with({"briefing.md": "Vapour rises. [facts: evaporation]\n"}).problems == ()
    reading = read_with({"briefing.md": "Vapour rises.\n[facts: evaporation, evaporatoin]\n"})
    [problem] = reading.problems
    assert (problem.code, problem.place.line, problem.place.column) == ("E210", 2, 22)
    assert reading.bank.briefing.startswith("Vapour rises.")
    [problem] = read_with({"briefing.md": "Vapour rises. [facts: evaporation\n"}).problems
    assert problem.code == "E211"
