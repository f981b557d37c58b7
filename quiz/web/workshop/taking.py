"""A bank for another program: what the file leaves behind, then the file."""

from __future__ import annotations

from flask import abort, make_response, render_template, request
from werkzeug.wrappers import Response as Answer

from quiz.services.context import current_context
from quiz.services.exchange.taking import download, takeaway
from quiz.services.exchange.values import Format
from quiz.web.learner import current_learner
from quiz.web.workshop import exchange_words
from quiz.web.workshop.base import blueprint

MOST_SHOWN = 200  # questions with losses; `?all=1` shows the others too


@blueprint.get("/<key>/export/<to>")
def export(key: str, to: str) -> str:
    found = takeaway(current_context(), current_learner().id, key, _format(to))
    return render_template(
        "workshop/export.html",
        page=found,
        said=exchange_words,
        most_shown=None if request.args.get("all") else MOST_SHOWN,
    )


@blueprint.get("/<key>/export/<to>/file")
def export_file(key: str, to: str) -> Answer:
    wanted = _format(to)
    answer = make_response(download(current_context(), current_learner().id, key, wanted))
    answer.headers["Content-Type"] = exchange_words.TYPES[wanted]
    name = f"{key}.{exchange_words.ENDINGS[wanted]}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _format(to: str) -> Format:
    if to not in set(Format):
        abort(404)
    return Format(to)
