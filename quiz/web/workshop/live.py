"""What the editor's script asks while somebody types: findings of the text, and words to complete it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import abort, current_app, jsonify, request, url_for
from werkzeug.wrappers import Response as Answer

from quiz.services.context import current_context
from quiz.services.editing import Decision, Edit, Finding, Judged, Renamed, Target, UndecidedAnswer
from quiz.services.editing.judging import judge
from quiz.services.workshop.fixes import Fix, fixes_for
from quiz.services.workshop.grammar import grammar
from quiz.services.workshop.words import Words, words_of_bank
from quiz.web.learner import current_learner
from quiz.web.say import _
from quiz.web.workshop import words as words_of
from quiz.web.workshop.base import blueprint
from quiz.web.workshop.editor_page import MOST_FINDINGS, Came


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """As much of an editor's page as its findings, its decisions and what saving means are made from."""

    judged: Judged
    most_findings: int = MOST_FINDINGS
    came: Came = Came.OPENED
    undecided: tuple[UndecidedAnswer | Renamed, ...] = ()
    decided: Mapping[str, Decision] = field(default_factory=dict)


@blueprint.post("/<key>/check")
def check(key: str) -> Answer:
    edit = _sent_edit(key)
    judged = judge(current_context(), current_learner().id, edit)
    return jsonify(
        findings=_findings(edit, judged),
        summary=_summary(judged),
        blocking=judged.blocking,
        **_parts(_Page(judged=judged)),
    )


@blueprint.get("/<key>/words")
def words(key: str) -> Answer:
    found = words_of_bank(current_context(), current_learner().id, key)
    response = jsonify({**grammar(), "bank": _bank_words(found)})
    response.set_etag(found.version)
    # Kept, and asked about each time: another tab may have saved a fact a moment ago.
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


def _sent_edit(key: str) -> Edit:
    sent = request.get_json(silent=True)
    names = ("file", "question", "base", "text")
    if not isinstance(sent, dict) or not all(isinstance(sent.get(name), str) for name in names):
        abort(400)
    file, question, base, text = (_whole(sent[name]) for name in names)
    return Edit(target=Target(bank_key=key, file=file, question=question), text=text, base=base)


def _whole(text: str) -> str:
    """Return the text as a form would bring it: JSON may hold half a sign, which no file can."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _summary(judged: Judged) -> str:
    """Count what is in this text, or comes of it; what was elsewhere before is no matter of this text."""
    here = [found for found in judged.findings if found.line or found.new]
    if here:
        return words_of.counted(here)
    return _("No findings in this text") if judged.findings else _("No findings")


def _findings(edit: Edit, judged: Judged) -> list[dict[str, Any]]:
    shown = judged.findings[:MOST_FINDINGS]
    fixes = fixes_for(edit.target, edit.text, shown)
    return [_finding(finding, fix) for finding, fix in zip(shown, fixes, strict=True)]


def _finding(finding: Finding, fix: Fix | None) -> dict[str, Any]:
    problem = finding.problem
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "advice": problem.suggestion,
        "line": finding.line,
        "column": finding.column,
        "width": problem.place.width,
        "new": finding.new,
        "about": url_for("workshop.explain", code=problem.code),
        "fix": fix and {"line": fix.line, "start": fix.start, "end": fix.end, "text": fix.text},
    }


def _parts(page: _Page) -> dict[str, str]:
    """Return the parts of the editor's page that the findings change, as the page itself makes them."""
    template = current_app.jinja_env.get_template("workshop/_outcome.html")
    known = {"page": page, "words_of": words_of}
    module: Any = template.make_module(known)
    return {
        "list": str(module.findings(page)),
        "meaning": str(module.meaning(page)),
        "decisions": str(module.decisions(page)),
    }


def _bank_words(found: Words) -> dict[str, Any]:
    return {
        "facts": [{"word": fact, "also": says} for fact, says in found.facts.items()],
        "sources": [{"word": source, "also": title} for source, title in found.sources.items()],
        "tags": [{"word": tag} for tag in found.tags],
        "paragraphs": {
            source: [{"word": str(number), "says": text} for number, text in paragraphs.items()]
            for source, paragraphs in found.paragraphs.items()
        },
    }
