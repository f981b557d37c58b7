"""What an editor page shows: the text, what is known of it, and what came of sending it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from flask import current_app, render_template, url_for
from markupsafe import Markup

from quiz.services.context import current_context
from quiz.services.editing import (
    Decision,
    Edit,
    Finding,
    Judged,
    Opened,
    Reason,
    Renamed,
    Target,
    UndecidedAnswer,
)
from quiz.services.key_help import Help, help_for
from quiz.services.previews import has_preview
from quiz.services.surroundings import Surroundings, surroundings
from quiz.web.learner import current_learner
from quiz.web.workshop import words

MOST_FINDINGS = 100  # each has its line and its advice: a page of thousands helps nobody
MOST_NAMED = 8  # errors in the summary; each stands beside the text too
LONGEST_WHY = 300
_LEAST_ROWS, _MOST_ROWS = 12, 34
_NEAR = 1  # lines shown before and after one that a finding is about


class Came(StrEnum):
    """What came of sending the text; OPENED is a page that nobody has sent yet."""

    OPENED = "opened"
    CHECKED = "checked"
    REFUSED = "refused"
    UNDECIDED = "undecided"
    UNSAVED = "unsaved"
    MERGED = "merged"
    TAKEN_UP = "taken up"


@dataclass(frozen=True, slots=True)
class NumberedLine:
    number: int
    text: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorPage:
    """`line` is where to begin in the text, 0 for its first; `trouble` says why it could not be saved.

    `cannot` says why the text cannot be edited here at all.
    """

    around: Surroundings
    target: Target
    text: str
    base: str
    first_line: int = 1
    line: int = 0
    writable: bool = True
    cannot: Reason | None = None
    came: Came = Came.OPENED
    judged: Judged | None = None
    undecided: tuple[UndecidedAnswer | Renamed, ...] = ()
    decided: Mapping[str, Decision] = field(default_factory=dict)
    why: str = ""
    why_error: str = ""
    trouble: str = ""
    existing: bool = True
    most_findings: int = MOST_FINDINGS
    longest_why: int = LONGEST_WHY

    @property
    def address(self) -> str:
        return editor_address(self.target)

    @property
    def too_large(self) -> bool:
        return self.cannot is Reason.TOO_LARGE

    @property
    def has_preview(self) -> bool:
        return has_preview(self.target)

    @property
    def edit(self) -> Edit:
        return Edit(target=self.target, text=self.text, base=self.base)

    @property
    def rows(self) -> int:
        return min(max(self.text.count("\n") + 3, _LEAST_ROWS), _MOST_ROWS)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return the errors that keep the text from being saved: those that it brings."""
        found = self.judged.findings if self.judged else ()
        return tuple(each for each in found if each.new and each.problem.severity.value == "error")

    @property
    def numbered(self) -> tuple[NumberedLine | None, ...]:
        """Return the lines that findings are about with those around them; None stands for a gap."""
        found = self.judged.findings[: self.most_findings] if self.judged else ()
        marked = {each.line for each in found if each.line} | ({self.line} - {0})
        return near_lines(self.text.split("\n"), marked)

    @property
    def help(self) -> Help:
        question = self.judged.question if self.judged else None
        kind = question.kind if question else self.around.kind
        return help_for(self.target.file, kind if self.target.question else None)


def near_lines(lines: Sequence[str], marked: set[int]) -> tuple[NumberedLine | None, ...]:
    """Return the marked lines, which count from 1, and their neighbours; None stands for what is left out."""
    near = {number + step for number in marked for step in range(-_NEAR, _NEAR + 1)}
    shown: list[NumberedLine | None] = []
    last = 0
    for number in sorted(near):
        if 1 <= number <= len(lines):
            if shown and number != last + 1:
                shown.append(None)
            shown.append(NumberedLine(number, lines[number - 1], number in marked))
            last = number
    return tuple(shown)


def editor_address(target: Target, saved: int | None = None) -> str:
    """Return where a text is edited; `saved` tells the script which edit was saved just now."""
    key = target.bank_key
    if target.question:
        return url_for("workshop.edit_question", key=key, question=target.question, saved=saved)
    return url_for("workshop.edit_file", key=key, file=target.file, saved=saved)


def editor_hooks(page: EditorPage) -> Markup:
    """Return the attributes by which the script finds a text field and knows what to ask about it."""
    target = page.target
    hooks: dict[str, object] = {
        "data-editor": "",
        "data-mode": "question" if target.question else "file",
        "data-file": target.file,
        "data-question": target.question,
        "data-first-line": page.first_line,
        "data-came": page.came.value,
    }
    for name in ("check", "words", "preview"):
        if f"workshop.{name}" in current_app.view_functions:
            hooks[f"data-{name}"] = url_for(f"workshop.{name}", key=target.bank_key)
    if page.line:
        hooks["data-line"] = page.line
    return Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in hooks.items())


def page_of(opened: Opened, **more: object) -> EditorPage:
    """Return the page of a text as it stands on the disk; `more` are the page's other fields."""
    target = opened.target
    fields = {
        "around": surroundings(current_context(), current_learner().id, target.bank_key, target.question),
        "target": target,
        "text": opened.text,
        "base": opened.base,
        "first_line": opened.first_line,
        "writable": opened.writable,
        "cannot": opened.trouble,
        "existing": bool(opened.base),
    }
    return EditorPage(**{**fields, **more})  # type: ignore[arg-type]  # named like the fields, by the callers here


def rendered(page: EditorPage) -> str:
    return render_template(
        "workshop/editor.html",
        page=page,
        judged=page.judged,
        words_of=words,
        most_named=MOST_NAMED,
    )
