"""The blueprint of the workshop: every module of this folder adds its addresses to it."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("workshop", __name__, url_prefix="/workshop")
