"""Banks as Anki packages: one constant note type per kind, stable notes, the same bytes every time."""

from question_bank.anki.forecast import Forecast, NoteRecord, forecast
from question_bank.anki.options import ExportOptions, SubDecks
from question_bank.anki.package import ExportReport, PackageError, write_package
from question_bank.anki.schedule import CardOut, PresetOut, Progress, ReviewOut

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
    "write_package",
]
