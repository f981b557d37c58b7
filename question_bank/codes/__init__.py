"""Every finding's code with its reason: what `explain` prints. One module per family of codes."""

from __future__ import annotations

from question_bank.codes.entry import Entry, ExampleKind

__all__ = ["Entry", "ExampleKind"]
