"""Adding what was brought: each new file by way of the editor's own saving, with history, checks and lock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.editing import Edit, Outcome, Saved, Target, Unsaved, save
from quiz.services.editing.bench import StoppedError, held
from quiz.services.editing.disk import ChangedUnderneathError, reason_for, replace_file
from quiz.services.exchange.bringing import Choices, Planned, plan_import
from quiz.services.exchange.values import Added, Brought, Preview
from quiz.store.database import reading

NO_PICTURES: Mapping[str, Path] = MappingProxyType({})


def add_brought(
    ctx: Context, learner_id: int, brought: Brought, choices: Choices, *, why: str
) -> tuple[Preview, Added]:
    """Read the file once more and add what comes in; each file whole or not at all. Raises NotFound.

    The preview is that of the moment: others may have changed the bank since it was looked at.
    """
    planned = plan_import(ctx, learner_id, brought, choices)
    return planned.preview, add_planned(ctx, learner_id, planned, why=why)


def add_planned(
    ctx: Context,
    learner_id: int,
    planned: Planned,
    *,
    why: str,
    pictures: Mapping[str, Path] = NO_PICTURES,
) -> Added:
    """Add what was planned this moment; each file whole or not at all. Raises NotFound.

    `pictures` are files outside of the bank, by path in it, that were too much to read before.
    """
    if not planned.preview.can_be_added:
        return Added(outcomes=())
    key = planned.preview.bank_key
    counted = Counter(each.file for each in planned.landing.landed)
    made: list[Path] = []
    outcomes: list[tuple[str, int, Outcome]] = []
    with reading(ctx.engine) as connection:
        lock = get_bank_of(connection, learner_id, key).folder
    try:
        with held(ctx, lock):
            _put_pictures(planned, pictures, made)
    except (OSError, ChangedUnderneathError, StoppedError) as error:
        _take_back(made)
        trouble = [_unsaved(key, file, error) for file in counted]
        outcomes = [(each.target.file, counted[each.target.file], each) for each in trouble]
    else:
        outcomes = [
            (file, count, _save(ctx, learner_id, planned, file, why)) for file, count in counted.items()
        ]
    if not any(isinstance(outcome, Saved) for _file, _count, outcome in outcomes):
        with suppress(StoppedError), held(ctx, lock):
            _take_back(made)
    return Added(outcomes=tuple(outcomes))


def _save(ctx: Context, learner_id: int, planned: Planned, file: str, why: str) -> Outcome:
    text = planned.landing.files[file].decode()
    target = Target(bank_key=planned.preview.bank_key, file=file)
    return save(ctx, learner_id, Edit(target=target, text=text, base=""), why=why)


def _put_pictures(planned: Planned, pictures: Mapping[str, Path], made: list[Path]) -> None:
    """Write the pictures first: a question whose picture is not there is an error. The bank is held."""
    folder = planned.taken.folder.resolve()
    for name in planned.preview.pictures:
        path = folder / name
        if not path.resolve().is_relative_to(folder):
            raise OSError(f"{name} leads out of the bank's folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        content = pictures[name].read_bytes() if name in pictures else planned.landing.files[name]
        replace_file(path, content, None)
        made.append(path)


def _take_back(made: list[Path]) -> None:
    for path in made:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _unsaved(key: str, file: str, error: Exception) -> Unsaved:
    reason = reason_for(error if isinstance(error, OSError) else OSError())
    detail = (error.strerror or "") if isinstance(error, OSError) else ""
    if isinstance(error, StoppedError):
        reason, detail = error.reason, error.detail
    return Unsaved(target=Target(bank_key=key, file=file), text="", reason=reason, detail=detail)
