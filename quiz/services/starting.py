"""What happens before anything is served: the database brought up to date, edits healed, banks loaded."""

from __future__ import annotations

from quiz.services.anki.holding import clean
from quiz.services.context import Context
from quiz.services.editing import heal
from quiz.services.editing.pruning import prune
from quiz.services.errors import UnusableDatabaseError
from quiz.services.repairing import resume
from quiz.services.sync import SyncReport, sync_all
from quiz.store.migrating import migrate
from quiz.store.troubles import UNUSABLE, explain


def prepare(ctx: Context) -> tuple[SyncReport, ...]:
    """Bring the database to the newest schema and load the banks; raises UnusableDatabaseError.

    An edit that was interrupted is settled first: what it changed on the disk is its doing. Repairs that were
    interrupted are carried on last: they grade by what is served then.
    """
    try:
        migrate(ctx.engine)
        heal(ctx)
        reports = sync_all(ctx)
        resume(ctx)
        prune(ctx)
        clean(ctx)
    except UNUSABLE as error:
        raise UnusableDatabaseError(explain(error)) from error
    return reports
