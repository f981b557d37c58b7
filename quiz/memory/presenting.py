"""In which order a question's options are shown: decided by a seed and the options, never by the key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from question_bank.model import Matching, Ordering, Question
from question_bank.model.texts import option_texts


@dataclass(frozen=True, slots=True)
class Presentation:
    """What is shown besides the prompt, in the order shown.

    `options` are the choices of a choice question, an ordering's items, or the right sides of a matching
    (each once); () for the other kinds. `lefts` are a matching's left sides, in the order of its pairs.
    """

    options: tuple[str, ...] = ()
    lefts: tuple[str, ...] = ()


def present(question: Question, part: int, seed: str) -> Presentation:
    """Return the presentation that `seed` makes of card `part`: the same seed, the same order.

    A right place could leak the key, so nothing that knows the key takes part: an ordering may, as often as
    chance has it, be shown in its right order.
    """
    seed = f"{seed}:{part}"
    match question:
        case Ordering():
            return Presentation(options=shuffled((item.text for item in question.items), seed))
        case Matching():
            rights = {*(pair.right for pair in question.pairs), *question.spare}
            return Presentation(shuffled(rights, seed), tuple(pair.left for pair in question.pairs))
        case _:
            return Presentation(options=shuffled(option_texts(question), seed))


def shuffled(texts: Iterable[str], seed: str) -> tuple[str, ...]:
    """Return the texts in an order that depends on them and the seed, not on the order they came in."""
    return tuple(sorted(texts, key=lambda text: (_place(text, seed), text)))


def _place(text: str, seed: str) -> bytes:
    return hashlib.sha256(f"{seed}\0{text}".encode()).digest()
