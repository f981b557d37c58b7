"""Findings of `flask check`, about learners. Two texts cannot show them: a database is needed."""

from __future__ import annotations

from question_bank.codes.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="W601",
        title="a raised edition is learnt anew",
        why=(
            "When this version is loaded, everybody who studies the question begins again with it, because "
            "its edition was raised. That is right where the answer changed. An answer that was only "
            "reworded needs no new edition: `fmt --same-answer ID` says so, and progress stays."
        ),
        wrong="- {id: ocean, kind: flashcard, prompt: Which is largest?, answer: The Pacific, edition: 2}",
        right="- {id: ocean, kind: flashcard, prompt: Which is largest?, answer: The Pacific}",
        runnable=False,
    ),
    Entry(
        code="W602",
        title="a question that learners study becomes a draft",
        why=(
            "Drafts are never shown to learners. A question that some of them study already is no longer "
            "asked from then on. Nothing is lost: once it is no draft any more, every card is there as it "
            "was, only later than it was due."
        ),
        wrong="- {id: fog, kind: flashcard, prompt: What is fog made of?, answer: Droplets, draft: true}",
        right="- {id: fog, kind: flashcard, prompt: What is fog made of?, answer: Droplets}",
        runnable=False,
    ),
    Entry(
        code="W603",
        title="learners keep forgetting it",
        why=(
            "Somebody has forgotten this question eight times or more. That is seldom the learner's fault: "
            "most often it asks for too much at once, can be mistaken for another question, or has an "
            "answer without anything to hold it by. Dividing it, or asking from another side, helps more "
            "than repeating it."
        ),
        wrong="- {id: seas, kind: flashcard, prompt: Which seas are there?, answer: 'Seven, or so'}",
        right="- {id: red, kind: flashcard, prompt: Which sea parts Egypt from Arabia?, answer: Red Sea}",
        source="Wozniak, Effective learning: Twenty rules of formulating knowledge (1999), rules 4 and 11",
        runnable=False,
    ),
    Entry(
        code="W604",
        title="learners object to it",
        why=(
            "Learners said that they were right after all, or reported the question, and nobody has dealt "
            "with it yet. Often an answer is missing under `accept`. What they said stands on the bank's "
            "page under reports; closing it there makes this finding go away."
        ),
        wrong="- {id: han, kind: short_answer, prompt: Which river flows through Seoul?, answer: The Han}",
        right=(
            "- {id: han, kind: short_answer, prompt: Which river flows through Seoul?, answer: The Han,"
            " accept: [The Hangang]}"
        ),
        runnable=False,
    ),
)
