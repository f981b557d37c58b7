"""What lies ready for whoever writes a new question: the bank's files, facts, tags, pictures and ids."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from question_bank.folders import is_questions_file
from question_bank.model import Bank, Fact
from question_bank.reading.media import SHOWN_TYPES
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.store.database import reading
from quiz.store.publishing import question_ids

_MOST_PICTURES = 500
_SOURCES = "sources"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChoice:
    """A fact to choose. `by` is whose claim it is; `stands` names sources, with the paragraphs in each."""

    id: str
    says: str
    by: tuple[str, ...] = ()
    stands: tuple[tuple[str, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """`files` are those of questions, the one changed last first; `taken` are all ids that ever were.

    `tags` come with the most used first.
    """

    bank_key: str
    bank_title: str
    language: str
    files: tuple[str, ...] = ()
    facts: tuple[FactChoice, ...] = ()
    tags: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    taken: frozenset[str] = frozenset()


def desk_of(ctx: Context, learner_id: int, key: str) -> Desk:
    """Return what lies ready in bank `key` as it is served; raises NotFound."""
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
        bank = ctx.library.whole_bank(connection, row)
        ever = question_ids(connection, row.id)
    folder = Path(row.folder)
    now = {each for question in bank.questions for each in (question.id, *question.was)}
    return Desk(
        bank_key=row.key,
        bank_title=row.title,
        language=row.language,
        files=_question_files(folder),
        facts=tuple(_choice(fact, bank) for fact in bank.facts),
        tags=_tags(bank),
        pictures=_pictures(folder),
        taken=frozenset(now | set(ever)),
    )


def _choice(fact: Fact, bank: Bank) -> FactChoice:
    stands: dict[str, list[int]] = {}
    for passage in fact.evidence.passages:
        source = bank.source(passage.source)
        stands.setdefault(source.title if source else passage.source, []).append(passage.paragraph)
    where = tuple((title, tuple(sorted(set(numbers)))) for title, numbers in stands.items())
    return FactChoice(id=fact.id, says=fact.says, by=fact.by, stands=where)


def _tags(bank: Bank) -> tuple[str, ...]:
    counted = Counter(tag for question in bank.questions for tag in question.tags)
    return tuple(sorted(counted, key=lambda tag: (-counted[tag], tag)))


def _question_files(folder: Path) -> tuple[str, ...]:
    try:
        found = [
            (path.stat().st_mtime_ns, f"questions/{path.name}") for path in (folder / "questions").iterdir()
        ]
    except OSError:  # no questions yet, or a folder that may not be opened: a new file is offered
        return ()
    return tuple(name for _changed, name in sorted(found, reverse=True) if is_questions_file(name))


def _pictures(folder: Path) -> tuple[str, ...]:
    found = (
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower().removeprefix(".") in SHOWN_TYPES and path.is_file()
    )
    shown = [name for name in found if not name.startswith((f"{_SOURCES}/", ".")) and "/." not in name]
    return tuple(shown[:_MOST_PICTURES])
