"""A world of flashcards."""

from __future__ import annotations

import pytest

from quiz.services import learners

from .days import FACTS, flashcards


@pytest.fixture
def deck(empty_world):
    """Make a world with so many flashcards, each on a fact of its own, all new and all allowed today."""

    def make(count: int):
        learners.update_settings(empty_world.ctx, empty_world.learner, new_per_day=100)
        assert empty_world.sync(*flashcards(count), facts=FACTS).problems == ()
        return empty_world

    return make
