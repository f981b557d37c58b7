"""The sentences about articles and drafts that depend on values."""

from __future__ import annotations

from flask_babel import lazy_gettext

from question_bank.problems import Problem
from quiz.services.drafting.outcomes import Came, Changed, Decided, Failed, Standing
from quiz.services.drafting.values import (
    LastDecision,
    Method,
    Offer,
    Outcome,
    Progress,
    Readiness,
    Why,
)
from quiz.web.say import _, ngettext
from quiz.web.workshop import words

# Why a line of the pasted page is not of the article, by the words of the drafting.
FURNITURE = {
    "title": lazy_gettext("title"),
    "byline": lazy_gettext("who wrote it"),
    "date": lazy_gettext("when it appeared"),
    "navigation": lazy_gettext("navigation"),
    "advert": lazy_gettext("advertisement"),
    "caption": lazy_gettext("caption of a picture"),
    "subscription": lazy_gettext("subscription"),
    "sharing": lazy_gettext("sharing"),
    "cookies": lazy_gettext("cookies and terms"),
    "related": lazy_gettext("other articles"),
    "rights": lazy_gettext("rights"),
    "scrap": lazy_gettext("no sentence"),
    "chosen": lazy_gettext("removed by you"),
}


# Why something did not become a draft, by the words of the drafting.
_REASONS = {
    Why.NOT_FOUND: lazy_gettext("Its passage is not in the article"),
    Why.UNSUPPORTED: lazy_gettext("Its passage does not say the answer"),
    Why.UNREADABLE: lazy_gettext("The model's reply was not what was asked for"),
    Why.FAULTY: lazy_gettext("The checks have something against it"),
    Why.KNOWN: lazy_gettext("The bank asks it already"),
    Why.DROPPED: lazy_gettext("It was dropped before"),
    Why.DUPLICATE: lazy_gettext("Another draft asks it, or tells the answer"),
    Why.WEAK: lazy_gettext("Hardly worth asking"),
    Why.SURPLUS: lazy_gettext("More than anybody would look through"),
    Why.UNCLEAR: lazy_gettext("Sentences that cannot be understood alone"),
    Why.NOTHING: lazy_gettext("Sentences without anything to ask for"),
    Why.TOO_LONG: lazy_gettext("Too long to be read"),
}


def reason(why: Why) -> str:
    return str(_REASONS[why])


def method(offer: Offer) -> str:
    match offer.method:
        case Method.RULES:
            return _("By rules")
        case Method.NLP:
            return _("With a grammar parser (spaCy)")
        case Method.LLM if offer.model:
            return _("By a language model: %(model)s", model=offer.model)
        case Method.LLM:
            return _("By a language model")


def means(offer: Offer) -> str:
    """Return in a sentence what it means to choose a method, or why it cannot be chosen."""
    match offer.method, offer.readiness:
        case Method.NLP, Readiness.NOT_INSTALLED:
            return _(
                "Not installed here. Whoever runs Factdeck gets it with: %(command)s",
                command="pip install '.[nlp]'",
            )
        case Method.LLM, Readiness.NOT_INSTALLED:
            return _(
                "Not installed here. Whoever runs Factdeck gets it with: %(command)s",
                command="pip install '.[llm]'",
            )
        case Method.LLM, Readiness.NOT_ALLOWED:
            return _(
                "Not allowed here, since articles may then leave this computer. Whoever runs Factdeck names "
                "the model in FACTDECK_DRAFT_MODEL."
            )
        case Method.RULES, _readiness:
            return _("Quick, English, and nothing leaves this computer: figures, dates, names and reasons.")
        case Method.NLP, _readiness:
            return _("Takes more sentences apart; slower, and nothing leaves this computer.")
        case Method.LLM, _readiness:
            return _(
                "The article's text is sent to this model, which may run at another company and may cost "
                "money. What it writes is only a proposal: whatever the article does not show is refused and "
                "listed."
            )


def progress(now: Progress) -> str:
    """Return e.g. "12 of 40 looked at: 7 accepted, 2 mended, 3 dropped"."""
    counted = ngettext(
        "%(seen)s of %(num)s looked at", "%(seen)s of %(num)s looked at", now.total, seen=now.looked_at
    )
    parts = _(
        "%(accepted)s accepted, %(mended)s mended, %(dropped)s dropped",
        accepted=now.accepted,
        mended=now.mended,
        dropped=now.dropped,
    )
    return f"{counted}: {parts}"


def undo(last: LastDecision) -> str:
    """Return what taking back would take back."""
    match last.outcome:
        case Outcome.ACCEPTED:
            return _("Take back: “%(question)s” accepted", question=last.question)
        case Outcome.MENDED:
            return _("Take back: “%(question)s” mended and accepted", question=last.question)
        case Outcome.DROPPED:
            return _("Take back: “%(question)s” dropped", question=last.question)
        case Outcome.FACTS:
            return _("Take back: facts dropped")


def done(came: Decided) -> str:
    """Return what was done, to be announced."""
    match came.outcome:
        case Outcome.ACCEPTED:
            return _("Accepted: “%(question)s”. Learners get it from now on.", question=came.question)
        case Outcome.MENDED if came.following == came.question:
            return _("Saved. “%(question)s” is still a draft.", question=came.question)
        case Outcome.MENDED:
            return _(
                "Mended and accepted: “%(question)s”. Learners get it from now on.", question=came.question
            )
        case Outcome.DROPPED:
            return _("Dropped: “%(question)s”. It can be taken back.", question=came.question)
        case Outcome.FACTS:
            return _("The facts are dropped. That can be taken back.")


def taken_back(came: Decided) -> str:
    if came.outcome is Outcome.FACTS:
        return _("The facts are in the bank again.")
    return _("“%(question)s” waits as a draft again.", question=came.question)


def not_done(came: Came, lead: str) -> tuple[str, tuple[Problem, ...]]:
    """Return why nothing was done, with the findings that stand; `lead` says what was not."""
    match came:
        case Standing(problems=problems):
            said = ngettext(
                "%(lead)s: an error stands. Mend it first, or drop the question.",
                "%(lead)s: errors stand. Mend them first, or drop the question.",
                len(problems),
                lead=lead,
            )
            return said, problems
        case Changed():
            return _("%(lead)s: it was changed meanwhile. Look at it as it is now.", lead=lead), ()
        case Failed(reason=reason):
            return f"{lead}: {words.REASONS[reason]}", ()
        case Decided():
            return "", ()
