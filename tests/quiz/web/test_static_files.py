"""Static files lie at an address of their version, are kept for good, and load each other from it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from quiz.config import ROOT
from quiz.web.static_files import version_of

STATIC = ROOT / "quiz" / "static"


def kept_for(client: Any, address: str) -> str:
    with client.get(address) as response:
        assert response.status_code == 200, address
        return str(response.headers["Cache-Control"])


def test_every_file_that_the_editors_page_names_is_kept_without_asking_again(visitor: Any) -> None:
    html = visitor.open("/workshop/water/questions/q-flashcard").html
    addresses = re.findall(r'(?:src|href)="(/static/[^"]+)"', html)
    assert any(each.endswith("/vendor/codemirror.js") for each in addresses)
    for address in addresses:
        assert "immutable" in kept_for(visitor.client, address)
        assert "no-cache" not in kept_for(visitor.client, address)


def test_what_a_script_imports_lies_at_the_same_version(visitor: Any) -> None:
    version = version_of(str(STATIC))
    for module in ("js/editing/mounting.js", "vendor/codemirror.js"):
        assert "immutable" in kept_for(visitor.client, f"/static/v-{version}/{module}")
    for script in STATIC.rglob("js/**/*.js"):
        for loaded in re.findall(r'(?:from|import\() ?"([^"]+)"', script.read_text(encoding="utf-8")):
            assert loaded.startswith("."), f"{script}: only a relative address stays in its version"


def test_an_address_without_a_version_or_with_an_old_one_is_asked_for_again(visitor: Any) -> None:
    for address in ("/static/css/base.css", f"/static/v-{'0' * 12}/css/base.css"):
        assert kept_for(visitor.client, address) == "no-cache"


def test_whoever_changes_static_files_with_debugging_on_sees_the_change(app: Flask) -> None:
    app.debug = True
    version = version_of(str(STATIC))
    assert kept_for(app.test_client(), f"/static/v-{version}/css/base.css") == "no-cache"


@pytest.mark.parametrize("change", ["content", "name", "more", "moved"])
def test_another_content_or_name_is_another_version(tmp_path: Path, change: str) -> None:
    (tmp_path / "a.css").write_text("one")
    (tmp_path / "b.css").write_text("two")
    version_of.cache_clear()
    before = version_of(str(tmp_path))
    if change == "content":
        (tmp_path / "b.css").write_text("owt")
    elif change == "name":
        (tmp_path / "b.css").rename(tmp_path / "c.css")
    elif change == "more":
        (tmp_path / "c.css").write_text("")
    else:
        (tmp_path / "a.css").write_text("onet")
        (tmp_path / "b.css").write_text("wo")
    version_of.cache_clear()
    assert version_of(str(tmp_path)) != before
