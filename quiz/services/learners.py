"""Who studies: the local learner and their settings."""

from __future__ import annotations

from dataclasses import dataclass

from quiz.services.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """`time_zone` is an IANA name, or "" for that of the computer Factdeck runs on."""

    id: int
    name: str
    time_zone: str
    new_per_day: int
    reviews_per_day: int
    single_key_shortcuts: bool


def local_learner(ctx: Context) -> int:
    """Return the id of the one learner who needs no account; made at the first call."""
    raise NotImplementedError


def learner(ctx: Context, learner_id: int) -> Learner:
    """Return the learner's settings; raises NotFound."""
    raise NotImplementedError


def update_settings(
    ctx: Context,
    learner_id: int,
    *,
    time_zone: str | None = None,
    new_per_day: int | None = None,
    reviews_per_day: int | None = None,
    single_key_shortcuts: bool | None = None,
) -> None:
    """Save the settings that are given; ValueError for an unknown time zone or a negative limit."""
    raise NotImplementedError
