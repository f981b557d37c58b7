"""Every code that the program can raise is explained, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

from question_bank.codes.registry import all_entries

CODE = re.compile(r"[\"']([EW][1-7][0-9]{2})[\"']")


def used_codes(root: Path) -> set[str]:
    """Codes that stand as literals in the program, outside their own explanations."""
    return {
        code
        for folder in (root / "question_bank", root / "quiz")
        for file in folder.rglob("*.py")
        if file.parent.name != "codes"
        for code in CODE.findall(file.read_text("utf-8"))
    }


def test_every_code_in_use_is_explained_and_every_explained_code_is_in_use(root: Path) -> None:
    assert used_codes(root) == set(all_entries())


def test_every_explanation_is_complete() -> None:
    for code, entry in all_entries().items():
        assert entry.code == code
        assert re.fullmatch(r"[EW][1-7][0-9]{2}", code)
        assert 3 < len(entry.title) < 80
        assert len(entry.why) > 40, code
        assert entry.wrong.strip(), code
        assert entry.right.strip(), code
        assert entry.wrong != entry.right
