"""What answers say against a bank's questions, as findings that `flask check` and the workshop list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from question_bank.markup import plain_text
from question_bank.model import Cloze, Question
from question_bank.model.texts import parts
from question_bank.problems import Problem
from quiz.memory.item_judgements import Flaw, ItemAnalysis, Reason
from quiz.services.item_records import Analyses

CODES: Mapping[Reason, str] = {
    Reason.KEY: "W605",
    Reason.NEGATIVE: "W605",
    Reason.HARD: "W606",
    Reason.STRONG_DISTRACTOR: "W607",
    Reason.FORGOTTEN: "W608",
    Reason.LOW: "W609",
    Reason.IDLE_DISTRACTOR: "W610",
    Reason.EASY: "W611",
    Reason.SLOW: "W612",
    Reason.LEECH: "W603",  # found for itself, also with few learners
}
_HINTS: Mapping[Reason, str] = {
    Reason.KEY: "look into the source whether the key is right",
    Reason.NEGATIVE: "look into the source whether the key is right, and whether the prompt misleads",
    Reason.HARD: "ask for less, or say in the prompt what is meant",
    Reason.STRONG_DISTRACTOR: "make sure that it is wrong beyond doubt",
    Reason.FORGOTTEN: "ask less at once, or ask it from another side",
    Reason.LOW: "say more clearly what is asked, or make the distractors plainly wrong",
    Reason.IDLE_DISTRACTOR: "put a likelier mistake in its place, or leave it out",
    Reason.EASY: "ask for something that is not known anyway, or give likelier distractors",
    Reason.SLOW: "shorten it, or divide it",
}


def item_problems(question: Question, question_id: int, analyses: Analyses) -> Iterator[Problem]:
    """Yield what the answers to a question say against it, most serious first."""
    cards = parts(question)
    for part in cards:
        found = analyses.get((question_id, part))
        for flaw in found.flaws if found else ():
            if found and flaw.reason is not Reason.LEECH:
                name = f"'{question.id}'"
                if isinstance(question, Cloze) and len(cards) > 1:
                    name += f" (gap {part})"
                message = f"{name}: {_said(flaw, found)}"
                yield Problem(CODES[flaw.reason], message, question.at.of("id"), _HINTS[flaw.reason])


def _said(flaw: Flaw, found: ItemAnalysis) -> str:
    value, text = flaw.value, plain_text(flaw.text)
    of = f"of {found.attempts} first attempts"
    match flaw.reason:
        case Reason.KEY:
            return (
                f"of the better half of the learners {value:.0f} gave '{text}' and {flaw.beside:.0f} the "
                "answer that counts as right"
            )
        case Reason.NEGATIVE:
            return f"who is right here does worse elsewhere (correlation {value:.2f})"
        case Reason.HARD:
            luck = f"; blind guessing brings {flaw.beside:.0%}" if flaw.beside else ""
            return f"{value:.0%} {of} are right{luck}"
        case Reason.STRONG_DISTRACTOR:
            return f"who chooses '{text}' does better elsewhere (correlation {value:.2f})"
        case Reason.FORGOTTEN:
            return f"{value:.0%} is recalled where {flaw.beside:.0%} was predicted"
        case Reason.LOW:
            return f"who is right here knows hardly more elsewhere (correlation {value:.2f})"
        case Reason.IDLE_DISTRACTOR:
            return f"'{text}' is chosen in {value:.0%} {of}"
        case Reason.EASY:
            return f"{value:.0%} {of} are right"
        case Reason.SLOW:
            usual = f"with others of its kind {flaw.beside / 1000:.0f} s"
            return f"half of the learners take {value / 1000:.0f} s or more, {usual}"
        case Reason.LEECH:
            return f"{value:.0f} learners keep forgetting it"
