"""What every service is given first: the database, the clock and where the banks lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import Engine

from quiz.services.anki.connecting.client import AnkiSetting, read_setting
from quiz.services.anki.shelf import Shelf
from quiz.services.bank_checks import Checks
from quiz.services.bank_folders import BankFolders
from quiz.services.histories import Histories
from quiz.services.item_records import ItemRecords
from quiz.services.library import Library
from quiz.services.passages import Passages
from quiz.services.source_texts import FOLDER as SOURCE_TEXTS
from quiz.store import engine_of

_EXTENSION = "factdeck"


@dataclass(frozen=True, eq=False, kw_only=True)
class Context:
    """`clock` returns an aware datetime; `banks` are bank folders or folders of them.

    `instance` is the folder that this installation keeps its own things in. `draft_model` is the model of the
    library `llm` that articles may be sent to, "" for none. `address` is where learners reach this Factdeck
    from elsewhere, "" if they cannot. `anki` is the running Anki that may be spoken with, None if none may.
    """

    engine: Engine
    clock: Callable[[], datetime]
    instance: Path
    banks: tuple[Path, ...] = ()
    draft_model: str = ""
    address: str = ""
    anki: AnkiSetting | None = None
    library: Library = field(default_factory=Library)
    histories: Histories = field(default_factory=Histories)
    items: ItemRecords = field(default_factory=ItemRecords)
    passages: Passages = field(default_factory=Passages)
    checks: Checks = field(default_factory=Checks)
    folders: BankFolders = field(default_factory=BankFolders)
    shelf: Shelf = field(default_factory=Shelf)


def install(app: Flask, clock: Callable[[], datetime]) -> None:
    """Give `app` its context; `store.init_app(app)` comes before. Raises BadSettingError."""
    app.extensions[_EXTENSION] = Context(
        engine=engine_of(app),
        clock=clock,
        banks=tuple(app.config["FACTDECK_BANKS"]),
        instance=Path(app.instance_path),
        draft_model=app.config["FACTDECK_DRAFT_MODEL"],
        anki=read_setting(app.config["FACTDECK_ANKI_CONNECT"], app.config["FACTDECK_ANKI_CONNECT_KEY"]),
        address=app.config["FACTDECK_ADDRESS"],
        passages=Passages(Path(app.instance_path) / SOURCE_TEXTS),
    )


def current_context() -> Context:
    """Return the context of the application that is handling the request or command."""
    context: Context = current_app.extensions[_EXTENSION]
    return context
