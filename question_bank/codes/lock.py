"""Findings about bank.lock. Two texts cannot show them, since they compare the bank with its past."""

from __future__ import annotations

from question_bank.codes.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="E301",
        title="answer changed, edition did not",
        why=(
            "Learners keep their progress when a question is edited. If the answer itself changed, that "
            "progress is about something they no longer should know, so somebody has to decide: raise the "
            "edition, and everybody learns the answer anew; or say with `fmt --same-answer ID` that it was "
            "only reworded, and progress stays. The lock remembers the old answer until then."
        ),
        wrong="- {id: capital, kind: flashcard, prompt: What is the capital of Kazakhstan?, answer: Astana}",
        right=(
            "- {id: capital, kind: flashcard, prompt: What was the capital called in 2020?,"
            " answer: Nur-Sultan, edition: 2}"
        ),
        runnable=False,
    ),
    Entry(
        code="E302",
        title="unreadable line in bank.lock",
        why=(
            "The lock is written by `fmt` and has one line a question. A line that is something else, most "
            "often the mark of a merge conflict, is passed over. `fmt` writes the lock anew from the "
            "lines it can read; of two lines for one question it keeps the higher edition, then the "
            "later change."
        ),
        wrong="<<<<<<< HEAD",
        right="bank water",
        runnable=False,
    ),
    Entry(
        code="E303",
        title="id of a removed question used again",
        why=(
            "Answers that learners gave and notes in their Anki collections belong to a question's id for "
            "ever. A new question under the id of one that was removed would inherit a schedule that was "
            "earned with something else."
        ),
        wrong="- {id: vapour-origin, kind: flashcard, prompt: What is fog made of?, answer: Droplets}",
        right="- {id: fog, kind: flashcard, prompt: What is fog made of?, answer: Droplets}",
        runnable=False,
    ),
    Entry(
        code="E304",
        title="first id changed",
        why=(
            "The Anki note of a question is recognised by the id the question was born with. If `was` loses "
            "or changes its first entry, the next export makes a second note and the first one grows stale "
            "in every learner's collection."
        ),
        wrong="- {id: fog-now, was: [mist], kind: flashcard, prompt: What is fog made of?, answer: Droplets}",
        right=(
            "- {id: fog-now, was: [fog, mist], kind: flashcard,"
            " prompt: What is fog made of?, answer: Droplets}"
        ),
        runnable=False,
    ),
    Entry(
        code="E305",
        title="edition went back",
        why=(
            "An edition counts how often the answer had to be learnt anew. Learners may have met the higher "
            "one already, so it only grows; going back to an earlier answer is a new edition too."
        ),
        wrong="edition: 1",
        right="edition: 3",
        runnable=False,
    ),
    Entry(
        code="E306",
        title="the bank's id changed",
        why=(
            "Everything a learner did hangs on the bank's id together with the question's. Under another "
            "id the bank is another bank: progress stays behind, and Anki makes a second note of everything."
        ),
        wrong="bank: russia-korea",
        right="bank: russia-korea-2011",
        runnable=False,
    ),
    Entry(
        code="W301",
        title="no bank.lock",
        why=(
            "The lock, committed beside the questions, lets a fresh clone export the same Anki package and "
            "lets the check see that an answer changed. `fmt` writes it."
        ),
        wrong="python -m question_bank check question_bank/banks/water",
        right="python -m question_bank fmt question_bank/banks/water",
        runnable=False,
    ),
    Entry(
        code="W302",
        title="bank.lock is out of date",
        why=(
            "Questions are new or changed since the lock was written. Until `fmt` writes it again, an Anki "
            "package would carry the old time of change, and Anki would ignore the new text."
        ),
        wrong="python -m question_bank check question_bank/banks/water",
        right="python -m question_bank fmt question_bank/banks/water",
        runnable=False,
    ),
    Entry(
        code="W303",
        title="question vanished from the bank",
        why=(
            "The lock knows a question that the bank no longer has. If it was removed on purpose, `fmt` "
            "marks its line as gone and keeps it, so that the id is never given to another question. "
            "Learners' answers are archived, not deleted, and come back with the question."
        ),
        wrong="python -m question_bank check question_bank/banks/water",
        right="python -m question_bank fmt question_bank/banks/water",
        runnable=False,
    ),
    Entry(
        code="W304",
        title="renamed without `was`",
        why=(
            "One question vanished and another with the same content appeared. If it was renamed, `was` "
            "keeps the learners' progress and the Anki note; without it everybody starts again."
        ),
        wrong=(
            "- {id: origin-of-vapour, kind: flashcard,"
            " prompt: Where does vapour come from?, answer: The oceans}"
        ),
        right=(
            "- {id: origin-of-vapour, was: [vapour-origin], kind: flashcard,"
            " prompt: Where does vapour come from?, answer: The oceans}"
        ),
        runnable=False,
    ),
)
