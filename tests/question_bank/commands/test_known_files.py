"""One changed file costs one file, and what is remembered of the others changes no finding."""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from question_bank.__main__ import main
from question_bank.commands import known, remembered
from question_bank.commands.check import check
from question_bank.commands.formats import FORMATS
from question_bank.commands.remembered import NO_MEMORY, Memory
from question_bank.commands.terminal import Terminal
from question_bank.reading import draft

BANKS = [
    f"bank: sea\ntitle: Sea\nlanguage: {language}\nsources:\n  - {{id: s, title: S, file: s.txt}}\n"
    for language in ("en", "de")
]
BANKS += ["bank: lake\ntitle: Lake\n", "title: No id\n", "["]
FACT = """  - id: {}
    says: {}
    by: {}
    evidence:
      - {{source: s, paragraph: {}, from: {}, to: {}}}
"""
FACTS = [
    FACT.format("depth", "The trench is deep.", "[]", 1, "The trench", "is deep"),
    FACT.format("claim", "The sea is old.", "Professor Brook", 2, "The sea", "very old"),
    FACT.format("claim", "The sea is young.", "Doctor Pond", 2, "The sea", "very old"),
    FACT.format("salt", "The sea is salty.", "[]", 9, "Salt", "salty"),
    "  - id: broken\n    says: 3\n",
]
QUESTIONS = [
    """- id: a
    kind: single_choice
    prompt: How deep is the trench?
    answer: {0}
    distractors: [5 km, {1}, never 3 km]
    facts: [depth]""",
    """- id: b
    kind: true_false
    prompt: The sea is not {0}.
    answer: true
    was: [{1}]
    facts: [claim]""",
    """- id: c
    kind: short_answer
    prompt: How deep is the trench?
    answer: {0}
    reject: [{1}]
    facts: [depth, nowhere]""",
    """- id: d
    kind: cloze
    text: The trench is {{{{c1::{0}}}}} deep, as {1} says.
    facts: [depth, claim]""",
    """- id: e
    kind: flashcard
    prompt: The trench is {0} deep. ![m](m.png)
    answer: {1}
    draft: true
    unsourced: because""",
    """- id: f
    kind: number
    prompt: How many kilometres?
    answer: 11
    scale: thousand
    media: [{{file: images/m.png, alt: {0}}}]
    derived: {1}
    edition: 2""",
    """- id: a
    kind: flashcard
    prompt: {0}
    answer: {1}
    tagz: [x]""",
    """- id: g
    kind: multiple_choice
    prompt: Which, *{0}* or **{1}**?
    answers: [x: y""",
    """- id: h
    kind: single_choice
    lang: de
    prompt: Wie tief ist der Graben?
    answer: {0}
    distractors: ["{0}", alle]
    facts: [salt]""",
]
words = st.sampled_from(["11 km", "very old", "Brook", "b", "Ten thousand", "The sea", "Ä"])
question = st.builds(str.format, st.sampled_from(QUESTIONS), words, words)


def entries(key: str, each: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    whole = st.lists(each, max_size=4).map(lambda rows: "".join(f"  {row.strip()}\n" for row in rows))
    return whole.map(lambda text: f"{key}:\n{text}")


CONTENTS: dict[str, st.SearchStrategy[str]] = {
    "bank.yaml": st.sampled_from([*BANKS[:2] * 3, *BANKS]),
    "facts.yaml": entries("facts", st.sampled_from(FACTS)),
    **dict.fromkeys(
        ["questions/p.yaml", "questions/q.yaml", "questions/r.yaml"], entries("questions", question)
    ),
    "questions/s.yml": st.just(""),
    "briefing.md": st.sampled_from(["Deep. [facts: depth]\n", "Old. [facts: claim, gone"]),
    "images/m.png": st.sampled_from(["one", "two"]),
    "sources/s.txt": st.sampled_from(
        ["The trench is deep.\nThe sea is very old.\n", "The trench, 11 km, is deep.\n"]
    ),
    "bank.lock": st.sampled_from(["bank sea\n", "<<<<<<< ours\n"]),
}
LOCK_IT = "fmt"
edit = st.one_of(
    st.just((LOCK_IT, None)),
    *(st.tuples(st.just(name), st.none() | content) for name, content in CONTENTS.items()),
)
beginning = st.tuples(CONTENTS["facts.yaml"], CONTENTS["questions/p.yaml"], CONTENTS["questions/q.yaml"])


def write(bank: Path, name: str, content: str | None) -> None:
    path = bank / name
    if name == LOCK_IT:
        main(["fmt", str(bank)])
    elif content is None:
        path.unlink(missing_ok=True)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def shown(findings) -> dict[str, str]:
    texts = {}
    for name, form in FORMATS.items():
        out = io.StringIO()
        form(findings.problems, Terminal(out, io.StringIO(), {}))
        texts[name] = out.getvalue()
    return texts


def file(*rows: str) -> str:
    return "questions:\n" + "".join(f"  {row}\n" for row in rows)


FIRST = file(QUESTIONS[6].format("x", "y"))
SAME_ID = QUESTIONS[1].format("new", "z").replace("id: b", "id: a")
CONTRADICTING = (file(QUESTIONS[0].format("5 m", "6 m")), file(QUESTIONS[2].format("6 m", "7 m")))


@settings(max_examples=60)
# An id that another file has first is nobody's concern, until that file gives it up.
@example(("facts:\n", FIRST, file(SAME_ID, QUESTIONS[4].format("x", "y"))), [("questions/p.yaml", None)])
@example(("facts:\n", *CONTRADICTING), [("questions/p.yaml", None), ("questions/p.yaml", CONTRADICTING[0])])
@given(beginning, st.lists(edit, min_size=1, max_size=6))
def test_whatever_is_edited_a_remembering_check_finds_what_a_fresh_one_does(begun, edits) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bank, memory = Path(folder) / "bank", Memory(Path(folder).resolve() / "cache")
        for name, content in [("bank.yaml", BANKS[0]), *zip(list(CONTENTS)[1:4], begun, strict=True), *edits]:
            write(bank, name, content)
            fresh = check(bank, None, NO_MEMORY)
            for _ in range(2):
                again = check(bank, None, memory)
                assert again == fresh
                assert shown(again) == shown(fresh)


@pytest.fixture
def big(tmp_path: Path) -> Path:
    """A locked bank of four files of questions."""
    bank = tmp_path / "sea"
    write(bank, "bank.yaml", BANKS[0])
    write(bank, "facts.yaml", "facts:\n" + FACTS[0] + FACTS[1])
    for number in range(4):
        asked = (
            f"  - {{id: q{number}, kind: flashcard, prompt: Why {number}?, answer: Brook, facts: [claim]}}\n"
        )
        write(bank, f"questions/{number}.yaml", f"questions:\n{asked}")
    write(bank, LOCK_IT, None)
    return bank


@pytest.fixture
def costs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was parsed, judged and hashed, and for which file or question."""
    seen: list[str] = []
    reading, judging, hashing = draft.read_part, known.check_each, known.fingerprints

    def read(source, *rest):
        seen.append(f"read {Path(source.file).name}")
        return reading(source, *rest)

    def judge(bank):
        seen.append(f"judged {' '.join(each.id for each in bank.questions)}")
        return judging(bank)

    def hashed(question, bank):
        seen.append(f"hashed {question.id}")
        return hashing(question, bank)

    monkeypatch.setattr(draft, "read_part", read)
    monkeypatch.setattr(known, "check_each", judge)
    monkeypatch.setattr(known, "fingerprints", hashed)
    return seen


def test_one_changed_file_costs_one_file(big, tmp_path, costs) -> None:
    memory = Memory(tmp_path / "cache")
    check(big, None, memory)
    assert len(costs) == 1 + 1 + 4 + 4 + 4
    costs.clear()
    before = (big / "questions" / "2.yaml").read_text("utf-8")
    write(big, "questions/2.yaml", before.replace("Brook", "Rill"))
    found = check(big, None, memory)
    assert costs == ["read bank.yaml", "read 2.yaml", "judged q2", "hashed q2"]
    assert "E301" in {problem.code for problem in found.problems}
    costs.clear()
    check(big, None, memory)
    assert costs == []


def test_a_file_that_is_gone_costs_no_other_file(big, tmp_path, costs) -> None:
    memory = Memory(tmp_path / "cache")
    check(big, None, memory)
    costs.clear()
    (big / "questions" / "2.yaml").unlink()
    found = check(big, None, memory)
    assert costs == ["read bank.yaml"]
    assert "W303" in {problem.code for problem in found.problems}


def test_another_fact_costs_its_file_and_the_hashes_that_cite_facts(big, tmp_path, costs) -> None:
    memory = Memory(tmp_path / "cache")
    check(big, None, memory)
    costs.clear()
    write(big, "facts.yaml", "facts:\n" + FACTS[0] + FACTS[2])
    check(big, None, memory)
    assert [each for each in costs if not each.startswith("hashed")] == ["read bank.yaml", "read facts.yaml"]
    assert len(costs) == 2 + 4


def test_damaged_parts_are_passed_over_and_replaced(big, tmp_path, costs) -> None:
    memory = Memory(tmp_path / "cache")
    first = check(big, None, memory)
    [kept] = (tmp_path / "cache").glob(f"*{remembered.PARTS_SUFFIX}")
    whole = kept.read_bytes()
    for damaged in (whole[:-9], b"", whole.replace(b"Brook", b"Broom")):
        kept.write_bytes(damaged)
        shutil.copy(kept, tmp_path / "damaged")
        for findings in (tmp_path / "cache").glob(f"*{remembered.SUFFIX}"):
            findings.unlink()
        costs.clear()
        assert check(big, None, memory) == first
        assert "read 2.yaml" in costs
        assert kept.read_bytes() == whole


def test_parts_of_another_version_of_the_program_are_passed_over(big, tmp_path, costs, monkeypatch) -> None:
    memory = Memory(tmp_path / "cache")
    first = check(big, None, memory)
    costs.clear()
    kept = remembered.read_kept(next((tmp_path / "cache").glob(f"*{remembered.PARTS_SUFFIX}")))
    assert kept is not None
    files = known.KnownFiles(kept, "another")
    assert files._old == {}
    assert known.KnownFiles(kept, kept["program"])._old.keys() == kept["files"].keys()
    assert check(big, None, memory) == first
