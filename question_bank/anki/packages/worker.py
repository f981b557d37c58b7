"""The process that opens a stranger's package: `python -m question_bank.anki.packages.worker`.

It reads its task from standard input, unpacks into the folder that it is given, and writes messages.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from question_bank.anki.packages.confine import confine
from question_bank.anki.packages.contents import messages
from question_bank.anki.packages.messages import REFUSED, write
from question_bank.anki.packages.refusals import Reason
from question_bank.anki.packages.values import Limits


def main() -> None:
    """Do the task and write what was found."""
    task = json.load(sys.stdin)
    limits = Limits(**task["limits"])
    confine(limits)
    try:
        write(messages(Path(task["package"]), Path(task["folder"]), limits), sys.stdout.buffer)
    except MemoryError:
        write([(REFUSED, [[Reason.NO_MEMORY, ""]])], sys.stdout.buffer)


if __name__ == "__main__":
    main()
