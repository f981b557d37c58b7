"""The options of the decks in Anki's oldest format; what our learners cannot choose is as Anki has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from question_bank.anki.identity import preset_id
from question_bank.anki.schedule import PresetOut

_WHOLE = {"mod": 0, "usn": -1, "dyn": False, "autoplay": True, "replayq": True, "timer": 0, "maxTaken": 60}
_NEW = {"bury": True, "initialFactor": 2500, "ints": [1, 4, 0], "order": 1}
_REVIEWS = {"bury": True, "ease4": 1.3, "hardFactor": 1.2, "ivlFct": 1.0}
# A leech gets a tag and goes on being asked, as here.
_LAPSES = {"leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0}


def preset_json(preset: PresetOut) -> dict[str, Any]:
    """Return the options with which Anki schedules as Factdeck does."""
    return _WHOLE | {
        "id": preset_id(preset.name),
        "name": preset.name,
        "new": _NEW | {"delays": _minutes(preset.learning_steps_s), "perDay": preset.new_per_day},
        "rev": _REVIEWS | {"maxIvl": preset.maximum_interval_days, "perDay": preset.reviews_per_day},
        "lapse": _LAPSES | {"delays": _minutes(preset.relearning_steps_s)},
        "fsrsParams6": list(preset.weights),
        "desiredRetention": preset.desired_retention,
    }


def _minutes(steps_s: Sequence[int]) -> list[float]:
    return [seconds / 60 for seconds in steps_s]
