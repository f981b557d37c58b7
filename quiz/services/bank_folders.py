"""What a process last saw of the bank folders, so that it notices what other programs change in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from question_bank.folders import Signature
from question_bank.problems import Problem


@dataclass(eq=False)
class BankFolders:
    """By folder as it was given: how it was when `taken_over`, and how it looked the last time if `awaited`.

    `refused` says of the others why they are not served.
    """

    taken_over: dict[Path, Signature] = field(default_factory=dict)
    awaited: dict[Path, Signature] = field(default_factory=dict)
    refused: dict[Path, Problem] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
