"""A new fact from a form: its passage proven where the article is at hand, then written to facts.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from question_bank.evidence import Stretch, body_paragraphs
from question_bank.evidence.locate import LONGEST_END, locate
from question_bank.model import Fact
from question_bank.problems import Place
from question_bank.writing import CannotRewriteError
from question_bank.writing.facts import append_fact, fact_to_yaml
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.editing.composing import Values, values_of
from quiz.services.editing.judging import judge
from quiz.services.editing.opening import open_file
from quiz.services.editing.saving import save
from quiz.services.editing.values import Edit, Judged, Outcome, Reason
from quiz.store.database import reading

FACTS = "facts.yaml"
_NO_VALUES = Values(())
_FEWEST = 3  # words at each end of a passage, as long as they are enough


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSource:
    """An article to cite; `paragraphs` are its text by number, none if it is not at hand."""

    id: str
    title: str
    paragraphs: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDesk:
    """What lies ready for whoever writes a fact; `taken` are the ids of the others."""

    bank_key: str
    bank_title: str
    language: str
    sources: tuple[CitedSource, ...]
    taken: frozenset[str]

    def source(self, source_id: str) -> CitedSource | None:
        return next((each for each in self.sources if each.id == source_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactProposal:
    """The fact as it would be written and what is found then; `trouble` says why it cannot be written."""

    block: str
    edit: Edit | None = None
    judged: Judged | None = None
    values: Values = _NO_VALUES
    trouble: Reason | None = None


def fact_desk(ctx: Context, learner_id: int, key: str) -> FactDesk:
    """Return what lies ready in bank `key` as it is served; raises NotFound."""
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
        bank = ctx.library.bank(connection, row)
    installed = ctx.passages.installed(row, bank)
    sources = []
    for source in bank.sources:
        text = installed[source.id].text if source.id in installed else ""
        paragraphs = {each.number: each.text for each in body_paragraphs(source, text)} if text else {}
        sources.append(CitedSource(id=source.id, title=source.title, paragraphs=paragraphs))
    return FactDesk(
        bank_key=row.key,
        bank_title=row.title,
        language=row.language,
        sources=tuple(sources),
        taken=frozenset(fact.id for fact in bank.facts),
    )


def ends_of(passage: str, paragraph: str = "") -> tuple[str, str]:
    """Return the fewest words at the beginning and end of a passage that enclose it in its paragraph.

    Without the paragraph a few words each are taken; what is not in it gets its longest ends, for the
    findings to say so.
    """
    words = passage.split()
    for count in range(min(_FEWEST, len(words)), LONGEST_END + 1):
        ends = " ".join(words[:count]), " ".join(words[-count:])
        found = locate(paragraph, *ends) if paragraph else None
        if not paragraph or (isinstance(found, Stretch) and found.text.split()[-1:] == words[-1:]):
            return ends
    return " ".join(words[:LONGEST_END]), " ".join(words[-LONGEST_END:])


def propose_fact(ctx: Context, learner_id: int, key: str, fact: Fact) -> FactProposal:
    """Write and judge a fact at the end of facts.yaml; nothing is saved. Raises NotFound."""
    block = fact_to_yaml(fact)
    opened = open_file(ctx, learner_id, key, FACTS)
    if opened.trouble is not None:
        return FactProposal(block=block, trouble=opened.trouble)
    try:
        made = append_fact(opened.text, block)
    except CannotRewriteError:
        return FactProposal(block=block, trouble=Reason.NOT_REWRITABLE)
    edit = Edit(target=opened.target, text=made.text, base=opened.base)
    own = tuple(
        (Place(FACTS, place.line + made.line - 1, place.column + made.column), path)
        for place, path in values_of(block).places
    )
    judged = judge(ctx, learner_id, edit)
    return FactProposal(block=block, edit=edit, judged=judged, values=Values(own))


def add_fact(ctx: Context, learner_id: int, edit: Edit) -> Outcome:
    """Save a proposed fact, with whatever others wrote into the file since. Raises NotFound."""
    return save(ctx, learner_id, edit)
