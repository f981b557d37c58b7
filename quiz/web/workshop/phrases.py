"""The sentences of the editor's script, which has none of its own."""

from __future__ import annotations

from quiz.web.say import _


def editor_phrases() -> dict[str, object]:
    """Return each sentence by its name; the script puts values in. `codemirror` has CodeMirror's own."""
    return {
        "required": _("needed"),
        "whole": _("a whole entry"),
        "unreachable": _("The text cannot be checked just now. You can go on writing and save as always."),
        "fix": _("Write “%(text)s”"),
        "why": _("%(code)s: why, with an example"),
        "line": _("Line %(line)s"),
        "keptName": _("Changes that were not saved"),
        "kept": _("This browser kept changes of %(when)s that were never saved."),
        "keptOfOlder": _(
            "This browser kept changes of %(when)s that were never saved. The text below is newer: if both "
            "changed the same lines, saving asks you which to keep."
        ),
        "restore": _("Bring them back"),
        "discard": _("Throw them away"),
        "codemirror": _codemirror(),
    }


def _codemirror() -> dict[str, str]:
    return {
        "Find": _("Find"),
        "Replace": _("Replace by"),
        "next": _("Next"),
        "previous": _("Previous"),
        "all": _("Select all"),
        "match case": _("Capital letters count"),
        "by word": _("Whole words"),
        "regexp": _("Regular expression"),
        "replace": _("Replace"),
        "replace all": _("Replace all"),
        "close": _("Close"),
        "current match": _("this place"),
        "on line": _("in line"),
        "replaced match on line $": _("replaced in line $"),
        "replaced $ matches": _("replaced in $ places"),
        "Go to line": _("Go to line"),
        "go": _("Go"),
        "Completions": _("What may stand here"),
        "Diagnostics": _("Findings"),
        "No diagnostics": _("No findings"),
        "Control character": _("A sign that cannot be seen"),
        "Selection deleted": _("Selection deleted"),
    }
