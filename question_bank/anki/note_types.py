"""One constant note type per kind, for ever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import genanki

from question_bank.anki.fields import field_names
from question_bank.anki.ids import FIELD_IDS, NOTE_TYPE_IDS, NOTE_TYPES_CHANGED, ROOT_DECK_ID, TEMPLATE_IDS
from question_bank.anki.templates import card_template, stylesheet
from question_bank.model import Kind

# What no learner edits by hand is folded away in Anki's editor.
_FOLDED = {"ID", "Language", "Media", "Solution", "Typed", "Link", "Spare 3", "Spare 4"}


class NoteType(genanki.Model):  # type: ignore[misc]  # genanki ships no types
    """A genanki model that says the same at every export, whatever is exported when."""

    # genanki finds these by rendering the front. Every front shows the field after the ID, never empty.
    _req = ((0, "any", (1,)),)

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        del timestamp, deck_id
        plain: dict[str, Any] = super().to_json(int(NOTE_TYPES_CHANGED.timestamp()), ROOT_DECK_ID)
        return plain


def note_type(kind: Kind) -> NoteType:
    """Return the kind's note type with its permanent ids."""
    template = card_template(kind)
    return NoteType(
        model_id=NOTE_TYPE_IDS[kind],
        name=f"Factdeck {kind.value.replace('_', ' ')}",
        fields=[_field(name) for name in field_names(kind)],
        templates=[
            {
                "name": "Card",
                "id": TEMPLATE_IDS[kind],
                "qfmt": template.front,
                "afmt": template.back,
                "bqfmt": template.browser_front,
                "bafmt": template.browser_back,
            }
        ],
        css=stylesheet(),
        model_type=genanki.Model.CLOZE if kind is Kind.CLOZE else genanki.Model.FRONT_BACK,
        sort_field_index=1,
    )


def note_types() -> Mapping[Kind, NoteType]:
    return {kind: note_type(kind) for kind in Kind}


def _field(name: str) -> dict[str, object]:
    return {
        "name": name,
        "id": FIELD_IDS[name],
        "collapsed": name in _FOLDED,
        "preventDeletion": name == "ID",
    }
