"""The `Source` field: for each fact, whose claim it is and where it stands."""

from __future__ import annotations

from functools import lru_cache

from question_bank.anki.dates import date_text
from question_bank.anki.escaping import escaped, neutral
from question_bank.model import Bank, Fact, Passage, Question, Source


class Citations:
    """The citations of one bank's questions, each made once: many questions rest on the same facts."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank
        self._made: dict[tuple[str, ...], str] = {}

    def html(self, question: Question) -> str:
        """Return a list of claims with their sources; facts of one speaker share an entry, "" if none."""
        html = self._made.get(question.facts)
        if html is None:
            html = self._made[question.facts] = _html(self._bank, question)
        return html


def _html(bank: Bank, question: Question) -> str:
    entries: dict[tuple[str, str], list[Passage]] = {}
    for fact_id in question.facts:
        if fact := bank.fact(fact_id):
            # Alternatives are any one of their passages, so they cannot join those that belong together.
            apart = fact.id if fact.evidence.alternatives else ""
            entries.setdefault((_claim(fact), apart), []).extend(fact.evidence.passages)
    rows = (f"{claim}{_places(bank, passages, bool(apart))}" for (claim, apart), passages in entries.items())
    return neutral("<ul>" + "".join(f"<li>{row}</li>" for row in rows) + "</ul>") if entries else ""


def _places(bank: Bank, passages: list[Passage], alternatives: bool) -> str:
    cited: dict[str, list[Passage]] = {}
    for passage in passages:
        cited.setdefault(passage.source, []).append(passage)
    places = [
        _citation(source, of_source, bank.language)
        for source_id, of_source in cited.items()
        if (source := bank.source(source_id))
    ]
    return (" or " if alternatives else "; ").join(places)


def _claim(fact: Fact) -> str:
    if not fact.by:
        return f"<i>via {_joined(fact.via)}</i><br>" if fact.via else ""
    passed_on = f", via {_joined(fact.via)}" if fact.via else ""
    return f"<b>According to {_joined(fact.by)}</b>{passed_on}<br>"


def _citation(source: Source, passages: list[Passage], language: str) -> str:
    return f"{_about(source, language)}, {_paragraphs(passages)}"


@lru_cache(maxsize=256)
def _about(source: Source, language: str) -> str:
    title = f"<cite>{escaped(source.title)}</cite>"
    if source.url.startswith(("https://", "http://")):
        title = f'<a href="{escaped(source.url)}">{title}</a>'
    published = date_text(source.published, language) if source.published else ""
    return ", ".join(
        [title, *(escaped(piece) for piece in (source.author, source.publisher, published) if piece)]
    )


def _paragraphs(passages: list[Passage]) -> str:
    if len(passages) == 1:
        return f"paragraph {passages[0].paragraph} ({_quotation(passages[0])})"
    quoted: dict[int, list[str]] = {passage.paragraph: [] for passage in passages}
    for passage in passages:
        quoted[passage.paragraph].append(_quotation(passage))
    return ", ".join(
        f"paragraph {number} ({', '.join(dict.fromkeys(quotations))})"
        for number, quotations in sorted(quoted.items())
    )


def _quotation(passage: Passage) -> str:
    if passage.begins == passage.ends or not passage.ends:
        return f"“{escaped(passage.begins)}”"
    return f"“{escaped(passage.begins)} … {escaped(passage.ends)}”"


def _joined(names: tuple[str, ...]) -> str:
    *others, last = map(escaped, names)
    return f"{', '.join(others)} and {last}" if others else last
