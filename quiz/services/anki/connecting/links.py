"""A bank and the Anki on the same computer: whether it answers, and what passed between them so far."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from question_bank.anki.forecast import search_of_bank
from quiz.services.anki.connecting.actions import Opened, find_notes, open_anki
from quiz.services.anki.connecting.client import AnkiAddress, AnkiConnect, ConnectError, Trouble
from quiz.services.anki.wishes import LONGEST_PLACE
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.errors import NotFound
from quiz.store import anki_links
from quiz.store.anki_links import LinkRow
from quiz.store.banks import BankRow
from quiz.store.database import reading, writing
from quiz.store.times import from_ms, to_ms

STATUS_SECONDS = 5.0
TRANSFER_SECONDS = 120.0
_under_way = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How Anki stands. `trouble` is None where it answers; `notes` counts those of the bank in it.

    `version` is that of AnkiConnect's interface.
    """

    address: AnkiAddress
    trouble: Trouble | None = None
    detail: str = ""
    version: int = 0
    profile: str = ""
    notes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReport:
    """What was done last with a profile: `sent` and `brought` hold counts by name, empty if never done."""

    profile: str
    used_at: datetime
    sent: Mapping[str, Any]
    brought: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPage:
    """`place` is the name of the collection that the open profile is, None for the one used last.

    `reports` are by profile, the one used last first.
    """

    reached: Reached
    place: str | None
    reports: tuple[LinkReport, ...]

    @property
    def other_profile(self) -> str:
        """The profile that was used last, if another one is open now; "" if not, or if that is not known."""
        before = self.reports[0].profile if self.reports else ""
        return before if self.reached.profile and before != self.reached.profile else ""


def allowed(ctx: Context) -> bool:
    """Say whether whoever runs this allowed Factdeck to speak with Anki at all."""
    return ctx.anki is not None


def link_page(ctx: Context, learner_id: int, key: str) -> LinkPage:
    """Return how Anki stands with the learner's bank; raises NotFound, also where it is not allowed."""
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
        links = anki_links.links_of(connection, learner_id, row.id)
    reached = _reached(ctx, row)
    reports = tuple(_report(link) for link in links)
    return LinkPage(reached=reached, place=place_of(links, reached.profile, None), reports=reports)


def opened(ctx: Context, seconds: float, profile: str | None = None) -> tuple[AnkiConnect, Opened]:
    """Return Anki, ready to be asked, and how it was found.

    Raises ConnectError, also if its profile is not `profile`; NotFound where it may not be spoken with.
    """
    if ctx.anki is None:
        raise NotFound("this Factdeck may not speak with Anki")
    anki = AnkiConnect(ctx.anki, seconds)
    there = open_anki(anki)
    if profile is not None and there.profile != profile:
        raise ConnectError(Trouble.OTHER_PROFILE, there.profile)
    return anki, there


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Raise ConnectError if anything else passes between Factdeck and Anki now."""
    if not _under_way.acquire(blocking=False):
        raise ConnectError(Trouble.BUSY)
    try:
        yield
    finally:
        _under_way.release()


def place_of(links: Sequence[LinkRow], profile: str, otherwise: str | None) -> str | None:
    """Return the name of the collection that the profile is.

    The first profile is the collection that packages went to before; each further one is one of its own.
    """
    for link in links:
        if link.profile == profile:
            return link.place
    return profile[:LONGEST_PLACE] if links and profile else otherwise


def new_link(links: Iterable[LinkRow], profile: str, place: str) -> LinkRow:
    """Return the link to the profile, a new one if nothing passed yet."""
    for link in links:
        if link.profile == profile:
            return replace(link, place=place)
    return LinkRow(profile=profile, place=place, used_ms=0, latest_ms=None, log_lines=0, report="{}")


def save_report(
    ctx: Context, learner_id: int, row: BankRow, link: LinkRow, part: str, counts: Mapping[str, Any]
) -> None:
    """Save the link as used now, and what was done in `part` ("sent" or "brought") of its report."""
    report = json.dumps({**json.loads(link.report), part: dict(counts)}, ensure_ascii=False)
    now_ms = to_ms(ctx.clock().astimezone(UTC))
    with writing(ctx.engine) as connection:
        anki_links.save_link(connection, learner_id, row.id, replace(link, used_ms=now_ms, report=report))


def _reached(ctx: Context, row: BankRow) -> Reached:
    if ctx.anki is None:
        raise NotFound("this Factdeck may not speak with Anki")
    address = ctx.anki.address
    try:
        anki, there = opened(ctx, STATUS_SECONDS)
        notes = len(find_notes(anki, search_of_bank(row.key)))
    except ConnectError as error:
        return Reached(address=address, trouble=error.trouble, detail=error.detail)
    return Reached(address=address, version=there.version, profile=there.profile, notes=notes)


def _report(link: LinkRow) -> LinkReport:
    kept = json.loads(link.report)
    return LinkReport(
        profile=link.profile,
        used_at=from_ms(link.used_ms),
        sent=kept.get("sent", {}),
        brought=kept.get("brought", {}),
    )
