"""What is remembered of a bank's files changes none of the findings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.commands.checking import check_snapshot
from question_bank.folders import Snapshot, snapshot
from question_bank.model import Bank
from quiz.services.bank_checks import Checks, with_files
from tests.quiz.services.conftest import BANK, CAPITALS, FACTS, ORIGIN, RIVER, SALT

PIECES = (ORIGIN, CAPITALS, SALT, RIVER)
CHANGES = (
    ("answer: Salt", "answer: Iodine"),
    ("answer:", "anwser:"),
    ("id: salt", "id: river"),
    ("prompt: What", "prompt: [What"),
    ("facts: [evaporation]", "facts: [nothing]"),
    ("tags: [places]", "tags: [places]\n    edition: 2"),
    ("    answer", "\n    # a note\n    answer"),
    ("", ""),
)
pieces = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(CHANGES)), max_size=4)
edits = st.lists(
    st.tuples(st.sampled_from(["questions/a.yaml", "questions/b.yaml"]), pieces), min_size=1, max_size=5
)
NOWHERE = Path("nowhere")


def questions(chosen: list[tuple[str, tuple[str, str]]]) -> bytes:
    text = "".join(piece.replace(old, new, 1) if old else piece for piece, (old, new) in chosen)
    return f"questions:\n{text}".encode()


def no_texts(_bank: Bank) -> Mapping[str, str]:
    return {}


@given(edits)
@settings(max_examples=40)
def test_a_bank_that_was_checked_before_has_the_findings_of_one_that_was_not(
    made: list[tuple[str, list[tuple[str, tuple[str, str]]]]],
) -> None:
    base = {"bank.yaml": BANK.encode(), "facts.yaml": FACTS.encode()}
    taken = Snapshot(NOWHERE, base, tuple(base), (), None)
    checks = Checks()
    versions = [taken := with_files(taken, {file: questions(chosen)}) for file, chosen in made]
    for version in (*versions, *versions):  # the second time all of it was seen before
        found = checks.of(version, no_texts)
        alone = check_snapshot(version, NOWHERE)
        assert found.findings.problems == alone.problems
        assert found.findings.verified == alone.verified


def test_a_text_that_is_installed_and_a_picture_that_is_replaced_are_looked_at_again(tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    (tmp_path / "bank.yaml").write_text(BANK, encoding="utf-8")
    (tmp_path / "facts.yaml").write_text(FACTS, encoding="utf-8")
    picture = SALT + "    media:\n      - {file: sea.png, alt: The sea}\n"
    (tmp_path / "questions" / "all.yaml").write_text(f"questions:\n{picture}", encoding="utf-8")
    (tmp_path / "sea.png").write_bytes(b"one")
    checks, texts = Checks(), {"survey": "One.\n"}
    first = checks.of(snapshot(tmp_path), lambda bank: texts)
    assert checks.of(snapshot(tmp_path), lambda bank: texts) is first
    texts["survey"] = "Another.\n"
    second = checks.of(snapshot(tmp_path), lambda bank: texts)
    assert second is not first
    (tmp_path / "sea.png").write_bytes(b"two, longer")
    assert checks.of(snapshot(tmp_path), lambda bank: texts) is not second


def test_removed_files_are_gone_and_added_ones_are_there() -> None:
    taken = Snapshot(NOWHERE, {"bank.yaml": b"a", "facts.yaml": b"b"}, ("bank.yaml", "facts.yaml"), (), None)
    changed = with_files(taken, {"facts.yaml": None, "briefing.md": b"c"})
    assert changed.files == {"bank.yaml": b"a", "briefing.md": b"c"}
    assert changed.present == ("bank.yaml", "briefing.md")
