"""What repositories with banks of their own copy or name: the hooks, the workflow, and what these install."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from question_bank.__main__ import main


@pytest.fixture
def hooks(root: Path) -> list[dict]:
    return yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text("utf-8"))


@pytest.fixture
def project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture
def steps(root: Path) -> list[str]:
    """The workflow's command lines."""
    flow = yaml.safe_load((root / "docs" / "ci" / "factdeck-banks.yml").read_text("utf-8"))
    assert flow["permissions"] == {"contents": "read"}
    environment = {**flow["env"], "BANKS": "water"}
    runs = [step["run"] for step in flow["jobs"]["check"]["steps"] if "run" in step]
    return [re.sub(r"\$([A-Z]+)", lambda found: environment[found[1]], line) for line in runs]


def test_the_hooks_are_what_pre_commit_asks_for(hooks) -> None:
    assert [hook["id"] for hook in hooks] == ["factdeck-check", "factdeck-fmt"]
    for hook in hooks:
        assert {"id", "name", "entry", "language", "files"} <= hook.keys()
        assert hook["language"] == "python"


@pytest.mark.parametrize(
    ("file", "is_ours"),
    [
        ("bank.yaml", True),
        ("banks/water/facts.yaml", True),
        ("banks/water/questions/basics.yaml", True),
        ("banks/water/bank.lock", True),
        ("banks/water/questions/old/basics.yaml", False),
        ("banks/water/my-bank.yaml", False),
        ("README.md", False),
    ],
)
def test_a_hook_is_run_for_a_banks_files_and_no_others(hooks, file, is_ours) -> None:
    assert [bool(re.search(hook["files"], file)) for hook in hooks] == [is_ours, is_ours]


def test_hooks_call_the_command_that_the_package_installs(hooks, project) -> None:
    module, _, function = project["scripts"]["question-bank"].partition(":")
    assert (module, function) == (main.__module__, main.__name__)
    assert {shlex.split(hook["entry"])[0] for hook in hooks} == {"question-bank"}


def test_hooks_run_on_a_bank_whose_files_are_committed(run, bank, hooks, edit) -> None:
    files = [f"water/{path.relative_to(bank).as_posix()}" for path in bank.rglob("*") if path.is_file()]
    for hook in hooks:
        assert run(*shlex.split(hook["entry"])[1:], *files).code == 0
    edit("distractors:", "distracters:")
    assert run(*shlex.split(hooks[0]["entry"])[1:], *files).out.count("E103") == 1


def test_the_workflows_commands_annotate_a_bank_with_errors_and_pass_a_good_one(run, steps, edit) -> None:
    ours = [shlex.split(line)[1:] for line in steps if line.startswith("question-bank ")]
    assert [words[0] for words in ours] == ["check", "fmt"]
    run("fmt", "water")
    assert [run(*words).code for words in ours] == [0, 0]
    edit("distractors:", "distracters:")
    results = [run(*words) for words in ours]
    assert [result.code for result in results] == [1, 1]
    assert results[0].out.startswith("::error file=water/questions/basics.yaml,line=6,")


def test_the_workflow_installs_from_an_address_that_its_reader_fills_in(steps) -> None:
    assert any("git+https://github.com/OWNER/factdeck@" in line for line in steps)


def test_what_the_command_line_needs_is_asked_for_as_in_the_requirements(root: Path, project) -> None:
    lines = (root / "requirements.txt").read_text("utf-8").splitlines()
    assert set(project["dependencies"]) < {line.partition("#")[0].strip() for line in lines}


def test_the_command_line_imports_nothing_that_is_not_asked_for(root: Path, project) -> None:
    names = {"PyYAML": "yaml", "markdown-it-py": "markdown_it"}
    asked_for = [re.split(r"[<>=]", each)[0] for each in project["dependencies"]]
    asked = {names.get(name, name) for name in asked_for}
    extras = project["optional-dependencies"]
    asked |= {re.split(r"[<>=]", extras[extra][0])[0] for extra in ("nlp", "llm")}  # imported when asked for
    found = subprocess.run(
        ["git", "grep", "-hoE", r"^\s*(import|from) [a-z0-9_]+", "--", "question_bank/*.py"],
        cwd=root,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    imported = {line.split()[1] for line in found.splitlines()}
    assert imported - set(sys.stdlib_module_names) - {"question_bank"} == asked
