"""What a new entry looks like when the editor writes it: each `${1:...}` is a place to fill in."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping

from question_bank.model import Kind

# The editor takes `{` and `}` for the signs of a place, so a gap's own are escaped with a backslash.
_OWN = {
    Kind.FLASHCARD: ("prompt: ${What is asked?}", "answer: ${What is on the back}"),
    Kind.TRUE_FALSE: ("prompt: ${A statement.}", "answer: ${true}"),
    Kind.SINGLE_CHOICE: (
        "prompt: ${What is asked?}",
        "answer: ${The right option}",
        "distractors:",
        "  - ${A wrong option}",
        "  - ${Another wrong option}",
    ),
    Kind.MULTIPLE_CHOICE: (
        "prompt: ${What is asked?}",
        "answers:",
        "  - ${A right option}",
        "  - ${Another right option}",
        "distractors:",
        "  - ${A wrong option}",
        "  - ${Another wrong option}",
    ),
    Kind.SHORT_ANSWER: (
        "prompt: ${What is asked?}",
        "answer: ${The answer}",
        "accept: [${Another right answer}]",
    ),
    Kind.LIST: (
        "prompt: ${Name two of them.}",
        "answers:",
        "  - ${An answer}",
        "  - ${Another answer}",
        "  - ${A third answer}",
        "need: ${2}",
    ),
    Kind.NUMBER: ("prompt: ${How many?}", "answer: ${10,000}", "unit: ${km}"),
    Kind.DATE: ("prompt: ${When?}", "answer: ${2011-08-24}"),
    Kind.CLOZE: ('text: "${The words before} \\{\\{c1::${what is hidden}::${a hint}\\}\\} ${and after}."',),
    Kind.ORDERING: (
        "prompt: ${In which order?}",
        "items:",
        "  - ${The first}",
        "  - ${The second}",
        "  - ${The third}",
    ),
    Kind.MATCHING: (
        "prompt: ${What belongs together?}",
        "pairs:",
        "  - \\{left: ${One}, right: ${What belongs to it}\\}",
        "  - \\{left: ${Another}, right: ${What belongs to that}\\}",
    ),
}
_PASSAGE = '\\{source: ${survey}, paragraph: ${1}, from: "${its first words}", to: "${its last words}"\\}'


def _question(kind: Kind) -> str:
    lines = ("id: ${a-name-for-ever}", f"kind: {kind.value}", *_OWN[kind])
    return "\n  ".join((*lines, "explanation: ${Why the answer is right.}", "facts: [${fact}]"))


_UNNUMBERED = {
    **{kind.value: _question(kind) for kind in Kind},
    "fact": "id: ${a-name-for-ever}\n  says: ${One claim in your own words.}\n  evidence:\n    - " + _PASSAGE,
    "source": "id: ${a-name-for-ever}\n  title: ${Its title}\n  publisher: ${Who published it}\n"
    "  published: ${2011-08-24}",
    "passage": _PASSAGE,
    "distractor": '\\{text: ${A wrong option}, feedback: "${What to tell a learner who chose it.}"\\}',
    "list_item": "\\{answer: ${An answer}, accept: [${Another way to say it}]\\}",
    "ordering_item": "\\{text: ${What is ordered}, label: ${Its date}\\}",
    "pair": "\\{left: ${One}, right: ${What belongs to it}\\}",
    "media": "\\{file: ${picture.png}, alt: ${What it shows}\\}",
}


def _numbered(template: str) -> str:
    """Number the places: one whose words are a figure would else be taken for its number."""
    count = itertools.count(1)
    return re.sub(r"\$\{", lambda _: f"${{{next(count)}:", template)


TEMPLATES: Mapping[str, str] = {name: _numbered(template) for name, template in _UNNUMBERED.items()}
