"""The numbers by which Anki knows our note types. THEY MUST NEVER CHANGE, and none may be used twice.

Learners hold notes of these types in their collections. With another note type id every note would arrive a
second time; with another field or template id a rename could no longer be told from a removal, and Anki would
freeze the old notes. A new kind gets new numbers; a new field takes over a spare one (renaming is safe, since
the field keeps its id; adding is not). A test pins every number of this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from question_bank.model import Kind

NOTE_TYPE_IDS: Mapping[Kind, int] = MappingProxyType(
    {
        Kind.FLASHCARD: 1228324043,
        Kind.TRUE_FALSE: 2122982643,
        Kind.SINGLE_CHOICE: 1138789105,
        Kind.MULTIPLE_CHOICE: 1545787747,
        Kind.SHORT_ANSWER: 1921921478,
        Kind.LIST: 1548297910,
        Kind.NUMBER: 1650067503,
        Kind.DATE: 1208764205,
        Kind.CLOZE: 1982502421,
        Kind.ORDERING: 2075874629,
        Kind.MATCHING: 1200329242,
    }
)

TEMPLATE_IDS: Mapping[Kind, int] = MappingProxyType(
    {
        Kind.FLASHCARD: 5569511656749041,
        Kind.TRUE_FALSE: 2359203879785092,
        Kind.SINGLE_CHOICE: 4803997743332523,
        Kind.MULTIPLE_CHOICE: 6392832390843005,
        Kind.SHORT_ANSWER: 7286320241377125,
        Kind.LIST: 4738680321142646,
        Kind.NUMBER: 2082742436668709,
        Kind.DATE: 5242953940616293,
        Kind.CLOZE: 7219424329114979,
        Kind.ORDERING: 2669641755997781,
        Kind.MATCHING: 7748461608752449,
    }
)

# A field's id need only be unique within its note type, so all kinds share one table.
FIELD_IDS: Mapping[str, int] = MappingProxyType(
    {
        "ID": 6724521231607976,
        "Prompt": 8556542356428626,
        "Text": 6738511646204021,
        "Options": 1251665682839894,
        "Lefts": 6263326827774747,
        "Rights": 3475332443993875,
        "Hint": 7096603230830999,
        "Typed": 7195268102541326,
        "Answer": 8591635296084832,
        "Also accepted": 7953365710919995,
        "Solution": 4644886328414907,
        "Explanation": 2869944382984245,
        "Source": 8803460146640451,
        "Media": 1360211260036521,
        "Language": 4034330279341425,
        "Passage": 2181047827032448,
        "Link": 5044603456727637,
        "Spare 3": 6395761785711149,
        "Spare 4": 1869893838423955,
    }
)

ROOT_DECK_ID = 1847550826

# Anki takes over new templates and styles only from a note type that is newer than its own. Raise this date
# whenever a template, the stylesheet or the script changes; a test compares it with their fingerprint.
NOTE_TYPES_CHANGED = datetime(2026, 11, 22, 11, 10, tzinfo=UTC)
