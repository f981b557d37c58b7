"""What was decided about changed answers and ids, put into effect: the text says it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from question_bank.model import Bank, Question
from question_bank.writing import CannotRewriteError, block_with_was, placed_block, with_edition, with_was
from quiz.services.editing.bench import Bench, StoppedError
from quiz.services.editing.placing import Region
from quiz.services.editing.planning import Plan
from quiz.services.editing.renaming import Renamed
from quiz.services.editing.texts import decode
from quiz.services.editing.values import Reason
from quiz.store import publishing
from quiz.store.database import reading


def with_new_editions(bench: Bench, plan: Plan, bank: Bank | None, keys: Sequence[str]) -> Plan:
    """Return the plan with higher editions for these questions. Raises StoppedError."""
    wanted = [each for each in (bank.questions if bank else ()) if each.id in keys]
    if not wanted or plan.content is None:
        return plan
    text = decode(plan.content)
    for question, edition in _next_editions(bench, wanted):
        try:
            text = with_edition(text, question.id, edition)
        except (CannotRewriteError, KeyError) as error:
            # It stands in another file: one that cites the language or the sources changed here.
            raise StoppedError(Reason.NOT_REWRITABLE, f"edition: {edition} ({question.id})") from error
    return replace(plan, content=text.encode(), after=_after(plan, text, keys))


def with_earlier_ids(plan: Plan, renamed: Sequence[Renamed]) -> Plan:
    """Return the plan with the ids that these questions had written beside those they have now.

    Raises StoppedError.
    """
    if plan.content is None:
        return plan
    content, shown, whole = decode(plan.content), plan.text, plan.after.last is None
    for each in renamed:
        key, names = each.question_key, each.names
        try:
            content = with_was(content, key, names)
            shown = with_was(shown, key, names) if whole else block_with_was(shown, names)
        except (CannotRewriteError, KeyError) as error:
            raise StoppedError(Reason.NOT_REWRITABLE, f"was: [{', '.join(names)}] ({key})") from error
    after = _after(plan, content, [each.question_key for each in renamed])
    return replace(plan, content=content.encode(), text=shown, after=after)


def _next_editions(bench: Bench, questions: Sequence[Question]) -> Iterable[tuple[Question, int]]:
    """Return editions that neither the file nor the lock nor a learner has seen of these questions."""
    with reading(bench.ctx.engine) as connection:
        stored = {row.key: row.edition for row in publishing.stored_questions(connection, bench.row.id)}
    for question in questions:
        known = (stored.get(name, 1) for name in (question.id, *question.was))
        yield question, max(question.edition, *known) + 1


def _after(plan: Plan, text: str, keys: Sequence[str]) -> Region:
    """Return where an edited block stands with its longer text."""
    if plan.after.last is None:
        return plan.after
    for key in keys:
        block = placed_block(text, key)
        if block.line == plan.after.first:
            return replace(plan.after, last=block.line + block.text.count("\n") - 1)
    return plan.after
