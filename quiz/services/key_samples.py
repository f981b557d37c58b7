"""Small texts that show how each thing is written; a test reads every one of them."""

from __future__ import annotations

from question_bank.model import Kind

BANK_SAMPLE = """\
bank: water
title: Where water comes from
language: en
sources:
  - id: survey
    title: A Survey of Vapour
    publisher: The Gazette
    published: 2011-08-24
"""
FACT_SAMPLE = """\
facts:
  - id: evaporation
    says: Most water vapour has evaporated from the sea.
    by: the surveyors
    evidence:
      - {source: survey, paragraph: 4, from: By far the largest, to: from the sea}
"""


def _sample(kind: str, own: str) -> str:
    lines = "".join(f"  {line}\n" for line in own.splitlines())
    return f"- id: my-{kind.replace('_', '-')}\n  kind: {kind}\n{lines}  facts: [evaporation]\n"


_OWN = {
    Kind.FLASHCARD: "prompt: What is dew?\nanswer: Water out of the air that settles on cold things",
    Kind.TRUE_FALSE: "prompt: Glaciers give off more vapour than the sea.\nanswer: false",
    Kind.SINGLE_CHOICE: (
        "prompt: Where does most water vapour come from?\n"
        "answer: The oceans\n"
        "distractors:\n"
        "  - The rivers\n"
        "  - {text: The glaciers, feedback: Ice gives off very little vapour.}"
    ),
    Kind.MULTIPLE_CHOICE: (
        "prompt: Which of these are salt water?\n"
        "answers:\n  - The Baltic\n  - The Atlantic\n"
        "distractors:\n  - Lake Geneva\n  - Lake Baikal"
    ),
    Kind.SHORT_ANSWER: (
        "prompt: What is the turning of water into vapour called?\nanswer: evaporation\naccept: [evaporating]"
    ),
    Kind.LIST: "prompt: Name two oceans.\nanswers:\n  - Atlantic\n  - Pacific\n  - Indian\nneed: 2",
    Kind.NUMBER: (
        "prompt: How deep is the sea on average?\nanswer: 3,700\ntolerance: 5%\n"
        "unit: {name: m, accept: [metres, meters]}"
    ),
    Kind.DATE: "prompt: When did the survey come out?\nanswer: 2011-08-24",
    Kind.CLOZE: 'text: "Most vapour comes from the {{c1::sea::a place}} and falls again as {{c2::rain}}."',
    Kind.ORDERING: "prompt: In which order?\nitems:\n  - Vapour rises\n  - It cools\n  - Rain falls",
    Kind.MATCHING: (
        "prompt: Which state is it?\npairs:\n  - {left: Ice, right: solid}\n  - {left: Dew, right: liquid}\n"
        "spare: [plasma]"
    ),
}
QUESTION_SAMPLES = {kind: _sample(kind.value, own) for kind, own in _OWN.items()}
