"""What every test may need: the repository's root, the articles where present, a real Chromium."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from jinja2.bccache import Bucket, BytecodeCache
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing.rules import Rule

from quiz.store import migrate
from quiz.store.database import configure

from .profiles import Profiles

ROOT = Path(__file__).resolve().parent.parent
NO_SKIP = os.environ.get("FACTDECK_NO_SKIP") == "1"
SLOW = ("browser/", "conformance/", "faults/", "anki/")
# How long one example takes says more about the machine's other work than about the code.
settings.register_profile("factdeck", deadline=None)
settings.load_profile("factdeck")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MEMORY = Path("/dev/shm")
ROOM = 2**30
STATEMENTS = 5000
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    # Pages of one site are drawn by one process: starting one for each page costs more than most pages.
    "--process-per-site",
    "--renderer-process-limit=1",
)


def _keep_files_in_memory() -> None:
    """Let databases, banks and browser profiles live where nothing waits for a disk, if there is room."""
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


def _keep_bytecode() -> None:
    """Let the workers and the programs that tests start compile nothing twice, whatever the shell says."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


_keep_files_in_memory()
_keep_bytecode()


def _skip_is_failure(report: pytest.TestReport | pytest.CollectReport) -> None:
    if NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and FACTDECK_NO_SKIP=1 forbids that: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _skip_is_failure(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _skip_is_failure(report)
    return report


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run the fast tests first: browsers, crowds and the real Anki come last.

    Several workers begin with them instead: none then ends long after the others, with one slow test.
    """
    several = hasattr(config, "workerinput")
    items.sort(key=lambda item: any(part in item.nodeid for part in SLOW), reverse=several)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's folder."""
    return ROOT


@pytest.fixture(scope="session", autouse=True)
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what `check` remembers away from the cache of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FACTDECK_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


class _Compiled(BytecodeCache):
    """Templates by name and text, so that the applications of many tests compile each of them once."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], object] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def _templates_are_compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", _Compiled())
        yield


@pytest.fixture(scope="session", autouse=True)
def _addresses_are_compiled_once() -> Iterator[None]:
    """Werkzeug compiles a function for each rule, and all of that is two thirds of making an application.

    The function finds its application's converters through the rule it is bound to: equal rules can share it.
    """
    compiled = Rule._compile_builder
    known: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}

    def shared(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
        if key not in known:
            known[key] = compiled(rule, append_unknown)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", shared)
        yield


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    """SQLAlchemy remembers compiled statements by database: each test has its own, all of one dialect."""
    compiled = LRUCache[Any, Any](STATEMENTS)

    def known(engine: Engine) -> Any:
        own = vars(engine)["_compiled_cache"]
        return compiled if type(engine.dialect) is SQLiteDialect_pysqlite else own

    def keep(engine: Engine, own: Any) -> None:
        vars(engine)["_compiled_cache"] = own

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "_compiled_cache", property(known, keep), raising=False)
        # The dialect is part of what a statement is remembered by.
        patch.setattr(SQLiteDialect_pysqlite, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(SQLiteDialect_pysqlite, "__hash__", lambda one: hash(type(one)))
        yield


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of the newest schema: copying it is quicker than migrating for each test."""
    path = tmp_path_factory.mktemp("migrated") / "factdeck.sqlite"
    engine = create_engine(f"sqlite:///{path}")
    configure(engine)
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def articles() -> Path:
    """The folder of the two articles, which is nowhere but beside a development checkout."""
    folder = ROOT.parent / "shared" / "sources"
    if not folder.is_dir():
        pytest.skip("the articles are not on this machine (they are other people's text and not shipped)")
    return folder


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The path of a Chromium; `FACTDECK_CHROMIUM` names one that stands elsewhere."""
    named = os.environ.get("FACTDECK_CHROMIUM")
    found = named or next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if not found:
        pytest.skip("no Chromium found: install it (Debian: chromium) or name it in FACTDECK_CHROMIUM")
    return found


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One Chromium for the whole run: Playwright cannot be started twice in a process."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def profiles(browser: Browser) -> Profiles:
    return Profiles(browser)
