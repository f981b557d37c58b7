"""Tables, queries and migrations: everything that knows SQL."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import Engine

from quiz.store import tables as tables  # imported so that the metadata is whole
from quiz.store.database import configure, db
from quiz.store.migrating import migrate

__all__ = ["engine_of", "init_app", "migrate"]


def init_app(app: Flask) -> None:
    """Connect `app` to the database that SQLALCHEMY_DATABASE_URI names; nothing is created yet."""
    db.init_app(app)
    configure(engine_of(app))


def engine_of(app: Flask) -> Engine:
    with app.app_context():
        return db.engine
