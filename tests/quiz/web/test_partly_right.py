"""A partly right answer is said to be so, with how much of it was right."""

from __future__ import annotations

import re
from typing import Any

import pytest

PROMPTS = {
    "list": "prompt: Name two seas.\n    answers: [Baltic, Aral, Black]\n    need: 2",
    "matching": "prompt: Which?\n    pairs: [{left: Ice, right: solid}, {left: Dew, right: liquid}]\n"
    "    spare: [plasma]",
}
TYPED = {
    "list": {"texts-0": "Aral", "texts-1": "Dead"},
    "matching": {"match-0": "solid", "match-1": "plasma"},
}


@pytest.mark.parametrize("kind", PROMPTS)
def test_a_partly_right_answer_says_how_many_parts_were_right(visit: Any, kind: str) -> None:
    visitor = visit({kind: PROMPTS[kind]})
    rights = dict(re.findall(r'<option value="(\d+)" lang="en">(.*?)</option>', visitor.send("/study").html))
    place = {text: value for value, text in rights.items()}
    typed = {name: place.get(text, text) for name, text in TYPED[kind].items()}
    assert "◐ Partly right: 1 of 2" in visitor.send("/answer", typed).text
