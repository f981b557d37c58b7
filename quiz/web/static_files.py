"""Static files at an address that names what is in them all, so that browsers fetch each once.

The version stands in the path: scripts and style sheets that load others by relative addresses load them from
the same version, the editor's bundle among them.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response

_LENGTH = 12
_A_YEAR = 365 * 24 * 60 * 60


def init_static_files(app: Flask) -> None:
    """Let every address that is made for a static file have the version, and be kept for good."""
    version = version_of(app.static_folder or "")

    def name_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("version", version)

    def send(filename: str, version_asked: str = "") -> Response:
        response = app.send_static_file(filename)
        if version_asked == version and not app.debug:
            response.cache_control.no_cache = None
            response.cache_control.public = True
            response.cache_control.max_age = _A_YEAR
            response.cache_control.immutable = True
        return response  # a page from before an update gets what there is now

    app.url_defaults(name_version)
    rule = f"{app.static_url_path}/v-<string(length={_LENGTH}):version>/<path:filename>"
    app.add_url_rule(rule, endpoint="static")
    app.view_functions["static"] = lambda filename, version="": send(filename, version)


@lru_cache(maxsize=4)
def version_of(folder: str) -> str:
    """Return the same for the same names and bytes in a folder, and only then."""
    digest = sha256()
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix().encode()
            digest.update(b"%d %d " % (len(name), path.stat().st_size) + name + path.read_bytes())
    return digest.hexdigest()[:_LENGTH]
