"""Which known word an unknown one stands for: by its spelling, or because people call the thing so."""

from __future__ import annotations

import difflib

_SAME = {
    "text": ("prompt", "question", "sentence"),
    "answer": ("correct", "right", "solution", "key", "correct_answer", "right_answer", "back", "value"),
    "answers": ("correct", "correct_answers", "solutions"),
    "distractors": ("wrong", "choices", "options", "alternatives", "wrong_answers", "incorrect"),
    "prompt": ("question", "ask", "stem", "front"),
    "kind": ("type", "kind_of_question", "question_type"),
    "explanation": ("explain", "why", "comment", "feedback", "note"),
    "media": ("image", "images", "picture", "pictures"),
    "says": ("text", "claim", "statement", "fact"),
    "by": ("speaker", "who", "said_by"),
    "language": ("lang",),
    "lang": ("language",),
    "alt": ("description", "caption", "title"),
    "unit": ("units",),
    "id": ("name",),
    "items": ("steps", "order"),
    "accept": ("synonyms", "also", "accepted"),
    "tags": ("topic", "topics", "category"),
    "evidence": ("passage", "passages", "proof", "quote"),
}


def meant(word: str, known: tuple[str, ...]) -> str:
    """Return the known key that an unknown one stands for: by its spelling, or by its sense."""
    lowered = word.strip().lower().replace(" ", "_").replace("-", "_")
    same = [name for name in known if lowered in _SAME.get(name, ())]
    return nearest(word, known) or (same[0] if same else "")


def nearest(word: str, known: tuple[str, ...]) -> str:
    """Return the known word that was probably meant, or ""."""
    lowered = word.strip().lower().replace(" ", "_")
    found = difflib.get_close_matches(lowered, known, n=1, cutoff=0.7)
    if not found:
        found = [
            name for name in known if len(lowered) > 2 and (name + "s" == lowered or lowered + "s" == name)
        ]
    return found[0] if found else ""
