"""Which banks a command is about, for all commands alike; nothing is read here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from question_bank.commands.terminal import WrongUseError
from question_bank.folders import find_banks

DEFAULT = Path("question_bank/banks")


def default_banks() -> Path:
    """Return the banks of the checkout one stands in, or else those that came with the package."""
    return DEFAULT if DEFAULT.is_dir() else Path(__file__).resolve().parent.parent / "banks"


def bank_folders(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the bank folders at, under or around the paths; WrongUseError where there is none."""
    wanted = tuple(paths)
    for path in wanted:
        if not path.exists():
            raise WrongUseError(f"there is no {path}; give a bank's folder or a file in it")
    folders = find_banks(wanted)
    if not folders:
        shown = ", ".join(str(path) for path in wanted)
        wrong = next((near for path in wanted for near in _misnamed(path)), None)
        hint = f"; rename {wrong.as_posix()} to bank.yaml" if wrong else ""
        raise WrongUseError(f"no bank at {shown}: a bank is a folder with a bank.yaml{hint}")
    return folders


def _misnamed(path: Path) -> list[Path]:
    """Return the files in a folder that were probably meant as its bank.yaml."""
    names = ("bank.yml", "bank.yaml.txt", "bank.yml.txt", "bank.txt", "bank.yaml")
    return [each for each in sorted(path.iterdir()) if each.name.lower() in names] if path.is_dir() else []
