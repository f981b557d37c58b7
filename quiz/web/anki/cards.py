"""The style sheet and the script that cards have in Anki, and the stage on which a preview shows them.

A preview's frame is of no origin (its page is sandboxed), so that nothing in a card can reach ours. For the
browser these files then come from elsewhere, and it sends no cookies; they are in every package anybody has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, url_for

from quiz.services.previews import card_script, card_stylesheet

blueprint = Blueprint("anki_cards", __name__, url_prefix="/anki")

_TYPES = {".css": "text/css", ".js": "text/javascript"}
_A_DAY = 86_400


@blueprint.get("/<name>")
def file(name: str) -> Response:
    """A file by its name; `v` in the address, made from its contents, lets browsers keep it."""
    content = _content(name)
    response = Response(content, mimetype=_TYPES[Path(name).suffix])
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.cache_control.public = True
    response.cache_control.max_age = _A_DAY
    return response


def file_address(name: str) -> str:
    digest = hashlib.sha256(_content(name).encode()).hexdigest()[:12]
    return url_for("anki_cards.file", name=name, v=digest)


def _content(name: str) -> str:
    if name not in _FILES:
        abort(404)
    return _FILES[name]()


@cache
def _stage(folder: str) -> str:
    return (Path(folder) / "js" / "previewing" / "stage.js").read_text("utf-8")


_FILES: dict[str, Callable[[], str]] = {
    "card.css": card_stylesheet,
    "card.js": card_script,
    "stage.js": lambda: _stage(current_app.static_folder or ""),
}
