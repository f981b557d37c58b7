"""What a process may use up: set by itself, before it looks at anything that a stranger made."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from threading import Timer

from question_bank.anki.packages.values import Limits

LATE = 75  # the exit code of a process whose time was over
_OPEN_FILES = 64
_ROOM_FOR_A_COPY = 2**20


def confine(limits: Limits) -> None:
    """Let this process end by itself after its time, and get no more memory, room on disk or children.

    Where the system knows no such limits (Windows), whoever started it still ends it in time.
    """
    # Whoever started this may have died without being able to end it.
    end = Timer(limits.seconds, os._exit, (LATE,))
    end.daemon = True
    end.start()
    if sys.platform != "win32":
        import resource

        largest = max(limits.database_bytes, limits.media_bytes) + _ROOM_FOR_A_COPY
        _limit(resource.RLIMIT_CPU, int(limits.seconds) + 1)
        _limit(resource.RLIMIT_AS, limits.memory_bytes)
        _limit(resource.RLIMIT_FSIZE, largest)
        _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_NPROC, 0)


def _limit(what: int, most: int) -> None:
    import resource

    hard = resource.getrlimit(what)[1]
    if hard == resource.RLIM_INFINITY or most < hard:
        with suppress(ValueError, OSError):  # macOS has names for limits that it does not keep
            resource.setrlimit(what, (most, most))
