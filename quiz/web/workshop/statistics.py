"""What answers say about a bank's questions: a list with poor ones first, a page for each, and a table."""

from __future__ import annotations

from flask import make_response, render_template, request, url_for
from flask_babel import format_decimal, format_percent
from werkzeug.wrappers import Response as Answer

from quiz.memory.item_judgements import Reason
from quiz.memory.item_values import FEWEST_ATTEMPTS
from quiz.services.context import current_context
from quiz.services.item_statistics import Only, Order, bank_statistics, question_statistics
from quiz.services.item_table import statistics_as_csv
from quiz.web.learner import current_learner
from quiz.web.workshop import item_words, words
from quiz.web.workshop.base import blueprint


@blueprint.get("/<key>/statistics")
def statistics(key: str) -> str:
    only, order = _only(request.args.get("only", "")), _order(request.args.get("order", ""))
    page = max(request.args.get("page", 1, type=int), 1)
    found = bank_statistics(current_context(), current_learner().id, key, only, order, page)
    return render_template(
        "workshop/statistics.html",
        page=found,
        only=only,
        order=order,
        orders=Order,
        address=lambda number: _address(key, only, order, number),
        sorted_by=lambda wanted: _address(key, only, wanted, 1),
        **_shared(),
    )


@blueprint.get("/<key>/statistics.csv")
def statistics_table(key: str) -> Answer:
    answer = make_response(statistics_as_csv(current_context(), current_learner().id, key))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers.set("Content-Disposition", "attachment", filename=f"{key}-statistics.csv")
    return answer


@blueprint.get("/<key>/questions/<question>/statistics")
def statistics_of_question(key: str, question: str) -> str:
    found = question_statistics(current_context(), current_learner().id, key, question)
    return render_template("workshop/question_statistics.html", page=found, **_shared())


def _shared() -> dict[str, object]:
    return {
        "say": item_words,
        "kinds": words.KINDS,
        "fewest": FEWEST_ATTEMPTS,
        "percent": format_percent,
        "number": format_decimal,
    }


def _only(asked: str) -> Only | Reason:
    if asked in set(Reason):
        return Reason(asked)
    return Only(asked) if asked in set(Only) else Only.ALL


def _order(asked: str) -> Order:
    return Order(asked) if asked in set(Order) else Order.REASONS


def _address(key: str, only: Only | Reason, order: Order, page: int) -> str:
    given = {"only": only.value, "order": order.value, "page": str(page) if page > 1 else ""}
    chosen = {name: value for name, value in given.items() if value}
    return url_for("workshop.statistics", key=key, _anchor="all", **chosen)  # type: ignore[arg-type]
