"""The `Source` field: for each fact, whose claim it is and where it stands."""

from __future__ import annotations

from html import escape

from question_bank.anki.dates import date_text
from question_bank.anki.escaping import clean, neutral
from question_bank.model import Bank, Fact, Passage, Question, Source


def citations_html(bank: Bank, question: Question) -> str:
    """Return a list of the question's facts with their sources; "" if it rests on none."""
    facts = [fact for fact_id in question.facts if (fact := bank.fact(fact_id))]
    entries = dict.fromkeys(_entry(bank, fact) for fact in facts)
    if not entries:
        return ""
    return neutral("<ul>" + "".join(f"<li>{entry}</li>" for entry in entries) + "</ul>")


def _entry(bank: Bank, fact: Fact) -> str:
    cited: dict[str, list[Passage]] = {}
    for passage in fact.evidence.passages:
        cited.setdefault(passage.source, []).append(passage)
    places = [
        _citation(source, passages, bank.language)
        for source_id, passages in cited.items()
        if (source := bank.source(source_id))
    ]
    word = " or " if fact.evidence.alternatives else "; "
    return _claim(fact) + word.join(places)


def _claim(fact: Fact) -> str:
    if not fact.by:
        return f"<i>via {_joined(fact.via)}</i><br>" if fact.via else ""
    passed_on = f", via {_joined(fact.via)}" if fact.via else ""
    return f"<b>According to {_joined(fact.by)}</b>{passed_on}<br>"


def _citation(source: Source, passages: list[Passage], language: str) -> str:
    title = f"<cite>{_text(source.title)}</cite>"
    if source.url.startswith(("https://", "http://")):
        title = f'<a href="{_text(source.url)}">{title}</a>'
    published = date_text(source.published, language) if source.published else ""
    about = [title, *(_text(piece) for piece in (source.author, source.publisher, published) if piece)]
    return f"{', '.join(about)}, {_paragraphs(passages)}"


def _paragraphs(passages: list[Passage]) -> str:
    quoted = {passage.paragraph: [] for passage in passages}  # type: dict[int, list[str]]
    for passage in passages:
        quoted[passage.paragraph].append(_quotation(passage))
    return ", ".join(
        f"paragraph {number} ({', '.join(dict.fromkeys(quotations))})"
        for number, quotations in quoted.items()
    )


def _quotation(passage: Passage) -> str:
    if passage.begins == passage.ends or not passage.ends:
        return f"“{_text(passage.begins)}”"
    return f"“{_text(passage.begins)} … {_text(passage.ends)}”"


def _joined(names: tuple[str, ...]) -> str:
    *others, last = (_text(name) for name in names)
    return f"{', '.join(others)} and {last}" if others else last


def _text(text: str) -> str:
    return escape(clean(text))
