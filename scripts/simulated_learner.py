"""A learner made up for the documents' pictures: some weeks of study, drawn by seed, through the services."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from flask import Flask

from question_bank.model import DontKnow, Flashcard, Question, Response, SelfRatedResponse
from question_bank.model.keys import key_response
from quiz.memory.card import Rating
from quiz.services import study
from quiz.services.context import Context, current_context
from quiz.services.learners import local_learner
from quiz.services.study import CardShown, Mode


class Clock:
    """The time of the pictures: it moves as the made-up learner studies."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def live(app: Flask, clock: Clock, days: int, answers_a_day: int = 45, seed: int = 7) -> None:
    """Let the learner study on most of so many days; the clock is then at noon of the day after."""
    drawn = random.Random(seed)
    with app.app_context():
        ctx = current_context()
        for _ in range(days):
            if drawn.random() < 0.85:
                _study(ctx, clock, answers_a_day, drawn)
            clock.now = (clock.now + timedelta(days=1)).replace(hour=9, minute=0)


def _study(ctx: Context, clock: Clock, answers: int, drawn: random.Random) -> None:
    learner_id = local_learner(ctx)
    session_id = study.start(ctx, learner_id, (), Mode.SCHEDULED)
    for _ in range(answers):
        shown = study.current(ctx, learner_id, session_id)
        if not isinstance(shown, CardShown):
            return
        knows = drawn.random() < (0.6 if shown.is_new else 0.9)
        study.answer(
            ctx,
            learner_id,
            session_id,
            shown.card,
            shown.repetition,
            shown.revision_id,
            key_response(shown.question, shown.part) if knows else _no_answer(shown.question),
            response_ms=drawn.randint(4_000, 16_000),
            rating=(Rating.GOOD if knows else Rating.AGAIN)
            if isinstance(shown.question, Flashcard)
            else None,
        )
        clock.now += timedelta(seconds=drawn.randint(20, 60))


def _no_answer(question: Question) -> Response:
    return SelfRatedResponse(knew=False) if isinstance(question, Flashcard) else DontKnow()
