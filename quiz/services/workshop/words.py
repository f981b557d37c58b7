"""The words of a bank that its files refer to: ids with what they stand for, tags, numbers of paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from question_bank.evidence import body_paragraphs
from question_bank.model import Bank
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.source_texts import Installed
from quiz.services.workshop.grammar import grammar
from quiz.store.database import reading

_LONGEST = 200  # characters that say what an id or a number stands for


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """`facts` and `sources` are by id, `paragraphs` by source and number, as far as the texts are installed.

    `tags` come with the most used first. `version` is another one as soon as anything here is.
    """

    version: str
    facts: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    paragraphs: Mapping[str, Mapping[int, str]] = field(default_factory=dict)


def words_of_bank(ctx: Context, learner_id: int, key: str) -> Words:
    """Return the words of bank `key` as it is served, none if no version of it ever was; raises NotFound."""
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
        if not row.digest:
            return Words(version=_version("", {}))
        bank = ctx.library.whole_bank(connection, row)
    installed = ctx.passages.installed(row, bank)
    return Words(
        version=_version(row.digest, installed),
        facts={fact.id: fact.says[:_LONGEST] for fact in bank.facts},
        sources={source.id: source.title[:_LONGEST] for source in bank.sources},
        tags=_tags(bank),
        paragraphs=_paragraphs(bank, installed),
    )


def _version(digest: str, installed: Mapping[str, Installed]) -> str:
    parts = [
        str(grammar()),
        digest,
        *(f"{source} {text.digest}" for source, text in sorted(installed.items())),
    ]
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def _tags(bank: Bank) -> tuple[str, ...]:
    tagged: Iterable[tuple[str, ...]] = [each.tags for each in (*bank.questions, *bank.facts)]
    counted = Counter(tag for tags in tagged for tag in tags)
    return tuple(sorted(counted, key=lambda tag: (-counted[tag], tag)))


def _paragraphs(bank: Bank, installed: Mapping[str, Installed]) -> dict[str, dict[int, str]]:
    return {
        source.id: {
            paragraph.number: paragraph.text[:_LONGEST]
            for paragraph in body_paragraphs(source, installed[source.id].text)
        }
        for source in bank.sources
        if source.id in installed
    }
