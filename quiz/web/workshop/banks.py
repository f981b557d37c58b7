"""The list of banks, and one bank's questions; filter and search stand in the address."""

from __future__ import annotations

from flask import Request, render_template, request, url_for
from flask_babel import format_decimal, format_percent

from question_bank.model import Kind
from quiz.services.context import current_context
from quiz.services.workshop.listing import bank_list, question_list, refused_list
from quiz.services.workshop.values import Only, QuestionFilter
from quiz.web.learner import current_learner
from quiz.web.workshop import exchange_words, words
from quiz.web.workshop.base import blueprint

MOST_FINDINGS = 50  # shown at first; `?findings=all` shows the others too
_LONGEST = 200


@blueprint.get("")
def banks() -> str:
    found = bank_list(current_context(), current_learner().id)
    return render_template(
        "workshop/banks.html",
        banks=found,
        refused=refused_list(current_context()),
        words_of=words,
        learner_id=current_learner().id,
        percent=format_percent,
        number=format_decimal,
    )


@blueprint.get("/<key>")
def bank(key: str) -> str:
    wanted = wanted_of(request)
    page = max(request.args.get("page", 1, type=int), 1)
    found = question_list(current_context(), current_learner().id, key, wanted, page)
    return render_template(
        "workshop/bank.html",
        page=found,
        wanted=wanted,
        kinds=words.KINDS,
        only=words.ONLY,
        words_of=words,
        take_away=exchange_words.FORMATS,
        learner_id=current_learner().id,
        most_findings=None if request.args.get("findings") == "all" else MOST_FINDINGS,
        percent=format_percent,
        number=format_decimal,
        address=lambda number: _address(key, wanted, number),
    )


def wanted_of(asked: Request) -> QuestionFilter:
    """Return the filter that an address asks for; a word that no page offers asks for nothing."""
    kind, only = asked.args.get("kind", ""), asked.args.get("only", "")
    return QuestionFilter(
        text=asked.args.get("text", "").replace("\0", "").strip()[:_LONGEST],
        kind=Kind(kind) if kind in set(Kind) else None,
        tag=asked.args.get("tag", ""),
        file=asked.args.get("file", ""),
        fact=asked.args.get("fact", ""),
        only=Only(only) if only in set(Only) else Only.ALL,
    )


def _address(key: str, wanted: QuestionFilter, page: int) -> str:
    given = {
        "text": wanted.text,
        "kind": wanted.kind.value if wanted.kind else "",
        "tag": wanted.tag,
        "file": wanted.file,
        "fact": wanted.fact,
        "only": wanted.only.value,
        "page": str(page) if page > 1 else "",
    }
    chosen = {name: value for name, value in given.items() if value}
    return url_for("workshop.bank", key=key, _anchor="questions", **chosen)  # type: ignore[arg-type]
