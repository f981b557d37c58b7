"""Banks as Anki packages: one constant note type per kind, stable notes, the same bytes every time."""

from question_bank.anki.package import ExportReport, PackageError, write_package

__all__ = ["ExportReport", "PackageError", "write_package"]
