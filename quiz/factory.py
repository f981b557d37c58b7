"""create_app: the only place where configuration, database, services and pages meet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

from click import ClickException
from flask import Flask

from quiz import cli, store, web
from quiz.config import ROOT, Config, from_environment, is_address
from quiz.services import noticing, starting
from quiz.services.anki.connecting.client import BadSettingError
from quiz.services.context import current_context, install
from quiz.services.sync import SyncReport
from quiz.store.troubles import UNUSABLE, explain

Clock = Callable[[], datetime]


class CannotStartError(ClickException):
    """Factdeck cannot start as it was told to; the message says why and what to do.

    Click's, so that the `flask` command says it too rather than showing a traceback.
    """


def system_clock() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def create_app(config: Config | None = None, clock: Clock = system_clock) -> Flask:
    """Return the application; the database is not touched until `prepare` or the first request.

    Without `config` the environment decides, as for the `flask` command and the server's workers.
    Raises CannotStartError.
    """
    settings = config or from_environment()
    if not is_address(settings.address):
        raise CannotStartError(
            f"FACTDECK_ADDRESS is {settings.address!r}, which is no address; write one like https://example.org."
        )
    app = Flask(
        "quiz",
        root_path=str(ROOT / "quiz"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "quiz" / "static"),
        instance_path=str(settings.instance.resolve()),
    )
    try:
        app.config.from_mapping(settings.for_flask())
        store.init_app(app)
    except (OSError, UnicodeDecodeError) as error:
        raise CannotStartError(_about_instance(settings.instance, error)) from error
    except UNUSABLE as error:
        raise CannotStartError(f"The database cannot be used: {explain(error)}.") from error
    try:
        install(app, clock)
    except BadSettingError as error:
        raise CannotStartError(f"FACTDECK_ANKI_CONNECT: {error}.") from error
    web.init_app(app)
    cli.init_app(app)
    return app


def _about_instance(folder: Path, error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"{folder / 'secret_key'} is damaged; remove it, and the next start makes a new one."
    reason = error.strerror or str(error)
    return (
        f"{folder} cannot hold the database and the secret key ({reason}); FACTDECK_INSTANCE names another."
    )


def notice_changes(app: Flask) -> None:
    """Begin to notice what other programs change in the bank files, for as long as this process lives.

    For whoever serves: making an app, as every command does, begins nothing.
    """
    with app.app_context():
        ctx = current_context()
    Thread(target=noticing.watch, args=(ctx, Event()), name="noticing", daemon=True).start()


def prepare(app: Flask) -> tuple[SyncReport, ...]:
    """Bring the database to the newest form and load the banks; return what each bank brought.

    Raises UnusableDatabaseError, whose message says what is wrong and what to do.
    """
    with app.app_context():
        return starting.prepare(current_context())
