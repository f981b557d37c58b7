"""The sentences of the statistics pages: why a question may be a poor one, and what could be done."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import format_decimal, format_percent, lazy_gettext

from question_bank.model import Question, TrueFalse
from quiz.memory.item_judgements import Flaw, ItemAnalysis, Reason
from quiz.memory.item_values import Estimate
from quiz.services.item_findings import CODES
from quiz.services.item_statistics import Only, Order
from quiz.web.say import _, ngettext
from quiz.web.texts import in_words

REASONS = {
    Reason.KEY: lazy_gettext("The key may be wrong"),
    Reason.NEGATIVE: lazy_gettext("Who is right does worse elsewhere"),
    Reason.HARD: lazy_gettext("Hardly anybody is right"),
    Reason.STRONG_DISTRACTOR: lazy_gettext("Strong learners choose a distractor"),
    Reason.FORGOTTEN: lazy_gettext("Recalled less than predicted"),
    Reason.LOW: lazy_gettext("Says little about who knows the rest"),
    Reason.LEECH: lazy_gettext("Forgotten again and again"),
    Reason.IDLE_DISTRACTOR: lazy_gettext("Hardly anybody takes a distractor"),
    Reason.EASY: lazy_gettext("Nearly everybody is right at once"),
    Reason.SLOW: lazy_gettext("Takes very long"),
}
ADVICE = {
    Reason.KEY: lazy_gettext("Look into the source: is the answer right that counts as right?"),
    Reason.NEGATIVE: lazy_gettext(
        "Look into the source whether the key is right, and whether the prompt misleads those who know most."
    ),
    Reason.HARD: lazy_gettext("Ask for less, or say in the prompt what is meant."),
    Reason.STRONG_DISTRACTOR: lazy_gettext("Make sure that it is wrong beyond doubt."),
    Reason.FORGOTTEN: lazy_gettext("Ask for less at once, or ask it from another side."),
    Reason.LOW: lazy_gettext("Say more clearly what is asked, or make the distractors plainly wrong."),
    Reason.LEECH: lazy_gettext("Divide it, or ask it from another side: another review will not help."),
    Reason.IDLE_DISTRACTOR: lazy_gettext("Put a likelier mistake in its place, or leave it out."),
    Reason.EASY: lazy_gettext("Ask for something that is not known anyway, or give likelier distractors."),
    Reason.SLOW: lazy_gettext("Shorten it, or make several questions of it."),
}
ONLY = {
    Only.ALL: lazy_gettext("all"),
    Only.POOR: lazy_gettext("with something to look at"),
    Only.MEASURED: lazy_gettext("with enough answers"),
    Only.WAITING: lazy_gettext("with too few answers so far"),
}
ORDERS = {
    Order.REASONS: lazy_gettext("what is most serious"),
    Order.ATTEMPTS: lazy_gettext("the most first attempts"),
    Order.FACILITY: lazy_gettext("the fewest right answers"),
    Order.DISCRIMINATION: lazy_gettext("the lowest discrimination"),
    Order.TIME: lazy_gettext("the longest time"),
    Order.RECALL: lazy_gettext("the furthest below predicted recall"),
    Order.BANK: lazy_gettext("the bank's own order"),
}


def code(reason: Reason) -> str:
    """Return the code by which findings name the reason."""
    return CODES[reason]


def option(text: str, question: Question) -> str:
    """Return an option or a response in one plain line."""
    if isinstance(question, TrueFalse):
        return _("True") if text == "true" else _("False")
    return in_words(text, question)


def reason_sentence(flaws: Sequence[Flaw], analysis: ItemAnalysis, question: Question) -> str:
    """Return one reason with its figures, whatever options it is about."""
    if len(flaws) == 1:
        return flaw_sentence(flaws[0], analysis, question)
    if flaws[0].reason is Reason.IDLE_DISTRACTOR:
        return _(
            "Of the first attempts, so many choose them: %(options)s. Under %(mark)s a distractor does no "
            "work.",
            options=", ".join(f"“{option(each.text, question)}” {one_place(each.value)}" for each in flaws),
            mark=format_percent(flaws[0].beside),
        )
    return " ".join(flaw_sentence(each, analysis, question) for each in flaws)


def flaw_sentence(flaw: Flaw, analysis: ItemAnalysis, question: Question) -> str:
    """Return the reason with its figures."""
    match flaw.reason:
        case Reason.KEY:
            return _(
                "Of the learners who do well elsewhere, %(count)s gave “%(text)s” and %(key)s the answer "
                "that counts as right.",
                count=format_decimal(flaw.value),
                text=option(flaw.text, question),
                key=format_decimal(flaw.beside),
            )
        case Reason.STRONG_DISTRACTOR:
            return _(
                "Whoever chooses “%(text)s” does better elsewhere than others (correlation %(value)s).",
                text=option(flaw.text, question),
                value=two_places(flaw.value),
            )
        case Reason.IDLE_DISTRACTOR:
            return _(
                "“%(text)s” is chosen in %(share)s of the first attempts; under %(mark)s it does no work.",
                text=option(flaw.text, question),
                share=one_place(flaw.value),
                mark=format_percent(flaw.beside),
            )
        case _:
            return _without_option(flaw, analysis)


def _without_option(flaw: Flaw, analysis: ItemAnalysis) -> str:
    match flaw.reason:
        case Reason.NEGATIVE:
            return _(
                "Whoever is right here does worse elsewhere than the others (correlation %(value)s).",
                value=two_places(flaw.value),
            )
        case Reason.HARD:
            return _hard(flaw, analysis)
        case Reason.FORGOTTEN:
            return _(
                "When it comes back, %(known)s still know it; %(predicted)s were predicted.",
                known=format_percent(flaw.value),
                predicted=format_percent(flaw.beside),
            )
        case Reason.LOW:
            return _(
                "Being right here has little to do with doing well elsewhere (correlation %(value)s; from "
                "%(mark)s on it would be sound).",
                value=two_places(flaw.value),
                mark=two_places(flaw.beside),
            )
        case Reason.EASY:
            return _("%(share)s of the first attempts are right.", share=one_place(flaw.value))
        case Reason.SLOW:
            return _(
                "Half of the learners need %(time)s s or more; with others of its kind it is %(usual)s s.",
                time=seconds(flaw.value),
                usual=seconds(flaw.beside),
            )
        case _:
            return ngettext(
                "%(num)s learner has forgotten it eight times or more.",
                "%(num)s learners have forgotten it eight times or more each.",
                int(flaw.value),
            )


def _hard(flaw: Flaw, analysis: ItemAnalysis) -> str:
    if flaw.beside:
        return _(
            "%(share)s of %(count)s first attempts are right; blind guessing would bring %(luck)s.",
            share=format_percent(flaw.value),
            count=format_decimal(analysis.attempts),
            luck=format_percent(flaw.beside),
        )
    return _(
        "%(share)s of %(count)s first attempts are right.",
        share=format_percent(flaw.value),
        count=format_decimal(analysis.attempts),
    )


def between(found: Estimate, *, shares: bool = True) -> str:
    """Return the interval of a figure."""
    form = format_percent if shares else two_places
    return _("%(low)s to %(high)s", low=form(found.low), high=form(found.high))


def two_places(value: float) -> str:
    return str(format_decimal(round(value, 2), "0.00"))


def one_place(value: float) -> str:
    return str(format_percent(value, "0.#%"))


def seconds(spent_ms: float) -> str:
    return str(format_decimal(round(spent_ms / 1000, 1), "#,##0.#"))
