"""Each rule on good questions: what it must flag, and what it must leave alone."""

from __future__ import annotations

import pytest

from question_bank.model import (
    Bank,
    Cloze,
    DateQuestion,
    Distractor,
    MultipleChoice,
    PartialDate,
    Precision,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from question_bank.rules import check_rules

WRITING = frozenset(f"W{number}" for number in range(510, 521))


def codes(*questions: Question, language: str = "en") -> set[str]:
    bank = Bank(id="b", title="B", language=language, questions=questions)
    return {problem.code for problem in check_rules(bank)} & WRITING


def choice(prompt: str, answer: str, *wrong: str, name: str = "q") -> SingleChoice:
    distractors = tuple(Distractor(text=text) for text in wrong)
    return SingleChoice(id=name, prompt=prompt, answer=answer, distractors=distractors)


def several(answers: tuple[str, ...], *wrong: str, prompt: str = "Which?") -> MultipleChoice:
    distractors = tuple(Distractor(text=text) for text in wrong)
    return MultipleChoice(id="q", prompt=prompt, answers=answers, distractors=distractors)


def judged(prompt: str, *, answer: bool = True, name: str = "q") -> TrueFalse:
    return TrueFalse(id=name, prompt=prompt, answer=answer)


def typed(prompt: str, answer: str, name: str = "q") -> ShortAnswer:
    return ShortAnswer(id=name, prompt=prompt, answer=answer)


FLAGGED: list[tuple[str, tuple[Question, ...]]] = [
    ("W510", (choice("Why?", "Because the pipeline would cross its land", "For fear", "For money"),)),
    ("W511", (choice("Who led the naval exercises?", "A naval officer", "A general", "A minister"),)),
    ("W511", (choice("What did the **pipeline** carry?", "Pipelined gas", "Oil", "Water"),)),
    ("W512", (choice("He travelled in an", "armoured train", "ship", "plane"),)),
    ("W512", (choice("The visitor was a", "president", "envoy", "ambassador"),)),
    ("W512", (choice("She was a…", "unionist", "engineer", "artist"),)),
    ("W513", (choice("Who came?", "Kim", "Medvedev", "All of the above"),)),
    ("W513", (choice("Who came?", "None of these", "Kim", "Medvedev"),)),
    ("W513", (several(("Kim", "Medvedev"), "Both"),)),
    ("W514", (judged("The talks were not routine."),)),
    ("W514", (choice("Which country didn't take part?", "France", "Japan", "China"),)),
    ("W514", (choice("All took part except which?", "France", "Japan", "China"),)),
    ("W515", (choice("How many came?", "1,700", "2,000", "Very many"),)),
    ("W515", (choice("When was it?", "2011", "2002", "Under Putin"),)),
    ("W515", (several(("Kim", "Medvedev"), "He came by train to the garrison."),)),
    ("W516", (choice("How many?", "10-20", "20-30", "30-40"),)),
    ("W516", (choice("Who signed?", "Russia", "Russia and China", "Japan"),)),
    ("W517", (choice("How often?", "Rarely", "Never", "Daily"),)),
    ("W517", (several(("Some gas", "Some oil"), "All coal"),)),
    (
        "W518",
        (typed("Who met Kim near Ulan-Ude?", "Medvedev", "a"), judged("Medvedev met Kim near Ulan-Ude.")),
    ),
    (
        "W518",
        (
            Cloze(id="a", text="The line is {{c1::10,000}} kilometres long."),
            judged("The line of 10,000 kilometres is long."),
        ),
    ),
    ("W519", tuple(judged(f"Statement {at}.", name=f"q{at}") for at in range(9))),
    ("W519", tuple(judged(f"Statement {at}.", answer=at == 5, name=f"q{at}") for at in range(14))),
    ("W520", tuple(choice("?", f"{at}5", f"{at}1", f"{at}9", name=f"q{at}") for at in range(1, 8))),
    ("W520", tuple(choice("?", f"{at}1", f"{at}5", f"{at}9", name=f"q{at}") for at in range(1, 8))),
    ("W520", tuple(choice("?", f"long {at}", f"a {at}", f"b {at}", name=f"q{at}") for at in range(1, 8))),
]

LEFT_ALONE: list[tuple[str, tuple[Question, ...]]] = [
    ("a key a little longer", (choice("Which?", "North Korea", "China", "Japan"),)),
    ("a long key among long distractors", (choice("Why?", "x" * 60, "y" * 50, "z" * 20),)),
    ("a long key with one distractor", (choice("Why?", "x" * 60, "No"),)),
    ("the prompt's word in a distractor too", (choice("Which navy?", "The US Navy", "Its navy", "A fleet"),)),
    ("small words in common", (choice("What was it for?", "For trade", "War", "Sport"),)),
    (
        "the United States behind US",
        (choice("Of the US?", "The State Department", "The Treasury", "The White House"),),
    ),
    ("an article that fits a distractor", (choice("It was a", "train", "ship", "aeroplane"),)),
    ("an article for any option", (choice("It was a(n)", "aeroplane", "ship", "train"),)),
    ("an article in the middle", (choice("Was it an old train?", "Yes", "No", "Partly"),)),
    (
        "all as an ordinary word",
        (choice("Who came?", "All cabinet ministers", "Two cabinet ministers", "A minister"),),
    ),
    ("a marked negative", (judged("The talks were **not** routine."),)),
    ("a negative in capitals", (choice("Who did NOT come?", "Kim", "Lee", "Ma"),)),
    ("somebody else's negative", (choice("Who said “I will not go”?", "Kim", "Lee", "Ma"),)),
    ("a negative in a typed question", (typed("What did it not mention?", "Enrichment"),)),
    ("notable words", (judged("Notes were nothing of note; nevertheless he signed."),)),
    ("dates among dates", (choice("When?", "24 August 2011", "2002", "May 2010"),)),
    ("figures with units", (choice("How long?", "10,000 km", "9,300 km", "1,700 km"),)),
    ("ordinals are words", (choice("Which visit?", "3rd", "Second", "First"),)),
    ("ranges that meet nowhere", (choice("How many?", "10-19", "20-29", "30-39"),)),
    ("names that share a word", (choice("Which?", "South Korea", "North Korea", "Korea Bay"),)),
    ("several may hold each other", (several(("Russia", "Russia and China"), "Japan"),)),
    ("absolute words on both sides", (choice("How often?", "Always", "Never", "Daily"),)),
    ("words that only look absolute", (choice("Where?", "In Allenstein", "In a hall", "Nonesuch"),)),
    (
        "another prompt on another matter",
        (typed("Who met Kim near Ulan-Ude?", "Medvedev", "a"), judged("Medvedev spoke of the gas pipeline.")),
    ),
    (
        "a prompt that names the key itself",
        (typed("Which Korea is Kim's, North or South Korea?", "North Korea", "a"), judged("North Korea is.")),
    ),
    (
        "the same date asked twice",
        (
            DateQuestion(
                id="a", prompt="When did they meet?", answer=PartialDate(2011), precision=Precision.YEAR
            ),
            DateQuestion(
                id="b", prompt="When did they part?", answer=PartialDate(2011), precision=Precision.YEAR
            ),
        ),
    ),
    ("half true", tuple(judged(f"Statement {at}.", answer=at % 2 == 0, name=f"q{at}") for at in range(20))),
    ("too few to say", tuple(judged(f"Statement {at}.", name=f"q{at}") for at in range(7))),
    (
        "figures in any place",
        tuple(
            choice("?", f"{at}{'159'[at % 3]}", f"{at}{'591'[at % 3]}", f"{at}{'915'[at % 3]}", name=f"q{at}")
            for at in range(1, 13)
        ),
    ),
]


@pytest.mark.parametrize(("code", "questions"), FLAGGED)
def test_the_rule_flags_it(code: str, questions: tuple[Question, ...]) -> None:
    assert code in codes(*questions)


@pytest.mark.parametrize("questions", [case[1] for case in LEFT_ALONE], ids=[case[0] for case in LEFT_ALONE])
def test_no_rule_on_good_questions_flags_it(questions: tuple[Question, ...]) -> None:
    assert codes(*questions) == set()


def test_german_banks_have_their_own_negatives_and_absolute_words() -> None:
    assert codes(judged("Das war nicht alles."), language="de") == {"W514"}
    assert codes(choice("Wie oft?", "Selten", "Niemals", "Täglich"), language="de") == {"W517"}
    assert codes(choice("Es war ein", "Zug", "Auto", "Esel"), language="de") == set()


def test_four_thousand_questions_take_seconds_not_minutes() -> None:
    questions = [
        typed(f"Which river of valley {at} flows by town {at % 97}?", f"River {at}", name=f"q{at}")
        for at in range(2000)
    ] + [judged(f"Town {at} is old.", answer=at % 2 == 0, name=f"t{at}") for at in range(2000)]
    assert codes(*questions) == set()
