"""Accepting a response, before it is done: the text that would be written, and what the response is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from question_bank.grading import Vocabulary, grade, vocabulary_of
from question_bank.model import Grade, Question, Response
from question_bank.writing import Addition, CannotRewriteError, UnfitError, block_with, with_additions
from quiz.services.banks import get_bank_of
from quiz.services.context import Context
from quiz.services.editing import Edit, judge, open_question
from quiz.services.editing.comparing import rows_between
from quiz.services.errors import NotFound
from quiz.services.repairing.suggesting import suggest
from quiz.services.repairing.values import Obstacle, Proposal
from quiz.store import banks
from quiz.store.banks import BankRow
from quiz.store.database import reading


def propose(
    ctx: Context,
    learner_id: int,
    bank_key: str,
    question_id: int,
    part: int,
    response: Response,
    additions: Sequence[Addition] | None = None,
) -> Proposal:
    """Return what it takes that the response counts: what is likeliest, or these `additions`.

    Nothing is written. Raises NotFound.
    """
    with reading(ctx.engine) as connection:
        row = get_bank_of(connection, learner_id, bank_key)
        if banks.bank_of_question(connection, question_id) != row.id:
            raise NotFound(f"bank {bank_key!r} has no question {question_id}")
        question = ctx.library.question(connection, banks.latest_revision(connection, question_id))
        vocabulary = ctx.library.vocabulary(connection, row)
    proposal = _suggested(row, (question_id, part), question, response, vocabulary)
    if additions is not None:
        proposal = replace(proposal, additions=tuple(additions))
    if not proposal.additions:
        return replace(proposal, obstacle=proposal.suggested.obstacle)
    return _judged(ctx, learner_id, proposal, vocabulary)


def _suggested(
    row: BankRow, asked: tuple[int, int], question: Question, response: Response, vocabulary: Vocabulary
) -> Proposal:
    """Return what is likeliest, not yet judged; `asked` are the question's id and the part."""
    question_id, part = asked
    before = worth(question, response, vocabulary, row.language, part)
    suggested = suggest(question, part, response, before, row.language)
    return Proposal(
        bank_key=row.key,
        bank_title=row.title,
        language=row.language,
        question_id=question_id,
        question=question,
        part=part,
        response=response,
        suggested=suggested,
        additions=tuple(each.options[0] for each in suggested.wrongs),
        before=before,
        after=before,
    )


def worth(question: Question, response: Response, vocabulary: Vocabulary, language: str, part: int) -> Grade:
    """Return the grade of a response; what cannot be read is worth nothing."""
    try:
        graded = grade(question, response, vocabulary, language=language, part=part)
    except TypeError:  # the question is of another kind by now
        return Grade(0.0)
    return graded if isinstance(graded, Grade) else Grade(0.0)


def _judged(ctx: Context, learner_id: int, proposal: Proposal, vocabulary: Vocabulary) -> Proposal:
    """Return the proposal with its edit, judged in the whole bank, or with what is in the way."""
    try:
        wider = with_additions(proposal.question, proposal.additions, proposal.language)
        opened = open_question(ctx, learner_id, proposal.bank_key, proposal.question.id)
        if opened.trouble is not None:
            return replace(proposal, obstacle=Obstacle.UNWRITABLE, detail=opened.detail)
        text = block_with(opened.text, proposal.additions, proposal.language)
    except NotFound:
        return replace(proposal, obstacle=Obstacle.GONE)
    except (CannotRewriteError, UnfitError) as error:
        return replace(proposal, obstacle=Obstacle.UNWRITABLE, detail=str(error))
    edit = Edit(target=opened.target, text=text, base=opened.base)
    judged = judge(ctx, learner_id, edit)
    words = vocabulary if judged.bank is None else vocabulary_of(judged.bank)
    return replace(
        proposal,
        edit=edit,
        judged=judged,
        rows=rows_between(opened.text, text),
        after=worth(wider, proposal.response, words, proposal.language, proposal.part),
        already=text == opened.text,
    )
