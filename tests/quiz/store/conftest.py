from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from quiz.store import migrate
from quiz.store.database import configure


@pytest.fixture
def engine(tmp_path: Path) -> Generator[Engine, None, None]:
    """A migrated SQLite file, told what every connection is told."""
    made = create_engine(f"sqlite:///{tmp_path / 'factdeck.sqlite'}")
    configure(made)
    migrate(made)
    yield made
    made.dispose()
