"""The one check: format, lint, types, import rules, the shipped banks, tests. Stops at the first failure."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# These change nothing and take one core each: they run side by side, and are shown in this order.
LOOKS = {
    "format": [str(BIN / "ruff"), "format", "--check", "."],
    "lint": [str(BIN / "ruff"), "check", "."],
    "types": [str(BIN / "mypy")],
    "import rules": [str(BIN / "lint-imports")],
    "the shipped banks": [sys.executable, "-m", "question_bank", "check"],
    "the banks' form and lock": [
        sys.executable,
        "-m",
        "question_bank",
        "fmt",
        "--check",
        "question_bank/banks",
    ],
}
# Every core takes tests; one that is idle takes over what another has not begun.
TESTS = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal"]


def look() -> int:
    """Show what each look says, up to the first that fails; return its exit code, 0 if none did."""
    begin = time.monotonic()
    with ExitStack() as stack:
        started = {name: _start(command, stack) for name, command in LOOKS.items()}
        for name, process in started.items():
            print(f"== {name}", flush=True)
            said, _ = process.communicate()
            sys.stdout.buffer.write(said)
            sys.stdout.flush()
            if process.returncode:
                return _failed(name, process.returncode, begin)
    return 0


def _start(command: list[str], stack: ExitStack) -> subprocess.Popen[bytes]:
    """Start a program, which ends with `stack` at the latest."""
    program = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    stack.enter_context(program)
    stack.callback(program.kill)
    return program


def test() -> int:
    """Run the tests and return their exit code."""
    print("== tests", flush=True)
    begin = time.monotonic()
    code = subprocess.run(TESTS, cwd=ROOT, check=False).returncode
    return _failed("tests", code, begin) if code else 0


def _failed(name: str, code: int, begin: float) -> int:
    print(f"== {name}: failed after {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
    return code


def main() -> int:
    """Do every step in the repository's folder and return the first exit code that is not 0."""
    return look() or test()


if __name__ == "__main__":
    sys.exit(main())
