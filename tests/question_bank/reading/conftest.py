"""A small bank into which a test puts one file of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from question_bank.reading import Reading, read_bank_texts

SMALL_BANK = {
    "bank.yaml": "bank: water\ntitle: Water\nlanguage: en\nsources:\n  - {id: survey, title: A survey}\n",
    "facts.yaml": (
        "facts:\n  - id: evaporation\n    says: Most vapour has evaporated from the sea.\n"
        "    evidence: [{source: survey, paragraph: 1, from: By far, to: the sea}]\n"
    ),
    "questions/other.yaml": (
        "questions:\n  - {id: other, kind: flashcard, prompt: What falls?, answer: Rain,"
        " facts: [evaporation]}\n"
    ),
    "images/map.png": "",
}
ReadWith = Callable[..., Reading]


@pytest.fixture(scope="session")
def read_with() -> ReadWith:
    """Read the small bank with some of its files replaced: `read_with({"facts.yaml": text})`."""

    def read(files: dict[str, str | bytes]) -> Reading:
        whole: dict[str, str | bytes] = {**SMALL_BANK, **files}
        return read_bank_texts(
            {name: text.encode() if isinstance(text, str) else text for name, text in whole.items()}
        )

    return read


@pytest.fixture(scope="session")
def read_questions(read_with: ReadWith) -> Callable[[str], Reading]:
    """Read the small bank with one more file of questions."""
    return lambda text: read_with({"questions/example.yaml": text})
