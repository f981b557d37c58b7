"""Valid banks mutated by keys, types, indentation and bytes never crash the reader's interpreter."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

BLOCK = re.compile(r"^```yaml file=(?P<file>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
SIGNS = [
    *"[]{}*&!|>%@`'\"#,:?-\t\\\0\x85\ufeff\u2028~=<\n ",
    *("{{c1::", "}}", "---\n", "- ", ": ", "<<: ", "\r\n"),
]
Ask = Callable[[dict[str, bytes]], dict[str, object]]


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, bytes]:
    guide = (root / "docs" / "teaching.md").read_text(encoding="utf-8")
    return {block["file"]: block["text"].encode() for block in BLOCK.finditer(guide)}


@pytest.fixture(scope="module")
def ask(root: Path) -> Iterator[Ask]:
    """Have another interpreter read a bank; its death or a traceback fails the test."""
    worker = Path(__file__).with_name("mutation_worker.py")
    with subprocess.Popen(
        [sys.executable, "-X", "faulthandler", str(worker)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        env={"PYTHONPATH": str(root), "PYTHONUTF8": "1"},
    ) as process:

        def read(changed: dict[str, bytes]) -> dict[str, object]:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps({name: raw.hex() for name, raw in changed.items()}) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
            assert answer, f"the interpreter ended with {process.wait(10)}"
            found: dict[str, object] = json.loads(answer)
            return found

        yield read
        assert process.stdin is not None
        process.stdin.close()


@st.composite
def mutations(draw: st.DrawFn) -> Callable[[bytes], bytes]:
    """A few changes of lines, signs, keys or bytes, applied to whatever text is given."""
    steps = draw(
        st.lists(
            st.tuples(
                st.sampled_from(_STEPS), st.floats(0, 0.9999), st.floats(0, 0.9999), st.sampled_from(SIGNS)
            ),
            min_size=1,
            max_size=4,
        )
    )

    def apply(raw: bytes) -> bytes:
        for step, where, second, sign in steps:
            raw = step(raw, where, second, sign)
        return raw

    return apply


def _insert(raw: bytes, where: float, _second: float, sign: str) -> bytes:
    at = int(where * len(raw))
    return raw[:at] + sign.encode() + raw[at:]


def _spoil(raw: bytes, where: float, second: float, _sign: str) -> bytes:
    at = int(where * len(raw))
    return raw[:at] + bytes([int(second * 256)]) + raw[at + 1 :]


def _cut(raw: bytes, where: float, second: float, _sign: str) -> bytes:
    first, last = sorted((int(where * len(raw)), int(second * len(raw))))
    return raw[:first] + raw[min(last, first + 80) :]


def _indent(raw: bytes, where: float, second: float, _sign: str) -> bytes:
    lines = raw.split(b"\n")
    at = int(where * len(lines))
    lines[at] = b" " * int(second * 9) + lines[at].lstrip()
    return b"\n".join(lines)


def _swap(raw: bytes, where: float, second: float, _sign: str) -> bytes:
    lines = raw.split(b"\n")
    one, other = int(where * len(lines)), int(second * len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _retype(raw: bytes, where: float, _second: float, sign: str) -> bytes:
    """Put something else behind a key."""
    lines = raw.split(b"\n")
    at = int(where * len(lines))
    key, colon, _ = lines[at].partition(b":")
    other = {"[": b"[a, {b: c}]", "{": b"{d: [e]}", "-": b"\n- f", "\n": b""}.get(sign, sign.encode() + b" g")
    lines[at] = key + colon + b" " + other
    return b"\n".join(lines)


def _rename(raw: bytes, where: float, _second: float, sign: str) -> bytes:
    lines = raw.split(b"\n")
    at = int(where * len(lines))
    lines[at] = re.sub(rb"[a-z]{2}(?=[a-z]*:)", sign.encode().replace(b"\\", b"/"), lines[at], count=1)
    return b"\n".join(lines)


_STEPS = [_insert, _spoil, _cut, _indent, _swap, _retype, _rename]


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(mutate=mutations(), name=st.sampled_from(["bank.yaml", "facts.yaml", "questions/basics.yaml"]))
def test_a_mutated_bank_never_ends_the_interpreter(
    mutate: Callable[[bytes], bytes], name: str, files: dict[str, bytes], ask: Ask
) -> None:
    ask({**files, name: mutate(files[name])})


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "{a: " * 20_000,
        "- " * 20_000,
        "? " * 20_000,
        "questions:\n" + "\n".join(" " * depth + "- a:" for depth in range(2000)),
        "questions: " + "[" * 50_000 + "]" * 50_000,
        "a: &a [x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\n",
        "a: '" + "x" * 500_000,
        '"\\' * 3000,
        "questions:\n" + "  - id: a\n    prompt: *x*\n" * 2000,
        "%YAML 9.9\n---\na: b\n",
        "%TAG ! tag:x,2000:\n---\n!foo a: b\n",
        '"\\uD800": "\\U00110000"',
        "? [a, b]\n: {c: d}\n",
        ": : :\n",
        "\ufffe\uffff",
    ],
    ids=range(16),
)
def test_texts_made_to_break_parsers_only_give_findings(text: str, files: dict[str, bytes], ask: Ask) -> None:
    for name in ("bank.yaml", "facts.yaml", "questions/basics.yaml"):
        found = ask({**files, name: text.encode()})
        assert found["problems"]
