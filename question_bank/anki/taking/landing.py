"""What was taken, in the shape of every import, so that files, ids and checks are the same for all."""

from __future__ import annotations

from question_bank.anki.taking.values import Taking
from question_bank.formats.values import Imported


def as_imported(taking: Taking) -> Imported:
    """Return the questions with their pictures' bytes, for `formats.land`."""
    return Imported(
        questions=taking.questions,
        losses=taking.losses,
        files=taking.files,
        media={path: file.read_bytes() for path, file in taking.media.items()},
    )
