"""A draft written into its bank: the article's text, its source, facts and questions, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from question_bank.drafting import Draft
from question_bank.problems import Severity
from question_bank.writing import CannotRewriteError
from question_bank.writing.entries import append_entries
from question_bank.writing.facts import fact_to_yaml, source_to_yaml
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.drafting.articles import article_page
from quiz.services.drafting.values import NotTaken, Taken, WhyNot
from quiz.services.editing.bench import Bench, StoppedError
from quiz.services.editing.composing import block_of_new
from quiz.services.editing.placing import Region
from quiz.services.editing.planning import Plan
from quiz.services.editing.texts import decode, rewritten, typed
from quiz.services.editing.together import SavedTogether, save_together
from quiz.services.editing.values import Origin, Reason, Refused, Target, Undecided
from quiz.services.source_texts import Installed, Shelves, find_text, put_text, remove_text
from quiz.store import drafts
from quiz.store.database import reading, writing

BANK, FACTS = "bank.yaml", "facts.yaml"


def take_drafts(
    ctx: Context, learner_id: int, key: str, article_id: int, *, most: int | None = None, why: str = ""
) -> Taken | NotTaken:
    """Write an article's drafts into its bank, the `most` useful questions of them; raises NotFound.

    The article is not among those begun any more then.
    """
    page = article_page(ctx, learner_id, key, article_id)
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, key)
    draft = _best(page.draft, most)
    if not draft.questions:
        return NotTaken(why=WhyNot.NOTHING)
    shelves = ctx.passages.shelves(row)
    before = find_text(shelves, draft.source.file)
    try:
        if not draft.again:
            put_text(shelves, draft.source.file, draft.text.encode())
    except OSError as error:
        return NotTaken(why=WhyNot.NO_TEXT, detail=error.strerror or "")
    # The file is judged with the rest of the bank, and nobody reads it before bank.yaml names it.
    outcome = save_together(
        ctx,
        learner_id,
        Target(bank_key=key, file=_questions_of(draft)),
        lambda bench: _plans(bench, draft, page.language),
        why=why,
    )
    if not isinstance(outcome, SavedTogether):
        if not draft.again:
            _put_back(shelves, draft.source.file, before)
        if isinstance(outcome, Refused | Undecided):
            return _not_taken(outcome)
        return NotTaken(why=WhyNot.UNSAVED, reason=outcome.reason.value, detail=outcome.detail)
    with writing(ctx.engine) as connection:
        drafts.forget_article(connection, article_id)
    return Taken(source=draft.source, facts=len(draft.new_facts), questions=len(draft.questions))


def _not_taken(outcome: Refused | Undecided) -> NotTaken:
    if isinstance(outcome, Undecided):
        return NotTaken(why=WhyNot.UNDECIDED)
    found = (each.problem for each in outcome.judged.findings if each.new)
    errors = tuple(each for each in found if each.severity is Severity.ERROR)
    return NotTaken(why=WhyNot.FINDINGS, problems=errors)


def _put_back(shelves: Shelves, name: str, before: Installed | None) -> None:
    with suppress(OSError):
        if before is None:
            remove_text(shelves, name)
        else:
            put_text(shelves, name, before.content)


def _best(draft: Draft, most: int | None) -> Draft:
    """Return the draft with its most useful questions, and the facts that these ask about."""
    questions = draft.questions if most is None else draft.questions[:most]
    asked = {fact for each in questions for fact in each.question.facts}
    facts = tuple(each for each in draft.facts if each.fact.id in asked)
    return replace(draft, questions=questions, facts=facts)


def _questions_of(draft: Draft) -> str:
    return f"questions/{draft.source.id}.yaml"


def _plans(bench: Bench, draft: Draft, language: str) -> Sequence[Plan]:
    """Return the files with the draft at their ends: three, or fewer if the article is a source already."""
    blocks = [block_of_new(replace(each.question, draft=True), language) for each in draft.questions]
    facts = [fact_to_yaml(each.fact) for each in draft.new_facts]
    plans = [] if draft.again else [_plan(bench, BANK, "sources", [source_to_yaml(draft.source)])]
    if facts or not draft.again:
        plans.append(_plan(bench, FACTS, "facts", facts))
    return (*plans, _plan(bench, _questions_of(draft), "questions", blocks))


def _plan(bench: Bench, file: str, top: str, blocks: Sequence[str]) -> Plan:
    def with_blocks(unix: str) -> str:
        return append_entries(unix, top, blocks).text if blocks else unix

    return whole_file_plan(bench, file, with_blocks, Origin.NEW)


def whole_file_plan(bench: Bench, file: str, change: Callable[[str], str], origin: Origin) -> Plan:
    """Return a plan for a file whose text, with plain line ends, is changed. Raises StoppedError."""
    bench.check_editable(file)
    try:
        now = decode(bench.content(file))
        text = change(typed(now))
    except UnicodeDecodeError as error:
        raise StoppedError(Reason.NOT_TEXT, error.reason) from error
    except (CannotRewriteError, KeyError) as error:
        raise StoppedError(Reason.NOT_REWRITABLE, str(error)) from error
    region = Region(file=file)
    return Plan(
        target=Target(bank_key=bench.row.key, file=file),
        text=text,
        content=rewritten(now, text).encode() if now else text.encode(),
        origin=origin if bench.content(file) is None else Origin.SAVE,
        before=region,
        after=region,
    )
