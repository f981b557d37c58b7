"""Findings about a new question in the words of its form: nobody who fills it in has to know YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext

from question_bank.problems import Problem, Severity
from quiz.services.editing import Finding
from quiz.services.editing.composing import Proposal
from quiz.web.workshop.composing.common import QuestionForm
from quiz.web.workshop.composing.fields import Leaf

PLAIN: Mapping[str, object] = {
    "E102": lazy_gettext(
        "There is an invisible sign in it, perhaps from copying. Delete the text and type it anew."
    ),
    "E120": lazy_gettext("Two options say the same. Change one of them."),
    "E133": lazy_gettext("Use small letters, digits and hyphens only, and begin with a letter."),
    "E141": lazy_gettext("This is too long: 10,000 signs are the most."),
    "E142": lazy_gettext("There is no gap in it. Write {{c1:: before the words to hide, and }} after them."),
    "E143": lazy_gettext("A gap is not written as it should be. It looks like this: {{c1::words to hide}}"),
    "E151": lazy_gettext("That is not the code of a language. Write “en”, “de” or “pt-BR”, for example."),
    "E201": lazy_gettext("Another question of this bank has that name already. Choose another one."),
    "E202": lazy_gettext("There is no such fact in the bank."),
    "E204": lazy_gettext("A picture stands in the text that is not among the pictures below."),
    "E205": lazy_gettext("That picture is not in the bank's folder."),
    "E213": lazy_gettext("The same answer is accepted and rejected. Delete it in one of the two places."),
    "E214": lazy_gettext("The same thing stands here twice. Change one of them."),
    "E215": lazy_gettext("This belongs to a pair already, so it is none to spare."),
    "E401": lazy_gettext("The article has no paragraph of that number."),
    "E402": lazy_gettext("Six words are the most that a bank quotes at each end of a passage."),
    "E403": lazy_gettext("These first words do not stand in that paragraph. Copy them from it."),
    "E404": lazy_gettext("These last words do not stand in that paragraph. Copy them from it."),
    "E405": lazy_gettext("In that paragraph the last words come before the first ones."),
    "E406": lazy_gettext("These words stand in that paragraph more than once. Take one or two more of them."),
    "E407": lazy_gettext(
        "The words of the answer were not found in the passages of its facts. Choose other facts, or say "
        "under “Seldom needed” how it follows from them."
    ),
    "E408": lazy_gettext(
        "The figures of the answer were not found in the passages of its facts. Choose other facts, or say "
        "under “Seldom needed” how they follow from them."
    ),
    "E502": lazy_gettext("It rests on no fact. Choose one, or say why there is none yet."),
    "W503": lazy_gettext("Its fact is somebody's claim. Say in the question whose: “According to …”"),
    "E504": lazy_gettext("Too many questions of this bank have an answer that is not in the source."),
    "E506": lazy_gettext("Two options differ in their spelling only. Change one of them."),
    "E507": lazy_gettext(
        "An answer that counts as right is rejected too. Delete it in one of the two places."
    ),
    "E508": lazy_gettext("Another question asks the same, and there this wrong option is right."),
    "W510": lazy_gettext(
        "The longest option is the right one, and learners notice. Make it shorter, or another one longer."
    ),
    "W511": lazy_gettext(
        "A word of your question comes back in the right answer alone, which gives it away."
    ),
    "W512": lazy_gettext(
        "“a” or “an” at the end of your question fits the right answer alone, which gives it away."
    ),
    "W513": lazy_gettext("This option speaks of the others, but they are shown in a new order each time."),
    "W514": lazy_gettext("A “not” is easily overlooked. Ask for what is so, or put *stars* around the word."),
    "W515": lazy_gettext(
        "This wrong option is of another kind than the right one, so it is struck off at once."
    ),
    "W516": lazy_gettext("Two options overlap: where one is right, the other is too."),
    "W517": lazy_gettext(
        "A word such as “always” or “never” stands in wrong options only, and gives them away."
    ),
    "W518": lazy_gettext("One question tells what another one asks for."),
    "W519": lazy_gettext("In this bank far more statements are true than false, or the other way round."),
    "W520": lazy_gettext("In this bank the right option stands out too often by its length or place."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A finding as the page says it: `plain` in the form's words, "" where only the engine has some.

    `field` is the field that it is about, None for the question as a whole or for another place.
    """

    problem: Problem
    plain: str
    field: Leaf | None

    @property
    def is_error(self) -> bool:
        return self.problem.severity is Severity.ERROR


def said_of(proposal: Proposal, form: QuestionForm) -> tuple[Said, ...]:
    """Return what the new question brings, in the page's order; what was there before is left out."""
    return tuple(
        _said(found, _field(found, proposal, form)) for found in proposal.judged.findings if found.new
    )


def _said(found: Finding, field: Leaf | None) -> Said:
    return Said(problem=found.problem, plain=str(PLAIN.get(found.problem.code, "")), field=field)


def _field(found: Finding, proposal: Proposal, form: QuestionForm) -> Leaf | None:
    if found.line is None:
        return None
    return form.field_at(proposal.values.at(found.line, found.column))
