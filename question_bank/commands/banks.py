"""Finding banks on the disk and reading them, for all commands alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from question_bank.commands.terminal import WrongUseError
from question_bank.model import Bank
from question_bank.problems import Problem, has_errors
from question_bank.reading import Reading, find_banks, read_bank
from question_bank.writing.lock import LOCK_FILE, Lock, read_lock

DEFAULT = Path("question_bank/banks")


@dataclass(frozen=True, slots=True)
class LoadedBank:
    """A bank's folder with what was read in it; `lock` is None where there is none."""

    folder: Path
    reading: Reading
    lock: Lock | None
    lock_problems: tuple[Problem, ...]

    @property
    def lock_file(self) -> str:
        """The lock's name as findings show it."""
        return (self.folder / LOCK_FILE).as_posix()


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


def load(folder: Path) -> LoadedBank:
    """Read a bank and its lock; trouble in either becomes Problems."""
    path = folder / LOCK_FILE
    if not path.is_file():
        return LoadedBank(folder, read_bank(folder), None, ())
    text = path.read_bytes().decode("utf-8", errors="replace")
    lock, problems = read_lock(text, path.as_posix())
    return LoadedBank(folder, read_bank(folder), lock, problems)


def readable_bank(path: Path) -> tuple[LoadedBank, Bank]:
    """Return the one bank at `path`; WrongUseError if there are several or its bank.yaml is unusable."""
    folders = bank_folders([path])
    if len(folders) > 1:
        shown = ", ".join(folder.as_posix() for folder in folders)
        raise WrongUseError(f"{path} holds {len(folders)} banks ({shown}); name one of them")
    loaded = load(folders[0])
    if loaded.reading.bank is None:
        raise WrongUseError(f"{loaded.folder.as_posix()} cannot be read; run `check` on it first")
    return loaded, loaded.reading.bank


def is_broken(loaded: LoadedBank) -> bool:
    return loaded.reading.bank is None or has_errors(loaded.reading.problems)


def with_excerpts(problems: Iterable[Problem], loaded: LoadedBank) -> list[Problem]:
    """Give each Problem that has none the line it is about."""
    lines: dict[str, list[str]] = {}
    prefix = f"{loaded.folder.as_posix()}/"
    return [_with_excerpt(problem, prefix, loaded.reading.texts, lines) for problem in problems]


def _with_excerpt(
    problem: Problem, prefix: str, texts: Mapping[str, str], lines: dict[str, list[str]]
) -> Problem:
    name = problem.place.file.removeprefix(prefix)
    if problem.excerpt or name not in texts:
        return problem
    if name not in lines:
        lines[name] = texts[name].split("\n")
    number = problem.place.line - 1
    return (
        replace(problem, excerpt=lines[name][number].rstrip("\r")) if number < len(lines[name]) else problem
    )
