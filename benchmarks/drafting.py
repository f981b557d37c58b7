"""How many drafts would a strict reader keep? By text and kind, from the verdicts in drafting_verdicts.json.

`python -m benchmarks.drafting` drafts every text in `texts/` by rules, with `--method nlp` by spaCy, with
`--method llm` those of which `replies/` keeps a language model's reply. A verdict belongs to what a draft
says, not to its id: whatever is said otherwise after a change is unjudged and listed, with a digest to judge
it under. What the reader asks stands in README.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.replaying import AnotherPromptError, replayed_texts, replaying
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


def drafted(method: Method) -> Iterator[tuple[str, Draft]]:
    """Yield the draft of every text, by the text's name; a language model's of those that it has answered."""
    answered = replayed_texts()
    for path in sorted(TEXTS.rglob("*.txt")):
        if method is Method.LLM and path.stem not in answered:
            continue
        ask = replaying(path.stem) if method is Method.LLM else None
        yield path.stem, draft(path.read_text(encoding="utf-8"), name=path.name, method=method, ask=ask)


def judged(drafts: Iterable[tuple[str, Draft]]) -> Iterator[Judged]:
    """Yield every question of some drafts with its verdict."""
    verdicts: dict[str, dict[str, str]] = json.loads(VERDICTS.read_text(encoding="utf-8"))
    for text, made in drafts:
        for each in made.questions:
            yield _judged(text, each, verdicts)


def _judged(text: str, each: DraftQuestion, verdicts: dict[str, dict[str, str]]) -> Judged:
    digest = digest_of(each.question)
    verdict = verdicts.get(digest)
    kept = None if verdict is None else verdict["verdict"] == "keep"
    return Judged(text, each.question.kind.value, kept, digest, shown(each.question))


def table(found: Sequence[Judged]) -> Iterator[str]:
    """Yield a line for each group: how many drafts are kept of those that are judged."""
    seen = [each for each in found if each.text in SEEN]
    unseen = [each for each in found if each.text not in SEEN]
    for name, group in (("texts seen", seen), ("texts not seen", unseen), ("all", found)):
        yield f"{name}: {_share(group)}"
    for text in sorted({each.text for each in found}):
        yield f"  {text}: {_share([each for each in found if each.text == text])}"
    for kind, _ in Counter(each.kind for each in found).most_common():
        yield f"  {kind}: {_share([each for each in found if each.kind == kind])}"


def row(method: Method, found: Sequence[Judged]) -> str:
    """Return a method's row of the table in README.md: the texts that every method has drafted, and all."""
    answered = replayed_texts()
    cells = []
    for group in ([each for each in found if each.text in answered], found):
        texts = len({each.text for each in group}) or 1
        kept = sum(each.kept is True for each in group)
        cells += [_share(group), f"{len(group) / texts:.1f}", f"{kept / texts:.1f}", str(texts)]
    return f"| {method.value} | {' | '.join(cells[:3])} | {' | '.join(cells[4:])} |"


def refusals(drafts: Iterable[tuple[str, Draft]]) -> str:
    """Return how many drafts a language model wrote, and what the checks have refused of them."""
    counts: Counter[str] = Counter()
    left = 0
    for _, made in drafts:
        left += len(made.questions)
        counts.update({why.value: count for why, count in made.left_out().items()})
    reasons = ", ".join(f"{why} {count}" for why, count in counts.most_common())
    return f"{left + counts.total()} written, {counts.total()} refused ({reasons or 'nothing'}), {left} left"


def _share(group: Sequence[Judged]) -> str:
    kept = sum(each.kept is True for each in group)
    decided = sum(each.kept is not None for each in group)
    unjudged = len(group) - decided
    percent = f" ({100 * kept / decided:.0f} %)" if decided else ""
    return f"{kept} of {decided}{percent}" + (f", {unjudged} unjudged" if unjudged else "")


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--method", choices=[each.value for each in Method], default=Method.RULES.value)
    parser.add_argument("--unjudged", action="store_true", help="show the drafts that have no verdict")
    arguments = parser.parse_args(argv)
    method = Method(arguments.method)
    try:
        drafts = tuple(drafted(method))
    except AnotherPromptError as error:
        parser.exit(1, f"{error}\n")
    found = tuple(judged(drafts))
    for line in table(found):
        print(line)
    if method is Method.LLM:
        print(refusals(drafts))
    print(row(method, found))
    for each in found if arguments.unjudged else ():
        if each.kept is None:
            print(f"\n{each.digest} {each.text}\n{each.shown}", end="")


if __name__ == "__main__":
    main()
