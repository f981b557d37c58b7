"""Files larger than any form: which addresses take them, and where they lie until they are kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TypeVar

from flask import Flask, Request, current_app, request

from quiz.services.anki.holding import LARGEST_PACKAGE

_FORM_BESIDE = 2**20  # bytes: the fields and borders that surround a file
_LARGE: set[Callable[..., object]] = set()

_View = TypeVar("_View", bound=Callable[..., object])


def takes_packages(view: _View) -> _View:
    """Let a view be sent a package from Anki, which is far larger than any other request may be."""
    _LARGE.add(view)
    return view


def init_uploads(app: Flask) -> None:
    """Give packages their room; before anything looks into a request."""
    app.request_class = UploadRequest
    app.before_request(_make_room)


def is_package() -> bool:
    """Say whether the request goes where packages are taken."""
    return current_app.view_functions.get(request.endpoint or "") in _LARGE


def _make_room() -> None:
    if is_package():
        request.max_content_length = LARGEST_PACKAGE + _FORM_BESIDE


class UploadRequest(Request):
    """A request whose large files are written to the disk that keeps them, piece by piece, as they come.

    The usual folder for temporary files may be in memory.
    """

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if not is_package():
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        # It has no name there and is gone with the request, however that ends.
        return TemporaryFile("rb+", dir=Path(current_app.instance_path))
