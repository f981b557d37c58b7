"""One code's explanation; its two examples are executed by the tests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ExampleKind(StrEnum):
    """Which file an example is: the tests put it into a small bank under that name, or import it."""

    QUESTIONS = "questions/example.yaml"
    FACTS = "facts.yaml"
    BANK = "bank.yaml"
    GIFT = "an imported file in GIFT"
    TABLE = "an imported table"
    JSON = "an imported file in JSON"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`title` is a few words, `why` a paragraph; `wrong` raises the code in a small bank, `right` does not.

    `source` names the item-writing literature where a rule rests on it.
    `runnable` is False only where two texts cannot show the code (a huge file, two files, the lock).
    """

    code: str
    title: str
    why: str
    wrong: str
    right: str
    example: ExampleKind = ExampleKind.QUESTIONS
    source: str = ""
    runnable: bool = True
