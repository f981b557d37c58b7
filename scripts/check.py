"""The one check: format, lint, types, import rules, the shipped banks, tests. Stops at the first failure."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
STEPS = {
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
    # Every core takes tests; one that is idle takes over what another has not begun.
    "tests": [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal"],
}


def main() -> int:
    """Run every step in the repository's folder and return the first exit code that is not 0."""
    for name, command in STEPS.items():
        print(f"== {name}", flush=True)
        begin = time.monotonic()
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code:
            print(f"== {name}: failed after {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
