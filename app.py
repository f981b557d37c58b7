"""Serve Factdeck on this computer: `python app.py`, then open the address it prints."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import socket
import sys
import time
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread

from flask import Flask

from question_bank.problems import has_errors, render
from quiz.config import LOOPBACK
from quiz.factory import CannotStartError, create_app, notice_changes, prepare
from quiz.services.errors import UnusableDatabaseError
from quiz.services.sync import SyncReport

__all__ = ["create_app", "create_worker_app", "main"]

DEFAULT_PORT = 8000
PORTS_TO_TRY = 20


def main(arguments: list[str] | None = None) -> int:
    """Parse the options, make the database and load the banks, then serve until interrupted.

    Returns 0 after a normal end and 2 when Factdeck cannot be served as asked.
    """
    options = _parser().parse_args(arguments)
    refusal = _refusal(options)
    if refusal:
        return _say(refusal, 2)
    port = _free_port(options.host, options.port)
    if port is None:
        return _say(f"Port {options.port or DEFAULT_PORT} is in use; choose another with --port.", 2)
    if options.bank is not None:
        os.environ["FACTDECK_BANKS"] = str(options.bank.resolve())  # the server's worker reads it there
    if options.anki:
        os.environ["FACTDECK_ANKI_CONNECT"] = options.anki
    try:
        reports = prepare(create_app())
    except CannotStartError as error:
        return _say(error.message, 2)
    except UnusableDatabaseError as error:
        return _say(f"The database cannot be used: {error}.", 2)
    _tell(reports)
    if not reports:
        return _say(f"No bank.yaml was found in {options.bank}; name a bank's folder with --bank.", 2)
    return _serve(options.host, port)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app.py", description=__doc__)
    parser.add_argument("--host", default=LOOPBACK[0], help="the address to answer at (loopback only)")
    parser.add_argument(
        "--port", type=_port, help=f"the port; without it {DEFAULT_PORT} or the next free one is taken"
    )
    parser.add_argument(
        "--bank",
        type=Path,
        metavar="DIR",
        help="a bank's folder, or a folder of banks (default: the banks that come with Factdeck)",
    )
    parser.add_argument(
        "--anki",
        nargs="?",
        const="on",
        metavar="ADDRESS",
        help="let learners on this computer send banks to the Anki that runs here, by its add-on AnkiConnect "
        "(default: 127.0.0.1:8765)",
    )
    return parser


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port; give a number from 1 to 65535")


def _refusal(options: argparse.Namespace) -> str:
    if options.host not in LOOPBACK:
        return (
            f"Factdeck has no accounts yet, so it answers this computer only, not {options.host}; "
            f"leave --host away or use {LOOPBACK[0]}."
        )
    if options.bank is not None and not options.bank.is_dir():
        return f"There is no folder {options.bank}; name the folder that holds bank.yaml with --bank."
    return ""


def _free_port(host: str, wanted: int | None) -> int | None:
    """Return `wanted` if it is free, or the first free one from the default on; None if there is none."""
    candidates = [wanted] if wanted else range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TO_TRY)
    return next((port for port in candidates if _is_free(host, port)), None)


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        if os.name != "nt":  # there it would let two programs share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _tell(reports: tuple[SyncReport, ...]) -> None:
    for report in reports:
        for problem in report.problems:
            print(render(problem), file=sys.stderr)
        if has_errors(report.problems):
            print(
                f"{report.folder}: the bank has errors; its last good version, if any, is served.",
                file=sys.stderr,
            )


def _serve(host: str, port: int) -> int:
    from granian.constants import Interfaces, Loops  # the worker imports app.py too and needs no server
    from granian.log import LogLevels
    from granian.server import Server

    # A forked worker would inherit whatever lock the announcing thread holds at that moment, and hang.
    multiprocessing.set_start_method("spawn", force=True)
    server = Server(
        "app:create_worker_app",
        factory=True,
        address=LOOPBACK[0] if host == "localhost" else host,
        port=port,
        interface=Interfaces.WSGI,
        loop=Loops.asyncio,
        websockets=False,
        blocking_threads=2,  # a download does not make the next card wait
        log_level=LogLevels.warning,
        working_dir=Path(__file__).resolve().parent,
    )
    server.on_startup(Thread(target=_announce, args=(host, port), daemon=True).start)
    server.serve()
    return 0


def create_worker_app() -> Flask:
    """Return the application for the server's worker, which ends with its server however that ended.

    Otherwise the worker of a killed server would hold the port and go on answering with yesterday's pages.
    """
    server = multiprocessing.parent_process()
    if server is not None:
        Thread(target=_end_with, args=(server,), daemon=True).start()
    app = create_app()
    notice_changes(app)
    return app


def _end_with(server: BaseProcess) -> None:
    server.join()
    os._exit(1)


def _announce(host: str, port: int) -> None:
    """Print the address as soon as it answers, so that whoever opens it finds the page."""
    while not _is_answered(host, port):
        time.sleep(0.05)
    name = f"[{host}]" if ":" in host else host
    print(f"Factdeck is ready at http://{name}:{port}/ (stop it with Ctrl+C)", flush=True)


def _is_answered(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def _say(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
