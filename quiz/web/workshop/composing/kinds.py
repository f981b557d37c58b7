"""The kinds of question as a teacher chooses among them: a name, when to use it, and an example."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from question_bank.model import Kind


@dataclass(frozen=True, slots=True)
class KindCard:
    """`example` is a question and its answer as a few short lines."""

    name: LazyString
    use: LazyString
    question: LazyString
    answer: LazyString


KIND_CARDS: dict[Kind, KindCard] = {
    Kind.SINGLE_CHOICE: KindCard(
        lazy_gettext("One right answer among several"),
        lazy_gettext(
            "For telling things apart that are easily confused. Quick to answer, and everybody knows it."
        ),
        lazy_gettext("Where does most water vapour come from?"),
        lazy_gettext("The oceans · Rivers · Glaciers"),
    ),
    Kind.MULTIPLE_CHOICE: KindCard(
        lazy_gettext("Several right answers among others"),
        lazy_gettext("When more than one is right and learners should know all of them."),
        lazy_gettext("Which of these give off water vapour?"),
        lazy_gettext("✓ Oceans · ✓ Soil · Bare rock"),
    ),
    Kind.TRUE_FALSE: KindCard(
        lazy_gettext("True or false"),
        lazy_gettext("For a widespread mistake. Half of all guesses are right, so use it seldom."),
        lazy_gettext("Most water vapour comes from lakes."),
        lazy_gettext("False"),
    ),
    Kind.SHORT_ANSWER: KindCard(
        lazy_gettext("A few words to type"),
        lazy_gettext(
            "For names and terms that learners should come up with by themselves. Small typing mistakes pass."
        ),
        lazy_gettext("What is it called when vapour turns into drops?"),
        lazy_gettext("condensation"),
    ),
    Kind.LIST: KindCard(
        lazy_gettext("Several answers to type"),
        lazy_gettext("For “name two …” or “name all …”, in any order."),
        lazy_gettext("Name two places where water evaporates."),
        lazy_gettext("the oceans · soil · lakes"),
    ),
    Kind.NUMBER: KindCard(
        lazy_gettext("A number to type"),
        lazy_gettext("For amounts. You say how far off is still right, and which unit belongs to it."),
        lazy_gettext("For how many days does water stay in the air?"),
        lazy_gettext("9 days, give or take 1"),
    ),
    Kind.DATE: KindCard(
        lazy_gettext("A date to type"),
        lazy_gettext("For when something happened: to the day, or the month or the year alone."),
        lazy_gettext("When was the survey published?"),
        lazy_gettext("March 2020"),
    ),
    Kind.CLOZE: KindCard(
        lazy_gettext("A sentence with gaps"),
        lazy_gettext("For what belongs into its sentence. Each gap can become a card of its own."),
        lazy_gettext("Water stays in the air for [how many] days."),
        lazy_gettext("nine"),
    ),
    Kind.ORDERING: KindCard(
        lazy_gettext("Things to put in order"),
        lazy_gettext("For sequences: steps, events, sizes."),
        lazy_gettext("Put the steps of the water cycle in order."),
        lazy_gettext("Evaporation → condensation → rain"),
    ),
    Kind.MATCHING: KindCard(
        lazy_gettext("Things that belong together"),
        lazy_gettext("For pairs: people and what they did, terms and what they mean."),
        lazy_gettext("What turns into what?"),
        lazy_gettext("Evaporation – vapour · Condensation – drops"),
    ),
    Kind.FLASHCARD: KindCard(
        lazy_gettext("A card to look at"),
        lazy_gettext(
            "For anything that cannot be marked by a machine. Learners look at the back and rate themselves."
        ),
        lazy_gettext("Why does the sea give off most vapour?"),
        lazy_gettext("It covers most of the Earth, and the sun warms it."),
    ),
}
