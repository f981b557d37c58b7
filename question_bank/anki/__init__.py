"""Banks as Anki packages: one constant note type per kind, stable notes, the same bytes every time."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from question_bank.anki.forecast import Forecast, NoteRecord, forecast
from question_bank.anki.schedule import CardOut, PresetOut, Progress, ReviewOut

if TYPE_CHECKING:
    from question_bank.anki.options import ExportOptions, PackageError, SubDecks
    from question_bank.anki.package import ExportReport, write_package
    from question_bank.anki.records import note_records

__all__ = [
    "CardOut",
    "ExportOptions",
    "ExportReport",
    "Forecast",
    "NoteRecord",
    "PackageError",
    "PresetOut",
    "Progress",
    "ReviewOut",
    "SubDecks",
    "forecast",
    "note_records",
    "write_package",
]

# genanki and the model are imported when somebody writes a package. The process that reads a stranger's
# package (`packages/worker.py`) is started for each one, and every import of this folder's would delay it.
_WRITING = {
    "ExportOptions": "options",
    "SubDecks": "options",
    "ExportReport": "package",
    "PackageError": "options",
    "note_records": "records",
    "write_package": "package",
}


def __getattr__(name: str) -> object:
    if name in _WRITING:
        return getattr(import_module(f"{__name__}.{_WRITING[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
