"""What is asked about which sentence: the ways of asking, one by one, and what is left alone."""

from __future__ import annotations

import pytest

from question_bank.drafting import Draft, Refusal, draft
from question_bank.model import (
    Bank,
    DateQuestion,
    Flashcard,
    ListQuestion,
    Matching,
    NumberQuestion,
    Ordering,
    ShortAnswer,
    SingleChoice,
    Source,
    TrueFalse,
)
from question_bank.model.texts import key_text, prompt_text


def drafted(*paragraphs: str, bank: Bank | None = None) -> Draft:
    return draft("\n".join(paragraphs), name="article.txt", bank=bank)


def asked(*paragraphs: str) -> dict[str, str]:
    """Return every prompt with its key."""
    return {prompt_text(each.question): key_text(each.question) for each in drafted(*paragraphs).questions}


@pytest.mark.parametrize(
    ("sentence", "prompt", "key"),
    [
        ("The eruption of Mount Aldera killed 57 people on the island.",
         "How many people did the eruption of Mount Aldera kill on the island?", "57"),
        ("About 40,000 people fled from Port Lindel by ship.",
         "About how many people fled from Port Lindel by ship?",
         "40,000"),
        ("The ministry of Norland paid $48 million to the farmers.",
         "How much did the ministry of Norland pay to the farmers, in dollars?", "48 million dollars"),
        ("The Kelvin Tunnel in the hills is 27 kilometres long.",
         "How many kilometres long is the Kelvin Tunnel in the hills?",
         "27 kilometres"),
        ("The fares of Norrail rose by 12 per cent after the war.",
         "By what percentage did the fares of Norrail rise after the war?", "12 percent"),
        ("The trial in Kedda lasted 11 days without a break.",
         "How many days did the trial in Kedda last without a break?",
         "11 days"),
    ],
)  # fmt: skip
def test_a_figure_is_asked_for_with_what_it_counts(sentence: str, prompt: str, key: str) -> None:
    found = {
        prompt_text(each.question): key_text(each.question)
        for each in drafted(sentence).questions
        if isinstance(each.question, NumberQuestion | SingleChoice)
    }
    assert prompt in found
    assert found[prompt].replace("people", "").strip() in (key, key.split()[0])


def test_a_hedged_figure_allows_some_error() -> None:
    (question,) = (
        each.question for each in drafted("About 40,000 people fled from Port Lindel by ship.").questions[:1]
    )
    assert isinstance(question, NumberQuestion)
    assert question.tolerance.percent


@pytest.mark.parametrize(
    ("sentence", "prompt", "key"),
    [
        ("The Minta Library was closed in 2003.", "In which year was the Minta Library closed?", "2003"),
        ("In 1994 the parliament of Norland divided the railway into three companies.",
         "In which year did the parliament of Norland divide the railway into three companies?", "1994"),
        ("Mount Aldera erupted on 3 March 2018 without a warning.",
         "On what date (day, month and year) did Mount Aldera erupt without a warning?", "2018-03-03"),
        ("The bridge at Halden collapsed in November 2000 under a train.",
         "In which month of which year did the bridge at Halden collapse under a train?", "2000-11"),
    ],
)  # fmt: skip
def test_a_date_is_asked_for_as_exactly_as_it_is_told(sentence: str, prompt: str, key: str) -> None:
    found = {
        prompt_text(each.question): key_text(each.question)
        for each in drafted(sentence).questions
        if isinstance(each.question, DateQuestion)
    }
    assert found == {prompt: key}


def test_who_did_it_is_asked_and_the_surname_taken() -> None:
    (question,) = (
        each.question
        for each in drafted("Anna Berg founded the Minta Library with her own money.").questions
        if isinstance(each.question, ShortAnswer)
    )
    assert (question.prompt, question.answer, question.accept) == (
        "Who founded the Minta Library with her own money?", "Anna Berg", ("Berg",))  # fmt: skip


def test_a_reason_becomes_a_why() -> None:
    found = [
        each.question
        for each in drafted(
            "The Minta Library was closed in 2003 because its roof had begun to leak."
        ).questions
        if isinstance(each.question, Flashcard)
    ]
    assert [(each.prompt, each.answer) for each in found] == [
        ("Why was the Minta Library closed in 2003?", "Because its roof had begun to leak.")]  # fmt: skip


def test_an_enumeration_is_asked_for_as_a_list() -> None:
    (question,) = (
        each.question
        for each in drafted(
            "The farmers of Teska lost their fields of coffee, maize and sugar cane."
        ).questions
        if isinstance(each.question, ListQuestion)
    )
    assert [item.answer for item in question.answers] == ["coffee", "maize", "sugar cane"]
    assert question.need == 3


def test_dated_events_are_put_in_order() -> None:
    (question,) = (
        each.question
        for each in drafted(
            "Germany bought the island of Ruam in 1898.", "Captain Lorne was stranded on Ruam in 1871.",
            "The museum of Ruam opened its doors in 1960.",
            "The harbour of Ruam was deepened in 1932.").questions
        if isinstance(each.question, Ordering)
    )  # fmt: skip
    assert [item.label for item in question.items] == ["1871", "1898", "1932", "1960"]


def test_people_are_matched_with_what_they_are() -> None:
    (question,) = (
        each.question
        for each in drafted(
            "Anna Berg, director of the Minta Museum, opened the hall in 1987.",
            "Peter Olsen, a geologist at the University of Oslo, found the stone in 1990.",
            "Maria Lund, head of the Kalberg Institute, bought the stone in 1995.").questions
        if isinstance(each.question, Matching)
    )  # fmt: skip
    assert {pair.left for pair in question.pairs} == {"Anna Berg", "Peter Olsen", "Maria Lund"}


@pytest.mark.parametrize(
    "sentence",
    [
        "It was closed in 2003 because the roof leaked.",
        "They moved 400 books to the cellar last year.",
        "The other two were sold in 1990 to a dealer.",
        "I had never seen 12,000 birds on one lake.",
        "Farmers get up to 5,000 crowns for such damage.",
        "Was the Minta Library closed in 2003 or later?",
        "About 60 percent of it came from the Minta Library in 2003.",
        "In 2003, more than 12 tonnes of it went to the Minta Museum.",
    ],
)
def test_what_cannot_be_understood_alone_is_left_alone(sentence: str) -> None:
    assert asked(sentence) == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "“The lava killed 57 people in Rosal,” said Helena Maro.",
        "The lava killed 57 people in Rosal, according to Helena Maro.",
        "Helena Maro said that the lava killed 57 people in Rosal.",
        "According to Helena Maro, the lava killed 57 people in Rosal.",
    ],
)
def test_a_claim_keeps_its_speaker_in_the_fact_and_in_every_prompt(sentence: str) -> None:
    made = drafted(sentence)
    assert [each.fact.by for each in made.facts] == [("Helena Maro",)]
    assert made.questions
    assert all("According to Helena Maro, " in prompt_text(each.question) for each in made.questions)


def test_a_fact_says_less_than_its_sentence_and_is_marked() -> None:
    (made,) = drafted(
        "However, the Minta Library (see below), which many loved, was closed in 2003, although some wept."
    ).facts
    assert made.fact.says == "The Minta Library was closed in 2003."
    assert made.fact.tags == ("own-words-missing",)
    passage = made.fact.evidence.passages[0]
    assert max(len(passage.begins.split()), len(passage.ends.split())) <= 6


def test_every_sentence_is_asked_about_or_counted_with_its_reason() -> None:
    sold = [f"Kalberg sold {number} books of the Minta Library." for number in range(100, 500)]
    made = drafted(
        "Anna Berg founded the Minta Library in 1987. It was loved. The books were old and heavy to carry.",
        *(" ".join(sold[at : at + 100]) for at in (0, 100, 200, 300)),
        "w" * 20_001 + ".",
    )
    assert [each.what for each in made.refused if each.why is Refusal.UNCLEAR] == ["It was loved."]
    assert [each.what for each in made.refused if each.why is Refusal.NOTHING] == [
        "The books were old and heavy to carry."
    ]
    # Three sentences beyond the four hundredth, and the last paragraph.
    assert made.left_out()[Refusal.TOO_LONG] == 3 + 1


def test_what_is_hardly_worth_asking_is_counted() -> None:
    made = drafted(
        "Anna Berg founded the Minta Library in 1987 with 400 books.",
        "In 1990 two engineers and Peter Olsen of Kalberg repaired the roof of the Minta Library.",
    )
    counts = made.left_out()
    assert counts[Refusal.WEAK] > 0
    assert sum(counts.values()) == len(made.refused)


def test_what_names_nothing_names_its_topic() -> None:
    found = asked("Minta Library", "Trains brought 12,000 tourists to the coast in the first summer.")
    assert any(prompt.startswith("Minta Library: ") for prompt in found)


def test_distractors_are_of_the_answers_kind_and_not_in_the_same_sentence() -> None:
    names = ("Peter Olsen", "Maria Lund", "Hanna Vik", "Jonas Feld")
    text = [
        f"{name} was elected mayor of Kalberg after a long campaign in {1950 + at * 10}."
        for at, name in enumerate(names)
    ]
    choices = [
        each.question
        for each in drafted(
            "Anna Berg founded the Minta Library with 400 books of Ida Holm.", *text
        ).questions
        if isinstance(each.question, SingleChoice)
    ]
    people = [each for each in choices if each.answer in (*names, "Anna Berg")]
    assert people
    others = {*names, "Anna Berg", "Ida Holm"}
    assert all({wrong.text for wrong in each.distractors} <= others - {each.answer} for each in people)


def test_a_statement_to_be_judged_differs_in_one_thing_and_says_which() -> None:
    made = drafted(
        "Anna Berg founded the Minta Library in Ostrand with 400 books.",
        "The harbour of Vik was dug by 12,500 prisoners of war.",
        "The tower of Kalberg was built by 350 soldiers of the king.",
        "The railway of Minta carried 61 million people in peace.",
    )
    false = [
        each.question
        for each in made.questions
        if isinstance(each.question, TrueFalse) and not each.question.answer
    ]
    assert all(question.explanation for question in false)


def test_the_banks_own_answers_serve_as_distractors() -> None:
    bank = Bank(
        id="b",
        title="B",
        sources=(Source(id="s", title="S"),),
        questions=tuple(
            ShortAnswer(id=f"q{at}", prompt=f"Who was number {at}?", answer=name, unsourced="x")
            for at, name in enumerate(("Peter Olsen", "Maria Lund", "Hanna Vik"))
        ),
    )
    made = drafted("Anna Berg founded the Minta Library with her own money.", bank=bank)
    without = drafted("Anna Berg founded the Minta Library with her own money.")
    options = {
        wrong.text
        for each in made.questions
        if isinstance(each.question, SingleChoice)
        for wrong in each.question.distractors
    }
    assert made.questions
    assert not any(isinstance(each.question, SingleChoice) for each in without.questions)
    assert options <= {"Peter Olsen", "Maria Lund", "Hanna Vik"}


def test_the_best_draft_comes_first_and_each_rests_on_a_fact() -> None:
    made = drafted(
        "Anna Berg founded the Minta Library in 1987 with 400 books.",
        "The Minta Library was closed in 2003 because its roof had begun to leak.",
        "Peter Olsen, director of the Museum of Minta, kept the books in a cellar.",
    )
    facts = {each.fact.id for each in made.facts}
    assert all(set(each.question.facts) <= facts for each in made.questions)
    assert facts == {fact for each in made.questions for fact in each.question.facts}
    assert [each.question.kind for each in made.questions[:1]] == ["flashcard"]  # the why
