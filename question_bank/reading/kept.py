"""A file's part as plain data and back: reading that takes a tenth of the time that parsing takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from typing import Any

from question_bank.codec import placed_from_plain, to_plain
from question_bank.problems import Place, Places, problem_from_row, problem_to_row
from question_bank.reading.parts import Entry, FilePart

Path = tuple[str | int, ...]
Row = list[Any]


class KeptPlaces(MappingOf[Path, Place]):
    """The places of an entry's values; they stay one text until somebody asks, which hardly anybody does."""

    __slots__ = ("_file", "_places", "_rows")

    def __init__(self, file: str, rows: str) -> None:
        self._file = file
        self._rows = rows
        self._places: dict[Path, Place] | None = None

    def __getitem__(self, path: Path) -> Place:
        return self._known()[path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._known())

    def __len__(self) -> int:
        return len(self._known())

    def _known(self) -> dict[Path, Place]:
        if self._places is None:
            rows = json.loads(self._rows)
            self._places = {tuple(path): Place(self._file, *where) for path, *where in rows}
        return self._places


def part_to_plain(part: FilePart) -> dict[str, Any]:
    """Return a part of facts or questions as lists, texts and numbers; all its places are in one file."""
    return {
        "problems": [problem_to_row(each) for each in part.problems],
        "lost": {name: _place_row(place) for name, place in part.lost_ids.items()},
        "entries": [_entry_row(entry) for entry in part.entries],
    }


def part_from_plain(plain: MappingOf[str, Any], file: str) -> FilePart:
    """Return the part that `part_to_plain` was given."""
    return FilePart(
        tuple(problem_from_row(row) for row in plain["problems"]),
        tuple(_entry(row, file) for row in plain["entries"]),
        {name: Place(file, *row) for name, row in plain["lost"].items()},
    )


def _entry_row(entry: Entry) -> Row:
    made = entry.made
    places = [] if made is None else [[path, *_place_row(place)] for path, place in made.at.by_path.items()]
    return [
        entry.name,
        _place_row(entry.place),
        made and to_plain(made),
        made and _place_row(made.at.start),
        json.dumps(places, separators=(",", ":")),
        [[name, *_place_row(place)] for name, place in entry.named_facts],
        [problem_to_row(each) for each in entry.problems],
    ]


def _entry(row: Row, file: str) -> Entry:
    name, place, plain, start, rows, named, problems = row
    made = plain and placed_from_plain(plain, Places(Place(file, *start), KeptPlaces(file, rows)))
    return Entry(
        name,
        Place(file, *place),
        made,
        tuple((fact, Place(file, *where)) for fact, *where in named),
        tuple(problem_from_row(each) for each in problems),
    )


def _place_row(place: Place) -> Row:
    return [place.line, place.column, place.width]
