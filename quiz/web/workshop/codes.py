"""A finding explained: why the rule exists, a wrong and a right example."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from quiz.services.workshop.explaining import explain as explained
from quiz.web.workshop.base import blueprint

COMMAND = "python -m question_bank explain"


# Every code has four signs, so that a bank may have the id "codes" and keep its pages.
@blueprint.get("/codes/<string(length=4):code>")
def explain(code: str) -> str | Answer:
    if code != code.upper():
        return redirect(url_for("workshop.explain", code=code.upper()), 301)
    return render_template("workshop/code.html", entry=explained(code), command=COMMAND)
