"""Flask-Babel's functions with their types: `_` and `ngettext` return text in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

import flask_babel

# Flask-Babel ships no types; said once here, every caller is checked. pybabel knows both names.
_: Callable[..., str] = flask_babel.gettext
ngettext: Callable[..., str] = flask_babel.ngettext

__all__ = ["_", "ngettext"]
