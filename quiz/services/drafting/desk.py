"""The desk at which drafts are looked through: one at a time, with its fact, its passage and its findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from question_bank.evidence import Stretch, body_paragraphs
from question_bank.evidence.locate import locate
from question_bank.model import Bank, Fact, Passage, Question, Source
from quiz.services import previews
from quiz.services.bank_checks import Checked
from quiz.services.context import Context
from quiz.services.drafting.values import (
    FactShown,
    InContext,
    LastDecision,
    Outcome,
    Progress,
    ReviewPage,
)
from quiz.services.editing.bench import Bench, find_bench
from quiz.services.editing.composing import UnfaithfulError, block_of_new
from quiz.services.editing.judging import check_files
from quiz.services.editing.opening import open_question
from quiz.services.editing.values import Edit, Finding, Judged, Opened
from quiz.store import drafts
from quiz.store.database import reading
from quiz.store.drafts import DecisionRow

FACTS = "facts.yaml"


def review_page(
    ctx: Context,
    learner_id: int,
    key: str,
    question_key: str,
    image_address: Callable[[str], str],
) -> ReviewPage:
    """Return the desk with this draft on it, or with the first that waits; raises NotFound.

    A question that is no draft, or is gone, gives way to the first as well.
    """
    bench = find_bench(ctx, learner_id, key)
    checked = check_files(ctx, bench.row, bench.taken)
    bank = checked.bank or Bank(id=key, title=bench.row.title, language=bench.row.language)
    waiting = waiting_in(bank)
    with reading(ctx.engine) as connection:
        decided = round_of(connection, bench.row.id, len(waiting))
    ids = [each.id for each in waiting]
    at = ids.index(question_key) if question_key in ids else 0
    page = ReviewPage(
        bank_key=key,
        bank_title=bench.row.title,
        language=bank.language,
        progress=progress_of(decided, len(waiting)),
        last=last_of(decided, learner_id),
        unasked=unasked_facts(bank, decided),
    )
    return _with_question(bench, checked, bank, page, waiting, at, image_address) if waiting else page


def waiting_in(bank: Bank) -> tuple[Question, ...]:
    """Return the drafts in the order in which they stand in the bank."""
    return tuple(each for each in bank.questions if each.draft)


def next_waiting(bank: Bank, after: str) -> str:
    """Return the draft that comes after this one, which may be none any more; "" if there is no other."""
    order = [each.id for each in bank.questions]
    at = order.index(after) if after in order else -1
    turned = (*bank.questions[at + 1 :], *bank.questions[: max(at, 0)])
    return next((each.id for each in turned if each.draft and each.id != after), "")


def round_of(connection: Connection, bank_id: int, waiting: int) -> list[DecisionRow]:
    """Return what was decided since the last time that no draft was left; while none is, the last round."""
    rows = drafts.decisions_of(connection, bank_id)
    ends = [at for at, row in enumerate(rows) if row.waiting == 0 and row.outcome != Outcome.FACTS]
    if waiting == 0 and ends:
        ends.pop()
    return rows[ends[-1] + 1 :] if ends else rows


def progress_of(decided: Sequence[DecisionRow], waiting: int) -> Progress:
    counted = [row.outcome for row in decided]
    return Progress(
        waiting=waiting,
        accepted=counted.count(Outcome.ACCEPTED),
        mended=counted.count(Outcome.MENDED),
        dropped=counted.count(Outcome.DROPPED),
    )


def last_of(decided: Sequence[DecisionRow], learner_id: int) -> LastDecision | None:
    """Return what this teacher decided last."""
    own = [row for row in decided if row.editor_id == learner_id]
    return LastDecision(outcome=Outcome(own[-1].outcome), question=own[-1].question) if own else None


def unasked_facts(bank: Bank, decided: Sequence[DecisionRow]) -> tuple[Fact, ...]:
    """Return the facts of dropped questions that no question asks about any more."""
    dropped = {fact for row in decided if row.outcome == Outcome.DROPPED for fact in row.facts.split()}
    asked = {fact for question in bank.questions for fact in question.facts}
    told = set() if not bank.briefing else {each for each in dropped if each in bank.briefing}
    return tuple(fact for fact in bank.facts if fact.id in dropped - asked - told)


def findings_about(question: Question, opened: Opened, bank: Bank, checked: Checked) -> tuple[Finding, ...]:
    """Return what is found in the question's block, placed in it, and in its facts."""
    last = opened.first_line + opened.text.rstrip("\n").count("\n")
    facts = _lines_of_facts(question, bank)
    found = []
    for problem in checked.problems:
        place = problem.place
        if place.file == opened.target.file and opened.first_line <= place.line <= last:
            line = place.line - opened.first_line + 1
            found.append(Finding(problem=problem, line=line, column=place.column, new=False))
        elif place.file == FACTS and any(place.line in lines for lines in facts):
            found.append(Finding(problem=problem, line=None, column=place.column, new=False))
    return tuple(found)


def _lines_of_facts(question: Question, bank: Bank) -> list[range]:
    starts = sorted(fact.at.start.line for fact in bank.facts)
    ranges = []
    for fact in bank.facts:
        if fact.id in question.facts:
            first = fact.at.start.line
            ranges.append(range(first, next((each for each in starts if each > first), 10**9)))
    return ranges


def _with_question(
    bench: Bench,
    checked: Checked,
    bank: Bank,
    page: ReviewPage,
    waiting: Sequence[Question],
    at: int,
    image_address: Callable[[str], str],
) -> ReviewPage:
    question = waiting[at]
    ctx = bench.ctx
    opened = open_question(ctx, bench.learner_id, page.bank_key, question.id)
    edit = Edit(target=opened.target, text=opened.text, base=opened.base)
    judged = Judged(findings=(), blocking=False, question=question, bank=bank)
    facts = [fact for name in question.facts if (fact := bank.fact(name)) is not None]
    fields = {name: getattr(page, name) for name in page.__slots__}
    return ReviewPage(
        **{
            **fields,
            "question": question,
            "opened": opened,
            "number": at + 1,
            "before": waiting[at - 1].id if at else "",
            "after": waiting[at + 1].id if at + 1 < len(waiting) else "",
            "facts": tuple(_fact_shown(bench, bank, fact, question) for fact in facts),
            "findings": findings_about(question, opened, bank, checked),
            "preview": previews.preview(ctx, bench.learner_id, edit, image_address, judged=judged),
            "simple": is_simple(question, opened.text, bank.language),
        }
    )


def is_simple(question: Question, block: str, language: str) -> bool:
    """Say whether a block is what Factdeck would write itself: then its fields can be filled in anew."""
    try:
        return block_of_new(question, language) == block
    except UnfaithfulError:
        return False


def _fact_shown(bench: Bench, bank: Bank, fact: Fact, question: Question) -> FactShown:
    installed = bench.ctx.passages.installed(bench.row, bank)
    shown = []
    for passage in fact.evidence.passages:
        source = bank.source(passage.source)
        if source is not None:
            text = installed[source.id].text if source.id in installed else ""
            shown.append(_in_context(source, passage, text))
    others = tuple(each.id for each in bank.questions if fact.id in each.facts and each.id != question.id)
    return FactShown(fact=fact, passages=tuple(shown), asked_by=others)


def _in_context(source: Source, passage: Passage, text: str) -> InContext:
    paragraph = next(
        (each.text for each in body_paragraphs(source, text) if each.number == passage.paragraph), ""
    )
    found = locate(paragraph, passage.begins, passage.ends) if paragraph else None
    if not isinstance(found, Stretch):
        return InContext(
            source=source,
            paragraph=passage.paragraph,
            before=paragraph,
            begins=passage.begins,
            ends=passage.ends,
        )
    return InContext(
        source=source,
        paragraph=passage.paragraph,
        before=paragraph[: found.start],
        passage=found.text,
        after=paragraph[found.end :],
        begins=passage.begins,
        ends=passage.ends,
    )
