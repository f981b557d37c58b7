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
    Entry(
        code="W605",
        title="the key may be wrong",
        why=(
            "Learners who do well elsewhere give another answer here more often than the one that counts as "
            "right, or whoever is right here does worse elsewhere. That happens when the wrong option stands "
            "under `answer`, when two options are right, or when the prompt misleads just those who know "
            "most. It is said only where chance is ruled out, from thirty first attempts on: of the "
            "questions accused in one bank, one in twenty at most is expected to be innocent (Benjamini and "
            "Hochberg, 1995). If the key was wrong, mend it; accepted disputes grade the answers anew."
        ),
        wrong=(
            "- {id: big, kind: single_choice, prompt: Which ocean is largest?, answer: Atlantic,"
            " distractors: [Pacific, Indian]}"
        ),
        right=(
            "- {id: big, kind: single_choice, prompt: Which ocean is largest?, answer: Pacific,"
            " distractors: [Atlantic, Indian]}"
        ),
        source="Ebel and Frisbie, Essentials of Educational Measurement (5th ed., 1991), chapter 13",
        runnable=False,
    ),
    Entry(
        code="W606",
        title="hardly anybody is right",
        why=(
            "At the first attempt fewer than one learner in five knows the answer; what blind guessing would "
            "bring is taken off first. Some things are hard and worth it. More often the prompt leaves open "
            "what is meant, asks for several things at once, or the bank has not told the answer yet."
        ),
        wrong="- {id: rain, kind: short_answer, prompt: What about rain?, answer: Convection}",
        right="- {id: rain, kind: short_answer, prompt: What lifts the air in a storm?, answer: Convection}",
        source="Moodle, Quiz report statistics: a facility index of 20 or less is difficult",
        runnable=False,
    ),
    Entry(
        code="W607",
        title="strong learners choose a distractor",
        why=(
            "A distractor is there for those who do not know. This one is chosen by learners who do well "
            "elsewhere. It may be right as well, or right in a sense that they know of and the question "
            "does not say. Make it wrong beyond doubt, or say in the prompt what is meant."
        ),
        wrong=(
            "- {id: wet, kind: single_choice, prompt: What does rain come from?, answer: Clouds,"
            " distractors: [The sea, Rocks]}"
        ),
        right=(
            "- {id: wet, kind: single_choice, prompt: What does rain fall from?, answer: Clouds,"
            " distractors: [Rivers, Rocks]}"
        ),
        source="Haladyna and Downing, How many options is enough for a multiple-choice test item? (1993)",
        runnable=False,
    ),
    Entry(
        code="W608",
        title="it is recalled less than predicted",
        why=(
            "When this question comes back, learners know it less often than the schedule predicts, even "
            "when it is granted that predictions for the whole bank may be too high. What does not stick "
            "often asks for too much at once, resembles another question, or has nothing to hold it by. "
            "Dividing it or giving a reason in the explanation helps more than repeating it."
        ),
        wrong="- {id: isles, kind: flashcard, prompt: Which isles?, answer: 'Jeju, Ulleung, Geoje'}",
        right="- {id: jeju, kind: flashcard, prompt: Which isle is Korea's largest?, answer: Jeju}",
        source="Wozniak, Effective learning: Twenty rules of formulating knowledge (1999), rules 4 and 11",
        runnable=False,
    ),
    Entry(
        code="W609",
        title="it says little about who knows the rest",
        why=(
            "Whether somebody is right here has little to do with how they do elsewhere: the correlation is "
            "below .20, and that is neither chance nor usual in this bank. Then it is often luck or reading, "
            "and not knowledge, that decides. Say more clearly what is asked; let each distractor be plainly "
            "wrong for who knows and likely for who does not."
        ),
        wrong=(
            "- {id: dew, kind: single_choice, prompt: Which is not untrue of dew?, answer: It is water,"
            " distractors: [It is not ice, It never falls]}"
        ),
        right=(
            "- {id: dew, kind: single_choice, prompt: Where does dew come from?, answer: The air,"
            " distractors: [The soil, The leaves]}"
        ),
        source="Ebel and Frisbie, Essentials of Educational Measurement (5th ed., 1991), chapter 13",
        runnable=False,
    ),
    Entry(
        code="W610",
        title="nobody takes a distractor",
        why=(
            "Fewer than five in a hundred choose this option. It costs everybody time to read, and makes "
            "guessing easier than the number of options says. Put a mistake in its place that learners do "
            "make, or leave it out: three good options are better than five with two that nobody takes."
        ),
        wrong=(
            "- {id: sea, kind: single_choice, prompt: Which sea is saltiest?, answer: Red Sea,"
            " distractors: [Baltic, My bathtub]}"
        ),
        right=(
            "- {id: sea, kind: single_choice, prompt: Which sea is saltiest?, answer: Red Sea,"
            " distractors: [Baltic, Black Sea]}"
        ),
        source="Haladyna and Downing, How many options is enough for a multiple-choice test item? (1993)",
        runnable=False,
    ),
    Entry(
        code="W611",
        title="nearly everybody is right at once",
        why=(
            "More than nineteen learners in twenty are right at the first attempt. Either everybody knows it "
            "anyway, or the question gives its answer away. Such a question is no harm, but its reviews take "
            "time in which something could be learnt."
        ),
        wrong=(
            "- {id: ice, kind: single_choice, prompt: What is ice?, answer: Frozen water,"
            " distractors: [A bird, A king]}"
        ),
        right=(
            "- {id: ice, kind: single_choice, prompt: Why does ice float?, answer: It is lighter than water,"
            " distractors: [It holds air, It is cold]}"
        ),
        source="Moodle, Quiz report statistics: a facility index of 95 or more is extremely easy",
        runnable=False,
    ),
    Entry(
        code="W612",
        title="it takes very long",
        why=(
            "More than half of the learners need more than twice the time that other questions of its kind "
            "take. A long prompt, many options or several steps at once cost that time at every review "
            "again. Shorten it, or make several questions of it."
        ),
        wrong="- {id: all, kind: flashcard, prompt: How does a river get sea water?, answer: By rain}",
        right="- {id: one, kind: flashcard, prompt: What carries vapour to the land?, answer: Wind}",
        source="Wozniak, Effective learning: Twenty rules of formulating knowledge (1999), rule 4",
        runnable=False,
    ),
)
