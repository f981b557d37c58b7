"""What becomes of a draft: accepted, mended, dropped, and all of it taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC

from question_bank.model import Bank, Question
from question_bank.problems import Problem, Severity
from question_bank.writing import CannotRewriteError
from question_bank.writing.drafts import without_draft
from question_bank.writing.entries import remove_entries, replace_entries
from question_bank.writing.facts import fact_to_yaml
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.drafting.articles import bank_now
from quiz.services.drafting.desk import (
    FACTS,
    findings_about,
    last_of,
    next_waiting,
    round_of,
    unasked_facts,
    waiting_in,
)
from quiz.services.drafting.dropped import note_dropped
from quiz.services.drafting.outcomes import Came, Changed, Decided, Failed, Standing, Words
from quiz.services.drafting.rewording import reworded
from quiz.services.drafting.taking import whole_file_plan
from quiz.services.drafting.values import Outcome
from quiz.services.editing.bench import Bench, find_bench
from quiz.services.editing.judging import judge
from quiz.services.editing.opening import open_question
from quiz.services.editing.planning import Plan, check_plan, plan_save
from quiz.services.editing.reverting import get_edit, revert
from quiz.services.editing.saving import remove_question, save
from quiz.services.editing.together import SavedTogether, save_together, saved_of
from quiz.services.editing.values import (
    Conflict,
    Edit,
    Finding,
    Opened,
    Origin,
    Reason,
    Refused,
    Saved,
    Target,
    Undecided,
    Unsaved,
)
from quiz.services.errors import NotFound
from quiz.store import drafts, edits
from quiz.store.database import reading, writing
from quiz.store.drafts import DecisionRow
from quiz.store.times import to_ms


def accept(ctx: Context, learner_id: int, key: str, question_key: str, base: str) -> Came:
    """Take the mark of a draft away, with every other byte left alone. Raises NotFound.

    `base` is the file's digest when the question was shown.
    """
    opened = open_question(ctx, learner_id, key, question_key)
    if opened.trouble is not None:
        return Failed(reason=opened.trouble, detail=opened.detail)
    try:
        text = without_draft(opened.text)
    except CannotRewriteError as error:
        return Failed(reason=Reason.NOT_REWRITABLE, detail=str(error))
    if text == opened.text:
        return Changed()
    bank = _bank(ctx, learner_id, key)
    if standing := _standing(ctx, learner_id, _question(bank, question_key), opened):
        return Standing(problems=standing)
    outcome = save(ctx, learner_id, Edit(target=opened.target, text=text, base=base))
    return _came(ctx, learner_id, bank, outcome, Outcome.ACCEPTED, question_key)


def drop(ctx: Context, learner_id: int, key: str, question_key: str, base: str) -> Came:
    """Take a draft out of its file. Raises NotFound."""
    bank = _bank(ctx, learner_id, key)
    question = _question(bank, question_key)
    if not question.draft:
        return Changed()
    outcome = remove_question(ctx, learner_id, key, question_key, base=base)
    came = _came(ctx, learner_id, bank, outcome, Outcome.DROPPED, question_key)
    if isinstance(came, Decided):
        note_dropped(ctx.passages.shelves(find_bench(ctx, learner_id, key).row), bank, question)
    return came


def mend(
    ctx: Context,
    learner_id: int,
    key: str,
    question_key: str,
    edit: Edit,
    says: Mapping[str, Words],
    *,
    accepted: bool,
) -> Came | Refused | Undecided:
    """Save a draft in other words, and its facts as they are to say it now; raises NotFound.

    `accepted` takes its mark as a draft away as well. The text in `edit` is that of a draft; `says` is by the
    facts' ids.
    """
    bank = _bank(ctx, learner_id, key)
    question = _question(bank, question_key)
    if accepted:
        try:
            edit = replace(edit, text=without_draft(edit.text))
        except CannotRewriteError as error:
            return Failed(reason=Reason.NOT_REWRITABLE, detail=str(error))
        if standing := _standing_then(ctx, learner_id, question, edit):
            return Standing(problems=standing)
    try:
        outcome = save_together(ctx, learner_id, edit.target, lambda bench: _mended(bench, edit, says))
    except _MetError:
        return Changed()
    if isinstance(outcome, Refused | Undecided):
        return outcome
    if isinstance(outcome, Unsaved):
        return Failed(reason=outcome.reason, detail=outcome.detail)
    saved = saved_of(outcome, edit.target)
    if accepted:
        return _came(ctx, learner_id, bank, saved, Outcome.MENDED, question_key)
    return Decided(outcome=Outcome.MENDED, question=question_key, following=question_key)


def drop_facts(ctx: Context, learner_id: int, key: str, facts: Collection[str]) -> Came:
    """Take facts out of the bank that no question asks about any more; others stay. Raises NotFound."""
    bench = find_bench(ctx, learner_id, key)
    bank = _bank(ctx, learner_id, key)
    waiting = len(waiting_in(bank))
    with reading(ctx.engine) as connection:
        free = {each.id for each in unasked_facts(bank, round_of(connection, bench.row.id, waiting))}
    going = [each for each in dict.fromkeys(facts) if each in free]
    if not going:
        return Changed()
    target = Target(bank_key=key, file=FACTS)
    outcome = save_together(
        ctx,
        learner_id,
        target,
        lambda fresh: [
            whole_file_plan(fresh, FACTS, lambda text: remove_entries(text, "facts", going), Origin.SAVE)
        ],
    )
    if isinstance(outcome, SavedTogether):
        left = replace(bank, facts=tuple(each for each in bank.facts if each.id not in going))
        _note(ctx, learner_id, left, Outcome.FACTS, "", going, outcome.edit_ids[-1])
        return Decided(outcome=Outcome.FACTS, question="", following="")
    if isinstance(outcome, Unsaved):
        return Failed(reason=outcome.reason, detail=outcome.detail)
    return Standing(problems=tuple(each.problem for each in outcome.judged.findings if each.new))


def take_back(ctx: Context, learner_id: int, key: str) -> Came:
    """Undo what this teacher decided last; what came after it stays. Raises NotFound."""
    bench = find_bench(ctx, learner_id, key)
    row = _last(ctx, bench, learner_id)
    if row is None:
        raise NotFound("nothing was decided that could be taken back")
    with reading(ctx.engine) as connection:
        tied = edits.tied_with(connection, get_edit(ctx, key, row.edit_id))
    for edit in tied:
        outcome = revert(ctx, learner_id, key, edit.id)
        if isinstance(outcome, Unsaved) and outcome.reason is not Reason.NOTHING_TO_REVERT:
            return Failed(reason=outcome.reason, detail=outcome.detail)
        if isinstance(outcome, Refused | Undecided):
            found = (each.problem for each in outcome.judged.findings if each.new)
            return Standing(problems=tuple(each for each in found if each.severity is Severity.ERROR))
        if isinstance(outcome, Conflict):
            return Changed()
    with writing(ctx.engine) as connection:
        drafts.forget_decision(connection, row.id)
    return Decided(outcome=Outcome(row.outcome), question=row.question, following=row.question)


class _MetError(Exception):
    """Somebody else changed the same question or fact meanwhile."""


def _mended(bench: Bench, edit: Edit, says: Mapping[str, Words]) -> Sequence[Plan]:
    """Return the plans: what the facts say first, then the question."""
    plans: list[Plan] = []
    if says:
        plans.append(_fact_plan(bench, says))
    plan = plan_save(bench, edit)
    if isinstance(plan, Conflict):
        raise _MetError
    if plan is not None:
        check_plan(bench, plan)
        plans.append(plan)
    return plans


def _fact_plan(bench: Bench, says: Mapping[str, Words]) -> Plan:
    bank = bank_now(bench.ctx, bench.learner_id, bench.row.key).bank
    blocks = {}
    for name, words in says.items():
        fact = bank.fact(name) if bank else None
        if bank is None or fact is None or fact.says not in (words.before, words.after):
            raise _MetError
        blocks[name] = fact_to_yaml(reworded(bench, bank, fact, words.after))
    return whole_file_plan(bench, FACTS, lambda text: replace_entries(text, "facts", blocks), Origin.SAVE)


def _came(
    ctx: Context,
    learner_id: int,
    bank: Bank,
    outcome: Saved | Refused | Undecided | Conflict | Unsaved,
    what: Outcome,
    key: str,
) -> Came:
    """Return what came of saving, and note it; `bank` is what it was before."""
    match outcome:
        case Saved(edit_id=edit_id, changed=True) if edit_id is not None:
            facts = _question(bank, key).facts
            unasked = _note(ctx, learner_id, _without(bank, key, what), what, key, facts, edit_id)
            return Decided(outcome=what, question=key, following=next_waiting(bank, key), unasked=unasked)
        case Saved() | Conflict():
            return Changed()
        case Refused(judged=judged) | Undecided(judged=judged):
            found = (each.problem for each in judged.findings if each.new)
            return Standing(problems=tuple(each for each in found if each.severity is Severity.ERROR))
        case Unsaved(reason=reason, detail=detail):
            return Failed(reason=reason, detail=detail)


def _note(
    ctx: Context,
    learner_id: int,
    bank: Bank,
    what: Outcome,
    question: str,
    facts: Sequence[str],
    edit_id: int,
) -> int:
    """Keep what was decided; return how many facts of dropped questions nobody asks about in `bank` now."""
    waiting = len(waiting_in(bank))
    with writing(ctx.engine) as connection:
        bank_id = get_bank_of(connection, learner_id, bank.id).id
        drafts.add_decision(
            connection,
            bank_id=bank_id,
            made_ms=to_ms(ctx.clock().astimezone(UTC)),
            question=question,
            outcome=what.value,
            facts=" ".join(facts),
            edit_id=edit_id,
            waiting=waiting,
        )
        return len(unasked_facts(bank, round_of(connection, bank_id, waiting)))


def _last(ctx: Context, bench: Bench, learner_id: int) -> DecisionRow | None:
    waiting = len(waiting_in(_bank(ctx, learner_id, bench.row.key)))
    with reading(ctx.engine) as connection:
        decided = round_of(connection, bench.row.id, waiting)
    own = [row for row in decided if row.editor_id == learner_id]
    return own[-1] if own and last_of(decided, learner_id) else None


def _standing(ctx: Context, learner_id: int, question: Question, opened: Opened) -> tuple[Problem, ...]:
    """Return the errors in the question and its facts as they are now; what comes is saving's to find."""
    checked = bank_now(ctx, learner_id, opened.target.bank_key)
    if checked.bank is None:
        return ()
    return _errors(findings_about(question, opened, checked.bank, checked))


def _standing_then(ctx: Context, learner_id: int, question: Question, edit: Edit) -> tuple[Problem, ...]:
    """Return the errors in the question as it is mended, and in its facts."""
    opened = open_question(ctx, learner_id, edit.target.bank_key, edit.target.question)
    checked = bank_now(ctx, learner_id, edit.target.bank_key)
    inside = [
        each for each in judge(ctx, learner_id, edit).findings if each.line is not None and not each.new
    ]
    about = findings_about(question, opened, checked.bank, checked) if checked.bank else ()
    return _errors((*inside, *(each for each in about if each.line is None)))


def _errors(findings: Sequence[Finding]) -> tuple[Problem, ...]:
    errors = (each.problem for each in findings if each.problem.severity is Severity.ERROR)
    return tuple(dict.fromkeys(errors))


def _bank(ctx: Context, learner_id: int, key: str) -> Bank:
    found = bank_now(ctx, learner_id, key).bank
    if found is None:
        raise NotFound(f"bank {key!r} cannot be read")
    return found


def _without(bank: Bank, key: str, what: Outcome) -> Bank:
    """Return the bank after a decision, which spares judging it once more for its lock."""
    if what is Outcome.DROPPED:
        return replace(bank, questions=tuple(each for each in bank.questions if each.id != key))
    questions = tuple(replace(each, draft=False) if each.id == key else each for each in bank.questions)
    return replace(bank, questions=questions)


def _question(bank: Bank, question_key: str) -> Question:
    found = next((each for each in bank.questions if each.id == question_key), None)
    if found is None:
        raise NotFound(f"there is no question {question_key!r}")
    return found
