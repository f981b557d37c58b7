"""A process of its own for counting, watched until it is done, breaks or takes too long."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import quiz
from quiz.services.fitting.tasks import Outcome, Task

WORKER = (sys.executable, "-m", "quiz.services.fitting.worker")
LIMIT_SECONDS = 300.0
BEAT_SECONDS = 5.0
_WORDS_OF_AN_ERROR = 2000
_ROOT = Path(quiz.__file__).resolve().parent.parent


class TookTooLongError(RuntimeError):
    """The process was ended since it was not done in time."""


class BrokeError(RuntimeError):
    """The process ended without an outcome; the message is the end of what it said."""


def ask(
    task: Task,
    beat: Callable[[], None],
    command: Sequence[str] = WORKER,
    beat_seconds: float = BEAT_SECONDS,
) -> Outcome:
    """Have the task done and return its outcome; `beat` is called now and then meanwhile.

    The process is started afresh rather than forked: a server's threads hold locks that a fork would keep.
    Raises TookTooLongError and BrokeError.
    """
    with subprocess.Popen(  # noqa: S603  our own module, run by our own interpreter
        command,
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            said, complained = _watched(process, task, beat, beat_seconds)
        finally:
            process.kill()
    if process.returncode != 0:
        raise BrokeError(f"exit code {process.returncode}: {complained[-_WORDS_OF_AN_ERROR:]}")
    try:
        return Outcome.read(said)
    except (ValueError, KeyError, TypeError) as error:
        raise BrokeError(f"no outcome in {said[:100]!r}") from error


def _watched(
    process: subprocess.Popen[str], task: Task, beat: Callable[[], None], beat_seconds: float
) -> tuple[str, str]:
    ends_at = time.monotonic() + task.seconds
    given: str | None = task.as_text()
    while True:
        try:
            return process.communicate(given, timeout=min(beat_seconds, task.seconds))
        except subprocess.TimeoutExpired:
            given = None  # it is sent once; asking again only waits on
            beat()
        if time.monotonic() >= ends_at:
            process.kill()
            raise TookTooLongError(f"no outcome after {task.seconds:g} seconds")
