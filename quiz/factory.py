"""create_app: the only place where configuration, database, services and pages meet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask

from quiz import cli, store, web
from quiz.config import ROOT, Config, from_environment
from quiz.services import sync
from quiz.services.context import current_context, install
from quiz.services.sync import SyncReport

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def create_app(config: Config | None = None, clock: Clock = system_clock) -> Flask:
    """Return the application; the database is not touched until `prepare` or the first request.

    Without `config` the environment decides, as for the `flask` command and the server's workers.
    """
    settings = config or from_environment()
    app = Flask(
        "quiz",
        root_path=str(ROOT / "quiz"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "quiz" / "static"),
        instance_path=str(settings.instance.resolve()),
    )
    app.config.from_mapping(settings.for_flask())
    store.init_app(app)
    install(app, clock)
    web.init_app(app)
    cli.init_app(app)
    return app


def prepare(app: Flask) -> tuple[SyncReport, ...]:
    """Bring the database to the newest form and load the banks; return what each bank brought."""
    with app.app_context():
        context = current_context()
        store.migrate(context.engine)
        return sync.sync_all(context)
