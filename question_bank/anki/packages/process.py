"""The reading process, started, listened to and ended, whatever becomes of it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from threading import Event, Timer
from typing import IO, cast

import question_bank
from question_bank.anki.packages.confine import LATE
from question_bank.anki.packages.messages import LONGEST_LINE, Message, nonsense, read
from question_bank.anki.packages.refusals import BadPackageError, Reason
from question_bank.anki.packages.values import Limits

WORKER = (sys.executable, "-m", "question_bank.anki.packages.worker")
_ROOT = Path(question_bank.__file__).resolve().parent.parent
# It needs no password and no address of ours; only what Python needs to start.
_PASSED_ON = re.compile(
    r"PATH|PYTHON.*|LD_LIBRARY_PATH|DYLD_.*|HOME|USERPROFILE|APPDATA|SYSTEMROOT|TE?MP|TMPDIR"
)
_GRACE_SECONDS = 0.25  # it ends by itself first, and can say so
_DYING_SECONDS = 1.0  # between its last word and its end


@contextmanager
def reading(
    package: Path, folder: Path, limits: Limits, command: Sequence[str] = WORKER
) -> Iterator[Iterator[Message]]:
    """Give what the process says of the package; it is gone afterwards.

    The process is started afresh rather than forked: a server's threads hold locks that a fork would keep.
    The messages raise BadPackageError, also for a process that dies, says nothing sensible or takes too long.
    """
    task = {"package": str(package), "folder": str(folder), "limits": asdict(limits)}
    late = Event()
    with _started(command) as process:
        end = Timer(limits.seconds + _GRACE_SECONDS, _end, (process, late))
        end.start()
        try:
            with suppress(OSError), cast("IO[bytes]", process.stdin) as listening:  # not if it died at once
                listening.write(json.dumps(task).encode())
            yield _heard(process, late)
        finally:
            end.cancel()
            process.kill()


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if _PASSED_ON.fullmatch(name.upper())}
    try:
        return subprocess.Popen(  # noqa: S603  our own module, run by our own interpreter
            command, cwd=_ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
    except OSError as error:
        raise BadPackageError(Reason.BROKE, f"it could not be started: {error.strerror}") from error


def _end(process: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    process.kill()


def _heard(process: subprocess.Popen[bytes], late: Event) -> Iterator[Message]:
    """Yield the messages; where they end too early, say how the process ended."""
    try:
        yield from read(_lines(process))
    except BadPackageError as error:
        if error.reason is not Reason.BROKE:
            raise
        with suppress(subprocess.TimeoutExpired):
            process.wait(_DYING_SECONDS)
        if late.is_set() or process.returncode == LATE:
            raise BadPackageError(Reason.TOO_SLOW) from error
        if process.returncode:
            raise BadPackageError(Reason.BROKE, _how(process.returncode)) from error
        raise


def _lines(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    said = cast("IO[bytes]", process.stdout)
    while line := said.readline(LONGEST_LINE):
        if not line.endswith(b"\n"):
            raise nonsense()
        yield line


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
