"""How many drafts would a strict reader keep? By text and kind, from the verdicts in drafting_verdicts.json.

`python -m benchmarks.drafting` drafts every text in `texts/` by rules, with `--method nlp` by spaCy. A
verdict belongs to what a draft says, not to its id: whatever the rules say otherwise after a change is
unjudged and listed, with a digest to judge it under. What the reader asks stands in README.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from question_bank.drafting import Draft, DraftQuestion, Method, draft
from question_bank.model import Question
from question_bank.writing import question_to_yaml

HERE = Path(__file__).parent
TEXTS = HERE / "texts"
VERDICTS = HERE / "drafting_verdicts.json"
# The rules were made, or mended, with these before the eyes; the others were written afterwards and judged as
# they came.
SEEN = (
    *("eruption", "railway", "vaccine", "beavers", "painting", "island_money"),
    *("bridge_vote", "bronze", "eels", "organ", "promotion", "rice_price"),
    *("salt", "signals", "lighthouse", "allergy"),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A draft with its verdict: kept, dropped, or None where nobody has judged it."""

    text: str
    kind: str
    kept: bool | None
    digest: str
    shown: str


def digest_of(question: Question) -> str:
    """Return a digest of what a learner sees and is asked for, whatever the question is called."""
    return hashlib.sha256(shown(question).encode()).hexdigest()[:12]


def shown(question: Question) -> str:
    return question_to_yaml(replace(question, id="x", facts=(), draft=False, explanation=""))


def judged(method: Method) -> Iterator[Judged]:
    """Yield every draft of every text."""
    verdicts: dict[str, dict[str, str]] = json.loads(VERDICTS.read_text(encoding="utf-8"))
    for path in sorted(TEXTS.rglob("*.txt")):
        made: Draft = draft(path.read_text(encoding="utf-8"), name=path.name, method=method)
        for each in made.questions:
            yield _judged(path.stem, each, verdicts)


def _judged(text: str, each: DraftQuestion, verdicts: dict[str, dict[str, str]]) -> Judged:
    digest = digest_of(each.question)
    verdict = verdicts.get(digest)
    kept = None if verdict is None else verdict["verdict"] == "keep"
    return Judged(text, each.question.kind.value, kept, digest, shown(each.question))


def table(found: Sequence[Judged]) -> Iterator[str]:
    """Yield a line for each group: kept of judged."""
    seen = [each for each in found if each.text in SEEN]
    unseen = [each for each in found if each.text not in SEEN]
    for name, group in (("texts seen", seen), ("texts not seen", unseen), ("all", found)):
        yield f"{name}: {_share(group)}"
    for text in sorted({each.text for each in found}):
        yield f"  {text}: {_share([each for each in found if each.text == text])}"
    for kind, _ in Counter(each.kind for each in found).most_common():
        yield f"  {kind}: {_share([each for each in found if each.kind == kind])}"


def _share(group: Sequence[Judged]) -> str:
    kept = sum(each.kept is True for each in group)
    decided = sum(each.kept is not None for each in group)
    unjudged = len(group) - decided
    percent = f" ({100 * kept / decided:.0f} %)" if decided else ""
    return f"{kept} of {decided} kept{percent}" + (f", {unjudged} unjudged" if unjudged else "")


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--method", choices=("rules", "nlp"), default="rules")
    parser.add_argument("--unjudged", action="store_true", help="show the drafts that have no verdict")
    arguments = parser.parse_args(argv)
    found = tuple(judged(Method(arguments.method)))
    for line in table(found):
        print(line)
    for each in found if arguments.unjudged else ():
        if each.kept is None:
            print(f"\n{each.digest} {each.text}\n{each.shown}", end="")


if __name__ == "__main__":
    main()
