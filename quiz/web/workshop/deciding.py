"""What only the teacher can know of a changed answer or id, as questions with two answers each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from flask_babel import lazy_gettext

from quiz.services.editing import Decision, Judged, Renamed, UndecidedAnswer
from quiz.web.say import _, ngettext

OF_AN_ANSWER = (Decision.REWORDED, Decision.NEW_ANSWER)
OF_AN_ID = (Decision.SAME_QUESTION, Decision.ANOTHER_QUESTION)
TITLES = {
    Decision.REWORDED: lazy_gettext("Only said otherwise"),
    Decision.NEW_ANSWER: lazy_gettext("A new answer"),
    Decision.SAME_QUESTION: lazy_gettext("The same question"),
    Decision.ANOTHER_QUESTION: lazy_gettext("Another question"),
}


class Page(Protocol):
    """As much of an editor's page as its questions are made from."""

    @property
    def judged(self) -> Judged | None: ...
    @property
    def undecided(self) -> tuple[UndecidedAnswer | Renamed, ...]: ...
    @property
    def decided(self) -> Mapping[str, Decision]: ...


@dataclass(frozen=True, slots=True)
class Way:
    decision: Decision
    title: str
    says: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to be decided; `key` is the id of its question."""

    key: str
    legend: str
    says: str
    ways: tuple[Way, ...]

    @property
    def chosen(self) -> bool:
        return any(way.chosen for way in self.ways)


def asked_about(page: Page) -> tuple[Asked, ...]:
    """Return what is to be decided about a text."""
    judged = page.judged
    found = page.undecided or ((*judged.renamed, *judged.undecided) if judged else ())
    return tuple(_asked(each, page.decided.get(each.question_key)) for each in found)


def head_of(page: Page) -> tuple[str, str]:
    """Return what a page begins with whose text is not saved since something is to be decided."""
    if any(isinstance(each, Renamed) for each in page.undecided):
        return (
            _("Not saved yet: is it still the same question?"),
            _("Say what the new id means, then save once more. Everything you typed is still here."),
        )
    return (
        _("Not saved yet: what does the changed answer mean?"),
        _(
            "Say whether learners must learn it anew, then save once more. Everything you typed is still "
            "here."
        ),
    )


def _asked(found: UndecidedAnswer | Renamed, chosen: Decision | None) -> Asked:
    if isinstance(found, Renamed):
        says = {each: _says_of_id(each, found) for each in OF_AN_ID}
        legend, who = _("The id changed:"), _who_studies(found)
    else:
        says = {each: _says_of_answer(each, found) for each in OF_AN_ANSWER}
        legend, who = _("The answer changed:"), _who_knows(found)
    ways = tuple(Way(each, str(TITLES[each]), text, each is chosen) for each, text in says.items())
    return Asked(found.question_key, legend, who, ways)


def _who_knows(answer: UndecidedAnswer) -> str:
    known, well = answer.knowing.learners, answer.knowing.well
    if not known:
        return _("No learner knows the old answer.")
    said = ngettext("%(num)s learner knows the old answer.", "%(num)s learners know the old answer.", known)
    if not well:
        return f"{said} {_('Nobody knows it well yet.')}"
    return f"{said} {ngettext('%(num)s of them knows it well.', '%(num)s of them know it well.', well)}"


def _who_studies(renamed: Renamed) -> str:
    before = renamed.names[-1]
    count = renamed.studying.learners
    if not count:
        return _("It was “%(before)s”. No learner has begun with it yet.", before=before)
    return ngettext(
        "It was “%(before)s”, which %(num)s learner studies.",
        "It was “%(before)s”, which %(num)s learners study.",
        count,
        before=before,
    )


def _says_of_answer(decision: Decision, answer: UndecidedAnswer) -> str:
    """Say what a decision does to those who know the old answer."""
    if decision is Decision.REWORDED:
        return _(
            "The answer is the same in other words, or a typing mistake is mended. Everybody keeps their "
            "progress."
        )
    known = answer.knowing.learners
    if not known:
        return _("The edition is raised in the text, so that nobody's progress counts for the new answer.")
    return ngettext(
        "%(num)s learner learns it anew: their card becomes new again. The edition is raised in the text.",
        "%(num)s learners learn it anew: their cards become new again. The edition is raised in the text.",
        known,
    )


def _says_of_id(decision: Decision, renamed: Renamed) -> str:
    if decision is Decision.SAME_QUESTION:
        return _(
            "It only has a new name. Everybody keeps their progress: the line “%(line)s” is added to the "
            "text.",
            line=f"was: [{', '.join(renamed.names)}]",
        )
    return _("Nobody has learnt this one yet. The old one is no longer asked, and its cards are kept.")
