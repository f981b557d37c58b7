"""Findings about what entries refer to, and about entries that get into each other's way."""

from __future__ import annotations

from question_bank.codes.entry import Entry, ExampleKind


def _card(line: str) -> str:
    head = (
        "questions:\n  - id: origin\n    kind: flashcard\n    prompt: Where from?\n    answer: The oceans\n"
    )
    return f"{head}    {line}\n"


def _choice(line: str) -> str:
    return (
        f"questions:\n  - id: origin\n    kind: single_choice\n    prompt: "
        f"Where from?\n    answer: The oceans\n    {line}\n"
    )


def _fact(passage: str) -> str:
    return (
        f"facts:\n  - id: evaporation\n    says: Most vapour has evaporated "
        f"from the sea.\n    evidence: [{passage}]\n"
    )


ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="E120",
        title="two choices are the same",
        why="A learner who picks one of two equal choices is right and wrong at once.",
        wrong=_choice("distractors: [Rivers, The oceans]"),
        right=_choice("distractors: [Rivers, Glaciers]"),
    ),
    Entry(
        code="E201",
        title="id used twice",
        why=(
            "Learners' progress and Anki notes hang on the id, so it belongs to one entry of the whole bank, "
            "and an id under `was` to one question for ever."
        ),
        wrong=_card("was: [origin]"),
        right=_card("was: [vapour-origin]"),
    ),
    Entry(
        code="E202",
        title="unknown fact",
        why="Every question can show its source: through facts that are in facts.yaml.",
        wrong=_card("facts: [evaporatoin]"),
        right=_card("facts: [evaporation]"),
    ),
    Entry(
        code="E203",
        title="unknown source",
        why="A passage names a source of bank.yaml by its id; only then can it be shown and proven.",
        wrong=_fact("{source: surwey, paragraph: 1, from: By far, to: the sea}"),
        right=_fact("{source: survey, paragraph: 1, from: By far, to: the sea}"),
        example=ExampleKind.FACTS,
    ),
    Entry(
        code="E204",
        title="image not declared",
        why="Images are declared with the words that say the same to somebody who cannot see them.",
        wrong=_card("explanation: See ![](images/map.png)."),
        right=_card("explanation: See ![](images/map.png).\n    media: [{file: images/map.png, alt: A map}]"),
    ),
    Entry(
        code="E205",
        title="image missing",
        why="The file is not in the bank's folder, so learners would see a broken image. Case counts.",
        wrong=_card("media: [{file: images/mop.png, alt: A map}]"),
        right=_card("media: [{file: images/map.png, alt: A map}]"),
    ),
    Entry(
        code="E206",
        title="unsafe path",
        why="A path out of the bank's folder works on one computer only, and could publish any file on it.",
        wrong=_card("media: [{file: ../map.png, alt: A map}]"),
        right=_card("media: [{file: images/map.png, alt: A map}]"),
    ),
    Entry(
        code="E207",
        title="file is not read",
        why="Questions in a file with another ending or in another folder would silently be missing.",
        wrong="questions.yml",
        right="questions/basics.yaml",
        runnable=False,
    ),
    Entry(
        code="E208",
        title="file missing or unreadable",
        why=(
            "A bank is a folder with a bank.yaml that names it; a file that is "
            "there but cannot be opened hides questions."
        ),
        wrong="question_bank/banks/water/",
        right="question_bank/banks/water/bank.yaml",
        runnable=False,
    ),
    Entry(
        code="E209",
        title="facts.yaml is missing",
        why="Questions name facts, and facts live in facts.yaml beside bank.yaml.",
        wrong="question_bank/banks/water/questions/facts.yaml",
        right="question_bank/banks/water/facts.yaml",
        runnable=False,
    ),
    Entry(
        code="E210",
        title="unknown fact in the briefing",
        why="A sentence or paragraph of briefing.md may be followed by its facts; each has to exist.",
        wrong="Most vapour comes from the sea. [facts: evaporatoin]",
        right="Most vapour comes from the sea. [facts: evaporation]",
        runnable=False,
    ),
    Entry(
        code="E211",
        title="list of facts not closed",
        why="`[facts: ...` in briefing.md ends with a bracket on the same line.",
        wrong="Most vapour comes from the sea. [facts: evaporation",
        right="Most vapour comes from the sea. [facts: evaporation]",
        runnable=False,
    ),
    Entry(
        code="E212",
        title="not an image that can be shown",
        why=(
            "Browsers and Anki show png, jpg, gif, webp and avif. An svg file can "
            "carry script, so it is refused."
        ),
        wrong=_card("media: [{file: images/map.svg, alt: A map}]"),
        right=_card("media: [{file: images/map.png, alt: A map}]"),
    ),
    Entry(
        code="E213",
        title="accepted and rejected",
        why=(
            "The same answer cannot be right and wrong; which of the two was meant is for the teacher to say."
        ),
        wrong=(
            "questions:\n  - id: origin\n    kind: short_answer\n    prompt: Where "
            "from?\n    answer: the sea\n"
            "    reject: [rivers, the sea]\n"
        ),
        right=(
            "questions:\n  - id: origin\n    kind: short_answer\n    prompt: Where "
            "from?\n    answer: the sea\n"
            "    reject: [rivers, the lakes]\n"
        ),
    ),
    Entry(
        code="E214",
        title="the same entry twice",
        why="Two equal answers, items or left sides cannot be told apart by a learner.",
        wrong=(
            "questions:\n  - {id: cycle, kind: ordering, prompt: Put in order., "
            "items: [rain, vapour, rain]}\n"
        ),
        right=(
            "questions:\n  - {id: cycle, kind: ordering, prompt: Put in order., items: [sea, vapour, rain]}\n"
        ),
    ),
    Entry(
        code="E215",
        title="spare belongs to a pair",
        why=(
            "A spare right side belongs to no left side; this one does, and would be shown to learners twice."
        ),
        wrong=(
            "questions:\n  - id: match\n    kind: matching\n    prompt: What becomes what?\n"
            "    pairs: [{left: sea, right: vapour}, {left: vapour, right: rain}]\n    spare: [rain]\n"
        ),
        right=(
            "questions:\n  - id: match\n    kind: matching\n    prompt: What becomes what?\n"
            "    pairs: [{left: sea, right: vapour}, {left: vapour, right: rain}]\n    spare: [ice]\n"
        ),
    ),
)
