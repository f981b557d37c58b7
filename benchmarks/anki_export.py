"""How long a package for Anki takes beside genanki alone, and how much memory a very large one.

`python -m benchmarks.anki_export [QUESTIONS [PAIRS]]` writes a package of so many questions and then lets
genanki write the same notes, ready made, to a file; both in turns, so that whatever else the machine does
slows down both. `python -m benchmarks.anki_export memory [QUESTIONS]` writes one package in this process of
its own and prints the most memory that it ever held.
"""

from __future__ import annotations

import io
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import genanki

from question_bank.anki import write_package
from question_bank.anki.ids import NOTE_TYPE_IDS
from question_bank.anki.note_types import note_type
from question_bank.model import (
    Bank,
    Cloze,
    Distractor,
    Evidence,
    Fact,
    Flashcard,
    Kind,
    Passage,
    Question,
    ShortAnswer,
    SingleChoice,
    Source,
    TrueFalse,
)

QUESTIONS, PAIRS, MANY = 10_000, 9, 100_000
CHANGED = datetime(2026, 3, 1, tzinfo=UTC)
_WORDS = ("river", "glacier", "harbour", "northern", "ministry", "treaty", "the", "of", "observed", "survey")


def made_bank(count: int) -> Bank:
    """Return a bank of so many questions of five kinds, four to a fact, the same at every call."""
    chance = random.Random(1)

    def words(number: int) -> str:
        return " ".join(chance.choices(_WORDS, k=number))

    facts = tuple(
        Fact(
            id=f"f{number}",
            says=words(10),
            by=(words(2),),
            evidence=Evidence(
                passages=(Passage(source="s", paragraph=number % 40 + 1, begins=words(3), ends=words(3)),)
            ),
        )
        for number in range(max(1, count // 4))
    )
    questions = tuple(_question(number, facts[number % len(facts)].id, words) for number in range(count))
    source = Source(id="s", title="The survey", publisher="Field Notes", url="https://example.org/survey")
    return Bank(id="large", title="A large bank", sources=(source,), facts=facts, questions=questions)


def _question(number: int, fact: str, words: Callable[[int], str]) -> Question:
    name, facts, tags = f"q-{number}", (fact,), ("water",)
    explanation, prompt = f"{words(14).capitalize()}.", f"{words(12).capitalize()}?"
    match number % 5:
        case 0:
            wrong = tuple(Distractor(text=f"{words(3)} {place}", feedback=words(6)) for place in range(3))
            return SingleChoice(
                id=name, prompt=prompt, answer=words(3), distractors=wrong, explanation=explanation,
                facts=facts, tags=tags,
            )  # fmt: skip
        case 1:
            return ShortAnswer(
                id=name, prompt=prompt, answer=words(2), accept=(words(2),), explanation=explanation,
                facts=facts, tags=tags,
            )  # fmt: skip
        case 2:
            answer = number % 2 == 0
            return TrueFalse(
                id=name, prompt=prompt, answer=answer, explanation=explanation, facts=facts, tags=tags
            )
        case 3:
            text = f"{words(6)} {{{{c1::{words(2)}}}}} {words(5)}."
            return Cloze(id=name, text=text, explanation=explanation, facts=facts, tags=tags)
        case _:
            return Flashcard(
                id=name, prompt=prompt, answer=words(5), explanation=explanation, facts=facts, tags=tags
            )


def changed(_bank: Bank, _question: Question) -> datetime:
    return CHANGED


def no_media(_bank: Bank, file: str) -> bytes:
    raise FileNotFoundError(file)


def ours(bank: Bank) -> bytes:
    out = io.BytesIO()
    write_package([bank], changed, no_media, out)
    return out.getvalue()


def ready_notes(package: bytes) -> list[tuple[int, str, list[str], list[str]]]:
    """Return the package's notes as genanki takes them: note type, GUID, fields, tags."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive, closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(archive.read("collection.anki2"))
        rows = connection.execute("SELECT mid, guid, flds, tags FROM notes").fetchall()
    return [(kind, guid, fields.split("\x1f"), tags.split()) for kind, guid, fields, tags in rows]


def genanki_alone(notes: list[tuple[int, str, list[str], list[str]]], out: Path) -> None:
    models = {NOTE_TYPE_IDS[kind]: _plain_model(kind) for kind in Kind}
    deck = genanki.Deck(1, "A large bank")
    for kind, guid, fields, tags in notes:
        deck.add_note(genanki.Note(model=models[kind], fields=list(fields), tags=tags, guid=guid))
    genanki.Package(deck).write_to_file(out)


def _plain_model(kind: Kind) -> genanki.Model:
    own = note_type(kind)
    return genanki.Model(
        NOTE_TYPE_IDS[kind], own.name, fields=own.fields, templates=own.templates, css=own.css,
        model_type=own.model_type,
    )  # fmt: skip


def compare(count: int, pairs: int) -> tuple[float, float, float]:
    """Return the medians, in seconds of the processor, of ours and of genanki, and of their ratio."""
    bank = made_bank(count)
    notes = ready_notes(ours(bank))
    times: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(pairs):
            begin = time.process_time()
            ours(bank)
            between = time.process_time()
            genanki_alone(notes, Path(folder) / "alone.apkg")
            times.append((between - begin, time.process_time() - between))
    own, alone = zip(*times, strict=True)
    ratio = statistics.median(one / other for one, other in times)
    return statistics.median(own), statistics.median(alone), ratio


def peak_mb() -> float:
    """Return the most memory that this process has held, in MB; Linux counts in kB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def memory(count: int) -> tuple[float, float]:
    """Return the most memory held with the bank made, and once its package is written to a file."""
    bank = made_bank(count)
    before = peak_mb()
    with tempfile.TemporaryFile() as out:
        write_package([bank], changed, no_media, out)
    return before, peak_mb()


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["memory"]:
        count = int(arguments[1]) if arguments[1:] else MANY
        before, after = memory(count)
        print(
            f"{count} questions: {before:.0f} MB with the bank made, at most {after:.0f} MB while exporting"
        )
        return
    count = int(arguments[0]) if arguments else QUESTIONS
    pairs = int(arguments[1]) if arguments[1:] else PAIRS
    own, alone, ratio = compare(count, pairs)
    print(
        f"{count} questions: {own:.2f} s, genanki alone {alone:.2f} s, ratio {ratio:.2f} (medians of {pairs})"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
